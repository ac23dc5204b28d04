"""What a text file is written in: what its first bytes say, else UTF-8, else what is declared. Nothing is guessed, no
character replaced.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import InputRefused
from ingest.opening.limits import MEGABYTE

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED: Mapping[str, str] = {
    "utf-8": "utf-8-sig",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "windows-1250": "cp1250",
    "windows-1252": "cp1252",
    "iso-8859-1": "iso8859-1",
    "iso-8859-15": "iso8859-15",
    "ibm-850": "cp850",
}
"""What may be declared, and what Python calls it."""


@contextmanager
def in_utf8(path: Path, declared: str | None = None) -> Iterator[Path]:
    """A file of the same name that says the same in UTF-8: the file itself, unless it is marked or declared otherwise.

    Raises InputRefused, with the file's name, for bytes that are no text of what they are marked or declared as.
    """
    written = _marked(path) or (None if declared is None or _is_utf8(path) else DECLARED[declared])
    if written is None:
        yield path
        return
    with TemporaryDirectory(prefix="kithmap-") as folder:
        plain = Path(folder) / path.name
        try:
            _rewrite(path, written, plain)
        except UnicodeError:
            raise InputRefused(f"not {written.upper()}, which it is marked or declared as", path.name) from None
        yield plain


def _marked(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(len(codecs.BOM_UTF32_LE))
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def _is_utf8(path: Path) -> bool:
    """Whether it is, without the zero bytes that plain words have in other encodings."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(MEGABYTE):
                if b"\0" in block:
                    return False
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _rewrite(path: Path, written: str, plain: Path) -> None:
    with path.open(encoding=written, newline="") as file, plain.open("w", encoding="utf-8", newline="") as out:
        while block := file.read(MEGABYTE):
            out.write(block)
