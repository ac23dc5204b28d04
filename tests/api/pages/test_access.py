"""The page with two ways in, what became of it, and the page where somebody else looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import Request
from starlette.testclient import TestClient

from graph.errors import BadInput
from graph.model.loading import MeAnswer
from graph.model.looking import LooksFound
from graph.model.opening import GrantedAnswer, OpeningAnswer, OpeningsFound, RefusedAnswer
from graph.questions.access_opened import AccessAsked
from tests.api.pages.application import ME, TOKEN, Asked, family_answers, make_application
from tests.api.pages.reading import ids_of, links_of, unbalanced, words_of
from tests.viz.family import ASKED, NOW

SOCIAL_WORKER = MeAnswer("priya.nair", ("practitioner",), "csc", "case_supervision")
MANAGER = MeAnswer("mo.hale", ("manager",), "csc", "audit_review")
AUDITOR = MeAnswer("lee.orr", ("auditor",), None, "audit_review")
STEWARD = MeAnswer("sam.ash", ("steward",), None, "data_quality")
REASON = "Police called, the child is at risk now"
GLASS = {"kind": "break_glass", "child": "tessa", "category": "immediate_risk", "reason": REASON, "csrf": TOKEN}
GRANTED = GrantedAnswer(NOW + timedelta(minutes=60), "b0123456789ab", "tessa")
WAITING = OpeningAnswer(
    "b0123456789ab", "break_glass", "priya.nair", "csc", "tessa", "immediate_risk", REASON, NOW, GRANTED.until,
    may_sign_off=True,
)  # fmt: skip
SIGNED = replace(
    WAITING, reference="r1", kind="claimed_relationship", category="", reason="", signed_by="mo.hale", note="Right",
    signed_at=NOW, may_sign_off=False,
)  # fmt: skip


def asking(me: MeAnswer, **answers: object) -> tuple[TestClient, Asked]:
    asked = Asked(family_answers() | answers)
    return TestClient(make_application(asked, me=me), follow_redirects=False), asked


def asked_of(asked: Asked, operation: str) -> Mapping[str, object]:
    (given,) = [arguments for name, arguments in asked.questions if name == operation]
    return given


@pytest.mark.parametrize(
    ("me", "forms"), [(SOCIAL_WORKER, {"break_glass", "claimed_relationship"}), (ME, {"break_glass"})]
)
def test_whoever_may_look_at_any_child_has_no_relationship_to_claim(me: MeAnswer, forms: set[str]) -> None:
    client, _ = asking(me)
    text = client.get("/access").text
    assert {kind for kind in ("break_glass", "claimed_relationship") if f'name="kind" value="{kind}"' in text} == forms
    assert unbalanced(text) == []
    assert sorted(set(ids_of(text))) == sorted(ids_of(text))


def test_the_search_leads_there_for_those_who_see_people() -> None:
    for me, offered in ((SOCIAL_WORKER, True), (ME, True)):
        client, _ = asking(me)
        assert ("/access" in links_of(client.get("/search").text)) is offered


def test_the_page_for_nobody_offers_no_way_in() -> None:
    client, _ = asking(SOCIAL_WORKER)
    assert "/access" not in links_of(client.get("/people/nobody").text)


def test_a_broken_glass_says_until_when_and_what_was_told() -> None:
    client, asked = asking(SOCIAL_WORKER, breakGlass=GRANTED)
    reply = client.post("/access", data=GLASS)
    told = words_of(reply.text)
    assert reply.status_code == 200
    assert "The glass is broken until 11:30" in told
    assert "b0123456789ab" in told
    assert "/people/tessa" in links_of(reply.text)
    assert asked_of(asked, "breakGlass")["asked"] == AccessAsked("tessa", REASON, "immediate_risk")


def test_a_claimed_relationship_says_its_last_day_and_takes_a_reference_where_there_is_no_id() -> None:
    granted = replace(GRANTED, until=NOW + timedelta(days=14))
    client, asked = asking(SOCIAL_WORKER, claimRelationship=granted)
    form = {"kind": "claimed_relationship", "reference": " C-7 ", "reason": REASON, "csrf": TOKEN}
    assert "Your relationship holds until 16 April 2024 at 10:30" in words_of(client.post("/access", data=form).text)
    assert asked_of(asked, "claimRelationship")["asked"] == AccessAsked("", REASON, reference="C-7")


@pytest.mark.parametrize(
    ("refused", "says"),
    [
        (RefusedAnswer("", "child"), "No child of that id whose records you may open"),
        (RefusedAnswer("", "reference"), "No child of that reference"),
        (RefusedAnswer("", "reason"), "Say why in 15 characters or more"),
        (RefusedAnswer("", "category"), "Choose why it can’t wait"),
    ],
)
def test_a_refusal_is_said_beside_its_field_with_what_was_typed(refused: RefusedAnswer, says: str) -> None:
    client, _ = asking(SOCIAL_WORKER, breakGlass=refused)
    reply = client.post("/access", data=GLASS)
    assert reply.status_code == 400
    assert says in words_of(reply.text)
    assert REASON in reply.text
    assert f"#break_glass-{refused.argument}" in links_of(reply.text)
    assert f"break_glass-{refused.argument}" in ids_of(reply.text)
    assert "claimed_relationship-reason-error" not in ids_of(reply.text)


def test_a_form_that_names_nobody_asks_nothing() -> None:
    client, asked = asking(SOCIAL_WORKER, breakGlass=GRANTED)
    reply = client.post("/access", data=GLASS | {"child": " "})
    assert reply.status_code == 400
    assert "Enter the child’s id, or your agency’s reference" in words_of(reply.text)
    assert "breakGlass" not in {name for name, _ in asked.questions}


def test_a_claim_without_a_reason_says_what_is_wanted() -> None:
    client, _ = asking(SOCIAL_WORKER, claimRelationship=RefusedAnswer("", "reason"))
    reply = client.post("/access", data=GLASS | {"kind": "claimed_relationship", "reason": " "})
    assert "Say how you work with this child" in words_of(reply.text)


def test_whoever_sees_no_person_is_shown_no_form() -> None:
    client, _ = asking(STEWARD)
    assert client.get("/access").status_code == 403
    client, _ = asking(MANAGER)
    assert client.get("/access").status_code == 403


def test_a_reason_without_end_says_so() -> None:
    client, _ = asking(SOCIAL_WORKER, breakGlass=RefusedAnswer("", "reason"))
    reply = client.post("/access", data=GLASS | {"reason": "x" * 2_001})
    assert "Your reason must be 2,000 characters or fewer" in words_of(reply.text)


@pytest.mark.parametrize("address", ["/access", "/audit/review"])
def test_a_form_that_is_not_ours_changes_nothing(address: str) -> None:
    client, asked = asking(MANAGER, breakGlass=GRANTED)
    assert client.post(address, data=GLASS | {"csrf": "another"}).status_code == 403
    assert not {"breakGlass", "signOffAccess"} & {name for name, _ in asked.questions}


def test_a_page_seen_under_break_glass_says_until_when() -> None:
    under = replace(ASKED, opened_until=GRANTED.until)
    answers = {
        name: replace(answer, asked=under) if hasattr(answer, "asked") else answer  # type: ignore[type-var]
        for name, answer in family_answers().items()
    }
    client, _ = asking(SOCIAL_WORKER, **answers)
    for page in ("", "/adults", "/network", "/chronology"):
        told = words_of(client.get(f"/people/tessa{page}").text)
        assert "You see this under break-glass until 11:30." in told
        assert "Break-glass Seen under break-glass, open until 2 April 2024 at 11:30" in told
    assert "Seen under break-glass, open until" in client.get("/people/tessa/adults.json").text
    plain, _ = asking(SOCIAL_WORKER)
    assert "break-glass" not in plain.get("/people/tessa").text.lower()
    assert "break-glass" not in plain.get("/people/tessa/adults.json").text.lower()


OPENINGS = OpeningsFound((WAITING, replace(WAITING, reference="b9", may_sign_off=False)), (SIGNED,), more=False)


def test_a_manager_reads_what_waits_and_signs_it_off() -> None:
    client, asked = asking(MANAGER, accessReview=OPENINGS)
    text = client.get("/audit/review").text
    told = words_of(text)
    assert "Broke the glass A child is at immediate risk of harm tessa 2 April 2024 at 10:30" in told
    assert REASON in told
    assert "mo.hale, 2 April 2024 at 10:30 Right" in told
    assert "Waits for another manager’s word" in told
    assert unbalanced(text) == []
    assert sorted(set(ids_of(text))) == sorted(ids_of(text))
    assert [link for link in links_of(text) if link.startswith("#")] == ["#main-content"]
    sent = client.post("/audit/review", data={"reference": "b0123456789ab", "note": "Right to look", "csrf": TOKEN})
    assert (sent.status_code, sent.headers["location"]) == (303, "/audit/review")
    assert asked_of(asked, "signOffAccess") == {"reference": "b0123456789ab", "note": "Right to look"}


class Refusing(Asked):
    """Takes no sign-off."""

    argument = "note"

    def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None:
        if operation == "signOffAccess":
            raise BadInput(self.argument, "says so")
        return super().__call__(request, operation, **arguments)


@pytest.mark.parametrize(
    ("argument", "note", "says"),
    [
        ("note", "..", "Say what you found"),
        ("note", "x" * 2_001, "Your word must be 2,000 characters or fewer"),
        ("reference", "Right", "That one no longer waits for your word"),
    ],
)
def test_a_sign_off_that_is_not_taken_says_why(argument: str, note: str, says: str) -> None:
    asked = Refusing(family_answers() | {"accessReview": OPENINGS})
    asked.argument = argument
    client = TestClient(make_application(asked, me=MANAGER))
    reply = client.post("/audit/review", data={"reference": "b0123456789ab", "note": note, "csrf": TOKEN})
    assert reply.status_code == 400
    assert says in words_of(reply.text)
    assert {link[1:] for link in links_of(reply.text) if link.startswith("#")} <= set(ids_of(reply.text))


def test_what_is_not_for_an_auditor_to_read_says_whose_it_is() -> None:
    kept_back = replace(WAITING, reason="", may_sign_off=False, child="")
    client, _ = asking(AUDITOR, accessReview=OpeningsFound((kept_back,), (), more=True))
    told = words_of(client.get("/audit/review").text)
    assert "For the manager of the team to read" in told
    assert "Not open to you" in told
    assert "More wait than are shown here" in told
    assert "Nothing was signed off yet." in told


def test_who_looked_has_what_waits_as_a_section() -> None:
    found = LooksFound((), None, has_next_page=False)
    client, _ = asking(MANAGER, accessReview=OPENINGS, audit=found)
    text = client.get("/audit").text
    assert "/audit/review#b0123456789ab-note" in links_of(text)
    assert "sign-in of your team, newest first" in words_of(text)
    client, _ = asking(AUDITOR, audit=found)
    told = words_of(client.get("/audit").text)
    assert "None waits for a manager’s word." in told
    assert "sign-in, newest first" in told


def test_a_manager_who_reviews_is_led_to_the_log() -> None:
    client, _ = asking(MANAGER)
    assert "/audit" in links_of(client.get("/help").text)
    assert "/search" not in links_of(client.get("/help").text)
