"""`missing_education`: absent from many sessions, moved often, between schools, or at no school (rules.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from graph.family.feeds import blanks_of
from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind
from graph.model.period import Certainty, PartialDate, Period, of_day
from graph.rules.absence import by_term, by_year, rows_of_sessions
from graph.rules.casework import episodes_of
from graph.rules.delivered import is_current
from graph.rules.rule import LOCAL, Found, Rule, Setting
from graph.rules.schooling import (
    Move,
    Stay,
    compulsory_days,
    education_events,
    moves_between,
    school_days,
    school_stays,
)
from graph.rules.spans import meet, runs_of
from graph.rules.stretches import Dated, at_least, find_stretch
from graph.rules.subject import Span, Subject
from graph.rules.wording import plain, sentence

PERSISTENT = Setting("persistent_absence", 10, "percent of sessions or more (DfE)")
SEVERE = Setting("severe_absence", 50, "percent of sessions or more (DfE)")
YEAR = Setting("rolling_year", 12, "months; also over each term")
MOVES = Setting("school_moves", 2, f"or more ({LOCAL})")
MOVE_MONTHS = Setting("months_for_moves", 24, f"months ({LOCAL})")
GAP = Setting(
    "school_days_between_schools",
    10,
    f"school days, more are found: Mondays to Fridays outside 21 July to 31 August and 21 December to 2 January ({LOCAL})",
)
PHASES = tuple(
    Setting(f"{name}_from_age", age, f"on 31 August: moving in August or September is a change of phase ({LOCAL})")
    for name, age in (("reception", 4), ("junior", 7), ("secondary", 11), ("sixth_form", 16))
)
STILL_SAID = Setting(
    "days_sessions_vouch_for", 31, f"days a school is taken to be attended after its last sessions ({LOCAL})"
)
_ONE_DAY = timedelta(days=1)
_LONGEST_HOLIDAY = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Missing:
    """One way of missing education: since when, in words, what shows it, on which claims."""

    since: PartialDate | None
    says: str
    details: tuple[tuple[str, str], ...]
    evidence: tuple[Claim, ...]
    possible: bool = False


def find(subject: Subject) -> Found | None:
    """Every way in which the child misses education, or None."""
    ways = [way for way in (_absence(subject), _moves(subject), _gaps(subject), _no_school(subject)) if way is not None]
    if not ways:
        return None
    home = education_events(subject, "elective_home_education", everyone=False)
    at_home = tuple(("elective home education recorded", str(event.on)) for event in home)
    return Found(
        since=min((way.since for way in ways if way.since), default=None),
        says=sentence(way.says for way in ways),
        details=(*(detail for way in ways for detail in way.details), *at_home),
        evidence=tuple(dict.fromkeys((*(c for way in ways for c in way.evidence), *(event.claim for event in home)))),
        possible=all(way.possible for way in ways),
    )


def _window(subject: Subject) -> Span:
    return subject.window(MOVE_MONTHS.value)


def _absence(subject: Subject) -> Missing | None:
    rows = rows_of_sessions(subject, _window(subject))
    bars = [*by_term(rows), *by_year(rows, YEAR.value)]
    high = [bar for bar in bars if bar.reaches(PERSISTENT.value)]
    if not high:
        return None
    severe = any(bar.reaches(SEVERE.value) for bar in high)
    level, percent = ("severe", SEVERE.value) if severe else ("persistent", PERSISTENT.value)
    return Missing(
        since=of_day(min(bar.days.since for bar in high)),
        says=f"{level} absence: {percent} % of sessions or more over a term or a year",
        details=tuple((bar.name, f"{bar.text}{_open_then(subject, bar.days)}") for bar in bars),
        evidence=tuple(dict.fromkeys(claim for bar in high for claim in bar.claims)),
    )


def _open_then(subject: Subject, days: Span) -> str:
    """Which episodes of the assessing agency were open in these days."""
    episodes = episodes_of(subject, everyone=False)
    kinds = (episode.value("kind") or "other" for episode in episodes if runs_of([episode.valid], days, sure=False))
    told = ", ".join(dict.fromkeys(plain(kind) for kind in kinds))
    return f"; open then: {told}" if told else "; no episode open then"


def _moves(subject: Subject) -> Missing | None:
    stays = school_stays(subject, everyone=False) or _attended(subject, everyone=False)
    born = subject.individual(subject.child).born
    moves = moves_between(stays, born, frozenset(phase.value for phase in PHASES))
    sure = [_dated(move) for move in moves if move.at_phase_change is Certainty.NO]
    maybe = [_dated(move) for move in moves if move.at_phase_change is not Certainty.CERTAIN]
    for things in (sure, maybe):
        stretch = find_stretch(things, MOVE_MONTHS.value, at_least(MOVES.value), _window(subject))
        if stretch:
            return Missing(
                since=stretch.since,
                says=f"{len(stretch.things)} school moves within {MOVE_MONTHS.value} months, changes of phase left out",
                details=tuple(("school move", f"{thing.on}, {thing.by}") for thing in stretch.things),
                evidence=stretch.claims,
                possible=stretch.possible or things is maybe,
            )
    return None


def _dated(move: Move) -> Dated:
    return Dated(move.on, (move.left.claim, move.joined.claim), f"{move.left.school} to {move.joined.school}")


def _attended(subject: Subject, *, everyone: bool) -> tuple[Stay, ...]:
    """Stays at schools as rows of sessions tell them: rows with no more than a holiday between them joined."""
    about = subject.case.all_about if everyone else subject.case.about
    rows = [
        Stay(claim.value("school") or "", claim.valid, claim)
        for claim in about(subject.child, ClaimKind.ATTENDANCE)
        if supports(claim) and claim.valid.maybe_from <= subject.as_of
    ]
    found: list[Stay] = []
    for row in sorted(rows, key=lambda stay: (stay.period.maybe_from, stay.claim.id)):
        if (
            found
            and found[-1].key == row.key
            and row.period.maybe_from - found[-1].period.maybe_until <= _LONGEST_HOLIDAY
        ):
            found[-1] = Stay(row.school, Period(found[-1].period.start, row.period.end), found[-1].claim)
        else:
            found.append(row)
    return tuple(found)


def _is_told_of_rolls(subject: Subject) -> bool:
    """Whether some school or education service here tells of rolls."""
    agencies = subject.case.partnership.agencies.values()
    tellers = (agency.id for agency in agencies if agency.kind in {"school", "education_service"})
    return any(is_current(subject, teller, "episodes") for teller in tellers)


def _is_told_of_leaving(subject: Subject, stays: Iterable[Stay]) -> bool:
    """Whether being on no roll can be told: a roll is known to have ended, or else every school here tells of its rolls."""
    if any(stay.period.end for stay in stays):
        return _is_told_of_rolls(subject)
    every = not any(
        blank.agency for blank in blanks_of(subject.case.partnership, [("school", "episodes")], subject.as_of)
    )
    return every and _is_told_of_rolls(subject)


def _at_school(subject: Subject) -> tuple[list[Period], list[Claim]]:
    """When the child was at some school, by everyone's claims; attendance stands for its school for some days more."""
    stays = school_stays(subject, everyone=True)
    said = [stay.period for stay in stays]
    ended = max((stay.period.maybe_until for stay in stays if stay.period.end), default=None)
    for stay in _attended(subject, everyone=True):
        until = stay.period.maybe_until
        if stay.period.end and (ended is None or until > ended):
            said.append(Period(stay.period.start, of_day(until + timedelta(days=STILL_SAID.value))))
        else:
            said.append(stay.period)
    return said, [stay.claim for stay in stays]


