"""The truth of a made-up county, written family by family beside its deliveries."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from ingest.synth.agencies import SYSTEM
from ingest.synth.hard_pairs import Hard, hard_to_join, hard_to_part
from ingest.synth.told import Told, ToldRecord
from ingest.synth.true_adults import Around
from ingest.synth.true_kin import Kin
from ingest.synth.world import AS_OF, CHILDREN_SERVICES, Family

TRUTH = "truth"
FILES = {
    "identities": ("agency", "system", "person_ref", "truth_id"),
    "siblings": ("child_agency", "child_ref", "sibling_agency", "sibling_ref", "kind"),
    "adults": ("child_agency", "child_ref", "adult_agency", "adult_ref", "state"),
    "sealed": ("agency", "person_ref", "other_agency", "other_ref", "why"),
    "hard_pairs": ("agency", "person_ref", "other_agency", "other_ref", "kind", "same"),
    "quarantine": ("agency", "system", "table", "record_ref", "column", "what", "outcome"),
}


class TruthFolder:
    """The files of `OUT/truth`, being written."""

    def __init__(self, out: Path) -> None:
        self._path = out / TRUTH
        self._files = ExitStack()
        self._writers: dict[str, Any] = {}
        self._last_of_many: ToldRecord | None = None

    def __enter__(self) -> Self:
        self._path.mkdir(parents=True, exist_ok=True)
        (self._path / "as_of.txt").write_text(f"{AS_OF.isoformat()}\n", encoding="utf-8")
        for name, columns in FILES.items():
            file = self._files.enter_context((self._path / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            self._writers[name] = csv.writer(file, lineterminator="\n")
            self._writers[name].writerow(columns)
        return self

    def __exit__(self, *exc: object) -> None:
        self._files.close()

    def add(self, name: str, *row: str) -> None:
        """One row of one file."""
        self._writers[name].writerow(row)

    def add_family(self, family: Family, told: Told) -> None:
        """What is so of one family: who each record is, siblings, adults around each child, pairs kept apart."""
        for record in told.records:
            self.add("identities", record.agency, SYSTEM, record.ref, record.person)
        kin = Kin(family, told, AS_OF)
        for child in family.children:
            self._siblings(kin, child)
            self._adults(kin, child)
        for one, other, why in family.never_one:
            for mine, theirs in _pairs(told.records_of(one), told.records_of(other)):
                self.add("sealed", mine.agency, mine.ref, theirs.agency, theirs.ref, why)

        self._hard(family, told)

    def _hard(self, family: Family, told: Told) -> None:
        """Pairs that are hard to tell, both ways."""
        for pair in hard_to_join(family, told):
            self._hard_pair(pair, "y")
        for pair in hard_to_part(family, told):
            self._hard_pair(pair, "n")
        for record in told.records:
            if "number_of_many" in record.written.hard:
                last, self._last_of_many = self._last_of_many, record
                # Each with the one before: all with all would be the square of the county.
                if last is not None and last.person != record.person:
                    self._hard_pair((last, record, "number_of_many"), "n")

    def _hard_pair(self, pair: Hard, same: str) -> None:
        one, other, kind = pair
        self.add("hard_pairs", one.agency, one.ref, other.agency, other.ref, kind, same)

    def _siblings(self, kin: Kin, child: str) -> None:
        """One record of the child with every record of each sibling."""
        mine = _open_records(kin.told, child)[:1]
        for sibling, kind in sorted(kin.siblings(child).items()):
            for one, other in _pairs(mine, _open_records(kin.told, sibling)):
                self.add("siblings", one.agency, one.ref, other.agency, other.ref, kind)

    def _adults(self, kin: Kin, child: str) -> None:
        """The children's social care record of the child with every record of each adult."""
        mine = [record for record in _open_records(kin.told, child) if record.agency == CHILDREN_SERVICES][:1]
        if not mine or not kin.family.people[child].is_child(AS_OF):
            return
        for adult, state in sorted(Around(kin, child).states().items()):
            for one, other in _pairs(mine, _open_records(kin.told, adult)):
                self.add("adults", one.agency, one.ref, other.agency, other.ref, state)


def _open_records(told: Told, person: str) -> list[ToldRecord]:
    return [record for record in told.records_of(person) if not record.is_sealed]


def _pairs(mine: list[ToldRecord], theirs: list[ToldRecord]) -> Iterator[tuple[ToldRecord, ToldRecord]]:
    for one in mine:
        for other in theirs:
            yield one, other
