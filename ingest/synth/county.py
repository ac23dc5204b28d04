"""A made-up county of any size: sixteen agencies' deliveries, and the truth of them beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import count, islice
from pathlib import Path
from random import Random

from ingest.synth.agencies import AGENCIES
from ingest.synth.books import PROFESSIONALS, Book, heading_of
from ingest.synth.case_rows import record_work
from ingest.synth.families import make_family
from ingest.synth.faults import FaultyBook
from ingest.synth.names import Pools, read_pools
from ingest.synth.people import Serials
from ingest.synth.recording import Recorder
from ingest.synth.spelling import Speller
from ingest.synth.truth import TruthFolder
from ingest.synth.world import AS_OF, Family
from ingest.synth.writing import DeliveryFolder

ALWAYS_THERE = ("people", "households", "residences", "relationships", "professionals", "involvements", "episodes")
ALSO_THERE = ("events", "event_people", "event_professionals", "shares")
CASE_FEEDS = ("assessments", "assessment_people")


def write_county(out: Path, children: int, seed: int, faults: bool = False) -> None:
    """Writes a county of at least this many children under `out`, byte for byte the same for the same numbers.

    Families are made, written and forgotten one at a time, so the county may be of any size. The truth is in
    `out/truth`: `identities`, `siblings`, `adults` (of children of whom children's social care has an open record, by
    that record), `sealed` (pairs of records that must never be one person, and why), `hard_pairs` (pairs hard to tell,
    by kind, and whether they are one person), `as_of.txt`, and with `faults` the rows planted wrong in `quarantine`.
    """
    pools = read_pools()
    _write(out, _enough(_families(pools, seed), children), (seed, pools), faults)


def write_background(out: Path, families: int, seed: int) -> None:
    """Writes so many families beside what `out` holds already, as a second system of each agency, with their truth."""
    pools = read_pools()
    _write(out, islice(_families(pools, seed), families), (seed, pools), False)


def _write(out: Path, families: Iterable[tuple[Family, Random]], made_from: tuple[int, Pools], faults: bool) -> None:
    with ExitStack() as open_files:
        truth = open_files.enter_context(TruthFolder(out))
        planted = truth if faults else None
        books = {agency: _open_book(open_files, out, agency, made_from, planted) for agency in AGENCIES}
        for family, rng in families:
            rare = Random(f"{made_from[0]}:{family.serial}:rare")
            speller = Speller(rng, made_from[1], rare)
            recorder = Recorder(family, books, rng, speller)
            told = recorder.record()
            record_work(recorder)
            truth.add_family(family, told)


def _families(pools: Pools, seed: int) -> Iterator[tuple[Family, Random]]:
    """Families without end, each from a seed of its own."""
    serials = Serials()
    for serial in count():
        rng = Random(f"{seed}:{serial}")
        yield make_family(rng, pools, serial, serials), rng


def _enough(families: Iterator[tuple[Family, Random]], children: int) -> Iterator[tuple[Family, Random]]:
    made = 0
    while made < children:
        family, rng = next(families)
        made += sum(family.people[child].is_child(AS_OF) for child in family.children)
        yield family, rng


def _open_book(
    open_files: ExitStack, out: Path, agency: str, made_from: tuple[int, Pools], planted: TruthFolder | None
) -> Book:
    seed, pools = made_from
    heading = heading_of(AGENCIES[agency])
    folder = open_files.enter_context(DeliveryFolder(out, heading))
    rng = Random(f"{seed}:{agency}")
    book = (
        Book(AGENCIES[agency], folder, rng) if planted is None else FaultyBook(AGENCIES[agency], folder, rng, planted)
    )
    feeds: tuple[str, ...] = ALWAYS_THERE + ALSO_THERE
    if agency in ("csc", "early_help", "adult_social_care"):
        feeds += CASE_FEEDS
    book.declare(*feeds)
    names = []
    for _ in range(PROFESSIONALS):
        culture = pools.culture(rng)
        names.append(f"{culture.given(rng, rng.choice('FM'))} {rng.choice(culture.families)}")
    book.add_professionals(names)
    return book
