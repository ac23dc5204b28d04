"""What identifies a row: its record key, its unknown cells, and a hash of everything it says."""

from __future__ import annotations

from hashlib import blake2b

import polars as pl

from graph.model.ids import KEY_PART_SEPARATOR
from ingest.tables.spec import TableSpec

_HASH_BYTES = 16


def record_keys(spec: TableSpec) -> pl.Expr:
    """`_key`: the parts of the record key joined; a separator inside a part is escaped, so that keys stay apart."""
    if len(spec.key) == 1:
        return pl.col(spec.key[0]).alias("_key")
    parts = [pl.col(name).fill_null("").str.replace_all(r"([\\|])", r"\$1") for name in spec.key]
    return pl.concat_str(parts, separator=KEY_PART_SEPARATOR).alias("_key")


def extra_cells(spec: TableSpec, trimmed: pl.DataFrame) -> pl.Expr:
    """`_extra`: the non-empty cells of unknown columns as a JSON object with sorted keys; null when there is none."""
    unknown = sorted(set(trimmed.columns) - set(spec.names) - {"_row"})
    if not unknown:
        return pl.lit(None, pl.String).alias("_extra")
    pairs = [_pair(name) for name in unknown]
    joined = pl.concat_str(pairs, separator=",", ignore_nulls=True)
    return pl.when(joined != "").then("{" + joined + "}").alias("_extra")


def _pair(name: str) -> pl.Expr:
    """`"name":"cell"` as JSON, null where the cell is empty."""
    whole = pl.struct(pl.col(name)).struct.json_encode()
    return pl.when(pl.col(name).is_not_null()).then(whole.str.slice(1, whole.str.len_chars() - 2))


def content_hashes(spec: TableSpec, rows: pl.DataFrame) -> pl.Series:
    """`_content`: blake2b of the non-empty cells with their names, so that a new empty column changes nothing."""
    cells = [pl.lit(f"{name}\x1e") + pl.col(name) for name in (*spec.names, "_extra")]
    said = rows.select(pl.concat_str(cells, separator="\x1f", ignore_nulls=True)).to_series()
    hashes = [blake2b(row, digest_size=_HASH_BYTES).digest() for row in said.cast(pl.Binary).to_list()]
    return pl.Series("_content", hashes, pl.Binary).bin.encode("hex")
