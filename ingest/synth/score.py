"""How right a report is against planted truth, in figures between 0 and 1 and counts."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path

Row = Mapping[str, str]
Record = tuple[str, str, str]
STATES = ("assessed", "known_not_assessed", "hidden", "unidentified")


class UnknownReport(ValueError):
    """The file's columns are those of no report that can be scored."""


def score(report: Path, truth: Path) -> dict[str, float]:
    """The figures of one report (`identities`, `adults` or `siblings`, told by its columns) against `OUT/truth`.

    Identities: pairwise precision, recall and f1, records compared, and the pairs joined that never may be, in all and
    by why. Adults: precision and recall by state, over the children in the truth. Siblings: the share of pairs found
    and, of those, with the right kind. A report may hold more than the truth covers; only what it covers counts.
    """
    columns = _columns(report)
    if {"person_ref", "person_id"} <= columns:
        return _score_identities(report, truth)
    if {"adult_ref", "state"} <= columns:
        return _score_adults(report, truth)
    if {"sibling_ref", "kind"} <= columns:
        return _score_siblings(report, truth)
    raise UnknownReport(f"{report.name}: not an identities, adults or siblings report")


def _columns(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return set(next(csv.reader(file), []))


def _rows(path: Path) -> Iterable[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _ratio(part: float, whole: float) -> float:
    """A share; 1 where there was nothing to get wrong."""
    return part / whole if whole else 1.0


def _score_identities(report: Path, truth: Path) -> dict[str, float]:
    said = {(row["agency"], row["system"], row["person_ref"]): row["person_id"] for row in _rows(report)}
    true = {
        (row["agency"], row["system"], row["person_ref"]): row["truth_id"] for row in _rows(truth / "identities.csv")
    }
    both = [record for record in true if record in said]
    joined = _pairs_within(said[record] for record in both)
    same = _pairs_within(true[record] for record in both)
    right = _pairs_within((said[record], true[record]) for record in both)
    precision, recall = _ratio(right, joined), _ratio(right, same)
    found: dict[str, float] = {
        "records": len(both),
        "records_missing": len(true) - len(both),
        "precision": precision,
        "recall": recall,
        "f1": _ratio(2 * precision * recall, precision + recall),
    }
    return found | _forbidden(truth, said)


def _pairs_within(groups: Iterable[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def _forbidden(truth: Path, said: Mapping[Record, str]) -> dict[str, float]:
    """How many pairs that may never be one person are one, in all and by why."""
    # A county's agency has one system; the pairs are by agency and reference.
    person = {(agency, ref): one for (agency, _, ref), one in said.items()}
    counts: dict[str, float] = defaultdict(float, {"forbidden_joined": 0})
    path = truth / "sealed.csv"
    for row in _rows(path) if path.exists() else ():
        one = person.get((row["agency"], row["person_ref"]))
        other = person.get((row["other_agency"], row["other_ref"]))
        wrong = one is not None and one == other
        counts[f"forbidden_joined_{row['why']}"] += wrong
        counts["forbidden_joined"] += wrong
    return dict(counts)


def _score_adults(report: Path, truth: Path) -> dict[str, float]:
    true = {_pair(row, "adult"): row["state"] for row in _rows(truth / "adults.csv")}
    children = {pair[:2] for pair in true}
    found_pairs = {_pair(row, "adult"): row["state"] for row in _rows(report)}
    said = {pair: state for pair, state in found_pairs.items() if pair[:2] in children}
    figures: dict[str, float] = {"pairs": len(true), "pairs_found": len(true.keys() & said.keys())}
    for state in STATES:
        right = sum(said.get(pair) == state for pair, truly in true.items() if truly == state)
        figures[f"precision_{state}"] = _ratio(right, sum(one == state for one in said.values()))
        figures[f"recall_{state}"] = _ratio(right, sum(one == state for one in true.values()))
    return figures


def _score_siblings(report: Path, truth: Path) -> dict[str, float]:
    true = {_pair(row, "sibling"): row["kind"] for row in _rows(truth / "siblings.csv")}
    children = {pair[:2] for pair in true}
    found_pairs = {_pair(row, "sibling"): row["kind"] for row in _rows(report)}
    said = {pair: kind for pair, kind in found_pairs.items() if pair[:2] in children}
    found = true.keys() & said.keys()
    right = sum(true[pair] == said[pair] for pair in found)
    return {
        "pairs": len(true),
        "pairs_found": len(found),
        "pairs_more": len(said.keys() - true.keys()),
        "recall": _ratio(len(found), len(true)),
        "kind_accuracy": _ratio(right, len(true)),
        "kind_accuracy_of_found": _ratio(right, len(found)),
    }


def _pair(row: Row, other: str) -> tuple[str, str, str, str]:
    return row["child_agency"], row["child_ref"], row[f"{other}_agency"], row[f"{other}_ref"]
