"""Claims as the stores keep them: everything a version says, who may see which part, and a fingerprint of it all."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from graph.identity.finding import birth_keys, home_keys
from graph.identity.normalise import search_keys
from graph.model.claims import KIND_OF_TABLE, Claim, ClaimStatus, Closing, End, Marking, Role, Source
from graph.model.ids import IdKey
from graph.model.period import Period, parse_partial
from graph.store.port import StoredClaim
from ingest.claims.ends import ends_of
from ingest.claims.records import SystemRecords
from ingest.claims.values import detail_cells, headline_cells, to_json, with_defaults
from ingest.history import EPOCH
from ingest.withholding import Withheld

_SEPARATOR = "\x1f"
_PART_SEPARATOR = "\x1e"
_TRACED_BYTES = 4
_FINGERPRINT_BYTES = 16
# Which delivery first brought a version changes when an earlier one is loaded later: its moment stands for it.
_DATED = ("brought_at", "recorded_at", "superseded_at", "confirmed_at")


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the claims of one system: their closings, what addresses withhold, names of records for hashing.

    `labels` says by record id what agencies call a person or household, so that no keyed id enters a fingerprint.
    """

    closings: pl.DataFrame
    withheld: Withheld
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Told:
    """The same, by claim id."""

    closings: Mapping[str, list[Closing]]
    ends: Mapping[str, list[tuple[End, str]]]
    withheld: Withheld
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Parts:
    """The cells of a claim in the three parts readers may see."""

    headline: str
    detail: str | None
    hidden: str | None


def labels_of(records: SystemRecords) -> dict[str, str]:
    """What one system calls its people and households, by record id."""
    return {
        record_id: _SEPARATOR.join((records.agency, records.system, table, key))
        for table in ("people", "households")
        for key, record_id in records.ids(table).iter_rows()
    }


def project(records: SystemRecords, around: Around, key: IdKey, only: pl.Series | None = None) -> Iterator[StoredClaim]:
    """Every claim of one system as it is to be stored, or `only` those of these ids, table by table."""
    if only is not None:
        mine = pl.col("claim_id").is_in(only.implode())
        records = replace(records, tables={table: frame.filter(mine) for table, frame in records.tables.items()})
    told = _Told(_closings(around.closings), _ends(records, around.withheld, key), around.withheld, around.labels)
    for table in sorted(records.tables):
        frame = with_defaults(records.tables[table], table)
        for row in frame.iter_rows(named=True):
            yield _stored(
                Source(records.agency, records.system, table, row["record_key"], row["delivery"], row["row"]), row, told
            )


def _closings(frame: pl.DataFrame) -> dict[str, list[Closing]]:
    found: defaultdict[str, list[Closing]] = defaultdict(list)
    columns = frame.select("claim_id", "marking", "record_id", "every").unique()
    for claim_id, marking, record_id, every in columns.iter_rows():
        found[claim_id].append(Closing(Marking(marking), record_id, every))
    return {claim_id: sorted(closings) for claim_id, closings in found.items()}


def _ends(records: SystemRecords, withheld: Withheld, key: IdKey) -> dict[str, list[tuple[End, str]]]:
    found: defaultdict[str, list[tuple[End, str]]] = defaultdict(list)
    roles = {role.value: role for role in Role}
    for claim_id, record_id, role, label in ends_of(records, key).iter_rows():
        if role == Role.HOUSEHOLD and claim_id in withheld.placeless:
            continue
        if role == Role.DETAIL and (record_id in withheld.details or claim_id in withheld.numberless):
            continue
        found[claim_id].append((End(record_id, roles[role]), label))
    return {claim_id: sorted(ends) for claim_id, ends in found.items()}


