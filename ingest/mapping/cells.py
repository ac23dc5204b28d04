"""A cell of a mapping read as polars expressions: the value, the text it was sent as, and what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from ingest.mapping.codes import YES_NO, is_one_of, translated
from ingest.mapping.patterns import every, found
from ingest.mapping.plan import Cell, Condition, Unfit
from ingest.mapping.stated_dates import day_after, read_day, read_stated
from ingest.tables.spec import CellType, Column

NOT_AS_STATED = "date_not_as_stated"
UNKNOWN_CODE = "unknown_code"
_DATES = frozenset({CellType.DATE, CellType.MOMENT})
_UNKNOWN = "not one of the codes the mapping translates"
_NOTHING = pl.lit(None, pl.String)
_ALWAYS, _NEVER = pl.lit(value=True), pl.lit(value=False)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Cells that do not fit what is stated: by which rule, the sentence said, which cells, and what becomes of them."""

    rule: str
    sentence: str
    mask: pl.Expr
    becomes: Unfit


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` of a cell, `sent` as it stood in the file (null for what the mapping says), and its misfits."""

    value: pl.Expr
    sent: pl.Expr
    misfits: tuple[Misfit, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What a mapping states for all cells of a source: how dates are written, and its tables of codes."""

    dates: tuple[str, ...]
    codes: Mapping[str, Mapping[str, str]]


def holds(when: Condition, unless: Condition | None = None) -> pl.Expr:
    """Whether a row meets every condition of `when`, and does not meet every one of `unless`."""
    wanted = pl.all_horizontal(_ALWAYS, *(_holds(name, words) for name, words in when.items()))
    if not unless:
        return wanted
    return wanted & ~pl.all_horizontal(_holds(name, words) for name, words in unless.items())


def _holds(name: str, words: Sequence[str]) -> pl.Expr:
    cell = pl.col(name)
    if tuple(words) == ("filled",):
        return cell.is_not_null()
    if tuple(words) == ("empty",):
        return cell.is_null()
    return is_one_of(cell, words)


def read_cell(cell: Cell, column: Column, stated: Stated) -> Reading:
    """The reading of a cell for a column of a table."""
    if cell.text is not None:
        # Of what the mapping says by itself only a marking is kept as sent: counts of closed rows are taken from it.
        marks = column.closes_to is not None
        reading = Reading(pl.lit(cell.text), pl.lit(cell.text) if marks else _NOTHING)
    elif cell.parts:
        reading = _parts(cell, [read_cell(one, column, stated) for one in cell.parts])
    elif cell.sum_of:
        reading = _sum(cell)
    elif cell.first:
        reading = _first([read_cell(one, column, stated) for one in cell.first])
    else:
        reading = _from_columns(cell, column, stated)
    if not cell.when and not cell.unless:
        return reading
    applies = holds(cell.when, cell.unless)
    return Reading(
        pl.when(applies).then(reading.value),
        pl.when(applies).then(reading.sent),
        tuple(replace(misfit, mask=misfit.mask & applies) for misfit in reading.misfits),
    )


def _first(readings: Sequence[Reading]) -> Reading:
    """The first reading that says something; a misfit counts where none of them does, or where it was kept."""
    value, sent = _NOTHING, _NOTHING
    misfits: list[Misfit] = []
    whole = pl.coalesce(reading.value for reading in readings)
    for reading in readings:
        sent = pl.when(value.is_null()).then(reading.sent).otherwise(sent)
        for misfit in reading.misfits:
            counts = value.is_null() if misfit.becomes is Unfit.KEEP else whole.is_null()
            misfits.append(replace(misfit, mask=misfit.mask & counts))
        value = pl.coalesce(value, reading.value)
    # Where nothing could be read, what stood in the cells is still what was sent.
    stood = pl.coalesce(reading.sent for reading in readings)
    return Reading(value, pl.when(value.is_null()).then(stood).otherwise(sent), tuple(misfits))


def _parts(cell: Cell, readings: Sequence[Reading]) -> Reading:
    """The readings joined; what is empty is left out."""
    value, sent = (
        pl.concat_str(texts, separator=cell.joined_with, ignore_nulls=True)
        for texts in ([one.value for one in readings], [one.sent for one in readings])
    )
    misfits = tuple(misfit for one in readings for misfit in one.misfits)
    return Reading(pl.when(value != "").then(value), pl.when(sent != "").then(sent), misfits)


def _sum(cell: Cell) -> Reading:
    """The sum of the columns that hold counts; null where none does, the text as it stood where one is no count."""
    texts = [pl.col(name) for name in cell.sum_of]
    counts = [text.cast(pl.Int64, strict=False) for text in texts]
    sent = pl.concat_str(texts, separator="+", ignore_nulls=True)
    unreadable = pl.any_horizontal(
        text.is_not_null() & count.is_null() for text, count in zip(texts, counts, strict=True)
    )
    added = pl.when(~pl.all_horizontal(text.is_null() for text in texts)).then(pl.sum_horizontal(counts))
    return Reading(pl.when(unreadable).then(sent).otherwise(added.cast(pl.String)), pl.when(sent != "").then(sent))


def _from_columns(cell: Cell, column: Column, stated: Stated) -> Reading:
    sent = joined([pl.col(name) for name in cell.from_], cell.joined_with, parts_may_be_empty=cell.parts_may_be_empty)
    text = sent if cell.find is None else _found(cell, cell.find, sent)
    # Of a cell only a part is taken of, the rest may be what another row says, and closes: it is not kept with this one.
    sent = text
    formats = cell.dates or (stated.dates if column.type in _DATES else ())
    if formats:
        return _date(cell, (text, sent), formats, is_day=column.type is CellType.DATE)
    codes = _codes_of(cell, column, stated)
    if codes is None:
        return Reading(text, sent)
    return (_listed if column.type is CellType.LIST else _code)(cell, text, sent, codes)


def _found(cell: Cell, find: str, sent: pl.Expr) -> pl.Expr:
    return every(sent, find) if cell.every else found(sent, find, cell.write)


def joined(cells: Sequence[pl.Expr], separator: str, *, parts_may_be_empty: bool, escaped: bool = False) -> pl.Expr:
    """The cells as one text; null where one is empty, or all are. Where `escaped`, different parts never make one text."""
    parts = list(cells)
    if len(parts) == 1:
        return parts[0]
    if escaped:
        parts = [
            part.str.replace_all("\\", "\\\\", literal=True).str.replace_all(separator, f"\\{separator}", literal=True)
            for part in parts
        ]
    if not parts_may_be_empty:
        return pl.concat_str(parts, separator=separator)
    whole = pl.concat_str(
        [part.fill_null("") for part in parts] if escaped else parts, separator=separator, ignore_nulls=True
    )
    return pl.when(pl.any_horizontal(cell.is_not_null() for cell in cells)).then(whole)


def _date(cell: Cell, texts: tuple[pl.Expr, pl.Expr], formats: Sequence[str], *, is_day: bool) -> Reading:
    text, sent = texts
    read = read_day(text, formats) if is_day else read_stated(text, formats)
    sentence = (
        f"not a date as the mapping states dates: expected {' or '.join(formats)}, or YYYY-MM-DD in a row sent back"
    )
    misfit = Misfit(NOT_AS_STATED, sentence, text.is_not_null() & read.is_null(), cell.unfit)
    value = day_after(read) if cell.next_day else read
    return Reading(pl.coalesce(value, text) if cell.unfit is Unfit.KEEP else value, sent, (misfit,))


def _codes_of(cell: Cell, column: Column, stated: Stated) -> Mapping[str, str] | None:
    if isinstance(cell.codes, str):
        return stated.codes[cell.codes]
    if cell.codes is not None:
        return cell.codes
    if column.type is CellType.YES_NO:
        return YES_NO
    return column.spellings or None


def _listed(cell: Cell, text: pl.Expr, sent: pl.Expr, codes: Mapping[str, str]) -> Reading:
    """The same for each code of a list."""
    parts, one = text.str.split(";"), pl.element().str.strip_chars()
    meaning = translated(one, codes)
    misfit = Misfit(UNKNOWN_CODE, _UNKNOWN, parts.list.eval(meaning.is_null()).list.any(), cell.unknown)
    known = pl.coalesce(meaning, one) if cell.unknown is Unfit.KEEP else meaning.drop_nulls()
    return Reading(parts.list.eval(known).list.join(";"), sent, (misfit,))


def _code(cell: Cell, text: pl.Expr, sent: pl.Expr, codes: Mapping[str, str]) -> Reading:
    meaning = translated(text, codes)
    if cell.codes is None:
        return Reading(pl.coalesce(meaning, text), sent)
    misfit = Misfit(UNKNOWN_CODE, _UNKNOWN, text.is_not_null() & meaning.is_null(), cell.unknown)
    return Reading(pl.coalesce(meaning, text) if cell.unknown is Unfit.KEEP else meaning, sent, (misfit,))
