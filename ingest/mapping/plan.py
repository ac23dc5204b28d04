"""What a mapping says: which files, which of their columns, and what rows of our tables are made of them.

What no part of it can see alone is checked in `fitting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from graph.model.vocabulary import AGENCY_KINDS
from ingest.mapping.patterns import pattern_fault, template_fault
from ingest.mapping.stated_dates import format_fault
from ingest.opening.encodings import DECLARED

OF_DELIVERY = ("@agency_name", "@covers_from", "@covers_to", "@extracted_on")
"""What every row may name besides its columns: what the delivery says of itself."""


class Unfit(StrEnum):
    """What becomes of a cell that does not fit what the mapping states; `blank` leaves it out and says nothing."""

    QUARANTINE = "quarantine"
    LEAVE_OUT = "leave_out"
    KEEP = "keep"
    BLANK = "blank"


def _as_list(said: object) -> object:
    return [said] if isinstance(said, str) else said


def _as_cell(said: object) -> object:
    return {"from": said} if isinstance(said, str) else said


def _as_conditions(said: object) -> object:
    return [said] if isinstance(said, dict) else said


def _as_codes(said: object) -> object:
    """A list of codes is one in which each stands for itself."""
    if isinstance(said, list) and all(isinstance(code, str) for code in said):
        return {code: code for code in said}
    return said


def _stated(formats: tuple[str, ...]) -> tuple[str, ...]:
    if fault := format_fault(formats):
        raise ValueError(fault)
    return formats


def _known_encoding(name: str | None) -> str | None:
    if name is not None and name not in DECLARED:
        raise ValueError(f"`{name}` is no encoding we read; say one of {', '.join(DECLARED)}")
    return name


Words = Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]
Dates = Annotated[tuple[str, ...], BeforeValidator(_as_list), AfterValidator(_stated)]
Codes = Annotated[Mapping[str, str], BeforeValidator(_as_codes)]
Condition = Mapping[str, Words]
"""Columns, each with the codes one of which it must hold (`*` stands for anything), or `filled`, or `empty`."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Cell(_Part):
    """Where a cell of a table comes from, and what is done to it.

    `from`: a column, or several joined; `text`: always the same; `first`: the first of cells that says something;
    `parts`: cells joined; `sum_of`: columns that hold counts. `every`: all that `find` finds, as a list.
    """

    from_: Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(alias="from")] = ()
    text: str | None = None
    first: tuple[Annotated[Cell, BeforeValidator(_as_cell)], ...] = ()
    parts: tuple[Annotated[Cell, BeforeValidator(_as_cell)], ...] = ()
    sum_of: tuple[str, ...] = ()
    joined_with: str = "|"
    parts_may_be_empty: bool = False
    when: Condition = Field(default_factory=dict)
    unless: Condition = Field(default_factory=dict)
    find: str | None = None
    every: bool = False
    write: str | None = None
    codes: str | Codes | None = None
    unknown: Unfit = Unfit.KEEP
    dates: Dates = ()
    unfit: Unfit = Unfit.QUARANTINE
    next_day: bool = False

    @model_validator(mode="after")
    def _is_one_thing(self) -> Cell:
        kinds = [said for said in (self.from_, self.text, self.first, self.parts, self.sum_of) if said]
        if len(kinds) != 1:
            raise ValueError("say where the cell comes from: one of `from`, `text`, `first`, `parts`, `sum_of`")
        if self.find is not None and (fault := pattern_fault(self.find)):
            raise ValueError(fault)
        if self.write is not None and (fault := template_fault(self.find, self.write)):
            raise ValueError(fault)
        return self


class Ref(_Part):
    """A reference made of several columns. `days`: those of them that are dates, so that one day is one reference
    however it is written. `numbered`: rows that share it and say something else get #2, #3 … `opaque`: a digest,
    for references made of names or addresses, which would say them wherever a reference is shown.
    """

    from_: Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(alias="from", min_length=1)]
    days: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    starts: str = ""
    joined_with: str = "|"
    parts_may_be_empty: bool = False
    numbered: bool = False
    opaque: bool = False

    @model_validator(mode="after")
    def _days_are_parts(self) -> Ref:
        if unknown := sorted(set(self.days) - set(self.from_)):
            raise ValueError(f"`days` names {', '.join(unknown)}, which `from` does not")
        return self


class EndsElsewhere(_Part):
    """Rows of another source of the delivery, by key (`of`), that tell an end (`ends`) of which nothing is said."""

    source: str
    of: Words
    ends: str
    when: Condition = Field(min_length=1)

    @property
    def named(self) -> set[str]:
        """The columns of the other source it names."""
        return {*self.of, self.ends, *self.when}


