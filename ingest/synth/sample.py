"""The sample partnership: one invented family as sixteen agencies hold it, with what must come out of it.

The facts are in `sample_data/`, an agency a file. In a person row `who` names the person, `really` (of a record nobody
can identify) who they prove to be; `people` and `professionals` of an event or assessment are its part rows. A delivery
with `repeats: y` holds everything the one before held, with the rows given here added or replaced.
`truth/sample_states.csv` says which adult is in which state when; `facts.yaml` says why.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from ingest.synth.county import write_background
from ingest.synth.layout import COLUMNS, row_key
from ingest.synth.writing import DeliveryFolder, Heading

FACTS = "facts.yaml"
TRUTH = "truth"
CHILD = ("csc", "casework", "CSC-10482")
"""Mia Hobbs: agency, system, reference."""
_ABOUT_THE_ROW = frozenset({"who", "really", "people", "professionals"})
_PARTS = {
    ("events", "people"): ("event_people", "role"),
    ("events", "professionals"): ("event_professionals", "role"),
    ("assessments", "people"): ("assessment_people", "capacity"),
}
_REFERENCE = {"people": "person_ref", "professionals": "professional_ref"}
Rows = dict[str, dict[tuple[str, ...], dict[str, str]]]


def write_sample(out: Path, background: int = 0, seed: int = 7) -> None:
    """Writes the deliveries of the sample family under `out`, and the truth under `out/truth`.

    With `background`, so many made-up families are written into the same partnership, a second system of each agency.
    """
    truth = out / TRUTH
    truth.mkdir(parents=True, exist_ok=True)
    _write_csv(truth / "identities.csv", ("agency", "system", "person_ref", "truth_id"), ())
    if background:
        write_background(out, background, seed)
    agencies = [_read(name) for name in sorted(_agency_files())]
    for agency in agencies:
        _write_agency(out, agency)
    facts = _read(FACTS)
    _add_csv(truth / "identities.csv", ("agency", "system", "person_ref", "truth_id"), _identities(agencies))
    states = ("child_ref", "adult_agency", "adult_ref", "as_of", "known_at", "known_to", "state", "after_judgement")
    _write_csv(truth / "sample_states.csv", states, _states(facts))
    judged = (
        "agency",
        "system",
        "ref",
        "other_agency",
        "other_system",
        "other_ref",
        "verdict",
        "holds_from",
        "because",
    )
    _write_csv(truth / "sample_judgements.csv", judged, facts["judgements"])
    _write_csv(truth / "sample_siblings.csv", ("child", "sibling", "kind"), facts["siblings"])
    _write_csv(truth / "sample_never.csv", ("one", "other", "why"), facts["never"])


def _agency_files() -> list[str]:
    folder = files("ingest.synth") / "sample_data"
    return [entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml") and entry.name != FACTS]


def _read(name: str) -> dict[str, Any]:
    text = (files("ingest.synth") / "sample_data" / name).read_text("utf-8")
    # Dates stay the text they are written as: a partial date must not become a number.
    return dict(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - BaseLoader makes nothing but text


def _write_agency(out: Path, agency: Mapping[str, Any]) -> None:
    held: Rows = {}
    for delivery in agency["deliveries"]:
        rows: Rows = {table: dict(keyed) for table, keyed in held.items()} if delivery.get("repeats") == "y" else {}
        for table, row in _rows(delivery):
            rows.setdefault(table, {})[row_key(table, row)] = row
        heading = Heading(
            agency["agency"],
            agency["agency_name"],
            agency["agency_kind"],
            agency["system"],
            delivery["extracted_at"],
            (delivery["covers"]["from"], delivery["covers"]["to"]),
            delivery["mode"],
        )
        with DeliveryFolder(out, heading) as folder:
            for table, keyed in rows.items():
                for row in keyed.values():
                    folder.add(table, row)
        held = rows


def _rows(delivery: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    for table in COLUMNS:
        for given in delivery.get(table, ()):
            yield table, {name: cell for name, cell in given.items() if name not in _ABOUT_THE_ROW}
            for what in ("people", "professionals"):
                part = _PARTS.get((table, what))
                if part and what in given:
                    yield from _part_rows(*part, given["record_ref"], _REFERENCE[what], given[what])


def _part_rows(
    table: str, plain: str, record_ref: str, reference: str, parts: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, str]]]:
    for ref, said in parts.items():
        cells = said if isinstance(said, dict) else {plain: said}
        yield table, {"record_ref": record_ref, reference: ref, **cells}


def _identities(agencies: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    seen: set[tuple[str, str]] = set()
    for agency in agencies:
        for delivery in agency["deliveries"]:
            for row in delivery.get("people", ()):
                key = (agency["agency"], row["person_ref"])
                if key not in seen:
                    seen.add(key)
                    # Someone nobody can name stays apart until a person judges: their own identity, not who they prove to be.
                    yield {
                        "agency": agency["agency"],
                        "system": agency["system"],
                        "person_ref": row["person_ref"],
                        "truth_id": row["who"],
                    }


def _states(facts: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for state in facts["states"]:
        agency, _, reference = state["adult"].partition(" ")
        yield {
            "child_ref": facts["child"]["ref"],
            "adult_agency": agency,
            "adult_ref": reference,
            "as_of": state["on"],
            "known_at": state["on"],
            "known_to": state.get("known_to", ""),
            "state": state["state"],
            "after_judgement": state.get("after_judgement", ""),
        }


def _add_csv(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerows(rows)


def _write_csv(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
