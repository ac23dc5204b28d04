"""`make looks`: loads the sample into a folder of its own, opens every page and state, makes every export, keeps the pictures."""

from __future__ import annotations

import argparse
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pypdfium2
import uvicorn
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from api.app import create_app
from api.signin.accounts import add_account
from api.signin.demo import demo_signins
from graph.access.caller import AccessRole
from graph.questions.opening import Partnerships, open_partnerships
from graph.settings import Settings
from ingest.mapping.sampling import sample_book
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.synth.sample import CHILD, write_sample
from tools.looks.pages import EMPTY, FILES, FORCED, PAGES, REASONS, WIDTHS, name_of
from tools.looks.states import STATES

NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
HEIGHT = 900
DOTS = 1.5


@dataclass(frozen=True, slots=True)
class Site:
    """Where the sample answers, the ids of its child and of a delivery, and the passwords made for it."""

    address: str
    child: str
    delivery: str
    passwords: dict[str, str]

    def of(self, address: str) -> str:
        """The whole address."""
        return self.address + address.replace("CHILD", self.child).replace("DELIVERY", self.delivery)


@contextmanager
def serve_sample(folder: Path) -> Iterator[Site]:
    """The sample partnership on a free loopback port."""
    write_sample(folder / "sample")
    held = replace(open_partnerships(Settings(folder / "data"), lambda: NOW), samples=sample_book())
    load([folder / "sample"], Stores(held.data, held.graph, held.ledger, held.key), Load(NOW))
    passwords = dict(demo_signins(held.ledger.accounts, held.partnership(), held.data, NOW))
    child = held.key.record_id(CHILD[0], CHILD[1], "people", CHILD[2])
    delivery = max(held.ledger.deliveries.every(), key=lambda record: (record.quarantined, record.id))
    with _serve(held) as address:
        yield Site(address, child, delivery.id, passwords)


@contextmanager
def serve_empty(folder: Path) -> Iterator[Site]:
    """A partnership to which nothing was delivered."""
    held = open_partnerships(Settings(folder / "empty"), lambda: NOW)
    book = held.ledger.accounts
    passwords = {name: add_account(book, name, [AccessRole(name)], NOW, "csc", one_time=False) for name in EMPTY}
    with _serve(held) as address:
        yield Site(address, "", "", passwords)


@contextmanager
def _serve(held: Partnerships) -> Iterator[str]:
    """Where the application over a partnership answers while it is asked."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(create_app(held), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def sign_in(browser: Browser, site: Site, name: str, colours: Literal["active", "none"] = "none") -> Page:
    """A page signed in as an account of the partnership, in forced colours or not."""
    size: ViewportSize = {"width": WIDTHS[0], "height": HEIGHT}
    page = browser.new_page(viewport=size, locale="en-GB", forced_colors=colours, color_scheme="dark")
    page.goto(site.of("/signin"))
    page.fill("#name", name)
    page.fill("#password", site.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    page.check(f"input[value={REASONS[name]}]")
    page.get_by_role("button", name="Continue").click()
    return page


def take_pages(page: Page, site: Site, addresses: Sequence[str], begin: Path) -> int:
    """A picture of each page at each width, in files that begin so; how many."""
    for address in addresses:
        page.goto(site.of(address), wait_until="networkidle")
        take(page, begin.with_name(f"{begin.name}-{name_of(address)}"))
    return len(addresses) * len(WIDTHS)


def take(page: Page, begin: Path) -> None:
    """What the page shows, at each width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.wait_for_load_state("networkidle")
        page.screenshot(path=begin.with_name(f"{begin.name}-{width}.png"), full_page=True)


def take_states(page: Page, site: Site, name: str, out: Path) -> int:
    """A picture of each state of an account at each width; how many."""
    states = STATES.get(name, {})
    for state, reach in states.items():
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        reach(page, site.address)
        take(page, out / f"{name}-{state}")
    return len(states) * len(WIDTHS)


def take_files(page: Page, site: Site, out: Path) -> int:
    """Every export, and the first page of each PDF as a picture; how many files."""
    for address in FILES:
        reply = page.request.get(site.of(address))
        if not reply.ok:
            raise SystemExit(f"{name_of(address)} answered {reply.status}")
        path = out / name_of(address)
        path.write_bytes(reply.body())
        if path.suffix == ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                document[0].render(scale=DOTS).to_pil().save(path.with_suffix(".pdf.png"))
    return len(FILES)


def main() -> None:
    """Makes all of it under the folder named (build/looks)."""
    asked = argparse.ArgumentParser(prog="tools.looks", description=__doc__)
    asked.add_argument("out", nargs="?", type=Path, default=Path("build/looks"))
    out: Path = asked.parse_args().out
    shutil.rmtree(out, ignore_errors=True)
    (out / "files").mkdir(parents=True)
    executable = CHROMIUM if CHROMIUM.exists() else None
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        with serve_sample(Path(folder)) as site:
            take_sample(browser, site, out)
        with serve_empty(Path(folder)) as site:
            for name, addresses in EMPTY.items():
                page = sign_in(browser, site, name)
                print(f"{name}, nothing loaded: {take_pages(page, site, addresses, out / f'empty-{name}')} pictures")
                page.close()
        browser.close()
    print(f"look at {out}")


def take_sample(browser: Browser, site: Site, out: Path) -> None:
    """Pages, states, forced colours and files of the sample."""
    for name, addresses in PAGES.items():
        page = sign_in(browser, site, name)
        print(f"{name}: {take_pages(page, site, addresses, out / name) + take_states(page, site, name, out)} pictures")
        if name == "assessment":
            print(f"exports: {take_files(page, site, out / 'files')} files")
        page.close()
    page = sign_in(browser, site, "assessment", "active")
    print(f"forced colours: {take_pages(page, site, FORCED, out / 'forced')} pictures")
    page.close()


if __name__ == "__main__":
    main()
