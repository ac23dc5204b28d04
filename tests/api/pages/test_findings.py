"""Findings as a page: by state, in words, with the form that sets one aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.pages.finding_words import by_state, dates_in_words, rule_title
from api.pages.setting_aside import NO_REASON, NOT_A_DATE, NOT_AHEAD
from graph.errors import BadInput
from graph.model.findings import FindingState
from graph.questions.setting_aside import AsideAsked
from tests.api.pages.application import TOKEN, Asked, family_answers, make_application
from tests.api.pages.reading import words_of
from tests.viz.family import family_findings

ADDRESS = "/people/tessa/findings"
TYPED = {
    "csrf": TOKEN,
    "rule": "re_referral",
    "reason": "one, twice",
    "until-day": "1",
    "until-month": "6",
    "until-year": "2024",
}


@pytest.fixture
def asked() -> Asked:
    return Asked(family_answers())


@pytest.fixture
def client(asked: Asked) -> TestClient:
    return TestClient(make_application(asked), follow_redirects=False)


def test_findings_are_told_by_state_in_the_order_of_the_rules() -> None:
    groups = by_state(family_findings().findings)
    assert [state for state, _ in groups] == [
        FindingState.FOUND,
        FindingState.CANNOT_BE_DETERMINED,
        FindingState.SET_ASIDE,
        FindingState.NOT_FOUND_IN_LOADED_DATA,
    ]


def test_a_finding_says_what_what_would_refute_it_and_what_strengths_are_beside_it(client: TestClient) -> None:
    told = words_of(client.get(ADDRESS).text)
    assert "4 rules looked at the records : 1 found; 1 cannot be determined; 1 set aside" in told.replace(
        "records:", "records :"
    )
    assert "2 referrals, each within 12 months of another. Earliest evidence: 15 January 2023." in told
    assert "15 January 2023 Referral from Vale Police: no action, closed February 2023" in told
    assert "What would refute it Two of the referrals are one, recorded twice." in told
    assert "Strengths on record beside it: 1" in told
    assert "No strength of the child or its household is on record in the last 24 months." in told
    assert "Set aside by mo.hale until 1 June 2024: both are one" in told
    assert "Missing: events by GP" in told


def test_several_findings_are_told_in_short_first_each_leading_to_its_place() -> None:
    held = family_findings()
    first = next(one for one in held.findings if one.state is FindingState.FOUND)
    other = replace(first, rule=replace(first.rule, name="start_again"), says="Factor 4B again.")
    answers = {**family_answers(), "findings": replace(held, findings=(*held.findings, other))}
    text = TestClient(make_application(Asked(answers))).get(ADDRESS).text
    short = text[text.index('data-kith="in-short"') : text.index("</ul>", text.index('data-kith="in-short"'))]
    assert [f'href="#{one.rule.name}"' in short and one.says in short for one in (first, other)] == [True, True]
    assert 'id="start_again"' in text


def test_what_is_still_open_is_said_where_it_is_not_found() -> None:
    held = family_findings()
    waiting = replace(held.findings[-1], says="Still open: until 2024-04-02. Nothing is found yet.", is_still_open=True)
    answers = {**family_answers(), "findings": replace(held, findings=(*held.findings[:-1], waiting))}
    told = words_of(TestClient(make_application(Asked(answers))).get(ADDRESS).text)
    assert "Was not brought : Still open: until 2 April 2024. Nothing is found yet." in told.replace(
        "brought:", "brought :"
    )


def test_setting_aside_asks_for_it_and_goes_back_to_the_finding(client: TestClient, asked: Asked) -> None:
    reply = client.post(ADDRESS, data=TYPED)
    assert (reply.status_code, reply.headers["location"]) == (303, f"{ADDRESS}#re_referral")
    given = next(given for name, given in asked.questions if name == "setAside")
    assert given["asked"] == AsideAsked("tessa", "re_referral", None, "one, twice", date(2024, 6, 1))


@pytest.mark.parametrize(("changes", "says"), [
    ({"reason": " "}, NO_REASON), ({"until-day": "31"}, NOT_A_DATE), ({"until-year": ""}, NOT_A_DATE),
])  # fmt: skip
def test_what_is_amiss_is_said_beside_the_field_and_what_was_typed_is_kept(
    client: TestClient, asked: Asked, changes: dict[str, str], says: str
) -> None:
    reply = client.post(ADDRESS, data={**TYPED, **changes})
    assert reply.status_code == 400
    assert words_of(reply.text).count(says) >= 2
    assert "setAside" not in {name for name, _ in asked.questions}


def test_a_day_that_does_not_lie_ahead_is_said_beside_it(asked: Asked) -> None:
    def refusing(request: object, operation: str, /, **given: object) -> object:
        if operation == "setAside":
            raise BadInput("until", "is a later day")
        return asked(request, operation, **given)  # type: ignore[arg-type]

    client = TestClient(make_application(refusing))  # type: ignore[arg-type]
    reply = client.post(ADDRESS, data=TYPED)
    assert reply.status_code == 400
    assert NOT_AHEAD in words_of(reply.text)
    assert 'value="2024"' in reply.text


def test_a_form_of_another_site_is_refused(client: TestClient) -> None:
    assert client.post(ADDRESS, data={**TYPED, "csrf": "other"}).status_code == 403


def test_of_another_day_nothing_can_be_set_aside(client: TestClient) -> None:
    assert "Why is it set aside?" in words_of(client.get(ADDRESS).text)
    assert "Why is it set aside?" not in words_of(client.get(f"{ADDRESS}?as_of=2023-06-01").text)


def test_codes_and_dates_are_told_as_people_write_them() -> None:
    assert rule_title("start_again") == "Start again"
    assert rule_title("re_referral") == "Re-referral"
    assert dates_in_words("from 2023-01-15 to 2023-06; ref 2023-99-01 and A-2023-01") == (
        "from 15 January 2023 to June 2023; ref 2023-99-01 and A-2023-01"
    )


def test_help_explains_each_rule_to_a_social_worker_and_to_a_family(client: TestClient) -> None:
    told = words_of(client.get("/help").text)
    assert "A referral soon after another." in told
    assert "To a family: Looked at again soon after." in told


def test_an_adult_is_set_aside_on_the_page_of_adults(client: TestClient, asked: Asked) -> None:
    assert "Why is it set aside?" in words_of(client.get("/people/tessa/adults").text)
    given = {**TYPED, "rule": "hidden_adults", "adult": "daz"}
    reply = client.post("/people/tessa/adults", data=given)
    assert (reply.status_code, reply.headers["location"]) == (303, "/people/tessa/adults")
    kept = next(given for name, given in asked.questions if name == "setAside")
    assert kept["asked"] == AsideAsked("tessa", "hidden_adults", "daz", "one, twice", date(2024, 6, 1))


def test_what_is_amiss_with_an_adult_set_aside_is_said_beside_the_field(client: TestClient) -> None:
    given = {**TYPED, "rule": "hidden_adults", "adult": "daz", "reason": ""}
    reply = client.post("/people/tessa/adults", data=given)
    assert reply.status_code == 400
    assert words_of(reply.text).count(NO_REASON) == 2
