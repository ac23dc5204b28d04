"""What a rule found in words: one sentence, and codes as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def sentence(parts: Iterable[str]) -> str:
    """The parts joined by semicolons, with a capital and a full stop."""
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


_SAID: Mapping[str, str] = {"section47": "section 47", "cin": "child in need"}


def plain(code: str) -> str:
    """`child_concern_report` → `child concern report`."""
    return _SAID.get(code) or code.replace("_", " ")
