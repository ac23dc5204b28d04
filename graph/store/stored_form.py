"""The form both engines keep claims and members in: times as numbers, dates as text, closings as clauses of keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, TypedDict

import orjson

from graph.model.claims import Claim, ClaimKind, ClaimStatus, Closing, End, Marking, Role, Source
from graph.model.people import EntityKind, Member
from graph.model.period import PartialDate, Period, parse_partial
from graph.store.port import StoredClaim, StoredMember

Row = Sequence[Any]
"""What a driver hands over."""

OPEN = 2**53 - 1
"""The publication up to which a row that nothing replaced is read: every engine keeps this number exactly."""
FOREVER = 253_402_300_799_999
"""The last millisecond of the year 9999: a read as of then sees what is current."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
EVERY = "every"
ANY = "any"
_PART_OF = {ClaimKind.EVENT_PERSON: Role.EVENT, ClaimKind.ASSESSMENT_PERSON: Role.ASSESSMENT}
_KINDS = {kind.value: kind for kind in ClaimKind}
_ROLES = {role.value: role for role in Role}
_STATUSES = {status.value: status for status in ClaimStatus}


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


def to_claim(row: Row, ends: Iterable[Row], parts: Iterable[str | None], *, detail_withheld: bool = False) -> Claim:
    """The claim of a row's first columns, of its ends, and of the parts of its cells the reader may see.

    Columns: id, kind, record, agency, system, table, reference, delivery, row, start, end, recorded, superseded,
    confirmed, status.
    """
    claim_id, kind, record_id, agency, system, table, record_ref, delivery, number = row[:9]
    start, end, recorded, superseded, confirmed, status = row[9:]
    values: dict[str, str] = {}
    for part in parts:
        if part is not None:
            values.update(orjson.loads(part))
    return Claim(
        id=claim_id,
        kind=_KINDS[kind],
        record_id=record_id,
        source=Source(agency, system, table, record_ref, delivery, number),
        ends=tuple([End(record, _ROLES[role]) for record, role in ends]),
        valid=Period(_to_date(start), _to_date(end)),
        recorded_at=from_ms(recorded),
        superseded_at=None if superseded is None else from_ms(superseded),
        confirmed_at=None if confirmed is None else from_ms(confirmed),
        status=_STATUSES[status],
        values=values,
        detail_withheld=detail_withheld,
    )


def to_member(row: Row) -> Member:
    """The member of a row: record, entity, kind, joined (and joins)."""
    record_id, entity_id, kind, joined_at = row[:4]
    return Member(record_id, entity_id, EntityKind(kind), None if joined_at is None else from_ms(joined_at))


def to_stored_member(row: Row) -> StoredMember:
    """The same with whether anything may be joined through it."""
    return StoredMember(to_member(row), bool(row[4]))


def to_text(day: PartialDate | None) -> str | None:
    """A partial date as its source gave it."""
    return None if day is None else day.text


def _to_date(text: str | None) -> PartialDate | None:
    return None if text is None else parse_partial(text)


class Withheld(TypedDict):
    """Who withholds, as `Fetched` has it."""

    withheld_by: tuple[str, ...]
    withheld_people: tuple[tuple[str, str], ...]
    refused_by: tuple[str, ...]


def to_withheld(rows: Iterable[tuple[str, str | None, bool]]) -> Withheld:
    """Who withholds, of rows of (agency, the seed's record where somebody else is linked to it, whether it refused)."""
    found = sorted(((agency, record or "", refused) for agency, record, refused in rows))
    return Withheld(
        withheld_by=tuple(dict.fromkeys(agency for agency, _, _ in found)),
        withheld_people=tuple(dict.fromkeys((agency, record) for agency, record, _ in found if record)),
        refused_by=tuple(dict.fromkeys(agency for agency, _, refused in found if refused)),
    )
