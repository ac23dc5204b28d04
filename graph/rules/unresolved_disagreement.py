"""`unresolved_disagreement`: concerns turned away and raised again by others, or an escalation without outcome (rules.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.model.claims import Claim, ClaimKind
from graph.model.period import PartialDate
from graph.model.vocabulary import fold_code
from graph.rules.casework import episodes_of
from graph.rules.escalations import Escalation, find_escalations
from graph.rules.happenings import ABOUT_ROLES, events_with
from graph.rules.report_without_contact import KIND_OF_SOURCE
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.stretches import Dated, Stretch, at_least, find_stretch, within_months
from graph.rules.subject import Subject
from graph.rules.wording import plain, sentence

TURNED_AWAY = Setting("contacts_with_no_action", 2, f"or more contacts or referrals from one source ({LOCAL})")
SOURCE_MONTHS = Setting("months_for_one_source", 12, f"months ({LOCAL})")
NEXT_MONTHS = Setting("months_to_another_agency", 6, f"months from the last of them to another agency's ({LOCAL})")
OUTCOME_DAYS = Setting("working_days_to_outcome", 10, f"Mondays to Fridays, bank holidays counted ({LOCAL})")
WINDOW = Setting("window_months", 24, f"months up to the day asked about ({LOCAL})")
_KINDS = frozenset({"contact", "referral"})
_NOT_AN_AGENCY = frozenset({"1A", "1B", "1C", "1D", "9", "10"})
_NO_SOURCE = frozenset({"9", "10"})
_NOTHING_DONE = frozenset({"no_action", "no_further_action"})


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact or referral to the assessing agency: when, for whom, from which source, on which claims."""

    on: PartialDate
    person: str
    kind: str
    source: str
    from_agency: bool
    outcome: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Contacts of one source that nothing came of, and those of other agencies that followed."""

    turned_away: Stretch
    followed: tuple[Contact, ...]
    possible: bool


def find(subject: Subject) -> Found | None:
    """The chains of contacts, and the escalations, that nobody resolved; or None."""
    contacts = _contacts(subject)
    chains = list(_chains(subject, contacts))
    escalations = list(find_escalations(subject, subject.window(WINDOW.value), OUTCOME_DAYS.value))
    if not chains and not escalations:
        return None
    starts = [*(chain.turned_away.since for chain in chains), *(one.since for one in escalations)]
    possible = [*(chain.possible for chain in chains), *(one.possible for one in escalations)]
    return Found(
        since=min(starts),
        says=sentence(_parts_of_sentence(chains, escalations)),
        details=tuple(dict.fromkeys((*_told(subject, contacts, chains), *_escalations_told(subject, escalations)))),
        evidence=tuple(
            dict.fromkeys(
                (
                    *(claim for chain in chains for claim in chain.turned_away.claims),
                    *(claim for chain in chains for contact in chain.followed for claim in contact.claims),
                    *(claim for one in escalations for claim in one.claims),
                )
            )
        ),
        possible=all(possible),
    )


def _parts_of_sentence(chains: list[Chain], escalations: list[Escalation]) -> Iterator[str]:
    if chains:
        yield f"{TURNED_AWAY.value} or more contacts from one source with no action, then one from another agency"
    if escalations:
        yield f"an escalation with no outcome in {OUTCOME_DAYS.value} working days"


def _contacts(subject: Subject) -> list[Contact]:
    """Contacts and referrals to the assessing agency for the child and its household siblings, by date; each once."""
    people = {subject.child, *(path.person for path in subject.whole_circle.siblings)}
    found = [contact for person in sorted(people) for contact in _once(subject, person)]
    return sorted(found, key=lambda contact: (contact.on, contact.source, contact.person))


def _rows(subject: Subject, person: str) -> list[Claim]:
    rows = [row for row in episodes_of(subject, person, everyone=False) if row.value("kind") in _KINDS]
    events = events_with(subject.case, person, subject.as_of, ABOUT_ROLES)
    return rows + [
        event.claim
        for event in events
        if event.category == "concern"
        and event.type in _KINDS
        and subject.agency is not None
        and event.agency == subject.agency.id
    ]


def _once(subject: Subject, person: str) -> Iterator[Contact]:
    """A person's contacts that name a source; of one day and source, held as episode and as event, one."""
    held: dict[tuple[str, str, str], list[Claim]] = {}
    for row in _rows(subject, person):
        source = _source_of(row)
        if row.valid.start and source and _counts(subject, person, row.valid.start):
            kind = row.value("kind") or row.value("type") or ""
            lines = held.setdefault((row.valid.start.text, source, kind), [])
            lines.append(row)
    for (_, source, kind), rows in held.items():
        for claims in _pairs(rows):
            yield _contact(person, kind, source, claims)


def _counts(subject: Subject, person: str, on: PartialDate) -> bool:
    """The child's own; a sibling's where it lived with the child then."""
    return person == subject.child or person in subject.household_siblings(on.first)


def _pairs(rows: list[Claim]) -> list[tuple[Claim, ...]]:
    """Each episode with the event that tells of the same; what is left over of either stands alone."""
    episodes = [row for row in rows if row.kind is ClaimKind.EPISODE]
    events = [row for row in rows if row.kind is not ClaimKind.EPISODE]
    count = max(len(episodes), len(events))
    return [(*episodes[number : number + 1], *events[number : number + 1]) for number in range(count)]


