"""Questions to the embedded graph: a few statements inside one read transaction, each given what the last one found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import apsw

from graph.access.visible import Visible
from graph.model.claims import Claim
from graph.model.people import Member
from graph.store.embedded import queries
from graph.store.embedded.rows import to_json, to_readable_claim
from graph.store.embedded.writing import published
from graph.store.port import Fetched, Step
from graph.store.stored_form import to_member, to_withheld

Places = Mapping[str, Collection[str]]
"""Where a walk stands: entities, each with the seeds it was reached from."""


class Reading:
    """What one caller may see at one time of one publication."""

    def __init__(self, connection: apsw.Connection, known: int, visible: Visible, since: int | None = None) -> None:
        self._connection = connection
        self._bound: dict[str, str | int | None] = {
            "pub": published(connection),
            "known": known,
            "known_since": known if since is None else since,
            "everything": int(visible.everything),
            "restricted_too": int(visible.restricted_too),
            "detail_of": to_json(sorted(visible.detail_of)),
            "shared_with": visible.detail_shared_with,
        }
        self._bound["granted"] = to_json(self._granted_keys(visible))
        self._bound["denied"] = self._denied_records(visible)

    def case(self, seeds: Sequence[str], steps: Sequence[Step]) -> Fetched:
        """The claims around the seeds, and who withholds claims about them."""
        start = set(self._entities_of(seeds).values())
        reached, last = set(start), start
        for step in steps:
            last = set(self._step(dict.fromkeys(last, ()), step, start))
            reached |= last
        about = self._records_of(reached, start)
        claims = self._claims(queries.CLAIMS_ABOUT_RECORDS, {"records": to_json(sorted(about))})
        members = self._members(claims)
        asked = self._records_of(start, start)
        withheld = self._rows(queries.AGENCIES_THAT_WITHHOLD, {"records": to_json(sorted(asked))})
        named = frozenset(reached & _named(claims, members))
        return Fetched(claims, members, reached=named, **to_withheld(withheld))

    def near(self, seeds: Sequence[str], steps: Sequence[Step], targets: Sequence[str]) -> frozenset[str]:
        """The seeds with an entity of the targets within the steps."""
        wanted = set(self._entities_of(targets).values())
        places: dict[str, set[str]] = defaultdict(set)
        for seed, entity in self._entities_of(seeds).items():
            places[entity].add(seed)
        start = set(places)
        found = {seed for entity in wanted & start for seed in places[entity]}
        last: Places = places
        for step in steps:
            last = self._step(last, step, start)
            found.update(seed for entity in wanted & last.keys() for seed in last[entity])
        return frozenset(found)

    def people(self, keys: Sequence[frozenset[str]], limit: int) -> tuple[str, ...]:
        """Entities with a visible person claim that holds a key of every set."""
        if not keys or not all(keys):
            return ()
        sets = to_json([sorted(some) for some in keys])
        rarest, *others = [some for (some,) in self._rows(queries.SETS_BY_RARITY, {"sets": sets})]
        given = {"rarest": rarest, "others": f"[{','.join(others)}]", "most": limit}
        return tuple(entity for (entity,) in self._rows(queries.PEOPLE_WITH_KEYS, given))

    def one_claim(self, claim_id: str) -> Fetched:
        """A claim of any time, with what names its ends now."""
        claims = self._claims(queries.CLAIM_WITH_WHAT_NAMES_IT, {"claim_id": claim_id})
        return Fetched(claims, self._members(claims))

    def _step(self, places: Places, step: Step, start: Collection[str]) -> Places:
        """Where `step` leads from `places`, in a walk that began at `start`."""
        entity_of = self._records_of(places.keys(), start)
        along, to_kinds = to_json(sorted(step.along)), to_json(sorted(step.to))
        found = self._rows(
            queries.STEP_ALONG_CLAIMS,
            {"records": to_json(sorted(entity_of)), "along": along, "to_kinds": to_kinds},
        )
        next_places: dict[str, set[str]] = defaultdict(set)
        for record, entity in found:
            next_places[entity].update(places[entity_of[record]])
        return next_places

    def _entities_of(self, records: Sequence[str]) -> dict[str, str]:
        return dict(self._rows(queries.ENTITIES_OF_RECORDS, {"records": to_json(sorted(set(records)))}))

    def _records_of(self, entities: Collection[str], start: Collection[str]) -> dict[str, str]:
        """The records of entities, with their entity; none of those that do not join, unless a walk began there."""
        found = self._rows(queries.RECORDS_OF_ENTITIES, {"entities": to_json(sorted(entities))})
        apart = {entity for entity, _, joins in found if not joins}.difference(start)
        return {record: entity for entity, record, _ in found if entity not in apart}

    def _granted_keys(self, visible: Visible) -> list[str]:
        """`marking|record` for every record of every person a grant is for."""
        if not visible.grants:
            return []
        entities = self._entities_of([grant.record_id for grant in visible.grants])
        records: dict[str, set[str]] = defaultdict(set)
        people = set(entities.values())
        for record, entity in self._records_of(people, people).items():
            records[entity].add(record)
        keys = {
            f"{grant.marking}|{record}" for grant in visible.grants for record in records[entities[grant.record_id]]
        }
        return sorted(keys)

    def _denied_records(self, visible: Visible) -> str | None:
        """Every record of every person denied."""
        if not visible.denied:
            return None
        people = set(self._entities_of(sorted(visible.denied)).values())
        return to_json(sorted({*visible.denied, *self._records_of(people, people)}))

    def _claims(self, text: str, more: Mapping[str, str | int | None]) -> tuple[Claim, ...]:
        return tuple(map(to_readable_claim, self._rows(text, more)))

    def _members(self, claims: Iterable[Claim]) -> tuple[Member, ...]:
        records = sorted({end.record_id for claim in claims for end in claim.ends})
        return tuple(map(to_member, self._rows(queries.MEMBERS_OF_RECORDS, {"records": to_json(records)})))

    def _rows(self, text: str, more: Mapping[str, str | int | None]) -> list[tuple[Any, ...]]:
        return self._connection.execute(text, {**self._bound, **more}).fetchall()


def _named(claims: Iterable[Claim], members: Iterable[Member]) -> set[str]:
    """The entities the claims name: only these may be told to have been reached."""
    entity_of = {member.record_id: member.entity_id for member in members}
    return {entity_of.get(end.record_id, end.record_id) for claim in claims for end in claim.ends}
