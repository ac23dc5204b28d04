"""Whom a caller may ask about, through the door: teams, conflict lists, references of several systems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.access.visible import Visible
from graph.errors import BadInput
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from graph.questions.people import MOST_FOUND
from graph.store.ledger import open_ledger
from graph.store.ledger.tables import CONFLICTS
from graph.store.opening import open_graph
from graph.store.port import Fetched, GraphStore, Step
from ingest.stores import Stores
from tests.ingest.sending import write_delivery
from tests.ingest.site import KEY, NOW, Site, manifest

MIA = KEY.record_id("csc", "main", "people", "C1")
LEO = KEY.record_id("csc", "main", "people", "C2")
TABLES = {
    "people": [
        {"person_ref": "C1", "given_name": "Mia", "family_name": "Hobbs", "date_of_birth": "2012-05-01"},
        {"person_ref": "C2", "given_name": "Leo", "family_name": "Winter", "date_of_birth": "2015-06-02"},
        {"person_ref": "C3", "given_name": "Ada", "family_name": "Summers", "date_of_birth": "1980-07-03"},
    ],
    "relationships": [{"record_ref": "L1", "person_ref": "C3", "other_ref": "C1", "type": "parent"}],
    "professionals": [
        {"professional_ref": "SW1", "name": "Priya Nair", "team": "East"},
        {"professional_ref": "SW2", "name": "Owen Bell", "team": "east"},
        {"professional_ref": "SW3", "name": "Fay Cole", "team": "West"},
        {"professional_ref": "TM1", "name": "Gil Marsh", "team": "East"},
    ],
    "involvements": [
        {"record_ref": "I1", "person_ref": "C1", "professional_ref": "SW1", "start": "2024-01-01", "end": ""},
        {"record_ref": "I2", "person_ref": "C2", "professional_ref": "SW2", "start": "2024-01-01", "end": "2024-03-31"},
    ],
}  # fmt: skip
OTHERS = {
    "people": [
        {"person_ref": "C2", "given_name": "Nia", "family_name": "Frost", "date_of_birth": "2014-08-04"},
        {"person_ref": "C9", "given_name": "Tom", "family_name": "Rain", "date_of_birth": "2013-09-05"},
    ]
}


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Partnerships]:
    data = tmp_path / "data"
    data.mkdir()
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    sent = [
        write_delivery(tmp_path / "main", TABLES, manifest("csc")),
        write_delivery(tmp_path / "early", OTHERS, manifest("csc", system="early-help")),
    ]
    assert not Site(stores).load(*sent).refused
    yield Partnerships(data, stores.graph, stores.ledger, KEY, lambda: NOW)
    stores.graph.close()
    stores.ledger.close()


def asking(
    held: Partnerships, role: AccessRole, *professionals: str, teams: tuple[str, ...] = (), name: str = "someone"
) -> Questions:
    purpose = "assessment" if role is AccessRole.ASSESSMENT else "case_supervision"
    caller = Caller(name, frozenset({role}), "csc", frozenset(professionals), frozenset(teams))
    return held.questions(caller, read_purpose(purpose))


def is_known(questions: Questions, person: str) -> bool:
    return questions.person(person) is not None


def test_a_practitioner_sees_the_children_of_a_colleague_of_the_team(held: Partnerships) -> None:
    assert is_known(asking(held, AccessRole.PRACTITIONER, "csc:SW2"), MIA)


def test_a_practitioner_of_another_team_does_not(held: Partnerships) -> None:
    assert not is_known(asking(held, AccessRole.PRACTITIONER, "csc:SW3"), MIA)


def test_a_relationship_that_ends_on_the_day_of_the_newest_delivery_is_over(held: Partnerships) -> None:
    assert not is_known(asking(held, AccessRole.PRACTITIONER, "csc:SW2"), LEO)


def test_a_manager_sees_what_the_team_sees_by_record_or_by_account(held: Partnerships) -> None:
    assert is_known(asking(held, AccessRole.MANAGER, "csc:TM1"), MIA)
    assert is_known(asking(held, AccessRole.MANAGER, teams=("East",)), MIA)
    assert not is_known(asking(held, AccessRole.MANAGER, teams=("West",)), MIA)


@dataclass
class Counted:
    """A graph that counts how often it is walked."""

    graph: GraphStore
    walks: int = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self.graph, name)

    def claims_around(
        self,
        seeds: Sequence[str],
        steps: Sequence[Step],
        known_at: datetime,
        visible: Visible,
        *,
        since: datetime | None = None,
    ) -> Fetched:
        self.walks += 1
        return self.graph.claims_around(seeds, steps, known_at, visible, since=since)


@pytest.mark.parametrize("staff", [("csc:SW1",), ("csc:SW1", "csc:SW2", "csc:SW3", "csc:TM1")])
def test_a_team_is_found_in_one_walk_however_large(held: Partnerships, staff: tuple[str, ...]) -> None:
    graph = Counted(held.graph)
    questions = asking(replace(held, graph=graph), AccessRole.PRACTITIONER, *staff)  # type: ignore[arg-type]
    assert [case.id for case in questions.cases()] == [MIA]
    assert graph.walks == 2


def test_a_reference_that_one_system_has_needs_no_system(held: Partnerships) -> None:
    found = asking(held, AccessRole.ASSESSMENT).person_by_ref("csc", "C9")
    assert found is not None
    assert found.display_name == "Tom Rain"


def test_a_reference_of_two_people_in_two_systems_asks_for_the_system(held: Partnerships) -> None:
    questions = asking(held, AccessRole.ASSESSMENT)
    with pytest.raises(BadInput) as refused:
        questions.person_by_ref("csc", "C2")
    assert refused.value.argument == "system"
    named = questions.person_by_ref("csc", "C2", "early-help")
    assert named is not None
    assert named.display_name == "Nia Frost"


def test_a_reference_is_of_the_one_person_the_caller_may_know_of(held: Partnerships) -> None:
    """The other system's holder of it must leave no trace, not even a question back."""
    found = asking(held, AccessRole.PRACTITIONER, "csc:SW1").person_by_ref("csc", "C2")
    assert found is None
    own = asking(held, AccessRole.PRACTITIONER, "csc:SW1").person_by_ref("csc", "C1")
    assert own is not None
    assert own.id == MIA


