"""`identityQueue`: pairs of records before a person, compared in words, with what joining them would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from graph.errors import BadInput
from graph.family.effect import homes_joined, people_joined
from graph.family.households import place
from graph.identity.conflicts import Conflict
from graph.identity.explanation import Explanation, explain_pairs
from graph.identity.features import read_record
from graph.identity.judgements import in_force
from graph.model.answers import Candidate, Comparison, MergeEffect, PersonAnswer
from graph.model.case import Case
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.judging import QueueFound
from graph.questions.identity_book import IdentityBook, Rows, two_people
from graph.questions.reading import ONWARD, Reading
from graph.questions.telling import Telling
from graph.store.pair_files import KeptPair

CELLS: Mapping[str, tuple[str, ...]] = {
    "First name": ("given_name", "other_names"),
    "Other forenames": ("given_name",),
    "Family name": ("family_name", "other_names"),
    "Date of birth": ("date_of_birth", "born_about", "expected_birth"),
    "NHS number": ("nhs_number",),
    "Pupil number": ("upn",),
    "Other numbers": ("local_ids",),
    "Phone, email or vehicle": ("phones", "emails", "vehicles"),
    "Sex": ("sex",),
}
"""The cells each comparison is about; of `Address`, the homes the record was said to stay at."""


def find_identity_queue(reading: Reading, book: IdentityBook, first: int, after: str | None) -> QueueFound:
    """A page of pairs, in order of their ids: no pair comes first for being more probable."""
    waiting = book.waiting(reading.decision.denied)
    since = _read_cursor(after) if after is not None else ("", "")
    later = [pair for pair in waiting if (pair.left, pair.right) > since]
    page = later[:first]
    nodes = tell_pairs(reading, book, page)
    end = f"{page[-1].left}.{page[-1].right}" if page else None
    return QueueFound(nodes, end, len(later) > len(page), len(waiting))


def _read_cursor(after: str) -> tuple[str, str]:
    left, dot, right = after.partition(".")
    if not (left and dot and right):
        raise BadInput("after", "is not a cursor of this answer")
    return left, right


def tell_pairs(reading: Reading, book: IdentityBook, pairs: Sequence[KeptPair]) -> tuple[Candidate, ...]:
    """Pairs as a reviewer sees them, from one read; a pair of which a record can't be seen is left out."""
    fetched = reading.fetch(sorted({record for pair in pairs for record in (pair.left, pair.right)}), (ONWARD,))
    case = reading.case(fetched)
    rows = book.rows({member.record_id for member in fetched.members})
    told = [pair for pair in pairs if are_seen(case, pair) and {pair.left, pair.right} <= rows.keys()]
    explained = explain_pairs(rows, [(pair.left, pair.right) for pair in told], book.model())
    reading.show(*(person for pair in told for person in (case.entity(pair.left), case.entity(pair.right))))
    review = _Review(case, rows, book)
    return tuple(review.tell(pair, found) for pair, found in zip(told, explained, strict=True))


def are_seen(case: Case, pair: KeptPair) -> bool:
    """Whether the case has rows of both records."""
    seen = {claim.record_id for claim in case.claims if claim.kind is ClaimKind.PERSON}
    return {pair.left, pair.right} <= seen


def tell_record(case: Case, record_id: str) -> PersonAnswer:
    """The person of a record, told from that record alone: no other record's names, no claims, homes or candidates."""
    alone = (claim for claim in case.claims if claim.kind is ClaimKind.PERSON and claim.record_id == record_id)
    told = Telling(replace(case, claims=tuple(alone), entity_of={})).person(record_id)
    return replace(told, id=case.entity(record_id), whole=None)


class _Review:
    """Tells pairs of one case: identity fields of the two records alone, numbers of all else."""

    def __init__(self, case: Case, rows: Rows, book: IdentityBook) -> None:
        self._case = case
        self._records = {record_id: read_record(row) for record_id, row in rows.items()}
        self._judged = in_force(book.judgements(), self._records)
        self._latest = book.judged()
        self._members: dict[str, list[str]] = {}
        for record_id in sorted(self._records):
            self._members.setdefault(case.entity(record_id), []).append(record_id)

    def tell(self, pair: KeptPair, found: Explanation) -> Candidate:
        """A pair with its comparisons, the judgement of it if somebody was unsure, and what joining would do."""
        left, right = self._case.entity(pair.left), self._case.entity(pair.right)
        before = self._latest.get(two_people(left, right))
        conflicts = tuple(dict.fromkeys(self._conflicts(pair, left, right)))
        return Candidate(
            tell_record(self._case, pair.left),
            tell_record(self._case, pair.right),
            round(found.probability, 4),
            compare(self._case, pair, found),
            before.verdict.value.upper() if before else None,
            before.author if before else None,
            MergeEffect(
                homes_joined(self._case, left, right),
                people_joined(self._case, left, right),
                conflicts,
                pair.touches_restricted,
            ),
        )

    def _conflicts(self, pair: KeptPair, left: str, right: str) -> Iterator[str]:
        """What stands against it, in words; that one of them is an identity after adoption is told to nobody."""
        if pair.conflict:
            yield pair.conflict
        for one, other in product(self._members.get(left, ()), self._members.get(right, ())):
            conflict = self._judged.find_conflict(self._records[one], self._records[other])
            if conflict is None or conflict is Conflict.ADOPTED:
                continue
            yield (
                str(conflict)
                if {one, other} == {pair.left, pair.right}
                else f"between other records of theirs: {conflict}"
            )


def compare(case: Case, pair: KeptPair, found: Explanation) -> tuple[Comparison, ...]:
    """What was compared between the two records, in words, with what this reader may see of each."""
    return tuple(
        Comparison(
            text.field, _said(case, pair.left, text.field), _said(case, pair.right, text.field), text.says, text.weight
        )
        for text in found.comparisons
    )


def _said(case: Case, record_id: str, field: str) -> str | None:
    if field == "Address":
        texts = {_address(case, claim) for claim in case.claims if _is_stay_of(claim, record_id)}
    else:
        rows = [claim for claim in case.claims if claim.kind is ClaimKind.PERSON and claim.record_id == record_id]
        texts = {_cell(row, field, cell) for row in rows for cell in CELLS[field]}
    return "; ".join(sorted(texts - {""})) or None


def _address(case: Case, stay: Claim) -> str:
    home = case.entity_at(stay, Role.HOUSEHOLD)
    return Telling(case).label(place(case, home)) if home else ""


def _is_stay_of(claim: Claim, record_id: str) -> bool:
    return claim.kind is ClaimKind.RESIDENCE and claim.end(Role.PERSON) == record_id


def _cell(row: Claim, field: str, cell: str) -> str:
    said = row.value(cell) or ""
    return " ".join(said.split()[1:]) if field == "Other forenames" else said
