"""`judge` and `undoJudgement`: a person's word on two records, kept with its author and reason, and undone by another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from graph.errors import BadInput
from graph.identity.judgements import Judgement, Verdict
from graph.model.answers import PersonAnswer
from graph.model.case import Case
from graph.model.claims import ClaimKind
from graph.model.judging import ConflictAnswer, JudgedAnswer
from graph.model.period import end_of_day, london_day
from graph.questions.identity_book import IdentityBook, two_people
from graph.questions.queue import tell_record
from graph.questions.reading import Reading
from graph.store.stored_form import from_ms, to_ms

LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class JudgeAsked:
    """A judgement as asked for: two people or records, what is said of them, why, and since when that was on record."""

    left: str
    right: str
    verdict: Verdict
    reason: str
    evidence_since: date | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A judgement ready to be kept or undone, and the person of its left record as told."""

    judgement: Judgement
    person: PersonAnswer


def check_judgement(
    reading: Reading, book: IdentityBook, asked: JudgeAsked, author: str, now: datetime
) -> Proposed | ConflictAnswer:
    """The judgement to be kept, or why there is none to keep. Raises BadInput naming the argument at fault."""
    reason = check_reason(asked.reason)
    since = _check_since(asked.evidence_since, now)
    case = reading.case(reading.fetch((asked.left, asked.right), ()))
    seen = {claim.record_id for claim in case.claims if claim.kind is ClaimKind.PERSON}
    for argument, record in (("left", asked.left), ("right", asked.right)):
        if record not in seen or record not in book.rows({record}):
            raise BadInput(argument, "names nobody you may judge")
    left, right = case.entity(asked.left), case.entity(asked.right)
    reading.show(left, right)
    if asked.left == asked.right or (left == right and asked.verdict is Verdict.SAME):
        return ConflictAnswer("these are one person already", book.what_joined(asked.left, asked.right))
    pair = _pair_judged(book, asked, left, right)
    judgement = Judgement(*pair, asked.verdict, author, reason, to_ms(now), evidence_since=since)
    return Proposed(judgement, _named_one(case, asked))


def _named_one(case: Case, asked: JudgeAsked) -> PersonAnswer:
    """The person of the left record; of somebody nobody had identified, the one they are judged to be."""
    left = tell_record(case, asked.left)
    return left if left.identified or asked.verdict is not Verdict.SAME else tell_record(case, asked.right)


def _pair_judged(book: IdentityBook, asked: JudgeAsked, left: str, right: str) -> tuple[str, str]:
    """The two records judged: those that were put before a person, where the two people were; else those named."""
    for pair in book.waiting():
        if two_people(pair.left_person, pair.right_person) == two_people(left, right):
            return pair.left, pair.right
    return asked.left, asked.right


def check_reason(reason: str) -> str:
    """The reason as it is kept. Raises BadInput where there is none, or one too long to read."""
    said = " ".join(reason.split())
    if not said:
        raise BadInput("reason", "say what shows it: a judgement has a reason")
    if len(said) > LONGEST_REASON:
        raise BadInput("reason", f"is longer than {LONGEST_REASON} characters")
    return said


def _check_since(day: date | None, now: datetime) -> int | None:
    """The end of the day the evidence was recorded, of today at most now; None: the moment of judging."""
    if day is None:
        return None
    if day > london_day(now):
        raise BadInput("evidenceSince", "lies ahead: it is the day the evidence was written down")
    return to_ms(min(end_of_day(day), now))


def check_undoing(reading: Reading, book: IdentityBook, judgement_id: str) -> Proposed:
    """The judgement to undo. Raises BadInput where there is none, or none of records the caller may know of."""
    found = book.log.find(judgement_id)
    if found is None or not {found.left, found.right} <= book.rows({found.left, found.right}).keys():
        raise BadInput("id", "names no judgement you may undo")
    case = reading.case(reading.fetch((found.left, found.right), ()))
    reading.show(case.entity(found.left), case.entity(found.right))
    return Proposed(found, tell_record(case, found.left))


def tell_kept(book: IdentityBook, kept: Judgement, person: PersonAnswer, *, applied: bool) -> JudgedAnswer:
    """What was kept, with the person as answers show them now."""
    row = book.rows({kept.left}).get(kept.left)
    now_is = row["person_id"] if row else person.id
    return JudgedAnswer(kept.id, replace(person, id=now_is), kept.author, from_ms(kept.at), applied)
