"""A spreadsheet's cell as the text an agency would have typed."""

from __future__ import annotations

import datetime as dt

_WHOLE_FLOATS = 2**53


def cell_text(value: object) -> str:
    """Days and moments in ISO 8601, yes and no as y and n, whole numbers without a point; text as it stands."""
    match value:
        case bool():
            return "y" if value else "n"
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time.min else value.isoformat()
        case float() if value.is_integer() and abs(value) < _WHOLE_FLOATS:
            return str(int(value))
    return str(value)
