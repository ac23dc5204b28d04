"""Entries of a history: events, boundaries of episodes, assessments, shares and changes of address (rules.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from graph.family.households import place
from graph.family.kinship import event_claim, event_ids
from graph.model.answers import PeriodAnswer
from graph.model.case import Case, moment_of, supports, value_date
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.histories import Entry
from graph.model.period import LATEST, PartialDate, Period, at_moment, end_of_day, london_day
from graph.model.vocabulary import LIVING_ROLES
from graph.questions.ages import age_in_months, age_in_words
from graph.questions.telling import Telling
from graph.questions.wording import STAYS, episode_words, words


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing about one person as one agency records it: what it is called, when, and its claims, the main one first."""

    about: str
    category: str
    type: str
    when: Period
    claims: tuple[Claim, ...]
    headline: str
    others: tuple[Claim, ...] = ()

    @property
    def claim(self) -> Claim:
        """The claim that says it."""
        return self.claims[0]

    @property
    def order(self) -> tuple[object, ...]:
        """By date of happening, unknown ones last; then by claim."""
        day = self.when.start
        return (day.first if day else LATEST, day.after if day else LATEST, self.claim.id, self.type)


def happenings(case: Case, person: str) -> list[Happening]:
    """Everything recorded as having happened to or about a person, in order."""
    found = [
        *_events(case, person),
        *_episodes(case, person),
        *_assessments(case, person),
        *_moves(case, person),
        *_shares(case, person),
    ]
    return sorted(found, key=lambda held: held.order)


def _events(case: Case, person: str) -> Iterator[Happening]:
    for event in event_ids(case, person):
        described = event_claim(case, event)
        if described and supports(described):
            yield event_at(case, described, person)


def event_at(case: Case, event: Claim, about: str) -> Happening:
    """An event as something that happened to a person, or at a home."""
    parts = case.about(case.entity(event.record_id), ClaimKind.EVENT_PERSON)
    own = tuple(part for part in parts if case.entity_at(part, Role.PERSON) == about)
    return Happening(
        about,
        event.value("category") or "",
        event.value("type") or "",
        event.valid,
        (event, *own),
        event.value("headline") or words(event.value("type"), "event").capitalize(),
        parts,
    )


def _episodes(case: Case, person: str) -> Iterator[Happening]:
    for claim in case.about(person, ClaimKind.EPISODE):
        if not supports(claim):
            continue
        kind = claim.value("kind") or "other"
        name = episode_words(kind)
        at = f" ({claim.value('provider')})" if claim.value("provider") else ""
        yield _boundary(person, claim, ("plan", f"{kind}_start"), claim.valid.start, f"{name} began{at}")
        if claim.valid.end:
            outcome = f": {words(claim.value('outcome'))}" if claim.value("outcome") else ""
            yield _boundary(person, claim, ("plan", f"{kind}_end"), claim.valid.end, f"{name} ended{at}{outcome}")


def _assessments(case: Case, person: str) -> Iterator[Happening]:
    for part in case.about(person, ClaimKind.ASSESSMENT_PERSON):
        assessment = case.entity_at(part, Role.ASSESSMENT)
        described = next(iter(case.descriptions(assessment, ClaimKind.ASSESSMENT)), None) if assessment else None
        if described is None or not supports(described):
            continue
        kind = words(described.value("kind"), "other")
        capacity = words(part.value("capacity"))
        dated = [
            (verb, at_moment(day))
            for verb in ("started", "completed")
            if (day := value_date(described, verb)) is not None
        ]
        for verb, when in dated or [("recorded", Period())]:
            headline = f"{kind.capitalize()} assessment {verb} (named as {capacity})"
            yield Happening(person, "process", f"assessment_{verb}", when, (described, part), headline)


def _moves(case: Case, person: str) -> Iterator[Happening]:
    for claim in case.about(person, ClaimKind.RESIDENCE):
        if not supports(claim):
            continue
        yield _boundary(person, claim, ("home", "moved_in"), claim.valid.start, "At an address")
        if claim.valid.end:
            yield _boundary(person, claim, ("home", "moved_out"), claim.valid.end, "Left an address")


def _shares(case: Case, person: str) -> Iterator[Happening]:
    """Shares about the person, or about a record of theirs: an event goes with all its people (rules.md §1)."""
    shares = {
        share.id: share
        for entity in (person, *_records_of(case, person))
        for share in case.about(entity, ClaimKind.SHARE)
    }
    for claim in shares.values():
        outcome = claim.value("outcome") or "shared"
        to = case.partnership.agencies.get(claim.value("to_agency") or "")
        headline = f"Information {words(outcome)}: {to.name if to else 'another agency'}"
        yield Happening(person, "information", outcome, claim.valid, (claim,), headline)


def _records_of(case: Case, person: str) -> list[str]:
    """The records that are about a person, and the events and assessments they have a part in."""
    own = [claim for claim in case.about(person) if claim.kind is not ClaimKind.SHARE]
    wholes = [end.record_id for claim in own for end in claim.ends if end.role in {Role.EVENT, Role.ASSESSMENT}]
    return sorted({case.entity(record) for record in (*wholes, *(claim.record_id for claim in own))} - {person})


def _boundary(person: str, claim: Claim, kind: tuple[str, str], day: PartialDate | None, headline: str) -> Happening:
    return Happening(person, *kind, at_moment(day) if day else Period(), (claim,), headline)


