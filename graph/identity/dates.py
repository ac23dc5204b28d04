"""Dates of birth as sets of texts: two records agree in some way when they share one.

Dates stay texts here: a partial date is never padded, and an impossible one says nothing.
"""

import re
from dataclasses import dataclass
from datetime import date

_FULL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_ABOUT = re.compile(r"([0-9]{4})\s*\.\.\s*([0-9]{4})")
# Systems write these when nobody knew (issue: 1900-01-01 and 1970-01-01 in bulk); they say nothing, of whomever.
_FILLERS = frozenset({"1900-01-01", "1901-01-01", "1970-01-01", "1800-01-01", "1111-11-11", "9999-12-31"})
_LONGEST_ABOUT = 30
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class BirthDates:
    """All a record says of when someone was born."""

    full: frozenset[str]  # whole days
    swapped: frozenset[str]  # the same with day and month in order of size
    slips: frozenset[str]  # the same with one digit blanked, or two neighbours in order
    said: frozenset[str]  # years or months that are all that is known
    within: frozenset[str]  # every year, month or day any of the dates lies in

    @property
    def known(self) -> bool:
        """Whether anything comparable was said."""
        return bool(self.full or self.said)

    def agrees(self, other: "BirthDates") -> bool:
        """Whether the two could be one birth: same, swapped, one slip, or one partial date holding the other."""
        return not (
            self.full.isdisjoint(other.full)
            and self.swapped.isdisjoint(other.swapped)
            and self.slips.isdisjoint(other.slips)
            and self.said.isdisjoint(other.within)
            and other.said.isdisjoint(self.within)
        )


def read_birth_dates(dates: list[str], born_about: str | None, expected: str | None) -> BirthDates:
    """What dates of birth, an estimate and an expected date of birth say together."""
    full: set[str] = set()
    said: set[str] = set()
    for text in dates:
        _read_one(text.strip(), full, said)
    said.update(_estimated_years(born_about or ""))
    said.update(_months_around(expected or ""))
    return BirthDates(
        full=frozenset(full),
        swapped=frozenset(_swapped(day) for day in full),
        slips=frozenset(slip for day in full for slip in _slips(day)),
        said=frozenset(said),
        within=frozenset({*said, *(day[:4] for day in full | said), *(day[:7] for day in full), *full}),
    )


def _read_one(text: str, full: set[str], said: set[str]) -> None:
    if text in _FILLERS:
        return
    if _FULL.fullmatch(text) and _is_day(text):
        if text.endswith("-01-01"):
            # Many systems turn a year alone into 1 January: it is only the year for certain.
            said.add(text[:4])
        full.add(text)
    elif _MONTH.fullmatch(text) or _YEAR.fullmatch(text):
        said.add(text)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _estimated_years(text: str) -> set[str]:
    """Years an estimate allows: those named and one on each side."""
    span = _ABOUT.fullmatch(text.strip())
    first, last = (int(span.group(1)), int(span.group(2))) if span else _single_year(text.strip())
    if not first or last < first or last - first > _LONGEST_ABOUT:
        return set()
    return {str(year) for year in range(first - 1, last + 2)}


def _single_year(text: str) -> tuple[int, int]:
    return (int(text[:4]), int(text[:4])) if _YEAR.match(text) else (0, 0)


def _months_around(expected: str) -> set[str]:
    """The months in which a birth expected on a day can fall: that one and its neighbours."""
    found = _MONTH.match(expected.strip())
    if not found:
        return set()
    count = int(found.group(1)) * _MONTHS + int(found.group(2)) - 1
    return {f"{month // _MONTHS:04d}-{month % _MONTHS + 1:02d}" for month in (count - 1, count, count + 1)}


def _swapped(day: str) -> str:
    year, month, dom = day.split("-")
    return f"{year}-{min(month, dom)}-{max(month, dom)}"


def _slips(day: str) -> set[str]:
    digits = day.replace("-", "")
    blanked = {f"{digits[:at]}*{digits[at + 1 :]}" for at in range(len(digits))}
    crossed = {
        f"{digits[:at]}{''.join(sorted(digits[at : at + 2]))}~{digits[at + 2 :]}" for at in range(len(digits) - 1)
    }
    return blanked | crossed
