"""Sentences put together from answers: what was said, what an entry of a history is, which feeds are here and which not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.pages.words import BLANKS, STATES, capital, day, listed, partial, plain
from graph.family.knowledge import CHECKS_OF
from graph.model.answers import CLOSED, AdultAroundChild, Blank, BlankKind, Ground, PeriodAnswer
from graph.model.histories import Entry
from graph.model.loading import FeedAnswer
from graph.model.people import Agency
from graph.model.period import LONDON, parse_partial
from graph.questions.expected import CONFERENCE
from graph.questions.telling import RESTRICTED, SOMEBODY
from viz.saying import said as said

TABLES: Mapping[str, str] = {
    "people": "people",
    "event_people": "people at events",
    "event_professionals": "professionals at events",
    "assessment_people": "people named in assessments",
    "involvements": "who works with whom",
    "relationships": "who is related to whom",
    "residences": "who lives where",
    "attendance": "school attendance",
    "shares": "what was shared with whom",
}
_MONTHS_IN_YEAR, _DAYS_IN_MONTH = 12, 30
_ENDS_GIVEN = re.compile(r" \((?:since [^()]*|last [^()]*|start unknown|no date)\)$")


def why(ground: Ground) -> str:
    """What a ground rests on, without the date it ends in: the page says the dates once, after it."""
    return said(_ENDS_GIVEN.sub("", ground.says))


def dated(ground: Ground) -> str:
    """When a ground first and last held; of what was before the child's time, when that was."""
    if ground.before:
        return f"last {partial(ground.before)}, before this child"
    first = f"first {partial(ground.first_date)}" if ground.first_date else "start unknown"
    if not ground.last_date:
        return first
    return f"{first}, last {partial(ground.last_date)}"


def tally(rows: Sequence[AdultAroundChild]) -> str:
    """How many adults are in each state, in the order of the states: a count, never a ranking."""
    counts = [(text, sum(row.state == state for row in rows)) for state, text in STATES.items()]
    return "; ".join(f"{count} {text[:1].lower()}{text[1:]}" for text, count in counts if count)


def entry_kind(entry: Entry) -> str:
    """What an event is, in bold; nothing where its headline says it already, as that of anything else does."""
    kind = capital(said(plain(entry.type)))
    return kind if is_event(entry) and not entry_says(entry).casefold().startswith(kind.casefold()) else ""


def entry_says(entry: Entry) -> str:
    """An entry's headline."""
    return said(entry.headline or capital(plain(entry.type)))


def row_lines(as_sent: str) -> str:
    """A row as sent, a line a column, cells that were empty left out; as it came where it is no row of columns."""
    try:
        row = json.loads(as_sent)
    except ValueError:
        return as_sent
    if not isinstance(row, dict):
        return as_sent
    return "\n".join(f"{column}: {cell}" for column, cell in row.items() if cell not in (None, ""))


def is_event(entry: Entry) -> bool:
    """Whether someone met, saw or dealt with somebody: only then can the child have been seen and action been taken."""
    return any(claim.record.table == "events" for claim in entry.claims)


def lasted(period: PeriodAnswer) -> str:
    """`7 months`, `2 years 3 months`, `12 days`: how long a stretch between two days is."""
    if not (period.from_ and period.to):
        return ""
    days = (parse_partial(period.to).first - parse_partial(period.from_).first).days
    months = days // _DAYS_IN_MONTH
    if not months:
        return _counted(days, "day")
    years, rest = divmod(int(days / 30.44), _MONTHS_IN_YEAR)
    return " ".join(part for part in (_counted(years, "year"), _counted(rest, "month")) if part) or "1 month"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""


def table(name: str) -> str:
    """A table of a delivery in words."""
    return TABLES.get(name, plain(name))


def blank_lines(blanks: Iterable[Blank]) -> list[str]:
    """Each kind of nothing as one sentence, naming every agency it holds for; what no agency of a kind delivers is one."""
    agencies: dict[tuple[str, BlankKind, date | None], list[str]] = {}
    tables: dict[str, list[str]] = {}
    for item in blanks:
        if "/" in item.what and item.agency is None and item.kind is not BlankKind.WITHHELD:
            sort, name = item.what.split("/", 1)
            tables.setdefault(sort, []).append(table(name))
            continue
        names = agencies.setdefault((item.what, item.kind, item.since), [])
        if item.agency and item.agency.name not in names:
            names.append(item.agency.name)
    return [
        *(_blank_line(*nothing, names) for nothing, names in agencies.items()),
        *(
            f"Not delivered by any agency of the kind {service(sort)}: {listed(sorted(set(names)))}."
            for sort, names in sorted(tables.items())
        ),
    ]