def group_same(case: Case, held: Iterable[Happening]) -> list[list[Happening]]:
    """Records of one happening together: same person, type and start date, and the same provider or a share between them.

    A record that is the same as two others makes all three one.
    """
    groups: list[list[Happening]] = []
    by_key: dict[tuple[str, str, str], list[list[Happening]]] = {}
    for one in held:
        key = (one.about, one.type, one.when.start.text if one.when.start else one.claim.id)
        mates = by_key.setdefault(key, [])
        same = [mate for mate in mates if any(_is_same(case, one, other) for other in mate)]
        if not same:
            same = [[]]
            mates.append(same[0])
            groups.append(same[0])
        first, *others = same
        first.append(one)
        for other in others:
            first += other
            mates.remove(other)
            groups.remove(other)
    return groups


def _is_same(case: Case, one: Happening, other: Happening) -> bool:
    if one.claim.id == other.claim.id:
        return True
    if (
        one.claim.kind is not ClaimKind.EVENT
        or other.claim.kind is not ClaimKind.EVENT
        or one.claim.agency == other.claim.agency
    ):
        return False
    providers = [(held.claim.value("provider") or "").casefold().strip() for held in (one, other)]
    if providers[0] and providers[0] == providers[1]:
        return True
    return case.knows(other.claim.agency, one.claim) or case.knows(one.claim.agency, other.claim)


def _known(held: Happening) -> datetime:
    """Since when it was known: that it was written down, and never before it came (rules.md §1: an end, an outcome).

    A share by its day: whoever was told knew, whenever its sender wrote it down.
    """
    if held.claim.kind is ClaimKind.SHARE:
        return moment_of(held.claim)
    recorded, day = held.claim.recorded_at, held.when.maybe_from
    return end_of_day(day) if day > london_day(recorded) else recorded


def entry_id(group: Sequence[Happening]) -> str:
    """The id of the entry of a group, which is its cursor too: that of the record that was written first."""
    first = _written_first(group)
    return f"{first.claim.id}.{first.type}"


def _written_first(group: Sequence[Happening]) -> Happening:
    return min(group, key=lambda held: (held.claim.recorded_at, held.claim.id))


def tell_entry(telling: Telling, group: Sequence[Happening], whose: str) -> Entry:
    """One line of the history of `whose`, from the record that was written first; the other agencies' records are with it."""
    first = _written_first(group)
    claim = first.claim
    is_event = claim.kind is ClaimKind.EVENT
    one = telling.individual(whose)
    return Entry(
        id=entry_id(group),
        happened=_happened(telling, first, is_event=is_event),
        known=min(_known(held) for held in group),
        agency=telling.agency(claim.agency),
        category=first.category,
        type=first.type,
        headline=_address(telling, first) if claim.kind is ClaimKind.RESIDENCE else first.headline,
        people=telling.people(_people_of(telling.case, group)),
        child_seen=_said_by_any(group, "child_seen"),
        child_seen_alone=_said_by_any(group, "child_seen_alone"),
        action_taken=next((said for held in _in_order(group) if (said := held.claim.value("action_taken"))), None),
        no_action_recorded=is_event and not any(held.claim.value("action_taken") for held in group),
        also_recorded_by=telling.agencies({held.claim.agency for held in group} - {claim.agency}),
        claims=telling.claims(piece for held in group for piece in held.claims),
        age=age_in_words(one, first.when.start),
        age_in_months=age_in_months(one, first.when.start),
    )


def _in_order(group: Sequence[Happening]) -> list[Happening]:
    return sorted(group, key=lambda held: (held.claim.recorded_at, held.claim.id))


def _said_by_any(group: Sequence[Happening], cell: str) -> bool | None:
    """Yes where any record says yes, no where one says no and none yes; not known is not no."""
    said = {held.claim.says_yes(cell) for held in group}
    return True if True in said else False if False in said else None


def _people_of(case: Case, group: Sequence[Happening]) -> set[str]:
    """Whom it is about, and who had a part, as far as they are people of the case."""
    found = {held.about for held in group}
    found |= {person for held in group for part in held.others if (person := case.entity_at(part, Role.PERSON))}
    return {person for person in found if _is_person(case, person)}


def _is_person(case: Case, entity: str) -> bool:
    """Whether there is a row about somebody: asked for once, however much happened to them."""
    return case.once(("is a person", entity), lambda: bool(case.descriptions(entity, ClaimKind.PERSON)))


def _address(telling: Telling, held: Happening) -> str:
    """A change of address with the address, as far as the claim names it to this reader."""
    household = telling.case.entity_at(held.claim, Role.HOUSEHOLD)
    where = telling.label(place(telling.case, household)) if household else "an address"
    role = held.claim.value("role") or "resident"
    is_start = held.type == "moved_in"
    if role in LIVING_ROLES:
        return f"{'Lives at' if is_start else 'Left'} {where}"
    return f"{'From this day' if is_start else 'No longer'}: {STAYS.get(role, 'lives at')} {where}"


def _happened(telling: Telling, held: Happening, *, is_event: bool) -> PeriodAnswer:
    told = telling.period(held.when, held.claims[:1])
    if is_event and held.claim.value("end"):
        return told
    return replace(told, to=None, open=False, unconfirmed_since=None)
