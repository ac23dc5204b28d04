"""The state of each adult around a child, relative to one assessing agency (rules.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph.family.circle import Circle, circle_of
from graph.family.evidence import GroundFound
from graph.family.feeds import feed_blank
from graph.family.grounds import grounds_around
from graph.family.households import households_of, residents_on
from graph.family.kinship import parents_of
from graph.family.knowledge import held_by
from graph.family.people import Individual, individual
from graph.model.answers import AdultState, Blank
from graph.model.case import Case, Knowing, supports, value_date
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.people import Agency
from graph.model.period import Certainty, PartialDate

ASSESSING_KIND = "children_social_care"


@dataclass(frozen=True, slots=True)
class AdultFound:
    """An adult around the child: grounds, state, since when, who knows a link claim, what assessed them.

    `knowing` is told from what the agencies of `known_to` know; the state is the assessing agency's, whoever was asked.
    """

    person: Individual
    state: AdultState
    grounds: tuple[GroundFound, ...]
    since: PartialDate | None
    knowing: Mapping[str, tuple[tuple[Knowing, Claim], ...]]
    assessed_in: tuple[Claim, ...]
    under_eighteen: bool


@dataclass(frozen=True, slots=True)
class AdultsFound:
    """Every adult around a child, ordered by date of first evidence, then id."""

    circle: Circle
    agency: Agency | None
    adults: tuple[AdultFound, ...]
    assessed_instead: tuple[str, ...]
    blanks: tuple[Blank, ...]
    agency_has_no_record: bool
    agency_asks_itself: bool


def assessing_agency(case: Case, child: str, named: str | None) -> Agency | None:
    """The agency named; else the children's social care agency with the child's open or latest episode; else the first."""
    agencies = case.partnership.agencies
    if named is not None:
        return agencies.get(named)
    candidates = sorted(agency.id for agency in agencies.values() if agency.kind == ASSESSING_KIND)
    episodes = [
        episode
        for episode in case.all_about(child, ClaimKind.EPISODE)
        if episode.agency in candidates and episode.valid.maybe_from <= case.dates.as_of and supports(episode)
    ]
    if episodes:
        latest = max(episodes, key=lambda claim: (claim.valid.maybe_until, claim.valid.maybe_from, claim.id))
        return agencies[latest.agency]
    return agencies[candidates[0]] if candidates else None


def adults_around(case: Case, child: str, named_agency: str | None = None) -> AdultsFound:
    """Who is around the child and what the assessing agency's records say of each. Never a score, never a ranking."""
    circle = circle_of(case, child)
    # Where everyone's knowledge is asked for the two are the same.
    whole = circle if case.dates.known_to is None else circle_of(case, child, everyone=True)
    agency = assessing_agency(case, child, named_agency)
    blanks = _assessment_blanks(case, agency)
    assessments = _assessments_that_count(case, whole, agency)
    state = _StateOf(case, whole, agency, assessments, cannot_tell=agency is None or bool(blanks))
    as_of = case.dates.as_of
    adults = [
        state.of(person, grounds)
        for adult, grounds in grounds_around(case, circle).items()
        if _is_listed(person := individual(case, adult), grounds, as_of)
    ]
    adults.sort(key=lambda found: (found.since.first if found.since else date.max, found.person.id))
    return AdultsFound(
        circle=circle,
        agency=agency,
        adults=tuple(adults),
        assessed_instead=_assessed_instead(case, whole, assessments),
        blanks=blanks,
        agency_has_no_record=agency is not None and not _has_record(case, child, agency.id),
        agency_asks_itself=agency is not None and case.dates.known_to == frozenset({agency.id}),
    )


def _is_listed(person: Individual, grounds: Iterable[GroundFound], as_of: date) -> bool:
    """Adults, and parents or partners under 18; not the unborn, not those who died before the day."""
    if person.is_unborn or person.died_before(as_of):
        return False
    return person.may_be_adult_on(as_of) or any(ground.kind in {"parent", "partner_of_carer"} for ground in grounds)


def _has_record(case: Case, child: str, agency: str) -> bool:
    return any(claim.agency == agency for claim in case.all_about(child))


