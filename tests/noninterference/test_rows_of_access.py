"""Every role, purpose, marking and section of who may see what is held by tests that are there (docs/access.md)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from graph.access.caller import AccessRole

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (§[1-7] [^|]+) \| ([^|]+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+)`")
MARKINGS = ("`open`", "`restricted`", "`sealed`", "confidential address", "adopted identity")
FEWEST_OF_A_SECTION = 4

pytestmark = pytest.mark.drift


def rows() -> dict[str, list[str]]:
    page = (ROOT / "docs" / "access.md").read_text(encoding="utf-8")
    return {row: NAMED.findall(tests) for row, tests in ROW.findall(page)}


@cache
def _there() -> frozenset[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return frozenset(
        name
        for file in files
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_each_row_is_held_by_tests_that_are_there() -> None:
    assert {row: tests for row, tests in rows().items() if not tests or not set(tests) <= _there()} == {}


def test_every_role_marking_and_section_has_its_row() -> None:
    found = set(rows())
    assert {f"§1 `{role.value}`" for role in AccessRole} | {f"§2 {marking}" for marking in MARKINGS} <= found
    for section in range(1, 8):
        assert sum(row.startswith(f"§{section} ") for row in found) >= FEWEST_OF_A_SECTION, section
