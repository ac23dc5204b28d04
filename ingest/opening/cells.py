"""A spreadsheet's cell as the text an agency would have typed."""

from __future__ import annotations

import datetime as dt

# Spreadsheets keep fifteen digits of a number: what is longer has lost its last ones, and reads as such.
_CUT_SHORT = 10**15


def cell_text(value: object) -> str:
    """Days and moments in ISO 8601, yes and no as y and n, whole numbers without a point; text as it stands.

    A number of more digits than spreadsheets keep is written with an exponent.
    """
    match value:
        case bool():
            return "y" if value else "n"
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time.min else value.isoformat()
        case float() if value.is_integer():
            return str(int(value)) if abs(value) < _CUT_SHORT else f"{value:.14e}"
    return str(value)
