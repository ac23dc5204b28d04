"""Every child and the adults around it over the area, as columns: who was hidden, who knew first, when it was shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from graph.access.structure import Shape
from graph.family.adults import AdultFound, adults_around
from graph.model.case import Knowing
from graph.model.period import london_day
from graph.questions.sweeps import Sweep, children_with_cases

SCHEMA = dict.fromkeys(
    ("child", "adult", "state", "grounds", "since", "first_agency", "first_known", "first_shared", "agencies"),
    pl.String,
)


def adults_of(sweep: Sweep, shape: Shape) -> pl.DataFrame:
    """One row a child and an adult around it. Who was told and is no agency of the partnership is `other`."""
    return pl.DataFrame(list(_rows(replace(sweep, all_children=True), shape)), schema=SCHEMA, orient="row")


def _rows(sweep: Sweep, shape: Shape) -> Iterator[tuple[str, ...]]:
    for case, child in children_with_cases(sweep):
        for adult in adults_around(case, child).adults:
            yield child, adult.person.id, *_row(adult, shape)


def _row(adult: AdultFound, shape: Shape) -> tuple[str, ...]:
    knowing = [(knowing.since, agency, knowing) for agency, held in adult.knowing.items() for knowing, _ in held]
    first = min(knowing, key=lambda one: one[:2], default=None)
    shared = min((since for since, _, one in knowing if _was_told(one)), default=None)
    return (
        adult.state.value.lower(),
        ";".join(sorted({ground.kind for ground in adult.grounds})),
        adult.since.text if adult.since else "",
        shape.agency(first[1]) if first else "",
        london_day(first[0]).isoformat() if first else "",
        london_day(shared).isoformat() if shared else "",
        ";".join(sorted(set(map(shape.agency, adult.knowing)))),
    )


def _was_told(knowing: Knowing) -> bool:
    return knowing.share is not None
