"""Deliveries where they lie: a folder, a zip, or a partnership folder of either (deliveries.md §1)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from graph.errors import InputRefused
from ingest.manifest import MANIFEST
from ingest.opening.archive import extract, open_zip
from ingest.opening.limits import MEGABYTE
from ingest.opening.table import is_table_file

_ID_BYTES = 12


@dataclass(frozen=True, slots=True)
class DeliverySource:
    """A delivery folder or zip, not opened yet."""

    path: Path

    @property
    def is_zip(self) -> bool:
        """Whether it is packed."""
        return self.path.is_file()


def find_deliveries(paths: Iterable[Path]) -> list[DeliverySource]:
    """Every delivery at or directly under the paths, by name. Raises InputRefused for a path that holds none."""
    found: dict[Path, DeliverySource] = {}
    for path in paths:
        held = _deliveries_at(path)
        if not held:
            raise InputRefused(f"no delivery here: expected a folder or .zip with {MANIFEST}, or a folder of those", str(path))
        found.update({source.path.resolve(): source for source in held})
    return [found[path] for path in sorted(found)]


def _deliveries_at(path: Path) -> list[DeliverySource]:
    if not path.exists():
        raise InputRefused("there is no such file or folder", str(path))
    if _is_delivery(path):
        return [DeliverySource(path)]
    if path.is_dir():
        return [DeliverySource(child) for child in sorted(path.iterdir()) if _is_delivery(child)]
    return []


def _is_delivery(path: Path) -> bool:
    return (path.is_dir() and (path / MANIFEST).is_file()) or (path.is_file() and path.suffix.lower() == ".zip")


@contextmanager
def open_delivery(source: DeliverySource) -> Iterator[Path]:
    """The delivery as a folder; a zip is unpacked into a folder of our own that goes away afterwards."""
    if not source.is_zip:
        yield source.path
        return
    with tempfile.TemporaryDirectory(prefix="kithmap-") as temporary, open_zip(source.path) as archive:
        folder = Path(temporary)
        extract(archive, folder)
        yield _manifest_folder(folder, source.path.name)


def _manifest_folder(folder: Path, name: str) -> Path:
    """The folder that holds the manifest: the zip's top, or the one folder in it."""
    if (folder / MANIFEST).is_file():
        return folder
    inside = [child for child in folder.iterdir() if child.is_dir() and (child / MANIFEST).is_file()]
    if len(inside) != 1:
        raise InputRefused(f"holds no {MANIFEST}, or more than one", name)
    return inside[0]


def table_files(folder: Path) -> list[Path]:
    """The table files of a delivery, by name. Raises InputRefused when two files are one table."""
    files = sorted(child for child in folder.iterdir() if child.is_file() and is_table_file(child))
    stems = [file.stem.lower() for file in files]
    doubled = sorted({stem for stem in stems if stems.count(stem) > 1})
    if doubled:
        raise InputRefused(f"two files for one table: {', '.join(doubled)}", folder.name)
    return files


def delivery_id(folder: Path, files: Iterable[Path]) -> str:
    """The id of a delivery: a hash of its manifest and table files, wherever and however they are packed."""
    whole = blake2b(digest_size=_ID_BYTES)
    for file in (folder / MANIFEST, *files):
        part = blake2b(digest_size=32)
        with file.open("rb") as opened:
            while block := opened.read(MEGABYTE):
                part.update(block)
        whole.update(file.name.lower().encode() + b"\0" + part.digest())
    return "d" + whole.hexdigest()
