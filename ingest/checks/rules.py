"""The rules a cell or row can break, and the sentence said for each. No sentence holds a value."""

from __future__ import annotations

from types import MappingProxyType

from ingest.tables.spec import CellType, Column

REQUIRED_MISSING = "required_missing"
SURPLUS_CELLS = "surplus_cells"
CLOSED = "unreadable_closed"
CHECK_DIGIT = "check_digit"
TOO_LONG = "too_long"
END_BEFORE_START = "end_before_start"
FUTURE_DATE = "future_date"
UNKNOWN_COLUMN = "unknown_column"
UNKNOWN_TABLE = "unknown_table"
UNREADABLE_TABLE = "unreadable_table"

UNREADABLE = MappingProxyType(
    {
        CellType.TEXT: ("unreadable_text", "holds a NUL character"),
        CellType.REFERENCE: (
            "unreadable_reference",
            "a number a spreadsheet has cut short (1.23E+16), or one that holds a NUL character: send the column as text",
        ),
        CellType.DATE: ("unreadable_date", "not a date: expected YYYY-MM-DD, YYYY-MM or YYYY"),
        CellType.MOMENT: ("unreadable_moment", "not a date-time: expected ISO 8601, or a day YYYY-MM-DD"),
        CellType.TIME: ("unreadable_time", "not a time: expected HH:MM or HH:MM:SS"),
        CellType.YES_NO: ("unreadable_yes_no", "neither y nor n"),
        CellType.COUNT: ("unreadable_count", "not a whole number from 0"),
        CellType.LIST: ("unreadable_list", "holds a NUL character"),
        CellType.CODE: ("unknown_code", "not one of the codes of this column"),
        CellType.OPEN_CODE: ("unreadable_code", "holds a NUL character"),
        CellType.YEARS: ("unreadable_years", "not a year: expected YYYY or YYYY..YYYY"),
        CellType.SCHEMED: ("unreadable_local_ids", "not local ids: expected scheme:value, separated by ;"),
        CellType.ABOUT: ("unreadable_record", "not a record: expected table:record_ref"),
        CellType.HEADLINE: ("unreadable_text", "holds a NUL character"),
        CellType.NHS_NUMBER: ("unreadable_text", "holds a NUL character"),
        CellType.UPN: ("unreadable_text", "holds a NUL character"),
    }
)
SENTENCES = MappingProxyType(
    {
        **dict(UNREADABLE.values()),
        REQUIRED_MISSING: "is empty, and the row cannot do without it",
        SURPLUS_CELLS: "the row has more cells than the header",
        CLOSED: "could not be read, so it was taken as the most closed",
        CHECK_DIGIT: "the check digit is wrong: kept and shown, never an identity",
        TOO_LONG: "longer than 200 characters: kept",
        END_BEFORE_START: "lies before the start: not used",
        FUTURE_DATE: "lies after the day of the delivery: kept",
        UNKNOWN_COLUMN: "not a column of this table: kept with the rows",
        UNKNOWN_TABLE: "not a table of a delivery: kept as sent",
        UNREADABLE_TABLE: "not a table of a delivery, and could not be read: not kept",
    }
)


def unreadable_rule(column: Column) -> str:
    """The rule a cell of this column breaks when it cannot be read."""
    return UNREADABLE[column.type][0]
