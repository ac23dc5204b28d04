"""What an opening answers, and what the review of openings shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class GrantedAnswer:
    """Open until then; `alerted`: the reference others were told. `child` is whom it opened, for the way there."""

    until: datetime
    alerted: str
    child: str


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """Why it is not open, in words of what was asked; `argument` is the one at fault."""

    says: str
    argument: str


@dataclass(frozen=True, slots=True)
class OpeningAnswer:
    """One opening as its reviewers read it: who opened what, why, until when; who signed it off, with which word.

    `child` is an id, never a name. `may_sign_off`: whether whoever reads this may.
    """

    reference: str
    kind: str
    account: str
    agency: str | None
    child: str
    category: str
    reason: str
    at: datetime
    until: datetime
    signed_by: str = ""
    note: str = ""
    signed_at: datetime | None = None
    may_sign_off: bool = False


@dataclass(frozen=True, slots=True)
class OpeningsFound:
    """What waits for a sign-off, and what was signed off lately; the newest first. `more`: whether more wait."""

    waiting: tuple[OpeningAnswer, ...]
    signed: tuple[OpeningAnswer, ...]
    more: bool
