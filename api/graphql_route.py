"""`POST /graphql`: JSON in, JSON out, through the door."""

from __future__ import annotations

from typing import Any, cast

import orjson
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.door import check_origin, find_signed_in, now_of, partnerships, questions_of
from api.graphql.execution import Executor, Operation
from api.signin.entries import refused_event
from api.signin.sessions import SignedIn
from api.turns import Turns
from graph.errors import BadInput, Forbidden, PurposeRequired
from graph.questions.asking import Questions

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
        reply = executor.run(operation, _questions(request, signed_in))
    return Response(orjson.dumps(reply.body), reply.status, media_type=_JSON)


def _questions(request: Request, signed_in: SignedIn) -> Questions:
    """The caller's questions; being refused them, for want of a purpose say, is an entry of the log."""
    try:
        return questions_of(request, rows=True)
    except (Forbidden, PurposeRequired) as refusal:
        caller = signed_in.account.to_caller()
        partnerships(request).audit.append(refused_event(caller, type(refusal).__name__), now_of(request))
        raise


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
