"""The gate's own checks notice what they are there for."""

import json
from pathlib import Path

import pytest

from tools.checks import coverage_floors, lane_totals

WHOLE = dict.fromkeys(("graph__errors", "ingest__rows", "viz__style", "api__app", "kithmap"), (100, 100))


@pytest.fixture(autouse=True)
def nothing_is_let_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_floors, "REACHED", {})


def measured(folder: Path, **covered: tuple[int, int]) -> str:
    files = {
        name.replace("__", "/") + ".py": {
            "summary": {"num_statements": there, "covered_lines": ran, "num_branches": 0, "covered_branches": 0}
        }
        for name, (there, ran) in (WHOLE | covered).items()
        if there
    }
    file = folder / "coverage.json"
    file.write_text(json.dumps({"files": files}), encoding="utf-8")
    return str(file)


def test_one_missed_line_fails_where_everything_is_asked(tmp_path: Path) -> None:
    assert coverage_floors.main([measured(tmp_path, graph__access__policy=(100, 99))]) == 1


def test_one_missed_line_in_a_hundred_passes_elsewhere(tmp_path: Path) -> None:
    assert coverage_floors.main([measured(tmp_path, viz__scene=(100, 99))]) == 0


def test_a_tenth_missed_fails_elsewhere(tmp_path: Path) -> None:
    assert coverage_floors.main([measured(tmp_path, viz__scene=(100, 80))]) == 1


def test_the_neo4j_store_counts_only_when_its_lane_ran(tmp_path: Path) -> None:
    report = measured(tmp_path, graph__store__neo4j__rows=(10, 0))
    assert coverage_floors.main([report]) == 0
    assert coverage_floors.main([report, "--with-neo4j"]) == 1


def test_a_package_that_no_test_imported_fails(tmp_path: Path) -> None:
    assert coverage_floors.main([measured(tmp_path)]) == 0
    assert coverage_floors.main([measured(tmp_path, viz__style=(0, 0))]) == 1


def test_wrong_use_of_the_coverage_check_is_said() -> None:
    assert coverage_floors.main([]) == 2


def write_lane(folder: Path, name: str, **counts: int) -> None:
    attributes = " ".join(f'{key}="{value}"' for key, value in counts.items())
    (folder / f"{name}.xml").write_text(f"<testsuites><testsuite {attributes}/></testsuites>", encoding="utf-8")


def test_lanes_are_summed_in_the_last_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_lane(tmp_path, "test", tests=5, failures=0, errors=0, skipped=0)
    write_lane(tmp_path, "neo4j", tests=3, failures=0, errors=0, skipped=0)
    assert lane_totals.main([str(tmp_path), "test", "neo4j"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "8 passed, 0 failed"


@pytest.mark.parametrize("counts", [{"tests": 0}, {"tests": 2, "skipped": 2}, None])
def test_a_lane_that_executed_nothing_fails(tmp_path: Path, counts: dict[str, int] | None) -> None:
    write_lane(tmp_path, "test", tests=5)
    if counts is not None:
        write_lane(tmp_path, "browser", **counts)
    assert lane_totals.main([str(tmp_path), "test", "browser"]) == 1


def test_a_failed_test_fails_the_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_lane(tmp_path, "test", tests=5, failures=1, errors=1)
    assert lane_totals.main([str(tmp_path), "test"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 2 failed"
