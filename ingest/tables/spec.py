"""What a table of a delivery is made of: its columns, what each cell means, its key, what it cannot do without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.tables import codes


class CellType(StrEnum):
    """How the text of a cell is read."""

    TEXT = "text"
    REFERENCE = "reference"
    DATE = "date"
    MOMENT = "moment"
    TIME = "time"
    YES_NO = "yes_no"
    COUNT = "count"
    LIST = "list"
    CODE = "code"
    OPEN_CODE = "open_code"
    YEARS = "years"
    SCHEMED = "schemed"
    ABOUT = "about"
    HEADLINE = "headline"
    NHS_NUMBER = "nhs_number"
    UPN = "upn"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `spellings` leads each accepted spelling of a code to the code; `closes_to` is what an unreadable
    cell is read as where being wrong must not open anything."""

    name: str
    type: CellType
    required: bool = False
    required_when: tuple[str, str] | None = None
    spellings: Mapping[str, str] = field(default_factory=dict, hash=False)
    closes_to: str | None = None
    may_be_ahead: bool = False

    @property
    def can_be_required(self) -> bool:
        """Whether some row cannot do without it."""
        return self.required or self.required_when is not None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of deliveries.md §3.

    `key` names the columns that make the record key, `required_references` (column, table) the references without
    which a row waits, `parent` the table a row belongs to, `periods` (start, end) pairs of columns. A relationship's
    type is plain text here: the claim keeps what the source said, and the graph's vocabulary reads it.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required_references: tuple[tuple[str, str], ...] = ()
    parent: str | None = None
    periods: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns a file of this table must have."""
        return tuple(column.name for column in self.columns if column.required)


def text(name: str, *, required: bool = False) -> Column:
    """A column of free text."""
    return Column(name, CellType.TEXT, required)


def reference(name: str, *, required: bool = False) -> Column:
    """A column of the agency's own references, never altered."""
    return Column(name, CellType.REFERENCE, required)


def date(name: str, *, required: bool = False) -> Column:
    """A column of dates, partial ones included."""
    return Column(name, CellType.DATE, required)


def listing(name: str) -> Column:
    """A column of lists separated by `;`."""
    return Column(name, CellType.LIST)


def count(name: str, *, required: bool = False) -> Column:
    """A column of whole numbers from zero."""
    return Column(name, CellType.COUNT, required)


def yes_no(name: str, *, closes_to: str | None = None) -> Column:
    """A column of y, n or not known."""
    return Column(name, CellType.YES_NO, closes_to=closes_to)


def code(name: str, spellings: Mapping[str, str], *, required: bool = False) -> Column:
    """A column of a closed vocabulary."""
    return Column(name, CellType.CODE, required, spellings=spellings)


def open_code(name: str, spellings: Mapping[str, str], *, required: bool = False) -> Column:
    """A column of a vocabulary in which unknown codes load and are kept as sent."""
    return Column(name, CellType.OPEN_CODE, required, spellings=spellings)


def recorded_at() -> Column:
    """When the agency wrote the row down."""
    return Column("recorded_at", CellType.MOMENT)


def sensitivity() -> Column:
    """How closed the row is; what cannot be read is sealed."""
    return Column("sensitivity", CellType.CODE, spellings=codes.SENSITIVITIES, closes_to="sealed")
