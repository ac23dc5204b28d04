"""A case: the claims around a person as of four dates, with who is who as it was known then.

Built once from what a store fetched; everything asked of it afterwards is a look into an index. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar, cast

from graph.model.claims import Claim, ClaimKind, ClaimStatus, Role
from graph.model.dates import Dates
from graph.model.people import EntityKind, Member, Partnership
from graph.model.period import PartialDate, Period, end_of_day, london_day, parse_partial

T = TypeVar("T")
# What a row says only because something ended or was completed: unknown while that date lies ahead (rules.md §1).
_SAID_WITH_THE_END: Mapping[ClaimKind, tuple[str, ...]] = {
    ClaimKind.EPISODE: ("outcome", "end"),
    ClaimKind.ASSESSMENT: ("outcome", "completed"),
    ClaimKind.INVOLVEMENT: ("end_reason", "end"),
    ClaimKind.RESIDENCE: ("end",),
    ClaimKind.RELATIONSHIP: ("end",),
    ClaimKind.EVENT: ("end", "outcome"),
    ClaimKind.ATTENDANCE: ("end",),
}
_PART_OF: Mapping[ClaimKind, ClaimKind] = {
    ClaimKind.EVENT: ClaimKind.EVENT_PERSON,
    ClaimKind.ASSESSMENT: ClaimKind.ASSESSMENT_PERSON,
}


@dataclass(frozen=True, slots=True)
class Knowing:
    """How an agency came to know a claim: it made it, or was told of it by a share."""

    agency: str
    since: datetime
    share: Claim | None = None


@dataclass(frozen=True)
class Case:
    """Claims held at `known_at`, regrouped by identity at `known_at`.

    `claims` are all of them; `evidence` only those known to the agencies of `known_to`. Refuted claims are in both and
    support nothing: rules skip them by `supports`. `unjoining_details`: phones and the like of a place that is no private
    home, or of more people than rules.md §2 allows, in the case or not; the store keeps a place for no other detail.
    `opened_until`: until when the reader sees somebody here under break-glass.
    """

    dates: Dates
    partnership: Partnership
    claims: tuple[Claim, ...]
    entity_of: Mapping[str, str]
    withheld_by: tuple[str, ...] = ()
    withheld_people: tuple[tuple[str, str], ...] = ()
    refused_by: tuple[str, ...] = ()
    unjoining_details: frozenset[str] = frozenset()
    opened_until: datetime | None = None

    @cached_property
    def evidence(self) -> tuple[Claim, ...]:
        """The claims the agencies of `known_to` know; all, when everyone's knowledge was asked for."""
        if self.dates.known_to is None:
            return self.claims
        return tuple(claim for claim in self.claims if self.is_evidence(claim))

    def is_evidence(self, claim: Claim) -> bool:
        """Whether an agency of `known_to` knows a claim."""
        known_to = self.dates.known_to
        return known_to is None or any(knowing.agency in known_to for knowing in self.knowing(claim))

    @cached_property
    def _by_entity(self) -> Mapping[str, tuple[Claim, ...]]:
        return index_by_entity(self.evidence, self.entity_of)

    @cached_property
    def _all_by_entity(self) -> Mapping[str, tuple[Claim, ...]]:
        return index_by_entity(self.claims, self.entity_of)

    @cached_property
    def _shares(self) -> tuple[Claim, ...]:
        return tuple(
            claim for claim in self.claims if claim.kind is ClaimKind.SHARE and claim.value("outcome") == "shared"
        )

    @cached_property
    def _shares_of_record(self) -> Mapping[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for share in self._shares:
            about = share.end(Role.ABOUT)
            if about:
                found[about].append(share)
        return {record: tuple(shares) for record, shares in found.items()}

    @cached_property
    def _shares_of_person(self) -> Mapping[tuple[str, str], tuple[Claim, ...]]:
        found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for share in self._shares:
            person = share.end(Role.PERSON)
            if person and not share.value("about_record"):
                found[share.agency, self.entity(person)].append(share)
        return {key: tuple(shares) for key, shares in found.items()}

    def entity(self, record_id: str) -> str:
        """The person, household or other entity a record belongs to, as known at `known_at`."""
        return self.entity_of.get(record_id, record_id)

    def entity_at(self, claim: Claim, role: Role) -> str | None:
        """The entity at the claim's first end with this role."""
        record = claim.end(role)
        return None if record is None else self.entity(record)

    def about(self, entity: str, *kinds: ClaimKind) -> tuple[Claim, ...]:
        """The evidence about an entity, of these kinds (all, when none is named), by claim id."""
        claims = self._by_entity.get(entity, ())
        return claims if not kinds else tuple(claim for claim in claims if claim.kind in kinds)

    def all_about(self, entity: str, *kinds: ClaimKind) -> tuple[Claim, ...]:
        """The same among all claims, whoever knows them."""
        claims = self._all_by_entity.get(entity, ())
        return claims if not kinds else tuple(claim for claim in claims if claim.kind in kinds)

    def descriptions(self, entity: str, kind: ClaimKind) -> tuple[Claim, ...]:
        """The claims that describe an entity itself (a person's own rows, a household's, an event's), whoever knows them."""
        return tuple(claim for claim in self.all_about(entity, kind) if self.entity(claim.record_id) == entity)

    @cached_property
    def _worked_out(self) -> dict[tuple[object, ...], object]:
        return {}

    def once(self, asked: tuple[object, ...], work: Callable[[], T]) -> T:
        """What `work` gives, by what it is and of whom: worked out the first time it is asked for; a case never changes."""
        if asked not in self._worked_out:
            self._worked_out[asked] = work()
        return cast("T", self._worked_out[asked])

    @property
    def is_of_some(self) -> bool:
        """Whether only some agencies' knowledge counts; else all claims are the evidence."""
        return self.dates.known_to is not None

    @cached_property
    def _knowing(self) -> dict[str, tuple[Knowing, ...]]:
        return {}

    def knowing(self, claim: Claim) -> tuple[Knowing, ...]:
        """Which agencies know a claim at `known_at`, since when and how (rules.md §1), by agency."""
        found = self._knowing.get(claim.id)
        if found is None:
            found = self._knowing[claim.id] = self._find_knowing(claim)
        return found

    def _find_knowing(self, claim: Claim) -> tuple[Knowing, ...]:
        first: dict[str, Knowing] = {claim.agency: Knowing(claim.agency, claim.recorded_at)}
        for share in self._shares_about(claim):
            to = share.value("to_agency") or ""
            told = max(claim.recorded_at, moment_of(share))
            if to and (to not in first or told < first[to].since):
                first[to] = Knowing(to, told, share)
        return tuple(first[agency] for agency in sorted(first))

    def _shares_about(self, claim: Claim) -> Iterable[Claim]:
        for record in (claim.record_id, claim.end(Role.EVENT), claim.end(Role.ASSESSMENT)):
            if record:
                yield from self._shares_of_record.get(record, ())
        if not self._shares_of_person:
            return
        for one in (claim, *self._parts_of(claim)):
            for end in one.ends:
                for share in self._shares_of_person.get((claim.agency, self.entity(end.record_id)), ()):
                    if claim.recorded_at <= moment_of(share):
                        yield share

    def _parts_of(self, claim: Claim) -> Iterable[Claim]:
        """The parts of an event or assessment: it is about everybody who has one, and told with what is told of them."""
        part = _PART_OF.get(claim.kind)
        if part is None:
            return ()
        held = self._all_by_entity.get(self.entity(claim.record_id), ())
        return (one for one in held if one.kind is part and one.agency == claim.agency)

    def knows(self, agency: str, claim: Claim) -> bool:
        """Whether an agency knows a claim at `known_at`."""
        return any(knowing.agency == agency for knowing in self.knowing(claim))

    def confirmed_at(self, claim: Claim) -> datetime | None:
        """When the claim was last confirmed by a delivery of its feed."""
        return claim.confirmed_at or self._newest_of_feed.get((claim.agency, claim.source.system, claim.source.table))

    @cached_property
    def _newest_of_feed(self) -> Mapping[tuple[str, str, str], datetime]:
        return {(feed.agency, feed.system, feed.table): feed.extracted_at for feed in self.partnership.feeds}

    def unconfirmed_since(self, claim: Claim) -> datetime | None:
        """Since when an open end is no longer confirmed, None while it is or where there is an end."""
        confirmed = self.confirmed_at(claim)
        if not claim.valid.is_open or confirmed is None or self.dates.as_of <= london_day(confirmed):
            return None
        return confirmed


def build_case(
    claims: Sequence[Claim],
    members: Sequence[Member],
    partnership: Partnership,
    dates: Dates,
    withheld_by: tuple[str, ...] = (),
) -> Case:
    """The case as of the dates: later versions, later ends and later joins taken away."""
    known = (as_known(claim, dates.known_at) for claim in claims)
    held = {claim.id: claim for claim in known if claim is not None}
    entity_of = {member.record_id: _entity_at(member, dates.known_at) for member in members}
    unjoining = frozenset(member.record_id for member in members if member.kind is EntityKind.DETAIL)
    kept = tuple(held[claim_id] for claim_id in sorted(held))
    return Case(dates, partnership, kept, entity_of, withheld_by, unjoining_details=unjoining)


def _entity_at(member: Member, known_at: datetime) -> str:
    if member.joined_at is not None and member.joined_at > known_at:
        return member.record_id
    return member.entity_id


def as_known(claim: Claim, known_at: datetime) -> Claim | None:
    """The claim as it was known then, or None when it was not: not recorded, replaced, or dated later.

    A share counts by its own date, whenever its sender wrote it down: whoever was told knew (rules.md §1).
    """
    replaced = claim.superseded_at is not None and claim.superseded_at <= known_at
    if replaced or (claim.recorded_at > known_at and claim.kind is not ClaimKind.SHARE):
        return None
    day = london_day(known_at)
    if claim.valid.maybe_from > day:
        return None
    valid = claim.valid.until_known_at(known_at)
    if valid is claim.valid:
        return claim
    unknown = _SAID_WITH_THE_END.get(claim.kind, ())
    values = {name: value for name, value in claim.values.items() if name not in unknown}
    return replace(claim, valid=valid, values=values)


def index_by_entity(claims: Iterable[Claim], entity_of: Mapping[str, str]) -> Mapping[str, tuple[Claim, ...]]:
    """The claims with an end in each entity, in the order given."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for entity in dict.fromkeys(entity_of.get(end.record_id, end.record_id) for end in claim.ends):
            found[entity].append(claim)
    return {entity: tuple(held) for entity, held in found.items()}


def supports(claim: Claim) -> bool:
    """Whether a claim may support an answer: a refuted one supports nothing (rules.md §1)."""
    return claim.status is not ClaimStatus.REFUTED


def moment_of(share: Claim) -> datetime:
    """When a share told its receiver: the end of the day it is dated."""
    return end_of_day(share.valid.maybe_from) if share.valid.start else share.recorded_at


def value_date(claim: Claim, name: str) -> PartialDate | None:
    """A cell that holds a date, or None."""
    text = claim.value(name)
    return parse_partial(text) if text else None


def begun_by(period: Period, day: date) -> bool:
    """Whether the period has, or may have, begun on `day` or earlier."""
    return period.maybe_from <= day
