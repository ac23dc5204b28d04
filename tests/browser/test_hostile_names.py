"""Names that are code, formulas or turned round are shown as text on every page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from graph.questions.opening import Partnerships, open_partnerships
from graph.settings import Settings
from ingest.pipeline import Load, Stores, load
from tests.browser.conftest import NOW, Site, serve, sign_in
from tests.noninterference.worlds import CHILD, a_family

pytestmark = pytest.mark.browser
NAMES = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=1+1",
    "\u202eecila",
    "Very" * 20,
    "href='javascript:alert(1)'",
)
ENDINGS = ("", "/network", "/adults", "/siblings", "/contacts", "/chronology")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A family around a child in which every name is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    world = a_family()
    for place, name in enumerate(NAMES):
        world.add(
            "police",
            "people",
            person_ref=f"X{place}",
            given_name=name,
            family_name="Pike",
            date_of_birth=f"197{place}-01-0{place + 1}",
        )
        world.add(
            "police", "relationships", record_ref=f"XL{place}", person_ref=f"X{place}", other_ref="P2", type="partner"
        )
    world.add(
        "police", "events", record_ref="XE", category="police", type="incident", start="2023-03-03", headline=NAMES[0]
    )
    world.add("police", "event_people", record_ref="XE", person_ref="P1", role="child")
    world.write(folder / "sent")
    held: Partnerships = open_partnerships(Settings(folder / "data"), lambda: NOW)
    load([folder / "sent"], Stores(held.data, held.graph, held.ledger, held.key), Load(NOW))
    yield from serve(held, held.key.record_id(CHILD[0], CHILD[1], "people", CHILD[2]))


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
    page.goto(hostile.page_of("/adults"))
    text = page.inner_text("main")
    for name in NAMES:
        assert name in text
    page.close()
