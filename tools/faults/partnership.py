"""One data folder under test: what may be seen of it at any moment, and what must hold in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

import neo4j

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.model.answers import NO_DATES
from graph.questions.opening import Partnerships, open_partnerships
from graph.questions.reports import ReportAsked, make_report
from graph.settings import Neo4jAddress, Settings

_STEWARD = Caller("steward", frozenset({AccessRole.STEWARD}), is_operator=True)
_EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers see: the publication, a stand-in for its claims, and what no state may show."""

    publication: int
    claims: str
    faults: tuple[str, ...]


def look(settings: Settings) -> Seen:
    """What a reader who comes now sees; reading it is itself a question with its audit entry."""
    with _opened(settings) as held:
        _, feeds = make_report(held, _STEWARD, read_purpose("data_quality"), ReportAsked("feeds", NO_DATES))
        publication = held.graph.health().publication
        told = {row["delivery"] for row in feeds}
        deliveries: set[str] = set()
        claims = 0
        for stored in held.graph.stored_claims():
            deliveries.add(stored.claim.source.delivery)
            one = f"{stored.claim.id} {stored.fingerprint} {stored.claim.superseded_at}"
            claims ^= int.from_bytes(blake2b(one.encode(), digest_size=16).digest())
        newest = held.ledger.publications.newest()
        known = {record.id for record in held.ledger.deliveries.every() if record.is_published}
        faults = [f"{fault}" for fault in held.audit.verify()]
        if (newest.number if newest else 0) != publication:
            faults.append("the graph shows one publication, the ledger another")
        if not deliveries <= known or not told <= known:
            faults.append("claims are seen of a delivery that counts as not published")
        return Seen(publication, f"{claims:032x}", tuple(faults))


@contextmanager
def _opened(settings: Settings) -> Iterator[Partnerships]:
    held = open_partnerships(settings, lambda: datetime.now(UTC))
    try:
        yield held
    finally:
        held.graph.close()
        held.ledger.close()


def published_in(address: Neo4jAddress) -> int:
    """The publication that a Neo4j shows; 0 for an empty one."""
    with _opened(Settings(Path(), address)) as held:
        return held.graph.health().publication


def wipe(address: Neo4jAddress) -> None:
    """Empties a Neo4j; its indexes stay."""
    with (
        neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver,
        driver.session(database=address.database) as session,
    ):
        session.run(_EMPTY).consume()
