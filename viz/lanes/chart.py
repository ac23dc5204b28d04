"""What is drawn in lanes: marks, spans and silences on an axis of days, or of days since birth. Texts are ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from viz.lanes.shapes import Form


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened in `[first, after)`, a day or the stretch a partial date names; no `first`: undated."""

    id: str
    form: Form
    says: str
    href: str
    first: int | None = None
    after: int = 0
    is_ringed: bool = False


class Stuff(StrEnum):
    """What a span is of; each is drawn with a line of its own."""

    EPISODE = "episode"
    WORKER = "worker"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Edge:
    """The day something begins or ends, as the stretch `[first, after)` it may lie in: an exact day has `after == first`."""

    first: int
    after: int


@dataclass(frozen=True, slots=True)
class Span:
    """Something that was so for a time. No `start`: began before, unknown when; no `end`: still so when last confirmed.

    `still`: the end of the day asked about, to which what has no end is drawn and after which an end is only foreseen.
    """

    id: str
    stuff: Stuff
    label: str
    says: str
    href: str
    still: int
    start: Edge | None = None
    end: Edge | None = None
    unconfirmed_from: int | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch `[first, after)` with nothing recorded; `short` where `label` has no room."""

    first: int
    after: int
    label: str
    short: str
    says: str

    @property
    def shortest(self) -> str:
        """`over 3 years` for `3 years 11 months`."""
        parts = self.short.split()
        return f"over {' '.join(parts[:2])}" if parts[2:] else self.short


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: whose it is, what is said below that, and what lies in it.

    `now`: the end of the day asked about on an axis of age, where it lies elsewhere in each lane.
    """

    id: str
    name: str
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    silences: tuple[Silence, ...] = ()
    now: int | None = None

    @property
    def undated(self) -> tuple[Mark, ...]:
        """Marks without a place on the axis."""
        return tuple(mark for mark in self.marks if mark.first is None)


@dataclass(frozen=True, slots=True)
class Chart:
    """Lanes on one axis `[first, after)`. `now`: the end of the day asked about, or None where the axis is of age."""

    title: str
    desc: str
    lanes: tuple[Lane, ...]
    first: int
    after: int
    now: int | None = None
    now_label: str = ""
    is_by_age: bool = False
    mark_word: tuple[str, str] = ("entry", "entries")
    silence_word: str = "Nothing recorded; that does not say that nothing happened"

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark of every lane."""
        return tuple(mark for lane in self.lanes for mark in lane.marks)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span of every lane."""
        return tuple(span for lane in self.lanes for span in lane.spans)
