"""The agencies and feeds of the newest publication, kept between questions: every question needs them, a load changes them."""

from __future__ import annotations

from graph.model.people import Partnership
from graph.store.ledger import Ledger


class KeptPartnership:
    """Reads a ledger's partnership once a publication, however many deliveries there are."""

    def __init__(self) -> None:
        self._held: tuple[int, Partnership] | None = None

    def of(self, ledger: Ledger) -> Partnership:
        """The partnership of the newest publication, also where another process made it."""
        # The number is read first: a load that ends in between leaves its partnership under the number before, and the
        # next question reads again.
        number = ledger.publications.newest_number()
        held = self._held
        if held is None or held[0] != number:
            held = self._held = (number, ledger.deliveries.partnership())
        return held[1]
