"""The network opened, folded, compared and connected in a real browser: with and without script, small, by keyboard."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
DAY = "?as_of=2024-03-31"
COMPARED = f"{DAY}&compare=2022-01-01"


def opened(page: Page, site: Site, query: str) -> Page:
    page.goto(site.page_of(f"/network{query}"))
    page.wait_for_selector("#drawing[data-drawn]")
    return page


def scene_of(page: Page) -> dict[str, Any]:
    scene: dict[str, Any] = json.loads(page.get_attribute("#drawing", "data-scene") or "")
    return scene


def people(page: Page) -> int:
    return page.locator("[data-kith=people] > li").count()


def spots(page: Page) -> dict[str, tuple[int, int]]:
    return {node["id"]: (node["x"], node["y"]) for node in scene_of(page)["nodes"] if node["shape"] in PEOPLE}


PEOPLE = {"square", "dot", "triangle"}


def test_opening_brings_as_many_as_it_says_moves_nobody_and_can_be_undone(signed_in: Page, site: Site) -> None:
    page = opened(signed_in, site, DAY)
    before, stood = people(page), spots(page)
    link = page.locator("[data-kith=openings] a").first
    more = int(link.inner_text().split()[0])
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-kith=opened]")
    page.wait_for_selector("#drawing[data-drawn]")
    assert people(page) == before + more
    now = spots(page)
    assert {one: now[one] for one in stood} == stood
    page.get_by_role("link", name="Undo the last").click()
    page.wait_for_selector("#drawing[data-drawn]")
    assert spots(page) == stood
    assert site.reports == []


@pytest.mark.parametrize("query", [COMPARED, f"{DAY}&known_to=police", f"{COMPARED}&compare_known=now&hops=2"])
def test_every_state_pleases_axe_and_keeps_the_policy(query: str, signed_in: Page, site: Site) -> None:
    page = opened(signed_in, site, query)
    assert Axe().run(page).response["violations"] == []
    assert site.reports == []


def test_what_is_new_and_gone_is_as_many_in_the_picture_as_in_the_lists(signed_in: Page, site: Site) -> None:
    page = opened(signed_in, site, COMPARED)
    labels = [node["label"] for node in scene_of(page)["nodes"]]
    for word in ("new", "gone"):
        drawn = sum(label.split("\n")[-1] == f"[{word}]" for label in labels)
        tag = f".kith-tag--{word}"
        listed = page.locator(f"[data-kith=people] > li {tag}, [data-kith=places] > li {tag}").count()
        assert drawn == listed > 0


def test_two_people_are_connected_by_the_form_and_the_steps_lead_to_their_evidence(signed_in: Page, site: Site) -> None:
    page = opened(signed_in, site, DAY)
    page.get_by_text("How are two people connected?").click()
    choice = page.locator("#path_to option", has_text="Daniel Mercer").first.get_attribute("value")
    page.select_option("#path_to", choice)
    page.get_by_role("button", name="Show the connection").click()
    page.wait_for_selector("[data-kith=way] ol")
    page.wait_for_selector("#drawing[data-drawn]")
    # A step by a home is a line from each of the two.
    assert len(scene_of(page)["way"]["lines"]) >= page.locator("[data-kith=way] ol > li").count() > 0
    assert Axe().run(page).response["violations"] == []
    link = page.locator("[data-kith=way] ol a").first
    target = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    page.wait_for_timeout(200)
    expect(page.locator(f"#{target}")).to_have_attribute("open", "")


def test_without_script_the_page_opens_compares_and_connects_all_the_same(browser: Browser, site: Site) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context.new_page(), site)
        page.goto(site.page_of(f"/network{COMPARED}"))
        before = people(page)
        page.locator("[data-kith=openings] a").first.evaluate("link => link.closest('details').open = true")
        page.locator("[data-kith=openings] a").first.click()
        assert people(page) > before
        assert page.locator("[data-kith=comparison] li").count() >= 3
        assert "compare=2022-01-01" in page.url
        page.get_by_role("link", name="Undo the last").click()
        assert people(page) == before


def test_at_320_pixels_nothing_sticks_out(signed_in: Page, site: Site) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    page = opened(signed_in, site, COMPARED)
    assert page.evaluate("document.documentElement.scrollWidth <= 320")


def test_a_print_says_what_was_compared_and_has_no_controls(signed_in: Page, site: Site) -> None:
    page = opened(signed_in, site, COMPARED)
    page.emulate_media(media="print")
    assert page.locator("[data-kith=comparison]").is_visible()
    assert page.locator("[data-kith=knowing]").is_visible()
    for hidden in ("[data-kith=leading-on]", ".kith-asking"):
        assert not any(one.is_visible() for one in page.locator(hidden).all())
