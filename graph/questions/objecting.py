"""`kithmap objections`: what a person says against a claim about them is kept and shown with it; so is what was answered.

The operator does it, for the partnership's privacy officer. The agency's own record stays the agency's to correct.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from graph.access.visible import EVERYTHING
from graph.errors import BadInput
from graph.model.claims import Claim
from graph.model.objections import Objection, ObjectionKind, Reply
from graph.questions.opening import Partnerships
from graph.questions.operator import operator_event

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class ObjectionAsked:
    """Who says what against which claim."""

    person: str
    claim: str
    kind: ObjectionKind
    says: str


def object_to(held: Partnerships, asked: ObjectionAsked) -> Objection:
    """The statement, kept. Its audit entry is written first. Raises BadInput naming the option at fault."""
    says = _words(asked.says)
    claim = _claim_about(held, asked)
    said = Objection(f"o{secrets.token_hex(6)}", asked.person, claim.record_id, claim.id, asked.kind, says, held.now())
    held.audit.append(operator_event("object", said.id, shown=(asked.person,)), held.now())
    held.ledger.objections.add(said)
    return said


def answer_objection(held: Partnerships, objection: str, says: str, *, is_upheld: bool) -> Objection:
    """The statement with its answer, kept. Raises BadInput for one that is not there, or is answered."""
    words, found = _words(says), held.ledger.objections.find(objection)
    if found is None or found.reply is not None:
        raise BadInput("id", "names none that waits for an answer: see `kithmap objections list`")
    held.audit.append(operator_event("answer objection", found.id, shown=(found.person,)), held.now())
    held.ledger.objections.answer(found.id, Reply(words, is_upheld, held.now()))
    return held.ledger.objections.find(objection) or found


def _claim_about(held: Partnerships, asked: ObjectionAsked) -> Claim:
    fetched = held.graph.claim(asked.claim, EVERYTHING)
    claim = next((claim for claim in fetched.claims if claim.id == asked.claim), None)
    if claim is None:
        raise BadInput("--claim", "is the id of no claim on record: `kithmap subject-access` gives them")
    entities = {member.record_id: member.entity_id for member in fetched.members}
    ends = {claim.record_id, *(end.record_id for end in claim.ends)}
    person = entities.get(asked.person, asked.person)
    if asked.person not in ends and person not in {entities.get(end, end) for end in ends}:
        raise BadInput("--claim", "is not about this person: whom else it is about may say so themselves")
    return claim


def _words(says: str) -> str:
    said = " ".join(says.split())
    if not any(letter.isalnum() for letter in said):
        raise BadInput("--says", "is empty: what is said is shown with the claim")
    if len(said) > LONGEST:
        raise BadInput("--says", f"is longer than {LONGEST} characters")
    return said
