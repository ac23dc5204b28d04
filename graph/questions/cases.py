"""The children a caller works with, and whom they looked at lately: where a day's work starts. One read of both."""

from __future__ import annotations

from collections.abc import Iterable

from graph.audit.log import LooksWanted
from graph.model.claims import ClaimKind
from graph.model.looking import CaseFound
from graph.questions.looks import tell_look
from graph.questions.reading import AROUND, Reading
from graph.questions.review_book import ListLooks

MOST_OWN = 20
MOST_RECENT = 10
LOOKS_BACK = 100
PAGE_OF_A_PERSON = "person"


def find_cases(reading: Reading, book: ListLooks) -> tuple[CaseFound, ...]:
    """Own cases by id, then those looked at lately, the latest first; nobody whom the caller may not look at now."""
    lately = looked_at(reading, book)
    wanted = sorted({*reading.children, *lately})
    if not wanted:
        return ()
    case = reading.case(reading.fetch(wanted, AROUND))
    own = sorted({case.entity(record) for record in reading.children} if reading.is_for_own_children else ())
    seen = dict.fromkeys(case.entity(record) for record in lately)
    recent = [entity for entity in seen if entity not in own and reading.may_ask_about(case, entity)]
    telling = reading.telling(case)
    shown = [*((entity, True) for entity in own[:MOST_OWN]), *((entity, False) for entity in recent[:MOST_RECENT])]
    people = [
        (telling.person(entity), is_own) for entity, is_own in shown if case.descriptions(entity, ClaimKind.PERSON)
    ]
    found = tuple(CaseFound(one.id, one.display_name, one.is_child, is_own) for one, is_own in people)
    reading.show(*(one.id for one in found))
    return found


def looked_at(reading: Reading, book: ListLooks) -> tuple[str, ...]:
    """Whose pages the caller opened, by id, the latest first, each once: by the log of their own looks."""
    wanted = LooksWanted(LOOKS_BACK, caller=reading.decision.caller.name, operation=PAGE_OF_A_PERSON)
    return tuple(dict.fromkeys(_opened(tell_look(entry).shown for entry in book(wanted))))


def _opened(looks: Iterable[tuple[str, ...]]) -> Iterable[str]:
    """The one person each page showed; an entry that shows several is of a list."""
    return (shown[0] for shown in looks if len(shown) == 1)
