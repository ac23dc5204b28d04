"""What a question reads through: the store with the caller's predicate inside, and a count of its round trips."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from graph.access.policy import Anchor, Decision
from graph.access.purpose import Depth
from graph.audit.log import Beside
from graph.errors import BadInput
from graph.family.contact import shared_contacts
from graph.family.households import place
from graph.family.people import individual
from graph.model.case import Case, build_case
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.dates import Dates
from graph.model.objections import Objection, by_record
from graph.model.people import EntityKind, Member, Partnership
from graph.questions.alike import candidates_for
from graph.questions.telling import StructureTelling, Telling
from graph.store.port import Fetched, GraphReader, Step

LINKS = frozenset({ClaimKind.RESIDENCE, ClaimKind.RELATIONSHIP, ClaimKind.EVENT_PERSON})
PLACES = frozenset({EntityKind.PERSON, EntityKind.HOUSEHOLD, EntityKind.EVENT})
ONWARD = Step(LINKS, PLACES)
BY_CONTACT = Step(LINKS | {ClaimKind.PERSON}, PLACES | {EntityKind.DETAIL})
"""Onward, and from a person by a phone, email or vehicle to whoever else has it."""
AROUND = (BY_CONTACT, BY_CONTACT, ONWARD)
_PARTS_OF_MANY = frozenset({Role.EVENT, Role.ASSESSMENT, Role.EPISODE})
MOST_STEPS = 4
"""Claims between a person and a child they may be around: adult, event, sibling, parent, child."""
CARER_STEPS = 2
"""Claims between a carer and the child: related, or at one event."""

ANSWERED, REFUSED = "answered", "refused"
"""How a question ends that no error ended."""

RowsAsSent = Callable[[Sequence[Claim]], Mapping[str, str]]


JudgedApart = Callable[[], Collection[frozenset[str]]]


def nobody_apart() -> Collection[frozenset[str]]:
    """Where nobody judged anything."""
    return ()


ObjectionsKept = Callable[[], Sequence[Objection]]


def none_said() -> Sequence[Objection]:
    """Where nobody said anything against what is recorded."""
    return ()


@dataclass
class Reading:
    """One question's reading: every fetch carries the caller's predicate; `shown` gathers who the answer shows.

    `now`: the one moment the question was asked; every date left out is taken at it.
    `beside`: what the question has kept with its audit entry; `ended`: how it ended, as the entry says. `seen`: by claim
    asked for by its id, whether the caller may see it.
    """

    graph: GraphReader
    partnership: Partnership
    decision: Decision
    dates: Dates
    now: datetime
    children: frozenset[str]
    rows_as_sent: RowsAsSent
    judged_apart: JudgedApart = nobody_apart
    objections: ObjectionsKept = none_said
    wants_rows: bool = False
    round_trips: int = 0
    shown: set[str] = field(default_factory=set)
    withheld: bool = False
    ended: str = ANSWERED
    beside: Beside | None = None
    made_of: dict[str, set[str]] = field(default_factory=dict)
    seen: dict[str, bool] = field(default_factory=dict)

    def fetch(self, seeds: Sequence[str], steps: Sequence[Step], since: datetime | None = None) -> Fetched:
        """Claims around the seeds that this caller may see; with `since`, those held at any moment from then on."""
        self.round_trips += 1
        return self.graph.claims_around(seeds, steps, self.dates.known_at, self.decision.visible, since=since)

    def case(self, *fetched: Fetched) -> Case:
        """The case of one or two fetches."""
        return self.case_at(self.dates, *fetched)

    def case_at(self, dates: Dates, *fetched: Fetched) -> Case:
        """The case of one or two fetches at other dates than those asked about."""
        claims = {claim.id: claim for part in fetched for claim in part.claims}
        members: dict[str, Member] = {member.record_id: member for part in fetched for member in part.members}
        withheld_by = fetched[0].withheld_by if fetched else ()
        people = tuple(dict.fromkeys(found for part in fetched for found in part.withheld_people))
        self.withheld = self.withheld or bool(withheld_by or people)
        case = build_case(tuple(claims.values()), tuple(members.values()), self.partnership, dates, withheld_by)
        refused = tuple(dict.fromkeys(agency for part in fetched for agency in part.refused_by))
        case = replace(case, withheld_people=people, refused_by=refused, opened_until=self._opened_until(case))
        for record, entity in case.entity_of.items():
            self.made_of.setdefault(entity, set()).add(record)
        return within_reach(case, self.children) if self.is_for_own_children else case

    def fetch_claim(self, claim_id: str) -> Fetched:
        """One claim of any time with what names its ends."""
        self.round_trips += 1
        return self.graph.claim(claim_id, self.decision.visible)

    def sees(self, claim_id: str) -> bool:
        """Whether the caller may see a claim, of whatever time; looked up once."""
        if claim_id not in self.seen:
            self.seen[claim_id] = any(claim.id == claim_id for claim in self.fetch_claim(claim_id).claims)
        return self.seen[claim_id]

    def find(self, keys: Sequence[frozenset[str]], limit: int) -> tuple[str, ...]:
        """Ids of people, or homes, with a row that holds a key of each set."""
        self.round_trips += 1
        return self.graph.find_people(keys, self.dates.known_at, self.decision.visible, limit)

    @property
    def is_for_own_children(self) -> bool:
        """Whether the caller may ask only about those around children of their own."""
        return self.decision.anchor is Anchor.AROUND_MY_CHILDREN

    def may_ask_about(self, case: Case, entity: str) -> bool:
        """Whether an answer may be about this person: one near a child the policy allows, never one of the conflict list."""
        if entity in {case.entity(record) for record in self.decision.denied}:
            return False
        near = people_near(case, entity, MOST_STEPS).union(*self._near_by_contact(case, entity))
        match self.decision.anchor:
            case Anchor.ANY_CHILD_AND_AROUND:
                return any(_is_or_was_child(case, person) for person in near)
            case Anchor.AROUND_MY_CHILDREN:
                return not near.isdisjoint(case.entity(record) for record in self.children)
        return self.decision.anchor is Anchor.WHOLE_AREA

    def _near_by_contact(self, case: Case, entity: str) -> Iterator[frozenset[str]]:
        """Those near whoever has a phone, email or vehicle in common: of a carer's child that is around it (rules.md §2)."""
        for holder in {shared.person for shared in shared_contacts(case, (entity,))}:
            yield people_near(case, holder, CARER_STEPS)

    def may_ask_about_child(self, case: Case, entity: str) -> bool:
        """Whether a history of this child may be asked for: for a practitioner, only of a child of their own."""
        if entity in {case.entity(record) for record in self.decision.denied}:
            return False
        if self.decision.anchor is Anchor.AROUND_MY_CHILDREN:
            return entity in {case.entity(record) for record in self.children}
        return self.decision.anchor in {Anchor.ANY_CHILD_AND_AROUND, Anchor.WHOLE_AREA}

    def telling(self, case: Case, always: Sequence[Claim] = ()) -> Telling:
        """The teller of a case, with the rows as sent of the caller's own agency where they were asked for."""
        if self.decision.depth is Depth.STRUCTURE:
            return StructureTelling(case)
        if not self.wants_rows:
            return self._teller(case, {})
        own = self.decision.visible.detail_of
        claims = {claim.id: claim for claim in (*case.claims, *always)}
        rows = self.rows_as_sent(
            [claim for claim in claims.values() if claim.agency in own and not claim.detail_withheld]
        )
        return self._teller(case, rows)

    def _teller(self, case: Case, rows: Mapping[str, str]) -> Telling:
        said, own = by_record(self.objections()), self.decision.visible.detail_of
        return Telling(case, rows, candidates_for, self.judged_apart, said, own, self.sees)

    def show(self, *people: str) -> None:
        """Notes who the answer shows, for the audit entry."""
        self.shown.update(people)

    @property
    def records_shown(self) -> frozenset[str]:
        """Every record read of those the answer shows: whoever they are judged to be later, each leads to the look."""
        return frozenset(self.shown).union(*(self.made_of.get(person, ()) for person in self.shown))

    def _opened_until(self, case: Case) -> datetime | None:
        """Until when a glass broken by the caller opens somebody of this case; None where it opens nobody here."""
        if not self.decision.broken:
            return None
        named = case.entity_of.keys() | set(case.entity_of.values())
        until = (glass.until for glass in self.decision.broken if not named.isdisjoint(glass.opens))
        return max(until, default=None)


