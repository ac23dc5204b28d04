"""Numbers for Prometheus: requests by route, questions by operation and role, and how the stores are. No identifiers.

Every label is a word of ours: a route's template, an operation of the policy's list, a role, an outcome, a status. Counts
of people, rows or pairs are not among them: a count may tell of somebody closed.

This module is imported where metrics are wanted and nowhere else: whether several processes share their numbers is decided
when the library is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.watched import OTHER, Answered
from graph.access.caller import Caller
from graph.access.operations import OPERATIONS
from graph.access.policy import Decision
from graph.audit.log import LooksWanted
from graph.errors import KithmapError
from graph.questions.asking import Questions
from graph.questions.door import Asking, Outcome
from graph.questions.opening import Partnerships

DURATIONS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
ANSWERED = "answered"
Opened = Callable[[], Partnerships]


class Meter:
    """Counts what is asked and answered."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "kithmap_requests", "Requests answered.", ("route", "method", "status"), registry=registry
        )
        self._seconds = Histogram(
            "kithmap_request_seconds", "How long they took.", ("route",), registry=registry, buckets=DURATIONS
        )
        self._questions = Counter(
            "kithmap_questions", "Questions asked.", ("operation", "roles", "outcome"), registry=registry
        )

    def count(self, answered: Answered) -> None:
        """Counts a request."""
        self._requests.labels(answered.route, answered.method, str(answered.status)).inc()
        self._seconds.labels(answered.route).observe(answered.seconds)

    def count_questions(self, asked: Questions) -> Questions:
        """The same questions, each counted once its audit entry is written."""
        write = asked.door.record

        def record(decision: Decision | None, caller: Caller, asking: Asking, result: Outcome) -> None:
            write(decision, caller, asking, result)
            roles = decision.roles if decision else caller.roles
            named = asking.recorded_as if asking.recorded_as in OPERATIONS else OTHER
            ended = result.ended if result.ended in outcomes() else OTHER
            self._questions.labels(named, "+".join(sorted(role.value for role in roles)), ended).inc()

        return replace(asked, door=replace(asked.door, record=record))


def outcomes() -> frozenset[str]:
    """How a question may end: answered, or by one of our own faults."""
    return frozenset({ANSWERED, *_names(KithmapError)})


def _names(kind: type[KithmapError]) -> Iterator[str]:
    yield kind.__name__
    for below in kind.__subclasses__():
        yield from _names(below)


class StoreCollector(Collector):
    """How the stores are, asked at each scrape: opened for it and closed after it."""

    def __init__(self, opened: Opened, now: Callable[[], datetime]) -> None:
        self._opened = opened
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """The numbers of now; of a store that does not answer only that."""
        up = GaugeMetricFamily("kithmap_store_up", "Whether a store answers.", labels=("store",))
        told: list[Metric] = []
        try:
            held = self._opened()
        except KithmapError:
            up.add_metric(("ledger",), 0)
            yield up
            return
        try:
            up.add_metric(("graph",), _answers(lambda: held.graph.health()))
            up.add_metric(("ledger",), _answers(lambda: told.extend(self._of_ledger(held))))
        finally:
            held.graph.close()
            held.ledger.close()
        yield from (up, *told)

    def _of_ledger(self, held: Partnerships) -> Iterator[Metric]:
        waiting = len(held.ledger.notices.waiting())
        yield GaugeMetricFamily("kithmap_notices_waiting", "Notices not sent yet, a hundred at most.", waiting)
        for entry in held.ledger.audit.newest(LooksWanted(1)):
            age = self._age(entry.at)
            yield GaugeMetricFamily("kithmap_audit_head_age_seconds", "Since the newest entry of the log.", age)
        newest = held.ledger.publications.newest()
        if newest is not None and newest.published_at is not None:
            age = self._age(newest.published_at)
            yield GaugeMetricFamily("kithmap_published_age_seconds", "Since the last load was published.", age)
        made = held.partnership().newest
        if made is not None:
            age = self._age(made)
            yield GaugeMetricFamily("kithmap_newest_delivery_age_seconds", "Since the newest delivery was made.", age)

    def _age(self, moment: datetime) -> float:
        return max(0.0, (self._now() - moment).total_seconds())


def _answers(look: Callable[[], object]) -> float:
    try:
        look()
    except KithmapError:
        return 0.0
    return 1.0
