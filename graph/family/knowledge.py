"""Who knew what: since when each agency knows of an adult or an entry, how, or which blank stands there (rules.md §5, §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.family.feeds import feed_blank
from graph.model.answers import Blank, BlankKind
from graph.model.case import Case, Knowing, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.people import Agency

LINK_TABLES = ("residences", "relationships", "event_people", "assessment_people")
"""The feeds that hold link claims; an agency that sends one of them could have said that it knows somebody."""
_HEALTH = frozenset(
    {
        "gp", "hospital", "ambulance", "health_visiting", "school_nursing", "midwifery", "camhs",
        "adult_mental_health", "substance_misuse", "urgent_care",
    }
)  # fmt: skip
_EDUCATION = frozenset({"school", "education_service", "early_years"})
_SOCIAL_CARE = frozenset({"children_social_care", "adult_social_care", "early_help"})
CHECKS: Mapping[str, frozenset[str]] = {"health": _HEALTH, "education": _EDUCATION, "social_care": _SOCIAL_CARE}
"""The words of a list of checks that stand for several kinds of agency; any other word is a kind or an agency."""
_NEVER_CHECKED = frozenset({"other"})
"""No check names such an agency by its kind, so a list does not lack it."""
MOST_OF_A_KIND = 5
CHECKS_OF = "checks of"
_UNANSWERED = {"refused": BlankKind.REFUSED, "not_answered": BlankKind.NOT_ANSWERED}

HeldBy = Mapping[str, tuple[tuple[Knowing, Claim], ...]]
"""By agency, what it knows, first known first."""


@dataclass(frozen=True, slots=True)
class Ignorance:
    """Why an agency knows nothing here: which blank, and the claims that say so (a request, a list of checks)."""

    blank: Blank
    claims: tuple[Claim, ...] = ()


def held_by(case: Case, claims: Iterable[Claim]) -> HeldBy:
    """Who knows these claims at `known_at`, since when and how."""
    found: dict[str, list[tuple[Knowing, Claim]]] = {}
    for claim in claims:
        for knowing in case.knowing(claim):
            found.setdefault(knowing.agency, []).append((knowing, claim))
    return {
        agency: tuple(sorted(held, key=lambda pair: (pair[0].since, pair[1].id)))
        for agency, held in sorted(found.items())
    }


def ignorance_of(case: Case, agency: Agency, person: str) -> Ignorance:
    """Which blank stands where an agency knows nothing of a person.

    What became of a request says most; then whether the agency's records are here and current, and, where they are not,
    whether an assessment's list of checks is filled and lacks it.
    """
    asked = _request(case, agency, person)
    if asked is not None:
        kind = _UNANSWERED[asked.value("outcome") or ""]
        return Ignorance(Blank(person, agency, kind, asked.valid.start.first if asked.valid.start else None), (asked,))
    feed = link_feed_blank(case, agency)
    if feed is None:
        return Ignorance(Blank(person, agency, BlankKind.DELIVERED_NONE))
    lists = _checks_without(case, agency, person)
    if lists and feed.kind is BlankKind.NOT_DELIVERED:
        return Ignorance(Blank(person, agency, BlankKind.NOT_ASKED), lists)
    return Ignorance(Blank(person, agency, feed.kind, feed.since))


def link_feed_blank(case: Case, agency: Agency) -> Blank | None:
    """None while one of the agency's feeds of link claims is current; else the blank of the one that reaches furthest."""
    blanks = [feed_blank(case.partnership, agency, table, case.dates.as_of) for table in LINK_TABLES]
    there = [blank for blank in blanks if blank is not None]
    if len(there) < len(LINK_TABLES):
        return None
    return max(there, key=lambda blank: (blank.since is not None, blank.since.toordinal() if blank.since else 0))


def _request(case: Case, agency: Agency, person: str) -> Claim | None:
    """The agency's latest request about a person that was refused or not answered."""
    found = [
        share
        for share in case.all_about(person, ClaimKind.SHARE)
        if share.value("to_agency") == agency.id and share.value("outcome") in _UNANSWERED and supports(share)
    ]
    return max(found, key=lambda share: (share.valid.maybe_from, share.id), default=None)


def _checks_without(case: Case, agency: Agency, person: str) -> tuple[Claim, ...]:
    """The parts of this person in assessments of others whose list of checks is filled; none where one names the agency."""
    parts = [
        part
        for part in case.all_about(person, ClaimKind.ASSESSMENT_PERSON)
        if supports(part) and part.list_of("checks") and part.agency != agency.id
    ]
    if any(_names(check, agency) for part in parts for check in part.list_of("checks")):
        return ()
    return tuple(parts)


def checks_lacking(case: Case, name: str, parts: Iterable[Claim]) -> tuple[Blank, ...]:
    """The agencies that none of somebody's lists of checks names, as blanks, by kind and id; none where no list is filled.

    Those who made the assessments are not asked by a check. Of a kind with more than a few agencies here, one blank says
    how many they are.
    """
    held = tuple(parts)
    assessing = {part.agency for part in held}
    checks = [check for part in held for check in part.list_of("checks")]
    lacking: dict[str, list[Agency]] = {}
    for _, agency in sorted(case.partnership.agencies.items()) if checks else ():
        is_asked = any(_names(check, agency) for check in checks)
        if agency.kind not in _NEVER_CHECKED and agency.id not in assessing and not is_asked:
            lacking.setdefault(agency.kind, []).append(agency)
    return tuple(
        blank
        for kind, agencies in sorted(lacking.items())
        for blank in _not_asked(f"{CHECKS_OF} {name}", kind, agencies)
    )


def _not_asked(what: str, kind: str, agencies: Sequence[Agency]) -> Iterator[Blank]:
    if len(agencies) > MOST_OF_A_KIND:
        yield Blank(f"{what}: {len(agencies)} agencies of kind {kind.replace('_', ' ')}", None, BlankKind.NOT_ASKED)
        return
    yield from (Blank(what, agency, BlankKind.NOT_ASKED) for agency in agencies)


def _names(check: str, agency: Agency) -> bool:
    word = check.casefold().replace(" ", "_")
    return word in {agency.id, agency.kind} or agency.kind in CHECKS.get(word, frozenset())


def people_of(case: Case, claims: Iterable[Claim], child: str) -> tuple[str, ...]:
    """Whom claims are about but the child; the child alone where they are about nobody else."""
    ends = {
        case.entity(end.record_id) for claim in claims for end in claim.ends if end.role in {Role.PERSON, Role.OTHER}
    }
    others = {person for person in ends - {child} if case.descriptions(person, ClaimKind.PERSON)}
    return tuple(sorted(others)) or (child,)


def claims_about(case: Case, claims: Iterable[Claim], person: str) -> tuple[Claim, ...]:
    """Those of an entry's claims that say something of a person: about them, or about nobody (the event itself)."""
    found = []
    for claim in claims:
        people = {case.entity(end.record_id) for end in claim.ends if end.role in {Role.PERSON, Role.OTHER}}
        if not people or person in people:
            found.append(claim)
    return tuple(found)