def within_reach(case: Case, children: Collection[str]) -> Case:
    """What of a case is around these children: what is said of those near one, and of what they had a part in.

    A walk from someone at the edge leads on to people who are near no child of the caller's: of them only the name is
    told, where a claim about somebody near one names them.
    """
    near = people_shown_near(case, children)
    parts = {
        case.entity(end.record_id)
        for claim in case.claims
        if _is_of(case, claim, near)
        for end in claim.ends
        if end.role in _PARTS_OF_MANY
    }
    said = [claim for claim in case.claims if claim.kind is ClaimKind.SHARE or _is_of(case, claim, near | parts)]
    named = {case.entity(end.record_id) for claim in said for end in claim.ends}
    ids = {claim.id for claim in said}
    kept = (claim for claim in case.claims if claim.id in ids or case.entity(claim.record_id) in named)
    return replace(case, claims=tuple(kept))


def people_shown_near(case: Case, children: Collection[str]) -> frozenset[str]:
    """Those within a step more than may be asked about, and whoever shares a phone, email or vehicle with one of them.

    What is told of a child goes that far: an event of a step-sibling has its people, a carer's phone its other holders.
    """
    mine = sorted({case.entity(record) for record in children})
    walked = [people_near(case, child, MOST_STEPS + 1) for child in mine if case.descriptions(child, ClaimKind.PERSON)]
    near = frozenset[str]().union(*walked)
    rows = [claim for claim in case.claims if claim.kind is ClaimKind.PERSON]
    details = {
        end.record_id
        for row in rows
        if case.entity(row.record_id) in near
        for end in row.ends
        if end.role is Role.DETAIL
    }
    return near | {
        case.entity(row.record_id) for row in rows if not details.isdisjoint(end.record_id for end in row.ends)
    }


