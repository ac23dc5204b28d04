"""`accessReview` and `signOffAccess`: what callers opened for themselves, until somebody else looked at it (access.md §3)."""

from __future__ import annotations

from datetime import datetime

from graph.access.caller import AccessRole
from graph.access.opened import Reviewed, SignOff, read_note
from graph.errors import BadInput
from graph.model.opening import OpeningAnswer, OpeningsFound
from graph.questions.looks import known_people
from graph.questions.reading import Reading
from graph.questions.review_book import ReviewBook

MOST_WAITING = 100
MOST_SIGNED = 50


def find_openings(reading: Reading, book: ReviewBook) -> OpeningsFound:
    """What waits for a sign-off, and what was signed off lately, of the accounts the caller reviews."""
    accounts = book.accounts_reviewed(reading)
    waiting = book.openings.newest(MOST_WAITING + 1, accounts, waiting=True)
    signed = book.openings.newest(MOST_SIGNED, accounts, waiting=False)
    children = {one.opened.child for one in (*waiting, *signed)}
    known = children if accounts is None else known_people(reading, children)
    told = [_tell(reading, one, one.opened.child in known) for one in waiting[:MOST_WAITING]]
    return OpeningsFound(
        tuple(told),
        tuple(_tell(reading, one, one.opened.child in known) for one in signed),
        len(waiting) > MOST_WAITING,
    )


def check_sign_off(reading: Reading, book: ReviewBook, reference: str, note: str, now: datetime) -> SignOff:
    """The sign-off, kept with its audit entry. Raises BadInput: no word, or nothing here that waits for the caller's."""
    said = read_note(note)
    found, accounts = book.openings.find(reference), book.accounts_reviewed(reading)
    if found is None or (accounts is not None and found.opened.account not in accounts) or not _may(reading, found):
        raise BadInput("reference", "names nothing that waits for your word")
    sign_off = SignOff(found.opened.reference, reading.decision.caller.name, said, now)
    reading.beside = sign_off
    return sign_off


def _may(reading: Reading, one: Reviewed) -> bool:
    """Whether the caller may sign it off: a manager, about somebody else's, while nobody has."""
    decision = reading.decision
    is_manager = AccessRole.MANAGER in decision.roles
    return is_manager and one.sign_off is None and one.opened.account != decision.caller.name


def _tell(reading: Reading, one: Reviewed, is_known: bool) -> OpeningAnswer:
    opened, signed = one.opened, one.sign_off
    return OpeningAnswer(
        reference=opened.reference,
        kind=opened.kind.value,
        account=opened.account,
        agency=opened.agency,
        child=opened.child if is_known else "",
        category=opened.category,
        # Free text may name people, and an auditor sees none (access.md §1): the team's manager reads it.
        reason=opened.reason if AccessRole.MANAGER in reading.decision.roles else "",
        at=opened.at,
        until=opened.until,
        signed_by=signed.by if signed else "",
        note=signed.note if signed else "",
        signed_at=signed.at if signed else None,
        may_sign_off=_may(reading, one),
    )
