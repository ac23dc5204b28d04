"""A number on many people, and a place's phone, tell nobody apart."""

from __future__ import annotations

from graph.identity.crowded import find_crowded, without_crowded
from graph.identity.linking import link
from graph.identity.model import load_model
from tests.graph.identity.people import a_record, frame

NUMBER = "9434765919"
NAMES = ("Amy Dunn", "Zoe Marsh", "Ruth Pike", "Olga Nowak", "Femi Ade")


def people_with(number: int, **held: list[str]) -> list[dict[str, object]]:
    return [a_record(f"r{at}", NAMES[at], f"19{70 + at}-0{at + 1}-13", **held) for at in range(number)]


def test_a_number_on_more_than_three_people_stops_counting_and_is_reported() -> None:
    people = frame(*people_with(4, nhs_numbers=[NUMBER]))
    (row,) = find_crowded(people).to_dicts()
    assert (row["what"], row["people"], row["records"]) == ("NHS number", 4, ["r0", "r1", "r2", "r3"])
    assert without_crowded(people, find_crowded(people))["nhs_numbers"].to_list() == [[], [], [], []]


def test_one_person_of_many_records_may_have_a_number_in_all_of_them() -> None:
    people = frame(*(a_record(f"r{at}", "Amy Dunn", "1970-01-13", nhs_numbers=[NUMBER]) for at in range(9)))
    assert find_crowded(people).is_empty()
    assert find_crowded(frame(*people_with(3, nhs_numbers=[NUMBER]))).is_empty()


def test_spellings_of_one_number_are_one_number() -> None:
    rows = people_with(4, nhs_numbers=[NUMBER])
    rows[1] = {**rows[1], "nhs_numbers": ["943 476 5919"]}
    people = frame(*rows)
    assert without_crowded(people, find_crowded(people))["nhs_numbers"].to_list() == [[], [], [], []]


def test_a_phone_of_more_than_four_people_joins_nobody() -> None:
    phone = ["07700 900123"]
    same = [a_record("x1", "Dan Pike", None, phones=phone), a_record("x2", "Dan Pike", None, phones=phone)]
    joined = link(frame(*same), load_model()).members["person_id"].n_unique()
    crowd = frame(*same, *people_with(5, phones=phone))
    kept = without_crowded(crowd, find_crowded(crowd))
    members = dict(link(kept, load_model()).members.iter_rows())
    assert joined == 1
    assert members["x1"] != members["x2"]


def test_a_closed_record_is_not_counted() -> None:
    rows = people_with(4, nhs_numbers=[NUMBER])
    rows[3] = {**rows[3], "tier": 2}
    assert find_crowded(frame(*rows)).is_empty()


def test_a_wrong_check_digit_is_no_number_to_count() -> None:
    assert find_crowded(frame(*people_with(5, nhs_numbers=["9434765918"]))).is_empty()


def test_a_places_phone_is_nobodys_own() -> None:
    people = frame(a_record("r1", "Amy Dunn", None, phones=["01632 960 001", "07700 900123"]))
    assert without_crowded(people, find_crowded(people), ["01632 960001", "none"])["phones"].to_list() == [
        ["07700 900123"]
    ]
    assert without_crowded(people, find_crowded(people)).equals(people)
