"""What forbids a join, said in its own words."""

from typing import Any

import pytest

from graph.identity.conflicts import Conflict, find_conflict, forenames_fit
from graph.identity.features import read_record
from tests.graph.identity.people import a_record

NHS, OTHER_NHS = "9434765919", "9434765870"


def between(left: dict[str, Any], right: dict[str, Any]) -> Conflict | None:
    one, other = read_record(left), read_record(right)
    found = find_conflict(one, other)
    assert find_conflict(other, one) is found
    return found


@pytest.mark.parametrize(
    ("left", "right", "conflict"),
    [
        (
            a_record("a", "Amy Dunn", nhs_numbers=[NHS]),
            a_record("b", "Amy Dunn", nhs_numbers=[OTHER_NHS]),
            Conflict.NHS_NUMBERS,
        ),
        (
            a_record("a", "Amy Dunn", upns=["H801200001001"]),
            a_record("b", "Amy Dunn", upns=["X801200001002"]),
            Conflict.PUPIL_NUMBERS,
        ),
        (a_record("a", "Amy Dunn", "2001-02-03"), a_record("b", "Zoe Dunn", "1960-07-08"), Conflict.BIRTH_AND_NAMES),
        (a_record("a", "Amy Dunn", "2001-02-03"), a_record("b", "Amy Dunn", "1960-07-08"), Conflict.BIRTH_DATES),
        (a_record("a", "Amy Dunn", "2001-02-03"), a_record("b", "Zoe Dunn", "2001-02-03"), Conflict.FIRST_NAMES),
        (a_record("a", "Alex Dunn", sex="M"), a_record("b", "Alexandra Dunn", sex="F"), Conflict.SEXES),
        (a_record("a", "Alex Dunn", sex="M"), a_record("b", "Alex Dunn", sex="F"), None),
        (
            a_record("a", "Mohammed Ali Khan", "2001-02-03", agency="gp"),
            a_record("b", "Mohammed Hassan Khan", "2001-02-03", agency="gp"),
            Conflict.TWINS,
        ),
        (
            a_record("a", "Amy Dunn", "2001-02-03", agency="gp", addresses=["h"]),
            a_record("b", "Zoe Brook", "2001-02-03", agency="gp", addresses=["h"]),
            Conflict.TWINS,
        ),
        (
            a_record("a", "Amy Dunn", "2001-02-03", agency="gp"),
            a_record("b", "Amy Brook", "2001-02-03", agency="gp"),
            None,
        ),
        (
            a_record("a", "Amy Dunn", "2001-02-03", nhs_numbers=[NHS]),
            a_record("b", "Amy Dunn", "1960-07-08", nhs_numbers=[NHS]),
            None,
        ),
        (
            a_record("a", "Mia Pike", adopted_identity=True),
            a_record("b", "Mia Pike", adopted_identity=True),
            None,
        ),
        (a_record("a", "Mia Pike", adopted_identity=True), a_record("b", "Mia"), Conflict.ADOPTED),
    ],
)
def test_a_conflict_is_the_same_from_both_sides(
    left: dict[str, Any], right: dict[str, Any], conflict: Conflict | None
) -> None:
    assert between(left, right) is conflict


@pytest.mark.parametrize(
    ("left", "right", "fits"),
    [
        ("Daniel Mercer", "Dan Mercer", True),
        ("Darren Pike", "Daz Pike", True),
        ("Daz Pike", "Darren Pike", True),
        ("Darren Pike", "Darius Pike", False),
        ("Abigail Rees", "Abi Rees", True),
        ("Ryan Mercer", "Daniel Ryan Mercer", True),
        ("D Mercer", "Daniel Mercer", True),
        ("Daniel Mercer", "D Mercer", True),
        ("Mercer Daniel", "Daniel Mercer", True),
        ("Jaydn Rees", "Jayden Rees", True),
        ("Amy Rees", "Zoe Rees", False),
        ("Amy Rees", "", True),
    ],
)
def test_first_names_fit_or_do_not(left: str, right: str, fits: bool) -> None:
    one, other = (read_record(a_record(side, name)) for side, name in (("a", left), ("b", right)))
    assert forenames_fit(one.names, other.names) is fits
