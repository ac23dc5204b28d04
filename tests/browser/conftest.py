"""The real application over the sample partnership, and a headless Chromium signed in to it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from api.app import create_app
from api.signin.accounts import add_account
from graph.access.caller import AccessRole
from graph.questions.opening import Partnerships, open_partnerships
from graph.settings import Settings
from ingest.mapping.sampling import sample_book
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.synth.sample import CHILD, write_sample

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
SOCIAL_WORKER = "csc:CSC-SW-014"
PURPOSES = {
    "assessment": "assessment",
    "priya": "strategy_discussion",
    "steward": "data_quality",
    "auditor": "audit_review",
}
NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)


@dataclass
class Site:
    """Where the application answers, the child to look at, and what the browser reported."""

    address: str
    child: str
    passwords: dict[str, str]
    reports: list[str] = field(default_factory=list)

    def page_of(self, ending: str = "") -> str:
        """The address of a page about the child."""
        return f"{self.address}/people/{self.child}{ending}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> Partnerships:
    """The sample family loaded."""
    folder = tmp_path_factory.mktemp("browser")
    write_sample(folder / "sample")
    held = open_partnerships(Settings(folder / "data"), lambda: NOW)
    load([folder / "sample"], Stores(held.data, held.graph, held.ledger, held.key), Load(NOW))
    return replace(held, samples=sample_book())


@pytest.fixture(scope="session")
def site(partnership: Partnerships) -> Iterator[Site]:
    """The application on a free loopback port."""
    yield from serve(partnership, partnership.key.record_id(CHILD[0], CHILD[1], "people", CHILD[2]))


def serve(partnership: Partnerships, child: str) -> Iterator[Site]:
    """A partnership's application in a thread, with accounts of the hub, the child's social worker, a steward, an auditor."""
    book = partnership.ledger.accounts
    passwords = {
        "assessment": add_account(book, "assessment", [AccessRole.ASSESSMENT], NOW, "csc", one_time=False),
        "priya": add_account(book, "priya", [AccessRole.PRACTITIONER], NOW, "csc", [SOCIAL_WORKER], one_time=False),
        "steward": add_account(book, "steward", [AccessRole.STEWARD], NOW, None, one_time=False),
        "auditor": add_account(book, "auditor", [AccessRole.AUDITOR], NOW, None, one_time=False),
    }
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(partnership), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Site(f"http://127.0.0.1:{port}", child, passwords)
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM if Path(CHROMIUM).exists() else None, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    """A page that notes policy reports, errors, dialogs and requests elsewhere."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB")
    site.reports.clear()
    opened.on("console", lambda message: site.reports.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: site.reports.append(str(error)))
    opened.on("dialog", lambda dialog: (site.reports.append("dialog"), dialog.dismiss()))
    opened.on("request", lambda request: _note_elsewhere(site, request.url))
    yield opened
    opened.close()


def _note_elsewhere(site: Site, url: str) -> None:
    if not url.startswith((site.address, "data:")):
        site.reports.append(f"asked {url}")


@pytest.fixture
def signed_in(page: Page, site: Site) -> Page:
    """The same page, signed in as the hub with a purpose."""
    return sign_in(page, site)


def sign_in(page: Page, site: Site, name: str = "assessment") -> Page:
    """Signs in and says why."""
    page.goto(f"{site.address}/signin")
    page.fill("#name", name)
    page.fill("#password", site.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    page.check(f"input[value={PURPOSES[name]}]")
    page.get_by_role("button", name="Continue").click()
    return page
