"""The circle of a child: the people and households every other relation is measured against (rules.md §2)."""

from __future__ import annotations

from dataclasses import dataclass

from graph.family.households import households_of, stays_of
from graph.family.kinship import Carer, carers_of, stands_in_window
from graph.family.people import Individual, individual
from graph.family.siblings import SiblingPath, siblings_of
from graph.model.case import Case


@dataclass(frozen=True, slots=True)
class Circle:
    """A child with carers, siblings and households.

    `carers` overlap the window; `carers_ever` are all on record. `households` are all the child ever lived at.
    """

    child: Individual
    carers: tuple[Carer, ...]
    carers_ever: tuple[Carer, ...]
    siblings: tuple[SiblingPath, ...]
    households: tuple[str, ...]

    @property
    def carer_ids(self) -> frozenset[str]:
        """Who cares for the child in the window."""
        return frozenset(carer.person for carer in self.carers)

    @property
    def people(self) -> frozenset[str]:
        """The child, its carers of any time and its siblings."""
        return frozenset(
            {self.child.id, *(carer.person for carer in self.carers_ever), *(path.person for path in self.siblings)}
        )


def circle_of(case: Case, child: str, *, everyone: bool = False) -> Circle:
    """The circle on the evidence of `known_to`; with `everyone`, on all claims."""
    ever = carers_of(case, child, everyone=everyone)
    return Circle(
        child=individual(case, child),
        carers=tuple(carer for carer in ever if stands_in_window(carer, case)),
        carers_ever=ever,
        siblings=siblings_of(case, child, everyone=everyone),
        households=households_of(case, child, everyone=everyone),
    )


def circle_seeds(circle: Circle, case: Case) -> tuple[str, ...]:
    """The records to fetch the second part of a case around: the people of the circle, and where they lived."""
    people = sorted(circle.people)
    homes = {stay.household for person in people for stay in stays_of(case, person, everyone=True)}
    return tuple(sorted({*people, *homes, *circle.households}))
