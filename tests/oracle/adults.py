"""rules.md §3 (hidden adults) by brute force: the adults with a ground, and the state of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.model.claims import ClaimKind, Role
from graph.model.period import parse_partial
from tests.oracle.grounds import (
    Around,
    Ground,
    Piece,
    first_of,
    lives_there,
    pieces,
    told_grounds,
)
from tests.oracle.people import (
    LIVING_ROLES,
    born,
    carers,
    died_before,
    expected,
    is_identified,
    may_be_adult,
    own_rows,
    stays,
)
from tests.oracle.rows import NO, Known, Row, Span, dated
from tests.oracle.siblings import siblings


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult around C."""

    state: str
    grounds: tuple[Ground, ...]
    since: str | None
    known_by: tuple[tuple[str, date], ...]


def adults(known: Known) -> dict[str, Adult]:
    """Every adult around C, with the first state that applies."""
    around = Around(known, known.child)
    agency = known.asked.agency or "csc"
    counted = assessments(around, agency)
    found = {}
    for person, evidence in pieces(around).items():
        if not is_listed(around, person, evidence):
            continue
        links = link_claims(around, person, evidence)
        state = state_of(around, agency, person, (evidence, links), counted)
        grounds = told_grounds(evidence)
        found[person] = Adult(state, grounds, since_of(evidence), known_by(known, links))
    return found


def is_listed(around: Around, person: str, evidence: list[Piece]) -> bool:
    """§2: adults; "A parent or partner under 18 is listed among adults"; not the dead, not the unborn; foster carers."""
    known, as_of = around.known, around.known.asked.as_of
    if died_before(known, person, as_of) or expected(known, person):
        return False
    if all(piece.by_placement for piece in evidence):
        return False
    if may_be_adult(known, person, as_of):
        return True
    return any(piece.kind in {"parent", "partner_of_carer"} for piece in evidence)


def since_of(evidence: list[Piece]) -> str | None:
    """Since when there was a link: the earliest first date."""
    return first_of(evidence)


def known_by(known: Known, links: list[Row]) -> tuple[tuple[str, date], ...]:
    """§3: "which agencies know A", by a link claim, since when; "`known_to` limits the evidence used"."""
    found: dict[str, date] = {}
    used = {row.claim.id for row in known.evidence}
    for row in links:
        if row.claim.id not in used:
            continue
        for agency, day in known.first_knew(row).items():
            found[agency] = min(found.get(agency, day), day)
    return tuple(sorted(found.items()))


def link_claims(around: Around, person: str, evidence: list[Piece]) -> list[Row]:
    """§2, link claim: "any claim, of any date up to `as_of`, with A on one side and C, any household C lived in, a carer ..."."""
    known, child = around.known, around.child
    near = {
        child,
        *(care.person for care in carers(known, child, everyone=True)),
        *siblings(known, child, everyone=True),
    }
    near -= {person}
    homes = {stay.home for stay in stays(known, child, LIVING_ROLES, everyone=True) if _begun(around, stay.span)}
    found = {row.claim.id: row for piece in evidence for row in piece.rows}
    for row in known.rows:
        if not row.stands or person not in known.whos(row, Role.PERSON, Role.OTHER) or not _begun(around, row.span):
            continue
        if row.kind is ClaimKind.RELATIONSHIP and near & set(known.whos(row, Role.PERSON, Role.OTHER)):
            found[row.claim.id] = row
        if row.kind is ClaimKind.RESIDENCE and homes & set(known.whos(row, Role.HOUSEHOLD)):
            found[row.claim.id] = row
        if row.kind is ClaimKind.EVENT_PERSON and _is_with(around, row, ClaimKind.EVENT, near):
            found[row.claim.id] = row
        if row.kind is ClaimKind.ASSESSMENT_PERSON and _is_with(around, row, ClaimKind.ASSESSMENT, near):
            found[row.claim.id] = row
    return list(found.values())


def _begun(around: Around, span: Span) -> bool:
    return span.days(longest=True)[0] <= around.known.asked.as_of


def _is_with(around: Around, part: Row, whole: ClaimKind, near: set[str]) -> bool:
    """Whether one of these has a part in the same event or assessment, begun by the day asked about."""
    known, role = around.known, Role(whole.value)
    (record,) = part.ends(role)
    wholes = [row for row in known.rows if row.kind is whole and row.claim.record_id == record and row.stands]
    if not any(_begun(around, row.span) for row in wholes):
        return False
    return any(
        near & set(known.whos(row, Role.PERSON))
        for row in known.rows
        if row.kind is part.kind and row.stands and record in row.ends(role)
    )


