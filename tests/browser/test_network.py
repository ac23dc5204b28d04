"""The household network in a real browser: by pointer, by keyboard, small, in forced colours, on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
DAYS = ("2023-06-01", "2024-03-31", "")


@pytest.fixture
def network(signed_in: Page, site: Site) -> Page:
    """The page as of the end of March 2024, drawn."""
    return _opened(signed_in, site, "?as_of=2024-03-31")


def _opened(page: Page, site: Site, query: str) -> Page:
    page.goto(site.page_of(f"/network{query}"))
    page.wait_for_selector("#drawing[data-drawn]")
    return page


def _scene(page: Page) -> dict[str, Any]:
    scene: dict[str, Any] = json.loads(page.get_attribute("#drawing", "data-scene") or "")
    return scene


def _press(page: Page, x: float, y: float) -> None:
    """Presses a point of the drawing, given as the scene counts."""
    left, top, right, bottom = _scene(page)["bounds"]
    box = page.locator("#drawing").bounding_box()
    assert box is not None
    scale = box["height"] / (bottom - top)
    page.locator("#drawing").click(
        position={"x": box["width"] / 2 + (x - (left + right) / 2) * scale, "y": (y - top) * scale}
    )
    page.wait_for_timeout(400)  # the drawing waits whether a second press follows


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("reach", ["", "&hops=2", "&kind=EVENT"])
def test_every_state_keeps_the_policy_and_pleases_axe(day: str, reach: str, signed_in: Page, site: Site) -> None:
    _opened(signed_in, site, f"?as_of={day}{reach}" if day else f"?{reach[1:]}")
    assert Axe().run(signed_in).response["violations"] == []
    assert site.reports == []


def test_entries_that_are_open_please_axe(network: Page) -> None:
    network.evaluate("document.querySelectorAll('#evidence details').forEach(entry => { entry.open = true })")
    assert Axe().run(network).response["violations"] == []


def test_as_many_lines_are_drawn_as_the_page_says(network: Page) -> None:
    assert network.get_attribute("#drawing", "data-drawn") == str(len(_scene(network)["edges"]))


def test_somebody_known_from_events_only_is_drawn_and_linked(network: Page) -> None:
    scene = _scene(network)
    daz = [node["id"] for node in scene["nodes"] if node["label"].startswith("Daz\n")]
    assert daz
    for one in daz:
        assert any(one in (edge["from"], edge["to"]) for edge in scene["edges"])


def test_pressing_a_symbol_opens_its_entry(network: Page) -> None:
    node = next(node for node in _scene(network)["nodes"] if node["label"].startswith("Daniel Mercer"))
    _press(network, node["x"], node["y"])
    opened = network.locator("details[open] > summary", has_text="Daniel Mercer").first
    assert opened.evaluate("summary => summary === document.activeElement")


def test_pressing_the_count_on_a_line_opens_what_its_events_say(network: Page) -> None:
    words = next(words for words in _scene(network)["words"] if words["id"].startswith("events:"))
    x, y, width, height = words["box"]
    _press(network, x + width / 2, y + height / 2)
    entry = network.locator("#" + _scene(network)["opens"][words["id"]][0])
    expect(entry).to_have_attribute("open", "")
    entry.locator("summary").nth(1).click()
    assert "written down" in entry.inner_text()


def test_pressing_a_line_with_a_count_opens_the_link_and_the_events(network: Page) -> None:
    scene = _scene(network)
    words = next(words for words in scene["words"] if len(scene["opens"][words["id"]]) == 2)
    x, y, width, height = words["box"]
    _press(network, x + width / 2, y + height / 2)
    for anchor in scene["opens"][words["id"]]:
        expect(network.locator(f"#{anchor}")).to_have_attribute("open", "")


def test_the_keyboard_reaches_the_evidence_of_everything_drawn(network: Page) -> None:
    reached = set()
    network.locator("#people-heading").evaluate("heading => { heading.tabIndex = -1; heading.focus() }")
    for _ in range(400):
        network.keyboard.press("Tab")
        if not network.evaluate("document.activeElement.matches('#evidence *')"):
            break
        reached.add(network.evaluate("document.activeElement.parentElement.id"))
    drawn = {anchor for opened in _scene(network)["opens"].values() for anchor in opened}
    assert drawn <= reached


def test_the_picture_is_one_stop_of_the_keyboard_with_a_name_and_a_ring(network: Page) -> None:
    network.get_by_role("button", name="Closer").focus()
    network.keyboard.press("Shift+Tab")
    stop = network.locator(".kith-frame:focus")
    assert "Picture of the network" in (stop.get_attribute("aria-label") or "")
    assert stop.evaluate("frame => getComputedStyle(frame).outlineStyle") == "solid"


def test_enter_opens_an_entry_and_a_link_in_it_opens_another(network: Page) -> None:
    summary = network.locator("[data-kith=people] summary", has_text="Kelly Tranter").first
    summary.focus()
    network.keyboard.press("Enter")
    for _ in range(6):  # past the links to their own pages, and to what the picture leads on to
        network.keyboard.press("Tab")
        if network.evaluate("document.activeElement.getAttribute('href').startsWith('#')"):
            break
    network.keyboard.press("Enter")
    network.wait_for_timeout(200)
    target = network.evaluate("location.hash.slice(1)")
    expect(network.locator(f"#{target}")).to_have_attribute("open", "")


def test_a_list_leads_back_to_the_picture(network: Page) -> None:
    network.get_by_role("link", name="Back to the picture").last.click()
    assert network.locator("#picture").evaluate("figure => Math.abs(figure.getBoundingClientRect().top) < 5")


def test_a_link_to_somebodys_part_in_an_event_opens_the_event_round_it(network: Page) -> None:
    part = network.locator(".kith-entries[data-kith=events] details details[id]").first.get_attribute("id")
    network.evaluate(f"location.hash = '{part}'")
    network.wait_for_timeout(200)
    assert network.locator(f"#{part}").is_visible()
    assert network.locator("[data-kith=events] > li > details[open]").count() == 1


def test_closer_and_whole_change_the_size_of_the_picture(network: Page) -> None:
    def height() -> float:
        box = network.locator("#drawing").bounding_box()
        assert box
        return box["height"]

    before = height()
    network.get_by_role("button", name="Closer").click()
    assert height() > before
    network.get_by_role("button", name="Whole picture").click()
    frame = network.locator(".kith-frame")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")


def test_at_320_pixels_the_picture_scrolls_in_its_frame_and_the_page_does_not(signed_in: Page, site: Site) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    _opened(signed_in, site, "?as_of=2024-03-31")
    assert signed_in.evaluate("document.documentElement.scrollWidth <= 320")
    frame = signed_in.locator(".kith-frame")
    assert frame.evaluate("frame => frame.scrollWidth > frame.clientWidth")
    frame.focus()
    before = frame.evaluate("frame => frame.scrollLeft")
    signed_in.keyboard.press("ArrowRight")
    signed_in.wait_for_timeout(400)
    assert frame.evaluate("frame => frame.scrollLeft") > before


@pytest.fixture
def forced(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of somebody whose system sets the colours."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, forced_colors="active")
    yield sign_in(context.new_page(), site)
    context.close()


def test_in_forced_colours_the_picture_keeps_dark_on_white(forced: Page, site: Site) -> None:
    _opened(forced, site, "?as_of=2024-03-31")
    frame = forced.locator(".kith-frame")
    assert frame.evaluate("frame => getComputedStyle(frame).backgroundColor") == "rgb(255, 255, 255)"
    assert forced.locator(".kith-tag").first.evaluate("tag => getComputedStyle(tag).borderTopStyle") != "none"


def test_a_print_has_the_whole_picture_its_day_and_its_lists(network: Page) -> None:
    network.emulate_media(media="print")
    network.set_viewport_size({"width": 720, "height": 1000})
    canvas = network.locator("#drawing canvas").bounding_box()
    assert canvas is not None
    assert canvas["width"] <= 720
    assert network.evaluate("document.documentElement.scrollWidth <= 720")
    assert not network.locator(".kith-zoom").is_visible()
    for name in ("as-at", "people", "links", "events", "summary"):
        assert network.locator(f"[data-kith={name}]").is_visible()


def test_the_page_without_scripts_has_every_list(browser: Browser, site: Site) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context.new_page(), site)
        page.goto(site.page_of("/network?as_of=2024-03-31"))
        assert page.get_by_text("The picture needs a script your browser did not run.").is_visible()
        assert page.locator("[data-kith=people] > li").count() > 5
