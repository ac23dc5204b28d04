"""Who asks: the account as it stands now, in the words of access.md §1."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class AccessRole(StrEnum):
    """What an account may be. Roles add up, but to no more than the purpose allows."""

    PRACTITIONER = "practitioner"
    ASSESSMENT = "assessment"
    ANALYST = "analyst"
    MANAGER = "manager"
    STEWARD = "steward"
    ADMIN = "admin"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `professionals` are their records as professionals, `AGENCY:REF`; `teams` names teams of their agency.

    `is_operator` says the question was asked on the machine that holds the data, without a password.
    """

    name: str
    roles: frozenset[AccessRole]
    agency: str | None = None
    professionals: frozenset[str] = field(default_factory=frozenset)
    teams: frozenset[str] = field(default_factory=frozenset)
    is_operator: bool = False
