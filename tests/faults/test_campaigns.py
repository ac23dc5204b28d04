"""Disks that fill up, loads at once, clocks that jump, bad networks, killed servers: a few of each, all on demand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.graph.store.conftest import neo4j_address, wipe_neo4j
from tests.ingest.site import family
from tools.faults import servers, wires
from tools.faults.__main__ import main
from tools.faults.clocks import jumping_clocks
from tools.faults.disks import full_disks
from tools.faults.ledgers import bad_ledger_wires
from tools.faults.servers import killed_servers
from tools.faults.together import loads_at_once
from tools.faults.trial import Ground, Trial
from tools.faults.wires import bad_wires


def ground(folder: Path, times: int, seed: int = 3) -> Ground:
    """The small deliveries of one household, to be put through so many faults."""
    (folder / "campaign").mkdir()
    return Ground(family(folder / "sent"), folder / "campaign", times, seed)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time proves anything here: the campaigns by hand hold them, on a machine of their own."""
    monkeypatch.setattr(wires, "LONGEST_ANSWER", 60.0)
    monkeypatch.setattr(wires, "LONGEST_RECOVERY", 60.0)
    monkeypatch.setattr(servers, "LONGEST_FAILURE", 60.0)
    monkeypatch.setattr(servers, "LONGEST_RECOVERY", 60.0)


def require_none_wrong(trials: Iterator[Trial], least: int) -> None:
    """Every try is told, and nothing was wrong with any."""
    told = list(trials)
    assert [fault for trial in told for fault in trial.faults] == []
    assert len(told) >= least
    assert all(trial.what and trial.came for trial in told)


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    require_none_wrong(full_disks(ground(tmp_path, 4)), 4)


def test_without_a_small_disk_no_file_may_grow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.faults.disks.shutil.which", lambda _name: None)
    told = list(full_disks(ground(tmp_path, 2)))
    assert [fault for trial in told for fault in trial.faults] == []
    assert all("no disk could be mounted" in trial.what for trial in told)


def test_loads_at_once_end_as_one_after_the_other(tmp_path: Path) -> None:
    require_none_wrong(loads_at_once(ground(tmp_path, 2)), 2)


def test_a_clock_that_jumps_changes_nothing(tmp_path: Path) -> None:
    require_none_wrong(jumping_clocks(ground(tmp_path, 3)), 3)


@pytest.mark.neo4j
@pytest.mark.usefixtures("patient")
def test_bad_networks_lose_nothing_and_are_said_in_time(tmp_path: Path) -> None:
    wipe_neo4j(neo4j_address())
    require_none_wrong(bad_wires(ground(tmp_path, 3), neo4j_address()), 6)
    wipe_neo4j(neo4j_address())


@pytest.mark.neo4j
@pytest.mark.usefixtures("patient")
def test_a_server_killed_under_readers_and_a_load_comes_back(tmp_path: Path) -> None:
    state = Path(os.environ.get("NEO4J_STATE", ".neo4j")).resolve()
    require_none_wrong(killed_servers(ground(tmp_path, 1), state), 1)


@pytest.mark.postgres
def test_a_bad_network_to_the_ledger_loses_nothing(tmp_path: Path) -> None:
    require_none_wrong(bad_ledger_wires(ground(tmp_path, 2), os.environ["KITHMAP_LEDGER_URL"]), 2)


def test_a_campaign_is_named_or_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("NEO4J_URI", "KITHMAP_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)
    family(tmp_path / "sent")
    assert main(["clocks", "wires", "ledgers", "--times", "1", "--given", str(tmp_path / "sent")]) == 0
    told = capsys.readouterr().out
    assert "wires: not on the embedded graph" in told
    assert "names no PostgreSQL" in told
    assert "1 times, 0 faults" in told
    with pytest.raises(SystemExit):
        main(["floods"])
