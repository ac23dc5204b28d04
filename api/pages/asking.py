"""What pages are given by the application: how to ask, who asks, the time. Pages know nothing else of it.

`app.state.answering` holds one `Answering`; the application puts it there when it is assembled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar, cast

from fastapi import Request

from graph.model.loading import FeedAnswer, MeAnswer
from graph.model.looking import CaseFound
from graph.questions.gathering import Gathered

T = TypeVar("T")


class Ask(Protocol):
    """One question by its name in the API (`hiddenAdults`), caller, purpose and audit done. None: nobody to know of."""

    def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None: ...


@dataclass(frozen=True, slots=True)
class Answering:
    """The application's side of every page. `me` is None for someone who is not signed in.

    `check_form` refuses a form that is not ours, by its token and by where it came from: for every form that changes something.
    """

    ask: Ask
    me: Callable[[Request], MeAnswer | None]
    now: Callable[[], datetime]
    csrf: Callable[[Request], str]
    cases: Callable[[Request], tuple[CaseFound, ...]]
    check_form: Callable[[Request, str], None]


def begin_export(request: Request, question: str, operation: str) -> None:
    """From now on the request's `question` is asked as an export, and the log says so (`export:adults.pdf`)."""
    request.state.export = (question, operation)


def export_of(request: Request, question: str) -> str:
    """The export a question of this request is asked for; empty for a page."""
    begun: tuple[str, str] = getattr(request.state, "export", ("", ""))
    return begun[1] if begun[0] == question else ""


def begin_gathering(request: Request) -> Gathered:
    """From now on what the request's questions show is gathered, for the one entry of a file made of all of them."""
    gathered = request.state.gathered = Gathered()
    return gathered


def gathered_of(request: Request) -> Gathered | None:
    """What was gathered so far; None where each question is an entry of its own."""
    found: Gathered | None = getattr(request.state, "gathered", None)
    return found


def answering(request: Request) -> Answering:
    """What the application gave its pages."""
    return cast(Answering, request.app.state.answering)


def answer(request: Request, kind: type[T], operation: str, /, **arguments: object) -> T | None:
    """The answer to one question, or None when there is no such person or none the caller may know of."""
    found = answering(request).ask(request, operation, **arguments)
    if found is not None and not isinstance(found, kind):
        raise TypeError(f"{operation} answered with another kind of value")
    return found


def feeds(request: Request) -> tuple[FeedAnswer, ...]:
    """Which agency supplies which table, for the stamp and the choice of agencies."""
    return answer(request, tuple, "feeds") or ()
