"""Each limit of the wire (access.md §7): as much as it allows is let through, one more is refused by its name."""

from __future__ import annotations

import pytest
from graphql import GraphQLSchema, parse

from api.graphql.execution import MOST_TOKENS, _parse
from api.graphql.limiter import (
    MOST_ALIASES,
    MOST_COST,
    MOST_DEPTH,
    MOST_DIGITS,
    MOST_DIRECTIVES,
    MOST_ROOT_FIELDS,
    check_limits,
    measure,
)
from api.graphql.schema import build_schema
from graph.errors import BadInput, TooCostly


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema()._schema


def of_depth(size: int) -> str:
    """A field in a field, so many deep."""
    links = ["person(id: 1)", *(["candidates", "right"] * size)][:size]
    return "{ " + " { ".join(links) + " { id" + " }" * size + " }"


def of_aliases(size: int) -> str:
    return "{ me { " + " ".join(f"a{number}: name" for number in range(size)) + " } }"


def of_root_fields(size: int) -> str:
    return "{ " + "me { name } " * size + "}"


def of_directives(size: int) -> str:
    return "{ me { name " + "@include(if: true) " * size + "} }"


def of_cost(size: int) -> str:
    """A page of so many, and the page itself: two objects less than the size."""
    return f"{{ deliveries(first: {size - 1}) {{ nodes {{ id }} }} }}"


LIMITS = {
    "depth": (of_depth, MOST_DEPTH),
    "aliases": (of_aliases, MOST_ALIASES),
    "root fields": (of_root_fields, MOST_ROOT_FIELDS),
    "directives": (of_directives, MOST_DIRECTIVES),
    "cost": (of_cost, MOST_COST),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_each_limit_of_an_operation_holds_to_the_last(limit: str, schema: GraphQLSchema) -> None:
    written, most = LIMITS[limit]
    check_limits(parse(written(most)), {}, schema)
    with pytest.raises(TooCostly, match=rf"{limit} is {most + 1}; {most} is the most"):
        check_limits(parse(written(most + 1)), {}, schema)


def test_variables_count_towards_the_cost(schema: GraphQLSchema) -> None:
    document = parse("query($first: Int!) { deliveries(first: $first) { nodes { id } } }")
    check_limits(document, {"first": 100}, schema)
    with pytest.raises(TooCostly, match="cost"):
        check_limits(document, {"first": MOST_COST + 1}, schema)


def test_words_and_signs_are_counted_before_they_are_read() -> None:
    assert _parse("{ me { " + "name " * (MOST_TOKENS - 10) + "} }")
    with pytest.raises(TooCostly, match=str(MOST_TOKENS)):
        _parse("{ me { " + "name " * MOST_TOKENS + "} }")


def test_a_page_is_written_in_few_digits(schema: GraphQLSchema) -> None:
    with pytest.raises(TooCostly, match="digits"):
        check_limits(parse(f"{{ deliveries(first: {'9' * (MOST_DIGITS + 1)}) {{ nodes {{ id }} }} }}"), {}, schema)


def test_fragments_that_double_each_other_are_walked_once_each(schema: GraphQLSchema) -> None:
    size = 200
    chain = " ".join(f"fragment F{number} on Person {{ ...F{number + 1} ...F{number + 1} }}" for number in range(size))
    document = parse(f"{{ person(id: 1) {{ ...F0 }} }} {chain} fragment F{size} on Person {{ id }}")
    assert measure(document, {}, schema).fields == 2**size + 1


@pytest.mark.parametrize(
    "text",
    [
        "{ __schema { types { name } } }",
        '{ ... { __type(name: "Person") { name } } }',
        "{ me { name } } { me { name } }",
        "{ person(id: 1) { ...F } } fragment F on Person { ...F }",
        "{ person(id: 1) { ...Gone } }",
        "{ me { name } } fragment F on Query { __schema { types { name } } }",
    ],
)
def test_introspection_circles_and_several_operations_are_refused(text: str, schema: GraphQLSchema) -> None:
    with pytest.raises(BadInput):
        check_limits(parse(text), {}, schema)