Evidence = tuple[list[Piece], list[Row]]


def state_of(around: Around, agency: str, person: str, found: Evidence, counted: list[tuple[Row, set[str]]]) -> str:
    """§3: "First that applies"."""
    known = around.known
    evidence, links = found
    if not is_identified(known, person):
        return "UNIDENTIFIED"
    if not all(known.is_current(agency, table) for table in ("assessments", "assessment_people")):
        return "CANNOT_BE_DETERMINED"
    if any(person in named and is_after_link(row, evidence) for row, named in counted):
        return "ASSESSED"
    if any(agency in known.first_knew(row) for row in links):
        return "KNOWN_NOT_ASSESSED"
    return "HIDDEN"


def is_after_link(assessment: Row, evidence: list[Piece]) -> bool:
    """§3: "started or completed on or after the link began"; §1: an unknown start "counts as before any assessment"."""
    if any(piece.first is None and piece.sets_date for piece in evidence):
        return True
    began = min((parse_partial(piece.first).last.isoformat() for piece in evidence if piece.first), default="")
    dates = [assessment.cell("started"), assessment.cell("completed") if assessment.span.end else ""]
    return any(day and began <= day for day in dates)


def assessments(around: Around, agency: str) -> list[tuple[Row, set[str]]]:
    """§3, assessed: the assessments that count, with whom each names in any capacity."""
    known = around.known
    found = []
    for row in known.said(ClaimKind.ASSESSMENT, everyone=True):
        if row.by != agency or not is_in_time(around, row, agency):
            continue
        parts = [
            part
            for part in known.said(ClaimKind.ASSESSMENT_PERSON, everyone=True)
            if row.claim.record_id in part.ends(Role.ASSESSMENT)
        ]
        if is_of_child_or_sibling(around, row, parts):
            found.append((row, {person for part in parts for person in known.whos(part, Role.PERSON)}))
    return found


def is_in_time(around: Around, assessment: Row, agency: str) -> bool:
    """§3: "started within the window or C's current episode"."""
    started = dated(assessment).first
    if started > around.known.asked.as_of:
        return False
    if around.known.asked.since <= started <= around.until:
        return True
    current = current_episode(around, agency)
    return current is not None and current.span.on(started) != NO


def current_episode(around: Around, agency: str) -> Row | None:
    """§4: "start ≤ day < end; of several, C's open episode is the one begun first" (the assessing agency's only)."""
    known = around.known
    open_ones = [
        row
        for row in known.said(ClaimKind.EPISODE, everyone=True)
        if row.by == agency and around.child in known.whos(row, Role.PERSON) and row.span.on(known.asked.as_of)
    ]
    return min(open_ones, key=lambda row: (row.span.days(longest=True)[0], row.claim.id), default=None)


def is_of_child_or_sibling(around: Around, assessment: Row, parts: list[Row]) -> bool:
    """§3: "of C or of a sibling of the same household at its start (before C's birth: the mother's household)"."""
    known = around.known
    subjects = {p for part in parts if part.cell("capacity") == "child" for p in known.whos(part, Role.PERSON)}
    named = assessment.ends(Role.EPISODE)
    for row in known.said(ClaimKind.EPISODE, everyone=True):
        if row.claim.record_id in named:
            subjects |= set(known.whos(row, Role.PERSON))
    if around.child in subjects:
        return True
    kin = subjects & siblings(known, around.child, everyone=True).keys()
    if not kin:
        return False
    return bool(kin & household_then(around, dated(assessment).first))


def household_then(around: Around, day: date) -> set[str]:
    """§2: the household of C on a day, or before C's birth that of the mother."""
    known = around.known
    birth = born(known, around.child)
    unborn = expected(known, around.child) is not None or (birth is not None and day < birth.first)
    heads = {around.child}
    if unborn:
        heads = {
            care.person
            for care in carers(known, around.child, everyone=True)
            if care.type == "parent" and all(row.cell("sex") != "M" for row in own_rows(known, care.person))
        }
    return {other for head in heads for other in lives_there(known, head, day, everyone=True)}
