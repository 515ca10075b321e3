"""A small SMTP server on loopback, as real as the protocol."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Postbox:
    """What the server received, and how it answers."""

    port: int = 0
    letters: list[str] = field(default_factory=list)
    recipient_answer: str = "250 ok"
    data_answer: str = "250 kept"
    is_silent_after_data: bool = False


class _Session(socketserver.StreamRequestHandler):
    box: Postbox

    def handle(self) -> None:
        self._say("220 test")
        while line := self.rfile.readline().decode().strip():
            if line.upper().startswith("DATA"):
                if not self._letter():
                    return
            elif line.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(self._answer(line))

    def _answer(self, line: str) -> str:
        return self.box.recipient_answer if line.startswith("rcpt") else "250 ok"

    def _letter(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        if self.box.data_answer.startswith("250"):
            self.box.letters.append("".join(lines))
        if self.box.is_silent_after_data:
            return False
        self._say(self.box.data_answer)
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def smtp_server() -> Iterator[Postbox]:
    """Run the server while the block runs."""
    box = Postbox()
    handler = type("Session", (_Session,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
