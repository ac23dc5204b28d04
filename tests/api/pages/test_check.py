"""The unknown partner check as a page: what was told, who is on record, who was not told, what is amiss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.pages.routes.check import others_once
from graph.model.knowing import ToldHousehold, ToldPerson
from graph.model.loading import MeAnswer
from tests.api.pages.application import ME, TOKEN, Asked, family_answers, make_application
from tests.api.pages.reading import words_of
from tests.api.pages.test_search import Refusing
from tests.viz.comparing import family_check

Typed = dict[str, str | list[str]]
TOLD: Typed = {
    "name": ["Joan Quill", "Daz", "Petra Lund"],
    "born": ["3/5/1960", "", "1990"],
    "phone": ["", "07700 900123", ""],
    "email": ["", "", ""],
    "vehicle": ["", "", ""],
    "relationship": ["grandmother", "mum's partner", ""],
    "address": "14 Ash Road",
    "postcode": "ZZ1 1AA",
    "csrf": TOKEN,
}


def check(typed: Typed, ask: Asked | None = None, me: MeAnswer = ME) -> tuple[int, str]:
    reply = TestClient(make_application(ask or Asked(family_answers()), me=me)).post("/check", data=typed)
    return reply.status_code, reply.text


def told_to(typed: Typed) -> ToldHousehold:
    """What the question was asked of."""
    ask = Asked(family_answers())
    check(typed, ask)
    found = next(given["told"] for name, given in ask.questions if name == "unknownPartnerCheck")
    assert isinstance(found, ToldHousehold)
    return found


def test_what_is_typed_is_what_is_asked() -> None:
    assert told_to(TOLD) == ToldHousehold(
        (
            ToldPerson("Joan Quill", "1960-05-03", relationship="grandmother"),
            ToldPerson("Daz", phone="07700 900123", relationship="mum's partner"),
            ToldPerson("Petra Lund", "1990"),
        ),
        "14 Ash Road",
        "ZZ1 1AA",
    )


def test_others_are_told_apart_and_a_reason_that_holds_for_two_children_is_told_once() -> None:
    found = family_check()
    first = found.others_on_record[0]
    again = replace(first.grounds[0], claims=())
    other = replace(first, adult=replace(first.adult, id="other", date_of_birth="1961-02-03"), grounds=first.grounds)
    doubled = replace(found, others_on_record=(replace(first, grounds=(*first.grounds, again)), other))
    one, namesake = others_once(doubled).others_on_record
    assert one.grounds == first.grounds
    assert one.adult.display_name != namesake.adult.display_name
    _, text = check(TOLD, Asked({**family_answers(), "unknownPartnerCheck": doubled}))
    assert 'href="#other-2"' in text
    assert namesake.adult.display_name in words_of(text)


def test_rows_left_empty_are_nobody() -> None:
    three = replace(family_check(), told=family_check().told[:1])
    ask = Asked({**family_answers(), "unknownPartnerCheck": three})
    status, _ = check({"name": ["", "Joan Quill", ""], "born": ["", "", ""], "csrf": TOKEN}, ask)
    assert status == 200
    told = next(given["told"] for name, given in ask.questions if name == "unknownPartnerCheck")
    assert told == ToldHousehold((ToldPerson("Joan Quill"),))


def test_each_told_person_is_on_record_or_not_with_reasons() -> None:
    status, text = check(TOLD)
    told = words_of(text)
    assert status == 200
    assert "Joan Quill: on record As told: grandmother, born 3 May 1960" in told
    assert "Daz: on record, perhaps as one of these As told: mum's partner, 07700 900123" in told
    assert "first name: the same" in told
    assert "Petra Lund: not found on record As told: born 1990" in told
    assert "That does not say that nobody knows them." in told
    assert "Home as told: 14 Ash Road, ZZ1 1AA" in told


def test_who_was_not_told_is_shown_with_state_question_and_evidence() -> None:
    told = words_of(check(TOLD)[1])
    assert "On record around them, and you were not told (2)" in told
    assert "Not known to the assessing agency, not in any assessment" in told
    assert "A practitioner would ask:" in told
    assert "Why they are around the child" in told


def test_nobody_else_is_no_reassurance_and_blanks_are_said() -> None:
    alone = replace(family_check(), others_on_record=())
    told = words_of(check(TOLD, Asked({**family_answers(), "unknownPartnerCheck": alone}))[1])
    assert "That does not say that there is nobody." in told
    assert "What is not here" in told


def test_the_answer_is_stamped_for_the_file() -> None:
    told = words_of(check(TOLD)[1])
    assert "What this page stands on" in told
    assert "Made by mo.hale" in told


def test_another_person_is_another_row_and_asks_nothing() -> None:
    ask = Asked(family_answers())
    status, text = check({**TOLD, "another": "1"}, ask)
    assert status == 200
    assert 'id="name-4"' in text
    assert 'value="Joan Quill"' in text
    assert "unknownPartnerCheck" not in {name for name, _ in ask.questions}


@pytest.mark.parametrize(
    ("argument", "field", "says"),
    [
        (
            "told.people",
            "name-1",
            "Enter a name, date of birth, phone, email or vehicle for each person, or where they live",
        ),
        ("told.people.dateOfBirth", "born-3", "A date of birth must be a day, a month or a year"),
        ("told.address", "address", "The address needs a house number or name, and a postcode"),
        ("told.uprn", "uprn", "A property number (UPRN) has 1 to 12 digits"),
    ],
)
def test_what_is_amiss_is_said_beside_its_field_and_what_was_typed_is_kept(
    argument: str, field: str, says: str
) -> None:
    typed = {**TOLD, "born": ["3/5/1960", "", "in spring"]}
    status, text = check(typed, Refusing(family_answers(), faults={"unknownPartnerCheck": argument}))
    assert status == 400
    assert f'href="#{field}"' in text
    assert f'id="{field}-error"' in text
    assert says in words_of(text)
    assert 'value="Petra Lund"' in text


def test_nobody_told_is_said() -> None:
    status, text = check(
        {"name": ["", ""], "csrf": TOKEN}, Refusing(family_answers(), faults={"unknownPartnerCheck": "told.people"})
    )
    assert status == 400
    assert "There is a problem" in words_of(text)


def test_a_form_without_its_token_is_refused() -> None:
    assert check({**TOLD, "csrf": "other"})[0] == 403


@pytest.mark.parametrize(
    "me",
    [
        MeAnswer("sam.ash", ("steward",), None, "data_quality"),
        MeAnswer("priya", ("practitioner",), "csc", "assessment"),
        MeAnswer("ana", ("manager",), "csc", "strategy_discussion"),
    ],
)
def test_only_the_assessment_role_is_offered_the_form(me: MeAnswer) -> None:
    client = TestClient(make_application(Asked(family_answers()), me=me))
    assert client.get("/check").status_code == 403
    assert "/check" not in client.get("/").text


def test_the_assessment_role_finds_it_from_every_page() -> None:
    client = TestClient(make_application(Asked(family_answers())))
    assert 'href="/check"' in client.get("/").text
