"""People records with their truth, in the form we link and in the flat form a peer compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from graph.errors import InputRefused
from graph.identity.addresses import find_dwelling
from graph.identity.contacts import clean_phone
from graph.identity.crowded import find_crowded, without_crowded
from graph.identity.kin import KIN_SCHEMA
from graph.identity.partnership import read_people, read_truth
from graph.model.vocabulary import read_relationship

FLAT = ("first_name", "surname", "dob", "postcode", "nhs_number", "upn", "phone", "email", "local_id", "sex")
_LISTED = (
    "given_names", "family_names", "other_names", "dates_of_birth", "nhs_numbers", "upns", "local_ids", "phones",
    "emails", "vehicles", "addresses",
)  # fmt: skip
_PLAIN = ("record_id", "agency", "system", "person_ref", "born_about", "expected_birth", "date_of_death", "sex")
_FEBRL_COLUMNS = frozenset({"rec_id", "given_name", "surname", "date_of_birth", "soc_sec_id", "postcode"})
_FEBRL_RECORDED = int(datetime(2003, 1, 1, tzinfo=UTC).timestamp() * 1000)
"""When the sets came out: everyone in them is grown up by then or not, which our rules ask."""
PEOPLE_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(_PLAIN, pl.String),
    **dict.fromkeys(_LISTED, pl.List(pl.String)),
    "identified": pl.Boolean,
    "adopted_identity": pl.Boolean,
    "tier": pl.Int64,
    "recorded_at": pl.Int64,
}


@dataclass(frozen=True)
class Records:
    """`people` and `kin` as `graph.identity.linking.link` takes them, `flat` one text a column, and who is who."""

    name: str
    people: pl.DataFrame
    kin: pl.DataFrame
    flat: pl.DataFrame
    truth: Mapping[str, str]


def read_county(sent: Path) -> Records:
    """The records of a made-up county's deliveries."""
    people = read_people(sent).drop("recorded_at").join(_recorded(sent), on="record_id", how="left")
    people = people.with_columns(pl.col("recorded_at").fill_null(0)).select(*PEOPLE_SCHEMA).sort("record_id")
    # As a load does: a number on too many people counts for none of them.
    people = without_crowded(people, find_crowded(people))
    truth = dict(read_truth(sent).select("record_id", "truth_id").iter_rows())
    flat = _flattened(people).join(_postcodes(sent), on="record_id", how="left")
    return Records("a made-up county", people, _read_kin(sent), flat.select("record_id", *FLAT), truth)


def read_febrl(file: Path) -> Records:
    """The records of a Febrl data set: `rec-N-org` and its copies `rec-N-dup-K` are one person."""
    said = pl.read_csv(file, infer_schema=False)
    said = said.rename({column: column.strip() for column in said.columns})
    if not said.columns or not set(said.columns) >= _FEBRL_COLUMNS:
        raise InputRefused("is no Febrl data set", file.name)
    rows = [_febrl_row(row) for row in said.with_columns(pl.all().str.strip_chars()).iter_rows(named=True)]
    people = pl.DataFrame(rows, schema=PEOPLE_SCHEMA).sort("record_id")
    postcodes = said.select(record_id=pl.col("rec_id").str.strip_chars(), postcode=_cell("postcode"))
    flat = _flattened(people).join(postcodes, on="record_id", how="left").select("record_id", *FLAT)
    truth = {record: record.split("-")[1] for record in people["record_id"]}
    return Records(file.stem, people, pl.DataFrame(schema=KIN_SCHEMA), flat, truth)


