"""`kithmap export`: the whole area under pseudonyms of the file, as tables, for one analyst and one purpose.

What is closed is not in it, for whomever. Made whole in memory before its entry is written, and only then handed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from graph.access.caller import Caller
from graph.access.operations import AREA_EXPORT
from graph.access.pseudonyms import Pseudonyms, fresh_pseudonyms
from graph.access.purpose import PURPOSES, Purpose
from graph.access.structure import Shape
from graph.errors import BadInput
from graph.questions.analysts.around import adults_of
from graph.questions.analysts.generalising import QUASI, Generalised, generalise, without
from graph.questions.analysts.links import TABLES
from graph.questions.analysts.tables import Area
from graph.questions.door import Asking
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading
from graph.questions.sweeps import Sweep

LEAST_K = 2
_IDS = ("person", "other", "child", "adult", "household", "event", "assessment", "worker", "about")


@dataclass(frozen=True, slots=True)
class AreaExported:
    """The tables of an area under pseudonyms, and what is to be said of them."""

    tables: Mapping[str, pl.DataFrame]
    statement: Mapping[str, object]


def export_area(held: Partnerships, caller: Caller, purpose: Purpose, k: int) -> AreaExported:
    """The area, once its entry is written. Raises BadInput, Forbidden, PurposeRequired."""
    if k < LEAST_K:
        raise BadInput("--k", f"is {LEAST_K} or more: how many are to be alike at least")

    def question(reading: Reading) -> AreaExported:
        area = replace(held.area(reading.dates.known_at), denied=reading.decision.visible.denied)
        names = fresh_pseudonyms()
        generalised, tables = _tables(area, reading, Shape(names, frozenset(reading.partnership.agencies)), k)
        told = {name: _named(table, names) for name, table in tables.items()}
        return AreaExported(told, _statement(reading, purpose, generalised, k))

    return held.door().ask(caller, Asking(AREA_EXPORT, purpose), question)


def _tables(area: Area, reading: Reading, shape: Shape, k: int) -> tuple[Generalised, dict[str, pl.DataFrame]]:
    others = {name: make(area, shape) for name, make in TABLES.items()}
    if area.folder is not None:
        others["adults"] = adults_of(Sweep(area.folder, reading.partnership, reading.dates, denied=area.denied), shape)
    people = _people(area)
    generalised = generalise(people, others["residences"], k)
    agencies = pl.DataFrame(
        [(one.id, one.name, one.kind) for _, one in sorted(reading.partnership.agencies.items())],
        schema=dict.fromkeys(("agency", "name", "kind"), pl.String),
        orient="row",
    )
    return generalised, {"people": generalised.people, **without(others, generalised), "agencies": agencies}


def _people(area: Area) -> pl.DataFrame:
    """Everybody of the area."""
    homes = area.homes().select("person", "district")
    return (
        area.people()
        .join(homes, on="person", how="left")
        .select(
            "person",
            pl.col("date_of_birth").alias("birth"),
            "sex",
            "district",
            pl.col("date_of_death").alias("death"),
            pl.col("agencies").list.join(";"),
        )
    )


def _named(table: pl.DataFrame, names: Pseudonyms) -> pl.DataFrame:
    """The table under pseudonyms, in their order: that of the ids tells nothing."""
    ids = [name for name in _IDS if name in table.columns]
    renamed = table.with_columns(
        pl.col(name).map_elements(names.of, return_dtype=pl.String, skip_nulls=True).alias(name) for name in ids
    )
    return renamed.sort(renamed.columns, nulls_last=True)


def _statement(reading: Reading, purpose: Purpose, generalised: Generalised, k: int) -> dict[str, object]:
    return {
        "purpose": purpose.code.value,
        "lawful_basis": PURPOSES[purpose.code].lawful_basis,
        "as_recorded_by": reading.dates.known_at.isoformat(),
        "k": k,
        "quasi_identifiers": list(QUASI),
        "people": generalised.people.height,
        "people_by_year": len(generalised.by_year),
        "people_without_district": len(generalised.placeless),
        "people_left_out": len(generalised.dropped),
        "says": (
            f"Of birth (month, or year), sex and district each combination in `people` is of {k} people or more. Who was "
            "one of fewer is told by year of birth, and where that is not enough without a district, with whoever lives "
            "with them; who still was is left out with every row about them. This says nothing of shapes: a family whose "
            "size, dates and events somebody knows may be found by them. Pseudonyms are of this file alone. What is "
            "restricted, sealed or a confidential address is not in it."
        ),
    }
