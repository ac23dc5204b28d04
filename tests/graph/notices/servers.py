"""A mail server and a web server on loopback that keep what they are sent."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class Kept:
    """Where a server listens, and what it took."""

    port: int
    texts: list[str] = field(default_factory=list)


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def mail_server(*, refuses: bool = False) -> Iterator[Kept]:
    """Speaks as much SMTP as a mail needs."""
    texts: list[str] = []

    class Speaks(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                command = line[:4].upper().strip()
                if command == b"DATA" and not refuses:
                    self.wfile.write(b"354 go on\r\n")
                    mail = b""
                    while (more := self.rfile.readline()) != b".\r\n":
                        mail += more
                    texts.append(mail.decode())
                self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"550 no\r\n" if refuses else b"250 ok\r\n")
                if command == b"QUIT":
                    return

    server = socketserver.TCPServer(("127.0.0.1", 0), Speaks)
    with serving(server):
        yield Kept(server.server_address[1], texts)


@contextmanager
def web_server(status: int = 204) -> Iterator[Kept]:
    """Keeps the bodies it is posted and answers with one status."""
    texts: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            texts.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            if status in {301, 302, 307}:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - a redirect that is followed would come as GET

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    with serving(server):
        yield Kept(server.server_address[1], texts)
