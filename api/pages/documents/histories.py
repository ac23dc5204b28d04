"""Chronology, siblings and professionals, as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from fastapi import Request

from api.pages.asking import answer
from api.pages.dates import DatesAsked
from api.pages.documents.paper import EVIDENCE, Sources, Told
from api.pages.lanes.chronology import chart_of
from api.pages.lanes.contacts import chart_of_contacts, latest_seen
from api.pages.lanes.days import in_words as entry_in_words
from api.pages.lanes.drawing import pictures_of
from api.pages.lanes.filters import read_filters
from api.pages.lanes.siblings import chart_of_siblings
from api.pages.routes.chronology import WHOSE, Line, ask_chronology, kept_by, lines_of, silences_of
from api.pages.sentences import is_event, lasted, said, service, silent_line
from api.pages.when import split_by_day
from api.pages.words import (
    SIBLING_KINDS,
    birth,
    capital,
    day,
    happened,
    names_of,
    partial,
    period,
    person_name,
    plain,
    written,
)
from graph.model.answers import CLOSED, PersonAnswer
from graph.model.histories import (
    Chronology,
    Entry,
    Handover,
    InvolvementAnswer,
    LastSeen,
    ProfessionalContacts,
    Sibling,
    SiblingHistory,
)
from viz.document import Row, Table

NOT_A_MEETING = "–"
_ENTRY_COLUMNS = ("Happened", "Age", "Known", "Agency", "What", "Who", "Child seen", "Action", EVIDENCE)


def tell_chronology(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """Every entry of the stretch, whatever part of it a page shows."""
    about = request.query_params.get("about", "child")
    whole = ask_chronology(request, person_id, dates, about)
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at) if whole else None
    if whole is None or person is None:
        return None
    filters = read_filters(request)
    found = kept_by(whole, filters)
    sources = Sources()
    entries = Table(
        "Entries",
        _ENTRY_COLUMNS,
        tuple(_line(line, sources) for line in lines_of(found)),
        ""
        if found.entries
        else "Nothing in the records loaded for this stretch. That does not say that nothing happened.",
    )
    return Told(
        title="Chronology",
        person=person,
        asked=found.asked,
        lead=(
            f"{WHOSE[about][0]}: {found.total} {'entry' if found.total == 1 else 'entries'}.",
            *_left_out(whole, found),
        ),
        tables=(entries, *_spans(found, sources), *_silences(found)),
        blanks=found.blanks,
        sources=sources,
        pictures=pictures_of(chart_of(found, person_name(person), lambda *_: "")) if found.entries else (),
        pairs=(*((("about", about),) if about != "child" else ()), *filters.pairs),
    )


def _left_out(whole: Chronology, kept: Chronology) -> Iterator[str]:
    if kept.total < whole.total:
        number = whole.total - kept.total
        yield f"{number} {'entry' if number == 1 else 'entries'} left out: this file has what was chosen on its page."


def _spans(found: Chronology, sources: Sources) -> Iterator[Table]:
    rows = tuple(
        sources.row(said(one.says), one.agency.name, capital(period(one.valid)), claims=one.claims)
        for one in found.spans
    )
    if rows:
        yield Table("Episodes and workers", ("What or who", "Agency", "When", EVIDENCE), rows)


def _line(line: Line, sources: Sources) -> Row:
    if line.gap is not None:
        who = line.gap.agency.name if line.gap.agency else "any agency here"
        says = f"{capital(lasted(line.gap.valid))}, nothing recorded by {who}"
        return Row((capital(period(line.gap.valid)), "", "", "", says, "", "", "", ""))
    return _entry(line.entry, sources) if line.entry else Row(("",) * len(_ENTRY_COLUMNS))


def _entry(entry: Entry, sources: Sources) -> Row:
    also = f"; also {names_of(entry.also_recorded_by)}" if entry.also_recorded_by else ""
    return sources.row(
        capital(happened(entry.happened)),
        capital(entry.age or ""),
        written(entry.known),
        f"{entry.agency.name}{also}",
        entry_in_words(entry),
        "; ".join(map(person_name, entry.people)),
        seen_in_words(entry),
        action_in_words(entry),
        claims=entry.claims,
    )


def seen_in_words(entry: Entry) -> str:
    """Whether the child was seen, as far as it was recorded."""
    if entry.child_seen_alone:
        return "Seen alone"
    if entry.child_seen:
        return "Seen, not alone" if entry.child_seen_alone is False else "Seen"
    if entry.child_seen is False:
        return "Not seen"
    return "Not recorded" if is_event(entry) else NOT_A_MEETING


def action_in_words(entry: Entry) -> str:
    """What was done, or that no action is recorded."""
    if entry.action_taken:
        return capital(entry.action_taken)
    return "No action recorded" if entry.no_action_recorded else NOT_A_MEETING


def _silences(found: Chronology) -> Iterator[Table]:
    rows = tuple(
        Row((agency, capital(period(gap.valid)), lasted(gap.valid)))
        for agency, gaps in silences_of(found)
        for gap in gaps
    )
    if rows:
        yield Table("Long silences of an agency", ("Agency", "When", "How long"), rows)


def tell_siblings(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """Every sibling: kind and path, households, episodes, events."""
    found = answer(request, SiblingHistory, "siblingHistory", child=person_id, at=dates.at)
    if found is None:
        return None
    sources = Sources()
    number = len(found.siblings)
    by = request.query_params.get("by", "")
    return Told(
        title="Siblings",
        person=found.child,
        asked=found.asked,
        lead=(f"{number} {'sibling' if number == 1 else 'siblings'} of any age, across households.",),
        tables=tuple(_sibling_tables(found, sources)),
        blanks=found.blanks,
        sources=sources,
        pictures=pictures_of(chart_of_siblings(found, by)) if found.siblings else (),
        pairs=(("by", by),) if by else (),
    )


def _sibling_tables(found: SiblingHistory, sources: Sources) -> Iterator[Table]:
    none = "" if found.siblings else "No sibling in the records loaded. That does not say that there is none."
    columns = ("Sibling", "Born", "Kind", "What makes them siblings", EVIDENCE)
    yield Table("Siblings", columns, tuple(_sibling(one, sources) for one in found.siblings), none)
    homes = tuple(
        sources.row(
            person_name(one.person),
            stay.household.label,
            capital(plain(stay.role)),
            capital(period(stay.valid)),
            names_of(stay.agencies),
            claims=stay.claims,
        )
        for one in found.siblings
        for stay in one.households
    )
    yield Table("Households of the siblings", ("Sibling", "Household", "As", "When", "Said by", EVIDENCE), homes,
                "" if homes else "None in the records loaded.")  # fmt: skip
    yield from _happenings("Episodes", [(one.person, one.episodes) for one in found.siblings], sources)
    yield from _happenings("Events", [(one.person, one.events) for one in found.siblings], sources)
    own = [(found.child, (*found.child_episodes, *found.child_events))]
    yield from _happenings("The child's own, beside them", own, sources)


def _sibling(one: Sibling, sources: Sources) -> Row:
    unsaid = "An agency says so; no shared parent is on record" if one.asserted_only else "See the evidence"
    cells = (person_name(one.person), capital(birth(one.person)), SIBLING_KINDS[one.kind], said(one.says) or unsaid)
    return sources.row(*cells, claims=one.through)


def _happenings(title: str, of: Iterable[tuple[PersonAnswer, tuple[Entry, ...]]], sources: Sources) -> Iterator[Table]:
    rows = tuple(
        sources.row(
            person_name(person),
            capital(happened(entry.happened)),
            capital(entry.age or ""),
            entry.agency.name,
            entry_in_words(entry),
            claims=entry.claims,
        )
        for person, entries in of
        for entry in entries
    )
    yield Table(title, ("Who", "Happened", "Age", "Agency", "What", EVIDENCE), rows,
                "" if rows else "None in the records loaded.")  # fmt: skip


def tell_contacts(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """Who saw them last, who is and was involved, changes of worker, who is silent."""
    found = answer(
        request, ProfessionalContacts, "professionalContacts", person=person_id, window=dates.window, at=dates.at
    )
    if found is None:
        return None
    person = found.person or answer(request, PersonAnswer, "person", id=person_id, at=dates.at)
    if person is None:
        return None
    sources = Sources()
    workers = found.workers_in_window
    return Told(
        title="Professionals",
        person=person,
        asked=found.asked,
        lead=(
            f"{workers or 'No'} lead or allocated {'workers' if workers > 1 else 'worker'} in the stretch looked at.",
        ),
        tables=tuple(_contact_tables(found, sources)),
        blanks=tuple(item for item in found.silent if item.kind in CLOSED),
        sources=sources,
        pictures=pictures_of(chart_of_contacts(found, person_name(person))),
    )


def _contact_tables(found: ProfessionalContacts, sources: Sources) -> Iterator[Table]:
    latest = latest_seen(found)
    unseen = "" if latest else "No agency here recorded having seen them. That does not say that nobody did."
    columns = ("Agency", "Last seen", "By", "Last seen alone", "By", EVIDENCE)
    yield Table("Who saw them last", columns, tuple(_last_seen(seen, sources) for seen in latest), unseen)
    involved = split_by_day(found.involvements, found.asked.as_of)
    now = f"Who works with them on {day(found.asked.as_of)}"
    nobody = "" if involved.on else "Nobody in the records loaded. That does not say that nobody does."
    yield _involved(now, involved.on, sources, nobody)
    if involved.before:
        yield _involved("Who worked with them before", involved.before, sources)
    if involved.after:
        yield _involved("Who came later than that day", involved.after, sources)
    changes = tuple(_handover(change, sources) for change in found.handovers)
    if changes:
        yield Table("Changes of worker", ("When", "Agency", "From", "To", "How much later", EVIDENCE), changes)
    gaps = tuple(
        Row((capital(period(gap.valid)), gap.agency.name if gap.agency else "Any agency")) for gap in found.unallocated
    )
    none = "" if gaps else "No working day of that kind in the records loaded."
    yield Table("When a case was open and nobody was allocated", ("When", "Agency"), gaps, none)
    silent = tuple(Row((silent_line(item),)) for item in found.silent if item.kind not in CLOSED)
    spoken = "" if silent else "Each kind of agency one would expect at this age has recorded something."
    yield Table("Agencies one would expect that are silent", ("Agency",), silent, spoken)


def _last_seen(seen: LastSeen, sources: Sources) -> Row:
    return sources.row(
        seen.agency.name,
        _seen_on(seen.on, seen.possibly_on),
        capital(seen.by or "Not recorded"),
        _seen_on(seen.alone, seen.possibly_alone),
        capital(seen.alone_by or ("" if seen.alone is None else seen.by) or "Not recorded"),
        claims=seen.claims,
    )


def _seen_on(on: date | None, possibly: str | None) -> str:
    if on:
        return f"{day(on)}; perhaps later: {partial(possibly)}" if possibly else day(on)
    return f"{partial(possibly)}, the day is not recorded" if possibly else "Not recorded"


def _involved(title: str, parts: Iterable[InvolvementAnswer], sources: Sources, note: str = "") -> Table:
    columns = ("Who", "As", "Agency", "When", "How to reach them", "Last saw them", EVIDENCE)
    return Table(title, columns, tuple(_involvement(part, sources) for part in parts), note)


def _involvement(part: InvolvementAnswer, sources: Sources) -> Row:
    also = f", {service(part.service)}" if part.service and part.service != part.role else ""
    alone = f"; alone {day(part.last_seen_alone)}" if part.last_seen_alone else ""
    return sources.row(
        part.professional or "Name not recorded",
        f"{capital(service(part.role))}{also}",
        part.agency.name,
        capital(period(part.valid)),
        part.contact_route or "Not recorded",
        (day(part.last_seen) or "Not recorded") + alone,
        claims=part.claims,
    )


def _handover(change: Handover, sources: Sources) -> Row:
    days = change.gap_working_days
    return sources.row(
        partial(change.to.valid.from_) or "On a day not recorded",
        change.to.agency.name,
        change.from_.professional if change.from_ else "",
        change.to.professional,
        f"{days} working {'day' if days == 1 else 'days'} later" if days > 0 else "Without a gap",
        claims=(*(change.from_.claims if change.from_ else ()), *change.to.claims),
    )
