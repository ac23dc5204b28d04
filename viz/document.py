"""A page as a file will have it: texts, tables and pictures, with the stamp. Pure values, the same for every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

MARKING = "OFFICIAL-SENSITIVE"
APPENDIX = "appendix"
"""The page of a part that is none: evidence, feeds. It asks nothing, so nothing is missing of it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, what it shows in words for those who can't see it, and its key as texts below it."""

    svg: str
    alt: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a text a column, and the ids of the claims it stands on."""

    cells: tuple[str, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title. `note`: what to read before it; where there are no rows, what that means."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Everything of a page that is exported.

    - `page`: its name in addresses; `day`: the day it is about; `made_at`: UTC. Files are named and dated by these.
    - `stamp`: what the page stands on, as pairs of words; `lead`: the sentences the page begins with; `blanks`: what is
      not here.
    - `parts`: the pages a file of several is made of, each with its own sentences, pictures, tables and blanks.
    """

    page: str
    title: str
    who: str
    day: date
    made_at: datetime
    stamp: tuple[tuple[str, str], ...]
    lead: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    blanks: tuple[str, ...] = ()
    marking: str = MARKING
    parts: tuple[Document, ...] = ()

    @property
    def heading(self) -> str:
        """`Chronology: QUILL, Tessa`."""
        return f"{self.title}: {self.who}"

    def texts(self) -> Iterator[str]:
        """Every text in it, in reading order."""
        yield from (self.marking, self.heading)
        yield from self.own_texts()
        for part in self.parts:
            yield part.title
            yield from part.own_texts()
        for pair in self.stamp:
            yield from pair

    def own_texts(self) -> Iterator[str]:
        """Those between heading and stamp, without those of its parts."""
        yield from self.lead
        for picture in self.pictures:
            yield from (picture.alt, *picture.key)
        for table in self.tables:
            yield from (table.title, table.note, *table.columns)
            for row in table.rows:
                yield from row.cells
        yield from self.blanks
