"""`docs/asvs.md` has every requirement of OWASP ASVS 5.0 up to level 2; the papers name tests and files that are there."""

import ast
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "asvs.md"
STATUSES = ("met", "partly", "not met", "not applicable")
# Of each section the levels of its requirements in their order; those of level 3 come last and are not in the page.
STANDARD = {
    "1.1": "22", "1.2": "111112222", "1.3": "11222222222", "1.4": "222", "1.5": "12",
    "2.1": "122", "2.2": "112", "2.3": "1222", "2.4": "2",
    "3.2": "11", "3.3": "1222", "3.4": "112222", "3.5": "11122", "3.7": "22",
    "4.1": "122", "4.2": "2", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112", "5.3": "11", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "1122", "6.4": "1122", "6.5": "22222", "6.6": "222", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "22", "7.6": "22",
    "8.1": "12", "8.2": "112", "8.3": "1", "8.4": "2",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "22", "10.3": "2222", "10.4": "11111222222", "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "22", "11.2": "222", "11.3": "112", "11.4": "1222", "11.5": "2", "11.6": "2",
    "12.1": "122", "12.2": "11", "12.3": "2222",
    "13.1": "2", "13.2": "22222", "13.3": "22", "13.4": "12222",
    "14.1": "22", "14.2": "1222", "14.3": "122",
    "15.1": "122", "15.2": "122", "15.3": "1222222",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "222",
    "17.1": "2", "17.2": "2222", "17.3": "22",
}  # fmt: skip
LEVELS = {f"{name}.{place}": level for name, levels in STANDARD.items() for place, level in enumerate(levels, 1)}
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \|(.*)\|$", re.MULTILINE)
COUNTED = re.compile(r"^\| (1|2|both) \| ([\d |]+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FILE = re.compile(r"`(\.?\w+(?:/[\w.-]+)+|\w+\.(?:yml|md|lock)|Dockerfile|Makefile)`")

pytestmark = pytest.mark.drift


@dataclass(frozen=True)
class Row:
    """A requirement as the page has it."""

    number: str
    level: str
    words: str
    status: str
    why: str


def rows() -> list[Row]:
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return [Row(number, *(cell.strip() for cell in rest.split("|"))) for number, rest in found]


@cache
def functions_of(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_requirement_has_its_line_in_its_order_and_level() -> None:
    assert (len(LEVELS), sum(level == "1" for level in LEVELS.values())) == (253, 70)
    assert {row.number: row.level for row in rows()} == LEVELS
    assert [row.number for row in rows()] == list(LEVELS)


def test_every_line_says_how_it_stands_and_why() -> None:
    assert [row.number for row in rows() if row.status not in STATUSES or not row.words or not row.why] == []


def test_whatever_is_met_names_a_test_or_a_file() -> None:
    unproven = [
        row.number for row in rows() if row.status == "met" and not (TEST.search(row.why) or FILE.search(row.why))
    ]
    assert unproven == []


@pytest.mark.parametrize("page", ["asvs", "dpia", "security", "transparency"])
def test_every_test_and_file_named_is_there(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    lost = [file for file in FILE.findall(text) if not (ROOT / file).exists()]
    lost += [
        f"{file}::{name}"
        for file, name in TEST.findall(text)
        if not (ROOT / file).is_file() or name not in functions_of(file)
    ]
    assert lost == []
    assert text.count("::") == len(TEST.findall(text))


def test_the_counts_at_the_top_are_those_of_the_lines() -> None:
    counted = {
        level: Counter(row.status for row in rows() if level in {row.level, "both"}) for level in ("1", "2", "both")
    }
    said = {
        level: [int(cell) for cell in cells.split("|")] for level, cells in COUNTED.findall(PAGE.read_text("utf-8"))
    }
    assert said == {level: [*(found[one] for one in STATUSES), found.total()] for level, found in counted.items()}
    sys.stdout.write("".join(f"{status}: {counted['both'][status]}\n" for status in STATUSES))
