"""What signing in leaves in the audit log."""

from __future__ import annotations

from graph.access.policy import POLICY_VERSION
from graph.audit.log import AuditEvent

SIGN_IN, SIGN_OUT, NEW_PASSWORD = "signin", "signout", "password"


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
