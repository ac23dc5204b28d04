"""The pages of who is who: what waits, one pair before and after it is judged, how linking stands, and who may see any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph.identity.judgements import Verdict
from tests.api.pages.reading import ids_of, links_of, unbalanced, words_of
from tests.api.pages.reviewing import DAN, DAZ, TABLES, TENANT, Review, open_review, token_of
from tests.ingest.site import a_person

SCORES = re.compile(r"bits|in 100|Speaks|[01]\.\d{2}|%")
PAIR = f"/identity/{DAZ}/{DAN}"
REASON = "the same van outside both homes"


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    opened = open_review(tmp_path)
    yield opened
    opened.site.close()


@pytest.fixture
def ana(review: Review) -> TestClient:
    return review.signed_in("ana")


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A steward's browser where nothing is ever changed."""
    opened = open_review(tmp_path_factory.mktemp("still"))
    yield opened.signed_in("ana")
    assert kept(opened) == []
    opened.site.close()


def told(client: TestClient, address: str, status: int = 200) -> str:
    reply = client.get(address)
    assert reply.status_code == status
    assert unbalanced(reply.text) == []
    assert sorted(set(ids_of(reply.text))) == sorted(ids_of(reply.text))
    return words_of(reply.text)


def judge(client: TestClient, pair: str = PAIR, **form: str) -> tuple[int, str, str]:
    """Status, where to, and the words of the page, of one form sent."""
    said = {"verdict": "same", "reason": REASON, "csrf": token_of(client, "/identity/quality"), **form}
    reply = client.post(pair, data=said)
    return reply.status_code, reply.headers.get("location", ""), words_of(reply.text)


def kept(review: Review) -> list[Verdict]:
    return [entry.verdict for entry in review.site.stores.ledger.judgements.in_force()]


def test_the_start_of_a_steward_says_how_many_wait(still: TestClient) -> None:
    assert "2 pairs of records wait for you" in told(still, "/")
    assert "/identity" in links_of(still.get("/").text)


def test_each_waiting_pair_is_told_in_words_without_a_score(still: TestClient) -> None:
    page = told(still, "/identity")
    assert page.startswith("Who is who 2 pairs wait for somebody to say whether it is one person.")
    assert "Daz Date of birth not recorded Vale csc, record C9 Daniel Mercer Born 15 January 1979 (aged 45)" in page
    assert "In common: a phone, email or vehicle. Alike: first name (the same as another first name on record)." in page
    assert "Different: address. Not on both: date of birth." in page
    assert not SCORES.search(page)
    links = [link for link in links_of(still.get("/identity").text) if link.count("/") == 3]
    assert len(links) == 2
    assert all(still.get(link).status_code == 200 for link in links)


