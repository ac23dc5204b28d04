"""One pair of records by itself: before it is judged, and what was judged of it."""

from __future__ import annotations

from math import log2

from graph.identity.judgements import Judgement
from graph.model.reviewing import JudgedPair, NextPair, Undone, WaitingPair
from graph.questions.identity_book import IdentityBook, two_people
from graph.questions.queue import tell_pairs
from graph.questions.reading import Reading
from graph.store.ledger.judgements import Past
from graph.store.pair_files import KeptPair
from graph.store.stored_form import from_ms


def find_pair(reading: Reading, book: IdentityBook, left: str, right: str) -> WaitingPair | None:
    """The pair that waits between two people, named by any record of theirs; None where none waits, or none may be known."""
    rows = book.rows({left, right})
    if not {left, right} <= rows.keys():
        return None
    people = two_people(rows[left]["person_id"], rows[right]["person_id"])
    waiting = book.waiting(reading.decision.denied)
    wanted = [pair for pair in waiting if two_people(pair.left_person, pair.right_person) == people]
    for pair, candidate in zip(wanted, tell_pairs(reading, book, wanted), strict=False):
        return WaitingPair(candidate, _after(waiting, (pair.left, pair.right)))
    return None


def find_judged(reading: Reading, book: IdentityBook, judgement_id: str) -> JudgedPair | None:
    """A judgement with its comparison; None where there is none, or none of records the caller may know of."""
    past = book.log.past(judgement_id)
    if past is None:
        return None
    pair = _pair_of(book, past.judgement)
    told = tell_pairs(reading, book, [pair]) if pair else ()
    if pair is None or not told:
        return None
    entry, prior = past.judgement, book.model().prior
    return JudgedPair(
        id=entry.id,
        candidate=told[0],
        verdict=entry.verdict.value,
        by=entry.author,
        at=from_ms(entry.at),
        reason=entry.reason,
        evidence_since=None if entry.evidence_since is None else from_ms(entry.evidence_since),
        undone=_undone(past),
        is_one=pair.left_person == pair.right_person,
        start=log2(prior / (1 - prior)),
        after=_after(book.waiting(reading.decision.denied), (pair.left, pair.right)),
    )


def _pair_of(book: IdentityBook, entry: Judgement) -> KeptPair | None:
    rows = book.rows({entry.left, entry.right})
    if not {entry.left, entry.right} <= rows.keys():
        return None
    left, right = (rows[record]["person_id"] for record in (entry.left, entry.right))
    return KeptPair(
        entry.left, entry.right, left, right, None, entry.verdict.value, None, entry.author, touches_restricted=False
    )


def _undone(past: Past) -> Undone | None:
    if past.undone_at is None:
        return None
    return Undone(past.undone_by, past.undone_because, past.undone_at)


def _after(waiting: tuple[KeptPair, ...], here: tuple[str, str]) -> NextPair:
    """The first pair after this one in the order of the queue, else the first of all but this one."""
    others = [pair for pair in ((one.left, one.right) for one in waiting) if pair != here]
    return next((pair for pair in others if pair > here), others[0] if others else None)
