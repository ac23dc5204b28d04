"""From a case to answers: people, claims, households and periods told as the API tells them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Protocol

from graph.family.feeds import missing_names
from graph.family.households import Place, place, residents_on, stays_of
from graph.family.otherwise import otherwise
from graph.family.people import Individual, ages_in_words, individual
from graph.model.answers import (
    AskedAnswer,
    Blank,
    BlankKind,
    Candidate,
    ClaimAnswer,
    HouseholdAnswer,
    PeriodAnswer,
    PersonAnswer,
    RecordAnswer,
    ResidenceAnswer,
)
from graph.model.case import Case
from graph.model.claims import Claim, ClaimKind, ClaimStatus, Role
from graph.model.objections import Objection, ObjectionAnswer, told_objection
from graph.model.people import Agency
from graph.model.period import Period
from graph.model.vocabulary import RESIDENCE_ROLES
from graph.questions.wording import say

_WEAKEST_FIRST = (ClaimStatus.REFUTED, ClaimStatus.DISPUTED, ClaimStatus.ASSERTED, ClaimStatus.CORROBORATED)


class Candidates(Protocol):
    """Works out who an unidentified person may be."""

    def __call__(self, telling: Telling, entity: str, /) -> tuple[Candidate, ...]: ...


def no_candidates(_telling: Telling, _entity: str) -> tuple[Candidate, ...]:
    """Where nobody may be anybody: cases without unidentified people."""
    return ()


def sees_all(_claim: str) -> bool:
    """Where nothing is closed to the reader."""
    return True


@dataclass(frozen=True)
class Telling:
    """Tells what a case holds. `as_sent` has the rows this caller may read, by claim id; `find_judged_apart` finds two people
    each of whom somebody judged that they are not one; `objections` by the record they are against, their words told where
    the agency is of `free_text_of`, and none made against a claim the reader may not see (`sees`).
    """

    case: Case
    as_sent: Mapping[str, str] = field(default_factory=dict)
    candidates: Candidates = no_candidates
    find_judged_apart: Callable[[], Collection[frozenset[str]]] = frozenset
    objections: Mapping[str, tuple[Objection, ...]] = field(default_factory=dict)
    free_text_of: Collection[str] = ()
    sees: Callable[[str], bool] = sees_all

    @cached_property
    def judged_apart(self) -> Collection[frozenset[str]]:
        """Two people each whom somebody judged to be two, read once where somebody may be somebody else."""
        return self.find_judged_apart()

    @cached_property
    def _individuals(self) -> dict[str, Individual]:
        return {}

    @cached_property
    def _claims(self) -> dict[str, ClaimAnswer]:
        return {}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def individual(self, entity: str) -> Individual:
        """The person of the case, worked out once."""
        found = self._individuals.get(entity)
        if found is None:
            found = self._individuals[entity] = individual(self.case, entity)
        return found

    def agency(self, agency_id: str) -> Agency:
        """The agency, by its id alone when it sent nothing about itself."""
        return self.case.partnership.agencies.get(agency_id) or Agency(agency_id, agency_id, "other")

    def agencies(self, ids: Iterable[str]) -> tuple[Agency, ...]:
        """Agencies by id, each once."""
        return tuple(self.agency(agency_id) for agency_id in sorted(set(ids)))

    def period(self, period: Period, claims: Iterable[Claim] = ()) -> PeriodAnswer:
        """A period with since when its open end is unconfirmed: only when no claim of it is confirmed any longer."""
        since = [self.case.unconfirmed_since(claim) for claim in claims if claim.valid.is_open]
        confirmed = [moment for moment in since if moment is not None]
        unconfirmed = max(confirmed) if period.is_open and since and len(confirmed) == len(since) else None
        return PeriodAnswer(
            period.start.text if period.start else None,
            period.end.text if period.end else None,
            period.is_open,
            unconfirmed,
        )

    def claim(self, claim: Claim) -> ClaimAnswer:
        """A claim in words with its source."""
        found = self._claims.get(claim.id)
        if found is None:
            found = self._claims[claim.id] = ClaimAnswer(
                id=claim.id,
                says=say(claim, self.name_of),
                valid=self.period(claim.valid, (claim,)),
                recorded_at=claim.recorded_at,
                superseded_at=claim.superseded_at,
                status=claim.status.value.upper(),
                record=self.record(claim),
                dissent=partial(self._said_otherwise, claim),
                objections=self._objections_to(claim),
            )
        return found

    def _objections_to(self, claim: Claim) -> tuple[ObjectionAnswer, ...]:
        """What had been said against its record by `known_at`; the words, free text, where its agency's may be read.

        What was said against a version, or a part, that is closed to the reader is as closed.
        """
        moment = self.case.dates.known_at
        said = (
            one
            for one in self.objections.get(claim.record_id, ())
            if one.known_at(moment) and (one.claim == claim.id or self.sees(one.claim))
        )
        is_read = claim.agency in self.free_text_of
        return tuple(told_objection(one, one.reply_at(moment), is_read=is_read) for one in said)

    def _said_otherwise(self, claim: Claim) -> tuple[ClaimAnswer, ...]:
        return self.claims(otherwise(self.case, claim))

    def claims(self, claims: Iterable[Claim]) -> tuple[ClaimAnswer, ...]:
        """Claims in words, by id, each once."""
        return tuple(
            self.claim(claim)
            for claim in sorted({claim.id: claim for claim in claims}.values(), key=lambda held: held.id)
        )

    def record(self, claim: Claim) -> RecordAnswer:
        """The record of a claim; its row as sent where the caller may read it."""
        source = claim.source
        agency = self.agency(source.agency)
        return RecordAnswer(
            agency,
            source.system,
            source.table,
            source.record_ref,
            source.delivery,
            self.as_sent.get(claim.id),
        )

    def name_of(self, record_id: str) -> str:
        """What a record stands for, named: a person, an address, an event's headline. Worked out once."""
        entity = self.case.entity(record_id)
        found = self._names.get(entity)
        if found is None:
            found = self._names[entity] = self._find_name(entity)
        return found

    def _find_name(self, entity: str) -> str:
        for claim in self.case.all_about(entity):
            if self.case.entity(claim.record_id) != entity:
                continue
            match claim.kind:
                case ClaimKind.PERSON:
                    return self.individual(entity).name
                case ClaimKind.HOUSEHOLD:
                    return self.label(place(self.case, entity))
                case ClaimKind.PROFESSIONAL:
                    return claim.value("name") or "a professional"
                case ClaimKind.EVENT | ClaimKind.ASSESSMENT | ClaimKind.EPISODE:
                    return say(claim, lambda _: "")
        return "someone whose record is not here"

    def label(self, home: Place) -> str:
        """An address in words, the one most rows give; the kind where it is not a private home."""
        said = sorted(
            text
            for row in home.claims
            if (text := ", ".join(part for part in (row.value("address"), row.value("postcode")) if part))
        )
        address = max(said, key=lambda text: (said.count(text), text), default="Address not recorded")
        return address if home.kind == "private" else f"{home.kind.replace('_', ' ').capitalize()}: {address}"

    def person(self, entity: str) -> PersonAnswer:
        """A person without their claims, candidates or households."""
        one = self.individual(entity)
        as_of = self.case.dates.as_of
        records = {(claim.source.agency, claim.source.system, claim.source.record_ref): claim for claim in one.claims}
        return PersonAnswer(
            id=one.id,
            display_name=one.name,
            identified=one.identified,
            is_child=one.is_child_on(as_of),
            description=one.description,
            names=one.names,
            date_of_birth=one.born.text if one.born else None,
            expected_birth=one.expected.text if one.expected else None,
            date_of_death=one.died.text if one.died else None,
            age=one.age_at(as_of),
            ages=ages_in_words(one.ages_at(as_of)),
            sex=one.sex,
            records=tuple(self.record(records[key]) for key in sorted(records)),
            whole=partial(self.whole_person, entity),
        )

    def whole_person(self, entity: str) -> PersonAnswer:
        """A person with claims, households and, where nobody knows who they are, who they may be."""
        found = self.person(entity)
        return replace(
            found,
            claims=self.claims(self.case.all_about(entity)),
            households=self.residences(entity),
            candidates=() if found.identified else self.candidates(self, entity),
            whole=None,
        )

    def people(self, entities: Iterable[str]) -> tuple[PersonAnswer, ...]:
        """People by id, each once."""
        return tuple(self.person(entity) for entity in sorted(set(entities)))

    def household(self, entity: str, *, with_residents: bool = False) -> HouseholdAnswer:
        """A household; with who lives there on `as_of`, and whether agencies that name people differ, when asked for."""
        home = place(self.case, entity)
        if not with_residents:
            whole = partial(self.household, entity, with_residents=True)
            return HouseholdAnswer(entity, self.label(home), home.kind, whole=whole)
        people = sorted(
            {
                person
                for claim in self.case.about(entity, ClaimKind.RESIDENCE)
                if (person := self.case.entity_at(claim, Role.PERSON))
            }
        )
        found = [residence for person in people for residence in self.residences(person, entity, self.case.dates.as_of)]
        return HouseholdAnswer(entity, self.label(home), home.kind, tuple(found), agencies_differ(self.case, entity))

    def residences(
        self, person: str, household: str | None = None, on: date | None = None
    ) -> tuple[ResidenceAnswer, ...]:
        """Every stay of a person, any role, by start; of one household, or that may hold on a day, when named."""
        stays = [
            stay
            for role in _ROLE_GROUPS
            for stay in stays_of(self.case, person, role)
            if household in (None, stay.household) and (on is None or stay.period.holds_on(on))
        ]
        stays.sort(key=lambda stay: (stay.period.maybe_from, stay.household, stay.role))
        return tuple(
            ResidenceAnswer(
                person=self.person(person),
                household=self.household(stay.household),
                role=stay.role,
                valid=self.period(stay.period, stay.claims),
                status=status_of(stay.claims),
                agencies=self.agencies(claim.agency for claim in stay.claims),
                claims=self.claims(stay.claims),
            )
            for stay in stays
        )

    def asked(self, blanks: Iterable[Blank] = (), *, window: bool = False) -> AskedAnswer:
        """What was asked and what it stands on."""
        dates = self.case.dates
        known_to = self.agencies(self.case.partnership.agencies if dates.known_to is None else dates.known_to)
        since = None if dates.since == date.min else dates.since.isoformat()
        period = PeriodAnswer(since, _last_day(dates.until), open=False) if window else None
        return AskedAnswer(
            as_of=dates.as_of,
            known_at=dates.known_at,
            known_to=known_to,
            window=period,
            identity_as_of=dates.known_at,
            feeds_missing=missing_names(blank for blank in blanks if blank.kind in _FEED_BLANKS),
            withheld=bool(self.withheld()),
            as_of_is_newest_delivery=dates.as_of_is_newest_delivery,
            opened_until=self.case.opened_until,
        )

    def withheld(self) -> tuple[Blank, ...]:
        """A blank for each agency that holds something it does not open: somebody around these people, or a record.

        Undated, and without a word of who (access.md §2).
        """
        linking = {agency for agency, record in self.case.withheld_people if self._joins(record)}
        people = [Blank(SOMEBODY, agency, self._why_withheld(agency)) for agency in self.agencies(linking)]
        records = [
            Blank(RESTRICTED, agency, self._why_withheld(agency))
            for agency in self.agencies(set(self.case.withheld_by) - linking)
        ]
        return (*people, *records)

    def _why_withheld(self, agency: Agency) -> BlankKind:
        """Refused where the caller's agency asked for it and was refused (access.md §2)."""
        return BlankKind.REFUSED if agency.id in self.case.refused_by else BlankKind.WITHHELD

    def _joins(self, record: str) -> bool:
        """Whether a record is a person's, or of a home that joins those who live there."""
        entity = self.case.entity(record)
        return not self.case.descriptions(entity, ClaimKind.HOUSEHOLD) or place(self.case, entity).may_join


