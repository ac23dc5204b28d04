"""Those told who fit the same people: each is on record as somebody of their own, or not at all."""

from __future__ import annotations

import pytest

from graph.questions.matching import Match
from graph.questions.one_each import each_of_their_own
from graph.questions.told import Sought

KELLY = ("kelly hobbs",)


def match(told: str, person: str, *by: str, fits: bool = True) -> Match:
    return Match(Sought(told, told, "", "", None, {}, {}, ()), person, fits, 0.5, (), frozenset(by))


def on_record(*matches: Match) -> set[tuple[str, str]]:
    return {(one.sought.id, one.person) for one in each_of_their_own(matches) if one.fits}


@pytest.mark.parametrize(
    ("matches", "kept"),
    [
        ([match("a", "p", *KELLY)], {("a", "p")}),
        ([match("a", "p", *KELLY), match("b", "p", *KELLY)], {("a", "p")}),
        ([match("a", "p", *KELLY), match("b", "p", *KELLY, "phone")], {("b", "p")}),
        ([match("a", "p", *KELLY), match("b", "p", "phone")], {("a", "p"), ("b", "p")}),
        (
            [match(told, person, *KELLY) for told in "ab" for person in "pq"],
            {("a", "p"), ("a", "q"), ("b", "p"), ("b", "q")},
        ),
        (
            [match("a", "p", *KELLY), match("a", "q", *KELLY), match("b", "p", *KELLY)],
            {("a", "q"), ("b", "p")},
        ),
        ([match("a", "p", *KELLY), match("b", "p", *KELLY, fits=False)], {("a", "p")}),
    ],
)
def test_each_told_has_somebody_of_their_own(matches: list[Match], kept: set[tuple[str, str]]) -> None:
    assert on_record(*matches) == kept


def test_who_fits_nobody_any_longer_is_still_named_as_near() -> None:
    told = each_of_their_own([match("a", "p", *KELLY), match("b", "p", *KELLY), match("b", "q", fits=False)])
    assert [(one.sought.id, one.person, one.fits) for one in told] == [
        ("a", "p", True),
        ("b", "p", False),
        ("b", "q", False),
    ]
