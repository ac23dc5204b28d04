"""What becomes of an error at the edge: a code, a status, a message without values. The one table."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from api.logs import REQUEST
from graph.errors import (
    AuditUnavailable,
    BadInput,
    Forbidden,
    InputRefused,
    KithmapError,
    PurposeRequired,
    StoreUnavailable,
    TooCostly,
    WrongUse,
)

log = logging.getLogger("kithmap")


@dataclass(frozen=True, slots=True)
class Told:
    """What a client is told of an error."""

    code: str
    status: int
    message: str


_TABLE: Mapping[type[KithmapError], tuple[str, int]] = {
    AuditUnavailable: ("UNAVAILABLE", 503),
    StoreUnavailable: ("UNAVAILABLE", 503),
    Forbidden: ("FORBIDDEN", 403),
    PurposeRequired: ("PURPOSE_REQUIRED", 403),
    TooCostly: ("TOO_COSTLY", 400),
    BadInput: ("BAD_INPUT", 400),
    InputRefused: ("BAD_INPUT", 400),
    WrongUse: ("BAD_INPUT", 400),
}
_UNAVAILABLE = "the stores can't answer just now: try again, and tell your administrator if it stays so"


def tell(error: BaseException) -> Told:
    """Code, status and message of an error; anything unforeseen is a reference in the log and nothing else."""
    for kind, (code, status) in _TABLE.items():
        if isinstance(error, kind):
            if code == "UNAVAILABLE":
                # Its text is ours, of which store and how: never a driver's, which quotes.
                log.error("unavailable: %s, reference %s", error, REQUEST.get() or "-")
            return Told(code, status, _UNAVAILABLE if code == "UNAVAILABLE" else str(error))
    reference = REQUEST.get() or secrets.token_hex(4)
    log.error("unforeseen %s, reference %s", type(error).__name__, reference)
    return Told("INTERNAL", 500, f"something went wrong; reference {reference}")
