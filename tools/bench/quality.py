"""How right each of several ways is on the same records and the same truth."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.synth.partitions import Agreement, b_cubed, pairwise


@dataclass(frozen=True, slots=True)
class Quality:
    """One line: which way, on which records, how far its people are the true ones, and the F1 aimed at (None: not set)."""

    row: str
    way: str
    records: str
    pairs: Agreement
    by_record: Agreement
    goal: float | None = None

    @property
    def is_reached(self) -> bool | None:
        """Whether the F1 of pairs is the one aimed at or better."""
        return None if self.goal is None else self.pairs.f1 >= self.goal

    def to_document(self) -> dict[str, Any]:
        """The line as JSON."""
        return {
            "row": self.row,
            "way": self.way,
            "records": self.records,
            "precision": round(self.pairs.precision, 5),
            "recall": round(self.pairs.recall, 5),
            "f1": round(self.pairs.f1, 5),
            "bcubed_precision": round(self.by_record.precision, 5),
            "bcubed_recall": round(self.by_record.recall, 5),
            "bcubed_f1": round(self.by_record.f1, 5),
            "goal": self.goal,
            "reached": self.is_reached,
        }

    def to_line(self) -> str:
        """The line of a table."""
        aimed = "" if self.goal is None else f"goal {self.goal:.4f} {'reached' if self.is_reached else 'NOT reached'}"
        shares = (self.pairs.precision, self.pairs.recall, self.pairs.f1, self.by_record.f1)
        told = "  ".join(f"{name} {share:.4f}" for name, share in zip(("P", "R", "F1", "B³"), shares, strict=True))
        return f"{self.row}  {self.way:<48}{told}  {aimed:<24}{self.records}"


def measure_quality(
    named: tuple[str, str, str], said: Mapping[str, Hashable], truth: Mapping[str, Hashable], goal: float | None = None
) -> Quality:
    """The quality of a division (row, way, records) against the truth."""
    return Quality(*named, pairwise(said, truth), b_cubed(said, truth), goal)
