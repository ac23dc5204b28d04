"""Who a person may also be: pairs of records nobody has judged, of people this caller may ask about."""

from __future__ import annotations

from dataclasses import replace

from graph.identity.explanation import explain_pairs
from graph.model.answers import Candidate
from graph.model.case import Case
from graph.questions.identity_book import IdentityBook
from graph.questions.queue import are_seen, compare
from graph.questions.reading import AROUND, Reading
from graph.store.pair_files import KeptPair


def find_suggestions(reading: Reading, book: IdentityBook, entity: str, own: Case) -> tuple[Candidate, ...]:
    """People the person may be the same as, each with why it may be; in order of their ids. One more read at most."""
    pairs = [pair for pair in book.waiting() if entity in {pair.left_person, pair.right_person}]
    if not pairs:
        return ()
    case = reading.case(reading.fetch(sorted({record for pair in pairs for record in (pair.left, pair.right)}), AROUND))
    told = [
        pair
        for pair in pairs
        if are_seen(case, pair) and all(reading.may_ask_about(case, person) for person in _people(case, pair))
    ]
    rows = book.rows({record for pair in told for record in (pair.left, pair.right)})
    explained = explain_pairs(rows, [(pair.left, pair.right) for pair in told], book.model())
    mine, theirs = reading.telling(own), reading.telling(case)
    found = []
    for pair, explanation in zip(told, explained, strict=True):
        (other,) = _people(case, pair) - {entity}
        reading.show(other)
        reasons = tuple(
            replace(one, says=f"{one.field}: {one.says}") for one in compare(case, pair, explanation) if one.weight
        )
        found.append(Candidate(mine.person(entity), theirs.person(other), round(explanation.probability, 4), reasons))
    return tuple(sorted(found, key=lambda candidate: candidate.right.id))


def _people(case: Case, pair: KeptPair) -> frozenset[str]:
    return frozenset((case.entity(pair.left), case.entity(pair.right)))
