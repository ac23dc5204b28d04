"""How old somebody was on the day something happened, in words and in months (rules.md §5: by date and by age)."""

from __future__ import annotations

from datetime import date

from graph.family.people import Individual
from graph.model.period import PartialDate

_MONTHS = 12
_TOLD_IN_MONTHS = 24


def age_in_months(person: Individual, when: PartialDate | None) -> int | None:
    """Whole months since birth, fewer than none before it; of partial dates, from the first day each may be.

    None without a birth date or a day. Before a birth that is only expected, counted back from it.
    """
    born = person.born or person.expected
    if when is None or born is None or (person.born is None and when.first >= born.first):
        return None
    return _months(born.first, when.first)


def age_in_words(person: Individual, when: PartialDate | None) -> str | None:
    """`3 years 2 months`, `5 months`, `before birth`; `3 or 4 years` where partial dates leave it open; None where unknown."""
    born = person.born or person.expected
    if when is None or born is None:
        return None
    if when.last < born.first:
        return "before birth"
    if person.born is None:
        return None
    youngest, oldest = _months(born.last, when.first), _months(born.first, when.last)
    if youngest == oldest:
        return _exact(oldest)
    if youngest < 0:
        return "before birth or soon after"
    return _between(youngest // _MONTHS, oldest // _MONTHS)


def _months(born: date, day: date) -> int:
    full = (day.year - born.year) * _MONTHS + day.month - born.month
    return full if day.day >= born.day else full - 1


def _exact(months: int) -> str:
    if months == 0:
        return "under a month"
    if months < _TOLD_IN_MONTHS:
        return _counted(months, "month")
    years, rest = divmod(months, _MONTHS)
    return f"{_counted(years, 'year')} {_counted(rest, 'month')}" if rest else _counted(years, "year")


def _between(least: int, most: int) -> str:
    if least == most:
        return _counted(least, "year") if least else "under a year"
    return f"{least} {'or' if most - least == 1 else 'to'} {_counted(most, 'year')}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
