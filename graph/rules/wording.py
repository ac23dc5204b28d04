"""What a rule found in one sentence."""

from __future__ import annotations

from collections.abc import Iterable


def sentence(parts: Iterable[str]) -> str:
    """The parts joined by semicolons, with a capital and a full stop."""
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."
