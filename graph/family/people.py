"""Who a person of a case is: names, dates and whether child or adult, as known at the dates asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind
from graph.model.period import PartialDate, age_on, of_day, parse_partial

ADULT_AGE = 18
WEEKS_BEFORE_BIRTH = timedelta(weeks=40)
UNNAMED = "Name not recorded"


@dataclass(frozen=True, slots=True)
class Individual:
    """A person of a case. `born` is the best-supported birth date; `expected` only while no birth date is on record."""

    id: str
    claims: tuple[Claim, ...]
    name: str
    names: tuple[str, ...]
    identified: bool
    description: str | None
    born: PartialDate | None
    born_about: tuple[int, int] | None
    expected: PartialDate | None
    died: PartialDate | None
    sex: str | None
    acts_as_child: bool

    @property
    def is_unborn(self) -> bool:
        """Whether only an expected birth is on record."""
        return self.born is None and self.expected is not None

    def is_child_on(self, day: date) -> bool:
        """Under 18, or possibly so, or unborn; without a birth date, one who is recorded as a child."""
        if self.born:
            return age_on(PartialDate(self.born.last, self.born.after, ""), day) < ADULT_AGE
        if self.born_about:
            return day.year - self.born_about[1] - 1 < ADULT_AGE
        return self.is_unborn or self.acts_as_child

    def may_be_adult_on(self, day: date) -> bool:
        """Whether 18 or over, possibly so where dates are partial, and anyone not recorded as a child."""
        if self.born:
            return age_on(self.born, day) >= ADULT_AGE
        if self.born_about:
            return day.year - self.born_about[0] >= ADULT_AGE
        return not (self.is_unborn or self.acts_as_child)

    def ages_at(self, first: date, last: date | None = None) -> tuple[int, int] | None:
        """The least and the most whole years on a day, or over some; None without a birth date or before birth.

        A partial birth date is the days it names (rules.md §1), so it may leave a year open.
        """
        if self.born is None or self.born.first > (last or first):
            return None
        return max(age_on(of_day(self.born.last), first), 0), age_on(self.born, last or first)

    def age_at(self, day: date) -> int | None:
        """Whole years on `day`; None without a birth date, before birth, or where a partial date leaves it open."""
        ages = self.ages_at(day)
        return ages[0] if ages and ages[0] == ages[1] else None

    def died_before(self, day: date) -> bool:
        """Whether certainly dead before `day`."""
        return self.died is not None and self.died.last < day

    @property
    def links_begin(self) -> date | None:
        """The first day on which a link to this child can begin: 40 weeks before birth (rules.md §2)."""
        birth = self.born or self.expected
        return birth.first - WEEKS_BEFORE_BIRTH if birth else None


def ages_in_words(ages: tuple[int, int] | None) -> str | None:
    """`43`, `43 or 44`, `41 to 44`; None where no age is known."""
    if ages is None:
        return None
    least, most = ages
    if least == most:
        return str(least)
    return f"{least} {'or' if most - least == 1 else 'to'} {most}"


def individual(case: Case, entity: str) -> Individual:
    """The person of this id as known at `known_at`, whoever knows them."""
    return case.once(("individual", entity), lambda: _work_out(case, entity))


def _work_out(case: Case, entity: str) -> Individual:
    rows = tuple(sorted(case.descriptions(entity, ClaimKind.PERSON), key=lambda claim: (claim.recorded_at, claim.id)))
    born = _best_date(rows, "date_of_birth")
    return Individual(
        id=entity,
        claims=rows,
        name=_display_name(rows),
        names=_all_names(rows),
        identified=any(is_identified(row) for row in rows),
        description=_latest(rows, "description"),
        born=born,
        born_about=_born_about(rows),
        expected=None if born else _best_date(rows, "expected_birth"),
        died=_best_date(rows, "date_of_death"),
        sex=_most_said(row.value("sex") for row in rows),
        acts_as_child=born is None and _acts_as_child(case, entity, rows),
    )


def is_identified(row: Claim) -> bool:
    """Whether a person row names someone: not `identified = n`, and with a name; an unborn child counts as named."""
    if row.value("identified") == "n":
        return False
    return bool(row.value("given_name") or row.value("family_name") or row.value("expected_birth"))


def full_name(row: Claim) -> str:
    """The name of one person row, forenames first; empty without one."""
    return " ".join(part for part in (row.value("given_name"), row.value("family_name")) if part)


def _display_name(rows: tuple[Claim, ...]) -> str:
    named = [row for row in rows if is_identified(row)] or list(rows)
    counted = Counter(full_name(row) for row in named if full_name(row))
    if counted:
        return min(counted, key=lambda name: (-counted[name], -len(name), name))
    expected = _latest(rows, "expected_birth")
    if expected:
        return f"Unborn child, expected {expected}"
    return _latest(rows, "other_names") or _latest(rows, "description") or UNNAMED


def _all_names(rows: tuple[Claim, ...]) -> tuple[str, ...]:
    said = [full_name(row) for row in rows] + [name for row in rows for name in row.list_of("other_names")]
    return tuple(sorted({name for name in said if name}))


def _latest(rows: tuple[Claim, ...], cell: str) -> str | None:
    return next((row.value(cell) for row in reversed(rows) if row.value(cell)), None)


def _most_said(values: Iterable[str | None]) -> str | None:
    counted = Counter(value for value in values if value and value != "U")
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None


def _best_date(rows: tuple[Claim, ...], cell: str) -> PartialDate | None:
    """The date most agencies give; of equals the more exact, then the earlier."""
    said: dict[str, set[str]] = {}
    for row in rows:
        text = row.value(cell)
        if text and supports(row):
            said.setdefault(text, set()).add(row.agency)
    if not said:
        return None
    return parse_partial(min(said, key=lambda text: (-len(said[text]), -len(text), text)))


def _born_about(rows: tuple[Claim, ...]) -> tuple[int, int] | None:
    text = _latest(rows, "born_about")
    if not text:
        return None
    first, _, last = text.partition("..")
    return int(first), int(last or first)


def _acts_as_child(case: Case, entity: str, rows: tuple[Claim, ...]) -> bool:
    if any(row.value("upn") for row in rows):
        return True
    for claim in case.all_about(entity):
        match claim.kind:
            case ClaimKind.EVENT_PERSON if claim.value("role") == "child":
                return True
            case ClaimKind.ASSESSMENT_PERSON if claim.value("capacity") == "child":
                return True
            case ClaimKind.EPISODE if claim.value("kind") == "school_roll":
                return True
            case ClaimKind.ATTENDANCE:
                return True
    return False
