"""How pages ask: an operation's name and arguments to the caller's questions, and what pages show of the caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import Request

from api.door import check_form_token, check_origin, find_caller, find_signed_in, questions_of
from api.pages.asking import Answering, export_of, gathered_of
from graph.errors import Forbidden, PurposeRequired
from graph.model.loading import MeAnswer
from graph.model.looking import CaseFound
from graph.questions.asking import Questions
from graph.questions.chronology import Whose
from graph.questions.door import NO_WINDOW

CASE_PACK = "casePack"
_ASK: Mapping[str, Callable[[Questions, dict[str, Any]], object]] = {
    "me": lambda asked, _: asked.me(),
    CASE_PACK: lambda asked, given: asked.case_pack(given["export"], given["gathered"]),
    "feeds": lambda asked, _: asked.feeds(),
    "person": lambda asked, given: asked.person(given["id"], given["at"]),
    "personByRef": lambda asked, given: asked.person_by_ref(
        given["agency"], given["person_ref"], given["system"], given["at"]
    ),
    "findPeople": lambda asked, given: asked.find_people(
        given["text"], given["date_of_birth"], given["at"], (given["first"], given["after"])
    ),
    "network": lambda asked, given: asked.network(
        given["around"], given["hops"], given["kinds"], given["at"], given.get("opened")
    ),
    "path": lambda asked, given: asked.path(given["start"], given["end"], at=given["at"]),
    "genogram": lambda asked, given: asked.genogram(given["around"], given["opened"], given["at"]),
    "ecomap": lambda asked, given: asked.ecomap(given["child"], given["window"] or NO_WINDOW, given["at"]),
    "hiddenAdults": lambda asked, given: asked.hidden_adults(
        given["child"], given["window"] or NO_WINDOW, given["assessing_agency"], given["at"]
    ),
    "siblingHistory": lambda asked, given: asked.sibling_history(given["child"], given["at"]),
    "professionalContacts": lambda asked, given: asked.professional_contacts(
        given["person"], given["window"] or NO_WINDOW, given["at"]
    ),
    "chronology": lambda asked, given: asked.chronology(
        given["child"],
        tuple(Whose(whose) for whose in given["about"]),
        given["window"] or NO_WINDOW,
        given["at"],
        (given["first"], given["after"]),
    ),
    "whoKnewWhat": lambda asked, given: asked.who_knew_what(given["child"], given["about"], given["at"]),
    "changes": lambda asked, given: asked.changes(given["around"], (given["before"], given["at"]), given["hops"]),
    "unknownPartnerCheck": lambda asked, given: asked.unknown_partner_check(given["told"], given["at"]),
    "findings": lambda asked, given: asked.findings(given["child"], given["rules"], given["at"]),
    "rules": lambda asked, _: asked.rules(),
    "setAside": lambda asked, given: asked.set_aside(given["asked"]),
    "areaCounts": lambda asked, given: asked.area_counts(given["asked"]),
    "children": lambda asked, given: asked.children(given["at"], (given["first"], given["after"])),
    "deliveries": lambda asked, given: asked.deliveries(given["first"], given["after"]),
    "delivery": lambda asked, given: asked.delivery(given["delivery"]),
    "feedsWatched": lambda asked, _: asked.feeds_watched(),
    "quarantine": lambda asked, given: asked.set_apart_file(given["delivery"], given["table"]),
    "correct": lambda asked, given: asked.correct(given["delivery"], given["sent"]),
    "mappings": lambda asked, _: asked.mappings(),
    "previewMapping": lambda asked, given: asked.preview_mapping(given["mapping"], given["sent"]),
    "audit": lambda asked, given: asked.looks(given["asked"], given["first"], given["after"]),
    "breakGlass": lambda asked, given: asked.break_glass(given["asked"]),
    "claimRelationship": lambda asked, given: asked.claim_relationship(given["asked"]),
    "accessReview": lambda asked, _: asked.openings(),
    "signOffAccess": lambda asked, given: asked.sign_off(given["reference"], given["note"]),
    "claim": lambda asked, given: asked.claim(given["id"]),
    "identityQueue": lambda asked, given: asked.identity_queue(given["first"], given["after"]),
    "identityWaiting": lambda asked, _: asked.identity_waiting(),
    "identityPair": lambda asked, given: asked.identity_pair(given["left"], given["right"]),
    "identityJudged": lambda asked, given: asked.identity_judged(given["judgement"]),
    "identityQuality": lambda asked, _: asked.identity_quality(),
    "judge": lambda asked, given: asked.judge(given["asked"]),
    "undoJudgement": lambda asked, given: asked.undo_judgement(given["judgement"], given["reason"]),
}


def ask(request: Request, operation: str, /, **arguments: object) -> object | None:
    """One question of the page's caller, with the rows their agency sent; without them where a file is made of the answer."""
    gathered = gathered_of(request)
    if gathered is not None and operation != CASE_PACK:
        asked = questions_of(request, rows=False).behind(gathered)
        key = (operation, *sorted(arguments.items()))
        return gathered.once(key, lambda: _ASK[operation](asked, dict(arguments)))
    export = export_of(request, operation)
    asked = questions_of(request, rows=not export)
    return _ASK[operation](replace(asked, export=export) if export else asked, dict(arguments))


def me(request: Request) -> MeAnswer | None:
    """Who is signed in and why they look (empty: not said yet); None for nobody."""
    try:
        caller = find_caller(request)
    except PurposeRequired:
        return None
    if caller is None:
        return None
    account = caller.signed_in.account
    roles = tuple(sorted(role.value for role in account.roles))
    purpose = "" if caller.purpose is None or account.is_one_time else caller.purpose.code.value
    return MeAnswer(account.name, roles, account.agency, purpose)


def csrf(request: Request) -> str:
    """The token forms carry."""
    found = find_signed_in(request)
    return found.session.csrf if found and found.session else ""


def check_form(request: Request, token: str) -> None:
    """Refuses a form that another site sent, or that does not carry its session's token."""
    check_origin(request)
    check_form_token(request, token)


def cases(request: Request) -> tuple[CaseFound, ...]:
    """The children a practitioner works with by the newest delivery, and whom the caller looked at lately."""
    try:
        return questions_of(request, rows=False).cases()
    except (Forbidden, PurposeRequired):
        return ()


def make_answering(now: Callable[[], datetime]) -> Answering:
    """What the pages are given."""
    return Answering(ask=ask, me=me, now=now, csrf=csrf, cases=cases, check_form=check_form)
