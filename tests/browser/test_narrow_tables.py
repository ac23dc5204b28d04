"""At 320 pixels a table is a list: nothing of a row is out of sight, and each part says which column it is of."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from api.signin.accounts import add_account
from graph.access.caller import AccessRole
from graph.questions.opening import Partnerships
from tests.browser import conftest
from tests.browser.conftest import NOW, Site, sign_in
from tests.browser.test_states import SAMPLE

pytestmark = pytest.mark.browser
HIDDEN = """() => [...document.querySelectorAll('.kith-stacked')]
  .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.getAttribute('aria-labelledby'))"""
LABELS = """() => [...document.querySelectorAll('.kith-stacked table')].flatMap(table => {
  const heads = [...table.querySelectorAll('thead th')].map(head => head.textContent.trim())
  return [...table.querySelectorAll('tbody tr')].filter(row => !row.querySelector('[colspan]')).flatMap(row =>
    [...row.children].map((cell, place) => [cell.tagName, cell.dataset.label ?? '', heads[place]]))
}).filter(([tag, label, head]) => tag === 'TD' && !head.startsWith(label || '?')).map(String)"""
PAGES = {
    "assessment": (
        "/people/CHILD",
        "/people/CHILD/adults",
        "/people/CHILD/chronology",
        "/people/CHILD/contacts",
        "/people/CHILD/who-knew",
    ),
    "steward": ("/deliveries", "/identity/quality"),
    "auditor": ("/audit",),
}


def narrow(page: Page) -> Page:
    page.set_viewport_size({"width": 320, "height": 800})
    return page


def is_whole(page: Page) -> None:
    assert page.locator(".kith-stacked tbody td").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(HIDDEN) == []
    assert page.evaluate(LABELS) == []


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in PAGES.items() for path in paths])
def test_a_row_of_a_page_is_whole(name: str, path: str, page: Page, site: Site) -> None:
    sign_in(page, site, name)
    narrow(page).goto(site.address + path.replace("CHILD", site.child))
    is_whole(page)


def test_the_two_records_of_a_pair_stand_beside_what_is_compared(page: Page, site: Site) -> None:
    sign_in(page, site, "steward")
    narrow(page).goto(f"{site.address}/identity")
    page.get_by_role("link", name="Look at both").first.click()
    page.locator("[data-kith=compared]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(HIDDEN) == []
    for record in page.locator(".kith-record").all():
        assert record.is_visible()


def test_what_was_found_is_whole(signed_in: Page, site: Site) -> None:
    narrow(signed_in).goto(f"{site.address}/search")
    signed_in.fill("#text", "hobbs")
    signed_in.keyboard.press("Enter")
    signed_in.locator("#found").wait_for()
    is_whole(signed_in)


def test_what_a_mapping_makes_of_a_sample_is_whole(page: Page, site: Site) -> None:
    sign_in(page, site, "steward")
    narrow(page).goto(f"{site.address}/deliveries/preview")
    page.select_option("#mapping", "cp-is")
    page.set_input_files("#files", {"name": "cpis.csv", "mimeType": "text/csv", "buffer": SAMPLE})
    page.get_by_role("button", name="Try it").click()
    page.locator("[data-kith=sample]").wait_for()
    is_whole(page)


def test_a_count_of_the_area_is_in_sight(
    page: Page, site: Site, partnership: Partnerships, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = add_account(partnership.ledger.accounts, "ann", [AccessRole.ANALYST], NOW, None, one_time=False)
    monkeypatch.setitem(site.passwords, "ann", password)
    monkeypatch.setitem(conftest.PURPOSES, "ann", "service_analysis")
    sign_in(page, site, "ann")
    narrow(page).goto(f"{site.address}/counts")
    page.get_by_role("button", name="Count").click()
    page.locator("#counted").wait_for()
    is_whole(page)


def test_the_lines_of_a_key_are_seen_in_forced_colours(browser: Browser, site: Site) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark", locale="en-GB")
    page = sign_in(context.new_page(), site)
    for ending in ("/genogram", "/ecomap", "/chronology"):
        page.goto(site.page_of(ending))
        grounds = page.locator(".kith-signs svg").evaluate_all(
            "all => all.map(one => getComputedStyle(one).backgroundColor)"
        )
        assert set(grounds) == {"rgb(255, 255, 255)"}, ending
    context.close()
