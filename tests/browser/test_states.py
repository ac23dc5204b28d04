"""Every state of every page: no finding of axe, no report of the policy, and no link that does not answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.api.pages.reading import links_of
from tests.browser.conftest import Site, sign_in

pytestmark = pytest.mark.browser
ABOUT = ("", "/network", "/adults", "/siblings", "/contacts", "/chronology")
SAMPLE = (
    b"NHS Number,Family Name,Given Name,Date of Birth,Plan Type,Start Date,Shoe size\n"
    b"0434765911,Hobbs,Mia,01/05/2012,CPP,20/03/2024,4\n9434765919,Hobbs,Tyler,22/03/2015,CPP,03/25/2024,5\n"
)
CHILD_DATES = ("?as_of=2023-06-01&known_at=2023-06-01", "?as_of=2005-01-01", "?as_of=2024-04-02&known_to=police")


def search(text: str, born: str = "", reference: str = "") -> Callable[[Page, Site], None]:
    def typed(page: Page, site: Site) -> None:
        page.goto(f"{site.address}/search")
        page.fill("#text", text)
        page.fill("#born", born)
        page.fill("#reference", reference)
        page.get_by_role("button", name="Search").click()
        page.locator("#found, .govuk-error-summary").first.wait_for()

    return typed


def goto(path: str) -> Callable[[Page, Site], None]:
    def gone(page: Page, site: Site) -> None:
        page.goto(site.address + path.replace("CHILD", site.child))

    return gone


def all_open(ending: str) -> Callable[[Page, Site], None]:
    def opened(page: Page, site: Site) -> None:
        page.goto(site.page_of(ending))
        page.get_by_role("button", name="Open all the evidence on this page").click()
        page.locator(".kith-dates summary").click()

    return opened


def an_adult(page: Page, site: Site) -> None:
    page.goto(site.page_of("/adults"))
    page.locator(".kith-adult h2 a").last.click()
    page.wait_for_load_state()


def wrong_password(page: Page, site: Site) -> None:
    page.context.clear_cookies()
    page.goto(f"{site.address}/signin")
    page.fill("#name", "nobody-of-that-name")
    page.get_by_role("button", name="Sign in").click()
    page.locator(".govuk-error-summary").wait_for()


def session_ended(page: Page, site: Site) -> None:
    page.context.clear_cookies()
    page.goto(site.page_of("/adults"))
    assert "15 minutes" in page.inner_text("main")


def who_looked(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/audit")
    page.fill("#caller", "auditor")
    page.get_by_role("button", name="Show these").click()
    page.wait_for_load_state()
    for opened in page.locator("main summary").all():
        opened.click()


def who_looked_amiss(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/audit")
    page.fill("#from", "in spring")
    page.get_by_role("button", name="Show these").click()
    page.locator(".govuk-error-summary").wait_for()


def no_reason_given(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/purpose")
    page.evaluate("for (const one of document.querySelectorAll('input[type=radio]')) one.checked = false")
    page.get_by_role("button", name="Continue").click()
    page.locator(".govuk-error-summary").wait_for()


def a_sample_tried(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/deliveries/preview")
    page.select_option("#mapping", "cp-is")
    page.set_input_files("#files", {"name": "cpis.csv", "mimeType": "text/csv", "buffer": SAMPLE})
    page.get_by_role("button", name="Try it").click()
    page.locator("[data-kith=sample]").wait_for()


def no_sample_chosen(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/deliveries/preview")
    page.get_by_role("button", name="Try it").click()
    page.locator(".govuk-error-summary").wait_for()


STATES: dict[str, tuple[str, Callable[[Page, Site], None]]] = {
    "found": ("assessment", search("hobbs")),
    "found by date": ("assessment", search("hobbs", "17/4/2009")),
    "nobody found": ("assessment", search("zzqx")),
    "many found": ("assessment", search("smith")),
    "nothing typed": ("assessment", search("")),
    "not a date": ("assessment", search("hobbs", "31/2/2009")),
    "by reference": ("assessment", search("", reference="CSC-1")),
    "not open": ("assessment", goto("/deliveries")),
    "nobody": ("assessment", goto("/people/rnobody")),
    "no page": ("assessment", goto("/nothing-here")),
    "bad date": ("assessment", goto("/people/CHILD/adults?as_of=2023-13-45")),
    "before any record": ("assessment", goto("/people/CHILD/chronology?as_of=2005-01-01")),
    "known to one": ("assessment", goto("/people/CHILD/adults?known_to=police")),
    "then": ("assessment", goto("/people/CHILD/adults?as_of=2023-06-01&known_at=2023-06-01")),
    "person opened": ("assessment", all_open("")),
    "adults opened": ("assessment", all_open("/adults")),
    "siblings opened": ("assessment", all_open("/siblings")),
    "contacts opened": ("assessment", all_open("/contacts")),
    "chronology opened": ("assessment", all_open("/chronology?to=2022-01-01")),
    "an adult": ("assessment", an_adult),
    "own cases": ("priya", goto("/")),
    "own child": ("priya", goto("/people/CHILD/adults")),
    "steward": ("steward", goto("/")),
    "auditor": ("auditor", goto("/")),
    "who looked": ("auditor", who_looked),
    "who looked, amiss": ("auditor", who_looked_amiss),
    "tour": ("assessment", goto("/help/tour")),
    "tour for a steward": ("steward", goto("/help/tour")),
    "accessibility": ("assessment", goto("/accessibility")),
    "deliveries": ("steward", goto("/deliveries")),
    "a mapping to try": ("steward", goto("/deliveries/preview")),
    "a sample tried": ("steward", a_sample_tried),
    "no sample chosen": ("steward", no_sample_chosen),
    "no people for a steward": ("steward", goto("/people/CHILD")),
    "wrong password": ("assessment", wrong_password),
    "session ended": ("assessment", session_ended),
    "no reason given": ("assessment", no_reason_given),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(state: str, page: Page, site: Site) -> None:
    name, reach = STATES[state]
    sign_in(page, site, name)
    reach(page, site)
    assert Axe().run(page).response["violations"] == []
    # The browser itself notes each answer of 400 and more; nothing else may be there.
    assert [report for report in site.reports if "Failed to load resource" not in report] == []


@pytest.mark.parametrize("name", ["assessment", "priya"])
@pytest.mark.parametrize("dates", ["", *CHILD_DATES])
def test_every_link_around_a_child_answers(dates: str, name: str, page: Page, site: Site) -> None:
    sign_in(page, site, name)
    links: set[str] = set()
    for ending in ABOUT:
        reply = page.request.get(site.page_of(ending + dates))
        assert reply.status == 200, ending + dates
        links |= {link for link in links_of(reply.text()) if link.startswith("/")}
    told = {link: page.request.get(site.address + link).status for link in sorted(links)}
    assert len(told) > 8
    assert {link: status for link, status in told.items() if status != 200} == {}
