"""An Office file packed again so that the same document gives the same bytes, whenever it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_ANY_DAY = (1980, 1, 1, 0, 0, 0)
"""The first a zip file can carry: its parts are dated by the document, not by the clock of the machine."""


def pack_again(packed: bytes, change: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The same parts in the same order, each with one fixed date. `change`: what becomes of a part, by its name."""
    held = BytesIO()
    with ZipFile(BytesIO(packed)) as given, ZipFile(held, "w", ZIP_DEFLATED) as written:
        for name in given.namelist():
            part = ZipInfo(name, _ANY_DAY)
            part.compress_type = ZIP_DEFLATED
            held_in = given.read(name)
            written.writestr(part, change[name](held_in) if change and name in change else held_in)
    return held.getvalue()