def _closed_line(what: str, kind: BlankKind, who: str, is_one: bool) -> str:
    held = f"{who}: restricted" if what == RESTRICTED else f"{capital(what)}, held by {who}"
    if kind is BlankKind.REFUSED:
        return f"{held}. Your agency asked and was refused."
    return f"{held}. Ask {'that agency' if is_one else 'those agencies'}{'' if what == RESTRICTED else ' who it is'}."


def _blank_line(what: str, kind: BlankKind, since: date | None, names: list[str]) -> str:
    who = listed(sorted(names))
    if kind in CLOSED and what in {RESTRICTED, SOMEBODY}:
        return _closed_line(what, kind, who, len(names) == 1)
    if kind is BlankKind.NOT_ASKED and what.startswith(CHECKS_OF):
        return f"Not asked in the {what}{f': {who}' if who else ''}."
    subject = TABLES.get(what) or service(what)
    if since and kind is BlankKind.NOT_DELIVERED:
        return f"Not delivered before {day(since)}: {subject}{f', by {who}' if who else ''}."
    until = f" (the newest runs to {day(since)})" if since and kind is BlankKind.OUT_OF_DATE else ""
    return f"{capital(BLANKS[kind])}: {subject}{f', by {who}' if who else ''}{until}."


def silent_line(silent: Blank) -> str:
    """An agency one would expect to have recorded something, and has not; and which kind of nothing that is."""
    kind = service(silent.what)
    if silent.agency is None:
        return f"{capital(kind)}: no such agency delivers to this system, so it cannot be asked."
    if silent.what == CONFERENCE:
        had = f"had a part in the conference of {day(silent.since)}" if silent.since else "had a part in the conference"
        return f"{silent.agency.name}: {had}; {_SILENCES[silent.kind]} since."
    until = f" after {day(silent.since)}" if silent.since else ""
    return f"{silent.agency.name} ({kind}): {_SILENCES[silent.kind]}{until}."


_SILENCES: Mapping[BlankKind, str] = {
    BlankKind.DELIVERED_NONE: "delivers to this system, nothing recorded about this person",
    BlankKind.OUT_OF_DATE: "nothing recorded about this person, and nothing delivered that would tell of the time",
    BlankKind.NOT_DELIVERED: "delivers nothing to this system, so it cannot be asked what it recorded",
    BlankKind.NOT_ASKED: "not among the agencies whose knowledge was asked for",
}


def service(code: str) -> str:
    """A kind of agency or service in words."""
    return {"gp": "GP", "camhs": "CAMHS"}.get(code, plain(code))


def feed_name(text: str, agencies: Iterable[Agency]) -> str:
    """`elm_primary/events` → `events by Elm Primary School`; the kind of agency in words where none is here."""
    owner, _, name = text.partition("/")
    names = {agency.id: agency.name for agency in agencies}
    return f"{table(name)} by {names.get(owner) or service(owner)}" if name else plain(text)


@dataclass(frozen=True, slots=True)
class Supply:
    """What one agency supplies: its tables in words, and the day up to which."""

    agency: str
    tables: str
    until: date


def supplies(feeds: Iterable[FeedAnswer]) -> list[Supply]:
    """One line an agency, by name."""
    held: dict[str, list[FeedAnswer]] = {}
    for feed in feeds:
        held.setdefault(feed.agency.name, []).append(feed)
    return [
        Supply(
            agency,
            ", ".join(dict.fromkeys(table(feed.table) for feed in given)),
            max(feed.covers_to or feed.extracted_at.astimezone(LONDON).date() for feed in given),
        )
        for agency, given in sorted(held.items())
    ]


def supplied_until(held: Sequence[Supply]) -> str:
    """`16 agencies, up to 31 March 2024`; the oldest and the newest day where they differ."""
    if not held:
        return "nothing has been delivered"
    days = sorted({one.until for one in held})
    until = day(days[0]) if len(days) == 1 else f"{day(days[0])} at the oldest and {day(days[-1])} at the newest"
    return f"{len(held)} {'agency' if len(held) == 1 else 'agencies'}, up to {until}"
