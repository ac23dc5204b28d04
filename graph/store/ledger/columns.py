"""Column types of the ledger that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import BigInteger, Computed, String, Table, text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_DAY_CHARACTERS = 10


_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")


class Words(TypeDecorator[str]):
    """Text in the order of its characters: a server sorts by its own language unless told otherwise.

    What no database takes as text (a zero, half a character) is written and looked for as U+FFFD: it finds nobody.
    """

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """The database's own type."""
        return dialect.type_descriptor(String(collation="C") if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as every database takes it."""
        return None if value is None else _NO_TEXT.sub("\ufffd", value)


class FromContent(Computed):
    """Makes a column of a member of text of the JSON in the column `content`: the database does, and nobody else can."""

    def __init__(self, member: str) -> None:
        super().__init__(text(f"json_extract(content, '$.{member}')"))
        self.member = member


@compiles(FromContent, "postgresql")
def _on_postgresql(made: FromContent, _compiler: object, **_how: object) -> str:
    return f"GENERATED ALWAYS AS (content::json ->> '{made.member}') STORED"


class Instant(TypeDecorator[datetime]):
    """A moment as whole microseconds since 1970 UTC: no zone to get wrong, the same order in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Microseconds of a moment; a moment without an offset is refused."""
        return None if value is None else (value.astimezone(UTC) - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """The moment, in UTC."""
        return None if value is None else EPOCH + value * MICROSECOND


class Day(TypeDecorator[date]):
    """A calendar day as ISO text."""

    impl = String(_DAY_CHARACTERS)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """The day as ISO text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """The day."""
        return None if value is None else date.fromisoformat(value)


def column_names(table: Table) -> tuple[str, ...]:
    """The names of a table's columns, in order, those left out that the database makes of the others."""
    return tuple(column.name for column in table.columns if column.computed is None)
