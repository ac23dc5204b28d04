"""The pairs a publication keeps for those who review who is who."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from graph.model.claims import Marking, Role
from graph.store.port import StoredClaim
from ingest.wanted import Wanted

_PEOPLE = frozenset({Role.PERSON, Role.OTHER})


def people_restricted(claims: Iterable[StoredClaim]) -> frozenset[str]:
    """Records something restricted, and nothing more closed, is said of: its existence may be known (access.md §2)."""
    return frozenset(
        end.record_id
        for one in claims
        if one.closings and all(closing.marking is Marking.RESTRICTED for closing in one.closings)
        for end in one.claim.ends
        if end.role in _PEOPLE
    )


def pairs_to_keep(wanted: Wanted, restricted: Collection[str]) -> pl.DataFrame:
    """Every pair with the people its records are now, and whether something restricted is said of either."""
    person_of = wanted.linked.members
    touched = person_of.filter(pl.col("record_id").is_in(sorted(restricted)))["person_id"].unique()
    left = person_of.rename({"record_id": "left", "person_id": "left_person"})
    right = person_of.rename({"record_id": "right", "person_id": "right_person"})
    pairs = wanted.linked.pairs.join(left, on="left", how="left").join(right, on="right", how="left")
    about = pl.col("left_person", "right_person").is_in(touched.implode())
    return pairs.with_columns(touches_restricted=pl.any_horizontal(about))
