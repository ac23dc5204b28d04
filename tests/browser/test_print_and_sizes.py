"""On paper, at 320 pixels (400 % of 1280), in forced colours: the same words, and a way back to the evidence."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
ABOUT = (
    "",
    "/adults",
    "/genogram",
    "/ecomap",
    "/siblings",
    "/contacts",
    "/chronology",
    "/who-knew",
    "/findings",
    "/changes?before=2023-06-01",
)
NAVIGATION = (
    ".govuk-service-navigation", ".kith-caller", ".kith-subnav", ".kith-dates", ".govuk-skip-link", ".kith-openall",
    ".kith-choice", ".kith-questions",
)  # fmt: skip
STICKS_OUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const box = one.getBoundingClientRect()
  return box.width && box.right > innerWidth + 1 && !one.closest('.kith-scroll, .govuk-visually-hidden, .kith-sent')
}).map(one => `${one.tagName}.${one.className}`)"""


@pytest.mark.parametrize("ending", ABOUT)
def test_a_print_has_no_navigation_and_names_where_its_evidence_is(ending: str, signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of(ending))
    signed_in.emulate_media(media="print")
    for part in NAVIGATION:
        assert not any(one.is_visible() for one in signed_in.locator(part).all()), part
    assert "OFFICIAL-SENSITIVE" in signed_in.inner_text("header")
    marks = signed_in.locator(".kith-anchor")
    assert marks.count() > 3
    assert all(mark.is_visible() for mark in marks.all()[:20])
    address = signed_in.inner_text(".kith-printed dd")
    assert address.startswith(site.page_of(ending))
    assert "as_of=2024-03-31&known_at=2024-04-02T09:00:00Z" in address


@pytest.mark.parametrize("ending", ABOUT)
def test_the_address_of_a_print_opens_its_evidence(ending: str, signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of(ending))
    signed_in.emulate_media(media="print")
    address = signed_in.inner_text(".kith-printed dd")
    mark = signed_in.locator(".kith-anchor").nth(1).inner_text().removeprefix("Evidence ")
    signed_in.emulate_media(media="screen")
    signed_in.goto("about:blank")
    signed_in.goto(address + mark)
    opened = signed_in.locator(mark)
    opened.locator(".kith-claim__says").first.wait_for()
    expect(opened).to_have_attribute("open", "")


def test_a_print_of_opened_evidence_holds_the_row_as_sent(signed_in: Page, site: Site) -> None:
    signed_in.goto(site.page_of("/adults"))
    signed_in.get_by_role("button", name="Open all the evidence on this page").click()
    signed_in.locator(".kith-row summary").first.click()
    signed_in.emulate_media(media="print")
    assert signed_in.locator(".kith-sent").first.is_visible()


