"""What a serving process does once before it serves."""

from __future__ import annotations

import gc

import pytest

from api.running import keep_out_of_collections, require_private
from graph.errors import WrongUse


def test_what_is_loaded_is_no_longer_looked_through_for_garbage() -> None:
    before = gc.get_freeze_count()
    try:
        keep_out_of_collections()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.4", "::", "kithmap.example"])  # noqa: S104 - refused
def test_pages_are_not_served_to_others_in_the_clear(host: str) -> None:
    for address in ({}, {"KITHMAP_ADDRESS": "http://kithmap.example"}):
        with pytest.raises(WrongUse, match="KITHMAP_ADDRESS"):
            require_private(host, address)
    require_private(host, {"KITHMAP_ADDRESS": "https://kithmap.example"})


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_machine_they_are(host: str) -> None:
    require_private(host, {})
