"""What tests of rules ask: a rule of a world, on a day."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.findings import FindingState, SetAside
from graph.rules.registry import every_rule
from graph.rules.rule import Found, Rule
from graph.rules.states import Result, result_of
from graph.rules.subject import Subject
from tests.builders import World

AS_OF = "2024-03-31"


def ask(
    world: World,
    rule: str,
    child: str,
    as_of: str = AS_OF,
    known_at: str | None = None,
    known_to: frozenset[str] | None = None,
    asides: tuple[SetAside, ...] = (),
) -> Result:
    """The rule's result for the child, without looking at any other rule."""
    return result_of(every_rule()[rule], Subject(world.case(as_of, known_at, known_to), child), asides)


def state(world: World, rule: str, child: str, as_of: str = AS_OF, known_at: str | None = None) -> FindingState:
    """The rule's state."""
    result = ask(world, rule, child, as_of, known_at)
    assert not result.failed
    return result.state


def found(world: World, rule: str, child: str, as_of: str = AS_OF) -> Found:
    """What the rule found."""
    result = ask(world, rule, child, as_of)
    assert result.state is FindingState.FOUND
    assert result.found is not None
    return result.found


@dataclass(frozen=True, slots=True)
class Asking:
    """One rule asked alone, as it is written, without what was set aside."""

    rule: Rule

    def found(
        self,
        world: World,
        child: str,
        as_of: str = AS_OF,
        known_at: str | None = None,
        known_to: frozenset[str] | None = None,
    ) -> Found | None:
        """What it finds of the child, or None."""
        return self.rule.find(Subject(world.case(as_of, known_at, known_to), child))

    def says(self, world: World, child: str, as_of: str = AS_OF, known_at: str | None = None) -> str:
        """Its sentence; empty where it finds nothing."""
        one = self.found(world, child, as_of, known_at)
        return one.says if one else ""

    def state(self, world: World, child: str) -> FindingState:
        """Its state on the day the tests are about."""
        return result_of(self.rule, Subject(world.case(), child)).state


FOUND = FindingState.FOUND
NOT_FOUND = FindingState.NOT_FOUND_IN_LOADED_DATA
CANNOT = FindingState.CANNOT_BE_DETERMINED
