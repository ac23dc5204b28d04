"""Every measurement runs, at a tiny size: what it compares is the same. How long it took proves nothing here."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import kithmap
from tests.graph.store.conftest import neo4j_address, wipe_neo4j
from tests.ingest.site import family
from tools.bench import checking, request, steps
from tools.bench.command import NAMES, Asked, as_line, measure, measure_on
from tools.bench.county import County, made_county
from tools.bench.quality import Quality
from tools.bench.timing import Figure, OutputsDifferError, in_turns, ready, require_equal

CHILDREN = 5
ROWS = {"identity": "p8"}
RECORDS_OF = {"identity": 20, "p9": 20}
"""Children of a made-up county, where what is measured needs records enough to link, or says nothing of deliveries."""


def write_family(sent: Path, _children: int, _seed: int) -> None:
    """One household as four agencies send it: a county's sixteen deliveries of many tables take long to load."""
    sent.mkdir()
    for delivery in family(sent):
        for table in delivery.glob("people.csv"):
            _with_notes(table)


def _with_notes(table: Path) -> None:
    """Adds the column in which the measurements make their changes."""
    with table.open(encoding="utf-8", newline="") as file:
        headings, *rows = csv.reader(file)
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*headings, "note"], *([*row, ""] for row in rows)])


@pytest.fixture(scope="module")
def county() -> Iterator[County]:
    """The deliveries of one household, loaded once for all that is measured on them."""
    with made_county(CHILDREN, write_family) as made:
        yield made


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few requests and few new records: how many there are proves nothing here."""
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.setattr(request, "_REQUESTS", 4)
    monkeypatch.setattr(request, "AT_ONCE", (1, 4))
    monkeypatch.setattr(steps, "_NEW", 2)
    monkeypatch.setattr(checking, "TIMES", (1, 2))


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_measurement_runs_and_says_what_it_compares(name: str, county: County) -> None:
    if name in RECORDS_OF:
        figures = list(measure(Asked([name], RECORDS_OF[name], 1), None))
    else:
        figures = list(measure_on(county, name, 1, None))
    assert figures
    for figure in figures:
        assert figure.row.lower() == ROWS.get(name, name)
        if isinstance(figure, Quality):
            assert figure.way in as_line(figure)
            continue
        assert figure.ours > 0
        assert figure.theirs > 0
        assert figure.measured in as_line(figure)


@pytest.mark.neo4j
@pytest.mark.parametrize("name", ["p2", "p3"])
def test_loads_into_neo4j_are_measured_beside_plain_statements(name: str, county: County) -> None:
    wipe_neo4j(neo4j_address())
    figures = list(measure_on(county, name, 1, neo4j_address()))
    measured = {figure.measured for figure in figures if isinstance(figure, Figure)}
    assert any(what.startswith("Neo4j") for what in measured)
    assert any(what.startswith("embedded") for what in measured)


def test_the_command_prints_one_document(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_URI", raising=False)
    assert kithmap.run(["bench", "p4", "--children", "5", "--rounds", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["against"] for one in told} == {"graphql-core on ready dicts", "Strawberry as it comes"}
    assert kithmap.run(["bench", "p4", "--children", "5", "--rounds", "1"]) == 0
    assert "P4" in capsys.readouterr().out
    assert kithmap.run(["bench", "p99"]) == 2


def test_sides_that_do_not_do_the_same_are_not_compared() -> None:
    with pytest.raises(OutputsDifferError):
        require_equal("digests", "one", "another")


def test_each_side_is_run_in_every_round() -> None:
    ran: list[str] = []
    best = in_turns({"a": ready(lambda: ran.append("a")), "b": ready(lambda: ran.append("b"))}, 3)
    assert ran == ["a", "b"] * 3
    assert set(best) == {"a", "b"}


def test_a_figure_says_whether_its_goal_is_reached() -> None:
    assert Figure("P2", "this", 1.0, "that", 2.0, 0.8).is_reached
    assert not Figure("P2", "this", 2.0, "that", 2.0, 0.8).is_reached
    assert Figure("P2", "this", 2.0, "that", 2.0).is_reached is None
