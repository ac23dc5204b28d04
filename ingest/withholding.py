"""What would give away confidential addresses and closed people: which claims they close, which cells (access.md §2).

Confidential for one agency is confidential for all copies of a household, so this looks at every system at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from graph.model.claims import Marking
from graph.model.ids import IdKey
from graph.model.vocabulary import LIVING_ROLES
from ingest.claims.dating import with_dates
from ingest.claims.days import first_day, last_day
from ingest.claims.ends import details_in
from ingest.claims.needles import BETWEEN_NUMBERS, is_said, names_of_street, needles_of, squeezed
from ingest.claims.numberless import claims_without_numbers
from ingest.claims.records import SystemRecords
from ingest.claims.references import ABOUT_ID
from ingest.closed_names import closed_names
from ingest.markings import CLOSINGS_SCHEMA
from ingest.tables.registry import TABLES
from ingest.tables.spec import CellType

_PLACE_CELLS = ("place", "household_ref")
_TEXT_TYPES = frozenset({CellType.TEXT, CellType.HEADLINE, CellType.LIST})
_TEXT_SCHEMA = {"claim_id": pl.Utf8, "column": pl.Utf8, "text": pl.Utf8}
_WHOLES = {"event_people": "events", "assessment_people": "assessments"}
_TEXT_COLUMNS: Mapping[str, Sequence[str]] = {
    table: [column.name for column in spec.columns if column.type in _TEXT_TYPES] for table, spec in TABLES.items()
}
# An address in the household table is the household's own, not a text about another one.
_NOT_SEARCHED = frozenset({"households", "agencies"})


@dataclass(frozen=True, slots=True)
class Places:
    """Which households and people records are, as identity has them now: `households` as `resolve_households` gives
    them, `members` with `record_id` and `person_id`."""

    households: pl.DataFrame
    members: pl.DataFrame


@dataclass(slots=True)
class Withheld:
    """What confidential addresses and closed names take from readers without a grant.

    `closings` as `ingest.markings` has them. By claim id: the `cells` to hide and whose grant opens them, `hidden_for`: a
    person's of a confidential address, or one as `MARKING|RECORD` says, or where two would be needed nobody's;
    `placeless` claims lose their household, and nobody reaches anybody through the contact `details`. `numberless` claims
    of people lose all contact details: for the sake of an identity after adoption, whose numbers lead to nobody.
    """

    closings: pl.DataFrame
    cells: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    hidden_for: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    placeless: set[str] = field(default_factory=set)
    details: frozenset[str] = frozenset()
    numberless: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Refuges:
    """The confidential households: `records` (record_id, household_id), who lives or lived there, what names them
    anywhere (`needles`) and beside whoever lived there (`streets`).
    """

    records: pl.DataFrame
    stays: pl.DataFrame
    residents: Mapping[str, frozenset[str]]
    needles: Mapping[str, frozenset[str]]
    streets: Mapping[str, frozenset[str]]


def withhold(systems: Sequence[SystemRecords], places: Places, key: IdKey) -> Withheld:
    """What of all systems' claims confidential addresses withhold."""
    refuges = _find_refuges(systems, places)
    details = details_of_places(systems, places.households.filter("confidential"), key)
    numberless = claims_without_numbers(systems, places.members, key)
    withheld = Withheld(_closings(systems, refuges), details=details, numberless=numberless)
    if not refuges.records.is_empty():
        for records in systems:
            _hide_places(records, refuges, withheld)
            _hide_texts(records, refuges, withheld)
            _hide_texts_of_residents(records, refuges, places.members, withheld)
        _hide_later_places(systems, refuges, places.members, withheld)
    _hide_names(systems, withheld)
    return withheld


def _hide_names(systems: Sequence[SystemRecords], withheld: Withheld) -> None:
    """Texts that name somebody closed; what several grants would have to open together, or an address too, nobody reads."""
    opened_by: defaultdict[str, set[str]] = defaultdict(set)
    for named in closed_names(systems, _TEXT_COLUMNS):
        withheld.cells[named.claim_id].add(named.column)
        opened_by[named.claim_id].add(named.opened_by)
    for claim_id, keys in opened_by.items():
        alone = len(keys) == 1 and claim_id not in withheld.hidden_for
        withheld.hidden_for[claim_id] = keys if alone else set()


def details_of_places(systems: Sequence[SystemRecords], households: pl.DataFrame, key: IdKey) -> frozenset[str]:
    """The ids of the contact details of these households: a place's phone makes no contact between people."""
    return frozenset(
        key.detail_id(scheme, value)
        for frame in _tables(systems, "households")
        for cell in frame.join(households, on="record_id", how="semi")["phones"].drop_nulls()
        for scheme, value in details_in(cell, "phones")
    )


