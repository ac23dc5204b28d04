"""The genogram in a real browser: policy, axe, keyboard, small, in print, without scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def genogram(signed_in: Page, site: Site) -> Page:
    """The page as of the end of March 2024."""
    signed_in.goto(site.page_of("/genogram?as_of=2024-03-31"))
    return signed_in


@pytest.mark.parametrize("query", ["?as_of=2024-03-31", "?as_of=2019-01-01", "?style=mcgoldrick", "?known_to=housing"])
def test_every_state_keeps_the_policy_and_pleases_axe(query: str, signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of(f"/genogram{query}"))
    assert Axe().run(signed_in).response["violations"] == []
    assert site.reports == []


def test_entries_that_are_open_please_axe(genogram: Page) -> None:
    genogram.evaluate("document.querySelectorAll('#evidence details').forEach(entry => { entry.open = true })")
    assert Axe().run(genogram).response["violations"] == []


def test_the_drawing_is_named_and_each_part_of_it_says_what_it_is(genogram: Page) -> None:
    told = genogram.locator(".kith-genogram > svg").aria_snapshot()
    assert "Genogram of Mia Hobbs" in told
    assert "Kelly Tranter" in told
    assert "partners" in told


def test_pressing_a_symbol_opens_its_entry(genogram: Page) -> None:
    genogram.locator(".kith-genogram a", has_text="Daniel Mercer").click()
    entry = genogram.locator("details[open] > summary", has_text="Daniel Mercer").first
    assert entry.evaluate("summary => summary === document.activeElement")


def test_the_keyboard_reaches_every_symbol_and_line_and_opens_it(genogram: Page) -> None:
    links = genogram.locator(".kith-genogram a").count()
    genogram.locator(".kith-genogram").focus()
    reached = set()
    for _ in range(links):
        genogram.keyboard.press("Tab")
        reached.add(genogram.evaluate("document.activeElement.getAttribute('href')"))
    assert len(reached) == links
    genogram.keyboard.press("Enter")
    target = genogram.evaluate("location.hash.slice(1)")
    expect(genogram.locator(f"#{target}")).to_have_attribute("open", "")


def test_a_link_leads_past_the_drawing(genogram: Page) -> None:
    genogram.get_by_role("link", name="Past the drawing").press("Enter")
    genogram.keyboard.press("Tab")
    assert genogram.evaluate("document.activeElement.matches('#evidence *')")


def test_at_320_pixels_the_drawing_scrolls_in_its_frame_and_the_page_does_not(genogram: Page) -> None:
    genogram.set_viewport_size({"width": 320, "height": 800})
    assert genogram.evaluate("document.documentElement.scrollWidth <= 320")
    frame = genogram.locator(".kith-frame")
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")


@pytest.mark.parametrize(("ending", "whom"), [("/genogram", "a[href='#person-1']"), ("/ecomap", "svg")])
def test_at_320_pixels_the_frame_begins_with_whom_the_drawing_is_about(
    ending: str, whom: str, signed_in: Page, site: Site
) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    signed_in.goto(site.page_of(f"{ending}?as_of=2024-03-31"))
    frame, symbol = signed_in.locator(".kith-genogram"), signed_in.locator(f".kith-genogram {whom}").first
    expect(frame).not_to_have_js_property("scrollLeft", 0)
    inside, about = frame.bounding_box(), symbol.bounding_box()
    assert inside is not None
    assert about is not None
    middle = about["x"] + about["width"] / 2
    assert inside["x"] < middle < inside["x"] + inside["width"]


def test_a_print_has_the_whole_drawing_its_day_key_and_lists(genogram: Page) -> None:
    genogram.emulate_media(media="print")
    genogram.set_viewport_size({"width": 720, "height": 1000})
    drawing = genogram.locator(".kith-genogram > svg").bounding_box()
    assert drawing is not None
    assert drawing["width"] <= 720
    assert genogram.evaluate("document.documentElement.scrollWidth <= 720")
    for name in ("as-at", "key", "people", "unions", "children", "homes"):
        assert genogram.locator(f"[data-kith={name}]").is_visible()


def test_the_page_without_scripts_has_the_drawing_and_every_list(browser: Browser, site: Site) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context.new_page(), site)
        page.goto(site.page_of("/genogram?as_of=2024-03-31"))
        assert page.locator(".kith-genogram > svg").is_visible()
        assert page.locator("[data-kith=people] > li").count() > 5
