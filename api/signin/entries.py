"""What signing in leaves in the audit log."""

from __future__ import annotations

from graph.access.policy import POLICY_VERSION
from graph.audit.log import AuditEvent


def sign_in_event(name: str, ended: str) -> AuditEvent:
    """The entry of a sign-in; a refused one names nobody, so that no typed name, password or token is kept."""
    return AuditEvent(
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
