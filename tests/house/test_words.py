"""Words that have no place in the repository: leftovers, and the machine it was written on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".graphql", ".sh", ".xml", ""}
FOLDERS = (".ci", "api", "docs", "graph", "ingest", "tests", "tools", "viz")
VENDORED = ROOT / "api" / "static"
# Spelled in two halves, or this file would find itself.
LEFTOVERS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MACHINE = re.compile(r"(?<![\w.])/(wo" r"rk|ro" r"ot|ho" r"me/\w+)/")


def texts() -> Iterator[Path]:
    yield from (file for file in ROOT.iterdir() if file.is_file() and file.suffix in TEXTS - {""})
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and file.suffix in TEXTS and not file.is_relative_to(VENDORED):
                yield file


@pytest.mark.parametrize("unwanted", [LEFTOVERS, MACHINE], ids=["leftover", "machine"])
def test_no_text_holds(unwanted: re.Pattern[str]) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in texts()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if unwanted.search(line)
    ]
    assert found == []
