"""What a mapping makes of a sample: what each column became, what was not used, rows by table, what would be set apart.

Nothing here holds a value of the sample.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MappingOffered:
    """A mapping that ships: its name, and what it reads."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class MappingsOffered:
    """The mappings a sample can be tried with."""

    nodes: tuple[MappingOffered, ...]


@dataclass(frozen=True, slots=True)
class SampleSource:
    """One file or sheet: (column of the mapping, heading it goes by), columns it lacks, headings nothing uses."""

    name: str
    file: str
    rows: int
    columns: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleTable:
    """The rows a table would have: how many, and how many of them would be set apart, or wait for what they name."""

    table: str
    rows: int
    set_apart: int
    waiting: int


@dataclass(frozen=True, slots=True)
class SampleReason:
    """Why a row would be set apart."""

    file: str
    line: int
    column: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class SampleSeen:
    """What one delivery of a sample would be.

    `set_apart` and `let_pass`: (rule, count) of rows set apart, and of cells that do not fit and keep no row back.
    """

    agency: str
    system: str
    covers: str
    sources: tuple[SampleSource, ...]
    absent: tuple[str, ...]
    tables: tuple[SampleTable, ...]
    set_apart: tuple[tuple[str, int], ...]
    let_pass: tuple[tuple[str, int], ...]
    reasons: tuple[SampleReason, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleChecked:
    """What a mapping makes of a sample, by delivery."""

    mapping: str
    nodes: tuple[SampleSeen, ...]
