"""Words in a drawing are short, and letters stand for one agency only."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.model.network import LinkKind
from graph.model.people import Agency
from tests.viz.family import AS_OF, HOUSING, POLICE, an_edge
from viz.labels import (
    ACROSS,
    alone,
    badge_lines,
    counted,
    cut,
    in_lines,
    initials_of,
    letters_of,
    line_words,
    name_lines,
)


def _letters(*names: str) -> dict[str, str]:
    return initials_of(Agency(name.lower(), name, "x") for name in names)


def test_initials_stand_for_an_agency() -> None:
    assert _letters("Vale Children's Social Care", "Brook Academy") == {
        "Vale Children's Social Care": "VCSC",
        "Brook Academy": "BA",
    }


def test_alike_initials_are_told_apart_by_the_last_word() -> None:
    assert _letters("Vale Police", "Vale Probation") == {"Vale Police": "VPo", "Vale Probation": "VPr"}


def test_names_no_letters_tell_apart_are_said_whole() -> None:
    assert _letters("Vale Homes", "vale homes") == {"Vale Homes": "Vale Homes", "vale homes": "vale homes"}


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=8))
def test_no_two_agencies_have_the_same_letters(names: list[str]) -> None:
    letters = initials_of(Agency(str(number), name, "x") for number, name in enumerate(names))
    assert len(set(letters.values())) == len(letters) == len(names)
    assert letters == initials_of(Agency(str(number), name, "x") for number, name in enumerate(reversed(names)))


def test_a_long_name_is_cut_in_the_drawing_only_where_it_must_be() -> None:
    assert name_lines("MARR, Darren") == ("MARR, Darren",)
    assert name_lines("FITZWILLIAM-QUARRINGTON, Bartholomew Maximilian") == ("FITZWILLIAM-", "QUARRINGTON,…")


def test_a_badge_stands_in_brackets_in_short_lines() -> None:
    lines = badge_lines(("Not in any assessment",))
    assert " ".join(lines) == "[Not in any assessment]"
    assert all(len(line) <= ACROSS for line in lines)


def test_every_kind_of_link_has_words_on_its_line() -> None:
    for kind in LinkKind:
        for label in ("", "some thing"):
            assert " ".join(line_words(an_edge("e", "a", "b", kind, label), {}, AS_OF)).strip()


def test_a_line_says_whose_word_it_is_where_one_agency_says_so_alone() -> None:
    letters = {POLICE.name: "VP", HOUSING.name: "MH"}
    one = an_edge("e", "a", "b", LinkKind.FAMILY, "parent", POLICE)
    assert line_words(one, letters, AS_OF) == ("parent (VP)",)
    assert alone((POLICE, HOUSING), letters) == ""


def test_a_line_says_what_is_to_be_said_against_it() -> None:
    disputed = an_edge("e", "a", "b", LinkKind.FAMILY, "parent", status="DISPUTED")
    assert line_words(disputed, {}, AS_OF) == ("parent", "disputed")


def test_counts_are_said_in_the_right_number() -> None:
    assert (counted(1, "event"), counted(2, "event")) == ("1 event", "2 events")


def test_ordinary_names_are_as_wide_as_they_are_long() -> None:
    for name in ("Daniel Mercer", "Mia Tranter-Hobbs", "27 Tanners Row, Eastvale"):
        assert letters_of(name) == len(name)


def test_names_and_addresses_in_capitals_take_more_lines_and_are_no_wider_than_others() -> None:
    for text in ("WILLIAM MCDONAGH-OWENS", "27 TANNERS ROW, EASTVALE", "W" * 60, "高橋" * 20):
        lines = in_lines(text, ACROSS)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(letters_of(line) <= ACROSS for line in lines)
        kept = cut(lines, 2, ACROSS)
        assert len(kept) <= 2
        assert all(letters_of(line) <= ACROSS for line in kept)
