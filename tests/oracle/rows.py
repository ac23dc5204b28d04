"""rules.md §1 by brute force: rows as known on a day, who knows them, and days compared by counting.

A date is the days it may be, first and last. Nothing here is shared with the product but the rows and how a partial date is
read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from graph.model.claims import Claim, ClaimKind, ClaimStatus, Role
from graph.model.period import PartialDate, london_day
from tests.oracle.family import Family, Question

LONG_BEFORE, LONG_AFTER = date(1, 1, 1), date(9999, 12, 31)
NO, MAYBE, SURELY = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Span:
    """From a date to a date: None where nobody knows when it began, or where no end is known."""

    start: PartialDate | None
    end: PartialDate | None

    def days(self, *, longest: bool) -> tuple[date, date]:
        """§1: "A partial date is the interval it names": the longest it may have been, or the shortest; half-open."""
        start = LONG_BEFORE if self.start is None else self.start.first if longest else self.start.last
        end = LONG_AFTER if self.end is None else self.end.last if longest else self.end.first
        return start, end

    def within(self, first: date, last: date) -> int:
        """Whether any day of it lies from `first` to `last`: surely, maybe (partial dates leave it open) or no."""
        for longest, answer in ((False, SURELY), (True, MAYBE)):
            start, end = self.days(longest=longest)
            if max(start, first) <= min(last, end - timedelta(days=1)):
                return answer
        return NO

    def on(self, day: date) -> int:
        """Whether it holds on a day."""
        return self.within(day, day)


def on_date(said: PartialDate, first: date, last: date) -> int:
    """Whether something of one date lies from `first` to `last`."""
    if first <= said.first and said.last <= last:
        return SURELY
    return MAYBE if said.first <= last and first <= said.last else NO


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was known on a day; `by`: the agency that says it, `recorded`: the day it wrote it."""

    claim: Claim
    span: Span

    @property
    def by(self) -> str:
        return self.claim.agency

    @property
    def recorded(self) -> date:
        return london_day(self.claim.recorded_at)

    @property
    def kind(self) -> ClaimKind:
        return self.claim.kind

    @property
    def stands(self) -> bool:
        """§1: "A disputed claim counts ...; a refuted one supports nothing"."""
        return self.claim.status is not ClaimStatus.REFUTED

    def cell(self, name: str) -> str:
        return self.claim.values.get(name, "")

    def ends(self, role: Role) -> list[str]:
        return [end.record_id for end in self.claim.ends if end.role is role]


def dated(row: Row) -> PartialDate:
    """The date of a row that has one, as said."""
    assert row.span.start is not None
    return row.span.start


