"""Every page in a real browser: what a person does, what the policy forbids, what axe finds."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
ABOUT = (
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
    "/changes?before=2023-06-01",
)


def test_from_signing_in_to_the_row_as_sent(signed_in: Page, site: Site) -> None:
    signed_in.goto(f"{site.address}/search")
    signed_in.fill("[name=text]", "mia hobs")
    signed_in.keyboard.press("Enter")
    signed_in.get_by_role("link", name="Mia Hobbs").first.click()
    signed_in.get_by_role("link", name="Adults around the child").first.click()
    text = signed_in.inner_text("main")
    assert "Daniel Mercer" in text
    assert "Daz" in text
    assert "CSC-RS11" in signed_in.content()
    assert site.reports == []


@pytest.mark.parametrize("ending", ABOUT)
def test_a_page_about_the_child_keeps_the_policy_and_pleases_axe(ending: str, signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of(ending))
    signed_in.wait_for_load_state("networkidle")
    found = Axe().run(signed_in)
    assert found.response["violations"] == []
    assert site.reports == []


@pytest.mark.parametrize("path", ["/", "/search", "/check", "/help", "/purpose", "/sessions"])
def test_the_other_pages_keep_the_policy_and_please_axe(path: str, signed_in: Page, site: Site) -> None:
    signed_in.goto(site.address + path)
    assert Axe().run(signed_in).response["violations"] == []
    assert site.reports == []


def test_a_check_by_keyboard_alone_finds_who_was_not_told(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.address)
    signed_in.get_by_role("link", name="Unknown partner check").press("Enter")
    signed_in.locator("#name-1").press_sequentially("Kelly Tranter")
    signed_in.keyboard.press("Tab")
    signed_in.keyboard.type("2/11/1983")
    signed_in.keyboard.press("Enter")
    signed_in.locator("#others").wait_for()
    assert "Daniel Mercer" in signed_in.inner_text("main")
    assert "Kelly" not in signed_in.url
    assert Axe().run(signed_in).response["violations"] == []
    assert site.reports == []


def test_what_is_amiss_in_a_check_is_told_first_and_what_was_typed_stays(signed_in: Page, site: Site) -> None:
    signed_in.goto(f"{site.address}/check")
    signed_in.fill("#name-1", "Kelly Tranter")
    signed_in.fill("#born-1", "in spring")
    signed_in.get_by_role("button", name="Check", exact=True).click()
    signed_in.get_by_role("link", name="A date of birth must be").click()
    assert signed_in.evaluate("document.activeElement.id") == "born-1"
    assert signed_in.input_value("#name-1") == "Kelly Tranter"
    assert Axe().run(signed_in).response["violations"] == []


def test_the_network_differs_between_two_dates(signed_in: Page, site: Site) -> None:
    texts = []
    for day in ("2022-06-01", "2024-03-31"):
        signed_in.goto(site.page_of(f"/network?as_of={day}&known_at={day}"))
        texts.append(signed_in.inner_text("main"))
    assert "Daniel Mercer" not in texts[0]
    assert "Daniel Mercer" in texts[1]


def test_the_keyboard_opens_the_evidence_of_a_person(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/network"))
    person = signed_in.locator("summary", has_text="Daniel Mercer").first
    person.focus()
    signed_in.keyboard.press("Enter")
    assert signed_in.locator("details[open]").count() > 0


def test_someone_unknown_and_someone_absent_are_one_page(signed_in: Page, site: Site) -> None:
    pages = []
    for person in ("rnobody", "rsomeoneelse"):
        reply = signed_in.goto(f"{site.address}/people/{person}/adults")
        assert reply is not None
        assert reply.status == 404
        pages.append(signed_in.inner_text("main"))
    assert pages[0] == pages[1]
