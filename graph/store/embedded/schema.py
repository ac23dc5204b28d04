"""The tables of the embedded graph, and a connection that is set up to use them.

`apsw` instead of the standard library's module: it brings one known SQLite to every platform (STRICT tables, JSON
operators), and lets a read end itself.

A row is a version of a claim or of a record's place, read by publications `from_pub ≤ P < to_pub`. Times are epoch
milliseconds, so that they compare as numbers in both engines. `held_until` leads an index past every version that was
replaced before the time asked about: a long history costs a read of today nothing.
"""

from __future__ import annotations

from pathlib import Path

import apsw

from graph.errors import StoreUnavailable

SCHEMA_VERSION = 2
BUSY_MS = 10_000
PAGE_CACHE_KIB = 65_536

TABLES = """
CREATE TABLE publication (
    published INTEGER NOT NULL
) STRICT;
INSERT INTO publication VALUES (0);

CREATE TABLE claim (
    n INTEGER PRIMARY KEY,
    claim_id TEXT NOT NULL,
    from_pub INTEGER NOT NULL,
    to_pub INTEGER NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    part_of TEXT,
    recorded_at INTEGER NOT NULL,
    superseded_at INTEGER,
    held_until INTEGER NOT NULL AS (coalesce(superseded_at, 9007199254740991)),
    closings TEXT,
    only_restricted INTEGER NOT NULL,
    agency TEXT NOT NULL,
    to_agency TEXT,
    outcome TEXT,
    system TEXT NOT NULL,
    tbl TEXT NOT NULL,
    record_ref TEXT NOT NULL,
    delivery TEXT NOT NULL,
    row INTEGER NOT NULL,
    start_text TEXT,
    end_text TEXT,
    confirmed_at INTEGER,
    status TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    headline TEXT NOT NULL,
    detail TEXT,
    hidden TEXT,
    hidden_for TEXT
) STRICT;
CREATE UNIQUE INDEX claim_by_id ON claim (claim_id, from_pub);

CREATE TABLE claim_end (
    n INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
    record_id TEXT NOT NULL,
    role TEXT NOT NULL,
    held_until INTEGER NOT NULL,
    PRIMARY KEY (n, record_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_key (
    n INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
    key TEXT NOT NULL,
    PRIMARY KEY (n, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    record_id TEXT NOT NULL,
    from_pub INTEGER NOT NULL,
    to_pub INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    joined_at INTEGER,
    joins INTEGER NOT NULL,
    PRIMARY KEY (record_id, from_pub)
) STRICT, WITHOUT ROWID;
"""

# Made when the first publication is, after its rows are in: four times as fast as keeping them up row by row.
INDEXES = """
CREATE INDEX IF NOT EXISTS claim_end_by_record ON claim_end (record_id, held_until, role, n);
CREATE INDEX IF NOT EXISTS claim_that_names ON claim (record_id, held_until)
    WHERE kind IN ('person', 'household', 'event', 'assessment', 'episode', 'professional');
CREATE INDEX IF NOT EXISTS claim_by_from_pub ON claim (from_pub);
CREATE INDEX IF NOT EXISTS claim_closed ON claim (to_pub) WHERE to_pub < 9007199254740991;
CREATE INDEX IF NOT EXISTS search_key_by_key ON search_key (key, n);
CREATE INDEX IF NOT EXISTS member_by_entity ON member (entity_id, record_id);
"""


def connect(path: Path) -> apsw.Connection:
    """A connection to the graph file, which is made when it isn't there. Raises StoreUnavailable."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        connection = apsw.Connection(str(path))
        connection.set_busy_timeout(BUSY_MS)
        connection.pragma("journal_mode", "wal")
        connection.pragma("synchronous", "normal")  # after a power cut the last batches are written again
        connection.pragma("foreign_keys", True)
        connection.pragma("secure_delete", True)  # what is erased is not left in pages nobody uses
        connection.pragma("cache_size", -PAGE_CACHE_KIB)
        _ensure_tables(connection)
    except (apsw.CantOpenError, apsw.NotADBError, apsw.CorruptError, apsw.IOError, apsw.ReadOnlyError) as error:
        raise StoreUnavailable("the graph file cannot be opened: run `kithmap rebuild` to make it again") from error
    except apsw.BusyError as error:
        raise StoreUnavailable("the graph file is in use by another load: try again when it has finished") from error
    return connection


def _ensure_tables(connection: apsw.Connection) -> None:
    if connection.pragma("user_version") == 0:
        with _write_lock(connection):
            if connection.pragma("user_version") == 0:
                connection.execute(TABLES)
                connection.pragma("user_version", SCHEMA_VERSION)
    if connection.pragma("user_version") != SCHEMA_VERSION:
        raise StoreUnavailable("the graph file was made by another version: run `kithmap upgrade` to make it again")


class _write_lock:  # noqa: N801 - reads as a statement
    """Holds the one writer's place from the first moment, so that two writers never read the same state."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._connection.execute("COMMIT" if kind is None else "ROLLBACK")


write_lock = _write_lock
