"""Sessions missed, as bars over terms and years (rules.md §4, `missing_education`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind
from graph.model.period import months_before
from graph.rules.schooling import term_of
from graph.rules.subject import Span, Subject

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """Sessions over some days: how many were possible, how many missed, on which claims."""

    name: str
    days: Span
    possible: int
    absent: int
    claims: tuple[Claim, ...]

    def reaches(self, percent: int) -> bool:
        """Whether at least so many percent of the sessions were missed."""
        return self.absent * 100 >= percent * self.possible

    @property
    def text(self) -> str:
        """In words, the percentage cut, never rounded up."""
        return f"{self.absent} of {self.possible} sessions missed, {self.absent * 1000 // self.possible / 10} %"


def rows_of_sessions(subject: Subject, window: Span) -> list[Claim]:
    """Rows of sessions that lie in the window and are over, by start; of several about one stretch the last written."""
    chosen: dict[tuple[str, str], Claim] = {}
    for claim in subject.case.about(subject.child, ClaimKind.ATTENDANCE):
        start, end = claim.valid.start, claim.valid.end
        whole = start is not None and end is not None and window.since <= start.first and end.last <= window.until
        counted = _count(claim, "sessions_possible") > 0 and claim.value("sessions_absent") is not None
        if whole and start and counted and supports(claim):
            key = (" ".join((claim.value("school") or "").casefold().split()), start.text)
            held = chosen.get(key)
            if held is None or (claim.recorded_at, claim.id) > (held.recorded_at, held.id):
                chosen[key] = claim
    return sorted(chosen.values(), key=lambda claim: (claim.valid.maybe_from, claim.id))


def _count(claim: Claim, cell: str) -> int:
    return int(claim.value(cell) or 0)


def _days_of(claim: Claim) -> Span:
    return Span(claim.valid.maybe_from, claim.valid.maybe_until)


def _bar(name: str, rows: Iterable[Claim]) -> Bar:
    held = tuple(rows)
    days = Span(min(_days_of(row).since for row in held), max(_days_of(row).until for row in held))
    possible = sum(_count(row, "sessions_possible") for row in held)
    return Bar(name, days, possible, sum(_count(row, "sessions_absent") for row in held), held)


def by_term(rows: Iterable[Claim]) -> Iterator[Bar]:
    """The sessions of each term; a row counts to the term its middle day lies in, one longer than a term to none."""
    terms: dict[str, list[Claim]] = {}
    for row in rows:
        term = term_of(row.valid.maybe_from, row.valid.maybe_until - _ONE_DAY)
        if term:
            terms.setdefault(term, []).append(row)
    for term, held in terms.items():
        yield _bar(term, held)


def by_year(rows: list[Claim], months: int) -> Iterator[Bar]:
    """The sessions of each 12 months that end with a row, where they are more than those of one term."""
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        last = row.valid.maybe_until - _ONE_DAY
        since = months_before(last, months)
        held = [one for one in rows if one.valid.maybe_from >= since and one.valid.maybe_until <= row.valid.maybe_until]
        parts = {term_of(one.valid.maybe_from, one.valid.maybe_until - _ONE_DAY) for one in held}
        is_one_term = len(parts) == 1 and None not in parts
        key = tuple(one.id for one in held)
        if held and key not in seen and not is_one_term:
            seen.add(key)
            yield _bar(f"{months} months to {last.isoformat()}", held)
