"""The number a made row goes by: which source it came from, on which line, and which of the rows made of that line.

A row of our own tables has its line for a number, and that is the number of line n of the first source too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.errors import InputRefused
from graph.store.landing import LINE_BITS

# Together 53 bits: a number that every reader of JSON holds exactly.
_COPY_BITS = 15
MOST_SOURCES = 1 << 10
_COPIES = 1 << _COPY_BITS


def source_of(row: int) -> int:
    """Which of its delivery's sources a made row came from, counted from 0."""
    return row >> (LINE_BITS + _COPY_BITS)


def file_of(row: int, sources: Sequence[str], otherwise: str) -> str:
    """The file a row came in: one of the `sources` of a mapped delivery, else the table's own."""
    return sources[source_of(row)] if source_of(row) < len(sources) else otherwise


class RowNumbers:
    """Numbers for the rows one source gives one table, in the order they are made.

    `in_any_order`: a line may come again at any time, as it does where rows are made of several together.
    """

    def __init__(self, source: int, file: str, *, in_any_order: bool = False) -> None:
        self._in_any_order = in_any_order
        self._first = source << (LINE_BITS + _COPY_BITS)
        self._file = file
        self._copies: dict[int, int] = {}

    def of(self, lines: Iterable[int], at_least: int) -> list[int]:
        """A number for each row; no line before `at_least`, the first of a frame, comes again."""
        if not self._in_any_order:
            self._copies = {line: copies for line, copies in self._copies.items() if line >= at_least}
        return [self._number(line) for line in lines]

    def _number(self, line: int) -> int:
        copy = self._copies.get(line, 0)
        self._copies[line] = copy + 1
        if copy == _COPIES or line >> LINE_BITS:
            raise InputRefused("more rows come of one line, or more lines, than can be told apart", self._file)
        return self._first | copy << LINE_BITS | line
