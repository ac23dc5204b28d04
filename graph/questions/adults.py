"""`hiddenAdults`: who is around a child, what the assessing agency's records say of each, and who knows (rules.md §2, §3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.errors import BadInput
from graph.family.adults import AdultFound, AdultsFound, adults_around
from graph.family.circle import circle_of, circle_seeds
from graph.family.evidence import GroundFound
from graph.family.feeds import blanks_of
from graph.family.knowledge import checks_lacking
from graph.family.people import UNNAMED
from graph.model.answers import (
    AdultAroundChild,
    AdultsAroundChild,
    AdultState,
    AgencyKnowledge,
    Blank,
    BlankKind,
    Ground,
)
from graph.model.case import Case, Knowing
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.people import Agency, EntityKind, Partnership
from graph.questions.asides import Asides, TellingAsides, asides_in_force
from graph.questions.reading import Reading, need_child
from graph.questions.telling import Telling
from graph.rules.hidden_adults import HIDDEN_ADULTS
from graph.store.port import Step

_P, _H, _E = EntityKind.PERSON, EntityKind.HOUSEHOLD, EntityKind.EVENT
CIRCLE_STEPS = (
    Step(frozenset({ClaimKind.RESIDENCE, ClaimKind.RELATIONSHIP, ClaimKind.EVENT_PERSON}), frozenset({_P, _H, _E})),
    Step(frozenset({ClaimKind.RESIDENCE, ClaimKind.RELATIONSHIP, ClaimKind.EVENT_PERSON}), frozenset({_P})),
    Step(frozenset({ClaimKind.RELATIONSHIP}), frozenset({_P})),
)
AROUND_STEPS = (
    Step(
        frozenset(
            {
                ClaimKind.RESIDENCE,
                ClaimKind.RELATIONSHIP,
                ClaimKind.EVENT_PERSON,
                ClaimKind.ASSESSMENT_PERSON,
                ClaimKind.PERSON,
                ClaimKind.EPISODE,
            }
        ),
        frozenset({_P, _H, _E, EntityKind.ASSESSMENT, EntityKind.DETAIL, EntityKind.EPISODE}),
    ),
    Step(
        frozenset(
            {
                ClaimKind.RESIDENCE,
                ClaimKind.RELATIONSHIP,
                ClaimKind.EVENT_PERSON,
                ClaimKind.PERSON,
                ClaimKind.ASSESSMENT,
            }
        ),
        frozenset({_P, EntityKind.DETAIL, EntityKind.ASSESSMENT}),
    ),
    Step(frozenset({ClaimKind.PERSON, ClaimKind.RELATIONSHIP}), frozenset({_P, EntityKind.DETAIL})),
)
NEEDED_FEEDS = (
    ("police", "events"),
    ("police", "event_people"),
    ("housing", "residences"),
    ("probation", "involvements"),
    ("gp", "people"),
    ("school", "relationships"),
)


def find_hidden_adults(
    reading: Reading, child_id: str, agency: str | None = None, asides: Asides | None = None
) -> AdultsAroundChild | None:
    """The adults around a child, or None when there is no such child or none the caller may know of."""
    if agency is not None and agency not in reading.partnership.agencies:
        raise BadInput("assessingAgency", "is not an agency of this partnership")
    first = reading.fetch((child_id,), CIRCLE_STEPS)
    case = reading.case(first)
    child = case.entity(child_id)
    if not case.descriptions(child, ClaimKind.PERSON) or not reading.may_ask_about_child(case, child):
        return None
    need_child(case, child)
    second = reading.fetch(circle_seeds(circle_of(case, child, everyone=True), case), AROUND_STEPS)
    whole = reading.case(first, second)
    telling, found = reading.telling(whole), adults_around(whole, child, agency)
    answer = tell_adults(telling, found)
    reading.show(child, *(row.adult.id for row in answer.adults))
    return _with_asides(answer, found, telling, reading, asides) if asides else answer


def _with_asides(
    answer: AdultsAroundChild, found: AdultsFound, telling: Telling, reading: Reading, asides: Asides
) -> AdultsAroundChild:
    """The answer with who set which adult aside, those that hold longest."""
    case = telling.case
    held = sorted(asides_in_force(case, answer.child.id, asides), key=lambda aside: (aside.until, aside.by))
    of = {case.entity(aside.adult): aside for aside in held if aside.rule == HIDDEN_ADULTS.name and aside.adult}
    covers = {one.person.id: [claim for ground in one.grounds for claim in ground.claims] for one in found.adults}
    aside = TellingAsides(reading, telling, asides, of.values())
    adults = tuple(
        replace(row, set_aside=aside.tell(of[row.adult.id], covers[row.adult.id])) if row.adult.id in of else row
        for row in answer.adults
    )
    return replace(answer, adults=adults)


def tell_adults(telling: Telling, found: AdultsFound) -> AdultsAroundChild:
    """The answer in words."""
    case = telling.case
    first = _said_first(found)
    adults = tuple(
        tell_adult(telling, adult, to_ask(telling, adult, found.circle.child.name, found.agency))
        for adult in found.adults
    )
    not_asked = dict.fromkeys(blank for adult in adults for blank in adult.not_asked)
    blanks = (*first, *found.blanks, *_feed_blanks(case.partnership, case), *not_asked, *telling.withheld())
    return AdultsAroundChild(
        asked=telling.asked(blanks, window=True),
        child=telling.person(found.circle.child.id),
        adults=adults,
        assessed_instead=telling.people(found.assessed_instead),
        blanks=blanks,
        assessing_agency=found.agency,
        notes=tuple(blank.what for blank in first),
    )


def _feed_blanks(partnership: Partnership, case: Case) -> tuple[Blank, ...]:
    return blanks_of(partnership, NEEDED_FEEDS, case.dates.as_of)


def _said_first(found: AdultsFound) -> tuple[Blank, ...]:
    """What limits the whole answer, before anything else is said (rules.md §3)."""
    agency = found.agency
    if agency is None:
        what = "No agency of kind children's social care is loaded, so no state can be determined."
        return (Blank(what, None, BlankKind.NOT_ASKED),)
    said = []
    if found.agency_has_no_record:
        said.append(Blank(f"{agency.name} has no record of this child on this day.", agency, BlankKind.DELIVERED_NONE))
    if found.agency_asks_itself:
        what = f"Only what {agency.name} knew is used, so no adult can be shown as hidden from it."
        said.append(Blank(what, agency, BlankKind.NOT_ASKED))
    return tuple(said)


def tell_adult(telling: Telling, adult: AdultFound, question: str) -> AdultAroundChild:
    """One adult in words, with the question a practitioner would ask."""
    unidentified = adult.state is AdultState.UNIDENTIFIED
    return AdultAroundChild(
        adult=telling.person(adult.person.id),
        under_eighteen=adult.under_eighteen,
        state=adult.state,
        grounds=tuple(_tell_ground(telling, ground) for ground in adult.grounds),
        since=adult.since.text if adult.since else None,
        known_by=tuple(tell_known(telling, agency, held, adult.person.id) for agency, held in adult.knowing.items()),
        candidates=telling.candidates(telling, adult.person.id) if unidentified else (),
        to_ask=question,
        assessed_in=telling.claims(adult.assessed_in),
        not_asked=checks_lacking(telling.case, adult.person.name, adult.assessed_in)
        if adult.state is AdultState.ASSESSED
        else (),
    )


def _tell_ground(telling: Telling, ground: GroundFound) -> Ground:
    said = sorted({piece.says for piece in ground.evidence})
    start = "start unknown" if ground.began_before_record else (f"since {ground.first}" if ground.first else "no date")
    if ground.before:
        start = f"last {ground.before}, before this child's time"
    return Ground(
        kind=ground.kind,
        says=f"{'; '.join(said)} ({start})",
        possible=ground.is_possible,
        first_date=ground.first.text if ground.first else None,
        last_date=ground.last.text if ground.last else None,
        agencies=telling.agencies(claim.agency for claim in ground.claims),
        claims=telling.claims(ground.claims),
        before=ground.before.text if ground.before else None,
    )


def tell_known(telling: Telling, agency: str, held: Sequence[tuple[Knowing, Claim]], person: str) -> AgencyKnowledge:
    """Since when an agency knows of a person, and how: by its own record, or told by whom in what way."""
    first, _ = held[0]
    how = "its own record"
    if first.share is not None:
        means = (first.share.value("how") or "a share").replace("_", " ")
        how = f"told by {telling.agency(first.share.agency).name} ({means})"
    return AgencyKnowledge(
        agency=telling.agency(agency),
        first_knew=first.since,
        how=how,
        contact_route=contact_route(telling.case, agency, person),
        claims=telling.claims(claim for _, claim in held),
    )


def contact_route(case: Case, agency: str, person: str) -> str | None:
    """How to reach who works with this person at an agency: the latest involvement's professional with a route."""
    involvements = [claim for claim in case.all_about(person, ClaimKind.INVOLVEMENT) if claim.agency == agency]
    involvements.sort(key=lambda claim: (claim.valid.is_open, claim.valid.maybe_from, claim.id), reverse=True)
    for claim in involvements:
        professional = case.entity_at(claim, Role.PROFESSIONAL)
        for row in case.descriptions(professional, ClaimKind.PROFESSIONAL) if professional else ():
            if row.value("contact_route"):
                return row.value("contact_route")
    return None


def to_ask(telling: Telling, adult: AdultFound, child: str, assessing: Agency | None) -> str:
    """The question a practitioner would ask about an adult around the child of this name."""
    name = adult.person.name
    agency = assessing.name if assessing else "the assessing agency"
    knowing = ", ".join(telling.agency(held).name for held in adult.knowing if not assessing or held != assessing.id)
    match adult.state:
        case AdultState.UNIDENTIFIED:
            who = "Who is this, whose name is not recorded" if name == UNNAMED else f"Who is {name}"
            return f"{who}, and what part do they play in {child}'s life?"
        case AdultState.ASSESSED:
            return f"Is what the assessment said about {name} still so, and were they seen?"
        case AdultState.KNOWN_NOT_ASSESSED:
            return f"{agency} has a record of {name}: why is {name} in no assessment of {child}?"
        case AdultState.HIDDEN:
            return f"What do {knowing or 'the agencies that know them'} know about {name}, and what does {name} mean to {child}?"
    return f"Has {name} been part of any assessment? The records that would say so are not here."
