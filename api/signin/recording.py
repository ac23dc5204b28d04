"""Signing in and out and a new password are entries of the audit log, as is being refused."""

from __future__ import annotations

from fastapi import Request

from api.door import now_of, partnerships
from api.signin.entries import SIGN_IN, sign_in_event


def record_sign_in(request: Request, name: str, ended: str, operation: str = SIGN_IN) -> None:
    """Writes the entry; a refused try names nobody, so that no typed name or password is kept."""
    partnerships(request).audit.append(sign_in_event(name, ended, operation), now_of(request))
