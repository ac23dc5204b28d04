"""Which of the things told about a person were so on the day asked about, which were over, which came later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from graph.model.answers import PeriodAnswer
from graph.model.period import parse_partial

FULL_DATE = len("2019-05-03")


class Timed(Protocol):
    """Something that was so from when to when."""

    @property
    def valid(self) -> PeriodAnswer:
        """From when to when."""
        ...


T = TypeVar("T", bound=Timed)


class When(StrEnum):
    """Where a period lies, seen from a day."""

    BEFORE = "before"
    ON = "on"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """Things apart by where they lie, each in the order they came in."""

    on: tuple[T, ...]
    before: tuple[T, ...]
    after: tuple[T, ...]


def split_by_day(things: Iterable[T], day: date) -> Placed[T]:
    """What was so on the day, what was over by then, what began later."""
    held: dict[When, list[T]] = {when: [] for when in When}
    for thing in things:
        held[seen_from(day, thing.valid)].append(thing)
    return Placed(tuple(held[When.ON]), tuple(held[When.BEFORE]), tuple(held[When.AFTER]))


def seen_from(day: date, period: PeriodAnswer) -> When:
    """What may have been so on the day counts as so: a vague or unknown date rules nothing out."""
    if period.from_ and parse_partial(period.from_).first > day:
        return When.AFTER
    return When.BEFORE if period.to and _gone_by(period.to) <= day else When.ON


def _gone_by(end: str) -> date:
    known = parse_partial(end)
    return known.first if len(end) == FULL_DATE else known.after
