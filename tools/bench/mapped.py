"""Files in another format: the return of looked-after children of a county loaded through its mapping, beside our tables."""

from __future__ import annotations

import csv
import math
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml

from graph.model.claims import ClaimKind
from ingest.landing import Landing
from ingest.mapping.asked import MappingAsked
from ingest.mapping.reading import find_mapping
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.tables.registry import TABLES
from tools.bench.checking import EXTRACTED_AT, MOST_MB, alone, checking_times
from tools.bench.county import NOW, County, opened
from tools.bench.timing import Figure, Run, in_turns, require_equal

MAPPING = "ssda903"
_ROW = "MAPPED"
_PLACES = ("U1", "K2", "P2", "H5")
_EPISODES = 4
_FIRST = date(2019, 1, 1)
HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
EPISODES = ("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE",
            "HOME_POST", "PL_POST", "URN")  # fmt: skip


def mapped(county: County, rounds: int) -> Iterator[Figure]:
    """A first load of so many children through the mapping, of the same rows in our tables, and how it grows."""
    sent = write_return(county.fresh() / "return", county.children)
    with opened(county.fresh()) as stores:
        _load_return(sent, stores)
        kinds = _kinds(stores)
        same = _in_our_tables(stores, county.fresh() / "ours")
    with opened(county.fresh()) as stores:
        load([same], stores, Load(NOW))
        require_equal("claims of each kind", kinds, _kinds(stores))

    def through() -> Run:
        data = county.fresh()
        return lambda: _loaded_return(sent, data)

    def ours() -> Run:
        data = county.fresh()
        return lambda: _loaded(same, data)

    best = in_turns({"mapped": through, "ours": ours}, rounds)
    what = f"{county.children:,} looked-after children, {sum(kinds.values()):,} claims, first load by {MAPPING}"
    yield Figure(_ROW, what, best["mapped"], "the same rows in our tables", best["ours"])
    yield from _growth(county)


def _growth(county: County) -> Iterator[Figure]:
    took: dict[int, tuple[float, float]] = {}
    sizes = checking_times()
    for times in sizes:
        sent = write_return(county.fresh() / "return", county.children * times)
        took[times] = alone(sent, county.fresh(), MAPPING)
        shutil.rmtree(sent)
    first = took[sizes[0]]
    for times in sizes[1:]:
        seconds, megabytes = took[times]
        what = f"{county.children * times:,} children converted, checked, landed"
        slope = math.log(seconds / first[0]) / math.log(times)
        yield Figure(_ROW, f"{what}: growth, slope {slope:.2f}", seconds, f"{county.children:,} children", first[0])
        held = f"{what}: {megabytes:.0f} MB held at most, {county.children:,} children {first[1]:.0f} MB"
        yield Figure(_ROW, held, megabytes / 1_000, f"{MOST_MB:.0f} MB", MOST_MB / 1_000, 1.0)


def write_return(folder: Path, children: int) -> Path:
    """One year's files: a header and four episodes of care for each child."""
    folder.mkdir()
    _write(folder / "header.csv", HEADER, (_header(child) for child in range(children)))
    rows = (row for child in range(children) for row in _episodes(child))
    _write(folder / "episodes.csv", EPISODES, rows)
    return folder


def _write(file: Path, headings: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(headings)
        writer.writerows(rows)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _header(child: int) -> tuple[str, ...]:
    return (str(100_000 + child), str(1 + child % 2), _day(date(2008, 1, 1) + timedelta(days=child % 5_000)), "WBRI", "UN3",
            "0", "")  # fmt: skip


def _episodes(child: int) -> Iterator[tuple[str, ...]]:
    begin = _FIRST + timedelta(days=child % 700)
    for number in range(_EPISODES):
        end = begin + timedelta(days=60 + child % 90)
        is_last = number == _EPISODES - 1
        place = _PLACES[(child + number) % len(_PLACES)]
        postcode = f"ZZ{1 + child % 60} {number}AA"
        yield (str(100_000 + child), _day(begin), "P" if number else "S", "C2", "N1", place, "PR1",
               "" if is_last else _day(end), "" if is_last else "X1", "" if is_last else "CHILD", "", postcode, "")  # fmt: skip
        begin = end


def asked() -> MappingAsked:
    """The mapping, with what a return does not say of itself."""
    return MappingAsked(find_mapping(MAPPING), {"extracted_at": EXTRACTED_AT})


def _load_return(sent: Path, stores: Stores) -> None:
    told = load([sent], stores, Load(NOW, mapping=asked()))
    require_equal("deliveries refused", [one.refused for one in told.refused], [])


def _loaded_return(sent: Path, data: Path) -> None:
    with opened(data) as stores:
        _load_return(sent, stores)


def _loaded(sent: Path, data: Path) -> None:
    with opened(data) as stores:
        load([sent], stores, Load(NOW))


def _kinds(stores: Stores) -> Counter[ClaimKind]:
    return Counter(one.claim.kind for one in stores.graph.stored_claims())


def _in_our_tables(stores: Stores, folder: Path) -> Path:
    """What the mapping made, as an agency would send it to us."""
    (record,) = stores.ledger.deliveries.every()
    folder.mkdir()
    covers = {"from": str(record.covers_from), "to": str(record.covers_to)}
    said = {"agency": record.agency, "agency_name": record.agency_name, "agency_kind": record.agency_kind}
    about = {"system": record.system, "extracted_at": record.extracted_at.isoformat(), "covers": covers}
    manifest = yaml.safe_dump({**said, **about, "lawful_basis": record.lawful_basis})
    (folder / "delivery.yaml").write_text(manifest, encoding="utf-8")
    for count in record.counts:
        names = TABLES[count.table].names
        rows = Landing(stores.data).good(record.id, count.table).select(names).collect()
        rows.write_csv(folder / f"{count.table}.csv")
    return folder
