"""Drawings in lanes in a real browser: policy, axe, what is read out, keyboard, small, in print."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
DRAWN = ("/chronology", "/chronology?about=everyone&category=plan", "/siblings?by=age", "/contacts", "/who-knew")
FRAME = ".kith-lanes .kith-frame"


@pytest.mark.parametrize("ending", DRAWN)
def test_a_drawing_keeps_the_policy_and_pleases_axe(ending: str, signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of(ending))
    assert signed_in.locator(f"{FRAME} > svg").count() == 1
    assert Axe().run(signed_in).response["violations"] == []
    assert site.reports == []


def test_what_is_read_out_is_what_is_drawn_and_where_the_table_is(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/chronology?as_of=2024-03-31"))
    told = signed_in.locator(f"{FRAME} > svg").aria_snapshot()
    assert 'group "Chronology of Mia Hobbs, in lanes by agency"' in told
    assert 'link "' in told
    described = signed_in.locator("#lanes-desc").text_content() or ""
    assert "entries" in described
    assert "in the tables below the drawing" in described
    figure = signed_in.locator(FRAME).get_attribute("aria-label") or ""
    assert figure == "Drawing of the chronology. It scrolls; everything in it is in the table below."


def test_the_keyboard_reaches_every_mark_and_opens_its_evidence(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/chronology?as_of=2024-03-31&category=child"))
    links = signed_in.locator(f"{FRAME} a").count()
    signed_in.locator(FRAME).focus()
    reached = []
    for _ in range(links):
        signed_in.keyboard.press("Tab")
        reached.append(signed_in.evaluate("document.activeElement.closest('.kith-frame') !== null"))
    assert links
    assert all(reached)
    target = signed_in.evaluate("document.activeElement.getAttribute('href').slice(1)")
    signed_in.keyboard.press("Enter")
    expect(signed_in.locator(f"#{target}")).to_have_attribute("open", "")


def test_a_mark_of_another_page_leads_to_its_evidence_there(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/chronology?as_of=2024-03-31"))
    signed_in.locator(f"{FRAME} a[href*='after=']").first.press("Enter")
    signed_in.wait_for_url("**after=**")
    target = signed_in.evaluate("location.hash.slice(1)")
    expect(signed_in.locator(f"#{target}")).to_have_attribute("open", "")


def test_a_link_leads_past_the_drawing(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/who-knew"))
    signed_in.get_by_role("link", name="Past the drawing").press("Enter")
    signed_in.keyboard.press("Tab")
    assert signed_in.evaluate("document.activeElement.closest('.kith-frame') === null")


def test_filters_are_in_the_address_and_kept_by_the_dates(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/chronology?as_of=2024-03-31"))
    signed_in.get_by_label("Child seen", exact=True).select_option("alone")
    signed_in.get_by_role("button", name="Show these").click()
    signed_in.wait_for_url("**seen=alone**")
    assert "left out by the choice above" in signed_in.inner_text("main")
    signed_in.get_by_role("button", name="Show", exact=True).click()
    signed_in.wait_for_url("**seen=alone**")


@pytest.mark.parametrize("ending", DRAWN)
def test_at_320_pixels_the_drawing_scrolls_in_its_frame_and_the_page_does_not(
    ending: str, signed_in: Page, site: Site
) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    signed_in.goto(site.page_of(ending))
    assert signed_in.evaluate("document.documentElement.scrollWidth <= 320")
    assert signed_in.locator(FRAME).evaluate("frame => frame.scrollWidth > frame.clientWidth")


@pytest.mark.parametrize("ending", DRAWN)
def test_a_print_has_the_whole_drawing_and_its_key(ending: str, signed_in: Page, site: Site) -> None:
    signed_in.set_viewport_size({"width": 720, "height": 1000})
    signed_in.goto(site.page_of(ending))
    signed_in.emulate_media(media="print")
    drawn = signed_in.locator(f"{FRAME} > svg, .kith-paper > svg").all()
    shown = [drawing for drawing in drawn if drawing.is_visible()]
    assert shown
    assert all(drawing.evaluate("drawing => drawing.getBoundingClientRect().right <= innerWidth") for drawing in shown)
    assert signed_in.locator(".kith-lanes [data-kith=key]").is_visible()
    assert not signed_in.locator(".kith-filters").is_visible()
