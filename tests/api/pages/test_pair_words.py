"""Two records in words: what waits and why, what each comparison bears on, figures that claim no certainty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.pair_words import Outcome, bearing, chance, compared, odds, outcome, said_lines, why_waiting
from graph.identity.comparison import COMPARISONS
from graph.model.answers import Candidate, Comparison, MergeEffect, PersonAnswer

SOMEBODY = PersonAnswer("r1", "Daz", identified=False, is_child=False)


def a_pair(*comparisons: Comparison, conflicts: tuple[str, ...] = ()) -> Candidate:
    return Candidate(SOMEBODY, SOMEBODY, 0.7, comparisons, effect=MergeEffect(0, 0, conflicts, would_reveal=False))


def found(field: str, says: str, left: str | None = "a", right: str | None = "b", weight: float = 1.0) -> Comparison:
    return Comparison(field, left, right, says, weight)


def test_why_a_pair_waits_is_one_line() -> None:
    pair = a_pair(
        found("First name", "the same"),
        found("Family name", "spelled differently, sounds or looks alike"),
        found("Address", "one in common, at other times"),
        found("Date of birth", "not on both records", None),
        found("Phone, email or vehicle", "none in common"),
        found("NHS number", "not on both records", None),
        found("Sex", "the same"),
        conflicts=(
            "first names differ",
            "between other records of theirs: birth dates differ",
            "between other records of theirs: two different NHS numbers",
        ),
    )
    assert why_waiting(pair) == (
        "In common: first name and an address (at other times). "
        "Alike: family name (spelled differently, sounds or looks alike). "
        "Different: phone, email or vehicle. "
        "Against it: first names differ; between other records of theirs, birth dates differ and two different NHS "
        "numbers. Not on both: date of birth."
    )


def test_nothing_to_say_is_nothing_said() -> None:
    assert why_waiting(a_pair()) == ""


@pytest.mark.parametrize(
    "says", [level.says for one in COMPARISONS for level in one.levels if level.condition == "ELSE"]
)
def test_whatever_the_last_level_of_a_comparison_says_is_a_difference(says: str) -> None:
    assert outcome(found("First name", says)) is Outcome.DIFFERENT


@pytest.mark.parametrize(
    "says", [level.says for one in COMPARISONS for level in one.levels if level.condition != "ELSE"]
)
def test_no_other_level_is_a_difference_or_unknown(says: str) -> None:
    assert outcome(found("First name", says)) in {Outcome.SAME, Outcome.ALIKE}


@pytest.mark.parametrize(
    ("left", "right", "says"),
    [
        ("x", None, "Only on the first record"),
        (None, "x", "Only on the second record"),
        ("x", "x", "On both, but one can't be used to compare: not valid, or on too many people"),
    ],
)
def test_what_can_not_be_compared_says_where_it_lacks(left: str | None, right: str | None, says: str) -> None:
    assert compared(found("NHS number", "not on both records", left, right)) == says


@pytest.mark.parametrize(
    ("weight", "says"),
    [
        (7.24, "Speaks strongly for (+7.2 bits)"),
        (2.0, "Speaks for (+2.0 bits)"),
        (0.5, "Speaks a little for (+0.5 bits)"),
        (0.1, "Says little either way (+0.1 bits)"),
        (0.0, "Says nothing either way"),
        (-0.5, "Speaks a little against (\u22120.5 bits)"),
        (-9.0, "Speaks strongly against (\u22129.0 bits)"),
    ],
)
def test_a_weight_is_said_in_words(weight: float, says: str) -> None:
    assert bearing(weight) == says


@given(st.floats(0, 1))
def test_no_chance_is_said_to_be_certain(probability: float) -> None:
    assert chance(probability) not in {"0 in 100", "100 in 100"}


def test_chances_and_odds_are_said_as_people_say_them() -> None:
    assert (chance(0.9999), chance(0.934), chance(0.0001)) == ("more than 99 in 100", "93 in 100", "less than 1 in 100")
    assert odds(-10) == "1 in 1,025"


def test_values_are_said_a_line_each_with_dates_and_codes_in_words() -> None:
    assert said_lines("1979-01-15; about 1980", "Date of birth") == ["15 January 1979", "about 1980"]
    assert said_lines("M; F", "Sex") == ["Male", "Female"]
    assert said_lines(None, "Address") == []
    assert said_lines("<b>; </b>", "First name") == ["<b>", "</b>"]
