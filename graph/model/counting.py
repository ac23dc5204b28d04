"""How many there are of what: a table of the area as it is asked for and told (access.md §1: counts under 5 suppressed)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LEAST_TOLD = 5
"""The smallest count told; nought is a small count too."""


class Counted(StrEnum):
    """Who is counted."""

    CHILDREN = "CHILDREN"
    ADULTS = "ADULTS"
    EVERYONE = "EVERYONE"


class CountBy(StrEnum):
    """What they are told apart by."""

    DISTRICT = "DISTRICT"
    SEX = "SEX"
    AGE_BAND = "AGE_BAND"
    FIRST_KNOWN_BY = "FIRST_KNOWN_BY"
    PLAN = "PLAN"


@dataclass(frozen=True, slots=True)
class Among:
    """Only those of whom this is one of these."""

    by: CountBy
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountsAsked:
    """A table as asked for: rows, columns where there are any, and among whom."""

    of: Counted
    rows: CountBy
    columns: CountBy | None = None
    among: tuple[Among, ...] = ()

    def to_plain(self) -> dict[str, object]:
        """As it is kept: words of ours and codes of the area, nothing of anybody."""
        return {
            "of": self.of.value,
            "rows": self.rows.value,
            "columns": self.columns.value if self.columns else None,
            "among": [{"by": one.by.value, "values": list(one.values)} for one in self.among],
        }


def read_asked(plain: Mapping[str, object]) -> CountsAsked:
    """A table as it was asked for before."""
    columns, among = plain["columns"], plain["among"]
    parts: Sequence[Mapping[str, object]] = among if isinstance(among, list) else []
    return CountsAsked(
        Counted(str(plain["of"])),
        CountBy(str(plain["rows"])),
        CountBy(str(columns)) if columns else None,
        tuple(Among(CountBy(str(part["by"])), tuple(map(str, _listed(part["values"])))) for part in parts),
    )


def _listed(values: object) -> Sequence[object]:
    return values if isinstance(values, list) else ()


@dataclass(frozen=True, slots=True)
class CountCell:
    """One count: of a row and a column, or of all of them (None); `count` is None where it is suppressed."""

    row: str | None
    column: str | None
    count: int | None


@dataclass(frozen=True, slots=True)
class CountsAnswer:
    """A table, row by row, totals last, and what was done to it."""

    of: Counted
    by: tuple[CountBy, ...]
    cells: tuple[CountCell, ...]
    suppressed: int
    says: str
