"""What would give a confidential address away in a text: its street line, postcode, name and phones, however spaced."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from graph.identity.addresses import clean_postcode, find_postcode
from graph.identity.contacts import clean_phone
from graph.identity.numbers import clean_uprn

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
    "la": "lane",
    "hse": "house",
}
_NOT_ALPHANUMERIC = r"[^a-z0-9]+"
_STREET_WORDS = "|".join(sorted({*_ENDINGS.values(), "way", "walk", "mews", "grove", "hill", "row", "rise", "parade"}))
_STREET_LINE = re.compile(rf"\b[0-9]+[a-z]? (?:[a-z]+ ){{1,4}}?(?:{_STREET_WORDS})\b")
_PART_OF_BUILDING = re.compile(r"(?:flat|apartment|apt|unit|room|floor)\b")
_SHORTEST = 6
_SHORTEST_POSTCODE = 5
_NATIONAL_DIGITS = 10
_LOCAL_DIGITS = 6
_SHORTEST_STREET = 7
BETWEEN_NUMBERS = "|"
_POSTCODE_AT_END = re.compile(r"\b[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}$")
_NAMED_BUILDING = re.compile(r".* (?:house|lodge|hall|villa|cottage|court|centre|farm|manor|hostel|refuge)$")
# What stands in an address field where no address is given; as a needle it would withhold half of all texts.
_NO_NAME = re.compile(
    r"(?:(?:address(?:es)?|confidential|withheld|refuge|restricted|protected|unknown|not|known|no|fixed|abode|secret|secure"
    r"|safe|house|hostel|accommodation|temporary|emergency|supported|womens?|s|the|a|at|of|given|disclosed|c|o) ?)+"
)


def squeezed(column: str) -> pl.Expr:
    """The text of a column as it is searched: lower case, street endings written out, letters and digits without what is
    between them, but for a sign between two numbers.
    """
    text = pl.col(column).str.to_lowercase().str.replace_all(_NOT_ALPHANUMERIC, " ")
    for short, full in _ENDINGS.items():
        text = text.str.replace_all(rf"\b{short}\b", full)
    # Twice: of three numbers in a row the one in the middle has a neighbour on each side.
    for _ in range(2):
        text = text.str.replace_all(r"([0-9]) ([0-9])", f"${{1}}{BETWEEN_NUMBERS}${{2}}")
    return text.str.replace_all(" ", "", literal=True)


def _words(text: str) -> str:
    words = re.sub(_NOT_ALPHANUMERIC, " ", text.lower()).split()
    return " ".join(_ENDINGS.get(word, word) for word in words)


def needles_of(address: str | None, postcode: str | None, phones: str | None) -> frozenset[str]:
    """The squeezed texts that name one address; nothing so short or general that it is found in other words."""
    lines = {needle for needle in _lines(address or "") if len(needle) >= _SHORTEST}
    codes = {code for code in _postcodes(address or "", postcode) if len(code) >= _SHORTEST_POSTCODE}
    return frozenset(lines | codes | set(_phones(phones or "")))


def names_of_street(address: str | None, uprn: str | None, phones: str | None) -> frozenset[str]:
    """The squeezed texts that point to one address where they stand beside somebody who lived there: the street without its
    number, the number and the street without its ending, the UPRN, a phone without its area.
    """
    lines = [match.group() for match in _STREET_LINE.finditer(_words(address or ""))]
    streets = {line.split(" ", 1)[1].replace(" ", "") for line in lines}
    unended = {line.rsplit(" ", 1)[0].replace(" ", "") for line in lines}
    numbers = {number[-_LOCAL_DIGITS:] for number in _phones(phones or "")}
    numbers |= set(filter(None, (clean_uprn(uprn or ""),)))
    return frozenset({needle for needle in streets | unended if len(needle) >= _SHORTEST_STREET} | numbers)


def _lines(address: str) -> Iterator[str]:
    yield from (match.group().replace(" ", "") for match in _STREET_LINE.finditer(_words(address)))
    parts = [words for part in address.split(",") if (words := _POSTCODE_AT_END.sub("", _words(part)).strip())]
    own = [part for part in parts if not _PART_OF_BUILDING.match(part)]
    if own and _names_a_place(own[0], is_only=len(own) == 1):
        yield own[0].replace(" ", "")


def _names_a_place(first: str, *, is_only: bool) -> bool:
    """Whether the first part is a street line or the name of a house, and not a town or a word for "not given"."""
    if first[0].isdigit():
        return True
    return _NO_NAME.fullmatch(first) is None and (not is_only or _NAMED_BUILDING.match(first) is not None)


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
    whole = squeezed_text.replace(BETWEEN_NUMBERS, "")
    if not needle[0].isdigit() or needle.isdigit():
        return needle in whole
    begins = rf"(?<![0-9]){re.escape(needle)}"
    return re.search(begins, squeezed_text) is not None or re.search(begins, whole) is not None
