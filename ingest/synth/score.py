"""How right a report is against planted truth, in figures between 0 and 1 and counts."""

from __future__ import annotations

from pathlib import Path

from ingest.synth.partitions import ratio
from ingest.synth.score_identities import score_identities
from ingest.synth.score_rows import Row, columns_of, rows_of

STATES = ("assessed", "known_not_assessed", "hidden", "unidentified")


class UnknownReport(ValueError):
    """The file's columns are those of no report that can be scored."""


def score(report: Path, truth: Path) -> dict[str, float]:
    """The figures of one report (`identities`, `adults` or `siblings`, told by its columns) against `OUT/truth`.

    Identities: as `score_identities` says. Adults: precision and recall by state, over the children in the truth.
    Siblings: the share of pairs found and, of those, with the right kind. A report may hold more than the truth
    covers; only what it covers counts.
    """
    columns = columns_of(report)
    if {"person_ref", "person_id"} <= columns:
        return score_identities(report, truth)
    if {"adult_ref", "state"} <= columns:
        return _score_adults(report, truth)
    if {"sibling_ref", "kind"} <= columns:
        return _score_siblings(report, truth)
    raise UnknownReport(f"{report.name}: not an identities, adults or siblings report")


def _score_adults(report: Path, truth: Path) -> dict[str, float]:
    true = {_pair(row, "adult"): row["state"] for row in rows_of(truth / "adults.csv")}
    children = {pair[:2] for pair in true}
    found_pairs = {_pair(row, "adult"): row["state"] for row in rows_of(report)}
    said = {pair: state for pair, state in found_pairs.items() if pair[:2] in children}
    figures: dict[str, float] = {"pairs": len(true), "pairs_found": len(true.keys() & said.keys())}
    for state in STATES:
        right = sum(said.get(pair) == state for pair, truly in true.items() if truly == state)
        figures[f"precision_{state}"] = ratio(right, sum(one == state for one in said.values()))
        figures[f"recall_{state}"] = ratio(right, sum(one == state for one in true.values()))
    return figures


def _score_siblings(report: Path, truth: Path) -> dict[str, float]:
    true = {_pair(row, "sibling"): row["kind"] for row in rows_of(truth / "siblings.csv")}
    children = {pair[:2] for pair in true}
    found_pairs = {_pair(row, "sibling"): row["kind"] for row in rows_of(report)}
    said = {pair: kind for pair, kind in found_pairs.items() if pair[:2] in children}
    found = true.keys() & said.keys()
    right = sum(true[pair] == said[pair] for pair in found)
    return {
        "pairs": len(true),
        "pairs_found": len(found),
        "pairs_more": len(said.keys() - true.keys()),
        "recall": ratio(len(found), len(true)),
        "kind_accuracy": ratio(right, len(true)),
        "kind_accuracy_of_found": ratio(right, len(found)),
    }


def _pair(row: Row, other: str) -> tuple[str, str, str, str]:
    return row["child_agency"], row["child_ref"], row[f"{other}_agency"], row[f"{other}_ref"]
