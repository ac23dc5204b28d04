"""What a caller may not see leaves no trace: every root field, page and report, over pairs of worlds (access.md §4)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from graphql import GraphQLObjectType

from api.graphql.schema import build_schema
from api.pages import routers
from graph.access.purpose import read_purpose
from graph.errors import KithmapError
from graph.model.answers import NO_DATES
from graph.questions.reports import COLUMNS, ReportAsked, make_report
from tests.noninterference import openings
from tests.noninterference.asking import (
    PAGES,
    QUERIES,
    Asking,
    Request,
    operation,
    pages_about,
    questions_about,
    replies,
    some_of,
    whole_area,
)
from tests.noninterference.conftest import FAMILIES_A_WORLD
from tests.noninterference.differences import DIFFERENCES
from tests.noninterference.families import Family
from tests.noninterference.pairs import Pair, Side, Worlds, make_pairs, open_worlds
from tests.noninterference.worlds import CALLERS, Who


@pytest.fixture(scope="module")
def worlds(seed: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """A pair of worlds with a hundred families, each with a difference."""
    with open_worlds(make_pairs(seed, FAMILIES_A_WORLD), tmp_path_factory.mktemp(f"pair{seed}")) as opened:
        yield opened


@pytest.fixture(scope="module")
def closed_worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """A pair of worlds that differ in nothing but what is closed to all: what a whole-area report may not tell."""
    kinds = [difference for difference in DIFFERENCES if difference.is_closed_to_all]
    pairs = [Pair(Family(number, 999), kind, kind.hidden_from[0]) for number, kind in enumerate(kinds * 2)]
    with open_worlds(pairs, tmp_path_factory.mktemp("closed")) as opened:
        yield opened


def everything_about(worlds: Worlds, pair: Pair) -> list[Request]:
    """All there is to ask about the family of a pair."""
    known_at, family = pair.difference.known_at, pair.family
    claims = worlds.claims.get(family.number, ()) if known_at is None else ()
    asked = [*questions_about(family, claims, known_at), *pages_about(family, known_at)]
    if pair.difference.is_closed_to_all and not known_at and pair.difference.name not in openings.RESTRICTED:
        asked += [operation(field, given, None) for field, given in openings.of_hidden(family)]
    return asked


def traces(worlds: Worlds, name: str, requests: Sequence[Request]) -> list[str]:
    """The requests whose replies differ between the two worlds."""
    one, other = (Asking(side.app, name, side.ids, side.loop) for side in worlds.sides)
    told = zip(requests, replies(one, requests), replies(other, requests), strict=True)
    return [f"{request.case} {request.address} {request.body}" for request, left, right in told if left != right]


def test_nobody_is_told_what_is_hidden_from_them(worlds: Worlds) -> None:
    """Every root field and two pages of each family, by one of those it is hidden from."""
    found = {
        f"{pair.difference.name} {pair.family.number} to {pair.asker}": told
        for pair in worlds.pairs
        if (told := traces(worlds, pair.asker, some_of(everything_about(worlds, pair), pair.family.dice)))
    }
    assert found == {}


def test_whoever_may_see_each_difference_sees_it(worlds: Worlds) -> None:
    """The harness can fail: for every pair someone gets another reply in the other world."""
    unseen = [f"{pair.difference.name} {pair.family.number}" for pair in worlds.pairs if not is_seen(worlds, pair)]
    assert unseen == []


def is_seen(worlds: Worlds, pair: Pair) -> bool:
    """Whether the one who may see a difference gets any other reply; asked a few at a time, the likeliest first."""
    asked = questions_about(pair.family, worlds.claims.get(pair.family.number, ()), None)
    requests = [replace(request, over_http=False) for request in asked if request.case != "setAside"]
    requests.sort(key=lambda request: LIKELIEST.index(request.case) if request.case in LIKELIEST else len(LIKELIEST))
    name = pair.difference.seen_by
    name = f"{name}-{pair.family.number}" if name == "granted" else name
    return any(traces(worlds, name, [request]) for request in requests)


LIKELIEST = ("claim", "person", "chronology")


@pytest.mark.parametrize("name", sorted(CALLERS.keys() - {"granted"}))
def test_the_whole_area_looks_the_same_to_every_role(name: str, closed_worlds: Worlds) -> None:
    """Root fields and pages about nobody in particular, and all there is to ask about one family, by each role."""
    pair = closed_worlds.pairs[sorted(CALLERS).index(name) % len(closed_worlds.pairs)]
    asked = [*whole_area(pair.family), *everything_about(closed_worlds, pair)]
    assert traces(closed_worlds, name, asked) == []


@pytest.mark.parametrize("report", sorted(COLUMNS))
def test_no_report_tells_what_is_closed(report: str, closed_worlds: Worlds) -> None:
    """Every report, by each role that may have it; as many rows, and the same but for pseudonyms of the export."""
    for name, who in CALLERS.items():
        one, other = (report_of(side, who, report) for side in closed_worlds.sides)
        assert one == other, name


def report_of(side: Side, who: Who, report: str) -> list[str]:
    """The rows of a report, or the refusal."""
    account = side.held.ledger.accounts.find(who.name)
    assert account is not None
    asked = ReportAsked(report, NO_DATES, all_children=True)
    try:
        _, rows = make_report(side.held, account.to_caller(), read_purpose(who.purpose), asked)
    except KithmapError as refusal:
        return [str(refusal)]
    told = json.dumps(rows)
    for found, fixed in side.ids.items():
        told = told.replace(found, fixed)
    return sorted(str(row) for row in json.loads(re.sub(r"p[a-z2-7]{24}", "PSEUDONYM", told)))


def test_every_root_field_has_a_case() -> None:
    schema = build_schema()._schema
    assert isinstance(schema.query_type, GraphQLObjectType)
    assert isinstance(schema.mutation_type, GraphQLObjectType)
    assert {*schema.query_type.fields, *schema.mutation_type.fields} == set(QUERIES)


def test_every_page_has_a_case() -> None:
    paths = {route.path for router in routers for route in router.routes}  # type: ignore[attr-defined]
    assert paths == set(PAGES)
