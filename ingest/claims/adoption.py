"""An adopted identity stays apart from the birth family: edges to it and birth names are for holders of a sealed grant.

Birth family of an adopted record: relatives on the same system's record by any tie but adoption, whose family name is
another than the adopted one (adoption by kin keeps the name, and is no secret in that family). Whoever else is tied to it
under another name and has its date of birth is taken for the identity from before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from graph.identity.normalise import fold, name_tokens
from graph.model.claims import Marking
from graph.model.ids import IdKey
from graph.model.vocabulary import FAMILY_TYPES, read_relationship
from ingest.claims.records import SystemRecords
from ingest.markings import CLOSINGS_SCHEMA
from ingest.tables.registry import TABLES

APART = "apart"
_ADOPTIVE = "adoptive_parent"
_TEXTS = ("description", "note")
_PAIR = {"adopted": pl.Utf8, "kin": pl.Utf8}


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of one person version as cells."""

    family: str | None
    others: str | None
    texts: Mapping[str, str | None]


def set_birth_names_apart(records: SystemRecords, key: IdKey) -> SystemRecords:
    """The same records, with what the people table says of an adopted person's birth name in rows of its own.

    Those rows carry `apart`: claims of the same record that say nothing but the birth name, closed as sealed.
    """
    people = records.tables.get("people")
    if people is None:
        return records
    people = people.with_columns(pl.lit(value=False).alias(APART))
    adopted = _adopted(people)
    if not adopted.is_empty():
        people = _split(people, adopted, key)
    return replace(records, tables={**records.tables, "people": people})


def adoption_closings(records: SystemRecords) -> pl.DataFrame:
    """The closings (`ingest.markings.CLOSINGS_SCHEMA`) of edges to a birth family and of birth names."""
    people = records.tables.get("people")
    if people is None or _adopted(people).is_empty():
        return pl.DataFrame(schema=CLOSINGS_SCHEMA)
    adopted = _adopted(people)
    kin = _birth_kin(adopted, people, records.tables.get("relationships"))
    found = [_birth_named(people, adopted), *_edges(records.tables, kin)]
    found.append(_shares_about(pl.concat(found), records.tables))
    return (
        pl.concat(found)
        .unique()
        .select("claim_id", pl.lit(Marking.SEALED.value).alias("marking"), "record_id", every=True)
    )


def _adopted(people: pl.DataFrame) -> pl.DataFrame:
    """`record_id` and `family_name` of every person whose last version is marked as the person after adoption."""
    told = people.filter(~pl.col(APART)).group_by("record_id", maintain_order=True)
    last = told.agg(pl.col("family_name").last(), marked=pl.col("adopted_identity").drop_nulls().last())
    return last.filter(pl.col("marked") == "y").select("record_id", "family_name")


def _tokens(name: str | None) -> frozenset[str]:
    return frozenset(name_tokens(name)) if name else frozenset()


def _split(people: pl.DataFrame, adopted: pl.DataFrame, key: IdKey) -> pl.DataFrame:
    families = {record: _tokens(name) for record, name in adopted.iter_rows()}
    people = people.with_row_index("nth")
    kept, apart = [], []
    for row in people.join(adopted.select("record_id"), on="record_id", how="semi").iter_rows(named=True):
        names = _Names(row["family_name"], row["other_names"], {name: row[name] for name in _TEXTS})
        born = _birth_cells(names, families[row["record_id"]])
        kept.append({**row, **{name: _without(row[name], cell) for name, cell in born.items()}})
        if born:
            claim_id = key.claim_id(row["record_id"], f"{row['content']}/{APART}", row["occurrence"])
            nothing = dict.fromkeys(TABLES["people"].names)
            said = {"recorded_at": row["recorded_at"], "person_ref": row["person_ref"], "adopted_identity": "y"}
            apart.append({**row, **nothing, **said, **born, "claim_id": claim_id, APART: True, "is_last": False})
    others = people.join(adopted.select("record_id"), on="record_id", how="anti")
    split = pl.DataFrame([*kept, *apart], schema=people.schema)
    return pl.concat([others, split]).sort("nth", APART).drop("nth")


def _birth_cells(names: _Names, family: frozenset[str]) -> dict[str, str]:
    """The cells, or parts of them, that give a birth name away."""
    aliases = [part.strip() for part in (names.others or "").split(";") if part.strip()]
    born = [alias for alias in aliases if not (family and family <= _tokens(alias))]
    cells = {"other_names": ";".join(born)} if born else {}
    words = {token for alias in born for token in _tokens(alias)} - family
    for name, text in names.texts.items():
        if text and words & set(name_tokens(fold(text))):
            cells[name] = text
    return cells


