"""The graph in one SQLite file, behind the port."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import apsw

from graph.access.visible import Visible
from graph.store.embedded import queries, writing
from graph.store.embedded.connections import READ_SECONDS, Connections
from graph.store.embedded.reading import Reading
from graph.store.embedded.rows import to_stored_claim
from graph.store.port import Batch, Fetched, Health, Step, StoredClaim, StoredMember
from graph.store.stored_form import FOREVER, to_ms, to_stored_member


class EmbeddedStore:
    """A graph file: made when absent, read by any number of threads and processes beside one writer."""

    def __init__(self, path: Path, read_seconds: float = READ_SECONDS) -> None:
        self._connections = Connections(path, read_seconds)

    def health(self) -> Health:
        """The SQLite it runs on, and the publication readers see."""
        with self._connections.reading() as connection:
            return Health("SQLite", apsw.sqlite_lib_version(), writing.published(connection))

    def claims_around(
        self,
        seeds: Sequence[str],
        steps: Sequence[Step],
        known_at: datetime,
        visible: Visible,
        *,
        since: datetime | None = None,
    ) -> Fetched:
        """The case around `seeds`: see the port."""
        with self._connections.reading() as connection:
            return Reading(connection, to_ms(known_at), visible, to_ms(since or known_at)).case(seeds, steps)

    def entities_near(
        self, seeds: Sequence[str], steps: Sequence[Step], targets: Sequence[str], visible: Visible
    ) -> frozenset[str]:
        """Which seeds are near the targets, by what is current: see the port."""
        with self._connections.reading() as connection:
            return Reading(connection, FOREVER, visible).near(seeds, steps, targets)

    def find_people(
        self, keys: Sequence[frozenset[str]], known_at: datetime, visible: Visible, limit: int
    ) -> tuple[str, ...]:
        """People by normalised keys: see the port."""
        with self._connections.reading() as connection:
            return Reading(connection, to_ms(known_at), visible).people(keys, limit)

    def claim(self, claim_id: str, visible: Visible) -> Fetched:
        """One claim: see the port."""
        with self._connections.reading() as connection:
            return Reading(connection, FOREVER, visible).one_claim(claim_id)

    def fingerprints(self, agency: str, system: str) -> Iterator[tuple[str, str]]:
        """What is written for a system, ordered by claim id."""
        with self._connections.streaming() as connection:
            yield from connection.execute(queries.FINGERPRINTS_OF_SYSTEM, {"agency": agency, "system": system})

    def stored_members(self) -> Iterator[StoredMember]:
        """Every record's place as written, ordered by record."""
        with self._connections.streaming() as connection:
            yield from map(to_stored_member, connection.execute(queries.MEMBERS_AS_WRITTEN))

    def stored_claims(self) -> Iterator[StoredClaim]:
        """Every published claim, ordered by claim id."""
        with self._connections.streaming() as connection:
            pub = writing.published(connection)
            yield from map(to_stored_claim, connection.execute(queries.CLAIMS_AS_WRITTEN, {"pub": pub}))

    def write(self, publication: int, batch: Batch) -> None:
        """All of the batch in one transaction."""
        with self._connections.writing() as connection:
            writing.write(connection, publication, batch)

    def publish(self, publication: int) -> None:
        """Makes the indexes a first load left out, then flips what readers see."""
        with self._connections.writing() as connection:
            writing.publish(connection, publication)

    def sweep(self, publication: int) -> None:
        """Forgets what is above `publication`, and what its readers no longer need."""
        with self._connections.writing() as connection:
            writing.sweep(connection, publication)

    def close(self) -> None:
        """Ends connections."""
        self._connections.close()
