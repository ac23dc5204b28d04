"""Loads by a clock that jumps: a day back and on, the nights of summer time, a leap day. Order is by number, not by clock."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from graph.audit.log import AuditLog
from graph.settings import read_or_make_key
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.verifying import Verified, verify
from tools.faults.trial import Ground, Trial

_DAY = timedelta(days=1)
MOMENTS = (
    datetime(2024, 3, 31, 0, 59, 59, tzinfo=UTC),  # the clock goes on
    datetime(2024, 3, 31, 1, 0, tzinfo=UTC),
    datetime(2024, 10, 27, 0, 30, tzinfo=UTC),  # half past one comes twice
    datetime(2024, 10, 27, 1, 30, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC),
)


def jumping_clocks(ground: Ground) -> Iterator[Trial]:
    """Each time every delivery is loaded alone, in another order, by a clock that jumped since the last."""
    dice = ground.dice()
    straight = _loaded(ground.folder / "straight", [(MOMENTS[0], ground.deliveries)], None)
    for number in range(ground.times):
        data = ground.folder / f"clock-{number}"
        steps = [(_moment(dice), [one]) for one in dice.sample(list(ground.deliveries), len(ground.deliveries))]
        now = _loaded(data, [*steps, (_moment(dice), ground.deliveries)], ground.folder / "straight")
        faults = list(now.faults)
        if now.digest != straight.digest:
            faults.append(f"digest {now.digest}, undisturbed {straight.digest}")
        said = ", ".join(f"{at:%d %b %H:%M}" for at, _ in steps)
        yield Trial(f"loads at {said}", f"{len(steps) + 1} loads", faults)
        shutil.rmtree(data)


def _moment(dice: Random) -> datetime:
    return dice.choice(MOMENTS) + dice.choice((-_DAY, timedelta(0), _DAY))


def _loaded(data: Path, steps: Sequence[tuple[datetime, Sequence[Path]]], like: Path | None) -> Verified:
    data.mkdir()
    if like is not None:
        shutil.copy(like / "secret.key", data)
    stores = Stores(data, open_graph(data), open_ledger(data), read_or_make_key(data))
    numbers = []
    try:
        for at, deliveries in steps:
            told = load(deliveries, stores, Load(at))
            numbers.append(told.publication or 0)
        found = verify(stores, AuditLog(stores.ledger.audit, data / "audit-head.log"))
    finally:
        stores.graph.close()
        stores.ledger.close()
    if numbers == sorted(numbers):
        return found
    return replace(found, faults=(*found.faults, "publications are not in the order of loads"))
