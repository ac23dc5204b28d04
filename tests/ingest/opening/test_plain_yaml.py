"""YAML that nobody writes is refused at its first odd piece, before the reader takes time over it."""

from __future__ import annotations

import pytest

from graph.errors import InputRefused
from ingest.opening.limits import MOST_YAML_DEPTH
from ingest.opening.plain_yaml import check_plain


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def test_as_deep_as_people_write_is_let_through() -> None:
    check_plain(nested(MOST_YAML_DEPTH), "delivery.yaml")


@pytest.mark.parametrize("text", [nested(MOST_YAML_DEPTH + 1), "[" * 60_000, "- " * 30_000, "a: &a [x]\nb: *a\n"])
def test_what_nobody_writes_is_refused_where_it_shows(text: str) -> None:
    with pytest.raises(InputRefused, match="delivery"):
        check_plain(text, "delivery.yaml")
