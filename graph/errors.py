"""Every error Kithmap raises on purpose, as one tree.

    KithmapError
    ├── InputRefused          a delivery, file or argument is at fault: says what, where, what to do   (exit 1)
    │   └── BadInput          an argument of a question is at fault: names the argument, never a value (BAD_INPUT)
    ├── WrongUse              the command was called wrongly                                           (exit 2)
    ├── StoreUnavailable      a store cannot be reached or is not in the state this version needs      (exit 3)
    │   ├── AuditUnavailable  the audit entry could not be written, so nothing is answered
    │   └── ProviderUnavailable  the identity provider does not answer, so nobody new is signed in
    ├── Forbidden             the caller may not do this at all                                        (FORBIDDEN)
    │   └── SignInRefused     what came from the identity provider does not hold; why goes to the log alone
    ├── PurposeRequired       no purpose, or one not open to the caller's roles               (PURPOSE_REQUIRED)
    └── TooCostly             the question is larger than the limits                                  (TOO_COSTLY)

What becomes of each at the edge (exit code, GraphQL code, HTTP status) is decided at the edge, not here.
"""

from __future__ import annotations


class KithmapError(Exception):
    """A fault with a message fit for the person who caused or must mend it."""


class InputRefused(KithmapError):
    """A delivery, file or command argument is at fault; `where` names the file, line or column."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where


class BadInput(InputRefused):
    """An argument of a question is at fault. Names the argument; the value never appears."""

    def __init__(self, argument: str, message: str) -> None:
        super().__init__(message, argument)
        self.argument = argument


class WrongUse(KithmapError):
    """The command was called in a way it does not take."""


class StoreUnavailable(KithmapError):
    """A store does not answer, or is not in the state this version needs."""


class AuditUnavailable(StoreUnavailable):
    """The audit entry could not be written: no entry, no data."""


class ProviderUnavailable(StoreUnavailable):
    """The identity provider does not answer, or not as a provider does."""


class Forbidden(KithmapError):
    """The caller may not do this."""


class SignInRefused(Forbidden):
    """A sign-in or token of the identity provider does not hold. `reason` is one of our own words, never a value."""

    def __init__(self, reason: str) -> None:
        super().__init__("sign in first")
        self.reason = reason


class PurposeRequired(KithmapError):
    """No purpose was given, or one that is not open to the caller's roles."""


class TooCostly(KithmapError):
    """The question is larger than the limits of access.md §7."""
