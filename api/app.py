"""The application, put together: pages, API, sign-in, health. Assembly only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException

import api.static
from api import graphql_route, health
from api.asking import make_answering
from api.errors import tell
from api.graphql.execution import Executor
from api.in_time import LONGEST_ANSWER, InTime
from api.middleware import SecurityHeaders, SmallBodies
from api.pages import build_templates, routers, show_nobody, show_refusal
from api.signin import own_sessions
from api.signin import routes as signin
from api.signin.oidc import routes as openid
from api.signin.oidc.provider import Provider
from api.turns import TURNS_FOLDER, Turns
from graph.breached import BreachedPasswords
from graph.errors import KithmapError, StoreUnavailable
from graph.questions.opening import Partnerships

_HEADINGS = {
    400: "That can't be answered as it was asked",
    403: "This is not open to you",
    503: "Kithmap can't answer just now",
}


def create_app(
    partnerships: Partnerships,
    provider: Provider | None = None,
    breached: BreachedPasswords | None = None,
    *,
    longest: float = LONGEST_ANSWER,
) -> FastAPI:
    """The application over one partnership; closing it closes the stores. With a `provider`, people sign in there alone.

    `breached`: passwords that are not taken. `longest`: seconds after which a request is given up.
    """
    if provider is not None:
        partnerships.ledger.provided.end_other_sessions(provider.settings.issuer)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        partnerships.graph.close()
        partnerships.ledger.close()

    app = FastAPI(title="Kithmap", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.partnerships = partnerships
    app.state.provider = provider
    app.state.breached = breached
    app.state.templates = build_templates()
    app.state.answering = make_answering(partnerships.now)
    app.state.executor = Executor()
    app.state.turns = Turns(partnerships.data / TURNS_FOLDER)
    for router in (health.router, graphql_route.router, signin.router, own_sessions.router, openid.router, *routers):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(api.static.__file__).parent), name="static")
    app.add_exception_handler(KithmapError, _refuse)
    app.add_exception_handler(AnyHTTPException, _http_error)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_middleware(InTime, refuse=_too_late, seconds=longest)
    app.add_middleware(SmallBodies)
    app.add_middleware(SecurityHeaders)
    return app


def _too_late(request: Request) -> Response:
    return _refuse(request, StoreUnavailable("a store does not answer in time"))


def _refuse(request: Request, error: Exception) -> Response:
    told = tell(error)
    if isinstance(error, StoreUnavailable) and not hasattr(request.state, "signed_in"):
        # Who asks could not be looked up, and would be for the page: it would wait, and fail, once more.
        request.state.signed_in = None
    if _wants_json(request):
        body = {"data": None, "errors": [{"message": told.message, "extensions": {"code": told.code}}]}
        return JSONResponse(body, told.status)
    return show_refusal(request, told.status, _HEADINGS.get(told.status, "Something went wrong"), told.message)


def _unforeseen(request: Request, error: Exception) -> Response:
    return _refuse(request, error)


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException | AnyHTTPException) else 500
    headers = getattr(error, "headers", None)
    if status == 404 and not _wants_json(request):  # noqa: PLR2004 - not found
        return show_nobody(request)
    if headers and "Location" in headers:
        return Response(status_code=status, headers=headers)
    told = {"message": "not answered", "extensions": {"code": "BAD_INPUT"}}
    return JSONResponse({"data": None, "errors": [told]}, status, headers)


def _wants_json(request: Request) -> bool:
    return request.url.path == "/graphql"
