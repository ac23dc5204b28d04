"""Adults around the child, as a document."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request

from api.pages.dates import DatesAsked
from api.pages.documents.paper import EVIDENCE, Sources, Told
from api.pages.finding_words import aside_in_words
from api.pages.routes.adults import ask_adults, who_knows
from api.pages.sentences import blank_lines, dated, tally, why
from api.pages.words import STATES, birth, capital, ground, names_of, partial, person_name, written
from graph.model.answers import AdultAroundChild, AdultsAroundChild, Candidate
from viz.document import Row, Table

NONE = "No adult in the records loaded is linked to this child in this stretch. That does not say that there is none."


def tell_adults(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """Every adult of the page with grounds, who knows them, and who was assessed instead."""
    found = ask_adults(request, person_id, dates)
    if found is None:
        return None
    sources = Sources()
    return Told(
        title="Adults around the child",
        person=found.child,
        asked=found.asked,
        lead=(*found.notes, _count(found)),
        tables=tuple(tables_of(found, sources)),
        blanks=tuple(blank for blank in found.blanks if blank.what not in found.notes),
        sources=sources,
    )


def _count(found: AdultsAroundChild) -> str:
    number = len(found.adults)
    stand = f", as the assessments of {found.assessing_agency.name} stand" if found.assessing_agency else ""
    states = f": {tally(found.adults)}" if found.adults else ""
    return f"{number} {'adult' if number == 1 else 'adults'} around the child{stand}{states}."


def tables_of(found: AdultsAroundChild, sources: Sources) -> Iterator[Table]:
    """The adults in the order of the page; then why, who knows them, who they may be, who was assessed instead."""
    rows = tuple(_adult(row, found) for row in found.adults)
    yield Table("Adults", ("Adult", "Born", "What the records say", "Linked since", "A practitioner would ask"), rows,
                "" if rows else NONE)  # fmt: skip
    yield Table("Why they are around the child", ("Adult", "Why", "When", "Said by", EVIDENCE),
                tuple(_grounds(found, sources)))  # fmt: skip
    yield Table("Who knows them, and how to reach them", ("Adult", "Agency", "Since", "How", "How to reach them", EVIDENCE),
                tuple(_known(found, sources)))  # fmt: skip
    assessed = tuple(
        sources.row(person_name(row.adult), claims=row.assessed_in) for row in found.adults if row.assessed_in
    )
    if assessed:
        yield Table("Assessed in", ("Adult", EVIDENCE), assessed)
    maybe = tuple(_maybe(row, one) for row in found.adults for one in row.candidates)
    if maybe:
        yield Table("Who may be the same person", ("Adult", "May be", "What was compared"), maybe)
    yield Table(
        "Who was assessed instead",
        ("Person",),
        tuple(Row((person_name(person),)) for person in found.assessed_instead),
        "" if found.assessed_instead else "No adult is named in an assessment of this child in this stretch.",
    )


def _adult(row: AdultAroundChild, found: AdultsAroundChild) -> Row:
    states = [f"{STATES[row.state]}.", who_knows(row, found.assessing_agency)]
    states += blank_lines(row.not_asked)
    if row.under_eighteen:
        states.append("Under 18.")
    if row.set_aside:
        states.append(aside_in_words(row.set_aside))
    about = (
        f"{capital(birth(row.adult))}. {row.adult.description}" if row.adult.description else capital(birth(row.adult))
    )
    since = partial(row.since) or "No date recorded"
    return Row((person_name(row.adult), about, " ".join(states), since, row.to_ask))


def _grounds(found: AdultsAroundChild, sources: Sources) -> Iterator[Row]:
    for row in found.adults:
        for one in row.grounds:
            possibly = " (possibly: the dates are not exact)" if one.possible else ""
            told, kind = capital(why(one)), ground(one.kind)
            says = f"{kind}{possibly}" if told == kind else f"{kind}{possibly}: {told}"
            cells = (person_name(row.adult), says, capital(dated(one)), names_of(one.agencies))
            yield sources.row(*cells, claims=one.claims)


def _known(found: AdultsAroundChild, sources: Sources) -> Iterator[Row]:
    for row in found.adults:
        for one in row.known_by:
            route = one.contact_route or "How to reach them is not recorded"
            cells = (person_name(row.adult), one.agency.name, written(one.first_knew), capital(one.how), route)
            yield sources.row(*cells, claims=one.claims)


def _maybe(row: AdultAroundChild, candidate: Candidate) -> Row:
    other = candidate.right if candidate.left.id == row.adult.id else candidate.left
    return Row((person_name(row.adult), person_name(other), "; ".join(one.says for one in candidate.comparisons)))
