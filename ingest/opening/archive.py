"""Zip files from outside: looked at before anything is unpacked, unpacked only into a folder of our own."""

from __future__ import annotations

import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from graph.errors import InputRefused
from ingest.opening.limits import (
    FREE_UNPACKED_BYTES,
    MEGABYTE,
    MOST_TIMES_LARGER,
    MOST_UNPACKED_BYTES,
    MOST_ZIP_MEMBERS,
)

LONGEST_NAME = 255
"""Bytes of one part of a name that file systems take."""

_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How members may be packed: other ways fail in ways of their own, and nobody sends them."""

_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError,
)  # fmt: skip


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip whose members, names and declared sizes are within limits. Raises InputRefused."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_unsafe(archive, path.name)
            yield archive
    except _UNREADABLE:
        raise InputRefused("cannot be read as a zip file, or is encrypted", path.name) from None


def members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of a zip, without folders and what desktop systems add."""
    return [
        info
        for info in archive.infolist()
        if not info.is_dir()
        and not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(info.filename).parts)
    ]


def extract(archive: zipfile.ZipFile, folder: Path) -> None:
    """Unpacks every member under `folder`.

    A member is read no further than the size it declared, and its checksum must fit, so one that lies about its size is
    a bad zip file, not a full disk.
    """
    for info in members(archive):
        target = folder / PurePosixPath(info.filename)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as packed, target.open("xb") as plain:
            shutil.copyfileobj(packed, plain, MEGABYTE)


def _refuse_unsafe(archive: zipfile.ZipFile, file: str) -> None:
    infos = archive.infolist()
    if len(infos) > MOST_ZIP_MEMBERS:
        raise InputRefused(f"more than {MOST_ZIP_MEMBERS} members", file)
    if sum(info.file_size for info in infos) > MOST_UNPACKED_BYTES:
        raise InputRefused("unpacks to more than is allowed", file)
    names = {str(PurePosixPath(info.filename)).lower() for info in infos}
    if len(names) < len(infos):
        raise InputRefused("two members have one name", file)
    for info in infos:
        _refuse_member(info, file)
    folders = {str(folder).lower() for info in infos for folder in PurePosixPath(info.filename).parents}
    if names & folders:
        raise InputRefused("one name is a file and a folder", file)


def _refuse_member(info: zipfile.ZipInfo, file: str) -> None:
    if info.header_offset < 0 or info.compress_type not in _PACKED:
        raise InputRefused("cannot be read as a zip file", file)
    name = PurePosixPath(info.filename)
    if not name.parts or any(len(part.encode(errors="replace")) > LONGEST_NAME for part in name.parts):
        raise InputRefused("a member has no name a file can have", file)
    if name.is_absolute() or ".." in name.parts or "\\" in info.filename or ":" in info.filename:
        raise InputRefused("a member's name leads out of the folder", file)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise InputRefused("a member is a link", file)
    if info.flag_bits & 1:
        raise InputRefused("is encrypted", file)
    if info.file_size > FREE_UNPACKED_BYTES and info.file_size > MOST_TIMES_LARGER * max(info.compress_size, 1):
        raise InputRefused(f"a member unpacks to more than {MOST_TIMES_LARGER} times its size", file)
