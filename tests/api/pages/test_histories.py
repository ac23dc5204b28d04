"""Adults, siblings, professionals and chronology: what each tells, in which order, with what leads to the row."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.pages.routes.chronology import FIRST
from graph.model.answers import Blank, BlankKind, SetAsideAnswer
from graph.model.histories import GapAnswer, LastSeen
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import ids_of, links_of
from tests.api.pages.reading import words_of as words_of_all
from tests.viz.family import (
    CSC,
    POLICE,
    SCHOOL,
    a_claim,
    a_period,
    a_record,
    an_entry,
    family_adults,
    family_chronology,
    family_contacts,
    family_siblings,
)

HISTORIES = {
    "/adults": "hiddenAdults",
    "/siblings": "siblingHistory",
    "/contacts": "professionalContacts",
    "/chronology": "chronology",
}


_SEEN = (
    ("Children's Social Care", "1 March 2023"),
    ("Vale Police", "1 January 2022"),
    ("Harrow Lane School", "Not recorded"),
)


_DRAWING = re.compile(r"<figure.*?</figure>", re.DOTALL)


def words_of(text: str) -> str:
    """The words of a page but for its drawings."""
    return words_of_all(_DRAWING.sub("", text))


def page(address: str, **answers: object) -> str:
    reply = TestClient(make_application(Asked(family_answers() | answers))).get(address)
    assert reply.status_code == 200
    return reply.text


@pytest.mark.parametrize("ending", HISTORIES)
def test_every_piece_of_evidence_has_an_address_and_its_row(ending: str) -> None:
    text = page(f"/people/tessa{ending}")
    marks = [part.partition("<")[0] for part in text.split("Evidence #")[1:]]
    assert marks
    assert set(marks) <= set(ids_of(text))
    assert text.count("The row as sent") >= len(marks)


def test_every_adult_of_the_table_has_a_part_below_in_the_same_order() -> None:
    text = page("/people/tessa/adults")
    rows = family_adults().adults
    assert [link for link in links_of(text) if link.startswith("#adult")] == [
        f"#adult-{number}" for number in range(1, len(rows) + 1)
    ]
    told = words_of(text)
    assert "A practitioner would ask: Who else stays at the house, and since when?" in told
    assert "Who was assessed instead QUILL, Joan" in told
    assert "Vale Police, since 1 July 2022 at 09:00: recorded it Vale Police duty desk" in told


def test_who_knows_is_said_of_the_assessing_agency_too() -> None:
    told = words_of(page("/people/tessa/adults"))
    assert "Vale Police and Marlow Homes know; Children's Social Care does not." in told
    assert "Children's Social Care knows; Harrow Lane School knows too." in told


def test_somebody_only_one_agency_knows_is_said_to_be_that() -> None:
    adults = family_adults()
    row = adults.adults[1]
    only_own = replace(row, known_by=row.known_by[:1])
    told = words_of(page("/people/tessa/adults", hiddenAdults=replace(adults, adults=(only_own,))))
    assert "Children's Social Care knows; no other agency here knows." in told
    unassessed = replace(adults, adults=(only_own,), assessing_agency=None)
    assert "Children's Social Care knows." in words_of(page("/people/tessa/adults", hiddenAdults=unassessed))


def test_under_eighteens_and_those_set_aside_are_marked() -> None:
    adults = family_adults()
    row = replace(
        adults.adults[0],
        under_eighteen=True,
        set_aside=SetAsideAnswer("mo.hale", "Works at the school", date(2024, 9, 1), 2),
        assessed_in=(a_claim("named in: Single assessment"),),
        not_asked=(Blank("checks of Tessa", POLICE, BlankKind.NOT_ASKED),),
        since=None,
    )
    told = words_of(page("/people/tessa/adults", hiddenAdults=replace(adults, adults=(row,))))
    for says in (
        "Under 18",
        "Set aside until 1 September 2024 2 pieces of evidence were recorded since this was set aside",
        "Set aside by mo.hale until 1 September 2024: Works at the school 2 pieces of evidence were recorded since",
        "Assessed in named in: Single assessment",
        "Not asked in the checks of Tessa: Vale Police.",
        "no date recorded",
    ):
        assert says in told


def test_siblings_are_told_with_what_makes_them_so() -> None:
    told = words_of(page("/people/tessa/siblings"))
    assert "2 siblings of any age, across households." in told
    assert "What makes them siblings: Same mother, other father" in told
    assert "What makes them siblings: an agency says so; no shared parent is on record" in told
    assert told.count("None in the records loaded.") == 6


def test_one_sibling_is_one() -> None:
    history = family_siblings()
    told = words_of(page("/people/tessa/siblings", siblingHistory=replace(history, siblings=history.siblings[:1])))
    assert "1 sibling of any age" in told


def test_who_saw_the_child_last_comes_first() -> None:
    contacts = family_contacts()
    older = LastSeen(POLICE, date(2022, 1, 1), None, None, ())
    unknown = LastSeen(SCHOOL, None, None, None, ())
    told = words_of(
        page(
            "/people/tessa/contacts",
            professionalContacts=replace(contacts, last_seen=(unknown, older, *contacts.last_seen)),
        )
    )
    places = [told.index(f"{name} {day}") for name, day in _SEEN]
    assert places == sorted(places)


def test_those_involved_on_the_day_come_before_those_who_left() -> None:
    told = words_of(page("/people/tessa/contacts"))
    assert "Who works with them on 31 March 2024 (1)" in told
    assert told.index("Imran Dow") < told.index("Who worked with them before (1)") < told.rindex("Ruth Ball Allocated")


def test_a_change_of_worker_says_how_much_later_and_an_open_case_with_nobody_stands_by_itself() -> None:
    told = words_of(page("/people/tessa/contacts"))
    assert "9 February 2023, Children's Social Care: from Ruth Ball to Imran Dow, 6 working days later" in told
    alone = "When a case was open and nobody was allocated 1 February 2023 to 9 February 2023, Children's Social Care"
    assert alone in told
    contacts = family_contacts()
    still = GapAnswer(a_period("2024-01-01"), CSC)
    other = words_of(page("/people/tessa/contacts", professionalContacts=replace(contacts, unallocated=(still,))))
    assert "Since 1 January 2024, Children's Social Care" in other
    none = words_of(page("/people/tessa/contacts", professionalContacts=replace(contacts, unallocated=())))
    assert "No working day of that kind in the records loaded." in none


def test_a_month_in_which_the_child_was_seen_is_told_as_that() -> None:
    contacts = family_contacts()
    vague = LastSeen(POLICE, None, None, None, (), possibly_on="2023-05", possibly_alone=None)
    later = replace(contacts.last_seen[0], possibly_on="2023-03", alone_by="Ruth Ball")
    told = words_of(page("/people/tessa/contacts", professionalContacts=replace(contacts, last_seen=(vague, later))))
    assert "Vale Police May 2023, the day is not recorded" in told
    assert "1 March 2023 perhaps later: March 2023" in told
    assert "Imran Dow alone: Ruth Ball" in told


@pytest.mark.parametrize(
    ("blank", "says"),
    [
        (
            Blank("gp", SCHOOL, BlankKind.DELIVERED_NONE),
            "(GP): delivers to this system, nothing recorded about this person.",
        ),
        (
            Blank("gp", SCHOOL, BlankKind.OUT_OF_DATE, date(2023, 10, 31)),
            "that would tell of the time after 31 October 2023.",
        ),
        (Blank("gp", SCHOOL, BlankKind.NOT_DELIVERED), "(GP): delivers nothing to this system, so it cannot be asked"),
        (Blank("gp", SCHOOL, BlankKind.NOT_ASKED), "(GP): not among the agencies whose knowledge was asked for."),
        (
            Blank("conference", SCHOOL, BlankKind.DELIVERED_NONE, date(2023, 6, 1)),
            "had a part in the conference of 1 June 2023; delivers to this system, nothing recorded about this person since.",
        ),
    ],
)
def test_a_silent_agency_is_told_with_which_nothing_it_is(blank: Blank, says: str) -> None:
    told = words_of(page("/people/tessa/contacts", professionalContacts=replace(family_contacts(), silent=(blank,))))
    assert says in told
    assert "Harrow Lane School" in told


def test_a_hand_over_without_a_gap_says_so() -> None:
    contacts = family_contacts()
    change = replace(contacts.handovers[0], from_=None, gap_working_days=0)
    told = words_of(
        page("/people/tessa/contacts", professionalContacts=replace(contacts, handovers=(change,), gaps=()))
    )
    assert "Children's Social Care: to Imran Dow, without a gap" in told


def test_a_chronology_says_who_saw_the_child_and_what_was_done() -> None:
    told = words_of(page("/people/tessa/chronology"))
    assert "Seen alone Told the designated lead" in told
    assert "Not seen No action recorded" in told
    assert "Not recorded No action recorded" in told
    assert "Also Harrow Lane School" in told


def test_a_silence_stands_where_it_was() -> None:
    told = words_of(page("/people/tessa/chronology"))
    silence = "6 months, nothing recorded by any agency here: 4 March 2023 to 3 September 2023"
    assert told.index("Child in need") < told.index(silence) < told.index("Was not brought")


def test_a_silence_of_one_agency_stands_below_and_names_it() -> None:
    history = family_chronology()
    gap = replace(history.gaps[0], agency=SCHOOL)
    told = words_of(page("/people/tessa/chronology", chronology=replace(history, gaps=(gap,))))
    assert "Harrow Lane School 4 March 2023 to 3 September 2023 (6 months)" in told
    assert told.index("Was not brought") < told.index("Agencies that recorded nothing for a long time")
    assert "any agency here" not in told


def test_a_later_page_begins_with_the_silence_before_its_first_entry_and_no_earlier_one() -> None:
    history = family_chronology()
    gaps = tuple(
        GapAnswer(a_period(since, until))
        for since, until in (("2022-01-01", "2022-06-01"), ("2023-03-04", "2023-09-03"))
    )
    early = tuple(replace(an_entry(2), id=f"early-{number}") for number in range(FIRST))
    later = replace(history, entries=(*early, an_entry(9)), gaps=gaps, total=FIRST + 1)
    told = words_of(page(f"/people/tessa/chronology?after=early-{FIRST - 1}", chronology=later))
    assert told.count("nothing recorded by any agency") == 1
    assert told.index("4 March 2023 to 3 September 2023") < told.index("Neighbour heard shouting")
    short = replace(later, entries=(an_entry(9),), total=1)
    assert words_of(page("/people/tessa/chronology", chronology=short)).count("nothing recorded by any agency") == 2


def test_the_childs_age_stands_beside_the_date() -> None:
    history = family_chronology()
    entries = (an_entry(1, age="12 years 8 months"), an_entry(2, age="before birth"), an_entry(3))
    told = words_of(page("/people/tessa/chronology", chronology=replace(history, entries=entries)))
    assert "3 January 2023 aged 12 years 8 months" in told
    assert "3 February 2023 before birth" in told
    assert "aged None" not in told


def test_an_event_of_any_category_says_whether_the_child_was_seen_and_anything_else_does_not() -> None:
    history = family_chronology()
    conference = an_entry(1, "Initial conference", category="process", type="conference")
    move = an_entry(
        2, "Lives at 14 Alder Road", category="home", type="moved_in", no_action_recorded=False,
        claims=(replace(a_claim("lives at"), record=a_record(table="residences")),),
    )  # fmt: skip
    told = words_of(page("/people/tessa/chronology", chronology=replace(history, entries=(conference, move))))
    assert "Conference: Initial conference" in told
    assert told.count("No action recorded") == 1
    assert "Moved in" not in told


@pytest.mark.parametrize(
    ("choice", "about"),
    [
        ("child", ["CHILD"]),
        ("household", ["CHILD", "HOUSEHOLD"]),
        ("everyone", ["CHILD", "HOUSEHOLD", "SIBLINGS"]),
        ("household_alone", ["HOUSEHOLD"]),
        ("siblings_alone", ["SIBLINGS"]),
    ],
)
def test_a_chronology_is_about_child_household_and_siblings_alone_and_together(choice: str, about: list[str]) -> None:
    asked = Asked(family_answers())
    assert TestClient(make_application(asked)).get(f"/people/tessa/chronology?about={choice}").status_code == 200
    (arguments,) = [given for operation, given in asked.questions if operation == "chronology"]
    assert arguments["about"] == tuple(about)


def test_siblings_stand_side_by_side_by_date_or_by_age() -> None:
    history = family_siblings()
    otto = replace(
        history.siblings[0],
        episodes=(an_entry(3, "Child protection began", age="3 years 10 months", age_in_months=46),),
        events=(an_entry(4, "Shouting", age="before birth", age_in_months=-2),),
    )
    own = (
        an_entry(1, "Referral began", age="3 years", age_in_months=36),
        an_entry(5, "Undated", happened=a_period(None, "2024")),
    )
    beside = replace(history, siblings=(otto,), child_episodes=own)
    by_date = page("/people/tessa/siblings", siblingHistory=beside)
    assert (
        "2023 3 January 2023 (aged 3 years): Referral began 3 March 2023 (aged 3 years 10 months): Child protection began"
        in words_of(by_date)
    )
    assert "Day not recorded" in words_of(by_date)
    by_age = page("/people/tessa/siblings?by=age", siblingHistory=beside)
    told = words_of(by_age)
    assert "Before birth – Nothing recorded Before birth (3 April 2023): Shouting" in told
    assert "Aged 3 3 years (3 January 2023): Referral began 3 years 10 months (3 March 2023): Child protection" in told
    assert "Age not known" in told
    assert {"#sibling-1-episode-1", "#sibling-1-event-1"} <= set(links_of(by_age))
    assert "sibling-1-event-1" in ids_of(by_age)
    assert "by=age" in by_age


def test_an_order_that_is_none_is_refused() -> None:
    reply = TestClient(make_application(Asked(family_answers()))).get("/people/tessa/siblings?by=luck")
    assert reply.status_code == 400
    assert "The choice of order must be one of" in reply.text


def test_a_long_chronology_leads_on_and_back_with_its_choice_kept() -> None:
    entries = tuple(replace(an_entry(1), id=f"entry-{number}") for number in range(150))
    long = replace(family_chronology(), entries=entries, total=150)
    address = "/people/tessa/chronology?about=siblings&category=police&as_of=2024-03-31"
    kept = "as_of=2024-03-31&about=siblings&category=police"
    text = page(address, chronology=long)
    assert "150 entries, 100 on this page." in words_of(text)
    assert f"/people/tessa/chronology?{kept}&after=entry-99" in links_of(text)
    assert f"/people/tessa/chronology?{kept}&after=entry-99#entries-table" in links_of(text)
    assert "To the latest entries" in words_of(text)
    assert "nothing recorded by" not in words_of(text)
    later = page(f"{address}&after=entry-99", chronology=long)
    assert "150 entries, 50 on this page." in words_of(later)
    assert "To the latest entries" not in words_of(later)
    assert f"/people/tessa/chronology?{kept}" in links_of(later)
    assert ids_of(later).count("entry-101") == 1


def test_a_cursor_that_is_none_is_refused() -> None:
    reply = TestClient(make_application(Asked(family_answers()))).get("/people/tessa/chronology?after=luck")
    assert reply.status_code == 400
    assert "The next part is not a cursor" in reply.text
