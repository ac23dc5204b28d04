"""The audit page: who looked at whom and why, in words, by ids; only for the auditor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from graph.model.loading import MeAnswer
from graph.model.looking import LookAnswer, LooksAsked, LooksFound
from tests.api.pages.application import ME, Asked, family_answers, make_application
from tests.api.pages.reading import links_of, words_of
from tests.viz.family import NOW

AUDITOR = MeAnswer("lee.orr", ("auditor",), None, "audit_review")


def a_look(sequence: int, operation: str, ended: str = "answered", *shown: str) -> LookAnswer:
    return LookAnswer(
        sequence, NOW, "mo.hale", ("assessment",), "strategy_discussion", "CSC-1042", operation, shown, bool(shown), ended, False
    )  # fmt: skip


LOOKS = (
    a_look(7, "export:adults.pdf", "answered", "tessa", "daz"),
    a_look(6, "hiddenAdults", "Forbidden"),
    a_look(5, "report:adults"),
)


def asking(*nodes: LookAnswer, end: str | None = None) -> tuple[TestClient, Asked]:
    asked = Asked(family_answers() | {"audit": LooksFound(nodes, end, end is not None)})
    return TestClient(make_application(asked, me=AUDITOR)), asked


def looks_asked(asked: Asked) -> tuple[LooksAsked, object]:
    (given,) = [arguments for operation, arguments in asked.questions if operation == "audit"]
    assert isinstance(given["asked"], LooksAsked)
    return given["asked"], given["after"]


def test_each_entry_says_when_who_why_what_and_how_it_ended() -> None:
    client, _ = asking(*LOOKS)
    told = words_of(client.get("/audit").text)
    assert "mo.hale assessment Strategy discussion CSC-1042 Exported adults as PDF 2 people shown by entry 7" in told
    assert "Answered Something was withheld from them" in told
    assert "Adults around a child None Refused: not open to them for this reason" in told
    assert "Report of the whole area: adults" in told


def test_a_file_of_several_pages_says_which_it_holds() -> None:
    pack = replace(a_look(8, "export:case-pack.pdf"), holds=("network", "hiddenAdults"))
    client, _ = asking(pack)
    told = words_of(client.get("/audit").text)
    assert "Exported case pack as PDF It holds: Household network and Adults around a child" in told


def test_what_was_typed_is_asked_with_days_as_people_write_them() -> None:
    client, asked = asking(*LOOKS, end="5")
    form = {
        "person": "tessa",
        "caller": " mo.hale ",
        "from": "3/5/2019",
        "to": "2019-05-04",
        "operation": "hiddenAdults",
    }
    text = client.post("/audit", data=form).text
    wanted = LooksAsked("tessa", "mo.hale", date(2019, 5, 3), date(2019, 5, 4), "hiddenAdults")
    assert looks_asked(asked) == (wanted, None)
    assert 'name="after" value="5"' in text
    assert 'name="from" value="3/5/2019"' in text


def test_a_part_further_back_is_asked_by_its_cursor() -> None:
    client, asked = asking()
    told = words_of(client.post("/audit", data={"after": "5"}).text)
    assert looks_asked(asked)[1] == "5"
    assert "No entry fits that." in told


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"from": "yesterday"}, "Enter a day, like 3/5/2019"),
        ({"to": "2019"}, "Enter a day, like 3/5/2019"),
        ({"from": "4/5/2019", "to": "3/5/2019"}, "The last day lies before the first"),
    ],
)
def test_days_that_can_t_be_read_are_said_beside_the_field_and_nothing_is_asked(
    form: dict[str, str], says: str
) -> None:
    client, asked = asking(*LOOKS)
    reply = client.post("/audit", data=form)
    assert reply.status_code == 400
    assert says in words_of(reply.text)
    assert "audit" not in {operation for operation, _ in asked.questions}


def test_only_an_auditor_s_pages_lead_there() -> None:
    client, _ = asking()
    assert "/audit" in links_of(client.get("/").text)
    others = TestClient(make_application(Asked(family_answers()), me=ME))
    assert "/audit" not in links_of(others.get("/").text)
