"""Field work: 16 phones send at once, and its page among 30,000 responses."""

import base64
import itertools
import json
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks.asking import Ask, asker, busy, signed_in, timed
from tests.benchmarks.figure import Figure
from tests.served import Platform, platform_at, serving

CLIENTS = 16
QUESTIONS = 250
SENDINGS = 3_000
RESPONSES = 30_000
READS = 100
BUSY_STUDY = "studi-ramai"
BOUNDARY = "batas-kiriman"
GOAL = "at least 150/s (ODK Central: about 91/s)"


def run() -> Iterable[Figure]:
    """The demonstration on SQLite, once by Basic and once by a token."""
    with tempfile.TemporaryDirectory() as name:
        platform = platform_at(Path(name) / "sqlite")
        platform.command("prepare")
        script = str(Path(__file__).with_name("open_study.py"))
        study = json.loads(platform.python(script, str(QUESTIONS)))
        fill = str(Path(__file__).with_name("fill_study.py"))
        platform.python(fill, str(RESPONSES), BUSY_STUDY)
        with serving(platform):
            yield from _intake(platform, study)
            yield from _pages(platform)


def _intake(platform: Platform, study: dict[str, str]) -> Iterator[Figure]:
    pair = f"{study['username']}:{study['password']}".encode()
    basic = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
    ways = {
        "Basic": (study["path"], basic),
        "token": (f"/odk/key/{study['token']}", {}),
    }
    for way, (path, headers) in ways.items():
        send = _sender(path, headers, study["xml"])
        yield from _load(platform, f"{QUESTIONS} questions, {way}, SQLite", send)


def _pages(platform: Platform) -> Iterator[Figure]:
    """The page of field work and the list, as an evaluator's browser asks."""
    headers = signed_in(platform, "evaluator") | {"Accept-Encoding": "gzip"}
    ask = asker(platform)
    for part in ("lapangan", "jawaban"):
        path = f"/evaluasi/{BUSY_STUDY}/{part}/"
        times = sorted(timed(ask, "GET", path, headers)[0] for _ in range(READS))
        p95 = f"{times[int(READS * 0.95)]:.0f}"
        label = f"{path} of {RESPONSES:,} responses, p95"
        yield Figure(label, p95, "ms", "under 150 ms")


def _sender(path: str, headers: dict[str, str], xml: str) -> Callable[[Ask], None]:
    """Sends the form under an identity of its own, as a phone does."""
    sent = headers | {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "X-OpenRosa-Version": "1.0",
    }

    def send(ask: Ask) -> None:
        answers = xml.replace("uuid:CONTOH", f"uuid:{uuid.uuid4()}")
        body = (
            f"--{BOUNDARY}\r\nContent-Disposition: form-data; "
            'name="xml_submission_file"; filename="isi.xml"\r\n'
            f"Content-Type: text/xml\r\n\r\n{answers}\r\n--{BOUNDARY}--\r\n"
        )
        ask("POST", f"{path}/submission", sent, body)

    return send


def _load(
    platform: Platform, label: str, send: Callable[[Ask], None]
) -> Iterator[Figure]:
    for _client in range(CLIENTS):  # every worker has served some before
        send(asker(platform))
    before, began = busy(platform.pid), time.perf_counter()

    def some(client: int) -> list[float]:
        ask = asker(platform)
        return [_seconds(send, ask) for _each in range(client, SENDINGS, CLIENTS)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        times = list(itertools.chain(*pool.map(some, range(CLIENTS))))
    rate = SENDINGS / (time.perf_counter() - began)
    after = busy(platform.pid)
    middle = f"{GOAL}; median {statistics.median(times) * 1000:.0f} ms"
    yield Figure(label, f"{rate:.0f}", "a second", middle)
    if before is not None and after is not None:
        spent = (after - before) / SENDINGS * 1000
        yield Figure(f"{label}, server CPU", f"{spent:.2f}", "ms")


def _seconds(send: Callable[[Ask], None], ask: Ask) -> float:
    began = time.perf_counter()
    send(ask)
    return time.perf_counter() - began
