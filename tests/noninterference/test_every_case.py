"""Whatever can be asked is asked: a field, an argument, a route, a file or a command without a case fails the build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    VariableNode,
    Visitor,
    parse,
    validate,
    visit,
)
from starlette.routing import BaseRoute, Mount
from typer.main import get_command

import kithmap
from api.app import create_app
from api.graphql.schema import build_schema
from graph.access.operations import EXPORTS
from graph.questions.reports import COLUMNS
from tests.noninterference.asking import EXPORT, QUERIES, Request, pages_about, questions_about, whole_area
from tests.noninterference.families import Family, a_family
from tests.noninterference.worlds import open_world

SAY_NOTHING_OF_ANYBODY = {
    ("POST", "/signin"): "changes who asks: tests/api/signin",
    ("POST", "/signout"): "changes who asks: tests/api/signin",
    ("POST", "/purpose"): "changes why one asks: every purpose has its callers here",
    ("POST", "/sessions"): "changes who asks: tests/api/signin",
    ("POST", "/sessions/again"): "changes who asks: tests/api/signin",
    ("POST", "/password"): "changes who asks: tests/api/signin",
    ("GET", "/signin/back"): "is spoken to by a provider: tests/api/signin/oidc",
}
ASKED_BY = {
    "query": "the executor, as the API's root fields are",
    "report": "test_no_report_tells_what_is_closed",
    "export": "test_the_area_as_a_file_tells_nothing_closed",
    "audit list": "/audit of the auditor and the reviewer",
    "audit about": "/audit of the auditor and the reviewer",
}
BY_WHOEVER_HOLDS_THE_STORES = frozenset(
    {
        *("synth", "doctor", "backup", "restore", "correct", "withdraw", "watch", "erase", "hold"),
        *("retention", "upgrade", "ingest", "link", "verify", "rebuild", "serve", "demo", "bench", "subject-access"),
        *("users add", "users link", "users list", "users token", "users password", "users sign-out", "users disable"),
        *("grants add", "grants list", "grants end", "conflicts add", "conflicts list", "conflicts end"),
        *("audit verify", "audit head", "objections add", "objections answer", "objections list", "notices send"),
        *("mapping list", "mapping check", "mapping new"),
    }
)
"""Commands of the operator, who has the landed rows themselves and is refused nothing by a role."""


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return build_schema()._schema


@pytest.fixture(scope="module")
def asked() -> list[Request]:
    """All there is to ask of fourteen families, in whose turn every page is asked for in every format."""
    found = []
    for number in range(14):
        family = Family(number, 0)
        for known_at in (None, "2024-01-01T12:00:00Z"):
            found += [*questions_about(family, ["c1"], known_at), *pages_about(family, known_at)]
        found += whole_area(family)
    return found


def fields_selected(schema: GraphQLSchema) -> set[tuple[str, str]]:
    """The fields of types that the harness's operations select."""
    found = set()

    class Selected(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            parent = info.get_parent_type()
            if parent is not None:
                found.add((parent.name, node.name.value))

    for text in QUERIES.values():
        info = TypeInfo(schema)
        visit(parse(text), TypeInfoVisitor(info, Selected()))
    return found


def arguments_given(asked: list[Request]) -> Iterator[tuple[str, str]]:
    """Root fields with each argument that is something else than null in a case."""
    for request in asked:
        if request.case not in QUERIES:
            continue
        sent = json.loads(request.body)
        (operation,) = parse(sent["query"]).definitions
        assert isinstance(operation, OperationDefinitionNode)
        for field in operation.selection_set.selections:
            assert isinstance(field, FieldNode)
            for argument in field.arguments or ():
                is_variable = isinstance(argument.value, VariableNode)
                if not is_variable or sent["variables"].get(argument.value.name.value) is not None:  # type: ignore[attr-defined]
                    yield field.name.value, argument.name.value


def roots(schema: GraphQLSchema) -> list[GraphQLObjectType]:
    return [one for one in (schema.query_type, schema.mutation_type, schema.subscription_type) if one is not None]


def test_every_operation_is_one_of_the_schema(schema: GraphQLSchema) -> None:
    assert {name: faults for name, text in QUERIES.items() if (faults := validate(schema, parse(text)))} == {}


def test_every_root_field_has_a_case(schema: GraphQLSchema, asked: list[Request]) -> None:
    fields = {field for root in roots(schema) for field in root.fields}
    assert fields == set(QUERIES)
    assert fields <= {request.case for request in asked}


def test_every_field_of_every_type_is_asked_for(schema: GraphQLSchema) -> None:
    objects = [one for one in schema.type_map.values() if isinstance(one, GraphQLObjectType)]
    fields = {(one.name, field) for one in objects if not one.name.startswith("__") for field in one.fields}
    assert fields - fields_selected(schema) == set()


def test_every_argument_is_given(schema: GraphQLSchema, asked: list[Request]) -> None:
    there = {
        (field, argument) for root in roots(schema) for field, told in root.fields.items() for argument in told.args
    }
    assert there - set(arguments_given(asked)) == set()


def test_every_route_of_the_application_is_asked(asked: list[Request], tmp_path: Path) -> None:
    held = open_world(a_family(), tmp_path)
    app = create_app(held)
    held.graph.close()
    held.ledger.close()
    cases = {(one.method, "/graphql" if one.case in QUERIES else one.case) for one in asked}
    assert [one.path for one in app.routes if isinstance(one, Mount)] == ["/static"]
    there = {(method, one.path) for one in routes_of(app.routes) for method in one.methods}
    assert there - cases - set(SAY_NOTHING_OF_ANYBODY) == set()
    assert set(SAY_NOTHING_OF_ANYBODY) <= there


def routes_of(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """Every route, those of included routers too; one of another kind than is known here fails the test."""
    for one in routes:
        if isinstance(one, APIRoute):
            yield one
        elif not isinstance(one, Mount):
            yield from routes_of(one.original_router.routes)  # type: ignore[attr-defined]


def test_every_file_of_every_page_is_asked_for(asked: list[Request]) -> None:
    files = {request.address.partition("?")[0].rsplit("/", 1)[-1] for request in asked if request.case == EXPORT}
    assert {name.removeprefix("export:") for name in EXPORTS} <= files


def test_every_command_is_the_operators_or_has_a_case() -> None:
    commands = set(_named(get_command(kithmap.app), ""))
    assert commands == set(ASKED_BY) | BY_WHOEVER_HOLDS_THE_STORES
    assert set(ASKED_BY) & BY_WHOEVER_HOLDS_THE_STORES == set()
    assert COLUMNS, "each is asked for by test_no_report_tells_what_is_closed"


def _named(command: object, name: str) -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if not inner:
        yield name
    for word, one in (inner or {}).items():
        yield from _named(one, f"{name} {word}".strip())
