"""What may be asked, and by which roles: a table. Anything that isn't in it is denied."""

from __future__ import annotations

from collections.abc import Mapping

from graph.access.caller import AccessRole

_ABOUT_PEOPLE = frozenset({AccessRole.PRACTITIONER, AccessRole.ASSESSMENT, AccessRole.MANAGER})
_PSEUDONYMOUS = _ABOUT_PEOPLE | {AccessRole.ANALYST}
_ANALYST = frozenset({AccessRole.ANALYST})
_AREA = frozenset({AccessRole.ANALYST, AccessRole.STEWARD})
_STEWARD = frozenset({AccessRole.STEWARD})
_DELIVERIES = frozenset({AccessRole.STEWARD, AccessRole.ADMIN})
_ANYONE = frozenset(AccessRole)
_REVIEWERS = frozenset({AccessRole.AUDITOR, AccessRole.MANAGER})

BREAK_GLASS, CLAIM_RELATIONSHIP = "breakGlass", "claimRelationship"
OPENINGS = frozenset({BREAK_GLASS, CLAIM_RELATIONSHIP})
"""Root fields that open what was closed to the caller; their answer shows nobody."""

QUESTIONS_ABOUT_PEOPLE = frozenset(
    {
        "person",
        "personByRef",
        "findPeople",
        "household",
        "network",
        "genogram",
        "ecomap",
        "path",
        "hiddenAdults",
        "unknownPartnerCheck",
        "siblingHistory",
        "professionalContacts",
        "chronology",
        "whoKnewWhat",
        "changes",
        "findings",
        "setAside",
        "claim",
        "children",
    }
)
"""Root fields whose answer shows people: those that look through `Decision.visible` and need an anchor."""

ROOT_FIELDS: Mapping[str, frozenset[AccessRole]] = {
    **dict.fromkeys(QUESTIONS_ABOUT_PEOPLE, _PSEUDONYMOUS),
    # By a name or a reference an analyst would learn whose pseudonym is whose; nor does an analyst set anything aside.
    **dict.fromkeys(("findPeople", "personByRef", "setAside"), _ABOUT_PEOPLE),
    # Where an analyst begins, who has no name to search for.
    "children": _ANALYST,
    "areaCounts": _ANALYST,
    # The hub's question: it starts from people nobody has a relationship with yet.
    "unknownPartnerCheck": frozenset({AccessRole.ASSESSMENT}),
    "me": _ANYONE,
    "feeds": _ANYONE,
    "rules": _ANYONE,
    "deliveries": _DELIVERIES,
    "identityQueue": _STEWARD,
    "judge": _STEWARD,
    "undoJudgement": _STEWARD,
    BREAK_GLASS: _ABOUT_PEOPLE,
    # Whoever may look at any child of the area has no relationship to claim.
    CLAIM_RELATIONSHIP: frozenset({AccessRole.PRACTITIONER, AccessRole.MANAGER}),
}
REVIEWS = ("audit", "accessReview", "signOffAccess")
"""What is read and done to hold others to account: under `audit_review` and for no other reason."""
REPORTS: Mapping[str, frozenset[AccessRole]] = {
    "report:identities": _STEWARD,
    "report:quarantine": _STEWARD,
    "report:feeds": _ANYONE,
    "report:adults": _AREA,
    "report:siblings": _AREA,
    "report:findings": _AREA,
}
ADMINISTRATION: Mapping[str, frozenset[AccessRole]] = {
    "accounts": frozenset({AccessRole.ADMIN}),
    # A manager reads of the own team's accounts only: the question puts that into its search of the log.
    "audit": _REVIEWERS,
    "accessReview": _REVIEWERS,
    "signOffAccess": frozenset({AccessRole.MANAGER}),
    "help": _ANYONE,
    "identityQuality": _STEWARD,
    "delivery": _DELIVERIES,
    "feedsWatched": _DELIVERIES,
    "correct": _STEWARD,
    "mappings": _DELIVERIES,
    "previewMapping": _DELIVERIES,
}
QUARANTINE_FILE = "export:quarantine.csv"
"""The rows of a load that were set apart, as a file that can be corrected and sent back."""
AREA_EXPORT = "export:area"
"""The whole area under pseudonyms of the file, for analysts."""
EXPORTED_PAGES: Mapping[str, str] = {
    "adults": "hiddenAdults",
    "siblings": "siblingHistory",
    "contacts": "professionalContacts",
    "chronology": "chronology",
    "network": "network",
    "genogram": "genogram",
    "ecomap": "ecomap",
    "who-knew": "whoKnewWhat",
    "findings": "findings",
    "changes": "changes",
}
"""The pages that are exported, by the question each asks: an export is open to whoever may ask it."""
ENDINGS = ("svg", "png", "pdf", "docx", "xlsx", "csv", "json")
EXPORTS: Mapping[str, frozenset[AccessRole]] = {
    f"export:{page}.{ending}": ROOT_FIELDS[question] & _ABOUT_PEOPLE
    for page, question in EXPORTED_PAGES.items()
    for ending in ENDINGS
}
CASE_PACKS = ("export:case-pack.pdf", "export:case-pack.docx")
"""One file of several answers about a child: each is decided on by itself too."""
OPERATIONS: Mapping[str, frozenset[AccessRole]] = {
    **ROOT_FIELDS,
    **REPORTS,
    **ADMINISTRATION,
    **EXPORTS,
    **dict.fromkeys(CASE_PACKS, _ABOUT_PEOPLE),
    QUARANTINE_FILE: _STEWARD,
    AREA_EXPORT: _ANALYST,
}


def is_about_people(operation: str) -> bool:
    """Whether an operation's answer shows people: it needs an anchor, and looks through what the caller may see."""
    return operation in QUESTIONS_ABOUT_PEOPLE or operation in EXPORTS or operation in CASE_PACKS


def roles_that_may(operation: str) -> frozenset[AccessRole]:
    """The roles an operation is open to; none for one that isn't in the table."""
    return OPERATIONS.get(operation, frozenset())
