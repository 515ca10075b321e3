"""Asking a served platform over HTTP, and the processor time that it takes."""

import http.client
import os
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

from tests.served import Platform

TOKEN = "a" * 32

Ask = Callable[..., bytes]


def asker(platform: Platform) -> Ask:
    """One kept connection; answers the body of a request, compressed as sent."""
    host = urllib.parse.urlsplit(platform.address).netloc
    line = http.client.HTTPConnection(host, timeout=60)

    def ask(
        method: str,
        path: str,
        headers: dict[str, str],
        body: str | None = None,
        *,
        wanted: str = "",
        follow: dict[str, str] | None = None,
    ) -> bytes:
        """Where `wanted` is given, the answer leads to an address that begins so."""
        line.request(method, path, body, headers)
        answer = line.getresponse()
        content = answer.read()
        at = answer.headers["Location"] or ""
        good = at.startswith(wanted) if wanted else answer.status < 300
        assert good, f"{method} {path}: {answer.status} {at} {content[:400]!r}"
        return content if follow is None else ask("GET", at, follow)

    return ask


def timed(ask: Ask, *request: object) -> tuple[float, bytes]:
    began = time.perf_counter()
    body = ask(*request)
    return (time.perf_counter() - began) * 1000, body


def csrf_cookie(host: str) -> str:
    line = http.client.HTTPConnection(host, timeout=60)
    line.request("GET", "/akun/masuk/")
    answer = line.getresponse()
    answer.read()
    for text in answer.headers.get_all("Set-Cookie") or []:
        if "csrf" in text.split("=")[0]:
            return text.split("=")[0]
    raise AssertionError("The page of signing in sets no CSRF cookie.")


def signed_in(platform: Platform, username: str) -> dict[str, str]:
    """The headers of a person who signed in by the form."""
    host = urllib.parse.urlsplit(platform.address).netloc
    account = platform.accounts[username]
    form = {
        "csrfmiddlewaretoken": TOKEN,
        "login": username,
        "password": account["password"],
    }
    line = http.client.HTTPConnection(host, timeout=60)
    line.request(
        "POST",
        "/akun/masuk/",
        urllib.parse.urlencode(form),
        {
            "Cookie": f"{csrf_cookie(host)}={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": platform.address,
        },
    )
    answer = line.getresponse()
    answer.read()
    cookies = answer.headers.get_all("Set-Cookie") or []
    held = [text.split(";")[0] for text in cookies if "sess" in text.split("=")[0]]
    assert held, f"Signing in as {username} answered {answer.status}."
    return {"Cookie": held[0]}


def busy(pid: int) -> float | None:
    """CPU seconds of the web server and its workers; None without /proc."""
    if not Path("/proc/self/stat").exists():
        return None
    web = [child for child in _children(pid) if "granian" in _line(child)]
    every = [*web, *(worker for parent in web for worker in _children(parent))]
    return sum(_seconds(one) for one in every)


def _children(pid: int) -> list[int]:
    return [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and _stat(int(path.name))[1:2] == [str(pid)]
    ]


def _stat(pid: int) -> list[str]:
    """The fields of a process after its name: state, parent and so on."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def _seconds(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
