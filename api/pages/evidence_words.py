"""The last lines of the evidence panel: who objects, and what would change what is said here (screens.md §1)."""

from __future__ import annotations

from collections.abc import Mapping

from api.pages.words import written
from graph.model.answers import ClaimAnswer
from graph.model.objections import ObjectionAnswer, ObjectionKind

_BY_TABLE: Mapping[str, str] = {
    "people": "a corrected row from {agency}, or a judgement that two of this person's records are of two people",
    "households": "a corrected address from {agency}",
    "residences": "an end date or a correction from {agency}, or another agency recording them elsewhere",
    "relationships": "an end date or a correction from {agency}, or another agency recording another relationship",
    "professionals": "a corrected row from {agency}",
    "involvements": "an end date, a hand-over or a correction from {agency}",
    "episodes": "an end date, an outcome or a correction from {agency}",
    "events": "a correction of what happened from {agency}, or another agency's record of the same happening",
    "event_people": "a correction from {agency} of who was there and in what part",
    "event_professionals": "a correction from {agency} of which professional was there",
    "assessments": "its completion or a later assessment by {agency}",
    "assessment_people": "a correction from {agency} of whom the assessment names",
    "shares": "an answer recorded later, or a correction, from {agency}",
    "attendance": "corrected sessions from {agency}",
}


def would_change(claim: ClaimAnswer) -> str:
    """What would change a claim, in words; a replaced one is history that only another `known_at` brings back."""
    if claim.superseded_at is not None:
        return "nothing: it has been replaced, and shows what was known before then"
    record = claim.record
    said = _BY_TABLE.get(record.table, "a corrected row from {agency}").format(agency=record.agency.name)
    if claim.valid.unconfirmed_since is None:
        return said
    return f"{said}; a newer delivery would say whether it still holds"


def objected(one: ObjectionAnswer) -> str:
    """That somebody a claim is about says something against it, when, and how it was answered; without their words."""
    is_correction = one.kind == ObjectionKind.CORRECTION.name
    against = "says that this is wrong" if is_correction else "objects to this being used"
    if one.answered_at is None:
        stands = "not answered yet"
    else:
        stands = f"answered {written(one.answered_at)}, {'upheld' if one.upheld else 'not upheld'}"
    return f"Somebody this is about {against} ({written(one.at)}; {stands})"


def objected_in_words(one: ObjectionAnswer) -> str:
    """The same with what was said and answered, where it may be read."""
    said = f": “{one.says}”" if one.says else ""
    answer = f"; the answer: “{one.answer}”" if one.answer else ""
    return f"{objected(one)}{said}{answer}"
