"""A network opened around some of its people: counts that come true, in any order, and nothing told of anybody else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.model.network import Expanded, LinkKind, Network
from graph.questions.asking import Questions
from graph.questions.network import find_network
from graph.questions.opening import Partnerships
from graph.questions.reaching import MOST_PEOPLE
from graph.questions.reading import Reading
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

MANY = 26


def relates(ref: str, person: str, other: str, kind: str, **cells: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "other_ref": other, "type": kind, **cells}


def a_town(seed: int) -> dict[str, list[Row]]:
    """Children and adults in homes, families and events, at random; `p0` is a child."""
    dice = random.Random(seed)
    people = [f"p{number}" for number in range(MANY)]
    born = {one: dice.choice(["2014", "2016", "1985", "1990"]) for one in people} | {"p0": "2015"}
    pairs = [dice.sample(people, 2) for _ in range(24)]
    homes = [f"H{number}" for number in range(8)]
    events = [f"E{number}" for number in range(8)]
    return {
        "people": [
            a_person(
                one, f"Person{number} Vane", f"{born[one]}-0{1 + number % 9}-11", phone=f"07700 9001{number % 7:02}"
            )
            for number, one in enumerate(people)
        ],
        "relationships": [
            relates(f"L{number}", one, other, dice.choice(["sibling", "partner", "carer", "friend", "aunt"]))
            for number, (one, other) in enumerate(pairs)
        ],
        "households": [
            {"household_ref": home, "address": f"{number} Elm Way, Vale", "postcode": "VA1 5BB"}
            for number, home in enumerate(homes, 1)
        ],
        "residences": [
            {
                "record_ref": f"R{number}",
                "person_ref": person,
                "household_ref": dice.choice(homes),
                "start": "2020-01-01",
            }
            for number, person in enumerate(people)
            if dice.random() < 0.7
        ],
        "events": [
            {"record_ref": event, "category": "police", "type": "domestic_abuse", "start": "2023-06-01"}
            for event in events
        ],
        "event_people": [
            {"record_ref": event, "person_ref": person, "role": "present"}
            for event in events
            for person in dice.sample(people, 3)
        ],
    }


@pytest.fixture(scope="module", params=[1, 2])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("town")
    opened = open_site(folder / "data")
    assert not opened.load(write_delivery(folder / "csc", a_town(request.param), manifest("csc"))).refused
    yield opened
    opened.close()


def of(ref: str, agency: str = "csc") -> str:
    return KEY.record_id(agency, "main", "people", ref)


def questions(site: Site) -> Questions:
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)
    return held.questions(Caller("hub", frozenset({AccessRole.ASSESSMENT}), "csc"), read_purpose("assessment"))


def _word(number: int) -> str:
    """A name as unlike the others as may be."""
    return "".join(random.Random(number).choices("abcdefghiklmnoprstuvwz", k=8)).title()


def people(found: Network) -> set[str]:
    return {node.id for node in found.nodes if node.kind == "person"}


def expanded(found: Network) -> Expanded:
    assert found.expanded is not None
    return found.expanded


@pytest.mark.parametrize("hops", [1, 2])
@pytest.mark.parametrize("kinds", [None, (LinkKind.FAMILY, LinkKind.LIVES_WITH)])
def test_as_many_people_come_as_were_counted(town: Site, hops: int, kinds: tuple[LinkKind, ...] | None) -> None:
    asked = questions(town)
    found, opened = asked.network(of("p0"), hops, kinds, opened=()), tuple[str, ...]()
    while expanded(found).further and len(opened) < 6:
        for one in expanded(found).further:
            more = asked.network(of("p0"), hops, kinds, opened=(*opened, one.person))
            assert len(people(more)) == len(people(found)) + one.people
            assert people(found) < people(more)
            assert {edge.id for edge in found.edges} <= {edge.id for edge in more.edges}
        opened, found = (*opened, one.person), more
        assert expanded(found).opened == opened


def test_undoing_the_last_is_as_if_it_had_not_been_opened(town: Site) -> None:
    asked = questions(town)
    before = asked.network(of("p0"), opened=())
    one = expanded(before).further[0].person
    asked.network(of("p0"), opened=(one,))
    assert asked.network(of("p0"), opened=()) == before


def test_whoever_is_opened_may_be_named_in_any_order_and_by_any_record(town: Site) -> None:
    asked = questions(town)
    first = expanded(asked.network(of("p0"), opened=())).further[0].person
    after = asked.network(of("p0"), opened=(first,))
    second = next(one.person for one in expanded(after).further)
    there, back = (asked.network(of("p0"), opened=names) for names in ((first, second), (second, first)))
    assert (there.nodes, there.edges) == (back.nodes, back.edges)


def test_whoever_is_not_reached_is_passed_over_and_so_are_those_behind_somebody_folded(town: Site) -> None:
    asked = questions(town)
    plain = asked.network(of("p0"), opened=())
    first = expanded(plain).further[0].person
    after = asked.network(of("p0"), opened=(first,))
    behind = sorted(people(after) - people(plain))[0]
    assert asked.network(of("p0"), opened=(behind, "nobody")) == plain


def test_counts_of_a_kind_are_what_comes_with_it(town: Site) -> None:
    asked = questions(town)
    narrow = dict(expanded(asked.network(of("p0"), 1, (LinkKind.FAMILY,), opened=())).kinds)
    for kind in (LinkKind.LIVES_WITH, LinkKind.EVENT, LinkKind.PARTNER, LinkKind.CONTACT_DETAIL):
        with_it = asked.network(of("p0"), 1, (LinkKind.FAMILY, kind), opened=())
        held = [edge for edge in with_it.edges if edge.kind is kind]
        assert narrow[kind] == len({edge.target for edge in held} if kind is LinkKind.EVENT else held)


def test_without_asking_for_it_nothing_is_counted_and_the_answer_is_otherwise_the_same(town: Site) -> None:
    asked = questions(town)
    plain, counted = asked.network(of("p0")), asked.network(of("p0"), opened=())
    assert plain.expanded is None
    assert (plain.nodes, plain.edges) == (counted.nodes, counted.edges)


@pytest.mark.parametrize("opened", [(), ("p1", "p2", "p3", "p4", "p5")])
def test_however_many_are_opened_it_is_one_question_of_two_round_trips(town: Site, opened: tuple[str, ...]) -> None:
    counted = []

    def question(reading: Reading) -> None:
        assert find_network(reading, of("p0"), 2, None, tuple(map(of, opened)))
        counted.append(reading.round_trips)

    questions(town)._ask("network", question)
    assert counted == [2]


def test_whoever_an_address_opens_tells_nothing_of_somebody_far_off(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    csc: dict[str, list[Row]] = {
        "people": [a_person("kid", "Ivy Bright", "2016-01-01"), a_person("mum", "Una Bright", "1988-01-01")],
        "relationships": [relates("L1", "mum", "kid", "mother")],
    }
    police: dict[str, list[Row]] = {
        "people": [a_person("far", "Sam Stray", "1970-01-01"), a_person("off", "Rex Stray", "1972-01-01")],
        "relationships": [relates("L1", "off", "far", "partner", sensitivity="restricted")],
    }
    sent = [write_delivery(tmp_path / name, rows, manifest(name)) for name, rows in (("csc", csc), ("police", police))]
    assert not site.load(*sent).refused
    alone, beside = (questions(site).network(of("kid"), opened=names) for names in ((), (of("far", "police"),)))
    assert alone == beside
    assert alone.blanks == ()
    site.close()


def test_a_crowd_is_cut_at_so_many_people_those_nearest_first(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    wanted = range(MOST_PEOPLE + 5)
    others = [
        a_person(f"c{one}", f"{_word(one)} {_word(one * 7 + 3)}", f"{1950 + one % 60}-0{1 + one % 9}-1{one % 7}")
        for one in wanted
    ]
    rows = [relates(f"L{one}", "kid", f"c{one}", "friend") for one in wanted]
    tables = {"people": [a_person("kid", "Kelly Hobbs", "2014-02-11"), *others], "relationships": rows}
    assert not site.load(write_delivery(tmp_path / "csc", tables, manifest("csc"))).refused
    found = questions(site).network(of("kid"), opened=())
    assert len(people(found)) == MOST_PEOPLE
    assert found.truncated
    assert found.more[0].startswith("6 more people and places")
    site.close()
