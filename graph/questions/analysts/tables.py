"""The area as columns, out of the claim files of what readers see: each look a fixed number of reads, whatever its size.

Only what a caller without any grant sees is in them, as recorded by a moment and dated by its day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from graph.access.structure import district_of
from graph.model.claims import ClaimKind, ClaimStatus
from graph.model.period import london_day
from graph.model.vocabulary import LIVING_ROLES
from graph.store.claim_files import CLAIMS, MEMBERS_FILE
from graph.store.stored_form import to_ms

_PERSON_CELLS = {"date_of_birth": pl.String, "sex": pl.String, "date_of_death": pl.String}


@dataclass(frozen=True, slots=True)
class Area:
    """The claim files of a publication (None: nothing is published) as recorded by a moment, without what is about
    anyone `denied`: any record of theirs stands for the person.
    """

    folder: Path | None
    known_at: datetime
    denied: frozenset[str] = frozenset()

    def claims(self, kind: ClaimKind, cells: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
        """The claims of a kind: id, agency, record, dates, and these cells."""
        if self.folder is None:
            return _nothing(cells)
        held = _claims(self.folder, self.known_at, kind, cells)
        return held.filter(~_names_one_of(self._records_denied(self.folder))) if self.denied else held

    def _records_denied(self, folder: Path) -> list[str]:
        is_named = pl.any_horizontal(pl.col("record_id", "entity_id").is_in(sorted(self.denied)))
        members = pl.scan_parquet(folder / MEMBERS_FILE)
        people = members.filter(is_named).select("entity_id")
        records = members.join(people, on="entity_id", how="semi").select("record_id").collect()["record_id"]
        return sorted({*self.denied, *records})

    def members(self) -> pl.DataFrame:
        """Which person, household or event each record is of."""
        if self.folder is None:
            return pl.DataFrame(schema={"record_id": pl.String, "entity_id": pl.String, "kind": pl.String})
        scan = pl.scan_parquet(self.folder / MEMBERS_FILE)
        late = pl.col("joined_at").is_not_null() & (pl.col("joined_at") > to_ms(self.known_at))
        entity = pl.when(late).then(pl.col("record_id")).otherwise(pl.col("entity_id")).alias("entity_id")
        return scan.select("record_id", entity, "kind", "joins").collect()

    def people(self) -> pl.DataFrame:
        """One row a person: month of birth, sex and month of death as most rows say them; agencies with a row, by id."""
        rows = self.claims(ClaimKind.PERSON, _PERSON_CELLS)
        rows = self.with_entity(rows, "record_id", "person")
        months = [pl.col(name).str.slice(0, 7).alias(name) for name in ("date_of_birth", "date_of_death")]
        return (
            rows.with_columns(months)
            .group_by("person")
            .agg(
                *(_most_said(name) for name in _PERSON_CELLS),
                pl.col("agency").unique().sort().alias("agencies"),
            )
            .sort("person")
        )

    def homes(self) -> pl.DataFrame:
        """Where people live by the newest of their rows: person, household, district; one row a person at most."""
        stays = self.claims(ClaimKind.RESIDENCE, {"role": pl.String})
        day = london_day(self.known_at).isoformat()
        now = stays.filter(pl.col("role").is_in(sorted(LIVING_ROLES)), pl.col("end").is_null() | (pl.col("end") > day))
        ends = now.with_columns(
            _end("person").alias("person_record"), _end("household").alias("household_record")
        ).drop_nulls(["person_record", "household_record"])
        placed = self.with_entity(self.with_entity(ends, "person_record", "person"), "household_record", "household")
        newest = placed.sort("start", "claim_id", descending=[True, False], nulls_last=True)
        return (
            newest.unique("person", keep="first", maintain_order=True)
            .join(self.districts(), on="household", how="left")
            .select("person", "household", "district")
        )

    def districts(self) -> pl.DataFrame:
        """The district of each household, as most rows give it."""
        rows = self.with_entity(self.claims(ClaimKind.HOUSEHOLD, {"postcode": pl.String}), "record_id", "household")
        found = rows.with_columns(
            pl.col("postcode").map_elements(district_of, return_dtype=pl.String, skip_nulls=True).alias("district")
        )
        return found.group_by("household").agg(_most_said("district")).sort("household")

    def record_at(self, role: str) -> pl.Expr:
        """The record at the first end with this role."""
        return _end(role)

    def with_entity(self, frame: pl.DataFrame, record: str, name: str) -> pl.DataFrame:
        """The frame with whom a column of records stands for."""
        members = self.members().select(pl.col("record_id").alias(record), pl.col("entity_id").alias(name))
        return frame.join(members, on=record, how="left").with_columns(pl.coalesce(name, record).alias(name))


def _claims(folder: Path, known_at: datetime, kind: ClaimKind, cells: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    moment, day = to_ms(known_at), london_day(known_at).isoformat()
    scan = pl.scan_parquet(folder / "claims" / "*.parquet", schema=CLAIMS)
    held = scan.filter(
        pl.col("kind") == kind.value,
        pl.col("closings").list.len() == 0,
        pl.col("status") != ClaimStatus.REFUTED.value,
        pl.col("recorded_at") <= moment,
        pl.col("superseded_at").is_null() | (pl.col("superseded_at") > moment),
        pl.col("start").is_null() | (pl.col("start") <= day),
    )
    said = [pl.col("headline").str.json_path_match(f"$.{name}").alias(name) for name in cells]
    return held.select(
        "claim_id", "agency", "system", "record_id", "ends", "start", "end", "recorded_at", "status", *said
    ).collect()


def _names_one_of(records: Sequence[str]) -> pl.Expr:
    named = pl.element().struct.field("record_id").is_in(list(records))
    return pl.col("ends").list.eval(named).list.any()


def _nothing(cells: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    names = ("claim_id", "agency", "system", "record_id", "ends", "start", "end", "recorded_at", "status")
    return pl.DataFrame(schema={**{name: CLAIMS[name] for name in names}, **cells})


def _most_said(name: str) -> pl.Expr:
    """What most rows say, of equals the first; null where none says anything."""
    return pl.col(name).drop_nulls().sort().mode().sort().first().alias(name)


def _end(role: str) -> pl.Expr:
    """The record at the first end with this role."""
    ends = pl.col("ends").list.eval(pl.element().filter(pl.element().struct.field("role") == role))
    return ends.list.first().struct.field("record_id")
