"""Signing in is an entry of the audit log, as is being refused."""

from __future__ import annotations

from fastapi import Request

from api.door import now_of, partnerships
from graph.access.policy import POLICY_VERSION
from graph.audit.log import AuditEvent


def record_sign_in(request: Request, name: str, ended: str) -> None:
    """Writes the entry; a refused try names nobody, so that no typed name or password is kept."""
    event = AuditEvent(
        caller=name,
        roles=(),
        purpose="",
        reference="",
        operation="signin",
        shown=(),
        withheld=False,
        policy=POLICY_VERSION,
        outcome=ended,
    )
    partnerships(request).audit.append(event, now_of(request))
