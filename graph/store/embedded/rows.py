"""Rows of the embedded graph as the model's values, and the model's values as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from graph.model.claims import Claim, ClaimKind, ClaimStatus, End, Role, Source
from graph.model.people import EntityKind, Member
from graph.model.period import PartialDate, Period, parse_partial
from graph.store.port import StoredClaim, StoredMember
from graph.store.written import (
    from_clauses,
    from_ms,
    only_restricted,
    part_of,
    share_columns,
    to_clauses,
    to_ms,
    to_optional_ms,
)

Row = Sequence[Any]
Columns = tuple[str | int | None, ...]


def to_json(values: object) -> str:
    """A bound list, as JSON."""
    return orjson.dumps(values).decode()


def to_claim(row: Row, parts: Iterable[str | None], *, detail_withheld: bool = False) -> Claim:
    """The claim of a row of CLAIM_COLUMNS, with the parts of its cells the reader may see."""
    (
        claim_id, kind, record_id, agency, system, table, record_ref, delivery, number,
        start, end, recorded, superseded, confirmed, status, _, ends,
    ) = row[:17]  # fmt: skip
    values: dict[str, str] = {}
    for part in parts:
        if part is not None:
            values.update(orjson.loads(part))
    return Claim(
        id=claim_id,
        kind=_KINDS[kind],
        record_id=record_id,
        source=Source(agency, system, table, record_ref, delivery, number),
        ends=tuple([End(record, _ROLES[role]) for record, role in orjson.loads(ends)]),
        valid=Period(_date(start), _date(end)),
        recorded_at=from_ms(recorded),
        superseded_at=None if superseded is None else from_ms(superseded),
        confirmed_at=None if confirmed is None else from_ms(confirmed),
        status=_STATUSES[status],
        values=values,
        detail_withheld=detail_withheld,
    )


def to_readable_claim(row: Row) -> Claim:
    """The claim of a row of READABLE_COLUMNS."""
    headline, detail, hidden, has_detail = row[15], row[17], row[18], row[19]
    return to_claim(row, (headline, detail, hidden), detail_withheld=bool(has_detail) and detail is None)


def to_stored_claim(row: Row) -> StoredClaim:
    """The claim of a row of CLAIMS_AS_WRITTEN."""
    headline, (detail, hidden, closings, fingerprint, hidden_for, search) = row[15], row[17:]
    return StoredClaim(
        claim=to_claim(row, ()),
        headline=headline,
        detail=detail,
        hidden=hidden,
        closings=from_clauses(orjson.loads(closings)) if closings else (),
        fingerprint=fingerprint,
        search=tuple(orjson.loads(search)),
        hidden_for=tuple(orjson.loads(hidden_for)) if hidden_for else (),
    )


def to_member(row: Row) -> Member:
    """The member of a row (record, entity, kind, joined, joins)."""
    record_id, entity_id, kind, joined_at, _ = row
    return Member(record_id, entity_id, EntityKind(kind), None if joined_at is None else from_ms(joined_at))


def to_stored_member(row: Row) -> StoredMember:
    """The same with whether anything may be joined through it."""
    return StoredMember(to_member(row), bool(row[4]))


def claim_columns(n: int, stored: StoredClaim, publication: int) -> Columns:
    """What INSERT_CLAIM binds."""
    claim, source = stored.claim, stored.claim.source
    to_agency, outcome = share_columns(stored)
    return (
        n, claim.id, publication, claim.kind, claim.record_id, part_of(claim),
        to_ms(claim.recorded_at), to_optional_ms(claim.superseded_at),
        to_json(to_clauses(stored.closings)) if stored.closings else None, only_restricted(stored),
        source.agency, to_agency, outcome, source.system, source.table, source.record_ref, source.delivery, source.row,
        _text(claim.valid.start), _text(claim.valid.end), to_optional_ms(claim.confirmed_at), claim.status,
        stored.fingerprint, stored.headline, stored.detail, stored.hidden,
        to_json(sorted(stored.hidden_for)) if stored.hidden_for else None,
    )  # fmt: skip


def end_columns(numbered: Iterable[tuple[int, StoredClaim]]) -> Iterator[Columns]:
    """What INSERT_END binds, for each end once."""
    for n, stored in numbered:
        for end in sorted(set(stored.claim.ends)):
            yield (n, end.record_id, end.role)


def search_columns(numbered: Iterable[tuple[int, StoredClaim]]) -> Iterator[Columns]:
    """What INSERT_SEARCH_KEY binds, for each key once."""
    for n, stored in numbered:
        for key in sorted(set(stored.search)):
            yield (n, key)


def member_columns(stored: StoredMember, publication: int) -> Columns:
    """What INSERT_MEMBER binds."""
    member = stored.member
    return (
        member.record_id, publication, member.entity_id, member.kind, to_optional_ms(member.joined_at),
        int(stored.joins),
    )  # fmt: skip


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else parse_partial(text)


def _text(day: PartialDate | None) -> str | None:
    return None if day is None else day.text


_KINDS = {kind.value: kind for kind in ClaimKind}
_ROLES = {role.value: role for role in Role}
_STATUSES = {status.value: status for status in ClaimStatus}
