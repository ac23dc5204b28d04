"""What identity is given: one row a person record and one a household record, with everything ever said of it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from graph.identity.kin import KIN_SCHEMA
from graph.identity.stays import years_at_home
from graph.model.vocabulary import read_relationship
from ingest.claims.adoption import APART
from ingest.claims.records import SystemRecords
from ingest.markings import OPEN, closed_people, level_of

_LISTS = ("phones", "emails", "vehicles", "local_ids")
_PEOPLE_SCHEMA = pl.Schema(
    {
        "record_id": pl.String(),
        "agency": pl.String(),
        "system": pl.String(),
        "person_ref": pl.String(),
        "given_names": pl.List(pl.String()),
        "family_names": pl.List(pl.String()),
        "other_names": pl.List(pl.String()),
        "dates_of_birth": pl.List(pl.String()),
        "born_about": pl.String(),
        "expected_birth": pl.String(),
        "date_of_death": pl.String(),
        "sex": pl.String(),
        "nhs_numbers": pl.List(pl.String()),
        "upns": pl.List(pl.String()),
        "local_ids": pl.List(pl.String()),
        "phones": pl.List(pl.String()),
        "emails": pl.List(pl.String()),
        "vehicles": pl.List(pl.String()),
        "identified": pl.Boolean(),
        "adopted_identity": pl.Boolean(),
        "tier": pl.Int64(),
        "recorded_at": pl.Int64(),
        "addresses": pl.List(pl.String()),
        "stays": pl.List(pl.String()),
    }
)
_NO_STAYS = pl.Schema({"record_id": pl.String(), "addresses": pl.List(pl.String()), "stays": pl.List(pl.String())})
_HOUSEHOLD_SCHEMA = pl.Schema(
    {
        "record_id": pl.String(),
        "agency": pl.String(),
        "system": pl.String(),
        "household_ref": pl.String(),
        "uprns": pl.List(pl.String()),
        "addresses": pl.List(pl.String()),
        "postcodes": pl.List(pl.String()),
        "kind": pl.String(),
        "confidential": pl.Boolean(),
        "tier": pl.Int64(),
    }
)


def household_frame(systems: Sequence[SystemRecords]) -> pl.DataFrame:
    """One row a household record, for `graph.identity.households.resolve_households`."""
    parts = [pl.DataFrame(schema=_HOUSEHOLD_SCHEMA)]
    for records in systems:
        if "households" in records.tables:
            said = _as_open_as_the_last(records.tables["households"])
            parts.append(_of_system(_households(said), records, _HOUSEHOLD_SCHEMA))
    return pl.concat(parts).sort("record_id")


def _households(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by("record_id").agg(
        household_ref=pl.col("household_ref").first(),
        uprns=_all("uprn"),
        addresses=_all("address"),
        postcodes=_all("postcode"),
        kind=_last("kind"),
        confidential=(_last("confidential") == "y").fill_null(value=False),
        tier=level_of().last(),
    )


def people_frame(systems: Sequence[SystemRecords], households: pl.DataFrame) -> pl.DataFrame:
    """One row a person record, for `graph.identity.linking.link`; `households` as `resolve_households` gives them.

    Lists hold every value, current or past. Of an adopted person only what belongs to the adopted name is given.
    """
    parts = [pl.DataFrame(schema=_PEOPLE_SCHEMA)]
    for records in systems:
        if "people" in records.tables:
            people = _people(_as_open_as_the_last(_of_adopted_name(records.tables["people"])))
            addresses = _addresses(records, households, people.select("record_id", "tier"))
            people = people.join(addresses, on="record_id", how="left")
            people = people.with_columns(pl.col("addresses", "stays").fill_null(pl.lit([], dtype=pl.List(pl.Utf8))))
            parts.append(_of_system(people, records, _PEOPLE_SCHEMA))
    return pl.concat(parts).sort("record_id")


def place_phones(systems: Sequence[SystemRecords], households: pl.DataFrame) -> list[str]:
    """Phones of open records of places that are no private home: whoever has one of them was staying there."""
    places = households.filter(~pl.col("joins"))
    cells = [
        _as_open_as_the_last(records.tables["households"])
        .filter(level_of().last().over("record_id") == OPEN)
        .join(places, on="record_id", how="semi")["phones"]
        .drop_nulls()
        for records in systems
        if "households" in records.tables
    ]
    return sorted({part.strip() for held in cells for cell in held for part in cell.split(";") if part.strip()})


def kin_frame(systems: Sequence[SystemRecords]) -> pl.DataFrame:
    """`record_id` is `relation` of `other`, both ways round, from open rows about open people alone.

    What a closed row tells must leave no trace in who is who among the open ones.
    """
    found = [
        _kin(records.tables["relationships"], closed_people(records.tables["people"])["person"])
        for records in systems
        if "relationships" in records.tables and "people" in records.tables
    ]
    said = pl.concat([pl.DataFrame(schema=KIN_SCHEMA), *found])
    back = said.select(record_id="other", relation=pl.concat_str(pl.col("relation"), pl.lit(" of")), other="record_id")
    return pl.concat([said, back]).unique().sort(*KIN_SCHEMA)


def _kin(relationships: pl.DataFrame, closed: pl.Series) -> pl.DataFrame:
    last = relationships.filter(
        pl.col("is_last"),
        level_of() == OPEN,
        ~pl.col("status").is_in(["disputed", "refuted"]).fill_null(value=False),
        ~pl.col("person_ref_id").is_in(closed.implode()),
        ~pl.col("other_ref_id").is_in(closed.implode()),
    )
    read = [(text, *read_relationship(text)) for text in last["type"].drop_nulls().unique()]
    types = pl.DataFrame(read, schema={"type": pl.String, "relation": pl.String, "turned": pl.Boolean}, orient="row")
    person, other = pl.col("person_ref_id"), pl.col("other_ref_id")
    return last.join(types, on="type").select(
        record_id=pl.when("turned").then(other).otherwise(person),
        relation="relation",
        other=pl.when("turned").then(person).otherwise(other),
    )


def _of_adopted_name(people: pl.DataFrame) -> pl.DataFrame:
    """The versions identity may know: of an adopted person none with another family name than the last."""
    if APART in people.columns:
        people = people.filter(~pl.col(APART))
    last = pl.col("family_name").last().over("record_id")
    adopted = (_last("adopted_identity").over("record_id") == "y").fill_null(value=False)
    return people.filter(~adopted | (pl.col("family_name") == last).fill_null(value=False) | last.is_null())


def _as_open_as_the_last(versions: pl.DataFrame) -> pl.DataFrame:
    """The versions that are no more closed than the record is now: what an open record once said closed stays closed."""
    return versions.filter(level_of() <= level_of().last().over("record_id"))


def _people(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by("record_id").agg(
        person_ref=pl.col("person_ref").first(),
        given_names=_all("given_name"),
        family_names=_all("family_name"),
        other_names=_parts("other_names"),
        dates_of_birth=_all("date_of_birth"),
        born_about=_last("born_about"),
        expected_birth=_last("expected_birth"),
        date_of_death=_last("date_of_death"),
        sex=_last("sex"),
        nhs_numbers=_all("nhs_number"),
        upns=_all("upn"),
        identified=(_last("identified") != "n").fill_null(value=True),
        adopted_identity=(_last("adopted_identity") == "y").fill_null(value=False),
        tier=level_of().last(),
        recorded_at=pl.col("recorded_at").min(),
        **{name: _parts(name) for name in _LISTS},
    )


def _all(column: str) -> pl.Expr:
    return pl.col(column).drop_nulls().unique().sort()


def _parts(column: str) -> pl.Expr:
    parts = pl.col(column).drop_nulls().str.split(";").list.explode().str.strip_chars()
    return parts.filter(parts != "").unique().sort()


def _last(column: str) -> pl.Expr:
    return pl.col(column).drop_nulls().last()


def _addresses(records: SystemRecords, households: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`record_id`, `addresses`: the private households each person was said to stay at, confidential ones left out.

    A stay, or a household, that is more closed than the person (`people`: record_id, tier) says nothing of who is who.
    """
    if not {"residences", "households"} <= records.tables.keys():
        return pl.DataFrame(schema=_NO_STAYS)
    own = pl.max_horizontal(level_of(), level_of().last().over("record_id"))
    newest = pl.from_epoch(pl.col("recorded_at").max(), "ms").dt.year()
    stays = records.tables["residences"].select(
        "household_ref_id", "start", "end", record_id="person_ref_id", own=own, newest=newest
    )
    closed = records.tables["households"].group_by("record_id").agg(of_home=level_of().last())
    at = (
        stays.join(people, on="record_id")
        .join(closed, left_on="household_ref_id", right_on="record_id")
        .filter(pl.max_horizontal("own", "of_home") <= pl.col("tier"))
        .join(households.filter("joins"), left_on="household_ref_id", right_on="record_id")
        .rename({"household_id": "home"})
    )
    addresses = at.group_by("record_id").agg(addresses=pl.col("home").unique().sort())
    return addresses.join(years_at_home(at), on="record_id", how="left").select(_NO_STAYS.names())


def _of_system(frame: pl.DataFrame, records: SystemRecords, schema: pl.Schema) -> pl.DataFrame:
    named = frame.with_columns(agency=pl.lit(records.agency), system=pl.lit(records.system))
    return named.select(pl.col(name).cast(kind) for name, kind in schema.items())
