"""Sentences of the pages: what was said, what an entry is, which feeds are here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages import sentences
from graph.model.answers import Blank, BlankKind, Ground
from graph.model.histories import Entry
from graph.model.loading import FeedAnswer
from tests.viz.family import (
    AGENCIES,
    HOUSING,
    NOW,
    POLICE,
    SCHOOL,
    a_claim,
    a_period,
    a_record,
    an_entry,
    family_adults,
    family_feeds,
)


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("lives at 14 Ash Road, since 2023-05-03", "lives at 14 Ash Road, since 3 May 2023"),
        ("is parent of Otto, from 2019-05 to 2020-01", "is parent of Otto, from May 2019 to January 2020"),
        ("Section47 for Mia, since 2024", "Section 47 for Mia, since 2024"),
        ("Cin began", "Child in need began"),
        ("absent in 2011-12", "absent in 2011-12"),
        ("reference 12-2023-05-03", "reference 12-2023-05-03"),
        ("until 2023-02-31", "until 2023-02-31"),
    ],
)
def test_dates_and_codes_of_a_sentence_read_as_people_write_them(says: str, told: str) -> None:
    assert sentences.said(says) == told


@given(st.text())
def test_any_text_can_be_told(text: str) -> None:
    assert isinstance(sentences.said(text), str)


def a_ground(says: str = "lived at the same address", first: str | None = "2022-06", last: str | None = None) -> Ground:
    return Ground("co_resident", says, False, first, last, (HOUSING,), ())


def test_a_ground_names_its_dates_once() -> None:
    ground = a_ground("lived at the same address (since 2022-06)", last="2024-03-01")
    assert sentences.why(ground) == "lived at the same address"
    assert sentences.dated(ground) == "first June 2022, last 1 March 2024"


def test_a_ground_without_a_first_day_says_so() -> None:
    assert sentences.dated(a_ground(first=None)) == "start unknown"
    assert sentences.why(a_ground("parent (start unknown)")) == "parent"


def test_a_ground_older_than_the_child_is_not_first_after_it_is_last() -> None:
    ground = replace(a_ground(first="2008-07-11", last="2008-07-11"), before="2008-05-02")
    assert sentences.dated(ground) == "last 2 May 2008, before this child"


def test_adults_are_counted_by_state() -> None:
    told = sentences.tally(family_adults().adults)
    assert told == (
        "1 not known to the assessing agency, not in any assessment; 1 known, but not in any assessment; "
        "1 named in an assessment; 1 not identified; 1 cannot be determined: assessments are not all here"
    )


def of_table(entry: Entry, table: str) -> Entry:
    return replace(entry, claims=(replace(a_claim("said"), record=a_record(table=table)),))


def test_a_change_of_address_says_so_once() -> None:
    entry = of_table(an_entry(1, "Lives at 14 Ash Road", category="home", type="moved_in"), "residences")
    assert (sentences.entry_kind(entry), sentences.entry_says(entry)) == ("", "Lives at 14 Ash Road")


def test_an_entry_is_not_said_twice() -> None:
    began = of_table(an_entry(1, "Cin began", category="plan", type="cin_start"), "episodes")
    assert (sentences.entry_kind(began), sentences.entry_says(began)) == ("", "Child in need began")
    assert sentences.entry_kind(an_entry(1, "Strategy meeting held", type="strategy_meeting")) == ""
    assert sentences.entry_kind(an_entry(1, "Shouting heard")) == "Domestic abuse"
    assert sentences.entry_says(an_entry(1, "")) == "Domestic abuse"


@pytest.mark.parametrize("category", ["police", "process", "plan", "home", "information"])
def test_only_an_event_of_whatever_category_can_lack_word_of_the_child(category: str) -> None:
    assert sentences.is_event(an_entry(1, category=category))
    assert not sentences.is_event(of_table(an_entry(1, category=category), "episodes"))


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2023-03-04", "2023-03-16", "12 days"),
        ("2023-03-04", "2023-10-06", "7 months"),
        ("2021-01-01", "2022-01-02", "1 year"),
        ("2009-04-18", "2013-09-04", "4 years 4 months"),
        (None, "2023", ""),
    ],
)
def test_a_silence_is_as_long_as_it_was(start: str | None, end: str, told: str) -> None:
    assert sentences.lasted(a_period(start, end)) == told


def test_a_kind_of_nothing_names_every_agency_in_one_line() -> None:
    blanks = [Blank("events", agency, BlankKind.DELIVERED_NONE) for agency in (SCHOOL, HOUSING, SCHOOL)]
    told = "Delivered, none in this answer: events, by Harrow Lane School and Marlow Homes."
    assert sentences.blank_lines(blanks) == [told]


def test_each_blank_says_which_it_is() -> None:
    blanks = [
        Blank("gp/people", None, BlankKind.NOT_DELIVERED),
        Blank("police/events", None, BlankKind.NOT_DELIVERED),
        Blank("gp/events", None, BlankKind.NOT_DELIVERED),
        Blank("residences", HOUSING, BlankKind.NOT_DELIVERED),
        Blank("events", HOUSING, BlankKind.OUT_OF_DATE, date(2023, 12, 31)),
        Blank("health_check", None, BlankKind.NOT_ASKED),
    ]
    assert sentences.blank_lines(blanks) == [
        "Not delivered for this day: who lives where, by Marlow Homes.",
        "Delivered, but out of date: events, by Marlow Homes (the newest runs to 31 December 2023).",
        "Not asked for: health check.",
        "Not delivered by any agency of the kind GP: events and people.",
        "Not delivered by any agency of the kind police: events.",
    ]


def test_what_is_restricted_is_said_once_an_agency() -> None:
    blanks = [Blank("restricted: ask the agency", agency, BlankKind.WITHHELD) for agency in (POLICE, SCHOOL)]
    assert sentences.blank_lines(blanks) == ["Harrow Lane School and Vale Police: restricted. Ask those agencies."]
    assert sentences.blank_lines(blanks[:1]) == ["Vale Police: restricted. Ask that agency."]


def test_who_was_refused_is_not_told_to_ask_again() -> None:
    record = Blank("restricted: ask the agency", POLICE, BlankKind.REFUSED)
    person = Blank("another adult or child, withheld", SCHOOL, BlankKind.REFUSED)
    assert sentences.blank_lines([record, person]) == [
        "Vale Police: restricted. Your agency asked and was refused.",
        "Another adult or child, withheld, held by Harrow Lane School. Your agency asked and was refused.",
    ]


def test_a_silent_agency_is_named_and_a_missing_one_cannot_be_asked() -> None:
    assert sentences.silent_line(Blank("gp", None, BlankKind.NOT_DELIVERED)).startswith("GP: no such agency delivers")
    told = sentences.silent_line(Blank("school", SCHOOL, BlankKind.DELIVERED_NONE))
    assert told == "Harrow Lane School (school): delivers to this system, nothing recorded about this person."


def test_a_missing_feed_is_named_by_its_agency() -> None:
    assert sentences.feed_name("school/residences", AGENCIES) == "who lives where by Harrow Lane School"
    assert sentences.feed_name("gp/events", AGENCIES) == "events by GP"
    assert sentences.feed_name("everything_else", AGENCIES) == "everything else"


def test_supplies_have_a_line_an_agency() -> None:
    held = sentences.supplies(family_feeds())
    assert [one.agency for one in held] == [
        "Children's Social Care",
        "Harrow Lane School",
        "Marlow Homes",
        "Vale Police",
    ]
    assert {one.tables for one in held} == {"people, events"}
    assert sentences.supplied_until(held) == "4 agencies, up to 31 March 2024"


def test_supplies_of_different_days_say_between_which() -> None:
    early = FeedAnswer(POLICE, "main", "events", 1, None, date(2023, 12, 31), NOW)
    held = sentences.supplies([early, FeedAnswer(SCHOOL, "main", "events", 1, None, None, NOW)])
    told = "2 agencies, up to 31 December 2023 at the oldest and 2 April 2024 at the newest"
    assert sentences.supplied_until(held) == told
    assert sentences.supplied_until([]) == "nothing has been delivered"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ('{"record_ref": "E1", "type": "incident", "note": ""}', "record_ref: E1\ntype: incident"),
        ("record_ref=E1", "record_ref=E1"),
        ("[1]", "[1]"),
    ],
)
def test_a_row_is_a_line_a_column(sent: str, told: str) -> None:
    assert sentences.row_lines(sent) == told
