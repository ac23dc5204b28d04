"""`unknownPartnerCheck`: who of those a team was told of is on record, and who is on record around them and was not told.

Three round trips, whatever was told: whom the names, dates and address find; their families; everyone around the
children of those. Nothing told is kept, logged or joined to anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.family.circle import circle_of, circle_seeds
from graph.family.contact import MOST_HOLDERS
from graph.family.feeds import blanks_of
from graph.family.households import joins_people
from graph.family.nearby import Around, Other, children_near, others_around
from graph.family.people import individual
from graph.identity.model import Model
from graph.model.answers import AdultAroundChild, AdultState, Blank, BlankKind
from graph.model.case import Case
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.ids import IdKey
from graph.model.knowing import ToldHousehold, ToldMatch, UnknownPartnerAnswer
from graph.model.people import EntityKind
from graph.questions.adults import AROUND_STEPS, CIRCLE_STEPS, NEEDED_FEEDS, tell_adult, to_ask
from graph.questions.matching import Match, People, find_matches, rows_known, tell_match
from graph.questions.one_each import each_of_their_own
from graph.questions.reading import LINKS, Reading
from graph.questions.telling import Telling
from graph.questions.told import Sought, Told, read_told
from graph.store.port import Fetched, Step

MOST_FOUND = 200
MOST_MATCHES = 10
MOST_FITTING = 5
"""People that fit one told person, beyond whom nobody is looked for around them: it could be anyone of the name."""
_TO_PEOPLE = Step(LINKS | {ClaimKind.PERSON}, frozenset({EntityKind.PERSON, EntityKind.HOUSEHOLD, EntityKind.EVENT}))
# From who holds a contact, or is found themselves, to the children of theirs, and on to the circle of those.
FOUND_STEPS = (_TO_PEOPLE, CIRCLE_STEPS[0], *CIRCLE_STEPS)
FEEDS = tuple(
    dict.fromkeys(
        (
            *NEEDED_FEEDS,
            *(
                (kind, "people")
                for kind in ("children_social_care", "police", "housing", "school", "hospital", "probation")
            ),
            ("children_social_care", "assessments"),
            ("children_social_care", "assessment_people"),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Books:
    """What is needed beside the store: the key of ids, and the model in use."""

    key: IdKey
    model: Callable[[], Model]


@dataclass(frozen=True, slots=True)
class _Found:
    """What the first reads found: the case so far, homes as told that are on record, who holds which contact told."""

    case: Case
    homes: tuple[str, ...]
    holders: Mapping[str, Mapping[str, tuple[Claim, ...]]]
    """By contact detail, by person, the rows that say so."""


def find_unknown_partners(reading: Reading, told: ToldHousehold, books: Books) -> UnknownPartnerAnswer:
    """The check. Raises BadInput naming the argument at fault, never its value."""
    read = read_told(told, books.key)
    hits = reading.find(read.keys, MOST_FOUND) if read.keys else ()
    seeds = sorted({*hits, *read.details})
    first = _without_withheld(reading.fetch(seeds, FOUND_STEPS) if seeds else Fetched())
    case = reading.case(first)
    found = _Found(case, _homes(case, hits), _holders(case, read.details))
    sought, crowded = _tell_apart(read, found)
    matches = [
        match
        for match in find_matches(
            case, sought, People(_people(found, hits)), _joining(case, found.homes), books.model()
        )
        if reading.may_ask_about(case, match.person)
    ]
    around = _around(found, sought, matches)
    children = [
        child for child in children_near(case, around.people, around.homes) if reading.may_ask_about_child(case, child)
    ]
    wanted = {seed for child in children for seed in circle_seeds(circle_of(case, child, everyone=True), case)}
    wanted |= around.people | set(around.homes)
    second = reading.fetch(sorted(wanted), AROUND_STEPS) if wanted else Fetched()
    whole = reading.case(second, first)
    others = [
        other for other in others_around(whole, around, children) if reading.may_ask_about(whole, other.found.person.id)
    ]
    at_home = frozenset(person for person in _at_home(found) if reading.may_ask_about(whole, person))
    near = People(at_home | {other.found.person.id for other in others})
    matches = _with_those_around(whole, sought, matches, others, books.model())
    dated = [one for one in sought if one.is_dated_alone] if near.ids else []
    by_date = find_matches(whole, dated, near, _joining(case, found.homes), books.model())
    matches = each_of_their_own(_with_dates(matches, by_date))
    others = _not_told(others, matches)
    telling = reading.telling(whole)
    reading.show(*(match.person for match in matches), *(other.found.person.id for other in others))
    blanks = (
        *_limits(sought, matches, crowded, is_full=len(hits) == MOST_FOUND),
        *_unread(read),
        *_crowds(whole, found.homes),
        *blanks_of(whole.partnership, FEEDS, whole.dates.as_of),
        *telling.withheld(),
    )
    return UnknownPartnerAnswer(
        asked=telling.asked(blanks, window=True),
        told=tuple(_tell_told(telling, one, matches) for one in sought),
        others_on_record=tuple(_tell_other(telling, other) for other in others),
        blanks=blanks,
    )


def _without_withheld(fetched: Fetched) -> Fetched:
    """Who withholds something about a namesake says nothing of those told."""
    return replace(fetched, withheld_by=(), withheld_people=(), refused_by=())


def _homes(case: Case, hits: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        sorted(
            {hit for hit in hits if any(case.is_evidence(row) for row in case.descriptions(hit, ClaimKind.HOUSEHOLD))}
        )
    )


def _joining(case: Case, homes: Iterable[str]) -> tuple[str, ...]:
    return tuple(home for home in homes if joins_people(case, home, case.dates.as_of, everyone=True))


def _holders(case: Case, details: Sequence[str]) -> dict[str, dict[str, tuple[Claim, ...]]]:
    """By contact detail told, whose rows hold it; an identity after adoption is found under its own name alone."""
    wanted = set(details)
    found: dict[str, dict[str, tuple[Claim, ...]]] = {detail: {} for detail in details}
    for claim in case.evidence:
        for end in claim.ends if claim.kind is ClaimKind.PERSON and not claim.says_yes("adopted_identity") else ():
            if end.record_id in wanted:
                people = found[end.record_id]
                person = case.entity(claim.record_id)
                people[person] = (*people.get(person, ()), claim)
    return found


def _tell_apart(read: Told, found: _Found) -> tuple[tuple[Sought, ...], tuple[str, ...]]:
    """Those told without a phone, email or vehicle of more than four people, which tells nobody apart; and which those are."""
    crowd = {detail for detail, people in found.holders.items() if len(people) > MOST_HOLDERS}
    words = tuple(
        f"the {one.details[detail]} of {one.label}"
        for one in read.people
        for detail in sorted(crowd & one.details.keys())
    )
    return tuple(one.without(crowd) for one in read.people), words


def _people(found: _Found, hits: Iterable[str]) -> frozenset[str]:
    """Who is compared: those found by name or date, holders of a contact told, whoever stayed at a home told."""
    case = found.case
    people = set(hits)
    people |= {person for held in found.holders.values() if len(held) <= MOST_HOLDERS for person in held}
    people |= _at_home(found)
    return frozenset(person for person in people if rows_known(case, person))


def _at_home(found: _Found) -> set[str]:
    """Whoever stayed at a home told."""
    case = found.case
    stays = (stay for home in _joining(case, found.homes) for stay in case.about(home, ClaimKind.RESIDENCE))
    return {person for stay in stays if (person := case.entity_at(stay, Role.PERSON))}


def _around(found: _Found, sought: Sequence[Sought], matches: Sequence[Match]) -> Around:
    """Around whom others are looked for: who fits, unless more fit than could be one person's records."""
    fitting = {
        one.id: {match.person for match in matches if match.fits and match.sought.id == one.id} for one in sought
    }
    people = frozenset(person for people in fitting.values() if len(people) <= MOST_FITTING for person in people)
    holders: dict[str, tuple[Claim, ...]] = {}
    for held in found.holders.values():
        for person, claims in held.items() if len(held) <= MOST_HOLDERS else ():
            holders[person] = (*holders.get(person, ()), *claims)
    return Around(people, _joining(found.case, found.homes), holders)