def test_a_reference_nobody_has_is_nobody(held: Partnerships) -> None:
    assert asking(held, AccessRole.ASSESSMENT).person_by_ref("csc", "none") is None
    assert asking(held, AccessRole.ASSESSMENT).person_by_ref("elsewhere", "C1") is None


def test_someone_on_the_conflict_list_is_in_no_answer(held: Partnerships) -> None:
    mother = KEY.record_id("csc", "main", "people", "C3")
    held.ledger.accounts.add(Account("neighbour", "*", frozenset({AccessRole.ASSESSMENT}), NOW, "csc"))
    with held.ledger.database.writing() as connection:
        connection.execute(CONFLICTS.insert().values(account="neighbour", record_id=mother, created_at=NOW))
    theirs = asking(held, AccessRole.ASSESSMENT, name="neighbour")
    assert not is_known(theirs, mother)
    assert mother not in {node.id for node in theirs.network(MIA).nodes}
    assert mother in {node.id for node in asking(held, AccessRole.ASSESSMENT).network(MIA).nodes}


def test_however_many_strangers_have_a_name_a_practitioner_finds_the_own_child(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    namesakes = [
        {"person_ref": f"N{number}", "given_name": "Mia", "family_name": f"Hobbs{chr(97 + number % 26)}{number}"}
        for number in range(MOST_FOUND + 20)
    ]
    tables = {**TABLES, "people": [*TABLES["people"], *namesakes]}
    Site(stores).load(write_delivery(tmp_path / "main", tables, manifest("csc")))
    held = Partnerships(data, stores.graph, stores.ledger, KEY, lambda: NOW)
    found = asking(held, AccessRole.PRACTITIONER, "csc:SW1").find_people("mia")
    stores.graph.close()
    stores.ledger.close()
    assert [person.id for person in found.nodes] == [MIA]
    assert not found.has_next_page
