"""Neo4j's values as the model's, and the model's as lists of parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from neo4j import Record

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

BETWEEN_KEYS = ";"
Parameters = list[object]


def to_readable_claim(row: Row) -> Claim:
    """The claim of (columns, ends, parts, whether detail is withheld)."""
    columns, ends, parts, detail_withheld = row
    return to_claim(columns, ends, parts, detail_withheld=detail_withheld)


def to_stored_claim(record: Record) -> StoredClaim:
    """The claim of a record of CLAIMS_AS_WRITTEN."""
    closings: Sequence[str] = record["closings"] or ()
    return StoredClaim(
        claim=to_claim(record["columns"], record["ends"], ()),
        headline=record["headline"],
        detail=record["detail"],
        hidden=record["hidden"],
        closings=from_clauses(clause.split(BETWEEN_KEYS) for clause in closings),
        fingerprint=record["fingerprint"],
        search=tuple(record["search"] or ()),
        hidden_for=tuple(record["hidden_for"] or ()),
    )


def claim_key(claim_id: str, publication: int) -> str:
    """What is unique of a claim's version."""
    return f"{claim_id}@{publication}"


def claim_parameters(stored: StoredClaim, publication: int) -> Parameters:
    """A row of CREATE_CLAIMS."""
    claim, source = stored.claim, stored.claim.source
    to_agency, outcome = share_columns(stored)
    return [
        claim.id, claim.kind.value, claim.record_id, source.agency, source.system, source.table, source.record_ref,
        source.delivery, source.row, to_text(claim.valid.start), to_text(claim.valid.end), to_ms(claim.recorded_at),
        to_optional_ms(claim.superseded_at), to_optional_ms(claim.confirmed_at), claim.status.value,
        stored.headline, stored.detail, stored.hidden, sorted(stored.hidden_for) or None, closing_texts(stored),
        bool(only_restricted(stored)), part_of(claim), to_agency, outcome, stored.fingerprint,
        sorted(set(stored.search)) or None, claim_key(claim.id, publication),
        [[end.record_id, end.role.value] for end in sorted(set(claim.ends))],
    ]  # fmt: skip


def closing_texts(stored: StoredClaim) -> list[str] | None:
    """Its clauses, each one text; None when it is open."""
    return [BETWEEN_KEYS.join(clause) for clause in to_clauses(stored.closings)] or None


def records_named(claims: Iterable[StoredClaim]) -> list[str]:
    """Every record the claims are of or about."""
    own = {stored.claim.record_id for stored in claims}
    return sorted(own.union(end.record_id for stored in claims for end in stored.claim.ends))


def search_pairs(claims: Iterable[StoredClaim], publication: int) -> list[list[str]]:
    """Rows of LINK_SEARCH_KEYS."""
    return [[claim_key(stored.claim.id, publication), key] for stored in claims for key in sorted(set(stored.search))]


def member_parameters(stored: StoredMember, publication: int) -> Parameters:
    """A row of CREATE_MEMBERS."""
    member = stored.member
    return [
        member.record_id, member.entity_id, member.kind.value, to_optional_ms(member.joined_at), stored.joins,
        claim_key(member.record_id, publication),
    ]  # fmt: skip
