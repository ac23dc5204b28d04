"""Loads killed with -9 over and over: nothing lost, nothing doubled, nothing half shown (deliveries.md §7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.graph.store.conftest import neo4j_address, wipe_neo4j
from tests.ingest.site import family
from tools.faults.campaign import Campaign, run
from tools.faults.commands import Kill, Nursery

KILLS = 20


@pytest.fixture
def deliveries(tmp_path: Path) -> list[Path]:
    return family(tmp_path / "sent")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "campaign"
    made.mkdir()
    return made


def test_loads_killed_twenty_times_end_as_one_that_nothing_came_between(deliveries: list[Path], folder: Path) -> None:
    outcome = run(Campaign(deliveries, folder, kills=KILLS, seed=11))
    assert outcome.faults == []
    assert outcome.kills == KILLS
    assert 0 < outcome.at_steps < KILLS


@pytest.mark.neo4j
def test_loads_into_neo4j_killed_twenty_times_end_the_same(deliveries: list[Path], folder: Path) -> None:
    outcome = run(Campaign(deliveries, folder, kills=KILLS, seed=12, neo4j=neo4j_address()))
    wipe_neo4j(neo4j_address())
    assert outcome.faults == []
    assert outcome.kills == KILLS


def test_a_kill_at_a_step_or_a_moment_ends_the_command_there(deliveries: list[Path], folder: Path) -> None:
    with Nursery(folder) as nursery:
        load = ("ingest", *map(str, deliveries), "--data", str(folder / "data"), "--json")
        assert nursery.run(*load, kill=Kill(seconds=0)).is_killed
        for after in (False, True):
            assert nursery.run(*load, kill=Kill(step=3, after=after)).is_killed
        ended = nursery.run(*load)
        assert (ended.code, ended.is_killed) == (0, False)
        assert ended.steps > 3
        assert ended.document()["digest"]
