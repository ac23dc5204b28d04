"""What signing in leaves in the audit log."""

from __future__ import annotations

from dataclasses import replace

from graph.access.caller import Caller
from graph.access.policy import POLICY_VERSION
from graph.audit.log import AuditEvent

SIGN_IN, SIGN_OUT, NEW_PASSWORD = "signin", "signout", "password"
REQUEST = "request"


def refused_event(caller: Caller, ended: str) -> AuditEvent:
    """The entry of a request that was refused before anything of it was read: the caller has said no purpose, say."""
    roles = tuple(sorted(role.value for role in caller.roles))
    return replace(sign_in_event(caller.name, ended, REQUEST), roles=roles)


def sign_in_event(name: str, ended: str, operation: str = SIGN_IN) -> AuditEvent:
    """The entry of a sign-in, sign-out or new password; a refused one names nobody: no typed name, password or token is kept."""
    return AuditEvent(
        caller=name,
        roles=(),
        purpose="",
        reference="",
        operation=operation,
        shown=(),
        withheld=False,
        policy=POLICY_VERSION,
        outcome=ended,
    )