def _contact(person: str, kind: str, source: str, claims: tuple[Claim, ...]) -> Contact:
    outcome = next((text for claim in claims if (text := claim.value("outcome"))), "")
    outcome = "no_action" if fold_code(outcome) in _NOTHING_DONE else outcome
    from_agency = any(claim.value("source_agency") for claim in claims) or source not in _NOT_AN_AGENCY
    on = next(claim.valid.start for claim in claims if claim.valid.start)
    return Contact(on, person, kind, source, from_agency, outcome, claims)


def _source_of(row: Claim) -> str | None:
    """Who made it: the agency, else the code of the national list; None where that is unknown."""
    source = row.value("source_agency") or row.value("source_code")
    return None if source in _NO_SOURCE else source


def _chains(subject: Subject, contacts: list[Contact]) -> Iterator[Chain]:
    """For each source: stretches in which it was turned away often enough, and who of other agencies came after."""
    own = [one for one in contacts if one.person == subject.child and one.outcome == "no_action"]
    for source in sorted({one.source for one in own}):
        mine = [Dated(one.on, one.claims, source) for one in own if one.source == source]
        for last in mine:
            before = [thing for thing in mine if thing.on.last <= last.on.last]
            stretch = _ending_with(subject, before, last)
            if stretch is None:
                continue
            surely, maybe = _followed(_of_others(subject, contacts, source), last.on)
            if surely or maybe:
                yield Chain(stretch, tuple(surely or maybe), stretch.possible or not surely)


def _ending_with(subject: Subject, things: list[Dated], last: Dated) -> Stretch | None:
    """The stretch of enough contacts that the last of them ends."""
    near = [
        thing
        for thing in things
        if within_months(min(thing.on.last, last.on.first), last.on.first, SOURCE_MONTHS.value)
    ]
    return find_stretch(near, SOURCE_MONTHS.value, at_least(TURNED_AWAY.value), subject.window(WINDOW.value))


def _of_others(subject: Subject, contacts: Iterable[Contact], source: str) -> list[Contact]:
    """Those that surely came from another agency."""
    return [one for one in contacts if one.from_agency and _is_another(subject, one.source, source)]


def _is_another(subject: Subject, one: str, other: str) -> bool:
    """Whether two sources differ; of an agency and a code only where the code names other kinds of agency."""
    known = [source in subject.case.partnership.agencies for source in (one, other)]
    if known[0] is known[1]:
        return one != other
    agency, code = (one, other) if known[0] else (other, one)
    kinds = KIND_OF_SOURCE.get(code)
    return code in _NOT_AN_AGENCY or (kinds is not None and subject.agency_kind(agency) not in kinds)


def _followed(others: Iterable[Contact], last: PartialDate) -> tuple[list[Contact], list[Contact]]:
    """Contacts after the last one turned away and in time: those that surely are, and those that may be."""
    others = list(others)
    surely = [
        one for one in others if one.on.first > last.last and within_months(last.first, one.on.last, NEXT_MONTHS.value)
    ]
    maybe = [
        one
        for one in others
        if one.on.last > last.first and within_months(min(last.last, one.on.first), one.on.first, NEXT_MONTHS.value)
    ]
    return surely, maybe


def _told(subject: Subject, contacts: Iterable[Contact], chains: list[Chain]) -> Iterator[tuple[str, str]]:
    """The chain, in order of date."""
    shown = {claim for chain in chains for claim in chain.turned_away.claims}
    shown |= {claim for chain in chains for contact in chain.followed for claim in contact.claims}
    for contact in contacts:
        if shown & set(contact.claims):
            outcome = plain(contact.outcome) or "outcome not recorded"
            whom = "" if contact.person == subject.child else f" for {subject.name(contact.person)}"
            yield str(contact.on), f"{contact.kind} from {_source_name(subject, contact.source)}{whom}: {outcome}"


def _source_name(subject: Subject, source: str) -> str:
    known = source in subject.case.partnership.agencies
    return subject.agency_name(source) if known else f"source {source}"


def _escalations_told(subject: Subject, escalations: Iterable[Escalation]) -> Iterator[tuple[str, str]]:
    for one in escalations:
        late = f"outcome only {one.late}" if one.late else "no outcome on record"
        yield str(one.since), f"escalation, {subject.agency_name(one.agency)}: {late}"


UNRESOLVED_DISAGREEMENT = Rule(
    name="unresolved_disagreement",
    version="1",
    says=(
        "One source raised its concern more than once and nothing was done, then another agency raised one too; or an agency "
        "escalated a disagreement and no outcome was recorded in time."
    ),
    for_family=(
        "Services that know your child disagreed about whether help was needed, and the record does not show how that ended. "
        "You may ask what was decided and why."
    ),
    settings=(TURNED_AWAY, SOURCE_MONTHS, NEXT_MONTHS, OUTCOME_DAYS, WINDOW),
    source=(
        "Review: concerns of other professionals were not given due weight. Working Together 2023: professional challenge. "
        "Local settings."
    ),
    needs=((ASSESSING, "episodes"), (ASSESSING, "events"), (ASSESSING, "event_people")),
    would_refute=(
        "action that was taken on one of the contacts and not entered",
        "an outcome of the escalation that was not entered, or the disagreement settled by agreement",
    ),
    find=find,
)
