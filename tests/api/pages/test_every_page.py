"""What holds on every page: links that answer, dates that are kept, one id a thing, whole markup, a stamp."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from graph.model.loading import MeAnswer
from tests.api.pages.application import ME, Asked, family_answers, make_application
from tests.api.pages.reading import ids_of, links_of, unbalanced, words_of
from tests.viz.family import ASKED, POLICE

ABOUT = (
    "",
    "/adults",
    "/genogram",
    "/genogram?style=mcgoldrick&open=pete",
    "/ecomap",
    "/siblings",
    "/contacts",
    "/chronology",
    "/chronology?about=household",
    "/who-knew",
    "/findings",
    "/changes",
)
OTHERS = ("/", "/search", "/check", "/help", "/deliveries")
DATES = (
    ("as_of", "2023-06-01"),
    ("from", "2022-01-01"),
    ("known_at", "2023-05-01"),
    ("known_to", "police"),
    ("known_to", "school"),
    ("to", "2023-05-31"),
)
QUERY = "&".join(f"{name}={value}" for name, value in DATES)
STEWARD = MeAnswer("sam.ash", ("steward",), None, "data_quality")


@pytest.fixture
def asked() -> Asked:
    return Asked(family_answers())


@pytest.fixture
def client(asked: Asked) -> TestClient:
    return TestClient(make_application(asked), follow_redirects=False)


def page(client: TestClient, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return reply.text


def is_file(link: str) -> bool:
    """Whether a link leads to a page as a file: those are made in test_exports.py."""
    return "." in urlsplit(link).path


@pytest.mark.parametrize("address", [*(f"/people/tessa{ending}" for ending in ABOUT), *OTHERS])
def test_every_link_of_a_page_answers(address: str, client: TestClient) -> None:
    text = page(client, address)
    ids = set(ids_of(text))
    for link in links_of(text):
        if link.startswith("#"):
            assert link[1:] in ids
        elif not is_file(link):
            assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("address", [*(f"/people/tessa{ending}" for ending in ABOUT), *OTHERS])
def test_a_page_is_whole_and_names_each_thing_once(address: str, client: TestClient) -> None:
    text = page(client, address)
    assert unbalanced(text) == []
    ids = ids_of(text)
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("ending", ABOUT)
def test_every_link_to_a_person_keeps_the_four_dates(ending: str, client: TestClient) -> None:
    joined = "&" if "?" in ending else "?"
    links = links_of(page(client, f"/people/tessa{ending}{joined}{QUERY}"))
    about = [link for link in links if link.startswith("/people/")]
    assert about
    for link in about:
        assert set(DATES) <= set(parse_qsl(urlsplit(link).query)), link


@pytest.mark.parametrize("ending", ABOUT)
def test_the_question_is_asked_for_the_dates_of_the_address(ending: str, asked: Asked, client: TestClient) -> None:
    joined = "&" if "?" in ending else "?"
    page(client, f"/people/tessa{ending}{joined}{QUERY}")
    at = next(given["at"] for name, given in asked.questions if name not in {"feeds", "me"})
    assert str(at.as_of) == "2023-06-01"  # type: ignore[attr-defined]
    assert at.known_to == ("police", "school")  # type: ignore[attr-defined]


@pytest.mark.parametrize("ending", ABOUT)
def test_a_page_is_stamped_and_its_address_pins_the_dates(ending: str, client: TestClient) -> None:
    told = words_of(page(client, f"/people/tessa{ending}"))
    for part in (
        "As at 31 March 2024",
        "Known at 2 April 2024 at 10:30",
        "Known to every agency",
        "Made by mo.hale",
        "Purpose Strategy discussion",
        "Marking OFFICIAL-SENSITIVE",
        "4 agencies, up to 31 March 2024",
        "Missing events by GP",
        "as_of=2024-03-31&known_at=2024-04-02T09:30:00Z",
    ):
        assert part in told


@pytest.mark.parametrize("ending", ABOUT)
def test_a_stamp_names_the_agencies_whose_knowledge_is_used(ending: str, client: TestClient) -> None:
    joined = "&" if "?" in ending else "?"
    assert " only Stretch" in words_of(page(client, f"/people/tessa{ending}{joined}known_to=police"))


@pytest.mark.parametrize("ending", [*ABOUT, "/network"])
def test_nobody_and_somebody_who_may_not_be_known_of_are_one_page(ending: str, client: TestClient) -> None:
    pages = {client.get(f"/people/{person}{ending}").text for person in ("nobody", "sealed")}
    assert len(pages) == 1
    assert client.get(f"/people/nobody{ending}").status_code == 404


@pytest.mark.parametrize("ending", [*ABOUT, "/network"])
def test_someone_not_signed_in_is_sent_to_sign_in_and_back(ending: str) -> None:
    client = TestClient(make_application(Asked(family_answers()), me=None), follow_redirects=False)
    reply = client.get(f"/people/tessa{ending}")
    assert (reply.status_code, reply.headers["location"]) == (303, "/signin")
    assert "15 minutes" in words_of(client.get("/signin").text)


@pytest.mark.parametrize("address", ["/people/tessa/adults", "/", "/search", "/deliveries", "/help"])
def test_someone_who_did_not_say_why_is_asked_first(address: str) -> None:
    silent = MeAnswer("mo.hale", ("assessment",), "csc", "")
    client = TestClient(make_application(Asked(family_answers()), me=silent), follow_redirects=False)
    assert client.get(address).headers["location"] == "/purpose"
    assert "when you have said why" in words_of(client.get("/purpose").text)


@pytest.mark.parametrize(("me", "offered"), [(ME, {"/search"}), (STEWARD, {"/deliveries"})])
def test_nobody_is_offered_what_would_be_refused(me: MeAnswer, offered: set[str]) -> None:
    client = TestClient(make_application(Asked(family_answers()), me=me))
    for address in ("/", "/help"):
        assert {"/search", "/deliveries"} & set(links_of(page(client, address))) == offered


@pytest.mark.parametrize("ending", ABOUT)
def test_what_limits_an_answer_is_said_above_it(ending: str) -> None:
    limited = replace(
        ASKED, known_to=(POLICE,), known_at=datetime(2023, 6, 1, 23, tzinfo=UTC), as_of_is_newest_delivery=True
    )
    answers = {
        name: replace(answer, asked=limited) if hasattr(answer, "asked") else answer  # type: ignore[type-var]
        for name, answer in family_answers().items()
    }
    joined = "&" if "?" in ending else "?"
    client = TestClient(make_application(Asked(answers)))
    told = words_of(page(client, f"/people/tessa{ending}{joined}known_at=2023-06-01&known_to=police"))
    assert (
        "As it was on 31 March 2024, the day of the newest delivery. Only what had been written down by the end of "
        "1 June 2023. Only what Vale Police knew."
    ) in told


def test_an_answer_without_limits_has_no_such_line(client: TestClient) -> None:
    assert "kith-limits" not in page(client, "/people/tessa/adults")