def _gaps(subject: Subject) -> Missing | None:
    """Days between two schools at compulsory age, more than the setting allows."""
    born = subject.individual(subject.child).born
    known = school_stays(subject, everyone=False)
    if born is None or not known or not _is_told_of_rolls(subject):
        return None
    periods, _ = _at_school(subject)
    for sure in (True, False):
        within = meet(_window(subject), compulsory_days(born, sure=sure))
        runs = runs_of(periods, Span(known[0].period.maybe_from, subject.as_of + _ONE_DAY), sure=not sure)
        between = (Span(one.until, other.since) for one, other in pairwise(runs))
        inside = (meet(span, within) for span in between) if within else ()
        gaps = [span for span in inside if span and school_days(span) > GAP.value]
        if gaps:
            return Missing(
                since=of_day(gaps[0].since),
                says=f"more than {GAP.value} school days between two schools",
                details=tuple(_gap_told(subject, gap) for gap in gaps),
                evidence=tuple(stay.claim for stay in known),
                possible=not sure,
            )
    return None


def _gap_told(subject: Subject, gap: Span) -> tuple[str, str]:
    told = f"from {gap.since.isoformat()} to {gap.until.isoformat()}, {school_days(gap)} school days"
    return "between schools", f"{told}{_open_then(subject, gap)}"


def _no_school(subject: Subject) -> Missing | None:
    """At compulsory age and on no school's roll on the day."""
    child, as_of = subject.individual(subject.child), subject.as_of
    if child.born is None or not _is_told_of_leaving(subject, school_stays(subject, everyone=False)):
        return None
    today = Span(as_of, as_of + _ONE_DAY)
    if not meet(today, compulsory_days(child.born, sure=False)):
        return None
    periods, claims = _at_school(subject)
    if runs_of(periods, today, sure=False):
        return None
    ended = [run.until for run in runs_of(periods, Span(child.born.first, as_of), sure=False)]
    surely = compulsory_days(child.born, sure=True)
    since = max([surely.since, *ended])
    return Missing(
        since=of_day(since) if since <= as_of else None,
        says="on no school's roll at compulsory school age",
        details=(("no school", f"since {since.isoformat()}" if since <= as_of else "on the day"),),
        evidence=(*child.claims, *claims),
        possible=not meet(today, surely),
    )


MISSING_EDUCATION = Rule(
    name="missing_education",
    version="1",
    says="The child misses education: absent from many sessions, moved often, between schools for weeks, or on no school's roll.",
    for_family=(
        "The record says that your child misses much school, or has no school place. You may ask the school or the education "
        "service what stands in the way, and tell them if the record is wrong."
    ),
    settings=(PERSISTENT, SEVERE, YEAR, MOVES, MOVE_MONTHS, GAP, *PHASES, STILL_SAID),
    source=(
        "DfE: persistent (10 %) and severe (50 %) absence; Education Act 1996 s.8 (compulsory school age). "
        "Others: local settings."
    ),
    needs=(("school", "episodes"), ("school", "attendance")),
    would_refute=(
        "the roll of a school that delivers nothing here, or home education agreed with the education service",
        "sessions counted as absent that were authorised, or taken elsewhere",
    ),
    find=find,
)
