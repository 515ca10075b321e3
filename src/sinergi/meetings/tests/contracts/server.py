"""An HTTP server on loopback for the time of a test."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

Reply = tuple[int, dict[str, str], bytes]


class Contract(Protocol):
    def answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> Reply: ...


class QuietServer(ThreadingHTTPServer):
    """Whoever hangs up early, as a killed process does, is no error."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class Server:
    """Serves one contract in threads of its own; `url` is where."""

    def __init__(self, contract: Contract) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", "0")))
                status, extra, out = contract.answer(
                    self.command, self.path, headers, body
                )
                self.send_response(status)
                for name, value in extra.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

            do_GET = do_POST = do_PATCH = do_PUT = _serve  # noqa: N815 - of the base

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Keep quiet."""

        self.server = QuietServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(
            target=self.server.serve_forever, args=(0.01,), daemon=True
        ).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
