"""Headings are found however people write them, and never guessed between two."""

from __future__ import annotations

import pytest

from graph.errors import InputRefused
from ingest.mapping.headings import fits_name, fold_heading, match_headings


@pytest.mark.parametrize(
    "written",
    ["Date of Birth", "date of birth", " DATE  OF BIRTH ", "b) Date of Birth", "12. Date_of_Birth", "Date-of-Birth:"],
)
def test_a_heading_is_the_same_in_any_spelling(written: str) -> None:
    assert match_headings({"dob": ["Date of Birth"]}, [written, "x"], "f").named == {"dob": written}


def test_spaces_and_stops_alone_make_no_other_heading() -> None:
    assert match_headings({"dob": ["DOB"]}, ["D.O.B."], "f").named == {"dob": "D.O.B."}
    # One that fits as it stands comes first, and two that fit no better than each other are left.
    assert match_headings({"dob": ["DOB"]}, ["D.O.B.", "dob"], "f").named == {"dob": "dob"}
    assert match_headings({"dob": ["DOB"]}, ["D.O.B.", "D O B"], "f").named == {}


def test_no_of_is_no_list_prefix() -> None:
    assert fold_heading("No. of children placed") == "no of children placed"


def test_the_first_pattern_that_fits_is_taken_and_the_rest_is_told() -> None:
    matched = match_headings({"ref": ["Person ID", "*id"], "sex": ["Sex", "Gender"]}, ["Case ID", "Gender", "Age"], "f")
    assert matched.named == {"ref": "Case ID", "sex": "Gender"}
    assert (matched.missing, matched.unused) == ((), ("Age",))
    assert match_headings({"ref": ["Person ID"]}, ["Age"], "f").missing == ("ref",)


def test_a_heading_named_in_full_fits_no_pattern_of_another() -> None:
    matched = match_headings({"officer": ["officer*"], "name": ["officer name"]}, ["Officer ID", "Officer name"], "f")
    assert matched.named == {"officer": "Officer ID", "name": "Officer name"}


def test_two_headings_that_fit_are_refused() -> None:
    with pytest.raises(InputRefused, match=r"file\.csv: column dob: 2 headings fit `date\*`"):
        match_headings({"dob": ["date*"]}, ["Date of birth", "Date of death"], "file.csv")


def test_a_star_in_a_heading_stands_for_nothing() -> None:
    assert match_headings({"one": ["Name"]}, ["Name*"], "f").named == {"one": "Name*"}


@pytest.mark.parametrize(
    ("name", "patterns", "fits"),
    [
        ("SSDA903_Header.csv", ["*header"], True),
        ("header.csv", ["header*"], True),
        ("List 1", ["List 1"], True),
        ("List 10", ["List 1", "List 1 *"], False),
        ("Childrens Social Care.csv", ["Child*"], True),
    ],
)
def test_files_and_sheets_go_by_names(name: str, patterns: list[str], fits: bool) -> None:
    assert fits_name(name, patterns) is fits
