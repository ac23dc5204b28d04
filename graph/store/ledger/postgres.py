"""Connections to a ledger on PostgreSQL that end in time: where the server is gone, silent, or waits for somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection as Transaction
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection

# A server that is gone or cut off is said to be so within ten seconds; four workers together stay below the hundred
# connections a server takes unless told otherwise.
_POOL: Mapping[str, Any] = {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10, "pool_timeout": 8}
_NETWORK: Mapping[str, Any] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 8_000,
    "keepalives_idle": 5,
    "keepalives_interval": 1,
    "keepalives_count": 3,
}
# What the server gives up by itself: a statement that works or waits for too long, and a machine of ours that is gone with a
# lock in its hands.
_SERVER = (
    "-c statement_timeout=7000 -c tcp_user_timeout=8000 -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=1"
    " -c tcp_keepalives_count=3"
)
ANSWERS_WITHIN = 8.0
"""Seconds after which a server that took a statement and says nothing is given up: no keep-alive notices that it stands still."""
PINGED_WITHIN = 3.0
"""The same for the question whether a connection kept from before still is one: a new one may take five more."""
_PATIENCE: ContextVar[float | None] = ContextVar("patience", default=ANSWERS_WITHIN)
T = TypeVar("T")


class TimelyConnection(Connection[Any]):
    """A connection that waits so long for an answer and no longer."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """What the server answers. Raises OperationalError, and the connection is over, where it does not in time."""
        try:
            return super().wait(gen, interval, _PATIENCE.get() if timeout is None else timeout)
        except OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()  # what was asked is still under way: nothing more is to be had here
            raise


def postgres_engine(address: URL) -> Engine:
    """The engine of a ledger there. Settings of the address come before these."""
    engine = create_engine(address, connect_args=dict(_NETWORK), **_POOL)
    event.listen(engine, "do_connect", _connect)
    ping = engine.dialect.do_ping

    def ping_in_time(dbapi_connection: DBAPIConnection) -> bool:
        with _waiting(PINGED_WITHIN):
            return ping(dbapi_connection)

    engine.dialect.do_ping = ping_in_time  # type: ignore[method-assign]
    return engine


def _connect(_dialect: object, _record: object, given: list[Any], named: dict[str, Any]) -> TimelyConnection:
    options = " ".join((_SERVER, str(named.pop("options", "")))).strip()
    return TimelyConnection.connect(*given, options=options, **named)


@contextmanager
def unhurried(transaction: Transaction) -> Iterator[None]:
    """For what reads a whole log: its statements may take as long as they take."""
    if transaction.dialect.name == "postgresql":
        transaction.execute(text("SET LOCAL statement_timeout = 0"))
    with _waiting(None):
        yield


@contextmanager
def _waiting(seconds: float | None) -> Iterator[None]:
    before = _PATIENCE.set(seconds)
    try:
        yield
    finally:
        _PATIENCE.reset(before)
