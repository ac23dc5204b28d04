"""rules.md §2 (around C) by brute force: every ground from its line of the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product

from graph.model.claims import ClaimKind, Role
from graph.model.period import parse_partial
from tests.oracle.people import (
    LIVING_ROLES,
    PARENTS,
    Care,
    Stay,
    born,
    carers,
    events_of,
    expected,
    joins_people,
    may_be_adult,
    parts_of,
    relations,
    stays,
)
from tests.oracle.rows import LONG_BEFORE, MAYBE, NO, SURELY, Known, Row, Span, dated, on_date
from tests.oracle.siblings import siblings

PARTNERS, EXES = {"spouse", "partner"}, {"ex_spouse", "ex_partner"}
NOT_THERE = {"witness", "reporter"}
SUBJECTS = {"subject", "child", "victim"}
HARM_EPISODES = {"section47", "child_protection", "looked_after"}
CONTACTS = ("phones", "emails", "vehicles")
PARTNERS, EXES = {"spouse", "partner"}, {"ex_spouse", "ex_partner"}
DAYS_TOGETHER, MOST_HOLDERS = 28, 4


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence of a ground: how sure, since when and until when as said, and the rows of the adult's side."""

    kind: str
    sure: int
    first: str | None
    last: str | None
    rows: tuple[Row, ...]
    by_placement: bool = False
    sets_date: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Ground:
    """A ground as the answer tells it."""

    kind: str
    possible: bool
    first: str | None
    last: str | None
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """Who is around a child on the way to an answer."""

    known: Known
    child: str

    @property
    def earliest(self) -> date:
        """§2: "no earlier than 40 weeks before C's birth (expected birth until it is known)"."""
        birth = born(self.known, self.child) or expected(self.known, self.child)
        return birth.first - timedelta(weeks=40) if birth else LONG_BEFORE

    @property
    def since(self) -> date:
        """The first day evidence may lie on: of the window, and of C's time ("older evidence is history and no ground")."""
        return max(self.known.asked.since, self.earliest)

    @property
    def until(self) -> date:
        """The last day of the window, never after the day asked about."""
        return min(self.known.asked.until, self.known.asked.as_of)

    def carers_then(self) -> list[Care]:
        """The carers of C, as far as that lies in the window."""
        return [care for care in carers(self.known, self.child) if care.within(self.known.asked.since, self.until)]

    def cut(self, first: str | None, begins: date) -> str | None:
        """§2: a link's beginning "no earlier than 40 weeks before C's birth"."""
        return self.earliest.isoformat() if first and begins < self.earliest else first


def pieces(around: Around) -> dict[str, list[Piece]]:
    """Every piece of evidence, by whom it is about."""
    found: dict[str, list[Piece]] = {}
    for ground in (
        together, partner_of_carer, partner_of_resident, parent, carer, at_event, at_event_of_sibling,
        resident_with_sibling, shared_contact,
    ):  # fmt: skip
        for person, piece in ground(around):
            if person != around.child:
                found.setdefault(person, []).append(piece)
    return found


Found = list[tuple[str, Piece]]


def _span_piece(around: Around, kind: str, span: Span, rows: tuple[Row, ...], **more: bool) -> Piece | None:
    sure = span.within(around.since, around.until)
    if not sure:
        return None
    first = around.cut(str(span.start) if span.start else None, span.days(longest=True)[0])
    return Piece(kind, sure, first, str(span.end) if span.end else None, rows, **more)


def together(around: Around) -> Found:
    """`co_resident`, `frequent_visitor`: "overlap of 28 days or more as known, or both still open at `as_of`"."""
    known, found = around.known, []
    theirs = stays(known, around.child, LIVING_ROLES)
    foster = foster_carers(around)
    for person in everybody(known) - {around.child}:
        for kind, roles in (("co_resident", LIVING_ROLES), ("frequent_visitor", {"frequent_visitor"})):
            for mine, other in product(stays(known, person, roles), theirs):
                if mine.home == other.home:
                    placed = person in foster and any(row.cell("basis") == "placement" for row in other.rows)
                    piece = _together(around, kind, mine, other, by_placement=placed)
                    found += [(person, piece)] if piece else []
    return found


def foster_carers(around: Around) -> set[str]:
    """§2: "Approved foster carers of a placement", the child's or a sibling's."""
    placed = {around.child, *siblings(around.known, around.child)}
    return {one.one for one in relations(around.known) if one.type == "foster_carer" and one.other in placed}


def _together(around: Around, kind: str, mine: Stay, theirs: Stay, *, by_placement: bool) -> Piece | None:
    as_of = around.known.asked.as_of
    sure = NO
    for longest, answer in ((True, MAYBE), (False, SURELY)):
        starts, ends = zip(mine.span.days(longest=longest), theirs.span.days(longest=longest), strict=True)
        start, end = max(starts), min(*ends, as_of + timedelta(days=1))
        still = min(ends) > as_of and start <= as_of
        in_window = max(start, around.since) <= min(end - timedelta(days=1), around.until)
        home_joins = joins_people(around.known, mine.home, min(around.until, end - timedelta(days=1)))
        if in_window and home_joins and (still or (end - start).days >= DAYS_TOGETHER):
            sure = answer
    if not sure:
        return None
    began = (
        mine.span.start
        if mine.span.start is None or theirs.span.start is None
        else max(mine.span.start, theirs.span.start)
    )
    lasts = [one for one in (mine.span.end, theirs.span.end) if one]
    first = around.cut(str(began) if began else None, began.first if began else LONG_BEFORE)
    return Piece(kind, sure, first, str(min(lasts)) if lasts else None, mine.rows, by_placement)


