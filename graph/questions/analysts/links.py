"""The tables of an area besides its people: homes, links, events, services, what was shared. Codes and days, real ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from graph.access.structure import Shape
from graph.model.claims import ClaimKind, Role
from graph.questions.analysts.tables import Area

LIFE_EVENTS = ("birth", "death")
MONTH, YEAR = 7, 4
Made = Callable[[Area, Shape], pl.DataFrame]


def households(area: Area, shape: Shape) -> pl.DataFrame:
    """Homes: district, and what kind of place."""
    rows = area.with_entity(area.claims(ClaimKind.HOUSEHOLD, {"kind": pl.String}), "record_id", "household")
    kinds = rows.group_by("household").agg(pl.col("kind").drop_nulls().sort().first())
    return kinds.join(area.districts(), on="household", how="left").sort("household")


def residences(area: Area, shape: Shape) -> pl.DataFrame:
    """Who lives or lived where, as one agency says."""
    rows = _with_ends(area, area.claims(ClaimKind.RESIDENCE, _words("role", "basis")), Role.PERSON, Role.HOUSEHOLD)
    return _told(rows, shape, ("person", "household"), ("role", "basis"))


def relationships(area: Area, shape: Shape) -> pl.DataFrame:
    """Who is what of whom: `person` is `type` of `other`."""
    rows = _with_ends(area, area.claims(ClaimKind.RELATIONSHIP, _words("type")), Role.PERSON, Role.OTHER)
    return _told(rows, shape, ("person", "other"), ("type",))


def events(area: Area, shape: Shape) -> pl.DataFrame:
    """What happened, as one agency says: of a birth or a death the year alone."""
    rows = area.claims(ClaimKind.EVENT, _words("category", "type", "child_seen", "child_seen_alone", "action_taken"))
    rows = area.with_entity(rows, "record_id", "event").with_columns(
        pl.when(pl.col("type").is_in(LIFE_EVENTS))
        .then(pl.col(name).str.slice(0, YEAR))
        .otherwise(pl.col(name))
        .alias(name)
        for name in ("start", "end")
    )
    acted = pl.when(pl.col("action_taken").is_not_null()).then(pl.lit("y")).otherwise(pl.lit("n")).alias("acted")
    told = rows.with_columns(acted)
    return _told(told, shape, ("event",), ("category", "type"), ("child_seen", "child_seen_alone", "acted"))


def event_people(area: Area, shape: Shape) -> pl.DataFrame:
    """Who had what part in an event."""
    rows = _with_ends(area, area.claims(ClaimKind.EVENT_PERSON, _words("role")), Role.EVENT, Role.PERSON)
    return _told(rows, shape, ("event", "person"), ("role",)).drop("start", "end")


def involvements(area: Area, shape: Shape) -> pl.DataFrame:
    """Who worked with a person, in which role, of which agency."""
    rows = _with_ends(area, area.claims(ClaimKind.INVOLVEMENT, _words("role")), Role.PERSON, Role.PROFESSIONAL)
    workers = rows.rename({"professional": "worker"}).with_columns(pl.coalesce("worker", "record_id").alias("worker"))
    return _told(workers, shape, ("person", "worker"), ("role",))


def episodes(area: Area, shape: Shape) -> pl.DataFrame:
    """What a service did with a person over some time."""
    rows = _with_ends(area, area.claims(ClaimKind.EPISODE, _words("kind", "outcome", "source_agency")), Role.PERSON)
    named = rows.with_columns(
        pl.col("source_agency").map_elements(shape.agency, return_dtype=pl.String, skip_nulls=True)
    )
    return _told(named, shape, ("person",), ("kind", "outcome"), ("source_agency",))


def assessments(area: Area, shape: Shape) -> pl.DataFrame:
    """Who was named as what in which assessment."""
    parts = _with_ends(
        area, area.claims(ClaimKind.ASSESSMENT_PERSON, _words("capacity", "seen")), Role.ASSESSMENT, Role.PERSON
    )
    about = area.with_entity(area.claims(ClaimKind.ASSESSMENT, _words("kind")), "record_id", "assessment")
    dated = parts.drop("start", "end").join(
        about.unique("assessment", keep="first", maintain_order=True).select("assessment", "kind", "start", "end"),
        on="assessment",
        how="left",
    )
    return _told(dated, shape, ("assessment", "person"), ("capacity", "kind"), ("seen",))


def shares(area: Area, shape: Shape) -> pl.DataFrame:
    """What an agency told another of a person, or of a record, or would not tell."""
    rows = area.claims(ClaimKind.SHARE, _words("to_agency", "outcome", "how"))
    rows = rows.with_columns(area.record_at(Role.ABOUT.value).alias("about"))
    named = _with_ends(area, rows, Role.PERSON).with_columns(
        pl.col("to_agency").map_elements(shape.agency, return_dtype=pl.String, skip_nulls=True)
    )
    about = area.with_entity(named.with_columns(pl.col("about").alias("record")), "record", "about")
    return _told(about, shape, ("person", "about"), ("outcome", "how"), ("to_agency",)).drop("end")


TABLES: Mapping[str, Made] = {
    "households": households,
    "residences": residences,
    "relationships": relationships,
    "events": events,
    "event_people": event_people,
    "involvements": involvements,
    "episodes": episodes,
    "assessments": assessments,
    "shares": shares,
}


def _words(*names: str) -> dict[str, type[pl.DataType]]:
    return dict.fromkeys(names, pl.String)


def _with_ends(area: Area, rows: pl.DataFrame, *roles: Role) -> pl.DataFrame:
    """The rows with whom their ends stand for, a column a role."""
    for role in roles:
        rows = area.with_entity(rows.with_columns(area.record_at(role.value).alias("_record")), "_record", role.value)
        rows = rows.drop("_record")
    return rows


def _told(
    rows: pl.DataFrame, shape: Shape, ids: tuple[str, ...], words: tuple[str, ...], as_they_are: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Ids, dates, the agency that says it and when, words of the field; in an order of the file's own."""
    codes = [
        pl.col(name).map_elements(shape.word, return_dtype=pl.String, skip_nulls=True).alias(name) for name in words
    ]
    known = pl.from_epoch("recorded_at", time_unit="ms").dt.strftime("%Y-%m-%d").alias("known")
    return rows.with_columns(known, *codes).select(*ids, *words, *as_they_are, "start", "end", "agency", "known")
