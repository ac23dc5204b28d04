"""What a load did, in words for a terminal and as one JSON document."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from graph.store.landing import line_of
from ingest.pipeline import Loaded


def as_document(loaded: Loaded) -> dict[str, Any]:
    """The load as JSON: every delivery with its counts per table, what was written, the digest."""
    return {
        "publication": loaded.publication,
        "digest": loaded.digest,
        "written": {
            "claims": loaded.written.claims,
            "gone": loaded.written.gone,
            "members": loaded.written.members,
        },
        "deliveries": [
            {
                "id": record.id,
                "agency": record.agency,
                "system": record.system,
                "refused": list(record.refused),
                "tables": {
                    count.table: {
                        "in": count.rows_in,
                        "stored": count.stored,
                        "unchanged": count.unchanged,
                        "quarantined": count.quarantined,
                    }
                    for count in record.counts
                },
            }
            for record in loaded.deliveries
        ],
        "warnings": [
            {
                "delivery": prepared.delivery,
                "table": warning.table,
                "file": warning.file,
                "column": warning.column,
                "rule": warning.rule,
                "count": warning.count,
                "first_line": warning.first_line,
            }
            for prepared in loaded.prepared
            for warning in prepared.warnings
        ],
    }


def as_lines(loaded: Loaded, *, dry_run: bool) -> Iterator[str]:
    """The load in words: rows per table, what was set aside and why, what was refused, what readers see now."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for record in loaded.deliveries:
        for count in record.counts:
            for place, number in enumerate((count.rows_in, count.stored, count.unchanged, count.quarantined)):
                totals[count.table][place] += number
    for table, (rows_in, stored, unchanged, quarantined) in sorted(totals.items()):
        yield f"{table:<20} {rows_in:>9} in = {stored} stored + {unchanged} unchanged + {quarantined} quarantined"
    yield from _faults(loaded)
    yield from _waiting(loaded)
    if dry_run:
        yield f"would change {loaded.written.claims} claims, take away {loaded.written.gone}; nothing was written"
    elif not loaded.written.claims and not loaded.written.gone and not loaded.written.members:
        yield "nothing changed"
    yield f"digest {loaded.digest}" if loaded.digest else "no digest: nothing was published"


def _waiting(loaded: Loaded) -> Iterator[str]:
    """How many rows of each table wait: they count as quarantined, and the checks set none of them aside."""
    waiting: Counter[str] = Counter()
    for record in loaded.deliveries:
        waiting.update({} if record.refused else {count.table: count.quarantined for count in record.counts})
    for prepared in loaded.prepared:
        waiting.subtract(Counter(() if prepared.refused else (row.table for row in prepared.quarantined)))
    for table, rows in sorted(waiting.items()):
        if rows > 0:
            yield f"waits: {rows} rows of {table} name a record that has not come yet, and are taken when it comes"


def _faults(loaded: Loaded) -> Iterator[str]:
    for prepared in loaded.prepared:
        for row in prepared.quarantined[:20]:
            yield f"quarantined: {prepared.source}/{row.file} line {line_of(row.line)}, {row.column or 'row'}: {row.message}"
        if len(prepared.quarantined) > 20:  # noqa: PLR2004 - enough for a terminal; the rest is in the report
            yield f"… and {len(prepared.quarantined) - 20} more rows of {prepared.source}: kithmap report quarantine"
        for warning in prepared.warnings:
            where = f"{prepared.source}/{warning.file} {warning.column}"
            yield f"warning: {where}: {warning.message} ({warning.count} times, first on line {warning.first_line})"
        for reason in prepared.refused:
            yield f"refused: {prepared.source}: {reason}. Nothing of this delivery is published"
