"""Rows of access.md §1 to §3 as the API answers them: every role at every root field, markings, ways in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from graphql import GraphQLSchema, build_schema

from api.graphql.execution import Executor, Operation
from api.graphql.schema import schema_text
from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.access.operations import QUESTIONS_ABOUT_PEOPLE, ROOT_FIELDS
from graph.access.purpose import read_purpose
from graph.model.claims import Marking
from graph.store.ledger.tables import CONFLICTS, GRANTS
from tests.graph.questions.closed_world import ADA, MIA, REASON, ROB, SID, UNA, World, world
from tests.ingest.site import NOW
from tests.noninterference.asking import QUERIES

__all__ = ["world"]
CORE = Path(__file__).with_name("required_core.graphql")
PURPOSE = {
    AccessRole.PRACTITIONER: "case_supervision",
    AccessRole.ASSESSMENT: "assessment",
    AccessRole.ANALYST: "learning_review",
    AccessRole.MANAGER: "case_supervision",
    AccessRole.STEWARD: "data_quality",
    AccessRole.ADMIN: "administration",
    AccessRole.AUDITOR: "audit_review",
}
GIVEN: dict[str, object] = {
    "id": MIA, "agency": "csc", "ref": "C1", "text": "Mia", "from": MIA, "to": ADA, "first": 10,
    "told": {"people": [{"name": "Mia"}]},
    "left": MIA, "right": ADA, "judgement": "UNSURE", "rule": "start_again", "until": "2024-09-01", "child": MIA,
    "by": ["SEX"], "category": "immediate_risk", "reason": REASON,
}  # fmt: skip


def asked(
    world: World, role: AccessRole, query: str, purpose: str = "", variables: dict[str, object] | None = None
) -> Any:  # noqa: ANN401 - JSON
    """The reply to one caller of children's social care, named after the role; a practitioner is Mia's social worker."""
    name, refs = role.value, frozenset({"csc:SW1"}) if role is AccessRole.PRACTITIONER else frozenset[str]()
    if world.held.ledger.accounts.find(name) is None:
        world.held.ledger.accounts.add(Account(name, "*", frozenset({role}), NOW, "csc", refs))
    caller = Caller(name, frozenset({role}), "csc", refs)
    questions = world.held.questions(caller, read_purpose(purpose or PURPOSE[role]), rows=True)
    return Executor().run(Operation(query, variables or {}), questions).body


def code_of(reply: Any) -> str:  # noqa: ANN401 - JSON
    errors = reply.get("errors")
    return errors[0]["extensions"]["code"] if errors else ""


def variables_of(query: str) -> dict[str, object]:
    named = {part.partition(":")[0] for part in query.partition("(")[2].partition(")")[0].replace("$", "").split(", ")}
    given = {name: value for name, value in GIVEN.items() if name in named}
    if "$from: At!" in query:
        given["from"] = {"asOf": "2023-06-01"}
    return given


@pytest.mark.parametrize("role", sorted(AccessRole))
def test_a_role_asks_the_root_fields_of_its_row_and_is_refused_all_others_alike(world: World, role: AccessRole) -> None:
    refusals = set()
    for field, query in QUERIES.items():
        if field in {"judge", "undoJudgement"} and role is AccessRole.STEWARD:
            continue  # what becomes of a judgement is asked in test_judging.py
        reply = asked(world, role, query, variables=variables_of(query))
        assert (code_of(reply) == "FORBIDDEN") is (role not in ROOT_FIELDS[field]), (field, reply)
        if code_of(reply) == "FORBIDDEN":
            refusals.add(str(reply))
    assert len(refusals) == 1


def test_a_manager_who_reviews_the_log_is_refused_every_person(world: World) -> None:
    for field in sorted(QUESTIONS_ABOUT_PEOPLE - {"unknownPartnerCheck"}):
        query = QUERIES[field]
        assert code_of(asked(world, AccessRole.MANAGER, query, "audit_review", variables_of(query))) == "FORBIDDEN"


@pytest.mark.parametrize(
    ("role", "purpose"), [(AccessRole.PRACTITIONER, "data_quality"), (AccessRole.ANALYST, "court")]
)
def test_a_purpose_of_another_role_is_required_anew(world: World, role: AccessRole, purpose: str) -> None:
    assert code_of(asked(world, role, "{ me { name } }", purpose)) == "PURPOSE_REQUIRED"


def names(world: World, role: AccessRole = AccessRole.PRACTITIONER) -> set[str]:
    query = "query($id: ID!) { network(around: $id, hops: 2) { nodes { label kind } } }"
    reply = asked(world, role, query, variables={"id": MIA})
    return {node["label"] for node in reply["data"]["network"]["nodes"] if node["kind"] == "person"}


def opens(world: World, marking: Marking, person: str) -> None:
    with world.held.ledger.database.writing() as connection:
        connection.execute(
            GRANTS.insert().values(
                id=f"g-{marking}", account="practitioner", marking=marking.value, record_id=person,
                until=NOW.date().replace(year=2025), approvers=["mo", "sam"], created_at=NOW, ended_at=None,
            )
        )  # fmt: skip


def test_open_is_seen_by_whoever_works_with_the_child(world: World) -> None:
    assert {"Mia Hobbs", "Ada Summers"} <= names(world)


def test_restricted_is_another_adult_withheld_without_a_grant_and_content_with_it(world: World) -> None:
    query = "query($id: ID!) { network(around: $id, hops: 2) { asked { withheld } blanks { what kind agency { id } since } } }"
    told = asked(world, AccessRole.PRACTITIONER, query, variables={"id": ADA})["data"]["network"]
    assert told["asked"]["withheld"]
    withheld = [blank for blank in told["blanks"] if blank["kind"] == "WITHHELD"]
    assert withheld
    assert all((blank["agency"], blank["since"]) == ({"id": "csc"}, None) for blank in withheld)
    assert "Rob Marsh" not in str(told)
    assert "Rob Marsh" not in names(world)
    opens(world, Marking.RESTRICTED, ROB)
    assert "Rob Marsh" in names(world)


def test_sealed_is_nothing_without_a_grant_and_content_with_it(world: World) -> None:
    query = "query($id: ID!) { person(id: $id) { id } }"
    assert asked(world, AccessRole.PRACTITIONER, query, variables={"id": SID}) == {"data": {"person": None}}
    assert "Sid Frost" not in names(world)
    opens(world, Marking.SEALED, SID)
    assert "Sid Frost" in names(world)


def test_a_confidential_address_is_absent_without_a_grant_and_told_with_it(world: World) -> None:
    query = "query($id: ID!) { person(id: $id) { households { household { label } } } }"
    assert asked(world, AccessRole.PRACTITIONER, query, variables={"id": ADA})["data"]["person"]["households"] == []
    opens(world, Marking.CONFIDENTIAL, ADA)
    assert "9 Haven Street" in str(asked(world, AccessRole.PRACTITIONER, query, variables={"id": ADA}))


def test_a_conflict_list_denies_absolutely(world: World) -> None:
    asked(world, AccessRole.PRACTITIONER, "{ me { name } }")
    opens(world, Marking.SEALED, SID)
    with world.held.ledger.database.writing() as connection:
        for person in (MIA, SID):
            connection.execute(CONFLICTS.insert().values(account="practitioner", record_id=person, created_at=NOW))
    for query in (QUERIES["breakGlass"], QUERIES["claimRelationship"]):
        reply = asked(world, AccessRole.PRACTITIONER, query, variables=variables_of(query))
        assert next(iter(reply["data"].values()))["__typename"] == "Refused"
    query = "query($id: ID!) { person(id: $id) { id } }"
    for person in (MIA, SID):
        assert asked(world, AccessRole.PRACTITIONER, query, variables={"id": person}) == {"data": {"person": None}}


@pytest.mark.parametrize("field", ["breakGlass", "claimRelationship"])
def test_a_refused_way_in_is_one_shape(world: World, field: str) -> None:
    query = QUERIES[field]
    whom = [variables_of(query) | {"child": child} for child in (UNA, SID, "r-none", "", ADA)]
    replies = [asked(world, AccessRole.PRACTITIONER, query, variables=given) for given in whom]
    assert all(reply == replies[0] for reply in replies)
    assert set(replies[0]["data"][field]) == {"__typename", "says"}


def test_ways_in_take_and_give_what_the_core_says() -> None:
    ours, core = (build_schema(text) for text in (schema_text(), CORE.read_text(encoding="utf-8")))
    for name in ("breakGlass", "claimRelationship"):
        mine, theirs = (told(schema, name) for schema in (ours, core))
        assert mine == theirs
    assert {str(kind) for kind in ours.get_possible_types(ours.type_map["BreakGlassOutcome"])} == {"Granted", "Refused"}  # type: ignore[arg-type]


def told(schema: GraphQLSchema, name: str) -> tuple[str, dict[str, str]]:
    assert schema.mutation_type is not None
    field = schema.mutation_type.fields[name]
    return str(field.type), {argument: str(given.type) for argument, given in field.args.items()}
