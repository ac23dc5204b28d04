"""The port answered by brute force over a list of claims: slow, obvious, and what both engines are held to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from graph.access.visible import Visible
from graph.model.claims import Claim, ClaimKind, Marking, Role
from graph.model.people import EntityKind
from graph.store.port import Fetched, Step, StoredClaim, StoredMember
from graph.store.stored_form import Withheld
from tests.graph.store.builders import SELF_ROLES

Moments = tuple[datetime, datetime]
"""From one moment to another, both of them: what was held at any."""

_KIND_OF_ROLE = {Role.OTHER: "person"}
_WHOLE_OF = {ClaimKind.EVENT_PERSON: Role.EVENT, ClaimKind.ASSESSMENT_PERSON: Role.ASSESSMENT}


class Oracle:
    """A published graph as lists."""

    def __init__(self, claims: Iterable[StoredClaim], members: Iterable[StoredMember]) -> None:
        self.claims = list(claims)
        self.members = {one.member.record_id: one for one in members}

    def entity(self, record: str) -> str:
        return self.members[record].member.entity_id if record in self.members else record

    def records(self, entity: str) -> set[str]:
        return {record for record, one in self.members.items() if one.member.entity_id == entity} | (
            {entity} if self.entity(entity) == entity else set()
        )

    def joins(self, entity: str) -> bool:
        return all(one.joins for one in self.members.values() if one.member.entity_id == entity)

    def is_open(self, stored: StoredClaim, visible: Visible) -> bool:
        granted = {(grant.marking, self.entity(grant.record_id)) for grant in visible.grants}

        def covered(closing_marking: Marking, record: str) -> bool:
            return (closing_marking, self.entity(record)) in granted

        some = {closing.marking for closing in stored.closings if not closing.every}
        return visible.everything or (
            all(covered(one.marking, one.record_id) for one in stored.closings if one.every)
            and all(
                any(
                    covered(one.marking, one.record_id)
                    for one in stored.closings
                    if not one.every and one.marking is marking
                )
                for marking in some
            )
        )

    def held(self, claim: Claim, when: Moments) -> bool:
        since, until = when
        recorded = claim.recorded_at <= until or claim.kind is ClaimKind.SHARE
        return recorded and (claim.superseded_at is None or claim.superseded_at > since)

    def entities(self, claim: Claim) -> set[str]:
        return {self.entity(end.record_id) for end in claim.ends}

    def around(self, seeds: Sequence[str], steps: Sequence[Step], when: Moments, visible: Visible) -> Fetched:
        known = {end.record_id for one in self.claims for end in one.claim.ends} | set(self.members)
        start = {self.entity(seed) for seed in seeds if seed in known}
        denied = {self.entity(record) for record in visible.denied}
        published = [one for one in self.claims if not self.entities(one.claim) & denied]
        readable = [one for one in published if self.held(one.claim, when) and self.is_open(one, visible)]
        reached, last = set(start), set(start)
        for step in steps:
            last = {
                self.entity(end.record_id)
                for one in readable
                if one.claim.kind in step.along
                for place in self.entities(one.claim) & last
                if place in start or self.joins(place)
                for end in one.claim.ends
                if self.kind(end.record_id, end.role) in step.to
            }
            reached |= last
        open_to_look = {place for place in reached if place in start or self.joins(place)}
        gathered = {one.claim.id: one for one in readable if self.entities(one.claim) & open_to_look}
        own = {record for one in gathered.values() for record in (one.claim.record_id, _part_of(one.claim)) if record}
        for one in readable:
            if one.claim.kind is ClaimKind.SHARE and one.claim.end(Role.ABOUT) in own:
                gathered[one.claim.id] = one
        named = {end.record_id for one in gathered.values() for end in one.claim.ends}
        for one in readable:
            if one.claim.kind in SELF_ROLES and one.claim.record_id in named:
                gathered[one.claim.id] = one
        told = tuple(self.tell(gathered[claim_id], when, visible) for claim_id in sorted(gathered))
        records = {end.record_id for claim in told for end in claim.ends}
        members = tuple(self.members[record].member for record in sorted(records & set(self.members)))
        named_now = {self.entity(record) for record in records}
        return Fetched(
            told, members, reached=frozenset(reached & named_now), **self.withheld(published, start, visible)
        )

    def withheld(self, published: Sequence[StoredClaim], start: set[str], visible: Visible) -> Withheld:
        """Who holds something restricted about the seeds, which of it links somebody else to one, and who refused it."""
        asked = {record for record in self._asked_records(published) if self.entity(record) in start}
        found = {
            (one.claim.agency, linked, self._was_refused(one, published, visible))
            for one in published
            if self._withholds(one, visible)
            for linked in self._linked(one.claim, asked, published, visible)
        }
        return Withheld(
            withheld_by=tuple(sorted({agency for agency, _, _ in found})),
            withheld_people=tuple(sorted({(agency, linked) for agency, linked, _ in found if linked})),
            refused_by=tuple(sorted({agency for agency, _, was_refused in found if was_refused})),
        )

    def _linked(
        self, claim: Claim, asked: set[str], published: Sequence[StoredClaim], visible: Visible
    ) -> Iterator[str | None]:
        """The seeds' records a restricted claim is about: itself where it links somebody else to one, else None."""
        ends = {end.record_id for end in claim.ends}
        is_of_another = any(end.role in {Role.PERSON, Role.OTHER} and end.record_id not in asked for end in claim.ends)
        is_link = claim.kind in {ClaimKind.RESIDENCE, ClaimKind.RELATIONSHIP} and is_of_another
        yield from (record if is_link else None for record in ends & asked)
        if claim.kind in _WHOLE_OF and is_of_another:
            for one in published:
                person = one.claim.end(Role.PERSON)
                if (
                    one.claim.kind is claim.kind
                    and _part_of(one.claim) in ends
                    and one.claim.superseded_at is None
                    and self.is_open(one, visible)
                    and person in asked
                ):
                    yield person

    def _was_refused(self, one: StoredClaim, published: Sequence[StoredClaim], visible: Visible) -> bool:
        people = {end.record_id for end in one.claim.ends if end.role in {Role.PERSON, Role.OTHER}}
        about = {one.claim.record_id, _part_of(one.claim), *people}
        return any(
            share.claim.kind is ClaimKind.SHARE
            and share.claim.agency == one.claim.agency
            and share.claim.superseded_at is None
            and not about.isdisjoint({share.claim.end(Role.ABOUT), share.claim.end(Role.PERSON)} - {None})
            and (said := orjson.loads(share.headline))["outcome"] == "refused"
            and said["to_agency"] in visible.detail_of
            and (self._is_restricted_alone(share) or self.is_open(share, visible))
            for share in published
        )

    def _withholds(self, one: StoredClaim, visible: Visible) -> bool:
        is_current = one.claim.superseded_at is None
        return self._is_restricted_alone(one) and is_current and not self.is_open(one, visible)

    def _is_restricted_alone(self, one: StoredClaim) -> bool:
        return bool(one.closings) and all(closing.marking is Marking.RESTRICTED for closing in one.closings)

    def _asked_records(self, published: Iterable[StoredClaim]) -> set[str]:
        return {*self.members, *(end.record_id for one in published for end in one.claim.ends)}

    def kind(self, record: str, role: Role) -> EntityKind | None:
        if record in self.members:
            return self.members[record].member.kind
        name = _KIND_OF_ROLE.get(role, role.value)
        return EntityKind(name) if name in set(EntityKind) else None

    def tell(self, stored: StoredClaim, when: Moments, visible: Visible) -> Claim:
        values = orjson.loads(stored.headline)
        detail = stored.detail is not None and self.detail_is_read(stored, when, visible)
        if stored.detail is not None and detail:
            values |= orjson.loads(stored.detail)
        granted = {(one.marking, self.entity(one.record_id)) for one in visible.grants}
        if stored.hidden and (visible.everything or granted & {self.opener(one) for one in stored.hidden_for}):
            values |= orjson.loads(stored.hidden)
        return replace(stored.claim, values=values, detail_withheld=stored.detail is not None and not detail)

    def opener(self, opened_by: str) -> tuple[Marking, str]:
        """The grant that opens hidden cells: confidential, or of the marking said."""
        marking, _, record = opened_by.rpartition("|")
        return Marking(marking or Marking.CONFIDENTIAL), self.entity(record)

    def detail_is_read(self, stored: StoredClaim, when: Moments, visible: Visible) -> bool:
        claim = stored.claim
        if visible.everything or claim.agency in visible.detail_of:
            return True
        about = {claim.record_id, _part_of(claim)}
        return visible.detail_shared_with is not None and any(
            one.claim.kind is ClaimKind.SHARE
            and one.claim.end(Role.ABOUT) in about
            and orjson.loads(one.headline) == {"outcome": "shared", "to_agency": visible.detail_shared_with}
            and self.held(one.claim, when)
            and self.is_open(one, visible)
            for one in self.claims
        )


def _part_of(claim: Claim) -> str | None:
    """The event or assessment a part row belongs to."""
    whole = _WHOLE_OF.get(claim.kind)
    return claim.end(whole) if whole else None
