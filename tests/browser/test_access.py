"""A glass broken and signed off in a real browser: no finding of axe, no report of the policy, the way as people go it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from api.signin.accounts import add_account
from graph.access.caller import AccessRole
from graph.questions.opening import Partnerships
from tests.browser import conftest
from tests.browser.conftest import NOW, Site, sign_in
from tests.browser.test_narrow_tables import is_whole

pytestmark = pytest.mark.browser
REASON = "Police called, the child is at risk now"


def is_accessible(page: Page, site: Site) -> None:
    assert Axe().run(page).response["violations"] == []
    # The browser itself notes each answer of 400 and more; nothing else may be there.
    assert [report for report in site.reports if "Failed to load resource" not in report] == []


def test_a_glass_is_broken_and_signed_off(
    page: Page, site: Site, partnership: Partnerships, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(page, site, "priya")
    page.goto(f"{site.address}/search")
    page.get_by_role("link", name="I need to see a child I have no relationship with").click()
    is_accessible(page, site)
    page.get_by_role("button", name="Break the glass").click()
    page.locator(".govuk-error-summary").wait_for()
    is_accessible(page, site)
    glass = page.locator("form", has=page.get_by_role("button", name="Break the glass"))
    glass.get_by_label("Id of the child").fill(site.child)
    glass.get_by_label("Why do you need to look?").fill("urgent")
    page.get_by_role("button", name="Break the glass").click()
    page.locator(".govuk-error-summary a").click()
    assert page.evaluate("document.activeElement.id") == "break_glass-reason"
    is_accessible(page, site)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(REASON)
    page.get_by_label("A child is at immediate risk of harm").check()
    page.get_by_role("button", name="Break the glass").click()
    page.get_by_role("link", name="To the page of this child").wait_for()
    is_accessible(page, site)
    page.get_by_role("link", name="To the page of this child").click()
    assert "You see this under break-glass until" in page.inner_text("main")
    is_accessible(page, site)

    password = add_account(
        partnership.ledger.accounts, "graham", [AccessRole.MANAGER], NOW, "csc", ["csc:CSC-TM-003"], one_time=False
    )
    monkeypatch.setitem(site.passwords, "graham", password)
    monkeypatch.setitem(conftest.PURPOSES, "graham", "audit_review")
    page.context.clear_cookies()
    sign_in(page, site, "graham")
    page.goto(f"{site.address}/audit")
    is_accessible(page, site)
    page.get_by_role("link", name="Waits for your word").click()
    page.locator("textarea").wait_for()
    assert REASON in page.inner_text("main")
    page.set_viewport_size({"width": 320, "height": 800})
    is_whole(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Sign off").click()
    page.locator(".govuk-error-summary").wait_for()
    is_accessible(page, site)
    page.locator("textarea").fill("Right to look, spoke to her")
    page.get_by_role("button", name="Sign off").click()
    page.get_by_text("Nothing waits.").wait_for()
    assert "Right to look, spoke to her" in page.inner_text("main")
    is_accessible(page, site)
