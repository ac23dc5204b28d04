"""The graph in Neo4j, behind the port."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, LiteralString

from neo4j import Driver, GraphDatabase, ManagedTransaction, Record, unit_of_work
from neo4j.exceptions import AuthError, ClientError, DatabaseError, DriverError, TransientError

from graph.access.visible import Visible
from graph.deadline import seconds_left
from graph.errors import StoreUnavailable, TooCostly
from graph.store.neo4j import queries, writing
from graph.store.neo4j.rows import to_readable_claim, to_stored_claim
from graph.store.neo4j.schema import ensure_schema
from graph.store.neo4j.waiting import GRACE, READ_SESSION, WRITE_SECONDS, again_while_quick, answer_within
from graph.store.port import Batch, Fetched, Health, Step, StoredClaim, StoredMember
from graph.store.stored_form import FOREVER, to_member, to_ms, to_stored_member, to_withheld

READ_SECONDS = 9.0
WAIT_SECONDS = 15.0
PAGE = 5_000
ASK_AGAIN = 5
_TIMED_OUT = "TransactionTimedOut"


class Neo4jStore:
    """A Neo4j database: reached when first asked; its schema is made before the first write."""

    def __init__(self, uri: str, login: tuple[str, str], database: str) -> None:
        self._driver: Driver = GraphDatabase.driver(
            uri,
            auth=login,
            connection_acquisition_timeout=WAIT_SECONDS,
            max_transaction_retry_time=WAIT_SECONDS,
            notifications_min_severity="OFF",
        )
        self._database = database
        self._has_schema = False

    def health(self) -> Health:
        """The server and its version, and the publication readers see."""
        version = self._read(queries.VERSION, {})
        return Health("Neo4j", str(version["version"]) if version else "", self._published())

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
        text = queries.CASE_BY_STEPS[_number_of(steps)]
        predicate = _predicate(to_ms(known_at), visible, to_ms(since or known_at))
        found = self._ask(text, predicate | _walk(seeds, steps))
        if found is None:
            return Fetched()
        members = tuple(map(to_member, found["members"]))
        claims = tuple(map(to_readable_claim, found["claims"]))
        entity_of = {member.record_id: member.entity_id for member in members}
        named = {entity_of.get(end.record_id, end.record_id) for claim in claims for end in claim.ends}
        reached = frozenset(named.intersection(found["reached"]))
        return Fetched(claims, members, reached=reached, **to_withheld(found["withheld"]))

    def entities_near(
        self, seeds: Sequence[str], steps: Sequence[Step], targets: Sequence[str], visible: Visible
    ) -> frozenset[str]:
        """Which seeds are near the targets, by what is current: see the port."""
        text = queries.NEAR_BY_STEPS[_number_of(steps)]
        found = self._ask(text, _predicate(FOREVER, visible) | _walk(seeds, steps) | {"targets": sorted(set(targets))})
        return frozenset(found["found"]) if found else frozenset()

    def find_people(
        self, keys: Sequence[frozenset[str]], known_at: datetime, visible: Visible, limit: int
    ) -> tuple[str, ...]:
        """People by normalised keys: see the port."""
        if not keys or not all(keys):
            return ()
        more = {"sets": [sorted(some) for some in keys], "most": limit}
        found = self._ask(queries.PEOPLE_WITH_KEYS, _predicate(to_ms(known_at), visible) | more)
        return tuple(found["found"]) if found else ()

    def claim(self, claim_id: str, visible: Visible) -> Fetched:
        """One claim: see the port."""
        found = self._ask(queries.CLAIM_WITH_WHAT_NAMES_IT, _predicate(FOREVER, visible) | {"claim_id": claim_id})
        if found is None:
            return Fetched()
        return Fetched(tuple(map(to_readable_claim, found["claims"])), tuple(map(to_member, found["members"])))

    def fingerprints(self, agency: str, system: str) -> Iterator[tuple[str, str]]:
        """What is written for a system, ordered by claim id."""
        with self._in_our_words(), self._driver.session(database=self._database, fetch_size=PAGE) as session:
            for record in session.run(queries.FINGERPRINTS_OF_SYSTEM, agency=agency, system=system):
                yield record["id"], record["fingerprint"]

    def stored_members(self) -> Iterator[StoredMember]:
        """Every record's place as written, ordered by record."""
        for record in self._pages(queries.MEMBERS_AS_WRITTEN, {}):
            yield to_stored_member(record["member"])

    def stored_claims(self) -> Iterator[StoredClaim]:
        """Every published claim, ordered by claim id."""
        return map(to_stored_claim, self._pages(queries.CLAIMS_AS_WRITTEN, {"pub": self._published()}))

    def write(self, publication: int, batch: Batch) -> None:
        """The batch in transactions of a few thousand rows: repeatable, and seen by nobody until it is published."""
        claims = list({stored.claim.id: stored for stored in batch.claims}.values())
        members = list({stored.member.record_id: stored for stored in batch.members}.values())
        self._in_transactions(writing.write_claims, publication, claims)
        self._in_transactions(writing.take_away_claims, publication, list(batch.gone_claims))
        self._in_transactions(writing.write_members, publication, members)
        self._in_transactions(writing.take_away_members, publication, list(batch.gone_members))

    def publish(self, publication: int) -> None:
        """Flips what readers see."""

        def flip(tx: ManagedTransaction) -> None:
            answer_within(tx, WRITE_SECONDS)
            writing.publish(tx, publication)

        with self._writing() as driver, driver.session(database=self._database) as session:
            session.execute_write(flip)

    def sweep(self, publication: int) -> None:
        """Forgets what is above `publication`, and what its readers no longer need."""
        with self._writing() as driver, driver.session(database=self._database) as session:
            for text in queries.SWEEP:
                session.run(text, pub=publication).consume()

    def close(self) -> None:
        """Ends connections."""
        self._driver.close()

    def _published(self) -> int:
        found = self._read(queries.PUBLISHED, {})
        return int(found["published"]) if found else 0

    def _ask(self, text: LiteralString, parameters: Mapping[str, object]) -> Record | None:
        """The answer of one publication; None when nothing was ever published."""
        for _ in range(ASK_AGAIN):
            found = self._read(text, parameters)
            if found is None or found["pub"] == found["pub_after"]:
                return found
        raise StoreUnavailable("the graph is being published: try again")

    def _read(self, text: LiteralString, parameters: Mapping[str, object]) -> Record | None:
        most = seconds_left(READ_SECONDS)

        @unit_of_work(timeout=most)
        def read(tx: ManagedTransaction) -> Record | None:
            answer_within(tx, most + GRACE)
            return tx.run(text, dict(parameters)).single()

        def ask() -> Record | None:
            with self._driver.session(database=self._database, **READ_SESSION) as session:
                return session.execute_read(read)

        with self._in_our_words():
            return again_while_quick(ask)

    def _pages(self, text: LiteralString, parameters: Mapping[str, object]) -> Iterator[Record]:
        def read(tx: ManagedTransaction, after: str) -> list[Record]:
            answer_within(tx, WRITE_SECONDS)
            return list(tx.run(text, dict(parameters), after=after, page=PAGE))

        with self._in_our_words(), self._driver.session(database=self._database, fetch_size=PAGE) as session:
            after = ""
            while page := session.execute_read(read, after):
                yield from page
                after = page[-1]["id"]

    def _in_transactions(
        self, write: Callable[[ManagedTransaction, int, Sequence[Any]], None], publication: int, items: list[Any]
    ) -> None:
        if not items:
            return

        def write_piece(tx: ManagedTransaction, piece: Sequence[Any]) -> None:
            answer_within(tx, WRITE_SECONDS)
            write(tx, publication, piece)

        with self._writing() as driver, driver.session(database=self._database) as session:
            for piece in writing.pieces(items):
                session.execute_write(write_piece, piece)

    @contextmanager
    def _writing(self) -> Iterator[Driver]:
        with self._in_our_words():
            if not self._has_schema:
                ensure_schema(self._driver, self._database)
                self._has_schema = True
            yield self._driver

    @contextmanager
    def _in_our_words(self) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            if error.code and _TIMED_OUT in error.code:
                raise TooCostly(
                    "the question took longer than the graph allows: ask for fewer steps or people"
                ) from error
            if isinstance(error, AuthError):
                raise StoreUnavailable("Neo4j refuses the sign-in: check NEO4J_USER and NEO4J_PASSWORD") from error
            raise
        except (DriverError, TransientError, DatabaseError) as error:
            raise StoreUnavailable("Neo4j does not answer: check NEO4J_URI and that it is running") from error


def _predicate(known: int, visible: Visible, since: int | None = None) -> dict[str, object]:
    return {
        "known": known,
        "known_since": known if since is None else since,
        "everything": visible.everything,
        "restricted_too": visible.restricted_too,
        "grants": sorted([grant.marking.value, grant.record_id] for grant in visible.grants),
        "detail_of": sorted(visible.detail_of),
        "shared_with": visible.detail_shared_with,
        "denied": sorted(visible.denied),
    }


def _walk(seeds: Sequence[str], steps: Sequence[Step]) -> dict[str, object]:
    kinds = [[sorted(kind.value for kind in step.along), sorted(kind.value for kind in step.to)] for step in steps]
    return {"seeds": sorted(set(seeds)), "steps": kinds}


def _number_of(steps: Sequence[Step]) -> int:
    if len(steps) > queries.MOST_STEPS:
        raise TooCostly("a question walks five steps at most")
    return len(steps)