def _is_of(case: Case, claim: Claim, entities: Collection[str]) -> bool:
    return any(case.entity(end.record_id) in entities for end in claim.ends)


def _is_or_was_child(case: Case, entity: str) -> bool:
    if not case.descriptions(entity, ClaimKind.PERSON):
        return False
    person = individual(case, entity)
    return person.is_child_on(case.dates.as_of) or person.acts_as_child


def people_near(case: Case, entity: str, steps: int) -> frozenset[str]:
    """Everyone within so many links of a person in a case, themselves included; through joining places only."""
    seen, frontier = {entity}, {entity}
    for _ in range(steps):
        reached = {
            case.entity(end.record_id)
            for one in frontier
            if one == entity or not _ends_a_walk(case, one)
            for claim in case.all_about(one, *LINKS)
            for end in claim.ends
        }
        frontier = reached - seen
        seen |= frontier
    return frozenset(seen)


def _ends_a_walk(case: Case, entity: str) -> bool:
    return bool(case.descriptions(entity, ClaimKind.HOUSEHOLD)) and not place(case, entity).may_join


def need_child(case: Case, entity: str) -> None:
    """Raises BadInput when the person asked about is not a child on the day."""
    if not individual(case, entity).is_child_on(case.dates.as_of):
        raise BadInput("child", "is not a child on the day asked about")
