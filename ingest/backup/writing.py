"""Writes a backup: one file, there whole or not at all, of one moment."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from graph.audit.log import AuditLog
from graph.errors import InputRefused, StoreUnavailable
from graph.questions.opening import HEAD_FILE
from graph.questions.operator import operator_event
from graph.store.ledger.moving import LedgerLines, schema_version, tables_to_move
from ingest.backup.contents import FORMAT, LEDGER, SUMMARY, Summary, files_of
from ingest.backup.sealing import recipient_of, seal
from ingest.stores import Stores
from ingest.turn import turn_to_write

_CHUNK = 1 << 20
_OURS = 0o600


def write_backup(stores: Stores, out: Path, now: datetime, to: str | None = None) -> Summary:
    """Writes the backup and says what it holds. `to`: the age public key it is encrypted to; plain without one.

    Raises InputRefused where the file is there already or `to` is no key, StoreUnavailable where nothing is published
    or a load was cut off.
    """
    if out.exists():
        raise InputRefused("is there already: name another file", out.name)
    recipient = recipient_of(to) if to else None
    beside = out.with_name(out.name + ".part")
    beside.touch(mode=_OURS)
    try:
        with turn_to_write(stores.data):
            if recipient is None:
                summary = _write(stores, beside, now)
            else:
                # Plain it lies in the data folder alone, never where backups are kept.
                with TemporaryDirectory(dir=stores.data) as folder:
                    plain = Path(folder) / "plain"
                    summary = _write(stores, plain, now)
                    seal(plain, beside, recipient)
        _flush(beside)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return summary


def _write(stores: Stores, path: Path, now: datetime) -> Summary:
    newest = stores.ledger.publications.newest()
    if newest is None or newest.digest is None:
        raise StoreUnavailable("nothing is loaded, so there is nothing to keep")
    if stores.ledger.publications.unfinished() is not None:
        raise StoreUnavailable("a load was cut off: run the same `kithmap ingest` again, and then this")
    # It holds everything: no entry, no file. The entry is in it too.
    AuditLog(stores.ledger.audit, stores.data / HEAD_FILE).append(operator_event("backup"), now)
    parts: dict[str, str] = {}
    path.touch(mode=_OURS)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, file in files_of(stores.data):
            parts[name] = _add(archive, name, _chunks(file))
        with stores.ledger.database.reading() as connection:
            lines = LedgerLines(connection)
            for table in tables_to_move():
                name = f"{LEDGER}/{table}.jsonl"
                parts[name] = _add(archive, name, (line + b"\n" for line in lines.of(table)))
        summary = Summary(FORMAT, schema_version(), now.isoformat(), newest.digest, parts)
        archive.writestr(SUMMARY, orjson.dumps(summary))
    return summary


def _add(archive: ZipFile, name: str, chunks: Iterable[bytes]) -> str:
    """Adds a part and returns its hash."""
    hashed = hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as part:
        for chunk in chunks:
            hashed.update(chunk)
            part.write(chunk)
    return hashed.hexdigest()


def _chunks(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
