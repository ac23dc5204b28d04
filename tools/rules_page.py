"""Writes docs/rules.md out of the rule files: `python -m tools.rules_page`."""

from __future__ import annotations

from pathlib import Path

from graph.rules.described import describe
from graph.rules.registry import every_rule

PAGE = Path(__file__).parents[1] / "docs" / "rules.md"

if __name__ == "__main__":
    PAGE.write_text(describe(every_rule().values()), encoding="utf-8")
