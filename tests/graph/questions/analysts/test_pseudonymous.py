"""What an analyst is told: every field of the schema, under pseudonyms, with nothing of anybody in it (access.md §1)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

import pytest

from graph.access.caller import AccessRole
from graph.access.operations import ROOT_FIELDS
from graph.access.purpose import read_purpose
from graph.errors import BadInput, Forbidden
from graph.model.answers import NO_DATES, At
from graph.questions.opening import Partnerships
from graph.questions.reports import ReportAsked, make_report
from tests.graph.questions.analysts.marked_world import analyst, asks, held, marks_in
from tests.graph.questions.analysts.walking import run, schema
from tests.ingest.site import KEY

__all__ = ["held"]
CHILD = KEY.record_id("csc", "main", "people", "Q8-1")
PARTNER = KEY.record_id("csc", "main", "people", "Q8-3")
OPEN = sorted(name for name, roles in ROOT_FIELDS.items() if AccessRole.ANALYST in roles)
PSEUDONYM = re.compile(r"\bp[a-z2-7]{40,}\b")
REAL = re.compile(r"\b[rcd][a-z2-7]{24}\b")


def everything(held: Partnerships, session: str) -> Mapping[str, str]:
    """Every root field open to analysts, asked with all of its fields, about the family."""
    asked = analyst(held, session)
    known = asked.door.pseudonyms
    child, partner = known.of(CHILD), known.of(PARTNER)
    person = asked.person(child)
    assert person is not None
    claim, home = person.claims[0].id, person.households[0].household.id
    quoted = {
        "id": f'"{child}"', "child": f'"{child}"', "person": f'"{child}"', "around": f'"{child}"', "from": f'"{child}"',
        "to": f'"{partner}"',
    }  # fmt: skip
    special = {
        "household": {"id": f'"{home}"'},
        "areaCounts": {"by": "[DISTRICT, SEX]"},
        "claim": {"id": f'"{claim}"'},
        "changes": {"around": f'"{child}"', "from": '{asOf: "2023-01-01"}'},
        "network": {"around": f'"{child}"', "hops": "2"},
        "chronology": {"child": f'"{child}"', "about": "[CHILD, HOUSEHOLD, SIBLINGS]"},
    }
    query = schema().query_type
    assert query is not None
    told = {}
    for field in OPEN:
        wanted = {name for name, one in query.fields[field].args.items() if str(one.type).endswith("!")}
        given = special.get(field) or {name: quoted[name] for name in sorted(wanted)}
        told[field] = json.dumps(run(asked, field, given), default=str)
    return told


@pytest.fixture(scope="module")
def told(held: Partnerships) -> Mapping[str, str]:
    return everything(held, "one")


@pytest.mark.parametrize("field", OPEN)
def test_no_name_reference_text_number_or_day_of_birth_is_in_any_reply(field: str, told: Mapping[str, str]) -> None:
    assert marks_in(told[field]) == {}
    assert REAL.findall(told[field]) == []


@pytest.mark.parametrize("field", OPEN)
def test_each_is_answered(field: str, told: Mapping[str, str]) -> None:
    reply = json.loads(told[field])
    assert reply["errors"] == []
    assert reply["data"][field]


def test_the_hub_is_told_what_an_analyst_is_not(held: Partnerships) -> None:
    """The marks are there to be found."""
    reply = json.dumps(run(asks(held, "hub", "assessment", "x"), "person", {"id": f'"{CHILD}"'}), default=str)
    assert len(marks_in(reply)) > 5


def test_the_shape_of_the_family_is_told(held: Partnerships) -> None:
    asked = analyst(held)
    child = asked.door.pseudonyms.of(CHILD)
    person = asked.person(child)
    assert person is not None
    assert (person.date_of_birth, person.sex, person.is_child) == ("2012-05", "F", True)
    assert person.names == ()
    assert person.display_name.startswith("Person ")
    assert {stay.household.label for stay in person.households} == {"VA4"}
    found = asked.hidden_adults(child)
    assert found is not None
    assert len(found.adults) >= 3
    contacts = asked.professional_contacts(child)
    assert contacts is not None
    assert contacts.workers_in_window == 2
    assert {one.professional[:7] for one in contacts.involvements} == {"Worker "}


def test_two_sessions_share_no_id(held: Partnerships, told: Mapping[str, str]) -> None:
    one, other = (set(PSEUDONYM.findall(" ".join(replies.values()))) for replies in (told, everything(held, "two")))
    assert one
    assert other
    assert one.isdisjoint(other)
    assert set(PSEUDONYM.findall(" ".join(everything(held, "one").values()))) == one


def test_a_pseudonym_leads_back_in_its_own_session_alone(held: Partnerships) -> None:
    mine, theirs = analyst(held, "one"), analyst(held, "two")
    child = mine.door.pseudonyms.of(CHILD)
    assert mine.person(child) is not None
    assert theirs.person(child) is None
    for text in (CHILD, "", "p", "pp", "p!", child[:-1], child.upper(), child + "a", "p" + child):
        assert mine.person(text) is None
        assert mine.network(text).nodes == ()
        assert mine.claim(text) is None


def test_where_no_session_is_kept_pseudonyms_are_of_the_one_asking(held: Partnerships) -> None:
    one, other = analyst(held, ""), analyst(held, "")
    assert one.door.pseudonyms.of(CHILD) != other.door.pseudonyms.of(CHILD)


def test_nobody_is_found_by_a_name_or_a_reference(held: Partnerships) -> None:
    asked = analyst(held)
    for refused in (
        lambda: asked.find_people("Q8child"),
        lambda: asked.person_by_ref("csc", "Q8-1"),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_the_log_says_who_was_shown_and_not_what_they_were_called(held: Partnerships) -> None:
    asked = analyst(held)
    asked.person(asked.door.pseudonyms.of(CHILD))
    entry = json.loads([*held.ledger.audit.entries()][-1].content)
    assert entry["shown"]
    assert all(REAL.fullmatch(one) for one in (*entry["shown"], *entry.get("records", ())))
    assert CHILD in {*entry["shown"], *entry.get("records", ())}


def test_children_are_listed_by_pseudonym_a_page_at_a_time(held: Partnerships) -> None:
    asked = analyst(held)
    found, after = [], None
    for _ in range(9):
        page = asked.children(page=(1, after))
        found += [one.id for one in page.nodes]
        after = page.end_cursor
        if not page.has_next_page:
            break
    child = asked.person(asked.door.pseudonyms.of(CHILD))
    assert child is not None
    assert child.id in found
    assert found == sorted(found)
    with pytest.raises(BadInput):
        asked.children(page=(1, CHILD))


def test_a_page_has_children_alone_though_somebody_grown_up_may_be_one_by_the_year(held: Partnerships) -> None:
    """Born in May 2012: a child through all of May 2030, whatever the day of birth, and none from June on."""
    may, june = (analyst(held).children(At(as_of=date(2030, month, 20))).nodes for month in (5, 6))
    assert {one.date_of_birth for one in may} == {"2012-05"}
    assert june == ()


def test_another_role_has_no_list_of_children(held: Partnerships) -> None:
    with pytest.raises(Forbidden):
        asks(held, "hub", "assessment", "x").children()


@pytest.mark.parametrize("report", ["adults", "siblings", "findings", "feeds"])
def test_no_report_says_who_anybody_is(held: Partnerships, report: str) -> None:
    account = held.ledger.accounts.find("kit")
    assert account is not None
    asked = ReportAsked(report, NO_DATES, all_children=True)
    _, rows = make_report(held, account.to_caller(), read_purpose("service_analysis"), asked)
    assert rows
    assert marks_in(json.dumps(rows)) == {}
