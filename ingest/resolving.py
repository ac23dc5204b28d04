"""Identity over all systems, worked out under the agencies' own references.

Record ids are keyed per data folder, and identity breaks ties by id. Under ids of their own, two folders could judge a
close call differently; under references they can't, and the digest is the same everywhere (deliveries.md §7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from graph.identity.crowded import find_crowded, without_crowded
from graph.identity.engines import Linkage
from graph.identity.households import resolve_households
from graph.identity.judgements import Judgement
from graph.identity.kept import nothing_kept
from graph.identity.kept_files import KeptFiles
from graph.identity.linking import Linked, link_again, linked_of
from graph.identity.model import Model
from graph.identity.steps import Arrived, Terms
from ingest.claims.identity_inputs import household_frame, kin_frame, people_frame, place_phones
from ingest.claims.records import SystemRecords


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who is who: people and households by record id, each cluster named by an id of its own members.

    `crowded` are numbers and contact details on too many people, which told nobody apart.
    """

    people: pl.DataFrame
    crowded: pl.DataFrame
    households: pl.DataFrame
    linked: Linked


@dataclass(frozen=True, slots=True)
class How:
    """The model to link with, what is kept of the last linking (None: nothing is, nor will be), and the engine."""

    model: Model
    kept: KeptFiles | None = None
    linkage: Linkage = Linkage.DUCKDB


def resolve(
    systems: Sequence[SystemRecords], judgements: Sequence[Judgement], labels: Mapping[str, str], how: How
) -> Resolved:
    """Households, people and pairs of these records; `labels` names each record by agency, system, table and reference.

    What was kept of the last time spares work and changes nothing that is found.
    """
    ids = {label: record for record, label in labels.items()}
    homes = household_frame(systems)
    found = _renamed(resolve_households(_renamed(homes, labels)), ids)
    people = people_frame(systems, found)
    crowded = find_crowded(people)
    people = without_crowded(people, crowded, place_phones(systems, found))
    names = pl.col("record_id", "other").replace_strict(labels, return_dtype=pl.String)
    every = Arrived(
        _renamed(people, labels),
        [_by_label(judgement, labels) for judgement in judgements],
        kin=kin_frame(systems).with_columns(names),
    )
    linked = _linked(every, how)
    members = _renamed(linked.members, ids)
    pairs = linked.pairs.with_columns(pl.col("left", "right").replace_strict(ids, return_dtype=pl.String))
    return Resolved(
        people,
        crowded,
        _named(found, homes.with_columns(identified=pl.lit(value=True)), "household_id"),
        Linked(_named(members, people, "person_id").sort("record_id"), pairs),
    )


def _linked(every: Arrived, how: How) -> Linked:
    by, files = Terms(how.model, linkage=how.linkage), how.kept
    before = files.read(every.people, by) if files else nothing_kept(every.people)
    after = link_again(before, every, by)
    if files and after is not before:
        files.write(after, by)
    return linked_of(after)


def _renamed(frame: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """The frame with other record ids, in their order."""
    if frame.is_empty():
        return frame
    return frame.with_columns(pl.col("record_id").replace_strict(names, return_dtype=pl.String)).sort("record_id")


def _by_label(judgement: Judgement, labels: Mapping[str, str]) -> Judgement:
    return replace(
        judgement,
        left=labels.get(judgement.left, judgement.left),
        right=labels.get(judgement.right, judgement.right),
    )


def _named(clusters: pl.DataFrame, records: pl.DataFrame, column: str) -> pl.DataFrame:
    """The clusters named by the smallest id among their most open, identified records.

    A more closed record, or one nobody could identify, never changes the name of what others see.
    """
    known = clusters.join(records.select("record_id", "tier", "identified"), on="record_id", how="left")
    first = pl.col("record_id").sort_by("tier", ~pl.col("identified"), "record_id").first()
    return known.with_columns(first.over(column).alias(column)).drop("tier", "identified")
