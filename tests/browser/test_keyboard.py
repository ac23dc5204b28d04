"""Everything a mouse reaches a keyboard reaches too, in the order it is read, and shows that it has been reached."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
REACHABLE = """() => {
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  const seen = all.filter(one => !one.disabled && one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }))
  seen.forEach((one, place) => { one.dataset.place = place })
  return seen.length
}"""
REACHED = """() => {
  const one = document.activeElement
  const style = getComputedStyle(one)
  const marked = style.boxShadow !== 'none' || (style.outlineStyle !== 'none' && style.outlineWidth !== '0px')
  return [Number(one.dataset.place ?? -1), marked || one.type === 'date']
}"""


def walk(page: Page) -> tuple[list[int], list[int]]:
    """The places reached by the tab key, each once, and those that did not show it."""
    count = page.evaluate(REACHABLE)
    reached: list[int] = []
    unmarked: list[int] = []
    # A date box has a stop for day, month, year and its calendar.
    for _ in range(count + 4 * page.locator("input[type=date]").count()):
        page.keyboard.press("Tab")
        place, marked = page.evaluate(REACHED)
        if place < 0:
            break
        if not reached or reached[-1] != place:
            reached.append(place)
        if not marked:
            unmarked.append(place)
        if place == count - 1:
            break
    assert reached == list(range(count))
    return reached, unmarked


@pytest.mark.parametrize("path", ["/", "/search", "/help", "/deliveries"])
def test_the_tab_key_goes_through_a_page_in_order(path: str, page: Page, site: Site) -> None:
    sign_in(page, site, "steward" if path == "/deliveries" else "assessment")
    page.goto(site.address + path)
    reached, unmarked = walk(page)
    assert len(reached) > 3
    assert unmarked == []


@pytest.mark.parametrize("ending", ["", "/adults", "/siblings", "/contacts"])
def test_the_tab_key_reaches_every_person_and_all_the_evidence(ending: str, signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of(ending))
    reached, unmarked = walk(signed_in)
    assert len(reached) > 20
    assert unmarked == []


def test_a_day_is_chosen_by_keyboard(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/adults"))
    signed_in.fill("#as_of", "2023-06-01")
    signed_in.keyboard.press("Enter")
    signed_in.wait_for_url("**as_of=2023-06-01**")
    assert "As at\n1 June 2023" in signed_in.inner_text("main")


def test_enter_opens_a_ground_down_to_the_row_as_sent(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/adults"))
    ground = signed_in.locator(".kith-details[id]:has(.kith-row)").first
    ground.locator("summary").first.focus()
    signed_in.keyboard.press("Enter")
    assert ground.locator(".kith-claim__says").first.is_visible()
    ground.locator(".kith-row summary").first.focus()
    signed_in.keyboard.press("Enter")
    assert "record_ref: " in ground.locator(".kith-sent").first.inner_text()


def test_the_skip_link_leads_past_the_navigation(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/adults"))
    signed_in.keyboard.press("Tab")
    signed_in.keyboard.press("Enter")
    assert signed_in.evaluate("document.activeElement.id") == "main-content"


def test_all_evidence_opens_and_closes_at_once(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/adults"))
    button = signed_in.get_by_role("button", name="Open all the evidence on this page")
    button.focus()
    signed_in.keyboard.press("Enter")
    opened = signed_in.locator("main .kith-details[id][open]").count()
    assert opened == signed_in.locator("main .kith-details[id]").count() > 20
    signed_in.get_by_role("button", name="Close all the evidence on this page").press("Enter")
    assert signed_in.locator("main .kith-details[id][open]").count() == 0