def _assessment_blanks(case: Case, agency: Agency | None) -> tuple[Blank, ...]:
    if agency is None:
        return ()
    tables = ("assessments", "assessment_people")
    found = (feed_blank(case.partnership, agency, table, case.dates.as_of) for table in tables)
    return tuple(blank for blank in found if blank)


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment of the child, or of a sibling of the household, that may have assessed an adult."""

    claim: Claim
    parts: tuple[Claim, ...]

    @property
    def latest(self) -> date:
        """The last day by which it surely had not yet started or been completed; of exact dates, the later."""
        completed = value_date(self.claim, "completed")
        started = value_date(self.claim, "started")
        return max(day.first for day in (completed, started) if day) if completed or started else date.min


def _assessments_that_count(case: Case, circle: Circle, agency: Agency | None) -> tuple[Assessment, ...]:
    """Of the child or of a sibling of one household at its start; in the window or the child's current episode."""
    if agency is None:
        return ()
    episodes = [
        episode
        for episode in case.all_about(circle.child.id, ClaimKind.EPISODE)
        if episode.agency == agency.id and supports(episode)
    ]
    current = [episode for episode in episodes if episode.valid.holds_on(case.dates.as_of) is not Certainty.NO]
    current.sort(key=lambda claim: (claim.valid.maybe_from, claim.id))
    subjects = {circle.child.id, *(path.person for path in circle.siblings)}
    ids = {
        assessment
        for person in sorted(subjects)
        for part in case.all_about(person, ClaimKind.ASSESSMENT_PERSON)
        if part.agency == agency.id and (assessment := case.entity_at(part, Role.ASSESSMENT))
    }
    ids |= _assessments_of_episodes(case, episodes)
    found = (_assessment(case, assessment) for assessment in sorted(ids))
    return tuple(
        held
        for held in found
        if held is not None
        and held.claim.agency == agency.id
        and supports(held.claim)
        and held.claim.valid.maybe_from <= case.dates.as_of
        and _is_in_time(case, _start_of(held.claim), current[:1])
        and _is_of_child_or_household_sibling(case, circle, held, episodes)
    )


def _is_in_time(case: Case, started: date, current: Iterable[Claim]) -> bool:
    """Whether an assessment started within the window or the child's current episode."""
    in_window = case.dates.since <= started < case.dates.until
    return in_window or any(episode.valid.maybe_from <= started for episode in current)


def _assessments_of_episodes(case: Case, episodes: Iterable[Claim]) -> set[str]:
    wanted = {case.entity(episode.record_id) for episode in episodes}
    return {
        case.entity(claim.record_id)
        for claim in case.claims
        if claim.kind is ClaimKind.ASSESSMENT and case.entity_at(claim, Role.EPISODE) in wanted
    }


def _start_of(claim: Claim) -> date:
    day = claim.valid.start or claim.valid.end
    return day.last if day else date.min


def _assessment(case: Case, assessment: str) -> Assessment | None:
    described = next(iter(case.descriptions(assessment, ClaimKind.ASSESSMENT)), None)
    if described is None:
        return None
    parts = tuple(part for part in case.all_about(assessment, ClaimKind.ASSESSMENT_PERSON) if supports(part))
    return Assessment(described, parts)


def _is_of_child_or_household_sibling(case: Case, circle: Circle, held: Assessment, episodes: Iterable[Claim]) -> bool:
    child = circle.child.id
    of = {case.entity_at(part, Role.PERSON) for part in held.parts if part.value("capacity") == "child"}
    if child in of or case.entity_at(held.claim, Role.EPISODE) in {
        case.entity(episode.record_id) for episode in episodes
    }:
        return True
    siblings = of & {path.person for path in circle.siblings}
    return bool(siblings) and bool(siblings & _household_then(case, circle, _start_of(held.claim)))


def _household_then(case: Case, circle: Circle, day: date) -> set[str]:
    """Who lived with the child on the day; before the child's birth, with its mother."""
    child = circle.child
    anchors = [child.id]
    if child.born is None or day < child.born.first:
        parents = {relation.who for relation in parents_of(case, child.id, everyone=True) if relation.type == "parent"}
        anchors = [parent for parent in sorted(parents) if individual(case, parent).sex != "M"]
    present: set[str] = set()
    for anchor in anchors:
        for household in households_of(case, anchor, everyone=True):
            residents = residents_on(case, household, day, everyone=True)
            if anchor in residents:
                present |= residents.keys()
    return present


