"""The links of a case as a network shows them: people, households and events joined by claims that hold on the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from graph.family.households import stays_of
from graph.family.kinship import event_claim, to_relation
from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.network import Edge, LinkKind
from graph.model.period import Certainty, Period
from graph.model.vocabulary import CARER_TYPES, EX_TYPES, FAMILY_TYPES, PARTNER_TYPES, RESIDENCE_ROLES
from graph.questions.telling import Telling, status_of

EVERY_KIND = frozenset(LinkKind)
_ONE_DAY = timedelta(days=1)
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """One link: what kind, between what, in what word, when, on which claims."""

    source: str
    target: str
    kind: LinkKind
    label: str
    period: Period
    claims: tuple[Claim, ...]

    @property
    def key(self) -> Key:
        """What makes two claims say the same link."""
        return (self.source, self.target, self.kind.value, self.label)


def links_of(case: Case, kinds: frozenset[LinkKind] = EVERY_KIND) -> tuple[Link, ...]:
    """Every link of the evidence that holds, or may, on `as_of`; events of the window. Claims of one link are joined."""
    found: dict[tuple[str, str, str, str], Link] = {}
    for link in _every_link(case):
        if link.kind in kinds:
            held = found.get(link.key)
            found[link.key] = link if held is None else join_links(held, link)
    return tuple(found[key] for key in sorted(found))


def join_links(one: Link, other: Link) -> Link:
    """Two claims of one link as one, from the earliest start to the latest end."""
    starts = [link.period.start for link in (one, other)]
    ends = [link.period.end for link in (one, other)]
    start = min((day for day in starts if day), default=None)
    end = max((day for day in ends if day), default=None) if all(ends) else None
    claims = tuple(
        sorted({claim.id: claim for claim in one.claims + other.claims}.values(), key=lambda claim: claim.id)
    )
    return Link(one.source, one.target, one.kind, one.label, Period(start, end), claims)


def _every_link(case: Case) -> Iterator[Link]:
    people = sorted(
        {
            case.entity(end.record_id)
            for claim in case.evidence
            for end in claim.ends
            if end.role in {Role.PERSON, Role.OTHER}
        }
    )
    for person in people:
        yield from _stays(case, person)
    for claim in case.evidence:
        if supports(claim):
            yield from _link_of(case, claim)
    yield from _details(case)


def _stays(case: Case, person: str) -> Iterator[Link]:
    for role in sorted(RESIDENCE_ROLES):
        for stay in stays_of(case, person, frozenset({role})):
            if stay.period.holds_on(case.dates.as_of) is not Certainty.NO:
                yield Link(person, stay.household, LinkKind.LIVES_WITH, role, stay.period, stay.claims)


def _link_of(case: Case, claim: Claim) -> Iterator[Link]:
    match claim.kind:
        case ClaimKind.RELATIONSHIP if claim.valid.holds_on(case.dates.as_of) is not Certainty.NO:
            relation = to_relation(case, claim)
            if relation:
                yield Link(
                    relation.who, relation.of, relationship_kind(relation.type), relation.type, claim.valid, (claim,)
                )
        case ClaimKind.EVENT_PERSON:
            yield from _part(case, claim)
        case ClaimKind.INVOLVEMENT if claim.valid.holds_on(case.dates.as_of) is not Certainty.NO:
            person, worker = case.entity_at(claim, Role.PERSON), case.entity_at(claim, Role.PROFESSIONAL)
            if person and worker:
                yield Link(
                    worker, person, LinkKind.PROFESSIONAL, claim.value("role") or "worker", claim.valid, (claim,)
                )


def relationship_kind(type_: str) -> LinkKind:
    """Which kind of link a relationship type is."""
    if type_ in PARTNER_TYPES | EX_TYPES:
        return LinkKind.PARTNER
    if type_ in FAMILY_TYPES:
        return LinkKind.FAMILY
    return LinkKind.CARER if type_ in CARER_TYPES else LinkKind.OTHER


def _part(case: Case, claim: Claim) -> Iterator[Link]:
    event, person = case.entity_at(claim, Role.EVENT), case.entity_at(claim, Role.PERSON)
    described = event_claim(case, event) if event else None
    if event is None or person is None or described is None:
        return
    if described.valid.overlaps(case.dates.since, case.dates.as_of + _ONE_DAY) is not Certainty.NO:
        yield Link(person, event, LinkKind.EVENT, claim.value("role") or "present", described.valid, (claim,))


def _details(case: Case) -> Iterator[Link]:
    """Contact details more than one person holds."""
    holders: dict[str, dict[str, list[Claim]]] = {}
    for claim in case.evidence:
        if claim.kind is ClaimKind.PERSON and supports(claim):
            for end in claim.ends:
                if end.role is Role.DETAIL:
                    holders.setdefault(end.record_id, {}).setdefault(case.entity(claim.record_id), []).append(claim)
    for detail, people in holders.items():
        for person, claims in people.items() if len(people) > 1 else ():
            yield Link(person, detail, LinkKind.CONTACT_DETAIL, "same contact detail", Period(), tuple(claims))


def tell_edge(telling: Telling, link: Link) -> Edge:
    """A link with its claims in words; its id is the same whenever the same link is asked for."""
    return Edge(
        id="e" + blake2b("\x1f".join(link.key).encode(), digest_size=10).hexdigest(),
        source=link.source,
        target=link.target,
        kind=link.kind,
        label=link.label.replace("_", " "),
        valid=telling.period(link.period, link.claims),
        agencies=telling.agencies(claim.agency for claim in link.claims),
        status=status_of(link.claims),
        claims=telling.claims(link.claims),
    )


def neighbours(links: Iterable[Link]) -> Mapping[str, frozenset[str]]:
    """What each node is linked to."""
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(link.source, set()).add(link.target)
        found.setdefault(link.target, set()).add(link.source)
    return {node: frozenset(others) for node, others in found.items()}
