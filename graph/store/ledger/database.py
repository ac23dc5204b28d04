"""The ledger's database: transactions on SQLite or PostgreSQL. Here the two differ, nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from graph.errors import StoreUnavailable, WrongUse
from graph.store.ledger.migrations import bring_up_from, measure_clock
from graph.store.ledger.postgres import postgres_engine, unhurried
from graph.store.ledger.tables import AUDIT_HEAD, SCHEMA, SCHEMA_VERSION, metadata

GENESIS = "0" * 64
_WRITES = "kithmap_writes"
_BUSY_MILLISECONDS = 15_000
_THIS_MACHINE = ("", "localhost", "127.0.0.1", "::1")
_SCHEMA_LOCK = 7_254_881  # any fixed number: one advisory lock for making the tables
_UNREACHABLE = "the ledger does not answer"
_JOINED: ContextVar[tuple[Engine, Connection] | None] = ContextVar("joined", default=None)


@dataclass(frozen=True, slots=True)
class Database:
    """Transactions on the ledger. Every failure of the database comes out as StoreUnavailable, without its text."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads one state: PostgreSQL shows each statement a newer one unless told otherwise."""
        if (joined := self._joined()) is not None:
            yield joined
            return
        with _said_plainly(), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; it is kept on leaving, undone when the block raises."""
        if (joined := self._joined()) is not None:
            with _said_plainly():
                yield joined
            return
        with (
            _said_plainly(),
            self.engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is read and written inside, by whichever book, is one transaction: kept on leaving, else undone."""
        with self.writing() as connection:
            before = _JOINED.set((self.engine, connection))
            try:
                yield
            finally:
                _JOINED.reset(before)

    def _joined(self) -> Connection | None:
        held = _JOINED.get()
        return held[1] if held is not None and held[0] is self.engine else None

    def require_current(self) -> None:
        """Raises StoreUnavailable where the tables are another version's by now: it was upgraded under this process."""
        with self.reading() as connection:
            _require(connection.scalar(select(SCHEMA.c.version)) or 0, upgraded=False)

    def close(self) -> None:
        """Ends the connections."""
        self.engine.dispose()


def take_turn(connection: Connection) -> None:
    """Writers that read before they write come one after the other: on SQLite the transaction has the file, elsewhere this row."""
    connection.execute(select(SCHEMA.c.id).with_for_update())


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        # The driver's text quotes statements and values; neither belongs in a log.
        kind = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
        raise StoreUnavailable(f"{_UNREACHABLE} ({kind})") from None


def open_database(url: str, *, upgraded: bool = False) -> Database:
    """The database at `url` with the tables this version needs, `upgraded` to them where an older version made it.

    Raises WrongUse for a bad url, StoreUnavailable, also for a database of another version.
    """
    try:
        database = Database(_engine(url))
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):
        raise WrongUse("the ledger's address is not one of sqlite:///… or postgresql+psycopg://…") from None
    try:
        with database.writing() as connection:
            _make_tables(connection, upgraded=upgraded)
    except StoreUnavailable:
        database.close()
        raise
    return database


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": _BUSY_MILLISECONDS / 1000})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if address.get_backend_name() != "postgresql":
        raise ArgumentError(address.drivername)
    _require_safe(address)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    return postgres_engine(address)


def _require_safe(address: URL) -> None:
    """Refuses what would send the ledger over a network unencrypted, or to whoever answers there."""
    host = address.query.get("host") or address.host or ""
    is_here = isinstance(host, str) and (host.startswith("/") or host in _THIS_MACHINE)
    if not is_here and address.query.get("sslmode") not in {"verify-full", "verify-ca"}:
        raise WrongUse("the ledger is on another machine: add ?sslmode=verify-full&sslrootcert=FILE to its address")


def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection type
    connection.isolation_level = None  # transactions begin where we say, see _begin_sqlite
    for pragma in (
        f"busy_timeout = {_BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that reads first and writes later could only fail when another was faster.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _make_tables(connection: Connection, *, upgraded: bool) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _SCHEMA_LOCK})
    version = connection.scalar(select(SCHEMA.c.version)) if inspect(connection).has_table(SCHEMA.name) else None
    if version is not None:
        _require(version, upgraded=upgraded)
    metadata.create_all(connection)
    if version is None:
        connection.execute(insert(SCHEMA).values(id=1, version=SCHEMA_VERSION))
        connection.execute(insert(AUDIT_HEAD).values(id=1, sequence=0, hash=GENESIS))
        measure_clock(connection)
    else:
        with unhurried(connection):
            bring_up_from(version, connection)


def _require(version: int, *, upgraded: bool) -> None:
    if version > SCHEMA_VERSION:
        raise StoreUnavailable(
            f"the ledger was made by a newer version of kithmap (schema {version}, this one knows {SCHEMA_VERSION}):"
            " use that version"
        )
    if version < SCHEMA_VERSION and not upgraded:
        raise StoreUnavailable(
            f"the ledger was made by an older version of kithmap (schema {version}, this one needs {SCHEMA_VERSION}):"
            " run `kithmap upgrade`, after a backup"
        )
