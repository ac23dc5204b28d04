"""Who knew what, findings and what changed, as documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi import Request

from api.pages.asking import answer
from api.pages.dates import DatesAsked
from api.pages.documents.paper import EVIDENCE, Sources, Told
from api.pages.finding_words import (
    EARLIEST,
    FINDING_STATES,
    aside_in_words,
    by_state,
    dates_in_words,
    rule_title,
    rules_counted,
)
from api.pages.lanes.knowing import matrix_of, pictures_of_matrix
from api.pages.routes.changes import ask_changes, groups_of, read_before
from api.pages.routes.who_knew import LONGEST_ABOUT, ask_who_knew, cells_in, columns_of, silences
from api.pages.sentences import feed_name, said
from api.pages.words import STATES, capital, day, names_of, partial, person_name, written
from graph.model.answers import AgencyKnowledge
from graph.model.changes import AdultChange, Changes
from graph.model.findings import FindingAnswer, FindingsAnswer, FindingState
from graph.model.knowing import KnowledgeTable
from viz.document import Row, Table

_TOLD_WHOLE = (FindingState.FOUND, FindingState.SET_ASIDE)


def tell_who_knew(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """A row an adult and agency, so that it is read on paper; and who knows nothing."""
    about = request.query_params.get("about", "").strip()[:LONGEST_ABOUT]
    found = ask_who_knew(request, person_id, about, dates)
    if found is None:
        return None
    sources, columns = Sources(), columns_of(found)
    one, many = ("person named", "people named") if about else ("adult around the child", "adults around the child")
    number, agencies = len(found.rows), len(found.agencies)
    return Told(
        title="Who knew what",
        person=found.child,
        asked=found.asked,
        lead=(f"{number} {one if number == 1 else many}, {agencies} {'agency' if agencies == 1 else 'agencies'}.",),
        tables=tuple(_knowledge(found, sources)),
        blanks=found.blanks,
        sources=sources,
        pictures=pictures_of_matrix(matrix_of(found, columns, [cells_in(row, columns) for row in found.rows])),
        pairs=(("about", about),) if about else (),
    )


def _knowledge(found: KnowledgeTable, sources: Sources) -> Iterator[Table]:
    columns = columns_of(found)
    rows = tuple(_cell(person_name(row.adult), cell, sources) for row in found.rows for cell in cells_in(row, columns))
    none = (
        "" if rows else "No adult in the records loaded is linked to this child. That does not say that there is none."
    )
    yield Table(
        "Since when each agency knew", ("Who", "Agency", "Since", "How", "How to reach them", EVIDENCE), rows, none
    )
    silent = tuple(Row((one.agencies, said(one.how), one.of or "all of them")) for one in silences(found, columns))
    if silent:
        yield Table("Agencies with nothing on record about them", ("Agency", "What stands there", "Of whom"), silent)


def _cell(name: str, cell: AgencyKnowledge, sources: Sources) -> Row:
    if cell.first_knew is None:
        return sources.row(
            name, cell.agency.name, "Knew nothing on record", capital(said(cell.how)), "", claims=cell.claims
        )
    how = capital(said(cell.how))
    return sources.row(
        name, cell.agency.name, written(cell.first_knew), how, cell.contact_route or "", claims=cell.claims
    )


def tell_findings(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """Every rule with its state; what was found with its lines, what would refute it, strengths beside it."""
    found = answer(request, FindingsAnswer, "findings", child=person_id, rules=None, at=dates.at)
    if found is None:
        return None
    sources = Sources()
    return Told(
        title="Findings",
        person=found.child,
        asked=found.asked,
        lead=(
            rules_counted(found.findings),
            "A finding is a gap or a pattern in what agencies recorded, never a score. It says what to ask, not what is so.",
        ),
        tables=tuple(_findings(found, sources)),
        blanks=found.blanks,
        sources=sources,
    )


def _findings(found: FindingsAnswer, sources: Sources) -> Iterator[Table]:
    ordered = [one for _, ones in by_state(found.findings) for one in ones]
    columns = ("Rule", "State", "What it says", EARLIEST, "What would refute it", EVIDENCE)
    yield Table("Findings", columns, tuple(_finding(one, sources) for one in ordered))
    whole = [one for one in ordered if one.state in _TOLD_WHOLE]
    details = tuple(
        Row((rule_title(one.rule.name), capital(dates_in_words(line.name)), capital(dates_in_words(line.value))))
        for one in whole
        for line in one.details
    )
    if details:
        yield Table("What was found, line by line", ("Rule", "About", "What"), details)
    strengths = tuple(
        sources.row(rule_title(one.rule.name), said(claim.says), claims=(claim,))
        for one in whole
        for claim in one.strengths
    )
    note = (
        ""
        if strengths
        else (
            "No strength of the child or its household is on record in the last 24 months. That does not say that there is none."
        )
    )
    yield Table("Strengths on record beside them", ("Beside", "Strength", EVIDENCE), strengths, note)
    missing = tuple(
        Row((rule_title(one.rule.name), "; ".join(feed_name(name, found.asked.known_to) for name in one.missing_feeds)))
        for one in ordered
        if one.missing_feeds
    )
    if missing:
        yield Table("What may be missing", ("Rule", "Feeds"), missing)
    rules = tuple(
        Row((rule_title(one.rule.name), one.rule.says, one.rule.settings, one.rule.source)) for one in ordered
    )
    yield Table("What each rule looks for", ("Rule", "Looks for", "Settings", "Source"), rules)


def _finding(one: FindingAnswer, sources: Sources) -> Row:
    is_whole = one.state in _TOLD_WHOLE
    aside = one.set_aside
    state = FINDING_STATES[one.state]
    if aside:
        state = f"{state}. {aside_in_words(aside)}"
    refute = "\n".join(map(capital, one.would_refute)) if is_whole else ""
    cells = (rule_title(one.rule.name), state, one.says, partial(one.since), refute)
    return sources.row(*cells, claims=one.evidence if is_whole else ())


def tell_changes(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """Every change between the two days, by kind."""
    asked = request.query_params
    before = read_before(asked.get("before", ""), asked.get("before_known", "then"))
    found, earlier = ask_changes(request, person_id, dates, before)
    if found is None:
        return None
    sources = Sources()
    return Told(
        title="What changed",
        person=found.person,
        asked=found.asked,
        lead=tuple(_changes_lead(found)),
        tables=tuple(_changes(found, sources)),
        blanks=found.blanks,
        sources=sources,
        pairs=(("before", earlier.as_of.isoformat() if earlier.as_of else ""), ("before_known", before.known)),
    )


def _changes_lead(found: Changes) -> Iterator[str]:
    number, same = len(found.changes), found.unchanged
    yield (
        f"{day(found.before.as_of)} compared with {day(found.asked.as_of)}: {number} "
        f"{'change' if number == 1 else 'changes'}, {same} {'link' if same == 1 else 'links'} as before."
    )
    if found.more:
        yield f"Left out: {'; '.join(found.more)}."


def _changes(found: Changes, sources: Sources) -> Iterator[Table]:
    rows = tuple(
        sources.row(heading, said(change.says), _said_by(change.edges), claims=change.claims)
        for heading, changes in groups_of(found)
        for change in changes
    )
    none = (
        ""
        if rows
        else "Nothing in the records loaded differs between the two days. That does not say that nothing happened."
    )
    yield Table("Changes", ("Kind", "What", "Said by", EVIDENCE), rows, none)
    if found.adults:
        columns = ("Adult", "Now", "Before")
        yield Table("Adults around the child whose state is another", columns, tuple(map(_adult, found.adults)))


def _said_by(edges: Iterable[object]) -> str:
    agencies = {agency.id: agency for edge in edges for agency in getattr(edge, "agencies", ())}
    return names_of(agencies.values())


def _adult(one: AdultChange) -> Row:
    about = f" ({one.adult.description})" if one.adult.description else ""
    now = STATES[one.after] if one.after else "No longer among the adults around the child"
    return Row((f"{person_name(one.adult)}{about}", now, STATES[one.before] if one.before else "Not around the child"))
