"""A network of our own between Kithmap and a server: it carries bytes, until it is told to be a bad one."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType

_PIECE = 65_536
_ANSWERED_SECONDS = 1.0
# How a client asks for a commit: Neo4j's message, and PostgreSQL's statement.
_COMMITS = (b"\xb0\x12\x00\x00", b"COMMIT")


class Bad(StrEnum):
    """What a network does: each piece late, everything lost in silence, cut and refused, or a commit's answer lost."""

    SLOW = "slow"
    HOLE = "black hole"
    CUT = "cut"
    ANSWER_LOST = "answer of a commit lost"


@dataclass(frozen=True, slots=True)
class Trouble:
    """How it is bad, and after how many pieces sent, or how many commits where their answer is lost."""

    bad: Bad
    after: int = 0
    late: float = 0.05


class Wire:
    """Carries connections to a server at its own port on loopback."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._trouble: Trouble | None = None
        self._passed = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self.has_begun = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._close_all()

    def lead_to(self, port: int) -> None:
        """New connections go to another port of the same host: where a server stands after it was started again."""
        self._server = (self._server[0], port)

    def become(self, trouble: Trouble) -> None:
        """From now on, or after so many pieces, it is bad."""
        with self._lock:
            self._trouble, self._passed = trouble, 0
            self.has_begun.clear()
        if trouble.bad is Bad.CUT and not trouble.after:
            self.has_begun.set()
            self._close_all()

    def mend(self) -> None:
        """Good again; what was swallowed stays lost, and its connections with it."""
        with self._lock:
            was, self._trouble = self._trouble, None
        if was is not None and was.bad is not Bad.SLOW:
            self._close_all()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            if self._is(Bad.CUT):
                client.close()
                continue
            try:
                server = socket.create_connection(self._server)
            except OSError:
                client.close()
                continue
            with self._lock:
                self._open |= {client, server}
            threading.Thread(target=self._carry, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, client, False), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_sent: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                if is_sent:
                    self._count(piece, target)
                if self._is(Bad.CUT):
                    break
                if self._is(Bad.HOLE) or (not is_sent and self._is(Bad.ANSWER_LOST)):
                    continue
                if self._is(Bad.SLOW) and self._trouble is not None:
                    time.sleep(self._trouble.late)
                target.sendall(piece)
        for end in (source, target):
            self._close(end)

    def _count(self, piece: bytes, server: socket.socket) -> None:
        with self._lock:
            trouble = self._trouble
            if trouble is None or self.has_begun.is_set():
                return
            if trouble.bad is not Bad.ANSWER_LOST or any(commit in piece for commit in _COMMITS):
                self._passed += 1
            if self._passed <= trouble.after:
                return
            self.has_begun.set()
        if trouble.bad is Bad.ANSWER_LOST:
            # The server gets the commit and does it; its answer goes nowhere, and then the line is dead.
            threading.Timer(_ANSWERED_SECONDS, self._close_all).start()
        elif trouble.bad is Bad.CUT:
            self._close_all()

    def _is(self, bad: Bad) -> bool:
        trouble = self._trouble
        return trouble is not None and trouble.bad is bad and self.has_begun.is_set()

    def _close_all(self) -> None:
        with self._lock:
            ends = list(self._open)
        for end in ends:
            self._close(end)

    def _close(self, end: socket.socket) -> None:
        with self._lock:
            self._open.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
