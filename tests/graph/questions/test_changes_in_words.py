"""What one row names otherwise than before is one change, told in both words."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model.changes import ChangeKind
from tests.graph.questions.test_changes import DELIVERIES, FAMILY, compare, lives, relates
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import a_person, manifest, open_site


def works(role: str) -> Row:
    return {"record_ref": "I1", "person_ref": "C1", "professional_ref": "W1", "role": role, "start": "2023-01-01"}


BEFORE_AND_AFTER = (
    ({"relationships": relates("L2", "C3", "C1", "carer")}, {"relationships": relates("L2", "C3", "C1", "friend")},
     "Ned Hale is friend of Mia Hobbs: now friend, before carer"),
    ({"relationships": relates("L2", "C3", "C1", "father", parental_responsibility="n")},
     {"relationships": relates("L2", "C3", "C1", "father", parental_responsibility="y")},
     "Ned Hale is parent of Mia Hobbs: parental responsibility now yes, before no"),
    ({"residences": lives("R9", "C3", "2021-01-01", role="frequent_visitor")},
     {"residences": lives("R9", "C3", "2021-01-01", role="resident")},
     "Ned Hale lives at 3 Mill Row, Vale, VA1 2BC: now resident, before frequent visitor"),
    ({"involvements": works("allocated")},
     {"involvements": works("lead")},
     "Jo Reed is involved with Mia Hobbs as lead: now lead, before allocated"),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after", "says"), BEFORE_AND_AFTER, ids=["type", "responsibility", "stay", "role"])
def test_what_one_row_names_otherwise_now_is_told_once_in_both_words(
    tmp_path: Path, before: dict[str, Row], after: dict[str, Row], says: str
) -> None:
    other = open_site(tmp_path / "data")
    csc = {**DELIVERIES[0][2], "people": [*FAMILY, a_person("C3", "Ned Hale", "1990-03-03")],
           "professionals": [{"professional_ref": "W1", "name": "Jo Reed"}]}  # fmt: skip
    sent = [
        write_delivery(
            tmp_path / on, csc | {table: [*csc.get(table, ()), row] for table, row in rows.items()}, manifest("csc", on)
        )
        for on, rows in (("2023-06-30", before), ("2024-03-31", after))
    ]
    assert not other.load(*sent).refused
    found = compare(other)
    assert [(change.kind, change.says) for change in found.changes] == [(ChangeKind.SAID_OTHERWISE, says)]
    assert found.unchanged == 3  # both at home, and mother and child
    other.close()
