"""What answers on the platform's address while `sinergi prepare` works: 503.

The platform itself cannot: its tables are not there yet.
"""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.html import escape
from django.utils.translation import gettext as _

from sinergi import __version__

RETRY_SECONDS = 3


class Room(ThreadingHTTPServer):
    """The server; `reason` is the step that goes on."""

    daemon_threads = True
    reason = ""

    def __init__(self, host: str, port: int) -> None:
        if ":" in host:
            self.address_family = socket.AF_INET6
        super().__init__((host.strip("[]"), port), Answer)

    def server_bind(self) -> None:
        """Bind without asking a name server for this machine's name."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = self.socket.getsockname()[:2]


class Answer(BaseHTTPRequestHandler):
    """Says to machines (`/healthz`) and people what is being waited for."""

    server: Room

    def do_GET(self) -> None:
        """Answer 503 with the reason."""
        if self.path.partition("?")[0] == "/healthz":
            self._send("application/json", _state(self.server.reason))
        else:
            self._send("text/html; charset=utf-8", _page(self.server.reason))

    do_HEAD = do_POST = do_GET  # noqa: N815 - the names are the library's

    def _send(self, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(HTTPStatus.SERVICE_UNAVAILABLE)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Retry-After", str(RETRY_SECONDS))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Keep the progress on the screen free of requests."""


def _state(reason: str) -> str:
    return json.dumps(
        {
            "status": "starting",
            "version": __version__,
            "demonstration": settings.DEMONSTRATION,
            "reason": f"The platform is being prepared: {reason}.",
        }
    )


def _page(reason: str) -> str:
    title = escape(_("Sinergi is being prepared"))
    words = escape(_("This page opens by itself in about a minute."))
    return (
        f'<!doctype html><html lang="{settings.LANGUAGE_CODE}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="refresh" content="{RETRY_SECONDS}"><title>{title}</title>'
        f"<h1>{title}</h1><p>{words}</p><p>{escape(reason)}</p></html>"
    )


def check_free(host: str, port: int) -> None:
    """Refuse an address on which something listens already.

    Raises:
        CommandError: Something does; the sentence says what to do.
    """
    try:
        Room(host, port).server_close()
    except OSError as error:
        raise CommandError(
            f"{host}:{port} cannot be used ({error.strerror}). End what listens "
            "there, or choose another port, for example PORT=8001.",
            returncode=3,
        ) from error


@contextmanager
def waiting_room(host: str, port: int) -> Iterator[Callable[[str], None]]:
    """Answer until the block ends; what it gets tells the step that goes on.

    Raises:
        CommandError: The address cannot be used.
    """
    check_free(host, port)
    room = Room(host, port)

    def tell(step: str) -> None:
        room.reason = step

    thread = Thread(target=room.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield tell
    finally:
        room.shutdown()
        room.server_close()
