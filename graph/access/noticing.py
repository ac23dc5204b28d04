"""Notices that somebody opened what was closed: a reference, what kind, when. Never of whom, by whom, or why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from graph.access.opened import OpenedKind
from graph.errors import KithmapError

REVIEW_ADDRESS = "/audit/review"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the manager and the privacy officer are told: that there is something to look at, and where."""

    reference: str
    kind: OpenedKind
    at: datetime


class NoticeNotSent(KithmapError):
    """A notice could not be sent; it stays in the book and goes with the next."""


class Sender(Protocol):
    """Sends one notice. Raises NoticeNotSent."""

    def send(self, notice: Notice, /) -> None:
        """Sends it."""


class NoticeBook(Protocol):
    """Notices by whether they were sent."""

    def waiting(self) -> Sequence[Notice]:
        """Those nobody was told yet, the oldest first."""

    def mark_sent(self, reference: str, now: datetime) -> None:
        """Notes that one went out."""


def send_waiting(book: NoticeBook, sender: Sender, now: datetime) -> int:
    """How many went out. The first that can't be sent ends it: the others go with it, another time."""
    sent = 0
    for notice in book.waiting():
        try:
            sender.send(notice)
        except NoticeNotSent:
            return sent
        book.mark_sent(notice.reference, now)
        sent += 1
    return sent
