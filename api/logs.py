"""What a serving process says of itself, on standard error: an event a line, for people or as JSON. Never a value.

Our own messages are literal and hold none. What a library says may quote anything, so of its messages only who said it and
how grave it was is told; of an exception its type and where it arose, never its message.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from traceback import extract_tb
from typing import Any

from graph.errors import WrongUse

LOG = "KITHMAP_LOG"
REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered: in its log lines, and the reference an error names."""
_OURS = ("kithmap", "graph", "ingest", "api", "viz", "uvicorn")
_TOLD = "told"


class LogForm(StrEnum):
    """How events are written."""

    PLAIN = "plain"
    JSON = "json"


def read_form(environment: Mapping[str, str]) -> LogForm:
    """The form that KITHMAP_LOG names. Raises WrongUse."""
    try:
        return LogForm(environment.get(LOG) or LogForm.PLAIN)
    except ValueError:
        raise WrongUse(f"{LOG} is {' or '.join(LogForm)}") from None


def set_up_logs(form: LogForm) -> None:
    """Sends every event of this process to standard error. Each request is one where they are JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine() if form is LogForm.JSON else PlainLine())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("kithmap").setLevel(logging.INFO if form is LogForm.JSON else logging.WARNING)


def event(name: str, **told: object) -> None:
    """Writes an event of ours; what is told are words and numbers of ours too."""
    logging.getLogger("kithmap").info(name, extra={_TOLD: told})


def _said(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in _OURS:
        return record.getMessage().strip()
    return f"said by {record.name}"


def _fault(record: logging.LogRecord) -> dict[str, Any]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, _, trace = record.exc_info
    places = [f"{place.filename.rpartition('/')[2]}:{place.lineno} {place.name}" for place in extract_tb(trace)]
    return {"fault": kind.__name__, "where": places[-8:]}


class JsonLine(logging.Formatter):
    """An event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"time": at, "level": record.levelname.lower(), "event": _said(record), "id": REQUEST.get()}
        return json.dumps({**told, **getattr(record, _TOLD, {}), **_fault(record)}, ensure_ascii=True)


class PlainLine(logging.Formatter):
    """An event as a line for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fault = _fault(record)
        at = f" ({fault['fault']} at {', '.join(fault['where'])})" if fault else ""
        return f"kithmap: {record.levelname.lower()}: {_said(record)}{at}"
