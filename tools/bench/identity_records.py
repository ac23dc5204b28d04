"""People records with their truth, in the form we link and in the flat form a peer compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from graph.errors import InputRefused
from graph.identity.contacts import clean_phone
from graph.identity.crowded import find_crowded, without_crowded
from graph.identity.kin import KIN_SCHEMA
from graph.identity.partnership import read_people, read_truth
from graph.model.vocabulary import read_relationship
from ingest.synth.writing import DeliveryFolder, Heading

FLAT = ("first_name", "surname", "dob", "postcode", "nhs_number", "upn", "phone", "email", "local_id", "sex")
_FEBRL_COLUMNS = frozenset({"rec_id", "given_name", "surname", "date_of_birth", "soc_sec_id", "postcode"})
_FEBRL_RECORDED = "2003-01-01"
"""When the sets came out: everyone in them is grown up by then or not, which our rules ask."""
_FEBRL, _SYSTEM = "febrl", "records"


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
    people = _people(sent)
    # As a load does: a number on too many people counts for none of them.
    people = without_crowded(people, find_crowded(people))
    truth = dict(read_truth(sent).select("record_id", "truth_id").iter_rows())
    return Records("a made-up county", people, _read_kin(sent), _flat(sent, people), truth)


def read_febrl(file: Path) -> Records:
    """The records of a Febrl data set: `rec-N-org` and its copies `rec-N-dup-K` are one person."""
    said = pl.read_csv(file, infer_schema=False)
    said = said.rename({column: column.strip() for column in said.columns})
    if not set(said.columns) >= _FEBRL_COLUMNS:
        raise InputRefused("is no Febrl data set", file.name)
    with TemporaryDirectory(prefix="kithmap-bench-") as folder:
        sent = Path(folder)
        heading = Heading(_FEBRL, "Febrl", "other", _SYSTEM, f"{_FEBRL_RECORDED}T00:00:00Z", ("1900-01-01",) * 2)
        with DeliveryFolder(sent, heading) as delivery:
            for row in said.with_columns(pl.all().str.strip_chars().fill_null("")).iter_rows(named=True):
                _deliver(delivery, row)
        # Each copy as if from a system of its own: nothing says that one system holds two people.
        people = _people(sent).with_columns(system=pl.col("person_ref"))
        flat = _flat(sent, people)
    truth = {record: reference.split("-")[1] for record, reference in people.select("record_id", "person_ref").rows()}
    return Records(file.stem, people, pl.DataFrame(schema=KIN_SCHEMA), flat, truth)


def _deliver(delivery: DeliveryFolder, row: Mapping[str, str]) -> None:
    """One row of a Febrl data set as a person, a household and a residence."""
    ref, born = row["rec_id"], row["date_of_birth"]
    person = {"given_name": row["given_name"], "family_name": row["surname"], "recorded_at": _FEBRL_RECORDED}
    person["date_of_birth"] = f"{born[:4]}-{born[4:6]}-{born[6:]}" if born else ""
    person["local_ids"] = f"soc:{row['soc_sec_id']}" if row["soc_sec_id"] else ""
    delivery.add("people", {"person_ref": ref} | person)
    line = f"{row['street_number']} {row['address_1']}, {row['suburb']}"
    delivery.add("households", {"household_ref": ref, "address": line, "postcode": row["postcode"]})
    delivery.add("residences", {"record_ref": ref, "person_ref": ref, "household_ref": ref})


def _people(sent: Path) -> pl.DataFrame:
    """The people as linkage takes them, with the days they were recorded."""
    people = read_people(sent).drop("recorded_at").join(_recorded(sent), on="record_id", how="left")
    return people.with_columns(pl.col("recorded_at").fill_null(0)).sort("record_id")


def _flat(sent: Path, people: pl.DataFrame) -> pl.DataFrame:
    return _flattened(people).join(_postcodes(sent), on="record_id", how="left").select("record_id", *FLAT)


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
    british = pl.when(compact.str.contains("[A-Z]")).then(spaced).otherwise(compact)
    return at.group_by(record_id="person_ref", maintain_order=True).agg(british.last().alias("postcode"))


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