def partner_of_carer(around: Around) -> Found:
    """`partner_of_carer`: "spouse, partner or ex of a parent or carer of C ... An ended partnership counts as ex"."""
    found = []
    cares = around.carers_then()
    by_placement = {care.person for care in cares if care.type == "foster_carer"}
    for relation in relations(around.known):
        if relation.type not in PARTNERS | EXES:
            continue
        for person, other in ((relation.one, relation.other), (relation.other, relation.one)):
            if other in {care.person for care in cares}:
                placed = {person, other} <= by_placement
                piece = _span_piece(around, "partner_of_carer", relation.row.span, (relation.row,), by_placement=placed)
                found += [(person, piece)] if piece else []
    return found


def partner_of_resident(around: Around) -> Found:
    """`partner_of_carer`: "current spouse or partner of another adult resident with C": both of them on the day."""
    found = []
    known, as_of = around.known, around.known.asked.as_of
    cares = {care.person for care in around.carers_then()}
    residents = lives_there(known, around.child, as_of)
    for relation in relations(known):
        if relation.type not in PARTNERS or not relation.row.span.on(as_of):
            continue
        for person, other in ((relation.one, relation.other), (relation.other, relation.one)):
            if other in residents - cares - {around.child} and may_be_adult(known, other, as_of):
                piece = _span_piece(around, "partner_of_carer", relation.row.span, (relation.row,))
                found += [(person, piece)] if piece else []
    return found


def lives_there(known: Known, person: str, day: date, *, everyone: bool = False) -> set[str]:
    """§2, Household of P on day D: who lives in a home of theirs that joins people."""
    homes = {
        stay.home
        for stay in stays(known, person, LIVING_ROLES, everyone=everyone)
        if stay.span.on(day) and joins_people(known, stay.home, day)
    }
    return {
        other
        for other in everybody(known)
        for stay in stays(known, other, LIVING_ROLES, everyone=everyone)
        if stay.home in homes and stay.span.on(day)
    }


def parent(around: Around) -> Found:
    """`parent`: "any parent on record (all kinds; a step-parent where asserted, while that partnership holds), absent"."""
    found = []
    for relation in relations(around.known):
        if relation.type not in PARENTS or relation.other != around.child:
            continue
        if relation.type == "step_parent" and not partnership_holds(around, relation.one):
            continue
        piece = _span_piece(around, "parent", relation.row.span, (relation.row,))
        found += [(relation.one, piece)] if piece else []
    return found


def partnership_holds(around: Around, step_parent: str) -> bool:
    """Whether a step-parent's partnership with a parent holds in the window, or none is on record to have ended."""
    parents = {care.person for care in carers(around.known, around.child) if care.type in {"parent", "adoptive_parent"}}
    spans = [
        relation.row.span
        for relation in relations(around.known)
        if relation.type in PARTNERS
        and step_parent in {relation.one, relation.other}
        and parents & {relation.one, relation.other}
    ]
    return not spans or any(span.within(around.since, around.until) for span in spans)


def carer(around: Around) -> Found:
    """`carer`: any other carer of C."""
    found = []
    for care in carers(around.known, around.child):
        if care.type in PARENTS:
            continue
        sure = care.within(around.since, around.until)
        if not sure:
            continue
        if care.type == "event_carer":
            found.append((care.person, _event_piece(around, "carer", care.span, sure, care.row)))
            continue
        piece = _span_piece(around, "carer", care.span, (care.row,), by_placement=care.type == "foster_carer")
        found += [(care.person, piece)] if piece else []
    return found


def _event_piece(around: Around, kind: str, span: Span, sure: int, row: Row) -> Piece:
    assert span.start is not None
    first = around.cut(str(span.start), span.start.first)
    return Piece(kind, sure, first, str(span.start), (row,))


def at_event(around: Around) -> Found:
    """`at_event`: "A in an event with C or with a carer of C, in any role of A but witness and reporter"."""
    found = []
    cares = {care.person for care in around.carers_then()}
    for event in events_of(around.known):
        sure = on_date(dated(event), around.since, around.until)
        parts = parts_of(around.known, event.claim.record_id)
        for person, role, row in parts:
            others = {other for other, _, _ in parts} - {person}
            if sure and role not in NOT_THERE and others & {around.child, *cares}:
                found.append((person, _event_piece(around, "at_event", event.span, sure, row)))
    return found


