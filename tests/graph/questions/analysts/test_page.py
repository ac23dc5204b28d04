"""docs/analysts.md: every question in it is run as it stands there, on twelve made-up families whose answers are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from api.graphql.execution import Executor, Operation
from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.questions.analysts.export import export_area
from graph.questions.analysts.files import write_area
from graph.questions.opening import Partnerships
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.stores import Stores
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, manifest

PAGE = Path(__file__).parents[4] / "docs" / "analysts.md"
FAMILIES = range(1, 13)
TOLD = range(1, 7)
"""Families whose partner the police told children's social care about; the others' is hidden, and they came back once more."""
KIT = Caller("kit", frozenset({AccessRole.ANALYST}))


def _word(number: int, kind: str) -> str:
    return f"{kind}{'abcdefghijklmnop'[number] * 3}"


def _person(ref: str, number: int, kind: str, born: str, sex: str) -> Row:
    return {
        "person_ref": f"{ref}{number}", "given_name": _word(number, kind), "family_name": _word(number, "Fam"),
        "date_of_birth": f"{born}-{number:02}", "sex": sex, "recorded_at": "2022-12-01T09:00:00Z",
    }  # fmt: skip


def _csc() -> dict[str, list[Row]]:
    homes = [{"household_ref": f"H{n}", "address": f"{n} Mill Row", "postcode": "VA1 1AA"} for n in FAMILIES]
    referrals = {
        n: ["2021-01-05", "2023-01-10", "2023-06-15", *(["2023-12-01"] if n not in TOLD else [])] for n in FAMILIES
    }
    return {
        "people": [
            row
            for n in FAMILIES
            for row in (_person("C", n, "Kid", "2015-06", "F"), _person("M", n, "Mum", "1985-03", "F"))
        ],
        "households": [dict(home) for home in homes],
        "residences": [
            {"record_ref": f"R{who}{n}", "person_ref": f"{who}{n}", "household_ref": f"H{n}", "start": "2020-01-01"}
            for n in FAMILIES
            for who in ("C", "M")
        ],
        "relationships": [
            {"record_ref": f"L{n}", "person_ref": f"M{n}", "other_ref": f"C{n}", "type": "mother"} for n in FAMILIES
        ],
        "assessments": [
            {"record_ref": f"A{n}", "kind": "single", "started": "2023-08-01", "completed": "2023-09-01"} for n in FAMILIES
        ],
        "assessment_people": [
            {"record_ref": f"A{n}", "person_ref": f"{who}{n}", "capacity": capacity}
            for n in FAMILIES
            for who, capacity in (("C", "child"), ("M", "parent"))
        ],
        "professionals": [{"professional_ref": f"W{n}", "name": f"Worker {_word(n, 'W')}"} for n in range(1, 5)],
        "involvements": [
            {"record_ref": f"I{n}-{worker}", "person_ref": f"C{n}", "professional_ref": f"W{worker}", "role": "allocated",
             "start": f"2023-0{worker}-01", "end": f"2023-0{worker}-20"}
            for n in FAMILIES
            for worker in ((1, 2) if n in TOLD else (1, 2, 3))
        ],
        "episodes": [
            {"record_ref": f"E{n}-{place}", "person_ref": f"C{n}", "kind": "referral", "start": start, "end": start}
            for n, starts in referrals.items()
            for place, start in enumerate(starts)
        ],
    }  # fmt: skip


def _police() -> dict[str, list[Row]]:
    return {
        "people": [
            row
            for n in FAMILIES
            for row in (_person("C", n, "Kid", "2015-06", "F"), _person("P", n, "Man", "1983-09", "M"))
        ],
        "events": [
            {"record_ref": f"V{n}", "category": "police", "type": "domestic_abuse", "start": "2023-07-02",
             "recorded_at": "2023-07-02T21:00:00Z"}
            for n in FAMILIES
        ],
        "event_people": [
            {"record_ref": f"V{n}", "person_ref": f"{who}{n}", "role": role, "recorded_at": "2023-07-02T21:00:00Z"}
            for n in FAMILIES
            for who, role in (("C", "child"), ("P", "suspect"))
        ],
        "shares": [
            {"record_ref": f"S{n}", "to_agency": "csc", "outcome": "shared", "shared_on": "2023-07-12",
             "about_record": f"events:V{n}", "how": "notification", "recorded_at": "2023-07-12T10:00:00Z"}
            for n in TOLD
        ],
    }  # fmt: skip


def _gp() -> dict[str, list[Row]]:
    days = ("2022-01-03", "2023-02-01", "2023-05-01", "2023-09-01")
    return {
        "people": [_person("C", n, "Kid", "2015-06", "F") for n in FAMILIES],
        "events": [
            {"record_ref": f"A{n}-{place}", "category": "child_health", "type": "injury_attendance", "start": day}
            for n in FAMILIES
            for place, day in enumerate(days if n in TOLD else days[:3])
        ],
        "event_people": [
            {"record_ref": f"A{n}-{place}", "person_ref": f"C{n}", "role": "subject"}
            for n in FAMILIES
            for place in range(4 if n in TOLD else 3)
        ],
    }


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    folder = tmp_path_factory.mktemp("page")
    data = folder / "data"
    data.mkdir()
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    sent = {"csc": _csc(), "police": _police(), "gp": _gp()}
    paths = [write_delivery(folder / agency, tables, manifest(agency)) for agency, tables in sent.items()]
    assert not Site(stores).load(*paths).refused
    stores.ledger.accounts.add(Account("kit", "*", frozenset({AccessRole.ANALYST}), NOW))
    yield Partnerships(data, stores.graph, stores.ledger, KEY, lambda: NOW)
    stores.graph.close()
    stores.ledger.close()


@pytest.fixture(scope="module")
def area(held: Partnerships, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("area") / "area"
    write_area(export_area(held, KIT, read_purpose("service_analysis"), 5), out)
    return out


def blocks(language: str) -> dict[str, str]:
    """The questions of the page in a language, by the last heading before each."""
    parts = re.split(r"^#+ (.*)$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found: dict[str, str] = {}
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        for place, block in enumerate(re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)):
            found[f"{heading}{' ' * place}"] = block
    return found


ANSWERS: dict[str, Sequence[tuple[object, ...]]] = {
    "Hidden adults, by the agency that knew first": [("police", 6, 6)],
    "Chains of re-referrals: how many children have so many, each within a year of the one before": [(2, 6), (3, 6)],
    "Repeat attendances: three or more for injuries within a year": [(6,)],
    "Professional turnover: how many allocated or lead workers a child had": [(2, 6), (3, 6)],
    "Time between an agency's first knowing of an adult and the first sharing of it": [("police", 6, 10.0)],
}


def test_every_question_has_its_answer_here() -> None:
    assert blocks("sql").keys() == ANSWERS.keys()
    assert len(blocks("graphql")) == 3


@pytest.mark.parametrize("question", sorted(ANSWERS))
def test_a_question_over_the_export_is_answered(question: str, area: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(area)
    with duckdb.connect() as connection:
        assert connection.sql(blocks("sql")[question]).fetchall() == ANSWERS[question]


def ask(held: Partnerships, text: str, **variables: object) -> Any:  # noqa: ANN401 - JSON
    reply = Executor().run(
        Operation(text, variables), held.questions(KIT, read_purpose("learning_review"), session="s")
    )
    assert "errors" not in reply.body
    return reply.body["data"]


def test_the_questions_of_the_api_are_answered(held: Partnerships) -> None:
    counts, children, child = blocks("graphql").values()
    told = ask(held, counts)["areaCounts"]["cells"]
    assert told[-1] == {"row": None, "column": None, "count": 12}
    page = ask(held, children)["children"]
    assert {one["dateOfBirth"] for one in page["nodes"]} == {"2015-06"}
    for one in page["nodes"]:
        found = ask(held, child, child=one["id"])
        states = {adult["state"] for adult in found["hiddenAdults"]["adults"]}
        assert states & {"HIDDEN", "KNOWN_NOT_ASSESSED"}
        assert found["professionalContacts"]["workersInWindow"] in {2, 3}
        assert len(found["findings"]) > 10
