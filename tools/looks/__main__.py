"""`make looks`: loads the sample into a folder of its own, opens every page and makes every export, and keeps the pictures."""

from __future__ import annotations

import argparse
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from api.app import create_app
from api.signin.demo import demo_signins
from graph.questions.opening import open_partnerships
from graph.settings import Settings
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.synth.sample import CHILD, write_sample
from tools.looks.pages import FILES, PAGES, REASONS, WIDTHS, name_of

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
    held = open_partnerships(Settings(folder / "data"), lambda: NOW)
    load([folder / "sample"], Stores(held.data, held.graph, held.ledger, held.key), Load(NOW))
    passwords = dict(demo_signins(held.ledger.accounts, held.partnership(), held.data, NOW))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(create_app(held), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    child = held.key.record_id(CHILD[0], CHILD[1], "people", CHILD[2])
    delivery = max(held.ledger.deliveries.every(), key=lambda record: (record.quarantined, record.id))
    yield Site(f"http://127.0.0.1:{port}", child, delivery.id, passwords)
    server.should_exit = True
    thread.join(10)


def sign_in(browser: Browser, site: Site, name: str) -> Page:
    """A page signed in as an account of the sample."""
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": HEIGHT}, locale="en-GB")
    page.goto(site.of("/signin"))
    page.fill("#name", name)
    page.fill("#password", site.passwords[name])
    page.get_by_role("button", name="Sign in").click()
    page.check(f"input[value={REASONS[name]}]")
    page.get_by_role("button", name="Continue").click()
    return page


def take_pages(page: Page, site: Site, name: str, out: Path) -> int:
    """A picture of each page of a role at each width; how many."""
    for address in PAGES[name]:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.goto(site.of(address), wait_until="networkidle")
            page.screenshot(path=out / f"{name}-{name_of(address)}-{width}.png", full_page=True)
    return len(PAGES[name]) * len(WIDTHS)


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
    with tempfile.TemporaryDirectory() as folder, serve_sample(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        for name in PAGES:
            page = sign_in(browser, site, name)
            print(f"{name}: {take_pages(page, site, name, out)} pictures")
            if name == "assessment":
                print(f"exports: {take_files(page, site, out / 'files')} files")
            page.close()
        browser.close()
    print(f"look at {out}")


if __name__ == "__main__":
    main()