def _tables(systems: Sequence[SystemRecords], table: str) -> Iterator[pl.DataFrame]:
    return (records.tables[table] for records in systems if table in records.tables)


def _find_refuges(systems: Sequence[SystemRecords], places: Places) -> _Refuges:
    records = places.households.filter("confidential").select("record_id", "household_id")
    stays = _stays(systems, records)
    residents: defaultdict[str, set[str]] = defaultdict(set)
    for household, person in stays.select("household_id", "person").iter_rows():
        residents[household].add(person)
    needles: defaultdict[str, set[str]] = defaultdict(set)
    streets: defaultdict[str, set[str]] = defaultdict(set)
    for frame in _tables(systems, "households"):
        said = frame.join(records, on="record_id").select("household_id", "address", "postcode", "phones", "uprn")
        for household, address, postcode, phones, uprn in said.unique().iter_rows():
            needles[household] |= needles_of(address, postcode, phones)
            streets[household] |= names_of_street(address, uprn, phones)
    return _Refuges(records, stays, _frozen(residents), _frozen(needles), _frozen(streets))


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(members) for name, members in sets.items()}


def _stays(systems: Sequence[SystemRecords], refuges: pl.DataFrame) -> pl.DataFrame:
    """Every stay at a confidential household: whose, whether they live there, the days it may have held."""
    schema = {
        "claim_id": pl.Utf8,
        "household_id": pl.Utf8,
        "person": pl.Utf8,
        "lives": pl.Boolean,
        "since": pl.Date,
        "until": pl.Date,
    }
    parts = [pl.DataFrame(schema=schema)]
    for frame in _tables(systems, "residences"):
        there = with_dates(frame, "residences").join(refuges, left_on="household_ref_id", right_on="record_id")
        lives = pl.col("role").fill_null("resident").is_in(sorted(LIVING_ROLES))
        days = {"since": first_day("said_start"), "until": last_day("said_end")}
        parts.append(there.select("claim_id", "household_id", person="person_ref_id", lives=lives, **days))
    return pl.concat(parts)


def _closings(systems: Sequence[SystemRecords], refuges: _Refuges) -> pl.DataFrame:
    """A stay is open to a grant for its own person only, the household to a grant for anyone who stayed there."""
    rows = [(claim_id, person, True) for claim_id, person in refuges.stays.select("claim_id", "person").iter_rows()]
    for frame in _tables(systems, "households"):
        mine = frame.join(refuges.records, on="record_id").select("claim_id", "record_id", "household_id")
        for claim_id, record_id, household in mine.iter_rows():
            people = refuges.residents.get(household, frozenset({record_id}))
            rows += [(claim_id, person, False) for person in sorted(people)]
    schema = {"claim_id": pl.Utf8, "record_id": pl.Utf8, "every": pl.Boolean}
    closed = pl.DataFrame(rows, schema=schema, orient="row")
    closed = pl.concat([closed, *_of_shares_about(systems, closed)])
    marking = pl.lit(Marking.CONFIDENTIAL.value).alias("marking")
    return closed.select("claim_id", marking, "record_id", "every").cast(pl.Schema(CLOSINGS_SCHEMA))


