"""What a person says against what is recorded about them, and what was answered (UK GDPR Articles 16 and 21)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ObjectionKind(StrEnum):
    """A correction says what is right instead; an objection says that it should not be used."""

    CORRECTION = "correction"
    OBJECTION = "objection"


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered, and whether the person was found to be right."""

    says: str
    is_upheld: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Objection:
    """One statement. `person`: a record of whoever says it; `record`: what it is against, in every version; `claim`: the
    version that was looked at.
    """

    id: str
    person: str
    record: str
    claim: str
    kind: ObjectionKind
    says: str
    at: datetime
    reply: Reply | None = None

    def known_at(self, moment: datetime) -> bool:
        """Whether it had been said by then."""
        return self.at <= moment

    def reply_at(self, moment: datetime) -> Reply | None:
        """The answer, where it had been given by then."""
        return self.reply if self.reply and self.reply.at <= moment else None


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """One statement as told beside a claim. `says` and `answer` are free text: None where only the claim's agency may read it."""

    id: str
    kind: str
    says: str | None
    at: datetime
    answer: str | None
    answered_at: datetime | None
    upheld: bool | None


def told_objection(said: Objection, reply: Reply | None, *, is_read: bool) -> ObjectionAnswer:
    """A statement as a reader is told it; `is_read`: whether they may read its words."""
    return ObjectionAnswer(
        id=said.id,
        kind=said.kind.name,
        says=said.says if is_read else None,
        at=said.at,
        answer=reply.says if reply and is_read else None,
        answered_at=reply.at if reply else None,
        upheld=reply.is_upheld if reply else None,
    )


def by_record(objections: Iterable[Objection]) -> Mapping[str, tuple[Objection, ...]]:
    """Statements by the record they are against, in the order they were made."""
    found: dict[str, tuple[Objection, ...]] = {}
    for one in objections:
        found[one.record] = (*found.get(one.record, ()), one)
    return found
