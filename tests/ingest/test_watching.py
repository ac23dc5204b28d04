"""A folder watched: complete deliveries alone, one at a time, in the order they came, none tried twice unchanged."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from graph.errors import InputRefused, StoreUnavailable
from ingest.watching import LOCK_FILE, watch
from tests.ingest.sending import write_delivery, zip_folder
from tests.ingest.site import NOW, Site, a_person, manifest, open_site

CELLS = ("C1", "Mia", "Hobbs", "2012-05-01")


class StoppedError(Exception):
    """Ends a watcher of a test, as Ctrl-C would."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def send(folder: Path, on: str = "2024-03-31", name: str = "Mia Hobbs", agency: str = "csc") -> Path:
    return write_delivery(folder, {"people": [a_person("C1", name)]}, manifest(agency, on))


def look(site: Site, inbox: Path, *between: Callable[[], object]) -> list[dict[str, Any]]:
    """What a watcher says that looks once more than there are things to happen, one before each further look."""
    said: list[str] = []
    happenings = iter(between)

    def wait(_seconds: float) -> None:
        happening = next(happenings, None)
        if happening is None:
            raise StoppedError
        happening()

    with pytest.raises(StoppedError):
        watch(site.stores, inbox, lambda: NOW, 30, tell=said.append, wait=wait)
    return [json.loads(line) for line in said]


def nothing() -> None:
    """Nothing happens between two looks."""


def test_what_lies_there_unchanged_for_a_step_is_loaded(site: Site, inbox: Path) -> None:
    send(inbox / "a")
    assert look(site, inbox) == []
    (told,) = look(site, inbox, nothing, nothing)
    assert (told["source"], told["outcome"], told["at"]) == ("a", "loaded", NOW.isoformat())
    assert told["counts"]["people"] == {"in": 1, "stored": 1, "unchanged": 0, "quarantined": 0}
    assert told["delivery"] in {record.id for record in site.stores.ledger.deliveries.every()}
    assert (inbox / "a" / "people.csv").exists()


def test_what_is_still_being_written_waits(site: Site, inbox: Path) -> None:
    folder = send(inbox / "a")

    def grow() -> None:
        with (folder / "people.csv").open("a", encoding="utf-8") as file:
            file.write("C2,Lee,Hobbs,2013-01-01\n")

    assert look(site, inbox, grow, grow) == []
    (told,) = look(site, inbox, grow, nothing)
    assert told["counts"]["people"]["in"] == 4


@pytest.mark.parametrize("mark", ["a.done", "a/.done"])
def test_a_mark_says_that_it_is_complete(site: Site, inbox: Path, mark: str) -> None:
    send(inbox / "a")
    (inbox / mark).touch()
    assert [told["outcome"] for told in look(site, inbox)] == ["loaded"]


def test_zips_and_folders_are_loaded_in_the_order_they_came(site: Site, inbox: Path, tmp_path: Path) -> None:
    send(inbox / "z", "2024-01-31", agency="gp")
    later = send(tmp_path / "later", "2024-02-29", agency="police")
    told = look(site, inbox, lambda: zip_folder(later, inbox / "a.zip"), nothing, nothing)
    assert [one["source"] for one in told] == ["z", "a.zip"]


def test_what_was_refused_is_tried_again_once_it_changes(site: Site, inbox: Path) -> None:
    folder = send(inbox / "a")
    good = (folder / "people.csv").read_bytes()
    (folder / "people.csv").write_bytes(b"given_name\nMia\n")
    told = look(site, inbox, nothing, nothing, lambda: (folder / "people.csv").write_bytes(good), nothing)
    assert [one["outcome"] for one in told] == ["refused", "loaded"]
    assert "person_ref" in told[0]["why"][0]


def test_what_can_not_be_opened_is_refused_and_stops_nothing(site: Site, inbox: Path) -> None:
    (inbox / "a.zip").write_bytes(b"no zip")
    send(inbox / "b")
    (inbox / "c").mkdir()
    (inbox / "c" / "delivery.yaml").write_text("agency: [", encoding="utf-8")
    told = look(site, inbox, nothing)
    assert {one["source"]: one["outcome"] for one in told} == {"a.zip": "refused", "b": "loaded", "c": "refused"}


def test_no_line_of_the_log_holds_a_value(site: Site, inbox: Path) -> None:
    folder = send(inbox / "a")
    (folder / "people.csv").write_text("person_ref,given_name,date_of_birth\n,Mia,3/5/19\nC1,Mia,x\nC1,Lee,\n", "utf-8")
    (told,) = look(site, inbox, nothing)
    assert told["outcome"] == "refused"
    assert not any(cell in json.dumps(told) for cell in (*CELLS, "Lee", "3/5/19"))


def test_another_watcher_remembers_what_was_loaded(site: Site, inbox: Path) -> None:
    send(inbox / "a")
    assert len(look(site, inbox, nothing, nothing)) == 1
    assert look(site, inbox, nothing, nothing) == []


def test_once_waits_a_step_for_what_may_not_be_complete_and_ends(site: Site, inbox: Path) -> None:
    send(inbox / "a")
    said: list[str] = []
    waits: list[float] = []
    watch(site.stores, inbox, lambda: NOW, 7, tell=said.append, is_once=True, wait=waits.append)
    assert (len(said), waits) == (1, [7])
    watch(site.stores, inbox, lambda: NOW, 7, tell=said.append, is_once=True, wait=waits.append)
    assert (len(said), waits) == (1, [7])


def test_what_can_not_be_loaded_now_is_tried_at_the_next_look(site: Site, inbox: Path) -> None:
    send(inbox / "a")
    (inbox / "a.done").touch()
    turn = FileLock(site.stores.data / "landing")  # a file where a folder is needed: nothing can be landed
    turn.acquire()

    def mend() -> None:
        turn.release()
        (site.stores.data / "landing").unlink(missing_ok=True)

    told = look(site, inbox, mend)
    assert [one["outcome"] for one in told] == ["not_now", "loaded"]


def test_a_second_watcher_is_refused(site: Site, inbox: Path) -> None:
    with FileLock(site.stores.data / LOCK_FILE), pytest.raises(StoreUnavailable, match="another"):
        watch(site.stores, inbox, lambda: NOW, 1, tell=print, is_once=True)


def test_a_folder_that_is_not_there_is_refused(site: Site, tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        watch(site.stores, tmp_path / "none", lambda: NOW, 1, tell=print, is_once=True)


def test_a_delivery_taken_away_between_looks_is_no_fault(site: Site, inbox: Path) -> None:
    send(inbox / "a")
    assert look(site, inbox, lambda: shutil.rmtree(inbox / "a"), nothing) == []


def test_a_file_with_its_time_set_back_is_seen_as_changed(site: Site, inbox: Path) -> None:
    folder = send(inbox / "a")
    told = look(site, inbox, nothing, lambda: os.utime(folder / "people.csv", (0, 0)), nothing)
    assert [one["counts"]["people"]["unchanged"] for one in told] == [0, 1]
