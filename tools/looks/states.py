"""States that no address alone leads to: a form sent, a glass broken, a page refused. Each is reached as people reach it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

Reach = Callable[[Page, str], None]
SAMPLE = (
    b"NHS Number,Family Name,Given Name,Date of Birth,Plan Type,Start Date,Shoe size\n"
    b"0434765911,Hobbs,Mia,01/05/2012,CPP,20/03/2024,4\n9434765919,Hobbs,Tyler,22/03/2015,CPP,03/25/2024,5\n"
)
"""A row that fits a mapping, but for its number, and one whose date does not."""


def _counted(page: Page, address: str) -> None:
    page.goto(f"{address}/counts")
    page.get_by_role("button", name="Count").click()
    page.locator("#counted").wait_for()


def _found(page: Page, address: str) -> None:
    page.goto(f"{address}/search")
    page.fill("#text", "hobbs")
    page.get_by_role("button", name="Search").click()
    page.locator("#found").wait_for()


def _checked(page: Page, address: str) -> None:
    page.goto(f"{address}/check")
    page.fill("#name-1", "Kelly Tranter")
    page.fill("#name-2", "Daz")
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#others").wait_for()


def _tried(page: Page, address: str) -> None:
    page.goto(f"{address}/deliveries/preview")
    page.select_option("#mapping", "cp-is")
    page.set_input_files("#files", {"name": "cpis.csv", "mimeType": "text/csv", "buffer": SAMPLE})
    page.get_by_role("button", name="Try it").click()
    page.locator("[data-kith=sample]").wait_for()


def _compared(page: Page, address: str) -> None:
    page.goto(f"{address}/identity")
    page.get_by_role("link", name="Look at both").first.click()
    page.locator("[data-kith=compared]").wait_for()


def _sent_empty(page: Page, address: str) -> None:
    page.goto(f"{address}/access")
    page.get_by_role("button", name="Break the glass").click()
    page.locator(".govuk-error-summary").wait_for()


def _broken(page: Page, address: str) -> None:
    page.goto(f"{address}/access")
    glass = page.locator("form", has=page.get_by_role("button", name="Break the glass"))
    glass.get_by_label("Or your agency’s reference").fill("CSC-10482")
    glass.get_by_label("Why do you need to look?").fill("Police called, the child is at risk now")
    page.get_by_label("A child is at immediate risk of harm").check()
    page.get_by_role("button", name="Break the glass").click()
    page.get_by_role("link", name="To the page of this child").wait_for()


def _wrong_password(page: Page, address: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/signin")
    page.fill("#name", "nobody-of-that-name")
    page.get_by_role("button", name="Sign in").click()
    page.locator(".govuk-error-summary").wait_for()


STATES: Mapping[str, Mapping[str, Reach]] = {
    "analyst": {"counted": _counted},
    "assessment": {"found": _found, "checked": _checked},
    "steward": {"sample-tried": _tried, "pair": _compared},
    "priya": {"access-amiss": _sent_empty, "glass-broken": _broken, "wrong-password": _wrong_password},
}
"""Account → state → the way to it, in this order: what comes last may end the session."""