def test_a_page_of_the_queue_leads_to_the_next(still: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.routes.identity.FIRST", 1)
    assert "2 pairs wait" in told(still, "/identity")
    (onward,) = [link for link in links_of(still.get("/identity").text) if "after=" in link]
    assert "2 pairs wait for somebody to say whether it is one person, 1 on this page." in told(still, onward)
    assert "/identity" in links_of(still.get(onward).text)
    assert [link for link in links_of(still.get(onward).text) if "after=" in link] == []


def test_a_pair_is_side_by_side_with_what_joining_would_do_and_no_score(still: TestClient) -> None:
    page = told(still, PAIR)
    for part in (
        "First name Daz Daniel Daz The same as another first name on record",
        "Date of birth Not recorded 15 January 1979 Only on the second record",
        "Address 3 Mill Row, Vale, VA1 2BC 41 Mill Row, Vale, VA1 2BC None in common",
        "On neither record: other forenames, NHS number, pupil number, other numbers and sex.",
        "2 homes would be linked through one person.",
        "4 people would be newly connected.",
        "Something restricted is said of one of them: ask its agency.",
    ):
        assert part in page
    assert not SCORES.search(page)
    assert told(still, f"/identity/{DAN}/{DAZ}") == page.replace(PAIR, f"/identity/{DAN}/{DAZ}")


def test_a_pair_leads_to_the_next_without_judging(still: TestClient) -> None:
    first = links_of(still.get(PAIR).text)
    (onward,) = [link for link in first if TENANT in link]
    assert PAIR in links_of(still.get(onward).text)


def test_judging_leads_to_a_page_that_tells_why_and_can_be_loaded_again(ana: TestClient, review: Review) -> None:
    status, address, _ = judge(ana)
    assert (status, address.startswith("/identity/judged/j")) == (303, True)
    for _again in range(2):
        page = told(ana, address)
        assert page.startswith("All pairs that wait Judged to be the same person Judged by ana, 1 May 2024 at 10:00")
        assert REASON in page
        assert "What answers show One person, as judged." in page
        assert re.search(r"That the two records are one person: [\w ]+ in 100", page)
        assert re.search(r"Phone, email or vehicle 07700 900777 07700 900777 One in common Speaks \w*\s?for \(\+", page)
        assert "Speaks" in page
        assert "Date of birth Not recorded 15 January 1979 Only on the second record Says nothing either way" in page
    assert kept(review) == [Verdict.SAME]
    assert told(ana, PAIR, 404).startswith("No such pair waits")
    assert "1 pair waits" in told(ana, "/identity")


def test_different_keeps_two_people_and_unsure_keeps_the_pair(ana: TestClient, review: Review) -> None:
    assert "Two people, as judged." in told(ana, judge(ana, f"/identity/{TENANT}/{DAN}", verdict="different")[1])
    assert "What answers show Two people." in told(ana, judge(ana, verdict="unsure")[1])
    assert "Somebody was unsure before: ana." in told(review.signed_in("ben"), PAIR)
    assert "ana could not tell." in told(ana, "/identity")


def test_the_day_of_the_evidence_is_kept(ana: TestClient, review: Review) -> None:
    _, address, _ = judge(ana, **{"since-day": "10", "since-month": "4", "since-year": "2024"})
    assert "Evidence on record since 10 April 2024" in told(ana, address)


@pytest.mark.parametrize(
    ("form", "says", "field"),
    [
        ({"verdict": ""}, "Choose whether the two records are one person", "verdict"),
        ({"verdict": "perhaps"}, "Choose whether the two records are one person", "verdict"),
        ({"reason": "  \n "}, "Enter what shows it", "reason"),
        ({"reason": "x" * 2_001}, "Your reason must be 2,000 characters or fewer", "reason"),
        ({"since-day": "31", "since-month": "2", "since-year": "2024"}, "The day must be a real date", "since-day"),
        ({"since-day": "3"}, "The day must be a real date", "since-day"),
        ({"since-day": "1", "since-month": "1", "since-year": "24"}, "The day must be a real date", "since-day"),
        ({"since-day": "٣", "since-month": "1", "since-year": "2024"}, "The day must be a real date", "since-day"),
        ({"since-day": "2", "since-month": "5", "since-year": "2024"}, "today or in the past", "since-day"),
    ],
)
def test_what_is_amiss_is_said_beside_its_field_and_what_was_typed_is_kept(
    form: dict[str, str], says: str, field: str, still: TestClient
) -> None:
    said = {"verdict": "same", "reason": "seen <together>", "csrf": token_of(still, PAIR), **form}
    reply = still.post(PAIR, data=said)
    assert reply.status_code == 400
    assert words_of(reply.text).count(says) == 2
    assert f'href="#{field}"' in reply.text
    assert field in ids_of(reply.text)
    assert "<title>Error: " in reply.text
    assert "seen &lt;together&gt;" in reply.text or "reason" in form
    assert 'value="same" checked' in reply.text or "verdict" in form


def test_undoing_needs_a_reason_and_is_told_on_the_same_page(ana: TestClient, review: Review) -> None:
    _, address, _ = judge(ana)
    csrf = token_of(ana, address)
    reply = ana.post(address, data={"reason": " ", "csrf": csrf})
    assert (reply.status_code, words_of(reply.text).count("Enter what shows it")) == (400, 0)
    assert words_of(reply.text).count("Enter why it is undone") == 2
    assert kept(review) == [Verdict.SAME]
    ben = review.signed_in("ben")
    undone = ben.post(address, data={"reason": "another van", "csrf": token_of(ben, address)})
    assert (undone.status_code, undone.headers["location"]) == (303, address)
    page = told(ana, address)
    assert "Judged to be the same person: undone" in page
    assert "Undone by ben, 1 May 2024 at 10:00: another van What answers show Two people." in page
    assert "Undo this judgement" not in page
    assert kept(review) == []
    again = ana.post(address, data={"reason": "again", "csrf": csrf})
    assert (again.status_code, again.headers["location"]) == (303, address)
    assert told(ana, PAIR).startswith("All pairs that wait Are these two records one person?")


def test_of_two_stewards_the_second_is_told_of_the_first(ana: TestClient, review: Review) -> None:
    _, address, _ = judge(ana, verdict="different")
    ben = review.signed_in("ben")
    status, _, page = judge(ben, reason="both drive it")
    assert status == 409
    assert "contradicts what is already on record: ana judged these two to be two people; undo that first." in page
    assert "Judged to be the same person: both drive it" in page
    assert kept(review) == [Verdict.DIFFERENT]
    assert told(ben, address).startswith("All pairs that wait Judged to be different people")


def test_nobody_unknown_is_one_page_whatever_is_asked(ana: TestClient, review: Review, tmp_path: Path) -> None:
    _, address, _ = judge(ana)
    closed = {
        **TABLES["csc"],
        "people": [*TABLES["csc"]["people"][:2], {**TABLES["csc"]["people"][2], "sensitivity": "sealed"}],
    }
    review.load(tmp_path / "again", {"csc": closed}, "2024-04-20")
    asked = ("/identity/rx/ry", PAIR, f"/identity/{DAN}/{DAN}", "/identity/judged/j0", address)
    pages = {ana.get(one).text for one in asked}
    csrf = token_of(ana, "/identity/quality")
    pages |= {
        ana.post(one, data={"verdict": "same", "reason": "x", "csrf": csrf}).text for one in asked if one != asked[2]
    }
    assert len(pages) == 1
    assert {ana.get(one).status_code for one in asked} == {404}


@pytest.mark.parametrize("where", [PAIR, "/identity/judged/j0"])
@pytest.mark.parametrize(
    "foreign", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"csrf": "other"}, {}]
)
def test_a_form_that_is_not_ours_changes_nothing(where: str, foreign: dict[str, str], still: TestClient) -> None:
    token = "" if not foreign else foreign.pop("csrf", "") or token_of(still, PAIR)
    reply = still.post(where, data={"verdict": "same", "reason": REASON, "csrf": token}, headers=foreign)
    assert reply.status_code == 403


