"""A child's schools: rolls, moves, compulsory age, school days, terms.

Compulsory age: Education Act 1996 s.8 (from the prescribed day on or after the fifth birthday to the last Friday in June
of the school year in which the child turns 16).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.model.case import begun_by, supports
from graph.model.claims import Claim, ClaimKind
from graph.model.period import EARLIEST, Certainty, PartialDate, Period, age_on
from graph.rules.happenings import ABOUT_ROLES, Happening, events_with
from graph.rules.spans import meet
from graph.rules.subject import Span, Subject

_ONE_DAY = timedelta(days=1)
_PRESCRIBED = ((3, 31), (8, 31), (12, 31))
_HOLIDAYS = (((7, 21), (9, 1)), ((12, 21), (12, 32)), ((1, 1), (1, 3)))
_SATURDAY, _FRIDAY = 5, 4
_JUNE, _SEPTEMBER = 6, 9
_NEW_YEAR_STARTS = frozenset({8, 9})
_LONGEST_TERM = timedelta(days=150)
_SUMMER_TERM, _AUTUMN_TERM = (4, 11), (8, 1)


@dataclass(frozen=True, slots=True)
class Stay:
    """A child at a school, as one claim says: on its roll, admitted to it, or with sessions recorded at it."""

    school: str
    period: Period
    claim: Claim

    @property
    def key(self) -> str:
        """The school's name as compared."""
        return " ".join(self.school.casefold().split())


@dataclass(frozen=True, slots=True)
class Move:
    """A change of school; whether it is one from phase to phase (primary to secondary), possibly."""

    on: PartialDate
    left: Stay
    joined: Stay
    at_phase_change: Certainty


def school_stays(subject: Subject, *, everyone: bool) -> tuple[Stay, ...]:
    """The child's stays on school rolls, and admissions to schools with no roll of it, by start."""
    rolls = _rolls(subject, everyone=everyone)
    known = {stay.key for stay in rolls}
    admitted = [stay for stay in _admissions(subject, everyone=everyone) if stay.key not in known]
    return tuple(sorted((*rolls, *admitted), key=lambda stay: (stay.period.maybe_from, stay.claim.id)))


def _rolls(subject: Subject, *, everyone: bool) -> list[Stay]:
    about = subject.case.all_about if everyone else subject.case.about
    return [
        Stay(claim.value("provider") or subject.agency_name(claim.agency), claim.valid, claim)
        for claim in about(subject.child, ClaimKind.EPISODE)
        if claim.value("kind") == "school_roll" and supports(claim) and begun_by(claim.valid, subject.as_of)
    ]


def _admissions(subject: Subject, *, everyone: bool) -> list[Stay]:
    """Each admission up to the next leaving of the same school."""
    events = education_events(subject, "admission", "leaving", everyone=everyone)
    left = [(_school_of(subject, event), event.on) for event in events if event.type == "leaving"]
    found = []
    for event in events:
        if event.type == "admission" and event.on:
            school = _school_of(subject, event)
            ends = (on for where, on in left if where.key == school.key and on and on.first >= event.on.first)
            found.append(Stay(school.school, Period(event.on, min(ends, default=None)), event.claim))
    return found


def education_events(subject: Subject, *types: str, everyone: bool) -> list[Happening]:
    """Events of category education and these types about the child, by date."""
    events = events_with(subject.case, subject.child, subject.as_of, ABOUT_ROLES, everyone=everyone)
    return [event for event in events if event.category == "education" and event.type in types]


def _school_of(subject: Subject, event: Happening) -> Stay:
    school = event.claim.value("provider") or subject.agency_name(event.agency)
    return Stay(school, event.claim.valid, event.claim)


def moves_between(stays: Iterable[Stay], born: PartialDate | None, phases: frozenset[int]) -> list[Move]:
    """Each change from one school to another; a second school attended within the stay at the first is none."""
    found: list[Move] = []
    current: Stay | None = None
    for stay in stays:
        if current is None or stay.key == current.key:
            current = stay
            continue
        outlasted = stay.period.end is not None and stay.period.maybe_until < current.period.maybe_until
        if stay.period.start is None or outlasted:
            continue
        found.append(Move(stay.period.start, current, stay, _is_phase_change(stay.period.start, born, phases)))
        current = stay
    return found


def _is_phase_change(on: PartialDate, born: PartialDate | None, phases: frozenset[int]) -> Certainty:
    """Whether a child of one of these ages on 31 August moves in August or September."""
    months = {day.month in _NEW_YEAR_STARTS for day in (on.first, on.last)}
    if months == {False}:
        return Certainty.NO
    if born is None:
        return Certainty.POSSIBLE
    eve = date(on.first.year, 8, 31)
    ages = {age_on(PartialDate(day, day, ""), eve) in phases for day in (born.first, born.last)}
    if ages == {False}:
        return Certainty.NO
    return Certainty.CERTAIN if months == ages == {True} else Certainty.POSSIBLE


def compulsory_days(born: PartialDate, *, sure: bool) -> Span:
    """The days on which a child born then is certainly (`sure`) or possibly of compulsory school age."""
    early, late = _compulsory(born.first), _compulsory(born.last)
    if sure:
        return meet(early, late) or Span(EARLIEST, EARLIEST)
    return Span(early.since, late.until)


def _compulsory(born: date) -> Span:
    fifth = _birthday(born, 5)
    starts = (date(year, *day) for year in (fifth.year, fifth.year + 1) for day in _PRESCRIBED)
    sixteenth = _birthday(born, 16)
    leaving_year = sixteenth.year + (1 if sixteenth.month >= _SEPTEMBER else 0)
    return Span(min(day for day in starts if day >= fifth), _last_friday_in_june(leaving_year) + _ONE_DAY)


def _birthday(born: date, age: int) -> date:
    """The day an age is reached; 1 March for those born on 29 February in years without one."""
    day = date(born.year, born.month, 1) + timedelta(days=born.day - 1)
    first = date(born.year + age, born.month, 1)
    return first + timedelta(days=day.day - 1)


def _last_friday_in_june(year: int) -> date:
    last = date(year, _JUNE, 30)
    return last - timedelta(days=(last.weekday() - _FRIDAY) % 7)


def school_days(span: Span) -> int:
    """Mondays to Fridays of a span outside 21 July to 31 August and 21 December to 2 January."""
    days = (span.since + timedelta(days=number) for number in range((span.until - span.since).days))
    return sum(day.weekday() < _SATURDAY and not _is_holiday(day) for day in days)


def _is_holiday(day: date) -> bool:
    return any(since <= (day.month, day.day) < until for since, until in _HOLIDAYS)


def term_of(start: date, last: date) -> str | None:
    """The term in which the middle of these days lies; None where they are longer than a term."""
    if last - start > _LONGEST_TERM:
        return None
    middle = start + (last - start) / 2
    day = (middle.month, middle.day)
    if day >= _AUTUMN_TERM:
        return f"autumn term {middle.year}"
    return f"summer term {middle.year}" if day >= _SUMMER_TERM else f"spring term {middle.year}"
