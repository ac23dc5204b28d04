"""What an entry of the audit log says, in words: what was asked, why, how it ended."""

from __future__ import annotations

from collections.abc import Mapping

from api.pages.words import capital, plain

QUESTIONS: Mapping[str, str] = {
    "person": "Looked at a person",
    "personByRef": "Searched by an agency's reference",
    "findPeople": "Searched by name",
    "household": "Looked at a household",
    "network": "Household network",
    "genogram": "Genogram",
    "ecomap": "Ecomap",
    "path": "How two people are connected",
    "hiddenAdults": "Adults around a child",
    "unknownPartnerCheck": "Unknown partner check",
    "siblingHistory": "Siblings",
    "professionalContacts": "Professionals",
    "chronology": "Chronology",
    "whoKnewWhat": "Who knew what",
    "changes": "What changed",
    "findings": "Findings",
    "setAside": "Set a finding aside",
    "breakGlass": "Broke the glass",
    "claimRelationship": "Claimed a relationship",
    "accessReview": "Read what was opened",
    "signOffAccess": "Signed off what was opened",
    "grants:add": "Gave a grant",
    "grants:end": "Ended a grant",
    "conflicts:add": "Put somebody on a conflict list",
    "conflicts:end": "Took somebody off a conflict list",
    "users:add": "Added an account",
    "users:link": "Said who an account is",
    "users:token": "Made a bearer token",
    "users:password": "Gave a new one-time password",
    "users:sign-out": "Ended an account's sessions and tokens",
    "users:disable": "Closed an account",
    "claim": "Looked at one source",
    "identityQueue": "Who is who: pairs that wait",
    "identityQuality": "Who is who: how linking stands",
    "judge": "Judged whether two records are one person",
    "undoJudgement": "Undid a judgement",
    "deliveries": "Looked at deliveries",
    "delivery": "Opened a delivery",
    "feedsWatched": "Which feeds are late or missing",
    "correct": "Sent corrected rows",
    "mappings": "Listed the mappings",
    "previewMapping": "Tried a mapping on a sample",
    "withdraw": "Took a delivery back",
    "subject_access": "Put together what is held about a person",
    "erase": "Erased a person",
    "hold": "Put a person under a legal hold",
    "release hold": "Ended a legal hold",
    "object": "Kept what a person says against a record",
    "answer objection": "Answered what a person said against a record",
    "retention": "Listed who is past their time",
    "backup": "Made a backup",
    "restore": "Restored a backup",
    "feeds": "Which agency supplies what",
    "rules": "Read the rules",
    "me": "Asked who is signed in",
    "audit": "Read this log",
    "signin": "Signed in",
    "signout": "Signed out",
    "password": "Chose a new password",
    "request": "Sent a request",
}
"""Operations by their name in the API."""
OUTCOMES: Mapping[str, str] = {
    "answered": "Answered",
    "refused": "Refused",
    "signed_in": "Signed in",
    "signed_out": "Signed out",
    "Forbidden": "Refused: not open to them for this reason",
    "PurposeRequired": "Refused: no reason given",
    "BadInput": "Not answered: what was asked could not be read",
    "InputRefused": "Not answered: what was asked could not be read",
    "TooCostly": "Refused: too much asked at once",
    "StoreUnavailable": "Not answered: the store could not be reached",
    "AuditUnavailable": "Not answered: the log could not be written",
}
_EXPORT, _REPORT = "export:", "report:"


def operation(code: str) -> str:
    """`export:adults.pdf` → `Exported adults as PDF`."""
    if code.startswith(_EXPORT):
        page, _, ending = code.removeprefix(_EXPORT).rpartition(".")
        return f"Exported {plain(page.replace('-', ' '))} as {ending.upper()}"
    if code.startswith(_REPORT):
        return f"Report of the whole area: {plain(code.removeprefix(_REPORT))}"
    return QUESTIONS.get(code, capital(plain(code)))


def outcome(code: str) -> str:
    """How it ended."""
    return OUTCOMES.get(code, f"Not answered: {plain(code)}")
