"""No page makes a council laptop fetch much script: the network's at most 220 kB gzipped, every other 50 kB."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from tests.api.pages.application import Asked, family_answers, make_application

NETWORK, OTHER = 220_000, 50_000
ABOUT = (
    "",
    "/adults",
    "/network",
    "/genogram",
    "/siblings",
    "/contacts",
    "/chronology",
    "/who-knew",
    "/findings",
    "/changes",
)
PAGES = ("/", "/search", "/check", "/deliveries", "/help", "/signin", *(f"/people/tessa{ending}" for ending in ABOUT))
_SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')
_IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*)['"]((?:/|\./)[^'"]+)['"]""")


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(make_application(Asked(family_answers())))


def script_of(client: TestClient, page: str) -> dict[str, int]:
    """Every file of script a page fetches, and what that a module asks for, with its bytes gzipped."""
    reply = client.get(page)
    assert reply.status_code == 200
    sizes: dict[str, int] = {}
    waiting = _SCRIPT.findall(reply.text)
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        script = client.get(address)
        assert script.status_code == 200, address
        sizes[address] = len(gzip.compress(script.content))
        if "/vendored/" not in address:
            waiting += [urljoin(address, found) for found in _IMPORT.findall(script.text)]
    return sizes


@pytest.mark.parametrize("page", PAGES)
def test_the_script_of_a_page_is_small(page: str, client: TestClient) -> None:
    sizes = script_of(client, page)
    assert sizes
    assert sum(sizes.values()) <= (NETWORK if page.endswith("/network") else OTHER)


def test_what_a_module_imports_is_counted(client: TestClient) -> None:
    names = {address.rpartition("/")[2] for address in script_of(client, "/people/tessa/network")}
    assert {"network.js", "enhance.js", "govuk-frontend.min.js", "vis-network.min.js", "vis-data.min.js"} <= names
