"""Reads a backup back into an empty data folder: every part checked before anything is written, the graph made again."""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from lzma import LZMAError
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

import orjson

from graph.errors import InputRefused, StoreUnavailable
from graph.settings import KEY_FILE
from graph.store.ledger import Ledger
from graph.store.ledger.moving import Filling, holds_nothing, schema_version, tables_to_move
from ingest.backup.contents import FORMAT, LEDGER, SUMMARY, Summary, may_be_restored
from ingest.backup.sealing import is_sealed, unseal

_CHUNK = 1 << 20
_OURS = 0o600
_DAMAGED = (BadZipFile, EOFError, LZMAError, OSError, RuntimeError, ValueError, struct.error, zlib.error)
"""What reading a damaged archive can raise; a method of packing it does not know is a RuntimeError."""


@contextmanager
def open_backup(file: Path, room: Path, identity: Path | None = None) -> Iterator[tuple[ZipFile, Summary]]:
    """A backup, opened and checked part by part; an encrypted one lies plain in `room` meanwhile.

    Raises InputRefused saying what is wrong with it.
    """
    if not file.is_file():
        raise InputRefused("is no file", file.name)
    if not is_sealed(file):
        with _archive(file) as archive:
            yield archive, _checked(archive, file.name)
        return
    if identity is None:
        raise InputRefused("is encrypted: name the file of its identity with --identity", file.name)
    with TemporaryDirectory(dir=room) as folder:
        plain = Path(folder) / "plain"
        plain.touch(mode=_OURS)
        unseal(file, plain, identity)
        with _archive(plain) as archive:
            yield archive, _checked(archive, file.name)


def require_room(archive: ZipFile, data: Path, ledger: Ledger) -> None:
    """Raises InputRefused where the folder or the ledger holds anything: nothing is written over."""
    if (data / KEY_FILE).exists() and (data / KEY_FILE).read_bytes() != archive.read(KEY_FILE):
        raise InputRefused("holds another partnership: restore into an empty folder", data.name)
    if not holds_nothing(ledger.database):
        raise InputRefused(
            "is not empty. Restore into an empty one; where a restore was cut off here, `kithmap rebuild` ends it",
            "ledger",
        )


def restore_files(archive: ZipFile, summary: Summary, data: Path) -> None:
    """Writes the files of a backup."""
    for name in summary.parts:
        if not name.startswith(f"{LEDGER}/"):
            _write(archive, name, data / name)


def restore_ledger(archive: ZipFile, summary: Summary, ledger: Ledger) -> None:
    """Writes the rows of a backup in one transaction."""
    with ledger.database.writing() as connection:
        filling = Filling(connection)
        for table in tables_to_move():
            name = f"{LEDGER}/{table}.jsonl"
            if name in summary.parts:
                with archive.open(name) as lines:
                    filling.fill(table, (line.rstrip(b"\n") for line in lines))


def require_same(digest: str, summary: Summary) -> None:
    """Raises StoreUnavailable where what was restored is not what was kept."""
    if digest != summary.digest:
        raise StoreUnavailable("the restored graph is not the one that was kept: its digest differs")


@contextmanager
def _archive(path: Path) -> Iterator[ZipFile]:
    try:
        archive = ZipFile(path)
    except _DAMAGED:
        raise InputRefused("is no backup, or was cut off", path.name) from None
    with archive:
        yield archive


def _checked(archive: ZipFile, named: str) -> Summary:
    summary = _read_summary(archive, named)
    names = set(archive.namelist()) - {SUMMARY}
    if names != set(summary.parts):
        raise InputRefused("lacks parts, or has more than it says", named)
    tables = {f"{LEDGER}/{table}.jsonl" for table in tables_to_move()}
    if any(name not in tables and not may_be_restored(name) for name in names):
        raise InputRefused("holds a file that is none of ours", named)
    for name, hashed in summary.parts.items():
        if _hash_of(archive, name, named) != hashed:
            raise InputRefused("was changed since it was made, or is damaged", named)
    return summary


def _read_summary(archive: ZipFile, named: str) -> Summary:
    try:
        summary = Summary(**orjson.loads(archive.read(SUMMARY)))
        parts = {str(name): str(hashed) for name, hashed in summary.parts.items()}
    except (*_DAMAGED, AttributeError, KeyError, TypeError):
        raise InputRefused("is no backup of Kithmap, or is damaged", named) from None
    # What an older version kept is told in columns that are still there; the rest is worked out anew.
    if summary.form != FORMAT or not 1 <= summary.schema <= schema_version():
        raise InputRefused("was made by another version of Kithmap: restore it with that one", named)
    return Summary(summary.form, summary.schema, summary.made_at, summary.digest, parts)


def _hash_of(archive: ZipFile, name: str, named: str) -> str:
    hashed = hashlib.sha256()
    try:
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK):
                hashed.update(chunk)
    except _DAMAGED:
        raise InputRefused("was changed since it was made, or is damaged", named) from None
    return hashed.hexdigest()


def _write(archive: ZipFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        archive.open(name) as part,
        os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OURS), "wb") as file,
    ):
        while chunk := part.read(_CHUNK):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