def at_event_of_sibling(around: Around) -> Found:
    """`sibling_history`: "A in such a role in an event about a sibling of C of any kind (the sibling is its subject ...)"."""
    found = []
    kin = siblings(around.known, around.child)
    for event in events_of(around.known):
        sure = on_date(dated(event), LONG_BEFORE, around.known.asked.as_of)
        parts = parts_of(around.known, event.claim.record_id)
        about = {person for person, role, _ in parts if role in SUBJECTS} & kin.keys()
        for person, role, row in parts:
            if sure and role not in NOT_THERE and about - {person}:
                found.append((person, _event_piece(around, "sibling_history", event.span, sure, row)))
    return found


def resident_with_sibling(around: Around) -> Found:
    """`sibling_history`: "resident with a sibling during that sibling's section 47, child protection or care episode"."""
    known, found = around.known, []
    foster = foster_carers(around)
    for sibling in siblings(known, around.child):
        episodes = [
            row
            for row in known.said(ClaimKind.EPISODE)
            if row.cell("kind") in HARM_EPISODES and sibling in known.whos(row, Role.PERSON)
        ]
        for person, episode in product(everybody(known) - {sibling}, episodes):
            for mine, theirs in product(stays(known, person, LIVING_ROLES), stays(known, sibling, LIVING_ROLES)):
                piece = _through_episode(around, mine, theirs, episode) if mine.home == theirs.home else None
                if piece and person in foster and any(row.cell("basis") == "placement" for row in theirs.rows):
                    piece = replace(piece, by_placement=True)
                found += [(person, piece)] if piece else []
    return found


def _through_episode(around: Around, mine: Stay, theirs: Stay, episode: Row) -> Piece | None:
    as_of, sure = around.known.asked.as_of, NO
    for longest, answer in ((True, MAYBE), (False, SURELY)):
        spans = [span.days(longest=longest) for span in (mine.span, theirs.span, episode.span)]
        start, end = max(one for one, _ in spans), min(*(one for _, one in spans), as_of + timedelta(days=1))
        if start < end and joins_people(around.known, mine.home, end - timedelta(days=1)):
            sure = answer
    if not sure:
        return None
    starts = [span.start for span in (mine.span, theirs.span) if span.start]
    first = None if mine.span.start is None else max(starts)
    ends = [span.end for span in (mine.span, theirs.span) if span.end]
    said = around.cut(str(first) if first else None, first.first if first else LONG_BEFORE)
    return Piece("sibling_history", sure, said, str(min(ends)) if ends else None, mine.rows)


def shared_contact(around: Around) -> Found:
    """`shared_contact`: "the same phone, email or vehicle as a carer of C; not one of a confidential or communal place ..."."""
    known, found = around.known, []
    cares = {care.person for care in around.carers_then()}
    rows = [row for row in known.rows if row.kind is ClaimKind.PERSON]
    seen = [row for row in known.evidence if row.kind is ClaimKind.PERSON]
    for cell in CONTACTS:
        for detail in sorted({row.cell(cell) for row in seen} - {""}):
            holders = {known.who(row.claim.record_id) for row in rows if row.cell(cell) == detail}
            told = {known.who(row.claim.record_id) for row in seen if row.cell(cell) == detail}
            if len(holders) > MOST_HOLDERS or (cell == "phones" and is_of_a_place(known, detail)):
                continue
            for person in told:
                if cares & told - {person}:
                    mine = tuple(
                        row for row in seen if row.cell(cell) == detail and known.who(row.claim.record_id) == person
                    )
                    found.append((person, Piece("shared_contact", SURELY, None, None, mine, sets_date=False)))
    return found


def is_of_a_place(known: Known, phone: str) -> bool:
    """Whether a phone is that of a confidential or communal place."""
    homes = [row for row in known.rows if row.kind is ClaimKind.HOUSEHOLD]
    closed = {
        known.who(row.claim.record_id)
        for row in homes
        if row.cell("kind") not in {"", "private"} or row.cell("confidential") == "y"
    }
    return any(row.cell("phones") == phone and known.who(row.claim.record_id) in closed for row in homes)


def everybody(known: Known) -> set[str]:
    """Everyone on record."""
    return {known.who(row.claim.record_id) for row in known.rows if row.kind is ClaimKind.PERSON}


# --- grounds together -------------------------------------------------------------------------------------------------
def told_grounds(found: list[Piece]) -> tuple[Ground, ...]:
    """A ground a kind: "claims, first and last date, and the agencies that hold A's side of it"."""
    grounds = []
    for kind in sorted({piece.kind for piece in found}):
        mine = [piece for piece in found if piece.kind == kind]
        agencies = tuple(sorted({row.by for piece in mine for row in piece.rows}))
        possible = all(piece.sure == MAYBE for piece in mine)
        lasts = [piece.last for piece in mine]
        first = first_of(mine)
        said = [parse_partial(one) for one in lasts if one]
        if first and said and max(said).last < parse_partial(first).first:
            said = [parse_partial(first)]
        last = None if None in lasts or not said else str(max(said))
        grounds.append(Ground(kind, possible, first, last, agencies))
    return tuple(grounds)


def first_of(found: list[Piece]) -> str | None:
    """The earliest first date: "An unknown start ... sets no first date"."""
    return min((piece.first for piece in found if piece.first), default=None)


# --- §3 ---------------------------------------------------------------------------------------------------------------
