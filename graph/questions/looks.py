"""`audit`: who looked at whom, and why, over every id a person has or had (access.md §6). No person's content is read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from graph.audit.log import AuditEntry, LooksWanted
from graph.errors import BadInput
from graph.model.claims import ClaimKind
from graph.model.looking import LookAnswer, LooksAsked, LooksFound
from graph.model.period import end_of_day
from graph.questions.reading import Reading
from graph.questions.review_book import ReviewBook

LONGEST_NAME = 200
LONGEST_CURSOR = 18
"""Digits: what a database counts to."""


def find_looks(reading: Reading, book: ReviewBook, asked: LooksAsked, first: int, after: str | None) -> LooksFound:
    """A page of the log, newest first: a manager's of the own team's accounts, of people they may know of.

    Raises BadInput on days out of order and on a cursor that is none.
    """
    if asked.since and asked.until and asked.until < asked.since:
        raise BadInput("until", "lies before the first day")
    callers = book.accounts_read_of(reading)
    wanted = LooksWanted(
        first=first + 1,
        before=_read_cursor(after) if after is not None else None,
        records=_ids_of(reading, asked.person, all_of_them=callers is None) if asked.person else None,
        caller=asked.caller[:LONGEST_NAME],
        operation=asked.operation[:LONGEST_NAME],
        since=_begin_of(asked.since),
        until=_end_of(asked.until),
        callers=callers,
    )
    found = tuple(map(tell_look, book.looks(wanted))) if callers is None else _looks_known(reading, book, wanted)
    page = found[:first]
    return LooksFound(page, str(page[-1].sequence) if page else None, len(found) > first)


def _begin_of(day: date | None) -> datetime | None:
    """When a day begins; None for the first there is, before which is nothing."""
    return None if day is None or day == date.min else end_of_day(day - timedelta(days=1))


def _end_of(day: date | None) -> datetime | None:
    """When a day ends; None for the last there is."""
    return None if day is None or day == date.max else end_of_day(day)


def _read_cursor(after: str) -> int:
    if not (after.isascii() and after.isdigit() and len(after) <= LONGEST_CURSOR):
        raise BadInput("after", "is not a cursor of this answer")
    return int(after)


def _ids_of(reading: Reading, person: str, *, all_of_them: bool) -> frozenset[str]:
    """Every id of a person by now: an entry made before two records were joined names either.

    Where not all of them may be known of, only those that may: somebody closed was looked at by nobody.
    """
    case = reading.case(reading.fetch((person,), ()))
    entity = case.entity(person)
    found = {person, entity, *(record for record, of in case.entity_of.items() if of == entity)}
    return frozenset(found) if all_of_them else known_people(reading, found)


def _looks_known(reading: Reading, book: ReviewBook, wanted: LooksWanted) -> tuple[LookAnswer, ...]:
    """As many entries as wanted, of people the caller may know of. One that showed nobody but others is not there: an
    answer that showed nobody would tell of somebody sealed.

    Reads on, ten pages at a time, where a page holds such entries: few do.
    """
    told: list[LookAnswer] = []
    here, size = wanted, wanted.first
    while True:
        found = book.looks(here)
        told += _of_known_people(reading, tuple(map(tell_look, found)))
        if len(told) >= size or len(found) < here.first:
            return tuple(told[:size])
        here = replace(wanted, before=found[-1].sequence, first=10 * size)


def _of_known_people(reading: Reading, looks: tuple[LookAnswer, ...]) -> Iterator[LookAnswer]:
    known, withheld = _known(reading, {person for look in looks for person in look.shown})
    for look in looks:
        if not look.shown or not (known | withheld).isdisjoint(look.shown):
            yield replace(look, shown=tuple(person for person in look.shown if person in known))


def known_people(reading: Reading, people: Collection[str]) -> frozenset[str]:
    """Those of whom the caller may know that there is somebody of that id."""
    return _known(reading, people)[0]


def _known(reading: Reading, people: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Those the caller may know of, and those of whom they may know no more than that somebody is withheld."""
    if not people:
        return frozenset(), frozenset()
    case = reading.case(reading.fetch(sorted(people), ()))
    open_rows = {claim.record_id for claim in case.claims if claim.kind is ClaimKind.PERSON}
    return frozenset(people) & open_rows, frozenset(record for _, record in case.withheld_people)


def tell_look(entry: AuditEntry) -> LookAnswer:
    """An entry as the page shows it."""
    said = json.loads(entry.content)
    return LookAnswer(
        sequence=entry.sequence,
        at=entry.at,
        caller=said["caller"],
        roles=tuple(said["roles"]),
        purpose=said["purpose"],
        reference=said["reference"],
        operation=said["operation"],
        shown=tuple(said["shown"]),
        withheld=said["withheld"],
        outcome=said["outcome"],
        is_operator=said["is_operator"],
        holds=tuple(said.get("holds", ())),
    )
