"""Cells of a row as sent that go with a claim: none that the claim itself keeps from the reader."""

from __future__ import annotations

from graph.access.as_sent import cells_to_show
from graph.model.claims import Claim, ClaimKind
from tests.graph.store.builders import a_claim, but

READ = {"record_ref": "E1", "headline": "Moved to 12 Haven Street", "place": "home", "recorded_at": "2024-01-01"}


def an_event(**values: str) -> Claim:
    return but(a_claim(ClaimKind.EVENT, "e"), values=values).claim


def test_a_row_is_told_as_it_was_sent() -> None:
    event = an_event(record_ref="E1", headline="Moved to 12 Haven Street", place="home")
    assert cells_to_show(event, {**READ, "place": " home "}, READ) == {**READ, "place": " home "}


def test_a_cell_the_claim_withholds_is_as_if_it_had_not_been_sent() -> None:
    event = an_event(record_ref="E1", place="home")
    assert cells_to_show(event, READ, READ) == {"record_ref": "E1", "place": "home", "recorded_at": "2024-01-01"}


def test_a_cell_of_which_the_claim_tells_a_part_is_told_in_that_part() -> None:
    person = but(a_claim(ClaimKind.PERSON, "p"), values={"other_names": "Robbie"}).claim
    cells = {"other_names": "Robbie;Robin Fenn"}
    assert cells_to_show(person, cells, cells) == {"other_names": "Robbie"}


def test_a_withheld_text_is_not_told_under_another_heading_either() -> None:
    event = an_event(record_ref="E1", place="home")
    assert "Comments" not in cells_to_show(event, {**READ, "Comments": "Moved to 12 Haven Street"}, READ)


def test_what_could_not_be_read_or_is_under_no_heading_of_ours_stays() -> None:
    event = an_event(record_ref="E1", headline=READ["headline"], place="home")
    sent = {**READ, "start": "sometime", "Ward": "3", "note": ""}
    assert cells_to_show(event, sent, READ) == {**READ, "start": "sometime", "Ward": "3"}


def test_an_end_before_its_start_is_told_and_one_not_known_yet_is_not() -> None:
    stay = but(a_claim(ClaimKind.RESIDENCE, "r", person="p", household="h"), values={"start": "2024-02-01"}).claim
    before = {"start": "2024-02-01", "end": "2024-01-01"}
    assert cells_to_show(stay, before, before) == before
    later = {"start": "2024-02-01", "end": "2025-01-01"}
    assert cells_to_show(stay, later, later) == {"start": "2024-02-01"}


def test_that_it_is_of_an_identity_after_adoption_is_never_told() -> None:
    person = but(a_claim(ClaimKind.PERSON, "p"), values={"adopted_identity": "y", "given_name": "Wren"}).claim
    read = {"given_name": "Wren", "adopted_identity": "y"}
    assert cells_to_show(person, {"given_name": "Wren", "Adopted Identity": "y"}, read) == {"given_name": "Wren"}
    assert cells_to_show(person, read, read) == {"given_name": "Wren"}
