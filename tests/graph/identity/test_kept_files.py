"""What linking keeps in a folder is read back whole, or not at all."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.identity.kept import Kept, nothing_kept
from graph.identity.kept_files import KeptFiles
from graph.identity.linking import link_again
from graph.identity.model import load_model
from graph.identity.policy import Policy
from graph.identity.steps import Arrived, Terms
from tests.graph.identity.people import a_record, frame

BY = Terms(load_model())
PEOPLE = frame(a_record("a", "Lee Hobbs", "1981-06-20"), a_record("b", "Lee Hobbs", "1981-06-20"))


@pytest.fixture
def files(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "linkage")


def kept_in(files: KeptFiles) -> Kept:
    kept = link_again(nothing_kept(PEOPLE), Arrived(PEOPLE), BY)
    files.write(kept, BY)
    return kept


def is_nothing(kept: Kept) -> bool:
    return kept.people.is_empty() and kept.scored.is_empty()


def test_what_was_kept_is_read_back(files: KeptFiles) -> None:
    assert is_nothing(files.read(PEOPLE, BY))
    kept = kept_in(files)
    read = files.read(PEOPLE, BY)
    assert all(read.frames()[name].equals(one) for name, one in kept.frames().items())


def test_the_state_before_is_taken_away(files: KeptFiles) -> None:
    kept_in(files)
    kept_in(files)
    assert len([one for one in files.folder.iterdir() if one.is_dir()]) == 1
    assert not is_nothing(files.read(PEOPLE, BY))


def test_a_run_that_must_leave_no_trace_leaves_none(files: KeptFiles) -> None:
    kept_in(replace(files, is_written=False))
    assert not files.folder.exists()


def test_what_another_model_or_policy_worked_out_is_not_used(files: KeptFiles) -> None:
    kept_in(files)
    assert is_nothing(files.read(PEOPLE, Terms(replace(BY.model, prior=BY.model.prior / 2))))
    assert is_nothing(files.read(PEOPLE, Terms(BY.model, Policy(accept=0.99))))


def test_people_in_another_frame_are_linked_anew(files: KeptFiles) -> None:
    kept_in(files)
    assert is_nothing(files.read(PEOPLE.drop("date_of_death"), BY))


def cut_off(folder: Path) -> None:
    file = next(folder.glob("*/scored.arrow"))
    file.write_bytes(file.read_bytes()[:-10])


def overwrite(folder: Path) -> None:
    file = next(folder.glob("*/people.arrow"))
    file.write_bytes(b"x" * file.stat().st_size)


def take_away(folder: Path) -> None:
    next(folder.glob("*/keys.arrow")).unlink()


def forget_sizes(folder: Path) -> None:
    current = json.loads((folder / "current.json").read_text("utf-8"))
    (folder / "current.json").write_text(json.dumps(current | {"sizes": {}}), "utf-8")


def scribble(folder: Path) -> None:
    (folder / "current.json").write_bytes(b"\xff{")


def say_a_list(folder: Path) -> None:
    (folder / "current.json").write_text("[]", "utf-8")


@pytest.mark.parametrize("damage", [cut_off, overwrite, take_away, forget_sizes, scribble, say_a_list])
def test_a_torn_state_is_not_used(files: KeptFiles, damage: Callable[[Path], None]) -> None:
    kept_in(files)
    damage(files.folder)
    assert is_nothing(files.read(PEOPLE, BY))


def test_where_nothing_can_be_kept_the_run_goes_on_and_says_so(
    files: KeptFiles, caplog: pytest.LogCaptureFixture
) -> None:
    files.folder.write_text("in the way", "utf-8")
    kept_in(files)
    assert "the next load works it all out again" in caplog.text
    assert is_nothing(files.read(PEOPLE, BY))
