"""Passwords known from breaches, by a list the partnership keeps: sorted SHA-1 hashes, as Pwned Passwords gives them.

The file is searched where it lies: 40 GB take some forty reads of a few bytes, and nothing is asked of anybody.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

from graph.errors import StoreUnavailable

_DIGITS = 40


@dataclass(frozen=True, slots=True)
class BreachedPasswords:
    """A file of lines `HASH` or `HASH:COUNT`, upper or lower case, in the order of the hashes."""

    file: Path

    def holds(self, password: str) -> bool:
        """Whether a password is known from a breach. Raises StoreUnavailable where the list can't be read."""
        wanted = sha1(password.encode("utf-8", "replace"), usedforsecurity=False).hexdigest().upper().encode()
        try:
            with self.file.open("rb") as lines:
                return _find(lines, wanted)
        except OSError:
            raise StoreUnavailable("the list of breached passwords can't be read: run `kithmap doctor`") from None

    def fault(self) -> str:
        """What is wrong with the list, in words; empty where it is one. Its first and last lines are looked at."""
        try:
            with self.file.open("rb") as lines:
                first = _hash_of(lines.readline())
                lines.seek(max(0, lines.seek(0, os.SEEK_END) - 2 * _DIGITS))
                last = _hash_of(lines.read().splitlines()[-1]) if first else b""
        except OSError:
            return "can't be read"
        if not (_is_hash(first) and _is_hash(last)):
            return "is no list of SHA-1 hashes, a line each"
        return "" if first <= last else "is not sorted by its hashes"


def _find(lines: BinaryIO, wanted: bytes) -> bool:
    """Looks for a hash by halves: the line that begins after a place is before it, it, or after it."""
    low, high = 0, lines.seek(0, os.SEEK_END)
    while low < high:
        middle = (low + high) // 2
        found = _hash_of(_line_at(lines, middle))
        if found == wanted:
            return True
        if found and found < wanted:
            low = middle + 1
        else:
            high = middle
    return False


def _line_at(lines: BinaryIO, place: int) -> bytes:
    """The first line that begins at a place or after it; nothing at the end."""
    lines.seek(max(0, place - 1))
    if place:
        lines.readline()
    return lines.readline()


def _hash_of(line: bytes) -> bytes:
    return line[:_DIGITS].upper().strip()


def _is_hash(said: bytes) -> bool:
    return len(said) == _DIGITS and all(digit in b"0123456789ABCDEF" for digit in said)
