"""What a caller may not see leaves no trace: every root field, page and report, over pairs of worlds (access.md §4)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from api.pages import routers
from graph.access.caller import AccessRole
from graph.access.pseudonyms import Pseudonyms
from graph.access.purpose import read_purpose
from graph.errors import KithmapError
from graph.model.answers import NO_DATES
from graph.questions.analysts import export as exporting
from graph.questions.reports import COLUMNS, ReportAsked, make_report
from tests.noninterference.asking import (
    PAGES,
    whole_area,
)
from tests.noninterference.differences import DIFFERENCES, HOLDERS
from tests.noninterference.families import Family
from tests.noninterference.pairs import Pair, Side, Worlds, make_pairs, open_worlds
from tests.noninterference.proving import FAMILIES_A_WORLD, everything_about, told_to_the_wrong, traces, unseen
from tests.noninterference.worlds import CALLERS, Who

FEWEST_ASKED = 20


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


def test_nobody_is_told_what_is_hidden_from_them(worlds: Worlds) -> None:
    """Of each family a request or two for every root field, a page and a file, by one of those it is hidden from."""
    told, questions = told_to_the_wrong(worlds)
    assert told == {}
    assert questions > FEWEST_ASKED * len(worlds.pairs)


def test_whoever_may_see_each_difference_sees_it(worlds: Worlds) -> None:
    """The harness can fail: for every pair someone gets another reply in the other world."""
    assert unseen(worlds) == []


@pytest.mark.parametrize("name", sorted(CALLERS.keys() - HOLDERS))
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


@pytest.mark.parametrize("name", sorted(CALLERS.keys() - HOLDERS))
def test_the_area_as_a_file_tells_nothing_closed(
    name: str, closed_worlds: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`kithmap export` by each role: the same tables and statement, or the same refusal. Pseudonyms are of one key here."""
    monkeypatch.setattr(exporting, "fresh_pseudonyms", lambda: Pseudonyms(b"n" * 32))
    one, other = (area_of(side, CALLERS[name]) for side in closed_worlds.sides)
    assert one == other
    assert isinstance(one, str) == (CALLERS[name].role is not AccessRole.ANALYST)


def area_of(side: Side, who: Who) -> str | tuple[dict[str, list[str]], str]:
    """The rows of each table of the area, and what is said of them, or the refusal."""
    account = side.held.ledger.accounts.find(who.name)
    assert account is not None
    try:
        area = exporting.export_area(side.held, account.to_caller(is_operator=True), read_purpose(who.purpose), 5)
    except KithmapError as refusal:
        return str(refusal)
    told = json.dumps(area.statement, default=str)
    for found, fixed in side.ids.items():
        told = told.replace(found, fixed)
    return {table: [str(row) for row in rows.rows()] for table, rows in area.tables.items()}, told


def test_every_page_has_a_case() -> None:
    paths = {route.path for router in routers for route in router.routes}  # type: ignore[attr-defined]
    assert paths == set(PAGES)
