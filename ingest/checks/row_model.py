"""One row read by pydantic: slower than the columns, used on the rows that failed, for its messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, ValidationInfo, create_model
from pydantic_core import PydanticCustomError

from graph.model.period import parse_partial
from graph.model.vocabulary import fold_code
from ingest.checks.readings import CUT_SHORT
from ingest.checks.rules import REQUIRED_MISSING, SENTENCES, UNREADABLE
from ingest.tables.spec import CellType, Column, TableSpec

_COUNT_DIGITS = 9
_CUT_SHORT = re.compile(CUT_SHORT.removesuffix("$") + r"\Z")


@lru_cache(maxsize=32)
def row_model(spec: TableSpec) -> type[BaseModel]:
    """The pydantic model of what a row of this table cannot do without: it takes a row iff the columnar check does."""
    fields = {
        column.name: (Annotated[str | None, BeforeValidator(_validator(column))], Field(None, validate_default=True))
        for column in spec.columns
        if column.can_be_required
    }
    return create_model(f"{spec.name}_row", **fields)  # type: ignore[call-overload, no-any-return]


def faults(model: type[BaseModel], row: Mapping[str, str | None]) -> list[tuple[str, str, str]]:
    """(column, rule, message) of everything the row cannot do without and lacks; empty for a good row."""
    try:
        model.model_validate(row)
    except ValidationError as failed:
        return [(str(fault["loc"][0]), fault["type"], fault["msg"]) for fault in failed.errors(include_url=False)]
    return []


def _validator(column: Column) -> Callable[[str | None, ValidationInfo], str | None]:
    read = _READERS[column.type]
    rule, sentence = UNREADABLE[column.type]

    def validate(cell: str | None, info: ValidationInfo) -> str | None:
        if cell is None:
            if _is_required(column, info):
                raise PydanticCustomError(REQUIRED_MISSING, SENTENCES[REQUIRED_MISSING])
            return None
        value = None if "\0" in cell else read(cell, column)
        if value is None and _is_required(column, info):
            raise PydanticCustomError(rule, sentence)
        return value

    return validate


def _is_required(column: Column, info: ValidationInfo) -> bool:
    if column.required_when is None:
        return column.required
    other, value = column.required_when
    return bool(info.data.get(other) == value)


def _as_sent(cell: str, _column: Column) -> str | None:
    return cell


def _reference(cell: str, _column: Column) -> str | None:
    return None if _CUT_SHORT.search(cell) else cell


def _date(cell: str, _column: Column) -> str | None:
    try:
        return parse_partial(cell).text if cell.isascii() else None
    except ValueError:
        return None


def _count(cell: str, _column: Column) -> str | None:
    return str(int(cell)) if cell.isascii() and cell.isdigit() and len(cell) <= _COUNT_DIGITS else None


def _code(cell: str, column: Column) -> str | None:
    return column.spellings.get(fold_code(cell))


_READERS: Mapping[CellType, Callable[[str, Column], str | None]] = MappingProxyType(
    {
        CellType.TEXT: _as_sent,
        CellType.REFERENCE: _reference,
        CellType.OPEN_CODE: _as_sent,
        CellType.DATE: _date,
        CellType.COUNT: _count,
        CellType.CODE: _code,
    }
)
