"""Where a day's work starts: own cases, and whom one looked at lately; and who looked, by the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import Purpose, purposes_open_to, read_purpose
from graph.errors import BadInput, Forbidden
from graph.model.looking import LooksAsked, LooksFound
from graph.questions.opening import Partnerships
from graph.store.ledger.tables import CONFLICTS
from tests.graph.questions.test_callers import LEO, MIA, asking, held
from tests.ingest.site import KEY, NOW

__all__ = ["held"]
ADA = KEY.record_id("csc", "main", "people", "C3")


def looks(held: Partnerships, first: int = 50, after: str | None = None, **wanted: object) -> LooksFound:
    auditor = Caller("lee", frozenset({AccessRole.AUDITOR}), None, frozenset(), frozenset())
    questions = held.questions(auditor, read_purpose("audit_review"))
    return questions.looks(LooksAsked(**wanted), first, after)  # type: ignore[arg-type]


def cases(held: Partnerships, role: AccessRole, *professionals: str, name: str = "someone") -> list[tuple[str, bool]]:
    return [(case.id, case.is_own) for case in asking(held, role, *professionals, name=name).cases()]


def test_whoever_looked_at_nobody_and_works_with_nobody_starts_with_a_search(held: Partnerships) -> None:
    assert cases(held, AccessRole.ASSESSMENT) == []


def test_whose_page_was_opened_comes_back_the_latest_first_once(held: Partnerships) -> None:
    questions = asking(held, AccessRole.ASSESSMENT)
    for person in (MIA, LEO, ADA, MIA):
        assert questions.person(person)
    assert cases(held, AccessRole.ASSESSMENT) == [(MIA, False), (ADA, False), (LEO, False)]


def test_another_s_looks_are_not_one_s_own(held: Partnerships) -> None:
    asking(held, AccessRole.ASSESSMENT, name="mo").person(MIA)
    assert cases(held, AccessRole.ASSESSMENT, name="jo") == []


def test_an_own_case_is_not_said_twice(held: Partnerships) -> None:
    asking(held, AccessRole.PRACTITIONER, "csc:SW1").person(MIA)
    assert cases(held, AccessRole.PRACTITIONER, "csc:SW1") == [(MIA, True)]


def test_whoever_is_closed_to_the_caller_since_is_gone_from_the_list(held: Partnerships) -> None:
    asking(held, AccessRole.ASSESSMENT).person(MIA)
    held.ledger.accounts.add(Account("someone", "*", frozenset({AccessRole.ASSESSMENT}), NOW, "csc"))
    with held.ledger.database.writing() as connection:
        connection.execute(CONFLICTS.insert().values(account="someone", record_id=MIA, created_at=NOW))
    assert cases(held, AccessRole.ASSESSMENT) == []


def test_the_log_says_who_looked_at_whom_and_that_it_was_read(held: Partnerships) -> None:
    asking(held, AccessRole.ASSESSMENT, name="mo").person(MIA)
    asking(held, AccessRole.ASSESSMENT, name="jo").person(LEO)
    (look,) = looks(held, person=MIA).nodes
    assert (look.caller, look.operation, look.purpose) == ("mo", "person", "assessment")
    assert (look.shown, look.outcome) == ((MIA,), "answered")
    assert [one.operation for one in looks(held).nodes] == ["audit", "person", "person"]


def test_the_log_is_read_in_parts(held: Partnerships) -> None:
    for person in (MIA, LEO, ADA):
        asking(held, AccessRole.ASSESSMENT).person(person)
    first = looks(held, 2, operation="person")
    assert [one.shown for one in first.nodes] == [(ADA,), (LEO,)]
    assert first.has_next_page
    rest = looks(held, 2, first.end_cursor, operation="person")
    assert ([one.shown for one in rest.nodes], rest.has_next_page) == ([(MIA,)], False)


def test_days_are_whole_days_in_london(held: Partnerships) -> None:
    asking(held, AccessRole.ASSESSMENT).person(MIA)
    day = NOW.date()
    assert len(looks(held, operation="person", since=day, until=day).nodes) == 1
    assert looks(held, operation="person", until=day - timedelta(days=1)).nodes == ()
    assert looks(held, operation="person", since=day + timedelta(days=1)).nodes == ()


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "", "\u0662"])
def test_a_cursor_that_is_none_is_refused(held: Partnerships, after: str) -> None:
    with pytest.raises(BadInput, match="cursor"):
        looks(held, after=after)


def test_days_out_of_order_are_refused(held: Partnerships) -> None:
    with pytest.raises(BadInput, match="before the first day"):
        looks(held, since=NOW.date(), until=NOW.date() - timedelta(days=1))


@pytest.mark.parametrize("role", sorted(set(AccessRole) - {AccessRole.AUDITOR, AccessRole.MANAGER}))
def test_nobody_but_auditors_and_managers_reads_the_log(held: Partnerships, role: AccessRole) -> None:
    caller = Caller("x", frozenset({role}), "csc", frozenset(), frozenset())
    for purpose in purposes_open_to(caller):
        with pytest.raises(Forbidden):
            held.questions(caller, Purpose(purpose)).looks(LooksAsked(), 50)
