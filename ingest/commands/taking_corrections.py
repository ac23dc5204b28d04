"""Corrections taken over HTTP: what `/deliveries/{id}` is given by the command line, which alone knows both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from graph.errors import InputRefused
from graph.model.watching import CorrectionTaken
from graph.questions.applying import Applying
from graph.questions.delivery_book import Correct, Sent
from ingest.correcting import take
from ingest.pipeline import bring_up
from ingest.sent_back import deliveries_in, read_sent_back
from ingest.stores import Load, Stores
from ingest.turn import turn_to_write

SHORT_TURN = 5.0
"""Seconds: within what one operation may take; after them whoever sends is told to try again."""


def corrector(stores: Stores, now: Callable[[], datetime], wait: float | None) -> Correct:
    """What takes rows put right; who sends waits so long (None: to the end) until answers show them."""

    def bring() -> None:
        with turn_to_write(stores.data):
            bring_up(stores, Load(now()))

    applying = Applying(bring, wait)

    def correct(delivery: str, sent: Sent, by: str) -> CorrectionTaken:
        rows = list(read_sent_back(sent))
        if deliveries_in(rows) != [delivery]:
            raise InputRefused("holds no row of this delivery, or rows of another", sent[0][0])
        with turn_to_write(stores.data, SHORT_TURN):
            taken = take(stores, delivery, rows, by, now())
        told = (taken.rows_in, taken.taken, taken.still_set_apart, taken.not_set_apart)
        return CorrectionTaken(*told, applied=applying())

    return correct
