"""`make looks` opens every page and makes every export there is."""

from __future__ import annotations

from fastapi.routing import APIRoute

from api.pages import routers
from tools.looks.pages import FILES, PAGES, name_of

OF_ONE_PAIR = "/identity/"
"""Pages of one pair of records: tests/browser/test_identity.py looks at them."""


def is_file(path: str) -> bool:
    return "." in path.rpartition("/")[2]


def pages() -> set[str]:
    return {
        route.path.replace("{person_id}", "CHILD").replace("{delivery_id}", "DELIVERY")
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods and not is_file(route.path)
    }


def test_every_page_is_looked_at() -> None:
    looked_at = {address.partition("?")[0] for addresses in PAGES.values() for address in addresses}
    assert {page for page in pages() if not page.startswith(OF_ONE_PAIR)} <= looked_at


def test_no_picture_takes_the_name_of_another() -> None:
    for addresses in (*PAGES.values(), FILES):
        assert len({name_of(address) for address in addresses}) == len(addresses)
