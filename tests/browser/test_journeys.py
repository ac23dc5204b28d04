"""Three days at work in a real browser: before a strategy discussion, with an unknown partner, with a doubtful pair."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of its own, on which nothing may be reported."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    site.reports.clear()
    page.on("console", lambda message: site.reports.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: site.reports.append(str(error)))
    yield page
    assert site.reports == []
    context.close()


def test_a_social_worker_prepares_a_strategy_discussion(desk: Page, site: Site) -> None:
    sign_in(desk, site, "priya")
    desk.get_by_role("link", name="Mia Hobbs", exact=True).click()
    desk.get_by_role("link", name="Who is around this child that nobody assessed?").click()
    expect(desk.locator("main")).to_contain_text("Daniel Mercer")
    expect(desk.locator("main")).to_contain_text("Known, but not in any assessment")
    # On the day of the last assessment but one nobody in children's social care had heard of him.
    desk.goto(site.page_of("/adults?as_of=2023-06-07&known_at=2023-06-07"))
    expect(desk.locator("main")).to_contain_text("Not known to the assessing agency, not in any assessment")
    for name, says in (
        ("Household network", "Only"),
        ("Genogram", "Kelly Tranter"),
        ("Chronology", "No action recorded"),
        ("Findings", "What would refute it"),
    ):
        desk.get_by_role("navigation", name="About this person").get_by_role("link", name=name).click()
        expect(desk.get_by_role("heading", level=1)).to_contain_text(name)
        assert "as_of=2023-06-07" in desk.url
        expect(desk.locator("main")).to_contain_text(says)
    with desk.expect_download() as file:
        desk.goto(site.page_of(""))
        desk.get_by_role("link", name="Case pack").first.click()
        desk.get_by_role("link", name="PDF").first.click()
    assert file.value.suggested_filename.endswith(".pdf")


def test_an_assessment_team_is_told_of_a_partner_without_a_name(desk: Page, site: Site) -> None:
    sign_in(desk, site, "assessment")
    desk.get_by_role("link", name="Unknown partner check").click()
    desk.fill("#name-1", "Kelly Tranter")
    desk.fill("#relationship-1", "mother")
    desk.fill("#name-2", "Mia Hobbs")
    desk.fill("#relationship-2", "the child")
    desk.fill("#name-3", "Danny")
    desk.fill("#relationship-3", "mum's partner")
    desk.get_by_role("button", name="Check", exact=True).click()
    told = desk.locator('[data-kith="told"]')
    expect(told).to_contain_text("Danny")
    expect(told).to_contain_text("Daniel Mercer")
    others = desk.locator("main")
    expect(others).to_contain_text("Jayden Pike")
    assert "Kelly" not in desk.url
    told.get_by_role("link", name="Daniel Mercer").first.click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Daniel Mercer")
    desk.get_by_role("link", name="Which professionals know them, and who saw them last?").click()
    expect(desk.locator("main")).to_contain_text("Vale Probation")


def test_a_steward_cannot_tell_and_says_so(desk: Page, site: Site) -> None:
    sign_in(desk, site, "steward")
    desk.get_by_role("link", name="wait for you").click()
    waiting = desk.locator("main a[href^='/identity/r']")
    before = waiting.count()
    assert before > 0
    waiting.first.click()
    expect(desk.locator("main")).to_contain_text("What joining them would do")
    desk.get_by_label("Can’t tell").check()
    desk.get_by_label("What shows it?").fill("one first name and a van; rang both agencies, nobody saw papers")
    desk.get_by_role("button", name="Keep this judgement").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Somebody could not tell")
    desk.goto(f"{site.address}/identity")
    assert desk.locator("main a[href^='/identity/r']").count() == before
