"""Asked for what was known before anything was written down, whoever there is answers as somebody there is none of."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.door import PLAIN_COOKIE
from graph.questions.opening import Partnerships
from tests.api.pages.reading import links_of, words_of
from tests.noninterference.asking import Asking, Request, pages_about, questions_about, replies
from tests.noninterference.families import Family, a_family
from tests.noninterference.worlds import open_world

BEFORE = "1990-01-01T00:00:00Z"
FAMILY = Family(0, 0)
KNOWN = (FAMILY.child, FAMILY.mother, FAMILY.partner, FAMILY.stranger, FAMILY.home, *FAMILY.far_people())
FEWEST_ASKED = 50


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("early"))
    yield opened
    opened.graph.close()
    opened.ledger.close()


def of_nobody(text: str) -> str:
    """The same with ids that nobody has, as long."""
    for known in KNOWN:
        text = text.replace(known, f"r{'z' * (len(known) - 1)}")
    return text


def asked_about_nobody(request: Request) -> Request:
    return replace(request, address=of_nobody(request.address), body=of_nobody(request.body))


@pytest.mark.parametrize("name", ["assessment", "practitioner-1"])
def test_before_any_record_everybody_is_nobody(name: str, held: Partnerships) -> None:
    claims = [stored.claim.id for stored in held.graph.stored_claims()][:1]
    asked = [one for one in questions_about(FAMILY, claims, BEFORE) if "knownAt" in one.body or one.case != "claim"]
    asked += pages_about(FAMILY, BEFORE)
    with asyncio.Runner() as loop:
        asking = Asking(create_app(held), name, {}, loop)
        told, of_none = replies(asking, asked), replies(asking, list(map(asked_about_nobody, asked)))
    pairs = zip(asked, told, of_none, strict=True)
    assert [request.address + request.body for request, one, none in pairs if of_nobody(one) != none] == []
    assert {reply[0] for reply in told} <= {"2", "4"}
    assert len(asked) > FEWEST_ASKED


def test_the_page_for_nobody_says_what_was_asked_and_leads_to_now(tmp_path: Path, held: Partnerships) -> None:
    client = TestClient(create_app(held), base_url="http://127.0.0.1", cookies={PLAIN_COOKIE: "assessment"})
    page = f"/people/{FAMILY.child}/adults"
    reply = client.get(page, params={"known_at": "1990-01-01"})
    assert reply.status_code == 404
    told = words_of(reply.text)
    assert "You asked only for what had been written down by the end of 1 January 1990." in told
    assert page in links_of(reply.text)
    assert client.get(page).status_code == 200
    without = client.get(f"/people/{FAMILY.child[:-1]}/adults")
    assert without.status_code == 404
    assert "written down by" not in without.text
