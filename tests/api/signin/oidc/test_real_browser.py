"""The same in a real browser: the content policy, its forms and its cookies let it through, there and back and out again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, sync_playwright

from api.app import create_app
from api.signin.oidc.provider import Provider
from graph.questions.opening import Partnerships
from tests.api.signin.oidc.made_up import settings
from tests.api.signin.oidc.real import CHROMIUM, FLAGS, SECRET, Real, free_port

pytestmark = pytest.mark.oidc


@pytest.fixture
def real(held: Partnerships) -> Iterator[Real]:
    """The provider, and the application on a port of this machine."""
    port = free_port()
    started = Real(free_port(), f"http://127.0.0.1:{port}")
    started.start()
    openid = settings(issuer=started.issuer, client_secret=SECRET, address=started.address, api=None)
    application = create_app(replace(held, now=lambda: datetime.now(UTC)), Provider(openid))
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield started
    server.should_exit = True
    thread.join(10)
    started.stop()


@pytest.fixture
def page() -> Iterator[Page]:
    """A page that reaches this machine alone."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.route("**/*", _this_machine_alone)
        yield page
        browser.close()


def _this_machine_alone(route: Route) -> None:
    if route.request.url.startswith("http://127.0.0.1:"):
        route.continue_()
    else:
        route.abort()


def test_there_and_back_and_out_again(real: Real, page: Page) -> None:
    page.goto(f"{real.address}/search", wait_until="domcontentloaded")
    assert page.url.startswith(f"{real.issuer}/interaction/")
    page.fill("input[name=login]", "priya")
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("button[type=submit]")
    page.wait_for_url(f"{real.address}/purpose")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies(real.address)}
    assert not [name for name in cookies if name.startswith("kithmap-signin")]
    assert (cookies["kithmap-session"]["httpOnly"], cookies["kithmap-session"]["sameSite"]) == (True, "Lax")
    page.check("input[value=assessment]")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{real.address}/search")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{real.address}/signed-out")
    assert "kithmap-session" not in {cookie["name"] for cookie in page.context.cookies(real.address)}
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="sign out of your organisation’s account too").click()
    page.wait_for_url(f"{real.issuer}/session/end**")
    page.click("button[name=logout]")
    page.wait_for_url(f"{real.address}/signed-out**")
    page.get_by_role("link", name="Sign in again").click()
    page.wait_for_url(f"{real.issuer}/interaction/**")


def test_a_refusal_and_a_provider_that_is_down_can_be_read_by_everybody(real: Real, page: Page) -> None:
    page.goto(f"{real.address}/signin/back")
    assert page.inner_text("h1") == "You were not signed in"
    assert Axe().run(page).response["violations"] == []
    real.stop()
    page.goto(f"{real.address}/signin")
    assert page.inner_text("h1") == "Nobody can sign in just now"
    assert Axe().run(page).response["violations"] == []
