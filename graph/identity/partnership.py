"""The people and household frames of a partnership folder, read plainly for training and measuring; loading proper
is `ingest`'s.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import yaml

from graph.identity.households import resolve_households
from graph.identity.stays import years_at_home

_LISTED = {
    "given_name": "given_names",
    "family_name": "family_names",
    "other_names": "other_names",
    "date_of_birth": "dates_of_birth",
    "nhs_number": "nhs_numbers",
    "upn": "upns",
    "local_ids": "local_ids",
    "phones": "phones",
    "emails": "emails",
    "vehicles": "vehicles",
}
_PLAIN = ("born_about", "expected_birth", "date_of_death", "sex")
_MARKS = ("identified", "adopted_identity", "sensitivity")
_HOUSEHOLD = {"uprn": "uprns", "address": "addresses", "postcode": "postcodes"}
_TIERS = {"restricted": 1, "sealed": 2}


def read_people(partnership: Path) -> pl.DataFrame:
    """The `people` frame of every delivery together: one row a record, all its versions' values merged."""
    columns = ["person_ref", *_LISTED, *_PLAIN, *_MARKS]
    rows = _with_id(_read_table(partnership, "people", columns), "person_ref")
    merged = rows.group_by("record_id", maintain_order=True).agg(
        pl.col("agency", "system", "person_ref", *_PLAIN, *_MARKS).drop_nulls().last(),
        *(_values(column).alias(name) for column, name in _LISTED.items()),
    )
    people = merged.join(_addresses(partnership), on="record_id", how="left")
    return people.with_columns(
        identified=pl.col("identified").fill_null("y") != "n",
        adopted_identity=pl.col("adopted_identity").fill_null("n") == "y",
        tier=pl.col("sensitivity").replace_strict(_TIERS, default=0, return_dtype=pl.Int64).fill_null(0),
        recorded_at=pl.lit(0, dtype=pl.Int64),
    ).drop("sensitivity")


def read_truth(partnership: Path) -> pl.DataFrame:
    """The truth beside a made-up partnership: record_id, truth_id."""
    truth = pl.read_csv(partnership / "truth" / "identities.csv", infer_schema=False)
    return _with_id(truth, "person_ref").select("record_id", "truth_id").unique("record_id", maintain_order=True)


def _addresses(partnership: Path) -> pl.DataFrame:
    """Each person record's private households that are not confidential."""
    said = _read_table(partnership, "households", ["household_ref", *_HOUSEHOLD, "kind", "confidential", "sensitivity"])
    merged = (
        _with_id(said, "household_ref")
        .group_by("record_id", maintain_order=True)
        .agg(
            pl.col("kind", "confidential", "sensitivity").drop_nulls().last(),
            *(_values(column).alias(name) for column, name in _HOUSEHOLD.items()),
        )
    )
    marked = merged.with_columns(
        confidential=pl.col("confidential").fill_null("n") == "y",
        tier=pl.col("sensitivity").replace_strict(_TIERS, default=0, return_dtype=pl.Int64).fill_null(0),
    )
    homes = resolve_households(marked).filter("joins").select(pl.col("record_id").alias("home"), "household_id")
    said = _read_table(partnership, "residences", ["person_ref", "household_ref", "start", "end"])
    stays = _with_id(_with_id(said, "household_ref").rename({"record_id": "home"}), "person_ref").join(homes, on="home")
    newest = stays["start"].str.slice(0, 4).cast(pl.Int32, strict=False).max()
    years = years_at_home(
        stays.select("record_id", "start", "end", home="household_id", newest=pl.lit(newest, dtype=pl.Int32))
    )
    return (
        stays.group_by("record_id", maintain_order=True)
        .agg(pl.col("household_id").unique(maintain_order=True).alias("addresses"))
        .join(years, on="record_id", how="left")
    )


def _read_table(partnership: Path, table: str, columns: list[str]) -> pl.DataFrame:
    empty = pl.DataFrame(schema=dict.fromkeys(["agency", "system", *columns], pl.String))
    return pl.concat([empty, *_read_deliveries(partnership, table, columns)])


def _read_deliveries(partnership: Path, table: str, columns: list[str]) -> Iterator[pl.DataFrame]:
    for manifest in sorted(partnership.rglob("delivery.yaml")):
        file = manifest.with_name(f"{table}.csv")
        if not file.exists():
            continue
        about = yaml.safe_load(manifest.read_text("utf-8"))
        rows = pl.read_csv(file, infer_schema=False)
        missing = [pl.lit(None, dtype=pl.String).alias(column) for column in columns if column not in rows.columns]
        source = (pl.lit(about[key]).alias(key) for key in ("agency", "system"))
        yield rows.with_columns(*missing, *source).select("agency", "system", *columns)


def _with_id(rows: pl.DataFrame, ref: str) -> pl.DataFrame:
    return rows.with_columns(record_id=pl.concat_str("agency", "system", ref, separator="|"))


def _values(column: str) -> pl.Expr:
    return pl.col(column).str.split(";").explode().str.strip_chars().drop_nulls().unique(maintain_order=True)