class StructureTelling(Telling):
    """Tells a case to an analyst: a person has no name of theirs; who they may also be is not worked out."""

    def person(self, entity: str) -> PersonAnswer:
        """A person by a name of the session."""
        return replace(super().person(entity), names=(), description=None)


RESTRICTED = "restricted: ask the agency"
SOMEBODY = "another adult or child, withheld"
_FEED_BLANKS = frozenset({BlankKind.NOT_DELIVERED, BlankKind.OUT_OF_DATE})
_ROLE_GROUPS = tuple(
    frozenset(group)
    for group in (
        RESIDENCE_ROLES - {"frequent_visitor", "contact_only"},
        {"frequent_visitor"},
        {"contact_only"},
    )
)


def _last_day(until: date) -> str:
    return (until - timedelta(days=1)).isoformat()


def status_of(claims: Iterable[Claim]) -> str:
    """The status of several claims together: corroborated by two agencies, disputed where one says so."""
    held = list(claims)
    said = {claim.status for claim in held}
    if ClaimStatus.DISPUTED in said:
        return ClaimStatus.DISPUTED.value.upper()
    if len({claim.agency for claim in held}) > 1 or ClaimStatus.CORROBORATED in said:
        return ClaimStatus.CORROBORATED.value.upper()
    return next((status.value.upper() for status in _WEAKEST_FIRST if status in said), "ASSERTED")


def agencies_differ(case: Case, household: str) -> bool:
    """Whether two agencies that each name two or more residents on the day name different ones."""
    named: dict[str, set[str]] = {}
    for person, stays in residents_on(case, household, case.dates.as_of).items():
        for stay in stays:
            for claim in stay.claims:
                named.setdefault(claim.agency, set()).add(person)
    told = [frozenset(people) for people in named.values() if len(people) > 1]
    return len(set(told)) > 1
