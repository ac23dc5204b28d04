"""The genogram as a question: who is drawn, which ties there are, who lives together, as of the dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.errors import PurposeRequired
from graph.model.answers import At
from graph.model.genogram import Genogram, Standing, TieSort
from graph.questions.asking import Questions
from graph.questions.genogram import find_genogram
from graph.questions.kin import MOST_DRAWN, ROWS
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

SPRING = At(date(2024, 3, 31))


def relates(ref: str, person: str, other: str, kind: str, **cells: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "other_ref": other, "type": kind, **cells}


def lives(ref: str, person: str, home: str, start: str = "2015-01-01", **cells: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "household_ref": home, "start": start, **cells}


PEOPLE: list[Row] = [
    a_person("mia", "Mia Hobbs", "2015-04-17"),
    a_person("mum", "Kelly Hobbs", "1988-02-11"),
    a_person("dad", "Lee Marsh", "1986-06-01"),
    a_person("ex", "Pete Rowe", "1980-01-01"),
    a_person("new", "Daniel Mercer", "1979-01-15"),
    a_person("half", "Jay Rowe", "2008-03-03"),
    a_person("nan", "Ada Hobbs", "1960-01-01"),
    a_person("aunt", "Bea Hobbs", "1990-01-01"),
    a_person("cousin", "Cal Hobbs", "2016-01-01"),
    a_person("deep", "Dot Hobbs", "2019-01-01"),
    a_person("far", "Fay Marsh", "1955-05-05"),
    a_person("t1", "Tia Marsh", "2012-09-09"),
    a_person("t2", "Tom Marsh", "2012-09-09"),
    a_person("other", "Gem Oduya", "1987-07-07"),
    a_person("lodger", "Lou Grant", "1995-05-05"),
    a_person("late", "Zed Hobbs", "2030-01-01"),
    {"person_ref": "baby", "family_name": "Hobbs", "expected_birth": "2024-08-20"},
    {**a_person("dead", "Roy Hobbs", "1955-01-01"), "date_of_death": "2019-11-20"},
    {**a_person("daz", "Daz", ""), "identified": "n"},
]  # fmt: skip
SEXES = {"mum": "F", "dad": "M", "other": "F", "nan": "F", "dead": "M"}
RELATIONSHIPS = [
    relates("L1", "mum", "mia", "mother"),
    relates("L2", "dad", "mia", "father"),
    relates("L3", "mum", "half", "mother"),
    relates("L4", "ex", "half", "father", status="disputed"),
    relates("L5", "nan", "mum", "mother"),
    relates("L6", "dead", "mum", "father"),
    relates("L7", "nan", "aunt", "mother"),
    relates("L8", "aunt", "cousin", "mother"),
    relates("L9", "far", "dad", "mother"),
    relates("L10", "dad", "t1", "father"),
    relates("L11", "other", "t1", "mother"),
    relates("L12", "t2", "dad", "child"),
    relates("L13", "other", "t2", "mother"),
    relates("L14", "mum", "ex", "partner", start="2005-01-01", end="2010-06-01"),
    relates("L15", "mum", "ex", "ex_partner", start="2010-06-01"),
    relates("L16", "mum", "new", "partner", start="2022-06"),
    relates("L17", "mum", "baby", "mother"),
    relates("L18", "nan", "dead", "spouse", start="1979", end="2019-11-20"),
    relates("L19", "half", "mia", "half_sibling"),
    relates("L20", "nan", "mia", "grandmother"),
    relates("L21", "mum", "late", "mother"),
    relates("L22", "cousin", "deep", "sibling"),
    relates("L23", "ex", "mia", "foster_carer", start="2016-01-01", end="2017-01-01"),
    relates("L24", "dad", "far", "parent", status="refuted"),
]
RESIDENCES = [
    lives("R1", "mia", "H1"), lives("R2", "mum", "H1"), lives("R3", "daz", "H1", "2023-01-01"),
    lives("R4", "half", "H1"), lives("R5", "mia", "H2", role="overnight"), lives("R6", "dad", "H2"),
    lives("R7", "lodger", "H2"), lives("R8", "ex", "H1", "2005-01-01", end="2010-06-01"),
    lives("R9", "nan", "H3"), lives("R10", "aunt", "H3"), lives("R11", "other", "H4"),
]  # fmt: skip
HOMES: list[Row] = [
    {"household_ref": "H1", "address": "3 Mill Row, Vale", "postcode": "VA1 2BC"},
    {"household_ref": "H2", "address": "9 Oak Road, Vale", "postcode": "VA1 9ZZ"},
    {"household_ref": "H3", "address": "5 Elm Way, Vale", "postcode": "VA1 5BB"},
    {"household_ref": "H4", "address": "1 Haven, Vale", "postcode": "VA1 1AA", "kind": "refuge"},
]
TWO_AGENCIES = {
    "people": [a_person("P1", "Kelly Hobbs", "1988-02-11"), a_person("P2", "Daniel Mercer", "1979-01-15")],
    "relationships": [relates("Q1", "P1", "P2", "ex_partner", start="2024-01-01")],
}


def of(ref: str) -> str:
    return KEY.record_id("csc", "main", "people", ref)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("genogram")
    opened = open_site(folder / "data")
    people: list[Row] = [{**row, "sex": SEXES.get(row["person_ref"], "")} for row in PEOPLE]
    tables: dict[str, list[Row]] = {
        "people": people,
        "households": HOMES,
        "residences": RESIDENCES,
        "relationships": RELATIONSHIPS,
    }
    sent = [
        write_delivery(folder / "csc", tables, manifest("csc", "2024-03-31")),
        write_delivery(folder / "police", TWO_AGENCIES, manifest("police", "2024-03-31")),
    ]
    assert not opened.load(*sent).refused
    yield opened
    opened.close()


def questions(site: Site, role: AccessRole = AccessRole.ASSESSMENT) -> Questions:
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)
    return held.questions(Caller("hub", frozenset({role}), "csc"), read_purpose("assessment"))


def ask(site: Site, around: str = "mia", at: At = SPRING, opened: tuple[str, ...] = ()) -> Genogram:
    found = questions(site).genogram(of(around), tuple(of(one) for one in opened), at)
    assert found is not None
    return found


def names(found: Genogram) -> dict[str, str]:
    return {entry.person.id: entry.person.display_name.split()[0] for entry in found.people}


def drawn(found: Genogram) -> set[str]:
    return set(names(found).values())


def ties(found: Genogram, *sorts: TieSort) -> set[tuple[str, str]]:
    named = names(found)
    return {(named[tie.source], named[tie.target]) for tie in found.ties if tie.sort in sorts}


def between(found: Genogram, one: str, other: str) -> list[TieSort]:
    named = names(found)
    return sorted(tie.sort for tie in found.ties if {named[tie.source], named[tie.target]} == {one, other})


def test_kin_within_three_ties_and_whoever_lives_with_the_child_are_drawn(site: Site) -> None:
    found = ask(site)
    near = "Mia Kelly Lee Pete Daniel Jay Ada Roy Bea Fay Tia Tom Gem Hobbs Daz Lou"
    assert drawn(found) == set(near.split())
    (index,) = [entry for entry in found.people if entry.is_index]
    assert found.people[0] is index
    together = {names(found)[one.person.id] for one in found.people if one.lives_with_index}
    assert together == {"Mia", "Kelly", "Daz", "Jay", "Lee", "Lou"}


def test_who_is_left_out_is_counted_by_branch_and_can_be_opened(site: Site) -> None:
    found = ask(site)
    assert [(branch.name, branch.count) for branch in found.branches] == [("Bea Hobbs", 1)]
    assert found.more == ("1 more relative on record, not drawn",)
    opened = ask(site, opened=("aunt",))
    assert "Cal" in drawn(opened)
    assert [(branch.name, branch.count) for branch in opened.branches] == [("Cal Hobbs", 1)]
    both = ask(site, opened=("aunt", "cousin"))
    assert "Dot" in drawn(both)
    assert (both.branches, both.more) == ((), ())
    assert ask(site, opened=("deep", "late")).people == found.people  # nobody drawn to open


def test_parents_children_and_partners_are_ties_each_once(site: Site) -> None:
    found = ask(site)
    births = ties(found, TieSort.BIRTH)
    assert {
        ("Kelly", "Mia"),
        ("Lee", "Mia"),
        ("Ada", "Kelly"),
        ("Fay", "Lee"),
        ("Gem", "Tom"),
        ("Lee", "Tom"),
    } <= births
    assert between(found, "Kelly", "Pete") == [TieSort.PARTNER]
    assert between(found, "Mia", "Jay") == []  # their mother says as much
    assert between(found, "Mia", "Ada") == []
    assert between(found, "Mia", "Pete") == []  # a placement that is over
    assert between(found, "Lee", "Fay") == [TieSort.BIRTH]  # the refuted one is none


def test_a_partnership_says_its_dates_that_it_ended_and_that_agencies_differ(site: Site) -> None:
    found = ask(site)
    named = names(found)
    by_pair = {frozenset((named[tie.source], named[tie.target])): tie for tie in found.ties}
    over = by_pair[frozenset(("Kelly", "Pete"))]
    assert (over.valid.from_, over.valid.to, over.ended, len(over.claims)) == ("2005-01-01", "2010-06-01", True, 2)
    now = by_pair[frozenset(("Kelly", "Daniel"))]
    assert (now.ended, now.differs) == (False, True)
    assert {agency.id for agency in now.agencies} == {"csc", "police"}
    assert by_pair[frozenset(("Ada", "Roy"))].sort is TieSort.SPOUSE
    assert by_pair[frozenset(("Pete", "Jay"))].status == "DISPUTED"


def test_unborn_dead_not_yet_conceived(site: Site) -> None:
    found = ask(site)
    standing = {names(found)[entry.person.id]: entry.standing for entry in found.people}
    assert standing["Hobbs"] is Standing.UNBORN
    assert standing["Roy"] is Standing.DIED
    assert "Zed" not in standing
    before = ask(site, at=At(date(2019, 1, 1)))
    earlier = {names(before)[entry.person.id]: entry.standing for entry in before.people}
    assert earlier["Roy"] is Standing.LIVING
    assert "Hobbs" not in earlier
    assert "Daniel" not in earlier  # their partnership had not begun


def test_twins_are_told(site: Site) -> None:
    found = ask(site)
    ((twins),) = found.twins
    assert {names(found)[person] for person in twins.people} == {"Tia", "Tom"}
    assert not twins.identical


def test_homes_of_the_day_hold_their_members_and_count_the_rest(site: Site) -> None:
    found = ask(site)
    told = {home.household.label: {names(found)[one.person] for one in home.members} for home in found.homes}
    assert told == {
        "3 Mill Row, Vale, VA1 2BC": {"Mia", "Kelly", "Daz", "Jay"},
        "9 Oak Road, Vale, VA1 9ZZ": {"Mia", "Lee", "Lou"},
        "5 Elm Way, Vale, VA1 5BB": {"Ada", "Bea"},
    }  # a refuge joins nobody
    roles = {one.role for home in found.homes for one in home.members if names(found)[one.person] == "Mia"}
    assert roles == {"resident", "overnight"}
    around = ask(site, "cousin")
    (elm,) = [home for home in around.homes if home.household.label.startswith("5 Elm")]
    assert elm.others == 0


def test_an_adult_is_asked_about_like_a_child(site: Site) -> None:
    found = ask(site, "nan")
    assert {"Ada", "Roy", "Kelly", "Bea", "Mia", "Jay", "Cal"} <= drawn(found)


def test_nobody_and_nobody_to_know_of_answer_alike(site: Site) -> None:
    assert questions(site).genogram("nobody", (), SPRING) is None


def test_what_the_police_know_alone_is_what_is_told_to_them(site: Site) -> None:
    found = questions(site).genogram(of("mum"), (), At(date(2024, 3, 31), known_to=("police",)))
    assert found is not None
    assert len(found.ties) == 1
    assert found.ties[0].ended


def test_a_genogram_needs_two_round_trips_and_a_purpose(site: Site) -> None:
    counted = []

    def question(reading: Reading) -> None:
        assert find_genogram(reading, of("mia"), (of("aunt"),))
        counted.append(reading.round_trips)

    questions(site)._ask("genogram", question, SPRING)
    assert counted == [2]
    with pytest.raises(PurposeRequired):
        questions(site, AccessRole.AUDITOR).genogram(of("mia"), (), SPRING)


def test_a_large_family_stays_within_what_can_be_read(tmp_path: Path) -> None:
    opened = open_site(tmp_path / "data")
    children = [a_person(f"c{number}", f"Child{number} Hobbs", f"{1990 + number}-01-01") for number in range(34)]
    rows = [relates(f"L{number}", "mum", f"c{number}", "mother") for number in range(34)]
    tables = {"people": [a_person("mum", "Kelly Hobbs", "1960-02-11"), *children], "relationships": rows}
    assert not opened.load(write_delivery(tmp_path / "csc", tables, manifest("csc", "2024-03-31"))).refused
    found = ask(opened, "c33")
    assert len(found.people) == MOST_DRAWN
    assert found.more == ("10 more relatives on record, not drawn",)
    assert len(ask(opened, "c33", opened=("mum",)).people) == 35
    assert ROWS == 4
    opened.close()
