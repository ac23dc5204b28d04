"""What each claim is made from, as one hash: of two claims of one id with the same, nothing stored differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import blake2b

import polars as pl

from ingest.claims.projection import Around
from ingest.claims.records import SystemRecords

SCHEMA = {"claim_id": pl.String, "made_from": pl.String}
_HASH_BYTES = 16
_BETWEEN = "\x1e"


def made_from(records: SystemRecords, around: Around) -> pl.DataFrame:
    """`claim_id`, `made_from` of every claim of one system, in the order `projection.project` gives them.

    All that a claim is worked out from is in it: the version with the records it names, why it is closed, what is withheld.
    """
    aside = _aside(around)
    details = _hash(_BETWEEN.join(sorted(around.withheld.details)))
    parts = [pl.DataFrame(schema=SCHEMA)]
    for table in sorted(records.tables):
        # Which contact details are withheld matters to whoever may have one.
        before = f"{table}{_BETWEEN}{details if table == 'people' else ''}{_BETWEEN}"
        frame = records.tables[table].select("claim_id", version=pl.struct(pl.all()).struct.json_encode())
        hashes = [
            _hash(f"{before}{version}{aside.get(claim_id, '')}") for claim_id, version in frame.iter_rows()
        ]  # fmt: skip
        parts.append(frame.select("claim_id", made_from=pl.Series(hashes, dtype=pl.String)))
    return pl.concat(parts)


def _aside(around: Around) -> Mapping[str, str]:
    """By claim id, in one text, what is said of it beside its row; nothing of most claims."""
    said: defaultdict[str, set[str]] = defaultdict(set)
    for claim_id, text in _told(around):
        said[claim_id].add(text)
    return {claim_id: _BETWEEN.join(sorted(texts)) for claim_id, texts in said.items()}


def _told(around: Around) -> Iterator[tuple[str, str]]:
    withheld, labels = around.withheld, around.labels
    for claim_id, marking, record, every in around.closings.select(
        "claim_id", "marking", "record_id", "every"
    ).iter_rows():
        yield claim_id, f"closed {marking} {every} {record} {labels.get(record)}"
    for claim_id, cells in withheld.cells.items():
        yield claim_id, f"hidden {sorted(cells)}"
    for claim_id, openers in withheld.hidden_for.items():
        yield claim_id, f"for {sorted((opener, labels.get(opener.rpartition('|')[2])) for opener in openers)}"
    yield from ((claim_id, "placeless") for claim_id in withheld.placeless)
    yield from ((claim_id, "numberless") for claim_id in withheld.numberless)


def _hash(text: str) -> str:
    return blake2b(text.encode(), digest_size=_HASH_BYTES).hexdigest()
