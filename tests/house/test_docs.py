"""What README and docs tell people to type is there to be typed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TYPED = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)

pytestmark = pytest.mark.drift


def typed_text() -> str:
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))]
    return "\n".join(block or inline for text in texts for block, inline in TYPED.findall(text))


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z0-9-]+)", typed_text()))
    assert named - targets == set()


def test_every_command_named_exists() -> None:
    named = set(re.findall(r"\bkithmap ([a-z][a-z-]+)", typed_text()))
    asked = [sys.executable, "-c", "import kithmap; kithmap.main()", "--help"]
    wide = os.environ | {"COLUMNS": "200", "NO_COLOR": "1"}
    listed = subprocess.run(asked, cwd=ROOT, env=wide, capture_output=True, text=True, check=True).stdout
    assert named - set(re.findall(r"[a-z][a-z-]+", listed)) == set()


def test_every_target_is_phony_or_made() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.findall(r"[a-z0-9-]+", re.findall(r"\.PHONY:((?:.*\\\n)*.*)", text)[0]))
    assert set(re.findall(r"^([a-z0-9-]+):(?!=)", text, re.MULTILINE)) == phony
