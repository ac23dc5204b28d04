"""The port of the graph: what can be asked of it and written to it, in our words.

Two implementations (`embedded/`, `neo4j/`) answer alike; `tests/graph/store/test_contract.py` holds them together.
Values in and out are the model. Dates and the policy predicate are parameters of the query itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from graph.access.visible import Visible
from graph.model.claims import Claim, ClaimKind, Closing
from graph.model.people import EntityKind, Member


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as it is written: everything it says, in the three parts readers may see, and why it is closed.

    `claim.values` is empty here. `headline`, `detail` and `hidden` are disjoint parts of the cells; `hidden` is shown only
    to holders of a grant of `hidden_for`: a confidential one for that record, or the one `MARKING|RECORD` says.
    `fingerprint` changes whenever anything about the claim does, also only the row it is traced to: what it says, a dot,
    that row. `search` are the normalised keys of a person's names and birth date, or of a household's address (empty for
    other kinds).
    """

    claim: Claim
    headline: str
    detail: str | None
    hidden: str | None
    closings: tuple[Closing, ...]
    fingerprint: str
    search: tuple[str, ...] = ()
    hidden_for: tuple[str, ...] = ()


def said_by(fingerprint: str) -> str:
    """The part of a fingerprint that is of what the claim says and who may see it, whichever row said it first."""
    return fingerprint.partition(".")[0]


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A record's entity as it is written; `joins` is False for a household or detail nothing may be joined through."""

    member: Member
    joins: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """What one write adds, replaces (same claim id or record id) and takes away."""

    claims: Sequence[StoredClaim] = ()
    members: Sequence[StoredMember] = ()
    gone_claims: Sequence[str] = ()
    gone_members: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step outward from the entities reached last: along claims of these kinds, to entities of these kinds."""

    along: frozenset[ClaimKind]
    to: frozenset[EntityKind]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A case: the visible claims about every entity reached, the clusters of every record they name, and who withholds.

    The `person` and `household` claims of every record named on those claims are among them, so that all can be named.
    `withheld_by` are agencies that hold restricted claims about the seeds, undated; `withheld_people` are those that link
    somebody else to a seed (agency, the seed's record); `refused_by` are those of them that refused it to whose detail the
    caller reads. Shares about any record in `claims` are among them. Claims are
    ordered by id.
    """

    claims: tuple[Claim, ...] = ()
    members: tuple[Member, ...] = ()
    withheld_by: tuple[str, ...] = ()
    reached: frozenset[str] = field(default_factory=frozenset)
    withheld_people: tuple[tuple[str, str], ...] = ()
    refused_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the store answers, what it is, and which publication readers see."""

    engine: str
    version: str
    publication: int


class GraphReader(Protocol):
    """The graph as questions read it. Raises StoreUnavailable when it can't be reached."""

    def claims_around(
        self,
        seeds: Sequence[str],
        steps: Sequence[Step],
        known_at: datetime,
        visible: Visible,
        *,
        since: datetime | None = None,
    ) -> Fetched:
        """The case around the entities of `seeds` (any record ids), as recorded by `known_at`, in one round trip.

        With `since`: as recorded at any moment from then to `known_at`, so that two moments are compared by one look.

        Walks `steps` through visible claims only. Entities that do not join are reached, but neither walked through nor
        looked into, unless a walk began there. `reached` are those the case names.
        """

    def find_people(
        self, keys: Sequence[frozenset[str]], known_at: datetime, visible: Visible, limit: int
    ) -> tuple[str, ...]:
        """Entity ids of people, or homes, with a visible claim that holds a key of every set, ordered, at most `limit`."""

    def claim(self, claim_id: str, visible: Visible) -> Fetched:
        """One claim with what names its ends, or an empty answer."""


class GraphStore(GraphReader, Protocol):
    """The graph, made to be asked. Raises StoreUnavailable when it can't be reached."""

    def health(self) -> Health:
        """What answers, and the publication readers see (0: nothing published)."""

    def entities_near(
        self, seeds: Sequence[str], steps: Sequence[Step], targets: Sequence[str], visible: Visible
    ) -> frozenset[str]:
        """Which of `seeds` (record ids) have an entity of `targets` (record ids) within the steps, itself included."""

    def fingerprints(self, agency: str, system: str) -> Iterator[tuple[str, str]]:
        """(claim id, fingerprint) of all that is written for a system, the unpublished included."""

    def stored_members(self) -> Iterator[StoredMember]:
        """Every record's place, the unpublished included."""

    def stored_claims(self) -> Iterator[StoredClaim]:
        """Every published claim, by claim id: for digests, verification and copies."""

    def write(self, publication: int, batch: Batch) -> None:
        """Writes under a publication number no reader uses; writing the same again changes nothing."""

    def publish(self, publication: int) -> None:
        """Makes that publication the one readers see, in one transaction."""

    def sweep(self, publication: int) -> None:
        """Forgets what was written above `publication` and what readers of it no longer need."""

    def close(self) -> None:
        """Ends connections."""


Batches = Iterable[Batch]
