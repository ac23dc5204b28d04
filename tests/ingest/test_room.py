"""A full disk is foreseen before anything is landed, and said where it fills up all the same."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from graph.errors import StoreUnavailable
from ingest import room
from ingest.room import require_room, said_when_full
from tests.ingest.site import family, open_site


def test_a_load_that_may_not_fit_is_refused_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = family(tmp_path / "sent")
    site = open_site(tmp_path / "data")
    loaded = site.load(sent[0])
    monkeypatch.setattr(room, "RESERVE", 1 << 60)
    # What has landed needs no room again.
    assert site.load(sent[0]).digest == loaded.digest
    with pytest.raises(StoreUnavailable, match="MB free, and this delivery may need"):
        site.load(*sent)
    monkeypatch.undo()
    assert site.load(*sent).digest != loaded.digest
    site.close()


def test_room_is_asked_of_the_disk_the_folder_will_be_on(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(b"x" * 10)
    require_room([file], tmp_path / "not" / "there")


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "no space"),
        OSError(errno.EDQUOT, "quota"),
        OSError("No space left on device (os error 28)"),
    ],
)
def test_a_full_disk_is_said(fault: OSError) -> None:
    with pytest.raises(StoreUnavailable, match="a disk is full"), said_when_full():
        raise fault


def test_another_fault_of_the_system_stays_what_it_is() -> None:
    with pytest.raises(FileNotFoundError), said_when_full():
        raise FileNotFoundError("gone")
