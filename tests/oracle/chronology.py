"""rules.md §5, Chronology, by brute force: every entry about C, records of one happening grouped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.model.claims import ClaimKind, Role
from graph.model.period import PartialDate, parse_partial
from tests.oracle.people import LIVING_ROLES, joins_people, stays
from tests.oracle.rows import NO, Known, Row, dated, on_date
from tests.oracle.siblings import siblings


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened to somebody, as one row says: what, when."""

    person: str
    type: str
    when: PartialDate
    row: Row


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: what, when as said, and the rows of it."""

    type: str
    when: str
    rows: frozenset[str]


def entries(known: Known, whose: set[str]) -> list[Told]:
    """The entries in the window, by day; records of one happening are one."""
    lines = [line for line in lines_about(known, whose) if in_window(known, line)]
    groups: list[list[Line]] = []
    for line in lines:
        same = [group for group in groups if any(is_same(known, line, other) for other in group)]
        groups = [group for group in groups if group not in same]
        groups.append([line, *(other for group in same for other in group)])
    found = {
        Told(group[0].type, str(group[0].when), frozenset(line.row.claim.id for line in group)) for group in groups
    }
    return sorted(found, key=lambda told: (parse_partial(told.when).first, told.type, sorted(told.rows)))


def lines_about(known: Known, whose: set[str]) -> list[Line]:
    """§5: "about C (and, on request, household and siblings), all agencies merged"."""
    child = known.child
    found = lines_of(known, child) if "CHILD" in whose else []
    if "SIBLINGS" in whose:
        found += [line for sibling in sorted(siblings(known, child)) for line in lines_of(known, sibling)]
    if "HOUSEHOLD" in whose:
        found += [line for person, line in of_household(known) if lived_with(known, person, line.when.first)]
    return found


def of_household(known: Known) -> list[tuple[str, Line]]:
    """What happened to everybody who lives or lived at a home of C's."""
    homes = {stay.home for stay in stays(known, known.child, LIVING_ROLES)}
    people = {
        person
        for row in known.said(ClaimKind.RESIDENCE)
        if homes & set(known.whos(row, Role.HOUSEHOLD))
        for person in known.whos(row, Role.PERSON)
    } - {known.child}
    return [(person, line) for person in sorted(people) for line in lines_of(known, person)]


def lived_with(known: Known, person: str, day: date) -> bool:
    """§2, Household of P on day D: whether somebody was of the child's household on a day."""
    mine = {
        stay.home
        for stay in stays(known, known.child, LIVING_ROLES)
        if stay.span.on(day) and joins_people(known, stay.home, day)
    }
    return any(stay.home in mine and stay.span.on(day) for stay in stays(known, person, LIVING_ROLES))


def lines_of(known: Known, person: str) -> list[Line]:
    """§5: "every event, episode boundary, assessment, share and change of address or household"."""
    found = []
    for row in known.evidence:
        if not row.stands:
            continue
        about = person in known.whos(row, Role.PERSON)
        if row.kind is ClaimKind.EVENT and has_part(known, ClaimKind.EVENT_PERSON, row, person):
            found.append(Line(person, row.cell("type"), dated(row), row))
        if row.kind is ClaimKind.ASSESSMENT and has_part(known, ClaimKind.ASSESSMENT_PERSON, row, person):
            found += boundaries(person, row, "assessment_started", "assessment_completed")
        if row.kind is ClaimKind.EPISODE and about:
            found += boundaries(person, row, f"{row.cell('kind')}_start", f"{row.cell('kind')}_end")
        if row.kind is ClaimKind.RESIDENCE and about:
            found += boundaries(person, row, "moved_in", "moved_out")
        if row.kind is ClaimKind.SHARE and (about or is_about_record_of(known, row, person)):
            found.append(Line(person, row.cell("outcome"), dated(row), row))
    return found


def is_about_record_of(known: Known, share: Row, person: str) -> bool:
    """Whether a share is about a record that is about somebody: §1, "an event goes with all its people"."""
    records = {
        record
        for row in known.evidence
        if row.kind is not ClaimKind.SHARE and person in known.whos(row, Role.PERSON, Role.OTHER)
        for record in (row.claim.record_id, *row.ends(Role.EVENT), *row.ends(Role.ASSESSMENT))
    }
    return bool(records & set(share.ends(Role.ABOUT)))


def has_part(known: Known, kind: ClaimKind, whole: Row, person: str) -> bool:
    """Whether a part row of an event or assessment names somebody."""
    return any(
        person in known.whos(row, Role.PERSON)
        for row in known.said(kind)
        if whole.claim.record_id in (*row.ends(Role.EVENT), *row.ends(Role.ASSESSMENT))
    )


def boundaries(person: str, row: Row, begun: str, ended: str) -> list[Line]:
    """The dated ends of something that lasts."""
    both = ((begun, row.span.start), (ended, row.span.end))
    return [Line(person, type_, day, row) for type_, day in both if day]


def in_window(known: Known, line: Line) -> bool:
    """Whether it happened in the window, or may have."""
    return on_date(line.when, known.asked.since, min(known.asked.until, known.asked.as_of)) != NO


def is_same(known: Known, one: Line, other: Line) -> bool:
    """§5: "same child, type and start date, and the same provider or a share between the two agencies"."""
    if {one.row.kind, other.row.kind} != {ClaimKind.EVENT} or one.row.by == other.row.by:
        return False
    if (one.person, one.type, str(one.when)) != (other.person, other.type, str(other.when)):
        return False
    mine, theirs = (line.row.cell("provider").strip().casefold() for line in (one, other))
    return bool(mine and mine == theirs) or shared_between(known, one, other)


def shared_between(known: Known, one: Line, other: Line) -> bool:
    """Whether one of the two agencies was told of it by the other: of the record, or of the person it is about."""
    return other.row.by in known.first_knew(one.row) or one.row.by in known.first_knew(other.row)
