"""The command line: what each command prints and which exit code each kind of fault becomes (interfaces.md §1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kithmap
from api.signin.passwords import hash_password
from graph.store.ledger import open_ledger
from ingest.synth.sample import write_sample

ASSESSMENT = ("--as", "assessment", "--purpose", "assessment")
STEWARD = ("--as", "steward", "--purpose", "data_quality")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample loaded by the command."""
    folder = tmp_path_factory.mktemp("command")
    write_sample(folder / "sample")
    assert kithmap.run(["ingest", str(folder / "sample"), "--data", str(folder / "data")]) == 0
    return folder / "data"


def run(data: Path, *arguments: str) -> int:
    return kithmap.run([*arguments, "--data", str(data)])


def printed(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON
    return json.loads(capsys.readouterr().out)


def test_loading_again_changes_nothing_and_counts_every_row(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "ingest", str(data.parent / "sample"), "--json") == 0
    told = printed(capsys)
    assert told["written"] == {"claims": 0, "gone": 0, "members": 0}
    for delivery in told["deliveries"]:
        for count in delivery["tables"].values():
            assert count["in"] == count["stored"] + count["unchanged"] + count["quarantined"]


def test_verify_and_rebuild_print_the_same_digest(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "verify", "--json") == 0
    digest = printed(capsys)["digest"]
    assert run(data, "rebuild") == 0
    assert digest in capsys.readouterr().out
    assert run(data, "verify", "--json") == 0
    assert printed(capsys)["digest"] == digest


def test_a_query_answers_as_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "query", "{ me { name purpose } }", *ASSESSMENT) == 0
    assert printed(capsys) == {"data": {"me": {"name": "assessment", "purpose": "assessment"}}}


def test_a_query_with_errors_is_one(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for operation in ("{ nothing }", "not graphql", "{ deliveries { nodes { id } } }"):
        assert run(data, "query", operation, *ASSESSMENT) == 1
        reply = printed(capsys)
        assert reply["data"] is None
        assert len(reply["errors"]) == 1
        assert reply["errors"][0]["extensions"]["code"] in {"BAD_INPUT", "FORBIDDEN"}


@pytest.mark.parametrize("purpose", ["curiosity", "", "audit"])
def test_a_query_without_a_purpose_it_may_have_is_refused_as_json(
    data: Path, capsys: pytest.CaptureFixture[str], purpose: str
) -> None:
    assert run(data, "query", "{ me { name } }", "--as", "assessment", "--purpose", purpose) == 1
    reply = printed(capsys)
    assert reply["data"] is None
    assert [error["extensions"]["code"] for error in reply["errors"]] == ["PURPOSE_REQUIRED"]


def test_reports_go_to_standard_output_or_to_a_file(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "report", "feeds", *STEWARD) == 0
    assert capsys.readouterr().out.startswith("agency,system,table,rows")
    for ending in ("csv", "parquet", "json"):
        assert run(data, "report", "siblings", *STEWARD, "--out", str(tmp_path / f"s.{ending}")) == 0
        assert (tmp_path / f"s.{ending}").stat().st_size > 0


@pytest.mark.parametrize(
    "moment", ["2024-01-31", "2024-01-31T09:00:00Z", "2024-01-31T09:00:00+01:00", "2024-01-31T09:00"]
)
def test_a_report_is_made_as_known_on_a_day_or_at_a_moment(
    data: Path, moment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "report", "siblings", *STEWARD, "--known-at", moment) == 0
    assert capsys.readouterr().out.startswith("child_agency")


@pytest.mark.parametrize("moment", ["soon", "2024-02-30", "2024-01-31T99:00", "31/01/2024"])
def test_a_moment_that_is_none_is_refused_by_its_option(
    data: Path, moment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "report", "siblings", *STEWARD, "--known-at", moment) == 1
    told = capsys.readouterr()
    assert "--known-at" in told.err
    assert moment not in told.err


def test_an_analyst_gets_pseudonyms_that_do_not_join_two_exports(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for _ in range(2):
        assert run(data, "report", "adults", "--as", "analyst", "--purpose", "learning_review", "--json") == 0
        told.append({row["adult_ref"] for row in printed(capsys)})
    assert told[0]
    assert told[0].isdisjoint(told[1])
    assert not any(reference.startswith(("CSC-", "P-")) for reference in told[0])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("ingest", "nowhere"), 1),
        (("query", "{ me { name } }", "--as", "nobody", "--purpose", "assessment"), 1),
        (("query", "{ me { name } }", "--as", "assessment", "--purpose", "curiosity"), 1),
        (("report", "scores", *STEWARD), 2),
        (("report", "adults", "--as", "assessment", "--purpose", "assessment"), 1),
        (("frobnicate",), 2),
        (("ingest",), 2),
    ],
)
def test_each_kind_of_fault_has_its_exit_code(arguments: tuple[str, ...], code: int, data: Path) -> None:
    assert run(data, *arguments) == code


def test_an_empty_folder_says_what_to_do_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "empty", "verify") == 3
    assert "kithmap ingest" in capsys.readouterr().err
    assert run(tmp_path / "empty", "doctor") in {0, 1, 3}


