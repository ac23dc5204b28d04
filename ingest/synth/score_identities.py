"""How right a report of identities is: all pairs, record by record, the hard pairs by kind, and by two agencies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from ingest.synth.partitions import b_cubed, by_agencies, pairwise
from ingest.synth.score_rows import Row, rows_of

Record = tuple[str, str, str]
_DIGITS = 4


def score_identities(report: Path, truth: Path) -> dict[str, float]:
    """The figures of an identities report.

    `precision`, `recall`, `f1` over pairs; `bcubed_…` the same over records; `forbidden_joined`, in all and by why;
    `hard_KIND_of` and `hard_KIND_joined`: true pairs hard for one reason, and how many of them are one person;
    `apart_KIND_of` and `apart_KIND_joined`: pairs easily taken for one person, and how many wrongly are;
    `precision_A+B`, `recall_A+B`, `f1_A+B`: pairs with one record at each of two agencies.
    """
    said, true = _people(report, "person_id"), _people(truth / "identities.csv", "truth_id")
    pairs, records = pairwise(said, true), b_cubed(said, true)
    known = len(true.keys() & said.keys())
    figures: dict[str, float] = {
        "records": known,
        "records_missing": len(true) - known,
        "precision": pairs.precision,
        "recall": pairs.recall,
        "f1": pairs.f1,
        "bcubed_precision": records.precision,
        "bcubed_recall": records.recall,
        "bcubed_f1": records.f1,
    }
    # A county's agency has one system; the pairs are by agency and reference.
    person = {(agency, ref): one for (agency, _, ref), one in said.items()}
    return figures | _forbidden(truth, person) | _hard(truth, person) | _by_agencies(said, true)


def _people(path: Path, column: str) -> dict[Record, str]:
    return {(row["agency"], row["system"], row["person_ref"]): row[column] for row in rows_of(path)}


def _forbidden(truth: Path, person: Mapping[tuple[str, str], str]) -> dict[str, float]:
    """How many pairs that may never be one person are one, in all and by why."""
    counts = Counter({"forbidden_joined": 0})
    for row in rows_of(truth / "sealed.csv"):
        wrong = _joined(row, person) is True
        counts[f"forbidden_joined_{row['why']}"] += wrong
        counts["forbidden_joined"] += wrong
    return dict(counts)


def _hard(truth: Path, person: Mapping[tuple[str, str], str]) -> dict[str, float]:
    """By kind, of the pairs whose records both are in the report: how many there are, and how many are joined."""
    counts: Counter[str] = Counter()
    for row in rows_of(truth / "hard_pairs.csv"):
        joined = _joined(row, person)
        if joined is not None:
            kind = f"{'hard' if row['same'] == 'y' else 'apart'}_{row['kind']}"
            counts[f"{kind}_of"] += 1
            counts[f"{kind}_joined"] += joined
    return dict(sorted(counts.items()))


def _joined(row: Row, person: Mapping[tuple[str, str], str]) -> bool | None:
    """Whether the two records of a row are one person in the report; None where it lacks one."""
    one = person.get((row["agency"], row["person_ref"]))
    other = person.get((row["other_agency"], row["other_ref"]))
    return None if one is None or other is None else one == other


def _by_agencies(said: Mapping[Record, str], true: Mapping[Record, str]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for (one, other), counted in by_agencies(said, true).items():
        shares = counted.agreement
        for name, share in (("precision", shares.precision), ("recall", shares.recall), ("f1", shares.f1)):
            figures[f"{name}_{one}+{other}"] = round(share, _DIGITS)
    return figures
