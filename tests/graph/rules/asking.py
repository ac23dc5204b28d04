"""What tests of rules ask: a rule of a world, on a day."""

from __future__ import annotations

from graph.model.findings import FindingState, SetAside
from graph.rules.registry import every_rule
from graph.rules.rule import Found
from graph.rules.states import Result, result_of
from graph.rules.subject import Subject
from tests.builders import World


def ask(
    world: World,
    rule: str,
    child: str,
    as_of: str = "2024-03-31",
    known_at: str | None = None,
    known_to: frozenset[str] | None = None,
    asides: tuple[SetAside, ...] = (),
) -> Result:
    """The rule's result for the child, without looking at any other rule."""
    return result_of(every_rule()[rule], Subject(world.case(as_of, known_at, known_to), child), asides)


def state(world: World, rule: str, child: str, as_of: str = "2024-03-31", known_at: str | None = None) -> FindingState:
    """The rule's state."""
    result = ask(world, rule, child, as_of, known_at)
    assert not result.failed
    return result.state


def found(world: World, rule: str, child: str, as_of: str = "2024-03-31") -> Found:
    """What the rule found."""
    result = ask(world, rule, child, as_of)
    assert result.state is FindingState.FOUND
    assert result.found is not None
    return result.found


FOUND = FindingState.FOUND
NOT_FOUND = FindingState.NOT_FOUND_IN_LOADED_DATA
CANNOT = FindingState.CANNOT_BE_DETERMINED
