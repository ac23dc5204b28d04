"""`audit`: who looked at whom, and why, over every id a person has or had (access.md §6). No person's content is read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from graph.audit.log import AuditEntry, LooksWanted
from graph.errors import BadInput
from graph.model.looking import LookAnswer, LooksAsked, LooksFound
from graph.model.period import end_of_day
from graph.questions.reading import Reading

ListLooks = Callable[[LooksWanted], tuple[AuditEntry, ...]]
LONGEST_NAME = 200


def find_looks(reading: Reading, book: ListLooks, asked: LooksAsked, first: int, after: str | None) -> LooksFound:
    """A page of the log, newest first. Raises BadInput on days out of order and on a cursor that is none."""
    if asked.since and asked.until and asked.until < asked.since:
        raise BadInput("until", "lies before the first day")
    wanted = LooksWanted(
        first=first + 1,
        before=_read_cursor(after) if after is not None else None,
        records=_ids_of(reading, asked.person) if asked.person else None,
        caller=asked.caller[:LONGEST_NAME],
        operation=asked.operation[:LONGEST_NAME],
        since=end_of_day(asked.since - timedelta(days=1)) if asked.since else None,
        until=end_of_day(asked.until) if asked.until else None,
    )
    found = book(wanted)
    page = found[:first]
    return LooksFound(tuple(map(tell_look, page)), str(page[-1].sequence) if page else None, len(found) > first)


def _read_cursor(after: str) -> int:
    if not (after.isascii() and after.isdigit()):
        raise BadInput("after", "is not a cursor of this answer")
    return int(after)


def _ids_of(reading: Reading, person: str) -> frozenset[str]:
    """Every id of a person by now: an entry made before two records were joined names either."""
    case = reading.case(reading.fetch((person,), ()))
    entity = case.entity(person)
    return frozenset({person, entity, *(record for record, of in case.entity_of.items() if of == entity)})


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
    )
