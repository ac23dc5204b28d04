"""P4: an operation executed by us, by graphql-core on ready dicts, and by Strawberry as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from graphql import build_schema as schema_of_text
from graphql import execute_sync, parse

from api.graphql.execution import Executor, Operation
from api.graphql.queries import Context
from api.graphql.schema import build_schema, schema_text
from graph.model.answers import (
    AdultAroundChild,
    AdultsAroundChild,
    AdultState,
    AskedAnswer,
    ClaimAnswer,
    Ground,
    PeriodAnswer,
    PersonAnswer,
    RecordAnswer,
)
from graph.model.loading import DeliveriesFound, DeliveryAnswer
from graph.model.people import Agency
from graph.questions.asking import Questions
from tools.bench.timing import Figure, in_turns, ready, require_equal

_CORE, _STOCK = 1.05, 0.9
_NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)
_VALE = Agency("csc", "Vale Children's Social Care", "children_social_care")
FLAT = """{ deliveries(first: 100) { nodes {
    id system mode extractedAt loadedAt rowsIn stored unchanged quarantined published } } }"""
NESTED = """{ hiddenAdults(child: "p1") { adults { state underEighteen since toAsk
    grounds { kind says possible firstDate lastDate
      claims { id says recordedAt supersededAt status record { system table recordRef delivery } } } } } }"""


@dataclass(frozen=True, slots=True)
class Made:
    """Answers at hand, in the place of questions that read a store."""

    count: int

    def deliveries(self, first: int = 20, after: str | None = None) -> DeliveriesFound:
        """So many deliveries, whatever was asked for."""
        return DeliveriesFound(tuple(_delivery(n) for n in range(self.count)), None, has_next_page=False)

    def hidden_adults(self, *asked: object) -> AdultsAroundChild:
        """So many adults with three grounds of three claims."""
        child = PersonAnswer("p1", "Mia", identified=True, is_child=True)
        at = AskedAnswer(_NOW.date(), _NOW, (_VALE,), None, _NOW)
        return AdultsAroundChild(at, child, tuple(_adult(n) for n in range(self.count)), (), ())


def _delivery(n: int) -> DeliveryAnswer:
    return DeliveryAnswer(f"d{n}", _VALE, "casework", _NOW, _NOW, "full", n, n, 0, 0, published=True)


def _adult(n: int) -> AdultAroundChild:
    person = PersonAnswer(f"a{n}", f"Adult {n}", identified=True, is_child=False)
    grounds = tuple(_ground(n, place) for place in range(3))
    return AdultAroundChild(
        person, under_eighteen=False, state=AdultState.HIDDEN, grounds=grounds, since="2023-01-01", known_by=(),
        candidates=(), to_ask="Ask who lives there.",
    )  # fmt: skip


def _ground(n: int, place: int) -> Ground:
    claims = tuple(_claim(f"c{n}-{place}-{one}") for one in range(3))
    return Ground("lives_with", "Lives with the child", possible=False, first_date="2023-01-01", last_date=None,
                  agencies=(_VALE,), claims=claims)  # fmt: skip


def _claim(claim_id: str) -> ClaimAnswer:
    record = RecordAnswer(_VALE, "casework", "residences", "R1", "d1")
    return ClaimAnswer(claim_id, "Lives at 3 Mill Row", PeriodAnswer("2023-01-01", None, open=True), _NOW, None,
                       "ASSERTED", record)  # fmt: skip


def execution(rounds: int, sizes: tuple[int, ...] = (100, 1_000), nested: int = 100) -> Iterator[Figure]:
    """The figures of flat lists of ten fields and of objects in objects in objects."""
    for count in sizes:
        yield from _compared(f"{count:,} objects of 10 fields", FLAT, count, rounds)
    yield from _compared(f"{nested} × 3 × 3 objects", NESTED, nested, rounds)


def _compared(what: str, text: str, count: int, rounds: int) -> Iterator[Figure]:
    answers = Made(count)
    # The answers are at hand for everyone: what is timed is the execution.
    found: dict[str, Any] = {"deliveries": answers.deliveries(), "hidden_adults": answers.hidden_adults()}
    questions = cast(Questions, _Given(found))
    executor, operation = Executor(), Operation(text)
    schema, document, stock = schema_of_text(schema_text()), parse(text), build_schema()
    reply = executor.run(operation, questions).body
    require_equal("errors of ours", reply.get("errors"), None)
    told = reply["data"]

    def ours() -> object:
        return executor.run(operation, questions).body["data"]

    def core() -> object:
        return execute_sync(schema, document, root_value=told).data

    def strawberry_as_it_comes() -> object:
        return stock.execute_sync(text, context_value=Context(questions)).data

    require_equal("graphql-core's answer", told, core())
    require_equal("Strawberry's answer", told, strawberry_as_it_comes())
    best = in_turns({"ours": ready(ours), "core": ready(core), "stock": ready(strawberry_as_it_comes)}, rounds)
    yield Figure("P4", what, best["ours"], "graphql-core on ready dicts", best["core"], _CORE)
    yield Figure("P4", what, best["ours"], "Strawberry as it comes", best["stock"], _STOCK)


@dataclass(frozen=True, slots=True)
class _Given:
    """Questions answered from a table."""

    found: dict[str, Any]

    def deliveries(self, *_asked: object) -> object:
        """The deliveries at hand."""
        return self.found["deliveries"]

    def hidden_adults(self, *_asked: object) -> object:
        """The adults at hand."""
        return self.found["hidden_adults"]
