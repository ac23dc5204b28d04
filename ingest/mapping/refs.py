"""References made of several columns, and numbers for those that several rows share."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import polars as pl

from ingest.mapping.cells import joined
from ingest.mapping.plan import Ref, Source
from ingest.mapping.stated_dates import read_day

Seen = dict[int, int | list[int]]
"""By the hash of a reference, the hash of the row that had it, or of the rows: nearly every reference has one."""
_SECOND = 2
_DIGEST_BYTES = 10


class Refs:
    """The references of one source's rows, frame after frame. Rows that say the same share one; others are numbered."""

    def __init__(self, source: Source, dates: Sequence[str]) -> None:
        self._dates = source.dates or dates
        self._refs = source.refs
        self._columns = list(source.columns)
        self._seen: dict[str, Seen] = {name: {} for name, ref in source.refs.items() if ref.numbered}

    def added(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with a column for each reference."""
        made = frame.with_columns(self._made(ref).alias(name) for name, ref in self._refs.items())
        hidden = [name for name, ref in self._refs.items() if ref.opaque]
        made = made.with_columns(pl.Series(name, [_digest(text) for text in made[name]], pl.String) for name in hidden)
        for name, seen in self._seen.items():
            numbers = _numbers(frame.select(self._columns), made[name], seen)
            numbered = pl.when(pl.col("_number") < _SECOND).then(pl.col(name))
            made = made.with_columns(numbers).with_columns(
                numbered.otherwise(pl.col(name) + "#" + pl.col("_number").cast(pl.String)).alias(name)
            )
            made = made.drop("_number")
        return made

    def _made(self, ref: Ref) -> pl.Expr:
        parts = [self._part(name, ref) for name in ref.from_]
        whole = joined(parts, ref.joined_with, parts_may_be_empty=ref.parts_may_be_empty, escaped=True)
        return pl.lit(ref.starts) + whole if ref.starts else whole

    def _part(self, name: str, ref: Ref) -> pl.Expr:
        cell = pl.col(name)
        return pl.coalesce(read_day(cell, self._dates), cell) if name in ref.days else cell


def _digest(text: str | None) -> str | None:
    return None if text is None else blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def _numbers(rows: pl.DataFrame, refs: pl.Series, seen: Seen) -> pl.Series:
    """Which of the different rows with its reference each row is, counted from 1."""
    contents = rows.hash_rows().to_list()
    return pl.Series("_number", [_number(key, said, seen) for key, said in zip(refs.hash(), contents, strict=True)])


def _number(key: int, said: int, seen: Seen) -> int:
    versions = seen.setdefault(key, said)
    if versions == said:
        return 1
    several = [versions] if isinstance(versions, int) else versions
    if said not in several:
        several.append(said)
    seen[key] = several
    return several.index(said) + 1
