"""`whoKnewWhat`: agency by adult around a child, or for one entry or claim: since when, how, or which blank (rules.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.errors import BadInput
from graph.family.adults import adults_around
from graph.family.circle import Circle, circle_of, circle_seeds
from graph.family.feeds import blanks_of
from graph.family.knowledge import HeldBy, Ignorance, claims_about, held_by, ignorance_of, people_of
from graph.model.answers import AgencyKnowledge, Blank, BlankKind
from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind
from graph.model.knowing import KnowledgeRow, KnowledgeTable
from graph.model.people import Agency
from graph.questions.adults import AROUND_STEPS, CIRCLE_STEPS, NEEDED_FEEDS, contact_route, tell_known
from graph.questions.entries import Happening, group_same, happenings
from graph.questions.reading import Reading, need_child
from graph.questions.telling import Telling

MOST_AGENCIES = 100
NOBODY = "names no entry or claim around this child that you may ask about"
_NOTHING = {
    BlankKind.DELIVERED_NONE: "delivered, nothing here that links them",
    BlankKind.NOT_DELIVERED: "not delivered",
    BlankKind.OUT_OF_DATE: "out of date",
    BlankKind.NOT_ASKED: "not asked: the list of checks is filled and lacks it",
    BlankKind.NOT_ANSWERED: "asked, no answer recorded",
    BlankKind.REFUSED: "asked, refused",
}


@dataclass(frozen=True, slots=True)
class Known:
    """One row to tell: a person, and which agency knows what of them."""

    person: str
    held: HeldBy


def find_who_knew_what(reading: Reading, child_id: str, about: str | None = None) -> KnowledgeTable | None:
    """Who knew what, or None when there is no such child or none the caller may know of.

    Raises BadInput naming `about` where it is no entry or claim around the child, or none the caller may see.
    """
    first = reading.fetch((child_id,), CIRCLE_STEPS)
    case = reading.case(first)
    child = case.entity(child_id)
    if not case.descriptions(child, ClaimKind.PERSON) or not reading.may_ask_about_child(case, child):
        return None
    need_child(case, child)
    second = reading.fetch(circle_seeds(circle_of(case, child, everyone=True), case), AROUND_STEPS)
    whole = reading.case(first, second)
    rows = known_rows(whole, child, about)
    answer = tell_knowledge(reading.telling(whole), child, rows)
    reading.show(child, *(row.adult.id for row in answer.rows))
    return answer


def known_rows(case: Case, child: str, about: str | None) -> tuple[Known, ...]:
    """Every adult around the child in the order of first evidence; or, for an entry or claim, whom it names."""
    if about is None:
        return tuple(Known(adult.person.id, adult.knowing) for adult in adults_around(case, child).adults)
    claims = claims_of(case, circle_of(case, child, everyone=True), about)
    if not claims:
        raise BadInput("about", NOBODY)
    people = people_of(case, (*claims, *_parts_of(case, claims)), child)
    return tuple(Known(person, held_by(case, claims_about(case, claims, person))) for person in people)


def claims_of(case: Case, circle: Circle, about: str) -> tuple[Claim, ...]:
    """The claims an id stands for: of an entry of the child's chronology, or one claim; none where it stands for none."""
    claim_id, dot, _ = about.partition(".")
    if not dot:
        return tuple(claim for claim in case.evidence if claim.id == claim_id and supports(claim))
    if not any(claim.id == claim_id for claim in case.evidence):
        return ()
    for person in _people_of_histories(case, circle):
        for group in group_same(case, happenings(case, person)):
            if any(f"{one.claim.id}.{one.type}" == about for one in group):
                return _claims_of_group(group)
    return tuple(claim for claim in _at_homes(case, circle) if f"{claim.id}.{claim.value('type') or ''}" == about)


def _at_homes(case: Case, circle: Circle) -> Iterable[Claim]:
    """Events at a home of the child, which a chronology has though they name nobody."""
    for household in circle.households:
        yield from (claim for claim in case.about(household, ClaimKind.EVENT) if supports(claim))


def _parts_of(case: Case, claims: Iterable[Claim]) -> Iterable[Claim]:
    """The parts people had in the events and assessments that claims describe."""
    for claim in claims:
        if claim.kind in {ClaimKind.EVENT, ClaimKind.ASSESSMENT}:
            yield from case.about(case.entity(claim.record_id), ClaimKind.EVENT_PERSON, ClaimKind.ASSESSMENT_PERSON)


def _people_of_histories(case: Case, circle: Circle) -> Iterable[str]:
    """Those a chronology of the child may be about: the child, siblings, and who ever lived at a household of the child."""
    yield circle.child.id
    mates = {
        case.entity(end.record_id)
        for household in circle.households
        for claim in case.about(household, ClaimKind.RESIDENCE)
        for end in claim.ends
    }
    yield from sorted(({path.person for path in circle.siblings} | mates) - {circle.child.id, *circle.households})


def _claims_of_group(group: Sequence[Happening]) -> tuple[Claim, ...]:
    found = {claim.id: claim for one in group for claim in (*one.claims, *one.others)}
    return tuple(found[claim_id] for claim_id in sorted(found))


def tell_knowledge(telling: Telling, child: str, rows: Sequence[Known]) -> KnowledgeTable:
    """The table in words: a cell for each agency of the answer in each row."""
    case = telling.case
    known = frozenset(agency for row in rows for agency in row.held)
    asked = case.dates.known_to or known | case.partnership.agencies.keys()
    # Those that know something come first where there are more than a table holds.
    chosen = sorted(asked, key=lambda agency: (agency not in known, agency))[:MOST_AGENCIES]
    agencies, left_out = telling.agencies(chosen), len(asked) - len(chosen)
    blanks = (
        *blanks_of(case.partnership, NEEDED_FEEDS, case.dates.as_of),
        *(
            (Blank(f"{left_out} more agencies, which know none of them", None, BlankKind.NOT_ASKED),)
            if left_out
            else ()
        ),
        *telling.withheld(),
    )
    return KnowledgeTable(
        asked=telling.asked(blanks, window=True),
        agencies=agencies,
        rows=tuple(_tell_row(telling, row, agencies) for row in rows),
        blanks=blanks,
        child=telling.person(child),
    )


def _tell_row(telling: Telling, row: Known, agencies: Sequence[Agency]) -> KnowledgeRow:
    cells = tuple(
        tell_known(telling, agency.id, row.held[agency.id], row.person)
        if agency.id in row.held
        else _tell_ignorance(telling, agency, ignorance_of(telling.case, agency, row.person), row.person)
        for agency in agencies
    )
    return KnowledgeRow(telling.person(row.person), cells)


def _tell_ignorance(telling: Telling, agency: Agency, nothing: Ignorance, person: str) -> AgencyKnowledge:
    blank = nothing.blank
    until = (
        f": the newest runs to {blank.since.isoformat()}" if blank.since and blank.kind is BlankKind.OUT_OF_DATE else ""
    )
    return AgencyKnowledge(
        agency=agency,
        first_knew=None,
        how=f"{_NOTHING[blank.kind]}{until}",
        contact_route=contact_route(telling.case, agency.id, person),
        claims=telling.claims(nothing.claims),
        blank=blank.kind,
    )