def _without(cell: str | None, taken: str) -> str | None:
    """What is left of a list cell, or None."""
    gone = set(taken.split(";"))
    left = [part.strip() for part in (cell or "").split(";") if part.strip() not in gone]
    return ";".join(left) if left and cell != taken else None


def _birth_named(people: pl.DataFrame, adopted: pl.DataFrame) -> pl.DataFrame:
    """Rows set apart, and whole versions from before the adopted family name was taken."""
    families = {record: _tokens(name) for record, name in adopted.iter_rows()}
    mine = people.join(adopted.select("record_id"), on="record_id", how="semi")
    names = mine.select("claim_id", "record_id", "family_name", APART)
    born = [
        (claim_id, record)
        for claim_id, record, family, apart in names.iter_rows()
        if apart or (family and _tokens(family) != families[record])
    ]
    return pl.DataFrame(born, schema={"claim_id": pl.Utf8, "record_id": pl.Utf8}, orient="row")


def _birth_kin(adopted: pl.DataFrame, people: pl.DataFrame, relationships: pl.DataFrame | None) -> pl.DataFrame:
    """`adopted`, `kin`: pairs of records."""
    if relationships is None:
        return pl.DataFrame(schema=_PAIR)
    families = {record: _tokens(name) for record, name in adopted.iter_rows()}
    rows = relationships.select("person_ref_id", "other_ref_id", "type")
    tied = [pair for pair in _ties(rows) if pair[0] in families]
    adopters = {(record, other) for record, other, kind in tied if kind == _ADOPTIVE}
    names = _all_family_names(people, {other for _, other, _ in tied})
    days = _birth_days(people, {one for record, other, _ in tied for one in (record, other)})
    kin = {
        (record, other)
        for record, other, kind in tied
        if (kind in FAMILY_TYPES or not days[record].isdisjoint(days[other]))
        and (record, other) not in adopters
        and not families[record] & names.get(other, frozenset())
    }
    return pl.DataFrame(sorted(kin), schema=_PAIR, orient="row")


def _ties(rows: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    for person, other, said in rows.drop_nulls().iter_rows():
        kind, _ = read_relationship(said)
        yield person, other, kind
        yield other, person, kind


def _all_family_names(people: pl.DataFrame, records: set[str]) -> dict[str, frozenset[str]]:
    names: dict[str, frozenset[str]] = {}
    mine = people.filter(pl.col("record_id").is_in(sorted(records))).select("record_id", "family_name")
    for record, family in mine.iter_rows():
        names[record] = names.get(record, frozenset()) | _tokens(family)
    return names


def _birth_days(people: pl.DataFrame, records: set[str]) -> defaultdict[str, set[str]]:
    """Every date of birth each record ever had: whoever is tied to an adopted child and born that day may be that child."""
    days: defaultdict[str, set[str]] = defaultdict(set)
    mine = people.filter(pl.col("record_id").is_in(sorted(records))).select("record_id", "date_of_birth")
    for record, day in mine.drop_nulls().iter_rows():
        days[record].add(day)
    return days


def _edges(tables: Mapping[str, pl.DataFrame], kin: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """`claim_id`, `record_id` of the adopted: ties to kin, stays where kin stay, parts in what kin have a part in."""
    if "relationships" in tables:
        ties = tables["relationships"].select("claim_id", "person_ref_id", "other_ref_id")
        for mine, theirs in (("person_ref_id", "other_ref_id"), ("other_ref_id", "person_ref_id")):
            yield ties.join(kin, left_on=[mine, theirs], right_on=["adopted", "kin"]).select("claim_id", record_id=mine)
    for table, shared in (
        ("residences", "household_ref"),
        ("event_people", "record_ref"),
        ("assessment_people", "record_ref"),
    ):
        if table in tables:
            yield _shared_with_kin(tables[table].select("claim_id", person="person_ref_id", place=shared), kin)


def _shared_with_kin(parts: pl.DataFrame, kin: pl.DataFrame) -> pl.DataFrame:
    of_kin = parts.select("place", kin="person").unique().join(kin, on="kin").select("place", "adopted").unique()
    mine = parts.join(of_kin, left_on=["place", "person"], right_on=["place", "adopted"])
    return mine.select("claim_id", record_id="person")


def _shares_about(closed: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """`claim_id`, `record_id` of shares about a claim that is closed."""
    if "shares" not in tables:
        return closed.clear()
    own = pl.concat([frame.select("claim_id", about="record_id") for name, frame in tables.items() if name != "people"])
    about = closed.join(own, on="claim_id").select("about", "record_id").unique()
    shares = tables["shares"].select("claim_id", "about_record_id")
    return shares.join(about, left_on="about_record_id", right_on="about").select("claim_id", "record_id")
