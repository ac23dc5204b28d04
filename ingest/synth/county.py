"""A made-up county of any size: sixteen agencies' deliveries, and the truth of them beside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
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
    that record), `sealed` (pairs of records that must never be one person, and why), `as_of.txt`, and with `faults`
    the rows planted wrong in `quarantine`.
    """
    pools = read_pools()
    with ExitStack() as open_files:
        truth = open_files.enter_context(TruthFolder(out))
        books = {
            agency: _open_book(open_files, out, agency, (seed, pools), truth if faults else None) for agency in AGENCIES
        }
        for family, rng in _families(pools, children, seed):
            recorder = Recorder(family, books, rng, Speller(rng, pools))
            told = recorder.record()
            record_work(recorder)
            truth.add_family(family, told)


def _families(pools: Pools, children: int, seed: int) -> Iterator[tuple[Family, Random]]:
    serials = Serials()
    made = serial = 0
    while made < children:
        rng = Random(f"{seed}:{serial}")
        family = make_family(rng, pools, serial, serials)
        made += sum(family.people[child].is_child(AS_OF) for child in family.children)
        serial += 1
        yield family, rng


def _open_book(
    open_files: ExitStack, out: Path, agency: str, made_from: tuple[int, Pools], truth: TruthFolder | None
) -> Book:
    seed, pools = made_from
    heading = heading_of(AGENCIES[agency])
    folder = open_files.enter_context(DeliveryFolder(out, heading))
    rng = Random(f"{seed}:{agency}")
    book = Book(AGENCIES[agency], folder, rng) if truth is None else FaultyBook(AGENCIES[agency], folder, rng, truth)
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
