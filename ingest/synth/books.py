"""An agency's delivery as it fills: its references run on from family to family."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ingest.synth.agencies import COVERS, EXTRACTED_AT, SYSTEM, Agency
from ingest.synth.world import AS_OF
from ingest.synth.writing import DeliveryFolder, Heading

Row = dict[str, str]
PROFESSIONALS = 12


class Book:
    """One agency's delivery being written."""

    def __init__(self, agency: Agency, folder: DeliveryFolder, rng: Random) -> None:
        self.agency = agency
        self.rng = rng
        self._folder = folder
        self._count = 0

    def new_ref(self, letter: str) -> str:
        """The next reference of this agency."""
        self._count += 1
        return f"{self.agency.prefix}-{letter}{self._count:06d}"

    def add(self, table: str, row: Row) -> None:
        """Write a row."""
        self._folder.add(table, row)

    def declare(self, *tables: str) -> None:
        """Make tables present even where no row comes."""
        for table in tables:
            self._folder.declare(table)

    def any_professional(self) -> str:
        """The reference of one of the agency's workers."""
        return f"{self.agency.prefix}-PR{self.rng.randrange(PROFESSIONALS):02d}"

    def add_professionals(self, names: list[str]) -> None:
        """The agency's workers, written once."""
        for place, name in enumerate(names):
            ref = f"{self.agency.prefix}-PR{place:02d}"
            route = f"{self.agency.id.replace('_', '-')}@vale.example"
            self.add(
                "professionals",
                {"professional_ref": ref, "name": name, "role": "practitioner", "team": f"Team {place % 4 + 1}",
                 "service": self.agency.kind, "contact_route": route},
            )  # fmt: skip

    def written(self, happened: date, within: int = 20) -> str:
        """A day this was written down: soon after, never after the delivery."""
        return min(happened + timedelta(days=self.rng.randrange(within + 1)), AS_OF).isoformat()


def heading_of(agency: Agency) -> Heading:
    """What the county's one delivery of an agency says of itself."""
    return Heading(agency.id, agency.name, agency.kind, SYSTEM, EXTRACTED_AT, COVERS)
