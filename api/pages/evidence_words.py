"""The last lines of the evidence panel: who says otherwise, and what would change what is said here (screens.md §1)."""

from __future__ import annotations

from collections.abc import Mapping

from graph.model.answers import ClaimAnswer

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
