"""Names that are code, formulas or turned round are shown as text on every page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from graph.questions.opening import Partnerships, open_partnerships
from graph.settings import Settings
from ingest.pipeline import load
from ingest.stores import Load, Stores
from tests.browser.conftest import NOW, Site, serve, sign_in
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import manifest

pytestmark = pytest.mark.browser
NAMES = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=1+1",
    "\u202eecila",
    "Very" * 20,
    "href='javascript:alert(1)'",
)
ENDINGS = (
    "",
    "/network",
    "/genogram",
    "/ecomap",
    "/adults",
    "/siblings",
    "/contacts",
    "/chronology",
    "/who-knew",
    "/findings",
    "/changes",
)


def hostile_rows() -> dict[str, list[Row]]:
    """A child, the mother, and her partners: every name, headline and note of theirs is hostile."""
    partners = [
        {"person_ref": f"X{place}", "given_name": name, "family_name": "Pike", "date_of_birth": f"197{place}-01-01"}
        for place, name in enumerate(NAMES)
    ]
    return {
        "people": [
            {"person_ref": "C1", "given_name": "Mia", "family_name": "Hobbs", "date_of_birth": "2012-05-01"},
            {"person_ref": "M1", "given_name": "Kelly", "family_name": "Tranter", "date_of_birth": "1983-11-02"},
            *partners,
        ],
        "relationships": [
            {"record_ref": "L1", "person_ref": "M1", "other_ref": "C1", "type": "parent"},
            *(
                {"record_ref": f"XL{place}", "person_ref": one["person_ref"], "other_ref": "M1", "type": "partner"}
                for place, one in enumerate(partners)
            ),
        ],
        "events": [
            {
                "record_ref": f"E{place}", "category": "police", "type": "incident", "start": f"2023-03-0{place + 1}",
                "headline": name, "action_taken": name,
            }
            for place, name in enumerate(NAMES)
        ],
        "event_people": [
            {"record_ref": f"E{place}", "person_ref": person, "role": role}
            for place in range(len(NAMES))
            for person, role in (("C1", "child"), (f"X{place}", "suspect"))
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A family around a child in which every name is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    write_delivery(folder / "sent", hostile_rows(), manifest("police"))
    held: Partnerships = open_partnerships(Settings(folder / "data"), lambda: NOW)
    load([folder / "sent"], Stores(held.data, held.graph, held.ledger, held.key), Load(NOW))
    yield from serve(held, held.key.record_id("police", "main", "people", "C1"))


def test_no_page_runs_or_hides_a_name(browser: Browser, hostile: Site) -> None:
    page = browser.new_page()
    reports: list[str] = []
    page.on("dialog", lambda dialog: (reports.append("dialog"), dialog.dismiss()))
    page.on("pageerror", lambda error: reports.append(str(error)))
    page.on("console", lambda message: reports.append(message.text) if message.type == "error" else None)
    sign_in(page, hostile)
    for ending in ENDINGS:
        page.goto(hostile.page_of(ending))
        page.wait_for_load_state("networkidle")
        assert reports == [], ending
    for ending in ("/adults", "/chronology"):
        page.goto(hostile.page_of(ending))
        text = page.inner_text("main")
        for name in NAMES:
            assert name in text
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_no_name_widens_a_page(width: int, browser: Browser, hostile: Site) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    sign_in(page, hostile)
    for ending in ENDINGS:
        page.goto(hostile.page_of(ending))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, ending
    page.close()
