"""How long a server that says nothing is waited for. The driver itself waits as long as the server told it to: two minutes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from neo4j import ManagedTransaction
from neo4j.exceptions import DriverError, Neo4jError

T = TypeVar("T")
WRITE_SECONDS = 60.0
GRACE = 1.0
"""Seconds after a question's time in which the server may still say that it stopped."""
_QUICK = 3.0
_PAUSE = 0.2
# Its own retries would begin anew after a silence that has used up the question's time.
READ_SESSION: Mapping[str, Any] = {"connection_acquisition_timeout": 5.0, "max_transaction_retry_time": -1.0}


def answer_within(tx: ManagedTransaction, seconds: float) -> None:
    """Lets the answers of a transaction take so long each: the network or the server may have gone silent."""
    # The driver offers this only to its servers, as a hint at sign-in.
    tx._connection.socket.set_read_timeout(seconds)


def again_while_quick(ask: Callable[[], T]) -> T:
    """The answer; asks again where the server failed within three seconds, as on connections cut while they lay idle."""
    until = time.monotonic() + _QUICK
    while True:
        try:
            return ask()
        except (DriverError, Neo4jError) as error:
            if not error.is_retryable() or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
