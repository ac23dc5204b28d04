"""Grants given and ended, each with its entry of the audit log in one step (access.md §2)."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from graph.access.accounts import GrantEnded, GrantRecord
from graph.access.caller import AccessRole
from graph.access.granting import GrantAsked, check_grant
from graph.access.visible import EVERYTHING
from graph.audit.log import AuditEvent, Beside
from graph.errors import BadInput
from graph.model.claims import ClaimKind
from graph.model.period import today_in_london
from graph.questions.opening import Partnerships
from graph.questions.operator import operator_event

ADDED, ENDED = "grants:add", "grants:end"


def add_grant(held: Partnerships, asked: GrantAsked, by: str = "") -> GrantRecord:
    """The grant as kept. Raises BadInput naming the option at fault; a refusal is an entry too.

    `by`: the account that acts on this machine, where one is named; else the manager who approved it.
    """
    moment = held.moment()
    accounts = {account.name: account for account in held.ledger.accounts.every()}
    managers = (name for name in asked.approvers if name in accounts and AccessRole.MANAGER in accounts[name].roles)
    actor = by or next(managers, "")
    try:
        check_grant(asked, accounts, today_in_london(moment))
        check_person(held, asked.record_id, held.now())
    except BadInput:
        _record(held, replace(operator_event(ADDED, by=actor), outcome="refused"))
        raise
    grant = GrantRecord(
        id=f"g{secrets.token_hex(6)}",
        account=asked.account,
        marking=asked.marking,
        record_id=asked.record_id,
        until=asked.until,
        approvers=tuple(dict.fromkeys(asked.approvers)),
        created_at=moment,
    )
    _record(held, operator_event(ADDED, grant.id, shown=(grant.record_id,), by=actor), grant)
    return grant


def end_grant(held: Partnerships, grant_id: str, by: str = "") -> None:
    """Ends a grant from now on. Raises BadInput where there is no open one of that id."""
    found, moment = held.ledger.grants.find(grant_id), held.moment()
    if found is None or not is_open(found, moment):
        _record(held, replace(operator_event(ENDED, by=by), outcome="refused"))
        raise BadInput("id", "names no grant that is open: see `kithmap grants list`")
    _record(held, operator_event(ENDED, found.id, shown=(found.record_id,), by=by), GrantEnded(found.id, moment))


def is_open(grant: GrantRecord, moment: datetime) -> bool:
    """Whether it opens anything at a moment: not ended, and its last day in London not over."""
    return grant.ended_at is None and today_in_london(moment) < grant.until


def check_person(held: Partnerships, record_id: str, now: datetime) -> None:
    """Raises BadInput where an id is of nobody on record."""
    found = held.graph.claims_around((record_id,), (), now, EVERYTHING)
    if not any(claim.kind is ClaimKind.PERSON and claim.record_id == record_id for claim in found.claims):
        raise BadInput("--person", "is the id of nobody on record")


def _record(held: Partnerships, event: AuditEvent, beside: Beside | None = None) -> None:
    held.audit.append(event, held.now(), beside)
