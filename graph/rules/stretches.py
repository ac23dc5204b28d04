"""So many things within so many months: any stretch of that length, both its days included; partial dates only possibly.

`months_before(last, N) <= first` is "within N months" here and everywhere, as the window of a question is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model.claims import Claim
from graph.model.period import Certainty, PartialDate, months_before
from graph.rules.subject import Span


@dataclass(frozen=True, slots=True)
class Dated:
    """Something that happened on a date, the claims that say so, and what it is counted by (a provider, an episode)."""

    on: PartialDate
    claims: tuple[Claim, ...]
    by: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The things of every stretch that holds enough, by date; `possible` where only partial dates make it so.

    `counted`: how many they are, in words: `3`, or `2 or 3` where two of them may be one.
    """

    things: tuple[Dated, ...]
    possible: bool
    counted: str

    @property
    def since(self) -> PartialDate:
        """The date of the first."""
        return self.things[0].on

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all, each once."""
        return tuple(dict.fromkeys(claim for thing in self.things for claim in thing.claims))


Enough = Callable[[Sequence[Dated]], bool]
MayBeOne = Callable[[Dated, Dated], bool]
"""Whether two records are of one thing, were they of one day."""


def never_one(_one: Dated, _other: Dated) -> bool:
    """Where each record is a thing of its own, whatever its day."""
    return False


def surely_distinct(things: Iterable[Dated], may_be_one: MayBeOne) -> list[Dated]:
    """Things of which no two may be one: as many as there surely are. Partial dates may be of a day of another's."""
    kept: list[Dated] = []
    for thing in sorted(things, key=lambda one: (one.on.last, one.on.after.toordinal() - one.on.first.toordinal())):
        if not any(_may_share_a_day(thing.on, held.on) and may_be_one(thing, held) for held in kept):
            kept.append(thing)
    return kept


def _may_share_a_day(one: PartialDate, other: PartialDate) -> bool:
    """Whether partial dates leave it open that two are of one day; two days themselves leave nothing open."""
    open_ = not (one.is_exact and other.is_exact)
    return open_ and one.first < other.after and other.first < one.after


def count_in_words(things: Sequence[Dated], may_be_one: MayBeOne) -> str:
    """`3`, or `2 or 3`, `2 to 4` where partial dates leave open that some are one."""
    surely, most = len(surely_distinct(things, may_be_one)), len(things)
    if surely == most:
        return str(most)
    return f"{surely} {'or' if most - surely == 1 else 'to'} {most}"


def at_least(count: int) -> Enough:
    """So many things."""
    return lambda things: len(things) >= count


def at_least_by(count: int) -> Enough:
    """Things counted by so many different ones."""
    return lambda things: len({thing.by for thing in things if thing.by}) >= count


def within_months(first: date, last: date, months: int) -> bool:
    """Whether `last` is no more than so many months after `first`."""
    return first <= last and months_before(last, months) <= first


def find_stretch(
    things: Iterable[Dated], months: int, enough: Enough, window: Span, may_be_one: MayBeOne = never_one
) -> Stretch | None:
    """What lies in stretches of that length, inside the window, that hold enough; None where none does.

    Records that may be one count once for what is certain, and each for what is possible.
    """
    inside = sorted(
        (thing for thing in things if window.has(thing.on) is not Certainty.NO), key=lambda thing: (thing.on, thing.by)
    )
    sure = [thing for thing in inside if window.has(thing.on) is Certainty.CERTAIN]
    certain = [
        group
        for one in sure
        if enough(
            surely_distinct(
                group := [
                    other
                    for other in sure
                    if other.on.first >= one.on.first and within_months(one.on.first, other.on.last, months)
                ],
                may_be_one,
            )
        )
    ]
    if certain:
        return _joined(certain, inside, may_be_one, possible=False)
    starts = sorted({min(thing.on.last, window.until) for thing in inside})
    maybe = [group for start in starts if enough(group := [one for one in inside if _may_lie(one.on, start, months)])]
    return _joined(maybe, inside, may_be_one, possible=True) if maybe else None


def _may_lie(on: PartialDate, start: date, months: int) -> bool:
    return on.last >= start and within_months(start, max(start, on.first), months)


def _joined(
    groups: Iterable[Sequence[Dated]], inside: Sequence[Dated], may_be_one: MayBeOne, *, possible: bool
) -> Stretch:
    chosen = {id(thing) for group in groups for thing in group}
    things = tuple(thing for thing in inside if id(thing) in chosen)
    return Stretch(things, possible, count_in_words(things, may_be_one))
