"""A small application round the real pages, answering from a table of answers instead of a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

import api.static
from api.pages import Answering, build_templates, routers, show_refusal
from graph.errors import BadInput, Forbidden, StoreUnavailable
from graph.model.answers import PeopleFound
from graph.model.loading import MeAnswer
from graph.model.looking import CaseFound
from graph.model.sampling import MappingOffered, MappingsOffered
from graph.model.watching import SetApartFile
from tests.viz.comparing import family_changes, family_check
from tests.viz.delivered import family_delivery, family_feeds_watched, family_sample
from tests.viz.ecomap.answers import family_ecomap
from tests.viz.family import (
    DAZ,
    EVERYONE,
    NOW,
    TESSA,
    a_stay,
    family_adults,
    family_chronology,
    family_contacts,
    family_deliveries,
    family_feeds,
    family_findings,
    family_knowledge,
    family_network,
    family_siblings,
)
from tests.viz.genogram.answers import family_genogram

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
TOKEN = "token"
ME = MeAnswer("mo.hale", ("assessment",), "children_social_care", "strategy_discussion")
CASES = (
    CaseFound("tessa", TESSA.display_name, is_child=True, is_own=True),
    CaseFound("daz", DAZ.display_name, is_child=False, is_own=False),
)


def family_answers() -> dict[str, object]:
    """Operation → what it answers about the made-up family."""
    tessa = {"households": (a_stay(TESSA),), "claims": family_network().edges[0].claims}
    return {
        "person": replace(TESSA, **tessa),  # type: ignore[arg-type]
        "personByRef": TESSA,
        "findPeople": PeopleFound(EVERYONE, "next", has_next_page=True),
        "network": family_network(),
        "genogram": family_genogram(),
        "ecomap": family_ecomap(),
        "hiddenAdults": family_adults(),
        "siblingHistory": family_siblings(),
        "professionalContacts": family_contacts(),
        "chronology": family_chronology(),
        "whoKnewWhat": family_knowledge(),
        "changes": family_changes(),
        "unknownPartnerCheck": family_check(),
        "findings": family_findings(),
        "rules": tuple(one.rule for one in family_findings().findings),
        "deliveries": family_deliveries(),
        "feeds": family_feeds(),
        "delivery": family_delivery(),
        "feedsWatched": family_feeds_watched(),
        "mappings": MappingsOffered((MappingOffered("cp-is", "Lists of children"),)),
        "previewMapping": family_sample(),
        "quarantine": SetApartFile(("person_ref", "_line"), ({"person_ref": "=1+1", "_line": "7"},)),
    }


@dataclass
class Asked:
    """Answers from a table and remembers what was asked; `nobody` answers for everyone unknown."""

    answers: Mapping[str, object]
    questions: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None:
        """One answer."""
        self.questions.append((operation, arguments))
        about = arguments.get("id") or arguments.get("child") or arguments.get("around") or arguments.get("person")
        if about in {"nobody", "sealed"}:
            return None
        return self.answers.get(operation)


@cache
def _templates() -> Jinja2Templates:
    """Compiled once for all applications of a run."""
    return build_templates()


def make_application(
    ask: Asked,
    me: MeAnswer | None = ME,
    now: Callable[[], datetime] = lambda: NOW,
    cases: tuple[CaseFound, ...] = CASES,
) -> FastAPI:
    """The pages with the strict policy of the product, and sign-in pages without anything behind them."""
    app = FastAPI()
    app.state.templates = _templates()
    app.state.answering = Answering(
        ask=ask,
        me=lambda _: me,
        now=now,
        csrf=lambda _: TOKEN,
        cases=lambda _: cases,
        check_form=_check_form,
    )
    for router in routers:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(api.static.__file__).parent))

    @app.middleware("http")
    async def policy(request: Request, call_next: Callable[..., object]) -> Response:
        response: Response = await call_next(request)  # type: ignore[misc]
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.exception_handler(BadInput)
    def bad_input(request: Request, fault: BadInput) -> Response:
        return show_refusal(request, 400, "That address can't be read", str(fault))

    @app.exception_handler(Forbidden)
    def forbidden(request: Request, fault: Forbidden) -> Response:
        return show_refusal(request, 403, "This page is not for your role", "Ask your manager if you need it.")

    @app.exception_handler(StoreUnavailable)
    def unavailable(request: Request, fault: StoreUnavailable) -> Response:
        return show_refusal(request, 503, "Kithmap can't answer just now", str(fault))

    for name, context in {
        "signin": {},
        "password": {},
        "purpose": {"purposes": ("assessment", "strategy_discussion")},
        "sessions": {"sessions": (), "may_end": True},
    }.items():
        app.add_api_route(f"/{name}", _template(name, context), methods=["GET"])
    return app


def _check_form(_request: Request, token: str) -> None:
    if token != TOKEN:
        raise Forbidden("the page was too old: open it again")


def _template(name: str, context: Mapping[str, object]) -> Callable[[Request], Response]:
    def page(request: Request) -> Response:
        response: Response = request.app.state.templates.TemplateResponse(request, f"{name}.html", dict(context))
        return response

    return page
