"""Signing in and out and a new password are entries of the audit log, as is being refused."""

from __future__ import annotations

from fastapi import Request

from api.door import moment_of, now_of, partnerships
from api.signin.entries import SIGN_IN, sign_in_event
from api.signin.sessions import take_refusal


def record_sign_in(request: Request, name: str, ended: str, operation: str = SIGN_IN) -> None:
    """Writes the entry; a refused try names nobody, so that no typed name or password is kept."""
    partnerships(request).audit.append(sign_in_event(name, ended, operation), now_of(request))


def record_refusal(request: Request, kind: str) -> None:
    """Writes that a reply of the provider was refused: of one kind ten in 15 minutes, or anybody could fill the log."""
    if take_refusal(partnerships(request).ledger, kind, moment_of(request)):
        record_sign_in(request, "", "refused")
