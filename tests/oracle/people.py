"""rules.md §2 by brute force: who is a child, who lives where, who cares for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graph.model.claims import ClaimKind, Role
from graph.model.period import PartialDate, parse_partial
from graph.model.vocabulary import read_relationship
from tests.oracle.rows import LONG_BEFORE, MAYBE, NO, SURELY, Known, Row, Span, on_date

PARENTS = {"parent", "step_parent", "adoptive_parent"}
OTHER_CARERS = {"special_guardian", "foster_carer", "kinship_carer", "private_foster_carer"}
LIVING_ROLES = {"resident", "part_time", "overnight"}
MOST_RESIDENTS = 12


def own_rows(known: Known, person: str) -> list[Row]:
    """A person's own rows, whoever may know them: names and dates are not evidence of a link."""
    return [row for row in known.rows if row.kind is ClaimKind.PERSON and known.who(row.claim.record_id) == person]


def born(known: Known, person: str) -> PartialDate | None:
    """The birth date on record."""
    dates = [row.cell("date_of_birth") for row in own_rows(known, person) if row.cell("date_of_birth")]
    return parse_partial(dates[0]) if dates else None


def expected(known: Known, person: str) -> PartialDate | None:
    """The expected birth of somebody who has no birth date."""
    dates = [row.cell("expected_birth") for row in own_rows(known, person) if row.cell("expected_birth")]
    return parse_partial(dates[0]) if dates and born(known, person) is None else None


def _eighteen(day: date) -> date:
    return date(day.year + 18, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 18)


def is_child(known: Known, person: str, day: date) -> int:
    """§2, Child: "under 18 on the day, or unborn; without a birth date, by a role or capacity `child`, a school roll ..."."""
    birth = born(known, person)
    if birth is not None:
        return SURELY if day < _eighteen(birth.first) else MAYBE if day < _eighteen(birth.last) else NO
    if expected(known, person) is not None or any(row.cell("upn") for row in own_rows(known, person)):
        return SURELY
    rows = [row for row in known.rows if row.stands and person in known.whos(row, Role.PERSON)]
    return SURELY if any(_says_child(row) for row in rows) else NO


def _says_child(row: Row) -> bool:
    """Whether a row says its person is a child: "by a role or capacity `child`, a school roll, attendance"."""
    if row.kind is ClaimKind.EVENT_PERSON:
        return row.cell("role") == "child"
    on_roll = row.kind is ClaimKind.EPISODE and row.cell("kind") == "school_roll"
    return row.cell("capacity") == "child" or row.kind is ClaimKind.ATTENDANCE or on_roll


def is_identified(known: Known, person: str) -> bool:
    """§3: not "a record with `identified = n` or no name (an unborn child is not one)"."""
    rows = own_rows(known, person)
    if expected(known, person) is not None:
        return True
    return any((row.cell("given_name") or row.cell("family_name")) and row.cell("identified") != "n" for row in rows)


def died_before(known: Known, person: str, day: date) -> bool:
    """§2: "Someone who died before `as_of` is not among the adults"."""
    deaths = [row.cell("date_of_death") for row in own_rows(known, person) if row.cell("date_of_death")]
    return any(parse_partial(death).last < day for death in deaths)


# --- homes ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Stay:
    """Claims of one person at one household, joined: with its first date as said, and the rows."""

    home: str
    span: Span
    rows: tuple[Row, ...]


def joins_people(known: Known, home: str, day: date) -> bool:
    """§2: "Only `private` households join people, never one with more than 12 residents that day, never a confidential"."""
    rows = [row for row in known.rows if row.kind is ClaimKind.HOUSEHOLD and known.who(row.claim.record_id) == home]
    if any(row.cell("kind") not in {"", "private"} or row.cell("confidential") == "y" for row in rows):
        return False
    return len(residents(known, home, day)) <= MOST_RESIDENTS


def residents(known: Known, home: str, day: date) -> set[str]:
    """§2, Household of P on day D: "everyone with a residence claim there overlapping D in role resident, part_time ..."."""
    return {
        person
        for row in known.said(ClaimKind.RESIDENCE, everyone=True)
        if home in known.whos(row, Role.HOUSEHOLD) and row.cell("role") in LIVING_ROLES and row.span.on(day)
        for person in known.whos(row, Role.PERSON)
    }


