"""Connections to the graph file: one a thread, reads that end in time, one writer."""

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


class Connections:
    """The connections one process has to one graph file."""

    def __init__(self, path: Path, read_seconds: float = READ_SECONDS) -> None:
        self._path = path
        self._read_seconds = read_seconds
        self._own = threading.local()
        self._lock = threading.Lock()
        self._open: list[apsw.Connection] = []

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """One state of the graph for all reads inside. Raises TooCostly after ten seconds, StoreUnavailable."""
        connection = self._mine()
        ends_at = time.monotonic() + seconds_left(self._read_seconds)
        connection.set_progress_handler(lambda: time.monotonic() > ends_at, STEPS_BETWEEN_LOOKS)
        try:
            with _in_our_words():
                connection.execute("BEGIN")
                try:
                    yield connection
                finally:
                    connection.set_progress_handler(None)
                    connection.execute("ROLLBACK")
        finally:
            connection.set_progress_handler(None)

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
        connection = self._mine()
        with _in_our_words(), write_lock(connection):
            yield connection

    def close(self) -> None:
        """Ends the connections of all threads."""
        with self._lock:
            while self._open:
                self._open.pop().close(True)
            self._own = threading.local()

    def _mine(self) -> apsw.Connection:
        connection: apsw.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = connect(self._path)
            with self._lock:
                self._open.append(connection)
        return connection


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
