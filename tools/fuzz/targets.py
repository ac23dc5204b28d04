"""What is thrown bytes at: each kind of file from outside, with what opens it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from graph.errors import InputRefused
from ingest.manifest import read_manifest
from ingest.opening.archive import members, open_zip
from ingest.opening.table import read_table
from ingest.opening.workbook import refuse_bombs
from ingest.sent_back import read_sent_back


def _table(path: Path) -> None:
    for _ in read_table(path):
        pass


def _names(path: Path) -> None:
    with open_zip(path) as archive:
        members(archive)


def _manifest(path: Path) -> None:
    read_manifest(path, "sent")


def _sent_back(path: Path) -> None:
    list(read_sent_back([(path.name, path.read_bytes())]))


TARGETS: Mapping[str, tuple[str, Callable[[Path], None]]] = {
    "csv": ("people.csv", _table),
    "parquet": ("people.parquet", _table),
    "manifest": ("delivery.yaml", _manifest),
    "zip": ("sent.zip", _names),
    "workbook": ("people.xlsx", refuse_bombs),
    "correction": ("people-set-apart.csv", _sent_back),
}


def throw(content: bytes, path: Path, opens: Callable[[Path], None]) -> None:
    """Opens a file with this content; being refused is no fault."""
    path.write_bytes(content)
    try:
        opens(path)
    except InputRefused:
        return
