"""Whom an operation tells of, and the lists it gives, are counted before anything of it runs (access.md §7)."""

from __future__ import annotations

import json

import pytest
from graphql import GraphQLSchema, parse

from api.graphql.limiter import check_limits, measure
from api.graphql.listed import COST_OF_A_CHECK, COST_OF_A_PERSON_TOLD, MOST_LISTED
from api.graphql.schema import build_schema
from graph.errors import BadInput, TooCostly
from graph.questions.told import MOST_TOLD

A_CHECK = "unknownPartnerCheck(told: $told) { told { told } }"
OF_TOLD = f"query($told: ToldHousehold!) {{ {A_CHECK} }}"


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema()._schema


def told(people: int) -> dict[str, object]:
    """A household with everything told of each of so many."""
    whole = {
        "name": "Kelly Marr, called Kel Shaw",
        "dateOfBirth": "1984",
        "phone": "07700 900123",
        "vehicle": "AB12 CDE",
    }
    return {"told": {"people": [whole] * people, "address": "1 Alder Row", "postcode": "ZZ1 1DQ"}}


@pytest.mark.parametrize("people", [1, 10, MOST_TOLD])
def test_a_household_is_let_through_as_large_as_a_family_is(people: int, schema: GraphQLSchema) -> None:
    check_limits(parse(OF_TOLD), told(people), schema)
    cost = measure(parse(OF_TOLD), told(people), schema).objects
    assert cost - measure(parse("{ me { name } me { name } }"), {}, schema).objects == (
        COST_OF_A_CHECK + COST_OF_A_PERSON_TOLD * people
    )


def written(people: int) -> str:
    return "[" + '{name: "Kelly Marr"} ' * people + "]"


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        (OF_TOLD, told(MOST_TOLD + 1)),
        (f"{{ unknownPartnerCheck(told: {{people: {written(MOST_TOLD + 1)}}}) {{ told {{ told }} }} }}", {}),
        (f"query($told: ToldHousehold = {{people: {written(MOST_TOLD + 1)}}}) {{ {A_CHECK} }}", {}),
        (
            "query($people: [ToldPerson!]!) { me { name } unknownPartnerCheck(told: {people: $people}) { told { told } } }",
            {"people": [{"name": "Kelly Marr"}] * (MOST_TOLD + 1)},
        ),
        (f"query($told: ToldHousehold!) {{ ...F }} fragment F on Query {{ {A_CHECK} }}", told(MOST_TOLD + 1)),
    ],
    ids=["variable", "written", "default", "people", "fragment"],
)
def test_more_people_than_may_be_told_are_refused_however_they_are_sent(
    text: str, variables: dict[str, object], schema: GraphQLSchema
) -> None:
    with pytest.raises(BadInput, match=rf"told\.people: holds more than {MOST_TOLD} people"):
        check_limits(parse(text), variables, schema)


def test_two_whole_households_are_checked_at_once_and_no_third(schema: GraphQLSchema) -> None:
    for checks, is_refused in ((2, False), (3, True)):
        some = " ".join(f"c{number}: {A_CHECK}" for number in range(checks))
        text = parse(f"query($told: ToldHousehold!) {{ {some} }}")
        if is_refused:
            with pytest.raises(TooCostly, match="cost"):
                check_limits(text, told(MOST_TOLD), schema)
        else:
            check_limits(text, told(MOST_TOLD), schema)


@pytest.mark.parametrize("size", [MOST_LISTED, MOST_LISTED + 1])
def test_a_list_holds_so_many_and_no_more(size: int, schema: GraphQLSchema) -> None:
    some = [f"a{number}" for number in range(size)]
    asked = (
        ("query($open: [ID!]) { genogram(around: 1, open: $open) { more } }", {"open": some}),
        ("query($open: [[ID]]) { genogram(around: 1, open: $open) { more } }", {"open": [{"a": some}]}),
        (f"{{ genogram(around: 1, open: {json.dumps(some)}) {{ more }} }}", {}),
        (f"query($open: [ID!] = {json.dumps(some)}) {{ genogram(around: 1, open: $open) {{ more }} }}", {}),
    )
    for text, variables in asked:
        if size > MOST_LISTED:
            with pytest.raises(TooCostly, match=f"a list holds more than {MOST_LISTED}"):
                check_limits(parse(text), variables, schema)
        else:
            check_limits(parse(text), variables, schema)


@pytest.mark.parametrize(
    "sent", [{}, {"told": None}, {"told": 1}, {"told": []}, {"told": {"people": None}}, {"told": {"people": "Kelly"}}]
)
def test_what_is_no_household_is_left_to_who_reads_it(sent: dict[str, object], schema: GraphQLSchema) -> None:
    check_limits(parse(OF_TOLD), sent, schema)


def test_a_page_by_default_counts_as_one_that_was_asked_for(schema: GraphQLSchema) -> None:
    text = "query($size: Int = 100) { deliveries(first: $size) { nodes { id } } }"
    written_out = "{ deliveries(first: 100) { nodes { id } } }"
    assert measure(parse(text), {}, schema).objects == measure(parse(written_out), {}, schema).objects
    assert measure(parse(text), {"size": 2}, schema).objects < measure(parse(text), {}, schema).objects