def _febrl_row(row: Mapping[str, str | None]) -> dict[str, object]:
    line = f"{row['street_number'] or ''} {row['address_1'] or ''}, {row['suburb'] or ''}"
    dwelling = find_dwelling(line, row["postcode"]) if row["postcode"] else None
    born = row["date_of_birth"] or ""
    listed = {
        "given_names": row["given_name"],
        "family_names": row["surname"],
        "dates_of_birth": f"{born[:4]}-{born[4:6]}-{born[6:]}" if born else None,
        "local_ids": f"soc:{row['soc_sec_id']}" if row["soc_sec_id"] else None,
        "addresses": dwelling.key if dwelling else None,
    }
    cells: dict[str, object] = {name: [listed[name]] if listed.get(name) else [] for name in _LISTED}
    plain: dict[str, object] = dict.fromkeys(_PLAIN) | {"record_id": row["rec_id"], "person_ref": row["rec_id"]}
    # Each copy as if from a system of its own: nothing says that one system holds two people.
    plain |= {"agency": "febrl", "system": row["rec_id"]}
    return plain | cells | {"identified": True, "adopted_identity": False, "tier": 0, "recorded_at": _FEBRL_RECORDED}


def _flattened(people: pl.DataFrame) -> pl.DataFrame:
    """One text a column, cleaned as anyone would: first forename, lower case, one spelling of each number."""
    first = {name: pl.col(column).list.first() for name, column in _FIRST_OF.items()}
    flat = people.select("record_id", "sex", **first)
    phones = pl.col("phone").map_elements(clean_phone, return_dtype=pl.String, skip_nulls=True)
    return flat.with_columns(
        pl.col("first_name").str.to_lowercase().str.split(" ").list.first(),
        pl.col("surname", "email").str.to_lowercase(),
        phones,
    )


_FIRST_OF = {
    "first_name": "given_names",
    "surname": "family_names",
    "dob": "dates_of_birth",
    "nhs_number": "nhs_numbers",
    "upn": "upns",
    "phone": "phones",
    "email": "emails",
    "local_id": "local_ids",
}


def _cell(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return pl.when(text != "").then(text)


def _table(sent: Path, table: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """A table of every delivery, with the references made record ids as `read_people` makes them."""
    return pl.concat([pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), *_tables(sent, table, columns)])


def _tables(sent: Path, table: str, columns: tuple[str, ...]) -> Iterator[pl.DataFrame]:
    for file in sorted(sent.glob(f"*/{table}.csv")):
        agency, system, _ = file.parent.name.split("--")
        rows = pl.read_csv(file, infer_schema=False).select(columns)
        refs = [column for column in columns if column.endswith("_ref")]
        yield rows.with_columns(pl.format(f"{agency}|{system}|{{}}", column).alias(column) for column in refs)


def _recorded(sent: Path) -> pl.DataFrame:
    days = _table(sent, "people", ("person_ref", "recorded_at"))
    at = pl.col("recorded_at").str.to_date().cast(pl.Datetime("ms", "UTC")).dt.epoch("ms")
    return days.group_by(record_id="person_ref").agg(recorded_at=at.min())


def _postcodes(sent: Path) -> pl.DataFrame:
    """Of each person record the postcode lived at now, else the last."""
    homes = _table(sent, "households", ("household_ref", "postcode"))
    stays = _table(sent, "residences", ("person_ref", "household_ref", "start", "end"))
    at = stays.join(homes, on="household_ref").sort(pl.col("end").is_null(), "end", "start")
    compact = pl.col("postcode").str.replace_all(" ", "").str.to_uppercase()
    spaced = pl.concat_str(compact.str.head(-3), pl.lit(" "), compact.str.tail(3))
    return at.group_by(record_id="person_ref", maintain_order=True).agg(spaced.last().alias("postcode"))


def _read_kin(sent: Path) -> pl.DataFrame:
    """Open relationships, both ways round, as a load gives them to linkage."""
    rows = _table(sent, "relationships", ("person_ref", "other_ref", "type", "sensitivity"))
    said: set[tuple[str, str, str]] = set()
    for person, other, text, sensitivity in rows.iter_rows():
        if not sensitivity:
            relation, turned = read_relationship(text)
            one, two = (other, person) if turned else (person, other)
            said |= {(one, relation, two), (two, f"{relation} of", one)}
    return pl.DataFrame(sorted(said), schema=KIN_SCHEMA, orient="row")