class Known:
    """What was known on a day, by everybody, and what of it the agencies of `known_to` knew."""

    def __init__(self, family: Family, asked: Question) -> None:
        self.family, self.asked = family, asked
        self.rows = list(self._rows())
        self._first_knew: dict[str, dict[str, date]] = {}

    def _rows(self) -> Iterator[Row]:
        """§1: recorded by then and not superseded; "A claim dated after T (an end, an outcome) is not known at T".

        A share is known by its own date: "a share with outcome `shared` to X, dated by T".
        """
        known_at = self.asked.known_at
        for claim in sorted(self.family.claims, key=lambda one: one.id):
            if claim.superseded_at and london_day(claim.superseded_at) <= known_at:
                continue
            if claim.kind is not ClaimKind.SHARE and london_day(claim.recorded_at) > known_at:
                continue
            if claim.valid.start and claim.valid.start.first > known_at:
                continue
            lasts = claim.kind not in {ClaimKind.EVENT, ClaimKind.SHARE}
            later = lasts and claim.valid.end is not None and claim.valid.end.first > known_at
            ended = None if later else claim.valid.end
            yield Row(claim, Span(claim.valid.start, ended))

    # --- who is who -------------------------------------------------------------------------------------------------
    def who(self, record: str) -> str:
        """§1, Identity: a join of two identified records holds; one by judgement from the day given with it."""
        entity, since = self.family.joined.get(record, (record, None))
        return entity if since is None or london_day(since) <= self.asked.known_at else record

    def whos(self, row: Row, *roles: Role) -> list[str]:
        return [self.who(record) for role in roles for record in row.ends(role)]

    @cached_property
    def child(self) -> str:
        return self.who(self.family.child)

    # --- who knows --------------------------------------------------------------------------------------------------
    def first_knew(self, row: Row) -> dict[str, date]:
        """§1, "Agency X knows a claim at T": since which day each agency does."""
        if row.claim.id not in self._first_knew:
            self._first_knew[row.claim.id] = self._count_first_knew(row)
        return self._first_knew[row.claim.id]

    def _count_first_knew(self, row: Row) -> dict[str, date]:
        found = {row.by: row.recorded}
        for share in self.rows:
            if share.kind is not ClaimKind.SHARE or share.cell("outcome") != "shared":
                continue
            on = dated(share).first
            if self._is_about_record(share, row):
                told = max(on, row.recorded)
            elif self._is_about_person(share, row) and row.recorded <= on:
                told = on
            else:
                continue
            to = share.cell("to_agency")
            found[to] = min(found.get(to, told), told)
        return found

    def _is_about_record(self, share: Row, row: Row) -> bool:
        """§1: "about that record (`about_record`; an event goes with all its people, a residence ... whole)"."""
        about = share.ends(Role.ABOUT)
        return any(
            record in {row.claim.record_id, *row.ends(Role.EVENT), *row.ends(Role.ASSESSMENT)} for record in about
        )

    def _is_about_person(self, share: Row, row: Row) -> bool:
        """§1: "where it names no record, about that person (then: every claim of the sharing agency about that person)"."""
        if share.cell("about_record") or share.by != row.by:
            return False
        people = self.whos(share, Role.PERSON)
        about = [row, *self.parts.get(row.claim.record_id, ())]
        return any(person in people for part in about for person in self.whos(part, Role.PERSON, Role.OTHER))

    @cached_property
    def parts(self) -> dict[str, list[Row]]:
        """The parts of each event and assessment, which is about everybody who has one."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if row.kind in {ClaimKind.EVENT_PERSON, ClaimKind.ASSESSMENT_PERSON}:
                for whole in (*row.ends(Role.EVENT), *row.ends(Role.ASSESSMENT)):
                    found.setdefault(whole, []).append(row)
        return found

    @cached_property
    def evidence(self) -> list[Row]:
        """§1: "`known_to`: which agencies' knowledge the answer may use. Default everyone's."."""
        known_to = self.asked.known_to
        return [row for row in self.rows if known_to is None or known_to & self.first_knew(row).keys()]

    def said(self, kind: ClaimKind, *, everyone: bool = False) -> list[Row]:
        """Rows of a kind that stand, of the evidence or of everyone."""
        return [row for row in (self.rows if everyone else self.evidence) if row.kind is kind and row.stands]

    # --- feeds ------------------------------------------------------------------------------------------------------
    def is_current(self, agency: str, table: str) -> bool:
        """§1: "A feed is current for `as_of` when its `covers.to` ... is no more than 31 days before it"."""
        return self.feed_blank(agency, table) is None

    def feed_blank(self, agency: str, table: str) -> str | None:
        """§1: `not_delivered` (not at all, or the day lies before its `from`) or `out_of_date`, None where it is current."""
        feeds = [one for one in self.family.partnership().feeds if one.agency == agency and one.table == table]
        since = [date.fromisoformat(one.covers_from) for one in feeds if one.covers_from]
        if not feeds or all(first > self.asked.as_of for first in since):
            return "NOT_DELIVERED"
        until = max(date.fromisoformat(one.covers_to) for one in feeds if one.covers_to)
        return "OUT_OF_DATE" if (self.asked.as_of - until).days > 31 else None
