"""What a serving process does once before it serves."""

from __future__ import annotations

import gc

from api.running import keep_out_of_collections


def test_what_is_loaded_is_no_longer_looked_through_for_garbage() -> None:
    before = gc.get_freeze_count()
    try:
        keep_out_of_collections()
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
