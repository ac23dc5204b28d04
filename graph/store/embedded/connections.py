"""Connections to the graph file: as many as are in use at once, reads that end in time, one writer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from graph.deadline import seconds_left
from graph.errors import StoreUnavailable, TooCostly
from graph.store.embedded.schema import connect, write_lock

READ_SECONDS = 10.0
STEPS_BETWEEN_LOOKS = 20_000
MOST_IDLE = 8
"""Connections kept for the next reading: each may hold 64 MiB of pages."""


class Connections:
    """The connections one process has to one graph file.

    One is taken for a reading and given back for the next. None belongs to a thread: a server's threads come and go, and
    each would leave an open file and megabytes of pages behind.
    """

    def __init__(self, path: Path, read_seconds: float = READ_SECONDS) -> None:
        self._path = path
        self._read_seconds = read_seconds
        self._lock = threading.Lock()
        self._idle: list[apsw.Connection] = []

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """One state of the graph for all reads inside. Raises TooCostly after ten seconds, StoreUnavailable."""
        ends_at = time.monotonic() + seconds_left(self._read_seconds)
        with _in_our_words(), self._taken() as connection:
            connection.set_progress_handler(lambda: time.monotonic() > ends_at, STEPS_BETWEEN_LOOKS)
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.set_progress_handler(None)
                connection.execute("ROLLBACK")

    @contextmanager
    def streaming(self) -> Iterator[apsw.Connection]:
        """One state for a stream of any length, on a connection of its own: others go on reading and writing."""
        connection = connect(self._path)
        try:
            with _in_our_words():
                connection.execute("BEGIN")
                yield connection
        finally:
            connection.close(True)

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """All written inside, or nothing. Waits for another writer, then raises StoreUnavailable."""
        with _in_our_words(), self._taken() as connection, write_lock(connection):
            yield connection

    def close(self) -> None:
        """Ends the connections that nobody uses."""
        with self._lock:
            while self._idle:
                self._idle.pop().close(True)

    @contextmanager
    def _taken(self) -> Iterator[apsw.Connection]:
        """A connection nobody else has meanwhile: the one used last, which holds the pages that were read last."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = connect(self._path)
        is_kept = False
        try:
            yield connection
            with self._lock:
                is_kept = len(self._idle) < MOST_IDLE
                if is_kept:
                    self._idle.append(connection)
        finally:
            if not is_kept:
                connection.close(True)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except apsw.InterruptError as error:
        raise TooCostly("the question took longer than the graph allows: ask for fewer steps or people") from error
    except apsw.BusyError as error:
        raise StoreUnavailable("another load is writing to the graph: try again when it has finished") from error
    except (apsw.NotADBError, apsw.CorruptError, apsw.IOError, apsw.FullError, apsw.CantOpenError) as error:
        raise StoreUnavailable("the graph file cannot be read or written: run `kithmap doctor`") from error
