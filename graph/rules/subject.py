"""What every rule is asked about: a child's case, and what several rules read of it, each worked out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from graph.family.adults import AdultFound, AdultsFound, adults_around, assessing_agency
from graph.family.circle import Circle, circle_of
from graph.family.households import households_of, joins_people, residents_on
from graph.family.people import Individual, individual
from graph.model.case import Case
from graph.model.dates import DEFAULT_WINDOW_MONTHS
from graph.model.people import Agency
from graph.model.period import Certainty, PartialDate, Period, months_before


@dataclass(frozen=True, slots=True)
class Span:
    """Days `[since, until)`."""

    since: date
    until: date

    def holds(self, when: Period) -> Certainty:
        """Whether a period overlaps these days."""
        return when.overlaps(self.since, self.until)

    def has(self, day: PartialDate) -> Certainty:
        """Whether a date lies in these days."""
        if self.since <= day.first and day.after <= self.until:
            return Certainty.CERTAIN
        return Certainty.POSSIBLE if day.first < self.until and self.since < day.after else Certainty.NO


@dataclass(frozen=True)
class Subject:
    """A child's case as rules read it. `disregarding` are adults whose part in a finding was set aside."""

    case: Case
    child: str
    named_agency: str | None = None
    disregarding: frozenset[str] = field(default_factory=frozenset)

    @property
    def as_of(self) -> date:
        """The day the question is about."""
        return self.case.dates.as_of

    @cached_property
    def circle(self) -> Circle:
        """The child's circle on the evidence of `known_to`."""
        return circle_of(self.case, self.child)

    @cached_property
    def whole_circle(self) -> Circle:
        """The child's circle on all claims: for what must not be there."""
        return circle_of(self.case, self.child, everyone=True)

    @cached_property
    def agency(self) -> Agency | None:
        """The assessing agency."""
        return assessing_agency(self.case, self.child, self.named_agency)

    @cached_property
    def around(self) -> AdultsFound:
        """The adults around the child with grounds and states, as `hiddenAdults` lists them."""
        return adults_around(self.case, self.child, self.named_agency)

    @cached_property
    def adults(self) -> tuple[AdultFound, ...]:
        """The adults around the child, save those set aside."""
        return tuple(adult for adult in self.around.adults if adult.person.id not in self.disregarding)

    def window(self, months: int = 0) -> Span:
        """A rule's window: the longest stretch it names, at least 24 months, up to `as_of`, both days included."""
        since = months_before(self.as_of, max(months, DEFAULT_WINDOW_MONTHS))
        return Span(since, self.as_of + timedelta(days=1))

    @cached_property
    def _individuals(self) -> dict[str, Individual]:
        return {}

    def individual(self, entity: str) -> Individual:
        """A person of the case."""
        found = self._individuals.get(entity)
        if found is None:
            found = self._individuals[entity] = individual(self.case, entity)
        return found

    def name(self, entity: str) -> str:
        """What a person is called."""
        return self.individual(entity).name

    def agency_name(self, agency: str) -> str:
        """What an agency is called."""
        known = self.case.partnership.agencies.get(agency)
        return known.name if known else agency

    def agency_kind(self, agency: str) -> str:
        """Of which kind an agency is (deliveries.md §4)."""
        known = self.case.partnership.agencies.get(agency)
        return known.kind if known else "other"

    def residents_with_child(self, day: date, *, everyone: bool = False) -> frozenset[str]:
        """Who, the child left out, lives on `day` in a household that joins its people and that the child lives in then."""
        found: set[str] = set()
        for household in homes_on(self, day, everyone=everyone):
            found |= residents_on(self.case, household, day, everyone=everyone).keys()
        return frozenset(found - {self.child})

    def children_of_household(self, day: date, *, everyone: bool = False) -> frozenset[str]:
        """The child, and the children who live with it on `day`."""
        others = self.residents_with_child(day, everyone=everyone)
        return frozenset({self.child, *(one for one in others if self.individual(one).is_child_on(day))})

    def household_siblings(self, day: date) -> frozenset[str]:
        """Siblings of the child, of any kind, who live with it on `day`."""
        siblings = {path.person for path in self.whole_circle.siblings}
        return self.residents_with_child(day, everyone=True) & siblings


def homes_on(subject: Subject, day: date, *, everyone: bool = False) -> tuple[str, ...]:
    """The households that join their people and in which the child lives on `day`."""
    case, child = subject.case, subject.child
    return tuple(
        household
        for household in households_of(case, child, everyone=everyone)
        if child in residents_on(case, household, day, everyone=everyone)
        and joins_people(case, household, day, everyone=everyone)
    )