@dataclass(frozen=True, slots=True)
class _StateOf:
    """The first state that applies to each adult, in the order of rules.md §3."""

    case: Case
    circle: Circle
    agency: Agency | None
    assessments: tuple[Assessment, ...]
    cannot_tell: bool

    def of(self, person: Individual, grounds: tuple[GroundFound, ...]) -> AdultFound:
        links = link_claims(self.case, self.circle, person.id, grounds)
        # A partial date compares as possible, never as its first day (rules.md §1): who was assessed surely was since then.
        began = min((ground.surely_begun for ground in grounds if ground.first), default=date.min)
        if any(ground.began_before_record for ground in grounds):
            began = date.min
        assessed_in = tuple(
            part
            for held in self.assessments
            if held.latest >= began
            for part in held.parts
            if self.case.entity_at(part, Role.PERSON) == person.id
        )
        return AdultFound(
            person=person,
            state=self._state(person, held_by(self.case, links), assessed_in),
            grounds=grounds,
            since=min((ground.first for ground in grounds if ground.first), default=None),
            knowing=held_by(self.case, (claim for claim in links if self.case.is_evidence(claim))),
            assessed_in=assessed_in,
            under_eighteen=not person.may_be_adult_on(self.case.dates.as_of),
        )

    def _state(
        self,
        person: Individual,
        knowing: Mapping[str, tuple[tuple[Knowing, Claim], ...]],
        assessed_in: tuple[Claim, ...],
    ) -> AdultState:
        if not person.identified:
            return AdultState.UNIDENTIFIED
        if self.cannot_tell or self.agency is None:
            return AdultState.CANNOT_BE_DETERMINED
        if assessed_in:
            return AdultState.ASSESSED
        return AdultState.KNOWN_NOT_ASSESSED if self.agency.id in knowing else AdultState.HIDDEN


def link_claims(case: Case, circle: Circle, adult: str, grounds: Iterable[GroundFound] = ()) -> tuple[Claim, ...]:
    """Claims up to `as_of` with the adult on one side and the child, its households, carers, siblings or events on the other.

    The claims of the adult's own grounds are among them. By claim id.
    """
    people = circle.people - {adult}
    found = {claim.id: claim for ground in grounds for claim in ground.claims}
    for claim in case.all_about(adult):
        if (
            supports(claim)
            and claim.valid.maybe_from <= case.dates.as_of
            and _links(case, circle, claim, adult, people)
        ):
            found[claim.id] = claim
    return tuple(found[claim_id] for claim_id in sorted(found))


def _links(case: Case, circle: Circle, claim: Claim, adult: str, people: frozenset[str]) -> bool:
    match claim.kind:
        case ClaimKind.RESIDENCE:
            return case.entity_at(claim, Role.HOUSEHOLD) in circle.households
        case ClaimKind.RELATIONSHIP:
            return bool({case.entity(end.record_id) for end in claim.ends} & people)
        case ClaimKind.EVENT_PERSON:
            return _event_is_linked(case, circle, case.entity_at(claim, Role.EVENT), people)
        case ClaimKind.ASSESSMENT_PERSON:
            assessment = case.entity_at(claim, Role.ASSESSMENT) or ""
            described = case.descriptions(assessment, ClaimKind.ASSESSMENT)
            if any(row.valid.maybe_from > case.dates.as_of for row in described):
                return False
            parts = case.all_about(assessment, ClaimKind.ASSESSMENT_PERSON)
            return any(case.entity_at(part, Role.PERSON) in people for part in parts)
    return False


def _event_is_linked(case: Case, circle: Circle, event: str | None, people: frozenset[str]) -> bool:
    if event is None:
        return False
    described = case.descriptions(event, ClaimKind.EVENT)
    if any(row.valid.maybe_from > case.dates.as_of for row in described):
        return False
    if any(case.entity_at(row, Role.HOUSEHOLD) in circle.households for row in described):
        return True
    return any(case.entity_at(part, Role.PERSON) in people for part in case.all_about(event, ClaimKind.EVENT_PERSON))


def _assessed_instead(case: Case, circle: Circle, assessments: Iterable[Assessment]) -> tuple[str, ...]:
    """Who those assessments name, save the child and the children they are of."""
    named = {
        person
        for held in assessments
        for part in held.parts
        if part.value("capacity") not in {"child", "sibling"} and (person := case.entity_at(part, Role.PERSON))
    }
    return tuple(sorted(named - {circle.child.id}))
