"""What lists an operation gives as arguments, counted in its text and variables before anything of it runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphql import (
    FieldNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    VariableNode,
)

from graph.errors import BadInput, TooCostly
from graph.questions.told import MOST_TOLD, PEOPLE

MOST_LISTED = 100
CHECK = "unknownPartnerCheck"
COST_OF_A_CHECK, COST_OF_A_PERSON_TOLD = 600, 15
"""In objects: a check compares each person told with everyone they may be, which no other question does."""


def variables_in_force(operation: OperationDefinitionNode, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The variables as given, and the defaults, as written, of those that were not."""
    defaults = {one.variable.name.value: one.default_value for one in operation.variable_definitions or ()}
    return {**defaults, **given}


def check_lists(values: Iterable[object]) -> None:
    """Raises TooCostly where a value, as written or as sent, holds a list of more than may be."""
    if any(_longest(value) > MOST_LISTED for value in values):
        raise TooCostly(f"a list holds more than {MOST_LISTED}")


def cost_of_check(node: FieldNode, variables: Mapping[str, Any]) -> int:
    """What a field costs by whom it tells of; nothing for all but a check. Raises BadInput for more people than may be told."""
    if node.name.value != CHECK:
        return 0
    told = next((one.value for one in node.arguments or () if one.name.value == "told"), None)
    people = _count(_part(_value(told, variables), "people"), variables)
    if people > MOST_TOLD:
        raise BadInput(PEOPLE, f"holds more than {MOST_TOLD} people")
    return COST_OF_A_CHECK + COST_OF_A_PERSON_TOLD * people


def _value(value: object, variables: Mapping[str, Any]) -> object:
    return variables.get(value.name.value) if isinstance(value, VariableNode) else value


def _part(value: object, name: str) -> object:
    if isinstance(value, ObjectValueNode):
        return next((one.value for one in value.fields if one.name.value == name), None)
    return value.get(name) if isinstance(value, dict) else None


def _count(value: object, variables: Mapping[str, Any]) -> int:
    found = _value(value, variables)
    if isinstance(found, ListValueNode):
        return len(found.values)
    if isinstance(found, list):
        return len(found)
    return 0 if found is None else 1


def _longest(value: object) -> int:
    """How many the longest list of a value holds; what a variable in it holds is looked at by itself.

    Walked without calling itself: a value may be as deep as its sender likes.
    """
    longest, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        inner: Sequence[object] = ()
        if isinstance(one, ListValueNode | list):
            inner = one.values if isinstance(one, ListValueNode) else one
            longest = max(longest, len(inner))
        elif isinstance(one, ObjectValueNode):
            inner = [field.value for field in one.fields]
        elif isinstance(one, dict):
            inner = list(one.values())
        waiting.extend(inner)
    return longest
