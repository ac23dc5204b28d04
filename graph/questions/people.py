"""`person`, `personByRef`, `findPeople`, `household`: who someone is and who lives where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.errors import BadInput
from graph.identity.normalise import query_keys, search_keys
from graph.model.answers import HouseholdAnswer, PeopleFound, PersonAnswer
from graph.model.case import Case
from graph.model.claims import Claim, ClaimKind
from graph.model.ids import IdKey
from graph.model.period import PartialDate
from graph.questions.identity_book import IdentityBook
from graph.questions.reading import AROUND, MOST_STEPS, ONWARD, Reading
from graph.questions.suggestions import find_suggestions
from graph.store.port import Fetched

MOST_FOUND = 200
SHORTEST_SEARCH = 2


def find_person(reading: Reading, person_id: str, book: IdentityBook | None = None) -> PersonAnswer | None:
    """The person, whole, or None when there is none or none the caller may know of.

    With a `book`, also whom they may be the same as beyond the case: that is about now, not for an earlier `known_at`.
    """
    fetched = reading.fetch((person_id,), AROUND)
    case = reading.case(fetched)
    entity = case.entity(person_id)
    if not case.descriptions(entity, ClaimKind.PERSON) or not reading.may_ask_about(case, entity):
        return None
    reading.show(entity)
    found = reading.telling(case).whole_person(entity)
    if book is None:
        return found
    known = {candidate.right.id for candidate in found.candidates}
    more = [one for one in find_suggestions(reading, book, entity, case) if one.right.id not in known]
    return replace(found, candidates=(*found.candidates, *more))


def find_person_by_ref(
    reading: Reading, key: IdKey, agency: str, person_ref: str, system: str | None
) -> PersonAnswer | None:
    """The person of an agency's own reference, in the system named or else in whichever of its systems has it.

    Raises BadInput where no system is named and several have it for different people the caller may know of.
    """
    systems = {feed.system for feed in reading.partnership.feeds if feed.agency == agency and feed.table == "people"}
    named = sorted(systems) if system is None else [system]
    records = [key.record_id(agency, one, "people", person_ref) for one in named]
    case = reading.case(reading.fetch(records, AROUND) if records else Fetched())
    # A record the caller may not know of must not lead to what others say openly of its person.
    known = {claim.record_id for claim in case.claims if claim.kind is ClaimKind.PERSON}
    found = {case.entity(record) for record in records if record in known}
    people = sorted(person for person in found if reading.may_ask_about(case, person))
    if not people:
        return None
    if len(people) > 1:
        raise BadInput("system", "the agency has this reference in several systems, for different people: name one")
    reading.show(*people)
    return reading.telling(case).whole_person(people[0])


def find_people(reading: Reading, text: str, born: PartialDate | None, first: int, after: str | None) -> PeopleFound:
    """People by name, parts of it, spellings and nicknames, in id order. Raises BadInput for a text too short to search."""
    keys = query_keys(text)
    if not keys:
        raise BadInput("text", f"give at least {SHORTEST_SEARCH} letters of a name")
    case, hits = _found_near(reading, keys) if reading.is_for_own_children else _found_anywhere(reading, keys)
    allowed = [entity for entity in sorted(hits) if _may_show(reading, case, entity, born)]
    if after is not None and after not in allowed:
        raise BadInput("after", "is not a cursor of this answer")
    later = [entity for entity in allowed if after is None or entity > after]
    page = later[:first]
    reading.show(*page)
    telling = reading.telling(case)
    return PeopleFound(
        tuple(telling.person(entity) for entity in page), page[-1] if page else None, len(later) > len(page)
    )


def _found_anywhere(reading: Reading, keys: Sequence[frozenset[str]]) -> tuple[Case, set[str]]:
    hits = reading.find(keys, MOST_FOUND)
    case = reading.case(reading.fetch(hits, AROUND) if hits else Fetched())
    return case, {case.entity(hit) for hit in hits}


def _found_near(reading: Reading, keys: Sequence[frozenset[str]]) -> tuple[Case, set[str]]:
    """Among those around the caller's children only: however many strangers have the name, they change nothing."""
    steps = (ONWARD,) * MOST_STEPS
    case = reading.case(reading.fetch(sorted(reading.children), steps) if reading.children else Fetched())
    rows = (claim for claim in case.claims if claim.kind is ClaimKind.PERSON)
    return case, {case.entity(row.record_id) for row in rows if all(some & _search_keys(row) for some in keys)}


def _search_keys(row: Claim) -> frozenset[str]:
    names = (row.value("given_name"), row.value("family_name"), *row.list_of("other_names"))
    return frozenset(search_keys(*(name for name in names if name)))


def _may_show(reading: Reading, case: Case, entity: str, born: PartialDate | None) -> bool:
    rows = case.descriptions(entity, ClaimKind.PERSON)
    if not rows or not reading.may_ask_about(case, entity):
        return False
    if born is None:
        return True
    said = {row.value("date_of_birth") for row in rows} - {None}
    return any(text is not None and (text.startswith(born.text) or born.text.startswith(text)) for text in said)


def find_household(reading: Reading, household_id: str) -> HouseholdAnswer | None:
    """The household with who lives there on the day, or None when there is none or none the caller may know of."""
    fetched = reading.fetch((household_id,), AROUND)
    case = reading.case(fetched)
    entity = case.entity(household_id)
    if not case.descriptions(entity, ClaimKind.HOUSEHOLD):
        return None
    if not any(reading.may_ask_about(case, person) for person in residents_ever(case, entity)):
        return None
    answer = reading.telling(case).household(entity, with_residents=True)
    reading.show(*(residence.person.id for residence in answer.residents))
    return answer


def residents_ever(case: Case, household: str) -> list[str]:
    """Everyone with a residence claim at a household, whenever."""
    claims = case.all_about(household, ClaimKind.RESIDENCE)
    return sorted({case.entity(end.record_id) for claim in claims for end in claim.ends} - {household})
