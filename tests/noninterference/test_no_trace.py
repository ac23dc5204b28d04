"""What a caller may not see leaves no trace: every root field and page, for every role, over pairs of worlds."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import GraphQLObjectType

from api.app import create_app
from api.graphql.execution import Executor, Operation
from api.graphql.schema import build_schema
from api.pages import routers
from graph.access.accounts import Account
from graph.access.purpose import read_purpose
from graph.questions.opening import Partnerships
from tests.noninterference.asking import CASES, PAGES, page_replies, reports_of
from tests.noninterference.worlds import a_family, add_what_is_hidden, open_world

SEEDS = range(6)
PURPOSES = {
    "assessment": "assessment",
    "practitioner": "case_supervision",
    "steward": "data_quality",
    "analyst": "learning_review",
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    """The world without anything hidden."""
    opened = open_world(a_family(), tmp_path_factory.mktemp("plain"))
    yield opened
    opened.graph.close()
    opened.ledger.close()


@pytest.fixture(scope="module", params=SEEDS)
def fuller(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    """The same world with something the callers may not see."""
    world = a_family()
    add_what_is_hidden(world, random.Random(request.param))
    opened = open_world(world, tmp_path_factory.mktemp(f"fuller{request.param}"))
    yield opened
    opened.graph.close()
    opened.ledger.close()


def account(held: Partnerships, name: str) -> Account:
    found = held.ledger.accounts.find(name)
    assert found is not None
    return found


def replies(held: Partnerships, name: str) -> dict[str, str]:
    questions = held.questions(account(held, name).to_caller(), read_purpose(PURPOSES[name]), rows=True)
    executor = Executor()
    told = {}
    for label, case in CASES.items():
        reply = executor.run(Operation(case.query, case.variables(held)), questions)
        told[label] = f"{reply.status} {json.dumps(reply.body)}"
    return told


@pytest.mark.parametrize("name", sorted(PURPOSES))
def test_every_question_is_answered_the_same(name: str, plain: Partnerships, fuller: Partnerships) -> None:
    one, other = replies(plain, name), replies(fuller, name)
    for label in CASES:
        assert _but_for_deliveries(one[label]) == _but_for_deliveries(other[label]), label


@pytest.mark.parametrize("name", ["assessment", "practitioner"])
def test_every_page_is_the_same(name: str, plain: Partnerships, fuller: Partnerships) -> None:
    one, other = (page_replies(create_app(held), held, name, PURPOSES[name]) for held in (plain, fuller))
    for path in one:
        assert _but_for_deliveries(one[path]) == _but_for_deliveries(other[path]), path


@pytest.mark.parametrize("name", ["steward"])
def test_reports_are_the_same(name: str, plain: Partnerships, fuller: Partnerships) -> None:
    caller, purpose = account(plain, name).to_caller(), read_purpose(PURPOSES[name])
    assert reports_of(plain, caller, purpose) == reports_of(fuller, caller, purpose)


def _but_for_deliveries(text: str) -> str:
    """Replies with the ids of deliveries taken out: a delivery's id is a hash of its files, so it differs by construction."""
    return re.sub(r"d[0-9a-f]{32}", "DELIVERY", text)


def test_every_root_field_has_a_case() -> None:
    query = build_schema()._schema.query_type
    assert isinstance(query, GraphQLObjectType)
    asked = {label.split(":")[0] for label in CASES}
    assert set(query.fields) == asked


def test_every_page_has_a_case() -> None:
    paths = {route.path for router in routers for route in router.routes}  # type: ignore[attr-defined]
    assert paths == set(PAGES)


def test_the_harness_sees_a_difference_that_is_open(plain: Partnerships, tmp_path: Path) -> None:
    world = a_family()
    world.add("police", "people", person_ref="P9", given_name="Aaron", family_name="Pike", date_of_birth="1980-01-01")
    world.add("police", "relationships", record_ref="L9", person_ref="P9", other_ref="P2", type="partner")
    changed = open_world(world, tmp_path)
    assert replies(plain, "assessment") != replies(changed, "assessment")
