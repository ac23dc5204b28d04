"""`POST /graphql`: JSON in, JSON out, through the door."""

from __future__ import annotations

from typing import Any, cast

import orjson
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.door import check_origin, find_signed_in, questions_of
from api.graphql.execution import Executor, Operation
from api.turns import Turns
from graph.errors import BadInput, Forbidden

router = APIRouter()
_JSON = "application/json"


@router.post("/graphql")
async def graphql(request: Request) -> Response:
    """One operation of the signed-in caller."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != _JSON:
        raise BadInput("body", "is JSON, with Content-Type application/json")
    operation = read_operation(await request.body())
    return await run_in_threadpool(_answer, request, operation)


def _answer(request: Request, operation: Operation) -> Response:
    signed_in = find_signed_in(request)
    if signed_in is None:
        raise Forbidden("sign in first")
    if signed_in.session is not None:
        check_origin(request)
    executor = cast(Executor, request.app.state.executor)
    turns = cast(Turns, request.app.state.turns)
    with turns.take(signed_in.account.name):
        reply = executor.run(operation, questions_of(request, rows=True))
    return Response(orjson.dumps(reply.body), reply.status, media_type=_JSON)


def read_operation(body: bytes) -> Operation:
    """The operation of a request's body. Raises BadInput naming what is wrong, never quoting it."""
    try:
        sent: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise BadInput("body", "is not JSON") from None
    if not isinstance(sent, dict) or not isinstance(sent.get("query"), str):
        raise BadInput("query", "is the text of one operation")
    variables = {} if sent.get("variables") is None else sent["variables"]
    name = sent.get("operationName")
    if not isinstance(variables, dict) or not (name is None or isinstance(name, str)):
        raise BadInput("variables", "is an object, operationName a text")
    return Operation(sent["query"], variables, name)