def _with_those_around(
    case: Case, sought: Sequence[Sought], matches: Sequence[Match], others: Sequence[Other], model: Model
) -> list[Match]:
    """The matches; and whoever was told by a first name alone and fits nobody may be one of those around the others told."""
    found = {match.sought.id for match in matches if match.fits}
    missing = [one for one in sought if one.id not in found and one.given and not one.family]
    near = People(frozenset(other.found.person.id for other in others), are_around=True)
    more = find_matches(case, missing, near, (), model) if missing and near.ids else ()
    better = {(match.sought.id, match.person): match for match in more if match.fits}
    kept = [match for match in matches if (match.sought.id, match.person) not in better]
    return sorted((*kept, *better.values()), key=lambda match: (not match.fits, match.person))


def _with_dates(matches: Sequence[Match], by_date: Sequence[Match]) -> list[Match]:
    """The matches; whoever was told by a birth date and no name may be one of those near, and nobody else of that day.

    Who else was born on it is no answer to who is around a family, and an identity after adoption would be missing there.
    """
    kept = [match for match in matches if match.by or not match.sought.is_dated_alone]
    known = {(match.sought.id, match.person) for match in kept}
    more = [match for match in by_date if (match.sought.id, match.person) not in known]
    return sorted((*kept, *more), key=lambda match: (not match.fits, match.person))