def test_no_other_role_sees_any_of_it(review: Review) -> None:
    _, address, _ = judge(review.signed_in())
    for other in map(review.signed_in, ("hub", "root", "lee")):
        for page in ("/identity", PAIR, address, "/identity/quality"):
            assert other.get(page).status_code == 403
        for page in (PAIR, address):
            csrf = token_of(other, "/help")
            assert other.post(page, data={"verdict": "same", "reason": "x", "csrf": csrf}).status_code == 403
        assert "/identity" not in links_of(other.get("/").text)
    assert kept(review) == [Verdict.SAME]


def test_strangers_sign_in_first(review: Review) -> None:
    stranger = review.signed_in()
    stranger.cookies.clear()
    for page in ("/identity", PAIR, "/identity/quality", "/identity/judged/j0"):
        reply = stranger.get(page)
        assert (reply.status_code, reply.headers["location"]) == (303, "/signin")
    assert stranger.post(PAIR, data={"verdict": "same", "reason": "x"}).headers["location"] == "/signin"


def test_how_linking_stands_counts_open_records_alone(ana: TestClient, review: Review) -> None:
    judge(ana)
    judge(ana, f"/identity/{TENANT}/{DAN}", verdict="different")
    page = told(ana, "/identity/quality")
    for part in (
        "Person records 8",
        "People they are 7",
        "Pairs joined by a person’s judgement 1",
        "Pairs that wait 0",
        "Judged the same person 1",
        "Judged different people 1",
        "Vale csc 3 3 0 joined, 1 put before a person, 0 left apart No pair",
        "Vale police 3 3 0 joined, 1 put before a person, 0 left apart 0 joined, 1 put before a person, 0 left apart",
    ):
        assert part in page


def test_a_number_on_too_many_people_is_counted_not_shown(ana: TestClient, review: Review, tmp_path: Path) -> None:
    names = ("Ada Boyd", "Ivo Quist", "Una Fenn", "Ola Drury", "Cem Aksoy", "Ruth Zeal")
    many = [
        a_person(f"X{place}", name, f"19{58 + 7 * place}-0{place + 1}-2{place}", phones="07700 900999")
        for place, name in enumerate(names)
    ]
    review.load(tmp_path / "crowd", {"housing": {"people": many}}, "2024-04-20")
    page = told(ana, "/identity/quality")
    assert "Phone: 1, on 6 records in all" in page
    assert "900999" not in page


def test_no_name_and_no_reason_reaches_the_log(ana: TestClient, review: Review) -> None:
    _, address, _ = judge(ana)
    ana.get(address)
    for entry in review.site.stores.ledger.audit.entries():
        assert not re.search("van outside|Daniel|Daz|C9", entry.content)


def test_every_page_is_stamped_and_every_link_answers(ana: TestClient, review: Review) -> None:
    _, address, _ = judge(ana, verdict="unsure")
    for page in ("/", "/identity", PAIR, address, "/identity/quality"):
        text = ana.get(page).text
        for link in links_of(text):
            assert link[1:] in ids_of(text) if link.startswith("#") else ana.get(link).status_code == 200, link
        if page != "/":
            assert "Made by ana, 1 May 2024 at 10:00 Purpose Data quality Marking OFFICIAL-SENSITIVE" in words_of(text)