class Run(_Part):
    """Rows of one key (`of`) that go on from one another, as one row: from the first one's `begins` to the last one's `ends`.

    `goes_on`: a row that says another follows it, and whose own end is none; where it is not given, every row may be
    followed. `same`: where one of these columns changes a new row of ours begins; `splits`: so it does with such a row.
    `closed`: rows of which nothing is said, not even that there is a gap; `closed_end`: an end of which nothing is said.
    `closed_by`: another source says so: of the end of the row it falls in, or without that source of every last end.
    Columns are those of the first row; those `goes_on` and `closed_end` name are the last one's, where its end is said.
    """

    of: Words
    begins: str
    ends: str
    goes_on: Condition = Field(default_factory=dict)
    same: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    splits: Condition = Field(default_factory=dict)
    closed: Annotated[tuple[Condition, ...], BeforeValidator(_as_conditions)] = ()
    closed_end: Condition = Field(default_factory=dict)
    closed_by: EndsElsewhere | None = None

    @property
    def of_the_end(self) -> tuple[str, ...]:
        """The columns that say how a row ended."""
        return tuple({**self.goes_on, **self.closed_end})

    @property
    def named(self) -> list[str]:
        """The columns it names."""
        conditions = (self.goes_on, self.splits, *self.closed, self.closed_end)
        return [
            *(*self.of, self.begins, self.ends, *self.same),
            *(name for one in conditions for name in one),
        ]


class Rows(_Part):
    """Rows of one table, one for each row of the source, or for each part of a cell that holds a list.

    `joined`: rows of this table that name one record, in whatever source, are one row.
    `run`: one for each of the source's rows that go on from one another, as `runs` says.
    `fallback`: only where no other rows name the record; of several the lowest number counts.
    """

    into: str
    run: str | None = None
    when: Condition = Field(default_factory=dict)
    unless: Condition = Field(default_factory=dict)
    each: str | None = None
    parted_by: str = ";"
    fallback: Annotated[int, Field(ge=0, le=9)] = 0
    joined: bool = False
    cells: Mapping[str, Annotated[Cell, BeforeValidator(_as_cell)]] = Field(min_length=1)


class Source(_Part):
    """Rows of files: a table file, a sheet of a workbook, an element of an XML or GEDCOM file.

    `left_out` are headings the mapping knows and does not take; `needs` columns without which a file is refused.
    `record` is the path (XML) or tag (GEDCOM) of what is read one at a time; `each` the path below it that makes a row.
    `runs`: which of its rows go on from one another, so that rows of ours can be made of them together.
    """

    file: Words
    sheet: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    record: str | None = None
    each: str | None = None
    delivery: str | None = None
    dates: Dates = ()
    columns: Mapping[str, Words] = Field(min_length=1)
    left_out: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    needs: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    refs: Mapping[str, Ref] = Field(default_factory=dict)
    runs: Mapping[str, Run] = Field(default_factory=dict)
    rows: tuple[Rows, ...] = Field(min_length=1)


class Delivery(_Part):
    """What files of a kind do not say of themselves; `delivery.yaml` and the command's options come before it.

    `header`: paths of an XML file's own header that say `extracted_at` or `covers_to`; `covers_months`: how many months
    up to its day a delivery speaks for, where nothing else says so.
    """

    agency: str | None = None
    agency_name: str | None = None
    agency_kind: str | None = None
    system: str | None = None
    mode: Literal["full", "delta"] | None = None
    lawful_basis: str | None = None
    header: Mapping[Literal["extracted_at", "covers_from", "covers_to"], str] = Field(default_factory=dict)
    covers_months: Annotated[int, Field(ge=1, le=1200)] | None = None

    @model_validator(mode="after")
    def _kind_is_known(self) -> Delivery:
        if self.agency_kind is not None and self.agency_kind not in AGENCY_KINDS:
            raise ValueError(f"`{self.agency_kind}` is no kind of agency; kinds are {', '.join(sorted(AGENCY_KINDS))}")
        return self


class Plan(_Part):
    """A whole mapping. `encoding`: what CSV files are written in that are neither marked nor UTF-8."""

    mapping: str
    about: str = ""
    encoding: Annotated[str | None, AfterValidator(_known_encoding)] = None
    use: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    delivery: Delivery = Field(default_factory=Delivery)
    deliveries: Mapping[str, Delivery] = Field(default_factory=dict)
    dates: Dates = ()
    nothing: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    codes: Mapping[str, Codes] = Field(default_factory=dict)
    sources: Mapping[str, Source] = Field(min_length=1)

    @property
    def parts(self) -> tuple[str | None, ...]:
        """The deliveries one folder of files makes: None where it makes one."""
        return tuple(self.deliveries) or (None,)

    def said_of(self, part: str | None) -> Delivery:
        """What the mapping says of a delivery."""
        return self.delivery if part is None else self.deliveries[part]

    def sources_of(self, part: str | None) -> dict[str, Source]:
        """The sources that belong to a delivery."""
        return {name: source for name, source in self.sources.items() if source.delivery == part}
