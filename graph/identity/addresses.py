"""One key for one dwelling, however its address was written on one line.

A dwelling is its postcode, house (number, or name where there is no number) and flat. The street is left out: a
postcode has one
or a few streets, and the street is what people spell differently.
"""

import re
from dataclasses import dataclass

from unidecode import unidecode

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]?)\s*([0-9][A-Z]{2})\b")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]")
_FLAT_WORD = r"(?:FLAT|FLT|APARTMENT|APPARTMENT|APT|UNIT|ROOM|RM|STUDIO|MAISONETTE|BEDSIT)"
_FLAT = re.compile(rf"\b{_FLAT_WORD}\s*(?:NO|NUMBER|NUM)?\s*#?\s*([A-Z]?[0-9]+[A-Z]?|[A-Z])\b")
_SHORT_FLAT = re.compile(r"\bF\s?([0-9]+[A-Z]?)\b")
_FLOOR = re.compile(
    r"\b(?:THE\s+)?(BASEMENT|GROUND|FIRST|SECOND|THIRD|FOURTH|TOP|1ST|2ND|3RD|4TH)(?:\s+FLOOR)?(?:\s+FLAT)\b|\bFLAT\s+"
    r"(BASEMENT|GROUND|FIRST|SECOND|THIRD|FOURTH|TOP|1ST|2ND|3RD|4TH)(?:\s+FLOOR)?\b"
)
_FLOOR_SPELLINGS = {"1ST": "FIRST", "2ND": "SECOND", "3RD": "THIRD", "4TH": "FOURTH"}
_ANNEXE = re.compile(r"\b(?:THE\s+)?(ANNEXE?)\b(?!\s+(?:ROAD|STREET|LANE))")
_FLAT_BEFORE_HOUSE = re.compile(r"^\s*([0-9]+[A-Z]?)\s*[/,]\s*([0-9]+[A-Z]?)\b")
# 5B Foundry Court is Flat 5B of Foundry Court: a block is named by such a word, a street seldom.
_IN_BLOCK = re.compile(
    r"^\s*(?:NO\s*)?0*([0-9]+\s?[A-Z]?)\s*,?\s+([A-Z]+(?:\s+[A-Z]+)*\s+(?:COURT|CT|HOUSE|HSE|TOWERS?|POINT|MANSIONS|LODGE|HEIGHTS|BUILDINGS))"
    r"\s*(?=,|$)"
)
_BLOCK_SPELLINGS = {"CT": "COURT", "HSE": "HOUSE"}
_RANGE = re.compile(r"\b([0-9]+)\s*-\s*([0-9]+)\b")
_HOUSE_NUMBER = re.compile(r"\b(?:NO\s*)?0*([0-9]+)\s?([A-Z])?\b")
_STREET_END = re.compile(
    r"\b(?:ROAD|RD|STREET|ST|LANE|LN|AVENUE|AVE|AV|CLOSE|CL|DRIVE|DR|WAY|CRESCENT|CRES|PLACE|PL|TERRACE|TERR|GARDENS|GDNS|GROVE|GR|HILL|"
    r"WALK|MEWS|SQUARE|SQ|ROW|RISE|PARADE|GREEN)$"
)


@dataclass(frozen=True, slots=True)
class Dwelling:
    """Where one household can live: postcode without space, house and flat (empty where there is none)."""

    postcode: str
    house: str
    flat: str

    @property
    def key(self) -> str:
        """One text that is equal for equal dwellings."""
        return f"{self.postcode}|{self.house}|{self.flat}"


def clean_postcode(text: str) -> str | None:
    """A postcode in capitals without spaces, one from elsewhere kept as it is but for that, or None."""
    return _NOT_ALPHANUMERIC.sub("", unidecode(text).upper()) or None


def find_postcode(address: str) -> str | None:
    """The last British postcode written inside a one-line address, or None."""
    found = _POSTCODE.findall(unidecode(address).upper())
    return "".join(found[-1]) if found else None


def find_dwelling(address: str, postcode: str | None = None) -> Dwelling | None:
    """The dwelling a one-line address names, or None where postcode or house cannot be told."""
    code = clean_postcode(postcode) if postcode else find_postcode(address)
    if code is None:
        return None
    line = _POSTCODE.sub(" ", unidecode(address).upper())
    line = re.sub(r"[.'#()]", " ", line)
    flat, line = _take_flat(line)
    block = None if flat else _IN_BLOCK.match(line)
    if block and not any(sign.isdigit() for sign in line[block.end() :]):
        return Dwelling(code, _plain_name(block.group(2)), "".join(block.group(1).split()).lower())
    house, letter = _find_house(line)
    if not house:
        house = _find_house_name(line, with_flat=bool(flat))
    if not house:
        return None
    return Dwelling(code, house, (flat or letter).lower())


def _take_flat(line: str) -> tuple[str, str]:
    """The flat and the line without it."""
    both = _FLAT_BEFORE_HOUSE.match(line)
    if both:
        return _plain_number(both.group(1)), f"{both.group(2)} {line[both.end() :]}"
    for pattern in (_FLOOR, _FLAT, _SHORT_FLAT, _ANNEXE):
        found = pattern.search(line)
        if found:
            said = next(group for group in found.groups() if group)
            rest = f"{line[: found.start()]} , {line[found.end() :]}"
            return _plain_number(_FLOOR_SPELLINGS.get(said, said).replace("ANNEXE", "ANNEX")), rest.lstrip(" ,/")
    return "", line


def _plain_number(text: str) -> str:
    return re.sub(r"^0+(?=[0-9])", "", text)


def _find_house(line: str) -> tuple[str, str]:
    """House number and its letter: 14A and Flat A at 14 are one dwelling."""
    span = _RANGE.search(line)
    if span:
        return f"{span.group(1)}-{span.group(2)}", ""
    found = _HOUSE_NUMBER.search(line)
    return (found.group(1), found.group(2) or "") if found else ("", "")


def _find_house_name(line: str, *, with_flat: bool) -> str:
    """The name of a house without a number; a bare street names no house."""
    parts = [" ".join(part.split()) for part in line.split(",")]
    first = next((part for part in parts if part), "")
    if not first or (_STREET_END.search(first) and not with_flat):
        return ""
    return _plain_name(first)


def _plain_name(name: str) -> str:
    """A building's name in one spelling."""
    *words, last = re.sub(r"^THE ", "", " ".join(name.split())).split()
    return " ".join([*words, _BLOCK_SPELLINGS.get(last, last)]).lower()