def stays(known: Known, person: str, roles: set[str], *, everyone: bool = False) -> list[Stay]:
    """§2: "claims joined per person first"; §1: an unknown start takes that of another claim that dates the same stay."""
    rows = [
        row
        for row in known.said(ClaimKind.RESIDENCE, everyone=everyone)
        if person in known.whos(row, Role.PERSON) and row.cell("role") in roles
    ]
    homes = sorted({home for row in rows for home in known.whos(row, Role.HOUSEHOLD)})
    return [
        stay for home in homes for stay in _joined(home, [r for r in rows if home in known.whos(r, Role.HOUSEHOLD)])
    ]


def _joined(home: str, rows: list[Row]) -> list[Stay]:
    groups: list[list[Row]] = []
    for row in (row for row in rows if row.span.start):
        touching = [group for group in groups if any(_touch(row.span, other.span) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([row, *(other for group in touching for other in group)])
    undated = sorted((row for row in rows if not row.span.start), key=lambda row: row.span.days(longest=True)[1])
    for row in undated:
        # Of several stays another claim dates, it is the last that had begun before this one ended.
        before = [group for group in groups if _begins(group) < row.span.days(longest=True)[1]]
        max(before, key=_begins).append(row) if before else groups.append([row])
    return [Stay(home, _whole(group), tuple(group)) for group in groups]


def _begins(group: list[Row]) -> date:
    return min((row.span.start.first for row in group if row.span.start), default=LONG_BEFORE)


def _touch(one: Span, other: Span) -> bool:
    start, end = one.days(longest=True)
    since, until = other.days(longest=True)
    return max(start, since) <= min(end, until)


def _whole(rows: list[Row]) -> Span:
    starts = [row.span.start for row in rows if row.span.start]
    ends = [row.span.end for row in rows]
    known_ends = [end for end in ends if end]
    return Span(min(starts) if starts else None, None if None in ends else max(known_ends, key=lambda end: end.last))


# --- kin ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship row, read forward: `one` is `type` of `other`."""

    one: str
    type: str
    other: str
    row: Row


def relations(known: Known, *, everyone: bool = False) -> list[Relation]:
    """Every relationship that stands, in its forward form (deliveries.md §5)."""
    found = []
    for row in known.said(ClaimKind.RELATIONSHIP, everyone=everyone):
        type_, turned = read_relationship(row.cell("type"))
        (one,), (other,) = known.whos(row, Role.PERSON), known.whos(row, Role.OTHER)
        found.append(Relation(other, type_, one, row) if turned else Relation(one, type_, other, row))
    return [relation for relation in found if relation.one != relation.other]


def parts_of(known: Known, event: str, *, everyone: bool = False) -> list[tuple[str, str, Row]]:
    """Who had a part in an event: person, role, row."""
    return [
        (person, row.cell("role"), row)
        for row in known.said(ClaimKind.EVENT_PERSON, everyone=everyone)
        if event in row.ends(Role.EVENT)
        for person in known.whos(row, Role.PERSON)
    ]


def events_of(known: Known, *, everyone: bool = False) -> list[Row]:
    """The events."""
    return known.said(ClaimKind.EVENT, everyone=everyone)


@dataclass(frozen=True, slots=True)
class Care:
    """Somebody who cares for the child: as what, since and until when, by which row."""

    person: str
    type: str
    span: Span
    row: Row

    def within(self, first: date, last: date) -> int:
        """Whether the care lies in these days: that of an event on its date, any other while it lasted."""
        if self.type == "event_carer" and self.span.start:
            return on_date(self.span.start, first, last)
        return self.span.within(first, last)


def carers(known: Known, child: str, *, everyone: bool = False) -> list[Care]:
    """§2, Carers of C: "parents of all kinds, special guardians, foster, kinship and private foster carers, adults ..."."""
    found = []
    for relation in relations(known, everyone=everyone):
        if relation.other != child:
            continue
        if relation.type in PARENTS | OTHER_CARERS or (
            relation.type == "carer" and may_be_adult(known, relation.one, known.asked.as_of)
        ):
            found.append(Care(relation.one, relation.type, relation.row.span, relation.row))
    for event in events_of(known, everyone=everyone):
        parts = parts_of(known, event.claim.record_id, everyone=everyone)
        if child not in {person for person, _, _ in parts}:
            continue
        for person, role, row in parts:
            if role == "carer" and person != child and may_be_adult(known, person, known.asked.as_of):
                found.append(Care(person, "event_carer", event.span, row))
    return found


def may_be_adult(known: Known, person: str, day: date) -> bool:
    """§2, Adult: everyone who is not surely a child."""
    return is_child(known, person, day) != SURELY
