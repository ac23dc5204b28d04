"""The lines of a drawing: one for every link drawn, with what two people share of events counted on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from graph.model.network import Edge, LinkKind
from graph.model.people import Agency
from viz.gathering import Together
from viz.keeping import kept_layouts
from viz.labels import LINE_TEXT, MARK_TEXT, alone, counted, line_words, room
from viz.marking import Change, Tally
from viz.placing import Spot
from viz.routing import Box, Wanted, route
from viz.standing import doubts
from viz.style import IS_OF, LINKS, PERSON, code_of

THIN, FIRM, BROAD = 1.0, 2.5, 4.5
DOTS, DASHES = (2, 6), (7, 6)


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a sentence: in the list under `anchor`. `step`: of the way drawn; 0: not on it."""

    id: str
    anchor: str
    edge: Edge
    says: str
    change: Change | None = None
    step: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it looks. `opens`: the entries of the lists that hold its evidence."""

    id: str
    source: str
    target: str
    words: tuple[str, ...]
    words_at: Spot
    colour: str
    is_thin: bool
    is_broken: bool
    has_arrow: bool
    bend: float
    opens: tuple[str, ...]
    change: Change | None = None
    step: int = 0

    @property
    def width(self) -> float:
        """Thin where one agency alone says so, broad where it is new."""
        return BROAD if self.change is Change.NEW else THIN if self.is_thin else FIRM

    @property
    def dashes(self) -> tuple[int, int] | None:
        """Dots where it is gone, dashes where it is doubted; None for a whole line."""
        return DOTS if self.change is Change.GONE else DASHES if self.is_broken else None


class Mark(Protocol):
    """A symbol with its words below, or a box round them."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def under(self) -> tuple[str, ...]: ...
    @property
    def size(self) -> int: ...
    @property
    def spot(self) -> Spot: ...


class Count(Protocol):
    """Two people and how many events both were in."""

    @property
    def id(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def together(self) -> Together: ...
    @property
    def tally(self) -> Tally: ...
    @property
    def change(self) -> Change | None: ...
    @property
    def step(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line before it has a way."""

    wanted: Wanted
    words: tuple[str, ...]
    kind: LinkKind
    agencies: tuple[Agency, ...]
    is_broken: bool
    has_arrow: bool
    opens: tuple[str, ...]
    change: Change | None
    step: int


def draw_lines(
    marks: Sequence[Mark], links: Sequence[Link], counts: Sequence[Count], initials: Mapping[str, str], day: date
) -> tuple[Line, ...]:
    """A line for every link, and one for every two people who share events and nothing else."""
    shared = {count.together.pair: count for count in counts}
    drafts = []
    for link in links:
        pair = (min(link.edge.source, link.edge.target), max(link.edge.source, link.edge.target))
        drafts.append(_of_link(link, shared.pop(pair, None), initials, day))
    drafts += [_of_count(count, initials) for count in shared.values()]
    spots = {mark.id: mark.spot for mark in marks}
    wanted, filled = [draft.wanted for draft in drafts], {mark.id: boxes_of(mark) for mark in marks}
    routes = kept_layouts().once((wanted, spots, filled), lambda: route(wanted, spots, filled))
    return tuple(
        Line(
            id=draft.wanted.id,
            source=draft.wanted.source,
            target=draft.wanted.target,
            words=draft.words,
            words_at=routes[draft.wanted.id].words,
            colour=LINKS[draft.kind].colour,
            is_thin=len(draft.agencies) == 1,
            is_broken=draft.is_broken,
            has_arrow=draft.has_arrow,
            bend=routes[draft.wanted.id].bend,
            opens=draft.opens,
            change=draft.change,
            step=draft.step,
        )
        for draft in sorted(drafts, key=lambda draft: draft.wanted.id)
    )


def boxes_of(mark: Mark) -> tuple[Box, ...]:
    """The room a symbol takes, and the room of the words below it; words of a place stand inside its box."""
    width, height = room(mark.under, MARK_TEXT)
    if mark.kind != PERSON:
        return (Box.around(mark.spot.x, mark.spot.y, (width + 12, height + 12)),)
    half, below = mark.size + 6, mark.spot.y + mark.size
    symbol = Box.around(mark.spot.x, mark.spot.y, (2 * half, 2 * half))
    return symbol, Box(mark.spot.x - width / 2, below, mark.spot.x + width / 2, below + 6 + height)


def _of_link(link: Link, count: Count | None, initials: Mapping[str, str], day: date) -> _Draft:
    edge = link.edge
    words = line_words(edge, initials, day, link.change)
    step = link.step or (count.step if count else 0)
    opens: tuple[str, ...] = (link.anchor,)
    if count is not None:
        words = (*words, f"+ {_count_words(count, initials)}")
        opens = (link.anchor, count.anchor)
    words = _numbered(words, step)
    return _Draft(
        Wanted(link.id, edge.source, edge.target, room(words, LINE_TEXT)),
        words,
        edge.kind,
        edge.agencies,
        bool(doubts(edge, day)),
        code_of(edge) in IS_OF,
        opens,
        link.change,
        step,
    )


def _of_count(count: Count, initials: Mapping[str, str]) -> _Draft:
    together = count.together
    words = _numbered((_count_words(count, initials),), count.step)
    return _Draft(
        Wanted(count.id, *together.pair, room(words, LINE_TEXT)),
        words,
        LinkKind.EVENT,
        together.agencies,
        together.is_doubted,
        False,
        (count.anchor,),
        count.change,
        count.step,
    )


def _count_words(count: Count, initials: Mapping[str, str]) -> str:
    together = count.together
    disputed = ", disputed" if together.is_doubted else ""
    counts = ((count.tally.new, Change.NEW), (count.tally.gone, Change.GONE))
    changed = "".join(f", {number} {change}" for number, change in counts if number)
    return f"{counted(len(together.events), 'event')}{alone(together.agencies, initials)}{disputed}{changed}"


def _numbered(words: tuple[str, ...], step: int) -> tuple[str, ...]:
    """Words of a line on the way begin with the number of their step."""
    return (f"{step}. {words[0]}", *words[1:]) if step else words
