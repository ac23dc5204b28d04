"""No rule reads a protected characteristic: each cell a rule reads is listed here, and taking the others away changes nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import graph.rules
from graph.model.case import Case
from graph.model.claims import ClaimKind
from graph.rules.registry import every_rule
from graph.rules.states import Result, result_of
from graph.rules.subject import Subject
from tests.builders import World, a_child, an_adult

FILES = sorted(Path(graph.rules.__file__).parent.glob("*.py"))
READERS = {"value", "says_yes", "list_of", "value_date"}
CELLS = {
    # events
    "category", "type", "provider", "headline", "explanation", "explanation_accepted", "source_agency", "source_code",
    "child_seen", "child_seen_alone", "outcome", "action_taken", "recorded_by",
    # parts, involvements, episodes
    "role", "kind", "service", "reason", "end_reason", "factors",
    # assessments and shares
    "capacity", "seen", "checks", "started", "completed", "to_agency", "shared_on", "requested_on", "how",
    # where people live, school, professionals
    "basis", "school", "sessions_possible", "sessions_absent", "sessions_unauthorised", "name", "team",
}  # fmt: skip
PROTECTED = {"sex", "gender", "ethnicity", "religion", "disability", "nationality", "language", "sexual_orientation"}
NEVER_READ = PROTECTED | {"given_name", "family_name", "other_names", "description", "note", "nhs_number", "upn"}


def calls_of(file: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            yield name, node


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_cell_a_rule_reads_is_listed(file: Path) -> None:
    read = {
        argument.value
        for name, call in calls_of(file)
        if name in READERS
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert read <= CELLS


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_rule_names_a_protected_characteristic(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert not (names | texts) & NEVER_READ


def a_family_with_findings() -> tuple[World, str]:
    world = World()
    mia = a_child(world, sex="F", ethnicity="x")
    home = world.household("csc", "H1")
    kelly = an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02", sex="F")
    daniel = an_adult(world, "police", "P1", sex="M", description="tall")
    jayden = world.person("csc", "C2", given_name="Jayden", family_name="Pike", date_of_birth="2001-02-09", sex="M")
    for person in (mia, kelly, daniel):
        world.lives("csc", person, home, "2020-01-01")
    world.relates("csc", kelly, "parent", mia)
    world.relates("csc", kelly, "parent", jayden)
    world.relates("police", daniel, "partner", kelly, "2022-06-01")
    world.episode("csc", jayden, "section47", "2008-05-02", "2008-06-04")
    world.episode("csc", mia, "referral", "2023-01-15", "2023-02-20", source_agency="school", outcome="no_action")
    world.episode("csc", mia, "referral", "2023-06-05", outcome="assessment")
    world.episode("police", daniel, "police_investigation", "2023-01-01")
    world.assessment("csc", {mia: "child"}, "2023-06-07", factors="3C")
    for day, provider in (("2023-05-01", "A"), ("2023-06-01", "B"), ("2023-07-01", "C")):
        told = {"type": "injury_attendance", "provider": provider, "explanation_accepted": "n"}
        world.event("hospital", day, {mia: "subject", daniel: "accompanying"}, "child_health", **told)
    for day in ("2023-03-01", "2023-08-01", "2023-10-01"):
        world.event("police", day, {kelly: "victim", daniel: "suspect", mia: "child"}, type="domestic_abuse")
    world.event("hospital", "2024-03-01", {mia: "subject"}, "child_health", type="toxicology")
    return world, mia


def results(case: Case, child: str) -> dict[str, Result]:
    return {name: result_of(rule, Subject(case, child)) for name, rule in every_rule().items()}


def test_taking_sex_and_descriptions_from_everybody_changes_no_result() -> None:
    world, mia = a_family_with_findings()
    case = world.case()
    bare = tuple(
        replace(
            one, values={cell: said for cell, said in one.values.items() if cell not in PROTECTED | {"description"}}
        )
        if one.kind is ClaimKind.PERSON
        else one
        for one in case.claims
    )
    with_all, without = results(case, mia), results(replace(case, claims=bare), mia)
    assert sum(result.found is not None for result in with_all.values()) > 7
    for name, result in with_all.items():
        other = without[name]
        assert not result.failed
        assert result.state is other.state
        if result.found and other.found:
            assert result.found.details == other.found.details
            assert [one.id for one in result.found.evidence] == [one.id for one in other.found.evidence]


def test_no_result_holds_a_number_that_puts_one_child_before_another() -> None:
    world, mia = a_family_with_findings()
    for result in results(world.case(), mia).values():
        told = {type(getattr(result, name)) for name in ("state", "found", "blanks", "set_aside")}
        assert not told & {int, float}
