"""Who comes near or goes out of sight between two moments changes nothing else of theirs (rules.md §1)."""

from __future__ import annotations

from pathlib import Path

from graph.model.changes import ChangeKind
from graph.model.network import LinkKind
from tests.graph.questions.test_changes import DANIEL, DELIVERIES, HOME, Tables, compare, lives, relates
from tests.ingest.sending import write_delivery
from tests.ingest.site import a_person, manifest, open_site


def test_a_link_that_stays_is_not_told_because_somebody_at_its_end_came_or_went(tmp_path: Path) -> None:
    other = open_site(tmp_path / "data")
    police: Tables = {
        "people": [
            a_person("P1", *DANIEL),
            a_person("P2", "Kelly Hobbs", "1988-02-11"),
            a_person("P4", "Rae Moss", "1990-09-09"),
        ],
        "relationships": [
            relates("L1", "P1", "P2", "partner", start="2022-05-01"),
            relates("L2", "P4", "P2", "friend", start="2021-01-01"),
        ],
    }
    homes: Tables = {
        "people": [a_person("T1", *DANIEL, recorded_at="2022-06-02"), a_person("T4", "Rae Moss", "1990-09-09")],
        "households": [{**HOME, "recorded_at": "2022-06-02"}],
        "residences": [
            lives("U1", "T1", "2022-06-01", end="2024-01-10", recorded_at="2022-06-02"),
            lives("U4", "T4", "2024-02-01"),
        ],
    }
    sent = [
        write_delivery(tmp_path / "csc", dict(DELIVERIES[0][2]), manifest("csc", "2023-06-30")),
        write_delivery(tmp_path / "police", police, manifest("police", "2023-06-30")),
        write_delivery(tmp_path / "housing", homes, manifest("housing", "2024-03-31")),
    ]
    assert not other.load(*sent).refused
    found = compare(other)
    told = {change.people[0].display_name: change.kind for change in found.changes}
    assert told == {"Daniel Mercer": ChangeKind.ENDED, "Rae Moss": ChangeKind.ADDED}
    assert {edge.kind for change in found.changes for edge in change.edges} == {LinkKind.LIVES_WITH}
    assert found.unchanged == 5  # Mia and Kelly at home, Kelly her mother, Daniel's partner, Rae's friend
    other.close()
