"""Dates and codes as people write them: `since 2023-05-03` → `since 3 May 2023`, `cin` → `child in need`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from graph.model.period import parse_partial

_SPELT: Mapping[str, str] = {
    "section47": "section 47",
    "Section47": "Section 47",
    "Cin": "Child in need",
    "cin": "child in need",
    "Marac": "MARAC",
    "marac": "MARAC",
}
# Months and years only after a word of ours: "2011-12" alone may be a school year.
_DATE = re.compile(
    r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])"
    r"|(?<=since )\d{4}-\d{2}(?![\w-])|(?<=from )\d{4}-\d{2}(?![\w-])|(?<=until )\d{4}-\d{2}(?![\w-])"
    r"|(?<=born )\d{4}-\d{2}(?![\w-])|(?<=about )\d{4}-\d{2}(?![\w-])|(?<=expected )\d{4}-\d{2}(?![\w-])"
    r"|(?<=\d to )\d{4}-\d{2}(?![\w-])"
)
_CODE = re.compile(rf"\b(?:{'|'.join(_SPELT)})\b")


def day(value: date | None) -> str:
    """`3 May 2019`."""
    return f"{value.day} {value:%B %Y}" if value else ""


def partial(text: str | None) -> str:
    """`3 May 2019`, `May 2019` or `2019`: as much as the source gave."""
    if not text:
        return ""
    try:
        read = parse_partial(text)
    except ValueError:
        return text
    match text.count("-"):
        case 2:
            return day(read.first)
        case 1:
            return f"{read.first:%B %Y}"
    return text


def said(text: str) -> str:
    """A sentence with its dates and codes as people write them: `since 2023-05-03` → `since 3 May 2023`."""
    spelt = _CODE.sub(lambda found: _SPELT[found.group()], text)
    return _DATE.sub(lambda found: partial(found.group()), spelt)
