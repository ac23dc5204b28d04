"""Codes, dates and faults in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from api.pages import words
from graph.model.answers import BlankKind, PeriodAnswer
from tests.viz.family import BABY, FRIEND, GRANDAD, TESSA, a_period, a_person


@pytest.mark.parametrize(
    ("text", "told"),
    [("2019-05-03", "3 May 2019"), ("2019-05", "May 2019"), ("2019", "2019"), ("", ""), (None, ""), ("soon", "soon")],
)
def test_a_date_is_told_as_far_as_it_is_known(text: str | None, told: str) -> None:
    assert words.partial(text) == told


def test_a_day_without_a_time_is_written_down_on_that_day() -> None:
    end_of_day = datetime(2023, 6, 1, 23, tzinfo=UTC)  # midnight in London in summer
    assert words.written(end_of_day) == "1 June 2023"
    assert words.moment(end_of_day) == "end of 1 June 2023"
    assert words.written(datetime(2023, 1, 1, 14, 5, tzinfo=UTC)) == "1 January 2023 at 14:05"
    assert words.written(None) == ""


@pytest.mark.parametrize(
    ("period", "told"),
    [
        (a_period("2021", None), "since 2021"),
        (a_period("2021-05", "2022-01-31"), "May 2021 to 31 January 2022"),
        (a_period(None, "2022"), "until 2022, start unknown"),
        (a_period(None, None), "start unknown"),
        (PeriodAnswer("2021", None, open=False), "2021"),
        (None, ""),
    ],
)
def test_a_period_says_what_is_not_known_of_it(period: PeriodAnswer | None, told: str) -> None:
    assert words.period(period) == told


def test_an_open_end_nobody_confirmed_lately_is_said_to_be_that() -> None:
    told = words.period(PeriodAnswer("2021", None, open=True, unconfirmed_since=datetime(2023, 12, 31, tzinfo=UTC)))
    assert told == "since 2021, not confirmed since 30 December 2023"


def test_what_happened_on_one_day_names_it_once() -> None:
    assert words.happened(a_period("2023-01-03", "2023-01-04")) == "3 January 2023"
    assert words.happened(a_period("2023-01-03", "2023-01-09")) == "3 January 2023 to 9 January 2023"
    assert words.happened(a_period("2023-01-03", "soon")) == "3 January 2023 to soon"
    assert words.happened(a_period(None, None)) == "start unknown"


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (TESSA, "born 3 May 2010 (aged 13)"),
        (replace(TESSA, date_of_birth="1980", age=None, ages="43 or 44"), "born 1980 (aged 43 or 44)"),
        (GRANDAD, "born 1950, died 20 November 2019"),
        (BABY, "unborn, expected July 2024"),
        (FRIEND, "date of birth not recorded"),
    ],
)
def test_birth_is_told_or_said_to_be_unknown(person: object, told: str) -> None:
    assert words.born(person) == told  # type: ignore[arg-type]
    assert words.birth(person) == told.removeprefix("born ")  # type: ignore[arg-type]


def test_nobody_is_nameless_without_saying_why() -> None:
    assert words.person_name(FRIEND) == "Somebody not identified"
    assert words.person_name(a_person("x", "")) == "Name not recorded"
    assert words.person_name(TESSA) == "QUILL, Tessa"


def test_a_sex_is_never_guessed() -> None:
    assert [words.sex(code) for code in ("M", "f", "U", None, "?")] == [
        "Male", "Female", "Not stated", "Not stated", "Not stated",
    ]  # fmt: skip


def test_a_sex_that_stands_alone_says_what_is_not_stated() -> None:
    assert [words.sex_alone(code) for code in ("M", None)] == ["Male", "Sex not stated"]


def test_every_kind_of_nothing_has_words_and_none_reassures() -> None:
    assert set(words.BLANKS) == set(BlankKind)
    assert len(set(words.BLANKS.values())) == len(BlankKind)
    assert not any(word in text for text in words.BLANKS.values() for word in ("safe", "fine", "no concern"))


def test_a_fault_of_an_address_is_named_as_the_page_names_it() -> None:
    told = words.refusal("as_of: must be a real date, like 2019-05-03")
    assert told == "The day in “As it was on” must be a real date, like 2019-05-03."
    assert words.refusal("sign in first") == "Sign in first."
    assert words.refusal("something: else") == "Something: else."


@pytest.mark.parametrize(
    ("parts", "told"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_sentence(parts: list[str], told: str) -> None:
    assert words.listed(parts) == told


def test_a_code_without_words_loses_its_underscores() -> None:
    assert words.ground("co_resident") == "Lives with the child"
    assert words.ground("some_new_ground") == "Some new ground"
    assert words.status("REFUTED") == "shown to be wrong"
    assert words.status("half_said") == "half said"
    assert words.thousands(2645) == "2,645"
    assert words.day(date(2019, 5, 3)) == "3 May 2019"
    assert words.day(None) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("knownTo: names an agency that is not here", "An agency chosen names an agency that is not here."),
        ("known_to: names an agency that is not here", "An agency chosen names an agency that is not here."),
        ("hops: must be 1 to 2", "The number of steps out from the person must be 1 to 2."),
        ("Something: else", "Something: else."),
    ],
)
def test_a_fault_names_what_is_amiss_as_the_page_does(text: str, says: str) -> None:
    assert words.refusal(text) == says
