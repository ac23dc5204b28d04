"""A delivery taken back: the store is as if it had never come, the audit trail aside."""

from __future__ import annotations

from dataclasses import dataclass

from graph.audit.log import AuditLog
from graph.errors import InputRefused
from graph.questions.operator import OPERATOR, operator_event
from graph.store.ledger.deliveries import DeliveryRecord
from graph.store.ledger.putting_right import Withdrawal
from ingest.landing import Landing
from ingest.pipeline import Loaded, bring_up
from ingest.publishing import settle
from ingest.stores import Load, Stores
from ingest.turn import turn_to_write

LONGEST_REASON = 500
SHORTEST_PREFIX = 8


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The delivery as it was loaded (None: it had been taken back before, and was finished now), and what was written."""

    delivery: str
    record: DeliveryRecord | None
    loaded: Loaded


def withdraw(stores: Stores, audit: AuditLog, named: str, reason: str, how: Load) -> TakenBack:
    """Takes a delivery back, by its id or the first characters of it. Raises InputRefused where there is none, or no reason.

    Cut off anywhere, it ends the same when run again.
    """
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise InputRefused(f"say why in {LONGEST_REASON} characters or fewer", "--reason")
    with turn_to_write(stores.data):
        settle(stores)
        delivery, record = _find(stores, named)
        if record is not None:
            # No entry, no act: it is written first.
            audit.append(operator_event("withdraw", delivery), how.now)
            whose = (record.agency, record.system, record.extracted_at)
            stores.ledger.withdrawals.add(Withdrawal(delivery, *whose, how.now, OPERATOR, said))
        loaded = bring_up(stores, how, is_forced=True)
        for name in record.landed_as if record else (delivery,):
            Landing(stores.data).forget(name)
    return TakenBack(delivery, record, loaded)


def _find(stores: Stores, named: str) -> tuple[str, DeliveryRecord | None]:
    records = {record.id: record for record in stores.ledger.deliveries.every()}
    back = stores.ledger.withdrawals.in_force()
    found = [one for one in {**records, **back} if one == named]
    if not found and len(named) >= SHORTEST_PREFIX:
        found = [one for one in {**records, **back} if one.startswith(named)]
    if len(found) != 1:
        raise InputRefused(
            "names no delivery that is loaded, or more than one: `kithmap report feeds` lists them", "DELIVERY"
        )
    return found[0], records.get(found[0])
