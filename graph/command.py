"""How commands are typed: global options anywhere, days as days, long texts in files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from graph.errors import BadInput, InputRefused, KithmapError, StoreUnavailable, WrongUse
from graph.model.dates import known_at_end_of
from graph.model.period import LONDON

FAULT, WRONG, UNREACHABLE, STOPPED = 1, 2, 3, 130


def globals_first(arguments: Sequence[str]) -> list[str]:
    """The arguments with --data and --json before the command, wherever they were typed."""
    first: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--data":
            first += [word, *islice(words, 1)]
        else:
            (first if word == "--json" or word.startswith("--data=") else rest).append(word)
    return first + rest


def read_day(text: str | None, option: str) -> date | None:
    """A day as typed. Raises BadInput."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(option, "is not a day: expected 2024-03-31") from None


def read_moment(text: str | None, option: str) -> datetime | None:
    """A moment as typed: a day, which means its end, or a time of it (in London unless it says where). Raises BadInput."""
    if not text:
        return None
    try:
        if len(text) == len("2024-03-31"):
            return known_at_end_of(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(option, "is no moment: expected 2024-03-31 or 2024-03-31T09:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


def text_or_file(text: str) -> str:
    """The text, or what the file after an @ holds."""
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text(encoding="utf-8")
    except OSError:
        raise InputRefused("can't be read", text[1:]) from None


def read_json(text: str, option: str) -> Any:  # noqa: ANN401 - JSON
    """JSON as typed, or in a file after an @. Raises BadInput, InputRefused."""
    try:
        return json.loads(text_or_file(text))
    except json.JSONDecodeError:
        raise BadInput(option, "is not JSON") from None


def exit_code(error: KithmapError) -> int:
    """0 done, 1 the input or answer is at fault, 2 wrong use, 3 the store can't be reached (interfaces.md §1)."""
    match error:
        case StoreUnavailable():
            return UNREACHABLE
        case WrongUse():
            return WRONG
    return FAULT