def _stored(source: Source, row: Mapping[str, Any], told: _Told) -> StoredClaim:
    claim_id = row["claim_id"]
    ends = told.ends.get(claim_id, [])
    withheld = told.withheld
    hidden_for = tuple(sorted(withheld.hidden_for[claim_id])) if claim_id in withheld.hidden_for else ()
    closings = tuple(told.closings.get(claim_id, ()))
    parts = _split(source.table, row, withheld.cells.get(claim_id, frozenset()))
    search = _search(source.table, row)
    claim = _claim(source, row, tuple(end for end, _ in ends))
    said = (
        *sorted(f"{end.role}{_PART_SEPARATOR}{label}" for end, label in ends),
        *_closing_labels(closings, told.labels, source.record_ref),
    )
    seen_by = tuple(sorted(_opener_label(opener, told.labels) for opener in hidden_for))
    fingerprint = _fingerprint(source, row, parts, (said, seen_by, search))
    return StoredClaim(
        claim, parts.headline, parts.detail, parts.hidden, closings, fingerprint, search=search, hidden_for=hidden_for
    )


def _opener_label(opener: str, labels: Mapping[str, str]) -> str:
    """What a grant that opens hidden cells is called without a keyed id."""
    marking, _, person = opener.rpartition("|")
    return f"{marking}{_PART_SEPARATOR * bool(marking)}{labels.get(person, '')}"


def _split(table: str, row: Mapping[str, Any], hide: Collection[str]) -> _Parts:
    headline = {name: row[name] for name in headline_cells(table) if name not in hide}
    detail = {name: row[name] for name in detail_cells(table) if name not in hide}
    hidden = {name: row[name] for name in sorted(hide) if name in row}
    return _Parts(to_json(headline) or "{}", to_json(detail), to_json(hidden))


def _claim(source: Source, row: Mapping[str, Any], ends: tuple[End, ...]) -> Claim:
    start, end = row["said_start"], row["said_end"]
    return Claim(
        id=row["claim_id"],
        kind=KIND_OF_TABLE[source.table],
        record_id=row["record_id"],
        source=source,
        ends=ends,
        valid=Period(parse_partial(start) if start else None, parse_partial(end) if end else None),
        recorded_at=_moment(row["recorded_at"]),
        superseded_at=None if row["superseded_at"] is None else _moment(row["superseded_at"]),
        confirmed_at=None if row["confirmed_at"] is None else _moment(row["confirmed_at"]),
        status=ClaimStatus(row["claim_status"]),
    )


def _moment(millis: int) -> datetime:
    return EPOCH + timedelta(milliseconds=millis)


def _search(table: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    match table:
        case "people":
            return _person_keys(row)
        case "households":
            return tuple(sorted(home_keys(row["uprn"], row["address"], row["postcode"])))
    return ()


def _person_keys(row: Mapping[str, Any]) -> tuple[str, ...]:
    given, family = row["given_name"] or "", row["family_name"] or ""
    aliases = [part.strip() for part in (row["other_names"] or "").split(";") if part.strip()]
    names = search_keys(*(name for name in (given, family, *aliases) if name))
    return tuple(sorted(names | birth_keys([row["date_of_birth"]] if row["date_of_birth"] else [])))


def _closing_labels(closings: tuple[Closing, ...], labels: Mapping[str, str], own: str) -> tuple[str, ...]:
    return tuple(
        sorted(
            f"{closing.marking}{_PART_SEPARATOR}{labels.get(closing.record_id, own)}{_PART_SEPARATOR}{closing.every}"
            for closing in closings
        )
    )


def _fingerprint(source: Source, row: Mapping[str, Any], parts: _Parts, lists: tuple[tuple[str, ...], ...]) -> str:
    """A hash of what the claim says and who may see it: no delivery, row, load time or keyed id (deliveries.md §7).

    After a dot, a hash of the row it is traced to: of two deliveries of one moment that say the same, either may come
    first when the other is loaded.
    """
    said = (
        source.agency,
        source.system,
        source.table,
        source.record_ref,
        str(row["occurrence"]),
        *(str(row[name]) for name in _DATED),
        *(str(row[name]) for name in ("said_start", "said_end", "claim_status")),
        *(str(part) for part in (parts.headline, parts.detail, parts.hidden)),
        *(_PART_SEPARATOR.join(texts) for texts in lists),
    )
    traced = f"{source.delivery}{_SEPARATOR}{source.row}"
    return f"{_hash(_SEPARATOR.join(said), _FINGERPRINT_BYTES)}.{_hash(traced, _TRACED_BYTES)}"


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()
