"""Whom an account's conflict list names is nobody to it; putting on and taking off are entries of the log."""

from __future__ import annotations

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.errors import AuditUnavailable, BadInput, StoreUnavailable
from graph.model.answers import NO_DATES
from graph.model.opening import RefusedAnswer
from graph.questions.conflicts import add_conflict, end_conflict
from graph.questions.reports import ReportAsked, make_report
from graph.store.ledger import audit
from tests.graph.questions.closed_world import ADA, MIA, UNA, World, glass, seen, world

__all__ = ["world"]


def test_whoever_is_listed_is_nobody_to_that_account_and_to_no_other(world: World) -> None:
    priya, hub = world.asks(name="priya", refs=("csc:SW1",)), world.asks(AccessRole.ASSESSMENT, "jo", ())
    assert ADA in seen(priya, MIA)
    add_conflict(world.held, "priya", ADA)
    assert ADA not in seen(priya, MIA)
    assert priya.person(ADA) is None
    assert ADA in seen(hub, MIA)


def test_no_glass_opens_whoever_is_listed(world: World) -> None:
    fay = world.asks()
    add_conflict(world.held, "fay", MIA)
    assert isinstance(fay.break_glass(glass(MIA)), RefusedAnswer)


def test_it_counts_on_the_next_question_and_until_it_is_ended(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    add_conflict(world.held, "priya", ADA)
    assert priya.person(ADA) is None
    end_conflict(world.held, "priya", ADA)
    assert priya.person(ADA) is not None
    assert world.held.ledger.conflicts.every() == ()


def test_each_change_is_an_entry_that_names_account_and_person_by_id(world: World) -> None:
    world.asks(name="priya", refs=("csc:SW1",))
    add_conflict(world.held, "priya", UNA, by="mo")
    entry = world.last()
    assert (entry["operation"], entry["caller"], entry["reference"]) == ("conflicts:add", "mo", "priya")
    assert (entry["shown"], entry["outcome"], entry["is_operator"]) == ([UNA], "answered", True)
    end_conflict(world.held, "priya", UNA)
    assert (world.last()["operation"], world.last()["caller"]) == ("conflicts:end", "operator")


@pytest.mark.parametrize(
    ("account", "person", "named"), [("nobody", ADA, "name"), ("priya", "rxyz", "--person"), ("priya", MIA, "--person")]
)
def test_what_may_not_be_listed_is_refused_and_an_entry(world: World, account: str, person: str, named: str) -> None:
    world.asks(name="priya", refs=("csc:SW1",))
    add_conflict(world.held, "priya", MIA)
    with pytest.raises(BadInput, match=named):
        add_conflict(world.held, account, person)
    entry = world.last()
    assert (entry["operation"], entry["outcome"], entry["shown"]) == ("conflicts:add", "refused", [])


def test_whoever_is_not_listed_is_not_taken_off(world: World) -> None:
    world.asks(name="priya", refs=("csc:SW1",))
    with pytest.raises(BadInput, match="not on the list"):
        end_conflict(world.held, "priya", ADA)
    assert (world.last()["operation"], world.last()["outcome"]) == ("conflicts:end", "refused")


def test_without_its_entry_nobody_is_listed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.asks(name="priya", refs=("csc:SW1",))

    def full(*_arguments: object) -> None:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(audit, "keep_conflict", full)
    with pytest.raises(AuditUnavailable):
        add_conflict(world.held, "priya", ADA)
    assert world.held.ledger.conflicts.every() == ()


def report(world: World, name: str, role: AccessRole, purpose: str) -> list[dict[str, str]]:
    world.asks(role, "sam", ())
    caller = Caller("sam", frozenset({role}), "csc")
    return make_report(world.held, caller, read_purpose(purpose), ReportAsked(name, NO_DATES, all_children=True))[1]


@pytest.mark.parametrize("name", ["adults", "identities"])
def test_no_report_of_a_steward_names_whoever_is_listed(world: World, name: str) -> None:
    def refs() -> set[str]:
        rows = report(world, name, AccessRole.STEWARD, "data_quality")
        return {row[column] for row in rows for column in ("adult_ref", "person_ref") if column in row}

    before = refs()
    assert "C3" in before
    add_conflict(world.held, "sam", ADA)
    assert refs() == before - {"C3"}


def test_no_report_of_an_analyst_has_a_row_of_whoever_is_listed(world: World) -> None:
    before = {name: len(report(world, name, AccessRole.ANALYST, "learning_review")) for name in ("adults", "findings")}
    add_conflict(world.held, "sam", MIA)
    after = {name: len(report(world, name, AccessRole.ANALYST, "learning_review")) for name in ("adults", "findings")}
    assert after["adults"] < before["adults"]
    assert after["findings"] < before["findings"]
