"""The rows of a delivery with its corrections in place: what was set aside and sent again counts as if it had come in it.

A correction is landed under a name of its own, by the numbers its rows have in the delivery they put right.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from graph.store.ledger.deliveries import DeliveryRecord
from ingest.landing import Landing
from ingest.quarantine import ERASED, QuarantinedRow

# Above every number a row of a delivery has (`ingest.mapping.places`); below the sign with room for 1,023 corrections.
_BITS = 53
MOST_CORRECTIONS = (1 << 10) - 1


def good_rows(record: DeliveryRecord, table: str, data: Path) -> pl.DataFrame:
    """The good rows of a table by their numbers in the delivery; `_landed` is the name each lies under."""
    landing, frames = Landing(data), []
    for name in record.landed_as:
        if landing.checked_path(name, table).exists():
            frames.append(landing.good(name, table).collect().with_columns(_landed=pl.lit(name)))
    if not frames:
        return landing.good(record.id, table).collect()
    first, *corrected = frames
    again = pl.concat([first.select("_row").clear(), *(frame.select("_row") for frame in corrected)])
    return pl.concat([first.join(again, on="_row", how="anti", maintain_order="left"), *corrected])


def rows_with_keys(record: DeliveryRecord, table: str, data: Path, keys: pl.Series) -> frozenset[int]:
    """The numbers of the good rows that are of these records; nothing else of them is read."""
    rows: set[int] = set()
    landing, wanted = Landing(data), pl.col("_key").is_in(keys.implode())
    for name in record.landed_as:
        if landing.checked_path(name, table).exists():
            held = landing.good(name, table).select("_row", "_key").collect()
            # A row that was corrected is of the record it names now.
            rows.difference_update(held["_row"])
            rows.update(held.filter(wanted)["_row"])
    return frozenset(rows)


def marked_rows(record: DeliveryRecord, table: str, data: Path) -> pl.DataFrame:
    """The same for the history of a system: the number says in which correction a row came (`unmarked`)."""
    if not record.corrections:
        return Landing(data).good(record.id, table).collect()
    good = good_rows(record, table, data)
    places = {name: place << _BITS for place, name in enumerate(record.landed_as)}
    place = pl.col("_landed").replace_strict(places, return_dtype=pl.Int64)
    return good.with_columns(_row=pl.col("_row") + place).drop("_landed")


def unmarked(versions: pl.DataFrame, corrections: dict[str, tuple[str, ...]]) -> pl.DataFrame:
    """Versions with the names their rows are landed under, and the numbers they have there.

    `corrections` has the names of each delivery that has any: its own first.
    """
    if not corrections:
        return versions
    names = {f"{first} {place}": name for first, landed in corrections.items() for place, name in enumerate(landed)}
    place = pl.col("row") // (1 << _BITS)
    marked = pl.format("{} {}", "delivery", place)
    return versions.with_columns(
        delivery=marked.replace_strict(names, default=pl.col("delivery"), return_dtype=pl.Utf8),
        row=pl.col("row") % (1 << _BITS),
    )


def set_aside_of(record: DeliveryRecord, data: Path) -> list[QuarantinedRow]:
    """The rows the checks set aside and no correction has put right, each with the newest reason.

    A row that only waits, and was sent back with a fault, stands as it was: it is not set aside twice.
    """
    landing = Landing(data)
    held = {(row.table, row.line): row for row in landing.quarantine(record.id)}
    for name in record.corrections:
        again = {(row.table, row.line): row for row in landing.quarantine(name)}
        held.update({place: row for place, row in again.items() if place in held or row.rule == ERASED})
        for table in {count.table for count in record.counts}:
            if landing.checked_path(name, table).exists():
                for line in landing.good(name, table).select("_row").collect()["_row"]:
                    held.pop((table, line), None)
    return list(held.values())
