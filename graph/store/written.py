"""What both engines write of a claim besides its cells: its times as numbers, what opens it, what it is part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

import orjson

from graph.model.claims import Claim, ClaimKind, Closing, Marking, Role
from graph.store.port import StoredClaim

OPEN = 2**53 - 1
"""The publication up to which a row that nothing replaced is read: every engine keeps this number exactly."""
FOREVER = 253_402_300_799_999
"""The last millisecond of the year 9999: a read as of then sees what is current."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
EVERY = "every"
ANY = "any"
_PART_OF = {ClaimKind.EVENT_PERSON: Role.EVENT, ClaimKind.ASSESSMENT_PERSON: Role.ASSESSMENT}


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970."""
    return (moment - EPOCH) // MILLISECOND


def from_ms(milliseconds: int) -> datetime:
    """The moment, in UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def to_optional_ms(moment: datetime | None) -> int | None:
    """The same, of a moment that may not have come."""
    return None if moment is None else to_ms(moment)


def to_clauses(closings: Iterable[Closing]) -> list[list[str]]:
    """What must be granted: of each clause, one key (after its first word, which says where it came from)."""
    clauses = [[EVERY, _key(closing)] for closing in sorted(closings) if closing.every]
    some = sorted(closing for closing in closings if not closing.every)
    clauses.extend([ANY, *map(_key, group)] for _, group in groupby(some, key=lambda closing: closing.marking))
    return clauses


def from_clauses(clauses: Iterable[Sequence[str]]) -> tuple[Closing, ...]:
    """The closings that clauses were made of, ordered."""
    return tuple(sorted(_closing(key, clause[0] == EVERY) for clause in clauses for key in clause[1:]))


def _key(closing: Closing) -> str:
    return f"{closing.marking}|{closing.record_id}"


def _closing(key: str, every: bool) -> Closing:
    marking, _, record_id = key.partition("|")
    return Closing(Marking(marking), record_id, every)


def part_of(claim: Claim) -> str | None:
    """The event or assessment whose sharing shares this row too."""
    role = _PART_OF.get(claim.kind)
    return claim.end(role) if role else None


def only_restricted(stored: StoredClaim) -> int:
    """Whether its existence may be told: closed, and by nothing but `restricted`."""
    return int(bool(stored.closings) and all(closing.marking is Marking.RESTRICTED for closing in stored.closings))


def share_columns(stored: StoredClaim) -> tuple[str | None, str | None]:
    """To whom a share went, and what came of it."""
    if stored.claim.kind is not ClaimKind.SHARE:
        return None, None
    headline: Mapping[str, str] = orjson.loads(stored.headline)
    return headline.get("to_agency"), headline.get("outcome")
