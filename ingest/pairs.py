"""The pairs a publication keeps for those who review who is who."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from graph.model.claims import Marking, Role
from ingest.wanted import Wanted

_PEOPLE = (Role.PERSON.value, Role.OTHER.value)


def people_restricted(claims: pl.DataFrame) -> frozenset[str]:
    """Records something restricted, and nothing more closed, is said of: its existence may be known (access.md §2).

    `claims` as `graph.store.claim_files` has them.
    """
    markings = pl.col("closings").list.eval(pl.element().struct.field("marking") == Marking.RESTRICTED.value)
    restricted = claims.filter(pl.col("closings").list.len() > 0, markings.list.all())
    ends = restricted.select(pl.col("ends").list.explode(empty_as_null=False)).unnest("ends")
    return frozenset(ends.filter(pl.col("role").is_in(_PEOPLE))["record_id"])


def pairs_to_keep(wanted: Wanted, restricted: Collection[str]) -> pl.DataFrame:
    """Every pair with the people its records are now, and whether something restricted is said of either."""
    person_of = wanted.linked.members
    touched = person_of.filter(pl.col("record_id").is_in(sorted(restricted)))["person_id"].unique()
    left = person_of.rename({"record_id": "left", "person_id": "left_person"})
    right = person_of.rename({"record_id": "right", "person_id": "right_person"})
    pairs = wanted.linked.pairs.join(left, on="left", how="left").join(right, on="right", how="left")
    about = pl.col("left_person", "right_person").is_in(touched.implode())
    return pairs.with_columns(touches_restricted=pl.any_horizontal(about))