def _not_told(others: Sequence[Other], matches: Sequence[Match]) -> list[Other]:
    """The others without those told; who is not identified is always listed (rules.md §3)."""
    told = {match.person for match in matches if match.fits}
    return [
        other for other in others if other.found.person.id not in told or other.found.state is AdultState.UNIDENTIFIED
    ]


def _tell_told(telling: Telling, one: Sought, matches: Sequence[Match]) -> ToldMatch:
    mine = [match for match in matches if match.sought.id == one.id]
    told = tuple(tell_match(telling, match) for match in mine[:MOST_MATCHES])
    return ToldMatch(one.label, told, any(match.fits for match in mine))


def _tell_other(telling: Telling, other: Other) -> AdultAroundChild:
    adult = other.found
    if adult.under_eighteen and adult.person.is_child_on(telling.case.dates.as_of):
        question = (
            f"{adult.person.name} is a child on record here and was not told: who looks after {adult.person.name}?"
        )
    else:
        child = individual(telling.case, other.child_id).name if other.child_id else "the child"
        question = to_ask(telling, adult, child, other.agency)
    return tell_adult(telling, adult, question)


def _limits(
    sought: Sequence[Sought], matches: Sequence[Match], crowded: Sequence[str], *, is_full: bool
) -> Iterable[Blank]:
    """Where what was told finds too many to say who."""
    if is_full:
        yield _not_asked(f"more than {MOST_FOUND} people on record fit what was told: give dates of birth")
    for one in sought:
        fitting = sum(match.fits for match in matches if match.sought.id == one.id)
        if fitting > MOST_FITTING:
            yield _not_asked(
                f"{fitting} people on record fit {one.label}, so nobody was looked for around them: give a date of birth"
            )
    for words in crowded:
        yield _not_asked(f"{words} is on record with more than {MOST_HOLDERS} people, so it tells nobody apart")


def _unread(read: Told) -> Iterable[Blank]:
    for one in read.people:
        for scheme in one.unreadable:
            yield _not_asked(f"the {scheme} of {one.label} can't be read as one")


def _crowds(case: Case, homes: Iterable[str]) -> Iterable[Blank]:
    """Homes as told where people do not live together: a communal place, or more people than a household."""
    if any(not joins_people(case, home, case.dates.as_of, everyone=True) for home in homes):
        yield _not_asked("the address told is no single household, so who else is there is not listed")


def _not_asked(what: str) -> Blank:
    return Blank(what, None, BlankKind.NOT_ASKED)
