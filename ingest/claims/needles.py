"""What would give a confidential address away in a text: its street line, postcode, name and phones, however spaced."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from graph.identity.addresses import clean_postcode, find_postcode
from graph.identity.contacts import clean_phone

# Endings of street names as people shorten them; the longer word is what both sides are brought to.
_ENDINGS = {
    "rd": "road",
    "st": "street",
    "ave": "avenue",
    "av": "avenue",
    "ln": "lane",
    "cl": "close",
    "dr": "drive",
    "cres": "crescent",
    "gdns": "gardens",
    "pl": "place",
    "sq": "square",
    "terr": "terrace",
    "ct": "court",
}
_NOT_ALPHANUMERIC = r"[^a-z0-9]+"
_STREET_WORDS = "|".join(sorted({*_ENDINGS.values(), "way", "walk", "mews", "grove", "hill", "row", "rise", "parade"}))
_STREET_LINE = re.compile(rf"\b[0-9]+[a-z]? (?:[a-z]+ ){{1,4}}?(?:{_STREET_WORDS})\b")
_PART_OF_BUILDING = re.compile(r"(?:flat|apartment|apt|unit|room|floor)\b")
_SHORTEST = 6
_NATIONAL_DIGITS = 10


def squeezed(column: str) -> pl.Expr:
    """The text of a column as it is searched: lower case, street endings written out, letters and digits only."""
    text = pl.col(column).str.to_lowercase().str.replace_all(_NOT_ALPHANUMERIC, " ")
    for short, full in _ENDINGS.items():
        text = text.str.replace_all(rf"\b{short}\b", full)
    return text.str.replace_all(" ", "", literal=True)


def squeeze(text: str) -> str:
    """The same for one text."""
    return _words(text).replace(" ", "")


def _words(text: str) -> str:
    words = re.sub(_NOT_ALPHANUMERIC, " ", text.lower()).split()
    return " ".join(_ENDINGS.get(word, word) for word in words)


def needles_of(address: str | None, postcode: str | None, phones: str | None) -> frozenset[str]:
    """The squeezed texts that name one address; nothing so short that it would be found in other words."""
    found = {*_lines(address or ""), *_postcodes(address or "", postcode), *_phones(phones or "")}
    return frozenset(needle for needle in found if len(needle) >= _SHORTEST)


def _lines(address: str) -> Iterator[str]:
    parts = [words for part in address.split(",") if (words := _words(part))]
    yield from (match.group().replace(" ", "") for match in _STREET_LINE.finditer(_words(address)))
    # The first part that is more than a flat is the street line, or the name of the house.
    named = next((part for part in parts if not _PART_OF_BUILDING.match(part)), None)
    if named:
        yield named.replace(" ", "")


def _postcodes(address: str, postcode: str | None) -> Iterator[str]:
    for code in (clean_postcode(postcode) if postcode else None, find_postcode(address)):
        if code:
            yield code.lower()


def _phones(phones: str) -> Iterator[str]:
    for part in phones.split(";"):
        number = clean_phone(part.strip()) if part.strip() else None
        if number:
            yield number[-_NATIONAL_DIGITS:]


def is_said(needle: str, squeezed_text: str) -> bool:
    """Whether a squeezed text holds the needle and not only the end of a longer house number."""
    if not needle[0].isdigit() or needle.isdigit():
        return needle in squeezed_text
    return re.search(rf"(?<![0-9]){re.escape(needle)}", squeezed_text) is not None