def _of_shares_about(systems: Sequence[SystemRecords], closed: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """A share about a stay or household is as closed as that."""
    for records in systems:
        if "shares" not in records.tables:
            continue
        named = [records.tables[table] for table in ("residences", "households") if table in records.tables]
        if named:
            own = pl.concat([frame.select("claim_id", ABOUT_ID=pl.col("record_id")) for frame in named])
            about = closed.join(own, on="claim_id").select("ABOUT_ID", "record_id", "every").unique()
            shares = records.tables["shares"].select("claim_id", ABOUT_ID=ABOUT_ID)
            yield shares.join(about, on="ABOUT_ID").select("claim_id", "record_id", "every")


def _hide(withheld: Withheld, claim_id: str, cells: Sequence[str], people: frozenset[str]) -> None:
    withheld.cells[claim_id].update(cells)
    withheld.hidden_for[claim_id].update(people)


def _hide_places(records: SystemRecords, refuges: _Refuges, withheld: Withheld) -> None:
    """Events at a confidential household happened nowhere that is told."""
    if "events" not in records.tables:
        return
    there = records.tables["events"].join(refuges.records, left_on="household_ref_id", right_on="record_id")
    for claim_id, household in there.select("claim_id", "household_id").iter_rows():
        _hide(withheld, claim_id, _PLACE_CELLS, refuges.residents.get(household, frozenset()))
        withheld.placeless.add(claim_id)


def _hide_texts(records: SystemRecords, refuges: _Refuges, withheld: Withheld) -> None:
    """Any text of any table that names a confidential address."""
    for household, claim_id, column in _said_in(records.tables, refuges.needles):
        _hide(withheld, claim_id, (column,), refuges.residents.get(household, frozenset()))


def _hide_texts_of_residents(
    records: SystemRecords, refuges: _Refuges, members: pl.DataFrame, withheld: Withheld
) -> None:
    """Texts about somebody who lived there that name its street, in whatever way, or give the rest of its phone."""
    who = members.select("record_id", "person_id")
    lived = refuges.stays.select("household_id", record_id="person").join(who, on="record_id").drop("record_id")
    about = _about(
        records.tables, who.join(lived.unique(), on="person_id").select("record_id", "household_id").unique()
    )
    pairs = set(about.iter_rows())
    tables = {table: frame.join(about, on="claim_id", how="semi") for table, frame in records.tables.items()}
    for household, claim_id, column in _said_in(tables, refuges.streets):
        if (claim_id, household) in pairs:
            _hide(withheld, claim_id, (column,), refuges.residents.get(household, frozenset()))


def _about(tables: Mapping[str, pl.DataFrame], lived: pl.DataFrame) -> pl.DataFrame:
    """`claim_id`, `household_id`: the rows about whoever lived at a household (`record_id`, `household_id`): their own,
    those that name them, and events and assessments they have a part in.
    """
    found = [pl.DataFrame(schema={"claim_id": pl.Utf8, "household_id": pl.Utf8})]
    for table, frame in tables.items():
        columns = ("record_id",) if table == "people" else ("person_ref_id", "other_ref_id")
        for name in (name for name in columns if name in frame.columns):
            mine = frame.join(lived.rename({"record_id": name}), on=name)
            found.append(mine.select("claim_id", "household_id"))
            whole = tables.get(_WHOLES.get(table, ""))
            if whole is not None:
                parts = mine.select("household_id", record_id="record_ref_id").unique()
                found.append(whole.join(parts, on="record_id").select("claim_id", "household_id"))
    return pl.concat(found).unique()


def _said_in(
    tables: Mapping[str, pl.DataFrame], needles: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, str, str]]:
    """(household, claim, column) of every text that holds a needle of a household."""
    every_needle = sorted({needle for of_one in needles.values() for needle in of_one})
    if not every_needle:
        return
    # All at once: to look through many short columns costs more in beginnings than in looking.
    texts = pl.concat([pl.DataFrame(schema=_TEXT_SCHEMA), *_texts(tables)]).with_columns(text=squeezed("text"))
    whole = pl.col("text").str.replace_all(BETWEEN_NUMBERS, "", literal=True)
    for claim_id, column, text in texts.filter(whole.str.contains_any(every_needle)).iter_rows():
        for household, of_one in needles.items():
            if any(is_said(needle, text) for needle in of_one):
                yield household, claim_id, column


def _texts(tables: Mapping[str, pl.DataFrame]) -> Iterator[pl.DataFrame]:
    for table, frame in tables.items():
        if table not in _NOT_SEARCHED:
            for column in _TEXT_COLUMNS[table]:
                if frame[column].null_count() < frame.height:
                    yield frame.select("claim_id", column=pl.lit(column), text=column).drop_nulls("text")


def _hide_later_places(
    systems: Sequence[SystemRecords], refuges: _Refuges, members: pl.DataFrame, withheld: Withheld
) -> None:
    """Where something happened to a person who may have been living at a confidential address that day."""
    who = members.select("record_id", "person_id")
    living = refuges.stays.filter("lives").join(who, left_on="person", right_on="record_id")
    for records in systems:
        if not {"events", "event_people"} <= records.tables.keys():
            continue
        events = with_dates(records.tables["events"], "events").select(
            "claim_id", "record_id", begins=first_day("said_start"), ends=last_day("said_end")
        )
        parts = records.tables["event_people"].select(record_id="record_ref_id", part="person_ref_id").unique()
        present = events.join(parts, on="record_id").join(who, left_on="part", right_on="record_id")
        after_move = (pl.col("since") < pl.col("ends")) | pl.col("since").is_null()
        before_leaving = (pl.col("begins") < pl.col("until")) | pl.col("until").is_null()
        hidden = present.join(living.drop("claim_id"), on="person_id").filter(after_move & before_leaving)
        for claim_id, person in hidden.select("claim_id", "person").unique().iter_rows():
            _hide(withheld, claim_id, _PLACE_CELLS, frozenset({person}))
            withheld.placeless.add(claim_id)
