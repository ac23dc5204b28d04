"""Rows of the embedded graph as the model's values, and the model's values as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from graph.model.claims import Claim
from graph.store.port import StoredClaim, StoredMember
from graph.store.stored_form import (
    Row,
    from_clauses,
    only_restricted,
    part_of,
    share_columns,
    to_claim,
    to_clauses,
    to_ms,
    to_optional_ms,
    to_text,
)

Columns = tuple[str | int | None, ...]
STILL_HELD = 9_007_199_254_740_991
"""`held_until` of what nothing replaced: after every moment anybody asks about."""


def to_json(values: object) -> str:
    """A bound list, as JSON."""
    return orjson.dumps(values).decode()


def to_readable_claim(row: Row) -> Claim:
    """The claim of a row of READABLE_COLUMNS."""
    headline, detail, hidden, has_detail = row[15], row[17], row[18], row[19]
    withheld = bool(has_detail) and detail is None
    return to_claim(row[:15], orjson.loads(row[16]), (headline, detail, hidden), detail_withheld=withheld)


def to_stored_claim(row: Row) -> StoredClaim:
    """The claim of a row of CLAIMS_AS_WRITTEN."""
    headline, (detail, hidden, closings, fingerprint, hidden_for, search) = row[15], row[17:]
    return StoredClaim(
        claim=to_claim(row[:15], orjson.loads(row[16]), ()),
        headline=headline,
        detail=detail,
        hidden=hidden,
        closings=from_clauses(orjson.loads(closings)) if closings else (),
        fingerprint=fingerprint,
        search=tuple(orjson.loads(search)),
        hidden_for=tuple(orjson.loads(hidden_for)) if hidden_for else (),
    )


def claim_columns(n: int, stored: StoredClaim, publication: int) -> Columns:
    """What INSERT_CLAIM binds."""
    claim, source = stored.claim, stored.claim.source
    to_agency, outcome = share_columns(stored)
    return (
        n, claim.id, publication, claim.kind, claim.record_id, part_of(claim),
        to_ms(claim.recorded_at), to_optional_ms(claim.superseded_at),
        to_json(to_clauses(stored.closings)) if stored.closings else None, only_restricted(stored),
        source.agency, to_agency, outcome, source.system, source.table, source.record_ref, source.delivery, source.row,
        to_text(claim.valid.start), to_text(claim.valid.end), to_optional_ms(claim.confirmed_at), claim.status,
        stored.fingerprint, stored.headline, stored.detail, stored.hidden,
        to_json(sorted(stored.hidden_for)) if stored.hidden_for else None,
    )  # fmt: skip


def end_columns(numbered: Iterable[tuple[int, StoredClaim]]) -> Iterator[Columns]:
    """What INSERT_END binds, for each end once."""
    for n, stored in numbered:
        superseded = to_optional_ms(stored.claim.superseded_at)
        held_until = STILL_HELD if superseded is None else superseded
        for end in sorted(set(stored.claim.ends)):
            yield (n, end.record_id, end.role, held_until)


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
