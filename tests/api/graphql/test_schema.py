"""The schema as committed, and the required core it holds (interfaces.md §3; the core is copied from the design)."""

from __future__ import annotations

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)

from api.graphql import schema as schema_module
from api.graphql.schema import schema_text

COMMITTED = Path(schema_module.__file__).with_name("schema.graphql")
CORE = Path(__file__).with_name("required_core.graphql")
ROOT_FIELDS = [
    "me",
    "feeds",
    "person",
    "personByRef",
    "findPeople",
    "household",
    "network",
    "path",
    "hiddenAdults",
    "siblingHistory",
    "professionalContacts",
    "chronology",
    "whoKnewWhat",
    "unknownPartnerCheck",
    "findings",
    "rules",
    "claim",
    "deliveries",
    "identityQueue",
]


@pytest.fixture(scope="module")
def ours() -> GraphQLSchema:
    return build_schema(schema_text())


@pytest.fixture(scope="module")
def core() -> GraphQLSchema:
    return build_schema(CORE.read_text(encoding="utf-8"))


@pytest.mark.drift
def test_the_committed_schema_is_the_one_served() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize("name", ROOT_FIELDS)
def test_each_root_field_takes_and_gives_what_the_core_says(
    name: str, ours: GraphQLSchema, core: GraphQLSchema
) -> None:
    assert ours.query_type is not None
    assert core.query_type is not None
    mine, theirs = ours.query_type.fields[name], core.query_type.fields[name]
    assert str(mine.type) == str(theirs.type)
    for argument, wanted in theirs.args.items():
        assert str(mine.args[argument].type) == str(wanted.type)
        if isinstance(wanted.type, GraphQLNonNull):
            assert isinstance(mine.args[argument].type, GraphQLNonNull)


def test_every_type_of_the_core_that_answers_these_fields_is_held_field_by_field(
    ours: GraphQLSchema, core: GraphQLSchema
) -> None:
    for name, mine in ours.type_map.items():
        theirs = core.type_map.get(name)
        if name.startswith("__") or theirs is None or name in {"Query", "Mutation"}:
            continue
        assert type(mine) is type(theirs), name
        if isinstance(theirs, GraphQLObjectType):
            assert isinstance(mine, GraphQLObjectType)
            for field, wanted in theirs.fields.items():
                assert str(mine.fields[field].type) == str(wanted.type), f"{name}.{field}"
        if isinstance(theirs, GraphQLEnumType):
            assert isinstance(mine, GraphQLEnumType)
            assert set(theirs.values) <= set(mine.values), name
        if isinstance(theirs, GraphQLInputObjectType):
            assert isinstance(mine, GraphQLInputObjectType)
            assert {field: str(held.type) for field, held in theirs.fields.items()} == {
                field: str(held.type) for field, held in mine.fields.items()
            }, name