def test_accounts_are_added_listed_and_disabled(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run(
            data,
            "users",
            "add",
            "priya",
            "--role",
            "practitioner",
            "--agency",
            "csc",
            "--professional",
            "csc:CSC-SW-014",
        )
        == 0
    )
    assert "one-time password" in capsys.readouterr().out
    assert run(data, "users", "add", "priya", "--role", "practitioner") == 1
    own = ("--as", "priya", "--purpose", "case_supervision")
    found = '{ findPeople(text: "mia hobbs") { nodes { displayName } } }'
    assert run(data, "query", found, *own) == 0
    assert {node["displayName"] for node in printed(capsys)["data"]["findPeople"]["nodes"]} == {"Mia Hobbs"}
    assert run(data, "users", "list", "--json") == 0
    assert "priya" in {account["name"] for account in printed(capsys)}
    assert run(data, "users", "disable", "priya") == 0
    assert run(data, "query", found, *own) == 1


def test_a_dry_run_writes_nothing(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "dry", "ingest", str(data.parent / "sample"), "--dry-run") == 0
    assert "nothing was written" in capsys.readouterr().out
    assert run(tmp_path / "dry", "query", "{ me { name } }", *ASSESSMENT) != 0


def test_files_for_the_import_of_another_engine_come_with_the_command(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "rebuild", "--import-files", str(tmp_path / "files")) == 0
    assert "neo4j-admin database import full" in capsys.readouterr().out
    assert (tmp_path / "files" / "claims.csv").stat().st_size > 0
    assert run(data, "rebuild", "--import-files", str(tmp_path / "files")) == 1


def test_a_county_is_made_and_a_report_scored(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kithmap.run(["synth", str(tmp_path / "county"), "--children", "5", "--seed", "3"]) == 0
    assert kithmap.run(["synth", str(tmp_path / "county"), "--children", "5"]) == 1
    out = tmp_path / "identities.csv"
    assert run(data, "report", "identities", *STEWARD, "--out", str(out)) == 0
    capsys.readouterr()
    assert kithmap.run(["synth", "score", str(out), str(tmp_path / "county" / "truth"), "--json"]) == 0
    assert printed(capsys)
    assert kithmap.run(["synth", "score", str(out)]) == 2


def test_a_bearer_token_is_made_for_an_account_that_is_there(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "users", "token", "assessment") == 2
    assert "one-time password" in capsys.readouterr().err
    ledger = open_ledger(data)
    ledger.accounts.set_password("assessment", hash_password("words that are long enough"), is_one_time=False)
    ledger.close()
    assert run(data, "users", "token", "assessment") == 0
    assert len(capsys.readouterr().out.strip()) > 30
    assert run(data, "users", "token", "nobody") == 1


@pytest.mark.parametrize("name", ["identities", "adults", "siblings"])
def test_no_report_is_made_of_kept_files_while_the_store_does_not_answer(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")
    monkeypatch.setenv("NEO4J_PASSWORD", "none")
    assert run(data, "report", name, *STEWARD) == 3
    said = capsys.readouterr()
    assert not said.out
    assert "NEO4J_URI" in said.err


JUDGE = """mutation($left: ID!, $right: ID!, $word: Judgement!) {
  judge(left: $left, right: $right, judgement: $word, reason: "the same van outside both homes") {
    __typename ... on Judged { id by applied person { id } } ... on Conflict { says with }
  }
}"""
UNDO = 'mutation($id: ID!) { undoJudgement(id: $id, reason: "a slip") { __typename ... on Judged { id applied } } }'


def digest(data: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(data, "verify", "--json") == 0
    told: str = printed(capsys)["digest"]
    return told


def test_a_steward_judges_a_pair_of_the_queue_and_undoes_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(data, capsys)
    assert run(data, "query", "{ identityQueue(first: 1) { total nodes { left { id } right { id } } } }", *STEWARD) == 0
    (pair,) = printed(capsys)["data"]["identityQueue"]["nodes"]
    given = {"left": pair["left"]["id"], "right": pair["right"]["id"]}

    def judge(word: str) -> Any:  # noqa: ANN401 - JSON
        assert run(data, "query", JUDGE, "--variables", json.dumps({**given, "word": word}), *STEWARD) == 0
        return printed(capsys)["data"]["judge"]

    kept = judge("DIFFERENT")
    assert (kept["__typename"], kept["by"], kept["applied"]) == ("Judged", "steward", True)
    assert judge("SAME")["with"] == [kept["id"]]
    assert digest(data, capsys) != before
    assert run(data, "query", UNDO, "--variables", json.dumps({"id": kept["id"]}), *STEWARD) == 0
    assert printed(capsys)["data"]["undoJudgement"] == {"__typename": "Judged", "id": kept["id"], "applied": True}
    assert digest(data, capsys) == before


def test_linking_trains_a_model_only_when_asked_and_goes_back(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = digest(data, capsys)
    assert run(data, "link", "--retrain") == 1
    assert "too little to learn from" in capsys.readouterr().err
    assert run(data, "link", "--retrain", "--shipped") == 2
    assert run(data, "link", "--shipped") == 0
    assert "trained on synth-" in capsys.readouterr().err
    assert digest(data, capsys) == before


def test_the_served_application_is_made_from_its_environment(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITHMAP_DATA", str(data))
    app = kithmap.served_app()
    held = app.state.partnerships
    assert held.graph.health().publication == held.ledger.publications.newest().number
    held.graph.close()
    held.ledger.close()
