"""P5: the server's CPU for a request of about 100 objects: ours with door and audit, a bare route, Strawberry's router."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import orjson
from fastapi import FastAPI, Response
from strawberry.fastapi import BaseContext, GraphQLRouter

from api.app import create_app
from api.graphql.schema import build_schema
from api.signin.sessions import add_token
from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from graph.store.ledger.deliveries import Deliveries
from tools.bench.asgi import Meter, Sent, post
from tools.bench.county import NOW, County, loaded, partnership
from tools.bench.execution import FLAT
from tools.bench.timing import Figure, require_equal

_ROW = "P5"
_STOCK, _LINEAR, _LONGEST = 0.9, 1.25, 0.05
AT_ONCE = (1, 8, 64)
_REQUESTS = 64  # in every timed run, so many at once
_CALLERS = 16  # each may have four operations under way
_DELIVERIES = 100
FEEDS = "{ feeds { agency { id name } system table rows coversFrom coversTo extractedAt } }"
_QUESTIONS = {"deliveries": FLAT, "feeds": FEEDS}


def request(county: County, rounds: int) -> Iterator[Figure]:
    """The figures of a list of deliveries and of what is loaded, then of many requests at once."""
    with loaded(county) as stores:
        held = partnership(stores)
        _keep_a_history(stores.ledger.deliveries)
        tokens = _tokens(held)
        for name, text in _QUESTIONS.items():
            yield from _compared(name, text, held, tokens, rounds)


def _keep_a_history(deliveries: Deliveries) -> None:
    """Earlier deliveries of the same systems, until there are a hundred."""
    every = deliveries.every()
    for n in range(max(_DELIVERIES - len(every), 0)):
        record, age = every[n % len(every)], n // len(every) + 1
        earlier = record.extracted_at - timedelta(days=age)
        deliveries.keep(replace(record, id=f"{record.id}-{age}", extracted_at=earlier))


def _tokens(held: Partnerships) -> list[str]:
    books = held.ledger
    names = [f"steward {n}" for n in range(_CALLERS)]
    for name in names:
        books.accounts.add(Account(name, "*", frozenset({AccessRole.STEWARD}), NOW, "csc"))
    return [add_token(books, name, "bench", NOW) for name in names]


def _compared(name: str, text: str, held: Partnerships, tokens: Sequence[str], rounds: int) -> Iterator[Figure]:
    body = orjson.dumps({"query": text})
    ours = [Sent("/graphql", body, token) for token in tokens]
    apps = {"ours": create_app(held)}
    with Meter() as meter:
        told = orjson.loads(meter.run(post(apps["ours"], ours[:1]))[0])
        require_equal("errors of ours", told.get("errors"), None)
        apps["bare"] = _bare(told)
        apps["stock"] = _stock({name: _ask(name, held)})
        for side in ("bare", "stock"):
            require_equal(
                f"the answer of {side}", orjson.loads(meter.run(post(apps[side], ours[:1]))[0])["data"], told["data"]
            )
        best = _best(meter, apps, ours, rounds)
    objects = told["data"][name]
    count = len(objects["nodes"] if isinstance(objects, dict) else objects)
    what = f"{count} {name}, one request at a time"
    yield Figure(_ROW, what, best["ours", 1].cpu, "a bare route, orjson of the same", best["bare", 1].cpu)
    yield Figure(_ROW, what, best["ours", 1].cpu, "Strawberry's own router, no door", best["stock", 1].cpu, _STOCK)
    for many in AT_ONCE[1:]:
        told_of = f"{count} {name}, {many} at once: CPU a request"
        yield Figure(_ROW, told_of, best["ours", many].cpu, "one at a time", best["ours", 1].cpu, _LINEAR)
        told_of = f"{count} {name}, {many} at once: longest on the event loop"
        yield Figure(_ROW, told_of, best["ours", many].longest, "50 ms", _LONGEST, 1.0)


@dataclass(frozen=True, slots=True)
class _Took:
    """CPU seconds a request, and the longest time the event loop was in one turn."""

    cpu: float = float("inf")
    longest: float = float("inf")

    def best(self, other: _Took) -> _Took:
        return _Took(min(self.cpu, other.cpu), min(self.longest, other.longest))


def _best(meter: Meter, apps: dict[str, FastAPI], sent: Sequence[Sent], rounds: int) -> dict[tuple[str, int], _Took]:
    """Each side so many at once, in turns: what it took at best."""
    best = {(side, many): _Took() for side in apps for many in AT_ONCE}
    for _ in range(rounds):
        for (side, many), before in best.items():
            requests = [sent[n % len(sent)] for n in range(_REQUESTS)]
            gc.collect()
            meter.take_longest()
            started = time.process_time()
            for start in range(0, _REQUESTS, many):
                meter.run(post(apps[side], requests[start : start + many]))
            cpu = (time.process_time() - started) / _REQUESTS
            best[side, many] = before.best(_Took(cpu, meter.take_longest()))
    return best


def _ask(name: str, held: Partnerships) -> object:
    questions = held.questions(Caller("steward", frozenset({AccessRole.STEWARD}), "csc"), read_purpose("data_quality"))
    return questions.feeds() if name == "feeds" else questions.deliveries(_DELIVERIES, None)


def _bare(told: Any) -> FastAPI:  # noqa: ANN401 - JSON
    app = FastAPI()

    @app.post("/graphql")
    async def answer() -> Response:
        return Response(orjson.dumps(told), media_type="application/json")

    return app


@dataclass(frozen=True, slots=True)
class _Ready:
    """Answers at hand: what the peer is asked for costs it nothing to find."""

    answers: dict[str, object]

    def feeds(self) -> object:
        """What is loaded."""
        return self.answers["feeds"]

    def deliveries(self, *_asked: object) -> object:
        """What was loaded."""
        return self.answers["deliveries"]


class _Context(BaseContext):
    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self.questions = questions


def _stock(answers: dict[str, object]) -> FastAPI:
    ready = cast(Questions, _Ready(answers))
    app = FastAPI()

    def context() -> _Context:
        return _Context(ready)

    router: GraphQLRouter[_Context, None] = GraphQLRouter(build_schema(), context_getter=context)
    app.include_router(router, prefix="/graphql")
    return app