@pytest.mark.parametrize("ending", [*ABOUT, "/adults?as_of=2023-06-01&known_at=2023-06-01&known_to=police"])
def test_a_page_about_a_child_fits_320_pixels_with_all_its_evidence_open(
    ending: str, signed_in: Page, site: Site
) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    signed_in.goto(site.page_of(ending))
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= 320
    signed_in.get_by_role("button", name="Open all the evidence on this page").click()
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= 320
    assert signed_in.evaluate(STICKS_OUT) == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("assessment", "/"),
        ("assessment", "/search"),
        ("assessment", "/check"),
        ("assessment", "/help"),
        ("assessment", "/purpose"),
        ("assessment", "/deliveries"),
        ("assessment", "/people/rnobody"),
        ("priya", "/"),
        ("steward", "/"),
        ("steward", "/deliveries"),
        ("steward", "/deliveries/preview"),
    ],
)
def test_the_other_pages_fit_320_pixels(name: str, path: str, page: Page, site: Site) -> None:
    sign_in(page, site, name)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(site.address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(STICKS_OUT) == []


def test_what_was_found_fits_320_pixels(signed_in: Page, site: Site) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    signed_in.goto(f"{site.address}/search")
    signed_in.fill("#text", "hobbs")
    signed_in.keyboard.press("Enter")
    signed_in.locator("#found").wait_for()
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= 320
    assert signed_in.evaluate(STICKS_OUT) == []


def check_a_family(page: Page, site: Site) -> None:
    """The unknown partner check of a mother, a first name and somebody nobody knows."""
    page.goto(f"{site.address}/check")
    page.fill("#name-1", "Kelly Tranter")
    page.fill("#born-1", "2/11/1983")
    page.fill("#name-2", "Daz")
    page.fill("#name-3", "Petra Lund")
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#others").wait_for()


def test_what_a_check_found_fits_320_pixels_with_all_its_evidence_open(signed_in: Page, site: Site) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    check_a_family(signed_in, site)
    signed_in.get_by_role("button", name="Open all the evidence on this page").click()
    assert signed_in.evaluate("document.documentElement.scrollWidth") <= 320
    assert signed_in.evaluate(STICKS_OUT) == []


def test_a_check_prints_what_was_told_and_found_without_its_form(signed_in: Page, site: Site) -> None:
    check_a_family(signed_in, site)
    signed_in.emulate_media(media="print")
    text = signed_in.inner_text("main")
    assert "Petra Lund: not found on record" in text
    assert "As told: born 2 November 1983" in text
    assert "What this page stands on" in text
    assert not signed_in.locator("#name-1").is_visible()


def test_no_word_of_a_table_is_broken_at_320_pixels(signed_in: Page, site: Site) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    signed_in.goto(site.page_of("/adults"))
    narrowest = signed_in.evaluate(
        "Math.min(...[...document.querySelectorAll('.kith-adults td')].map(td => td.clientWidth))"
    )
    assert narrowest >= 110


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_the_words_of_every_badge(scheme: str, browser: Browser, site: Site) -> None:
    context = browser.new_context(forced_colors="active", color_scheme=scheme, locale="en-GB")  # type: ignore[arg-type]
    page = sign_in(context.new_page(), site)
    page.goto(site.page_of("/adults?as_of=2023-06-01&known_at=2023-06-01"))
    badges = page.locator(".kith-tag")
    told = {badge.inner_text() for badge in badges.all()}
    assert {"Not known to the assessing agency, not in any assessment", "Named in an assessment"} <= told
    looks = badges.evaluate_all(
        "all => all.map(one => { const s = getComputedStyle(one); return [s.color, s.backgroundColor, s.borderTopWidth] })"
    )
    assert all(colour != background and width != "0px" for colour, background, width in looks)
    context.close()


DRAWINGS = ("/genogram", "/ecomap", "/chronology", "/siblings", "/contacts", "/who-knew")
WORDS_BELOW = """() => [...document.querySelectorAll('.kith-signs li')].filter(one => {
  const words = document.createRange()
  words.selectNodeContents(one)
  const sign = one.querySelector('svg').getBoundingClientRect()
  return [...words.getClientRects()].some(line => line.width > 1 && line.left < sign.right - 1 && line.top > sign.top + sign.height)
}).map(one => one.textContent.trim())"""


@pytest.mark.parametrize("ending", DRAWINGS)
def test_what_a_sign_of_the_key_means_stands_beside_it_at_320_pixels(ending: str, signed_in: Page, site: Site) -> None:
    signed_in.set_viewport_size({"width": 320, "height": 800})
    signed_in.goto(site.page_of(ending))
    assert signed_in.locator(".kith-signs li").count() > 2
    assert signed_in.evaluate(WORDS_BELOW) == []


@pytest.mark.parametrize("width", [320, 800, 1280])
def test_the_foot_of_a_page_begins_where_the_page_does(width: int, signed_in: Page, site: Site) -> None:
    signed_in.set_viewport_size({"width": width, "height": 800})
    signed_in.goto(site.page_of(""))
    edges = signed_in.evaluate(
        "['.kith-footer li', '.kith-caller span', 'main h1'].map(one => document.querySelector(one).getBoundingClientRect().left)"
    )
    assert max(edges) - min(edges) < 1


def test_a_stretch_with_nothing_recorded_has_a_border_in_forced_colours(browser: Browser, site: Site) -> None:
    context = browser.new_context(forced_colors="active", locale="en-GB")
    page = sign_in(context.new_page(), site)
    page.goto(site.page_of("/chronology"))
    gap = page.locator(".kith-gap td").first
    colour, text = gap.evaluate("one => { const s = getComputedStyle(one); return [s.borderLeftColor, s.color] }")
    assert colour == text
    context.close()
