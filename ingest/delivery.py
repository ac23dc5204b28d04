"""Deliveries as they lie on disk: folders and zips with a `delivery.yaml`, found, opened, told apart by content."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b, file_digest
from pathlib import Path, PurePosixPath

from graph.errors import InputRefused
from ingest.manifest import MANIFEST, Manifest
from ingest.mapping.asked import MappingAsked
from ingest.mapping.converting import places_in
from ingest.opening.limited import told_by_child
from ingest.opening.table import is_table_file

_EXPECTED = f"expected a folder or .zip with a {MANIFEST}, or a folder of such"
_ID_BYTES = 16
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class DeliverySource:
    """Where a delivery lies: a folder or a zip; with a mapping also a file. `name` is what messages call it."""

    path: Path
    mapping: MappingAsked | None = None

    @property
    def name(self) -> str:
        """The folder's or file's own name."""
        return self.path.name

    @property
    def is_zip(self) -> bool:
        """Whether it must be unpacked to be read."""
        return self.path.suffix.lower() == ".zip"


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file of a delivery with the table it is of: the file's stem in lower case."""

    table: str
    path: Path


def find_deliveries(paths: Iterable[Path], mapping: MappingAsked | None = None) -> list[DeliverySource]:
    """The deliveries at these paths, each once, in the order of their names.

    A path is a delivery (folder or zip) or a folder of them; with a mapping what has no manifest is a delivery too,
    or as many as the mapping makes of it. Raises InputRefused for a path that holds none.
    """
    if mapping is not None:
        return _find_mapped(paths, mapping)
    found: dict[Path, DeliverySource] = {}
    for path in paths:
        if not path.exists():
            raise InputRefused(f"is not there; {_EXPECTED}", path.name)
        sources = [DeliverySource(path)] if path.is_file() else list(_under(path, _DEEPEST))
        if not sources or (path.is_file() and not _is_delivery_zip(path)):
            raise InputRefused(f"no delivery here; {_EXPECTED}", path.name)
        found.update((source.path.resolve(), source) for source in sources)
    return list(found.values())


def _find_mapped(paths: Iterable[Path], mapping: MappingAsked) -> list[DeliverySource]:
    found: dict[Path, DeliverySource] = {}
    for path in paths:
        if not path.exists():
            raise InputRefused("is not there; expected files the mapping reads, or a folder or zip of them", path.name)
        sources = list(_under(path, _DEEPEST)) if path.is_dir() else []
        found.update((source.path.resolve(), source) for source in sources or [DeliverySource(path)])
    return [
        DeliverySource(source.path, replace(mapping, part=part))
        for source in found.values()
        for part in mapping.plan.parts
        if part is None or has_rows_for(mapping, part, source.path)
    ]


def has_rows_for(mapping: MappingAsked, part: str, path: Path) -> bool:
    """Whether a folder or file holds anything for one of the deliveries a mapping makes; of a zip nothing is known yet."""
    return path.suffix.lower() == ".zip" or bool(places_in(mapping.plan, part, path))


def _under(folder: Path, levels: int) -> Iterator[DeliverySource]:
    if (folder / MANIFEST).is_file():
        yield DeliverySource(folder)
        return
    for child in sorted(folder.iterdir()):
        if child.is_dir() and levels:
            yield from _under(child, levels - 1)
        elif child.is_file() and _is_delivery_zip(child):
            yield DeliverySource(child)


def _is_delivery_zip(path: Path) -> bool:
    """Whether a file is a zip with a manifest. One that cannot be looked into raises InputRefused: it may be one."""
    if path.suffix.lower() != ".zip":
        return False
    return any(_is_manifest(name) for names in told_by_child("names", path) for name in names)


def _is_manifest(name: str) -> bool:
    """Whether a member is the manifest, at the top or in the one folder that was zipped."""
    parts = PurePosixPath(name).parts
    return parts[-1] == MANIFEST and len(parts) <= 2  # noqa: PLR2004 - a folder and the file


@contextmanager
def opened(source: DeliverySource) -> Iterator[Path]:
    """The folder with the delivery's files; a zip's is a temporary one that goes away. Raises InputRefused."""
    if not source.is_zip:
        yield source.path
        return
    with tempfile.TemporaryDirectory(prefix="kithmap-") as temporary:
        for _ in told_by_child("extract", source.path, (temporary,)):
            pass
        folders = [manifest.parent for manifest in Path(temporary).rglob(MANIFEST)]
        if source.mapping is not None and not folders:
            folders = [_top(Path(temporary))]
        if len(folders) != 1:
            raise InputRefused(f"holds {len(folders)} deliveries; {_EXPECTED}", source.name)
        yield folders[0]


def _top(folder: Path) -> Path:
    """The folder, or the one folder that was zipped."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def find_tables(folder: Path) -> list[TableFile]:
    """The table files of a delivery by name of table, whatever the order they lie in."""
    files = [path for path in folder.iterdir() if path.is_file() and is_table_file(path)]
    return sorted(
        (TableFile(path.stem.strip().lower(), path) for path in files), key=lambda file: (file.table, file.path)
    )


def repeated_tables(files: Sequence[TableFile]) -> list[str]:
    """The tables that came in more than one file."""
    tables = [file.table for file in files]
    return sorted({table for table in tables if tables.count(table) > 1})


def delivery_id(manifest: Manifest, files: Sequence[TableFile], mapping: str = "") -> str:
    """A name for the delivery's content: the same for folder and zip, whatever the order or times of its files."""
    whole = blake2b((manifest.model_dump_json(by_alias=True) + mapping).encode(), digest_size=_ID_BYTES)
    for file in files:
        with file.path.open("rb") as content:
            digest = file_digest(content, lambda: blake2b(digest_size=_ID_BYTES)).hexdigest()
        whole.update(f"\n{file.table}{file.path.suffix.lower()} {digest}".encode())
    return whole.hexdigest()
