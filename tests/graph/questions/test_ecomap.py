"""The ecomap as a question: who is in the middle, which services and people are around, what counts as contact."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.access.caller import AccessRole
from graph.errors import BadInput, PurposeRequired
from graph.model.answers import BlankKind
from graph.model.claims import Claim, End, Role
from graph.model.ecomap import Bond, Ecomap, EcomapPerson, EcomapService, Lives
from graph.model.ids import join_key
from graph.model.period import Period
from graph.questions.ecomap import find_ecomap, tell_ecomap
from graph.questions.reading import Reading
from graph.questions.telling import Telling
from tests.builders import World, a_child, an_adult, period, record_id
from tests.graph.questions.test_contacts import named_worker, works_with
from tests.graph.questions.test_genogram import lives, questions, relates
from tests.ingest.sending import write_delivery
from tests.ingest.site import KEY, a_person, manifest, open_site


def told(world: World, child: str, **dates: object) -> Ecomap:
    return tell_ecomap(Telling(world.case(**dates)), child)  # type: ignore[arg-type]


def service(world: World, child: str, agency: str, **dates: object) -> EcomapService:
    return next(one for one in told(world, child, **dates).services if one.agency.id == agency)


def person(world: World, child: str, whom: str) -> EcomapPerson:
    return next(one for one in told(world, child).people if one.person.id == whom)


def ids(found: Ecomap) -> list[list[str]]:
    return [[member.entry.person.id for member in home.members] for home in found.homes]


def at_home(world: World, *people: str, ref: str = "H1") -> str:
    home = world.household("csc", ref, address=f"{ref} Ash Road")
    for one in people:
        world.lives("csc", one, home, "2015-01-01")
    return home


def test_those_who_live_with_the_child_are_in_the_middle_the_child_first() -> None:
    world = World()
    mia, mum = a_child(world), an_adult(world, "csc", "P1", "Kelly Hobbs")
    at_home(world, mum, mia)
    assert ids(told(world, mia)) == [[mia, mum]]


def test_a_child_of_two_homes_has_both_and_is_in_each() -> None:
    world = World()
    mia, mum, dad = (
        a_child(world),
        an_adult(world, "csc", "P1", "Kelly Hobbs"),
        an_adult(world, "csc", "P2", "Lee Marsh"),
    )
    at_home(world, mia, mum)
    second = world.household("school", "H2", address="Flat 2")
    world.lives("school", mia, second, "2020-01-01", role="overnight")
    world.lives("school", dad, second, "2020-01-01")
    assert sorted(map(sorted, ids(told(world, mia)))) == sorted([sorted([mia, mum]), sorted([mia, dad])])
    assert told(world, mia).people == ()


def test_a_home_of_another_day_is_not_in_the_middle() -> None:
    world = World()
    mia = a_child(world)
    home = world.household("csc", "H1", address="Ash Road")
    world.lives("csc", mia, home, "2015-01-01", "2020-01-01")
    found = told(world, mia)
    assert found.homes == ()
    assert found.alone.person.id == mia


@pytest.mark.parametrize("kind", ["childrens_home", "prison", "communal"])
def test_a_place_that_joins_nobody_has_the_child_alone(kind: str) -> None:
    world = World()
    mia, other = a_child(world), an_adult(world, "csc", "P1")
    home = world.household("csc", "H1", address="Mill House", kind=kind)
    for one in (mia, other):
        world.lives("csc", one, home, "2023-01-01")
    (found,) = told(world, mia).homes
    assert not found.joins
    assert [member.entry.person.id for member in found.members] == [mia]


def test_a_service_is_open_while_an_involvement_is_and_says_since_when_and_who() -> None:
    world = World()
    mia = a_child(world)
    named_worker(world, "W1", "Priya Shah")
    works_with(world, mia, "W1", "2023-02-01", role="lead")
    works_with(world, mia, "W2", "2022-06-01", "2023-02-01")
    csc = service(world, mia, "csc")
    assert (csc.bond, csc.valid and csc.valid.from_, csc.valid and csc.valid.to) == (Bond.OPEN, "2023-02-01", None)
    assert [(part.what, part.professional) for part in csc.parts] == [("lead", "Priya Shah"), ("allocated", None)]


def test_a_service_is_closed_when_all_of_it_is_over_and_says_until_when() -> None:
    world = World()
    mia = a_child(world)
    world.episode("school", mia, "school_roll", "2021-09-01", "2023-07-21")
    works_with(world, mia, "W1", "2022-06-01", "2023-02-01")
    school = service(world, mia, "school")
    assert (school.bond, school.valid and school.valid.to) == (Bond.CLOSED, "2023-07-21")


def test_what_was_over_before_the_stretch_is_no_service_of_it() -> None:
    world = World()
    mia = a_child(world)
    world.episode("school", mia, "school_roll", "2017-09-01", "2020-07-21")
    world.episode("gp", mia, "other", "2024-04-02")
    assert told(world, mia).services == ()


def test_a_service_of_anybody_of_the_household_is_there_and_says_of_whom() -> None:
    world = World()
    mia, mum, other = (
        a_child(world),
        an_adult(world, "csc", "P1", "Kelly Hobbs"),
        an_adult(world, "csc", "P2", "Ann Other"),
    )
    at_home(world, mia, mum)
    world.episode("probation", mum, "probation", "2023-01-01")
    world.episode("hospital", other, "other", "2023-01-01")
    found = told(world, mia)
    assert [(one.agency.id, [p.id for p in one.people]) for one in found.services] == [("probation", [mum])]


def test_contacts_are_events_of_the_stretch_with_somebody_of_the_household() -> None:
    world = World()
    mia, mum = a_child(world), an_adult(world, "csc", "P1", "Kelly Hobbs")
    at_home(world, mia, mum)
    world.event("police", "2023-05-01", {mum: "victim"})
    world.event("police", "2023-06-01", {mum: "victim", mia: "present"})
    world.event("police", "2019-06-01", {mia: "present"})
    world.event("police", "2024-04-02", {mia: "present"})
    world.event("police", "2023-07-01", {mia: "mentioned"})
    police = service(world, mia, "police")
    assert (police.contacts.count, police.contacts.last, police.bond) == (2, "2023-06-01", Bond.EVENTS)
    assert len({claim.record.record_ref for claim in police.contacts.claims if claim.record.table == "events"}) == 2


@pytest.mark.parametrize("category", ["worker", "information"])
def test_changes_of_worker_and_what_agencies_told_each_other_are_no_contacts(category: str) -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", "2023-05-01", {mia: "subject"}, category)
    assert told(world, mia).services == ()


@pytest.mark.parametrize("kind", ["was_not_brought", "cancelled"])
def test_an_appointment_not_kept_is_said_and_is_no_contact(kind: str) -> None:
    world = World()
    mia = a_child(world)
    world.event("hospital", "2023-05-01", {mia: "subject"}, "appointment", type=kind)
    world.event("hospital", "2023-05-08", {mia: "subject"}, "appointment", type="kept", child_seen="y")
    contacts = service(world, mia, "hospital").contacts
    assert (contacts.count, contacts.missed, contacts.last, contacts.child_seen) == (1, 1, "2023-05-08", 1)


def test_what_can_not_be_counted_says_why() -> None:
    world = World(feeds_of={"csc": ("people", "episodes"), "police": ("events",)})
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-01")
    world.event("police", "2023-05-01", {mia: "present"})
    limits = service(world, mia, "csc").contacts.limits
    assert limits is not None
    assert limits.kind is BlankKind.NOT_DELIVERED
    assert service(world, mia, "police").contacts.limits is None


def test_an_agency_that_was_not_asked_is_known_by_what_it_shared_and_its_count_is_not_whole() -> None:
    world = World()
    mia = a_child(world)
    seen = world.event("police", "2023-05-01", {mia: "present"})
    world.event("police", "2023-06-01", {mia: "present"})
    world.share("police", "csc", "2023-05-02", about=seen)
    contacts = service(world, mia, "police", known_to=frozenset({"csc"})).contacts
    assert contacts.count == 1
    assert contacts.limits is not None
    assert contacts.limits.kind is BlankKind.NOT_ASKED


def test_a_refuted_claim_makes_no_service_and_no_contact() -> None:
    world = World()
    mia = a_child(world)
    ends = (End(mia, Role.PERSON),)
    world.say("gp", "involvements", "I1", ends, period("2020-01-01", None), status="refuted", role="gp")
    assert told(world, mia).services == ()


def test_who_is_expected_and_has_nothing_at_all_stands_apart_as_silent() -> None:
    world = World()
    mia = a_child(world)
    found = told(world, mia)
    assert {(blank.what, blank.kind) for blank in found.silent} == {
        ("gp", BlankKind.DELIVERED_NONE), ("school", BlankKind.DELIVERED_NONE),
    }  # fmt: skip


def test_who_knows_the_mother_alone_is_a_service_that_is_silent_on_the_child() -> None:
    world = World()
    mia, mum = a_child(world), an_adult(world, "csc", "P1", "Kelly Hobbs")
    at_home(world, mia, mum)
    world.event("gp", "2023-05-01", {mum: "subject"}, "adult_health", type="prescription")
    found = told(world, mia)
    silent = service(world, mia, "gp").silent
    assert silent is not None
    assert silent.kind is BlankKind.DELIVERED_NONE
    assert "gp" not in {blank.what for blank in found.silent}


def test_relatives_carers_and_adults_around_the_child_who_live_elsewhere_are_outside() -> None:
    world = World()
    mia, mum = a_child(world), an_adult(world, "csc", "P1", "Kelly Hobbs")
    nan, dad, friend = (an_adult(world, "csc", ref, name) for ref, name in
                        (("P2", "Ada Hobbs"), ("P3", "Lee Marsh"), ("P4", "Daz Roe")))  # fmt: skip
    at_home(world, mia, mum)
    at_home(world, dad, ref="H2")
    world.relates("csc", mum, "mother", mia)
    world.relates("csc", dad, "father", mia)
    world.relates("csc", nan, "grandmother", mia)
    world.event("police", "2023-06-01", {friend: "suspect", mia: "present"})
    assert {one.person.id: (one.ties[0], one.bond, one.lives) for one in told(world, mia).people} == {
        dad: ("parent", Bond.OPEN, Lives.ELSEWHERE),
        nan: ("grandparent", Bond.OPEN, Lives.NOT_RECORDED),
        friend: ("at_event", Bond.EVENTS, Lives.NOT_RECORDED),
    }


def test_a_persons_contacts_are_happenings_with_the_child_each_once() -> None:
    world = World()
    mia, dad = a_child(world), an_adult(world, "csc", "P3", "Lee Marsh")
    world.relates("csc", dad, "father", mia)
    first = world.event("police", "2023-06-01", {dad: "suspect", mia: "present"})
    world.event("csc", "2023-06-01", {dad: "parent", mia: "child"})
    world.share("police", "csc", "2023-06-02", about=first)
    world.event("police", "2023-07-01", {dad: "suspect"})
    assert person(world, mia, dad).contacts.count == 1


def test_a_tie_that_is_over_says_when_and_kinship_never_is() -> None:
    world = World()
    mia, mum, ex = a_child(world), an_adult(world, "csc", "P1", "Kelly Hobbs"), an_adult(world, "csc", "P2", "Rob Ex")
    at_home(world, mia, mum)
    world.relates("csc", mum, "mother", mia)
    world.relates("csc", ex, "step_father", mia, "2018-01-01", "2023-02-01")
    one = person(world, mia, ex)
    assert (one.bond, one.last) == (Bond.CLOSED, "2023-02-01")


def test_the_dead_and_those_born_later_are_not_outside() -> None:
    world = World()
    mia = a_child(world)
    gone = an_adult(world, "csc", "P2", "Roy Hobbs", date_of_death="2019-11-20")
    later = world.person("csc", "P3", given_name="Zed", date_of_birth="2030-01-01")
    for other, kind in ((gone, "grandfather"), (later, "sibling")):
        world.relates("csc", other, kind, mia)
    assert told(world, mia).people == ()


def test_somebody_at_the_same_place_that_is_no_household_is_said_to_be_there() -> None:
    world = World()
    mia, brother = a_child(world), world.person("csc", "C2", given_name="Jay", date_of_birth="2010-01-01")
    home = world.household("csc", "H1", address="Mill House", kind="childrens_home")
    for one in (mia, brother):
        world.lives("csc", one, home, "2023-01-01")
    world.relates("csc", brother, "sibling", mia)
    (one,) = told(world, mia).people
    assert (one.person.id, one.lives) == (brother, Lives.SAME_PLACE)


def test_nothing_of_a_later_day_is_in_it() -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-02-01")
    world.event("police", "2023-05-01", {mia: "present"})
    found = told(world, mia, as_of="2023-01-01")
    assert found.services == ()


def test_it_takes_two_round_trips_and_a_purpose_and_is_of_children_alone(tmp_path: Path) -> None:
    opened = open_site(tmp_path / "data")
    tables = {
        "people": [a_person("mia", "Mia Hobbs", "2015-04-17"), a_person("mum", "Kelly Hobbs", "1988-02-11")],
        "households": [{"household_ref": "H1", "address": "1 Ash Road", "postcode": "ZZ10 1AA"}],
        "residences": [lives("R1", "mia", "H1"), lives("R2", "mum", "H1")],
        "relationships": [relates("L1", "mum", "mia", "mother")],
    }
    assert not opened.load(write_delivery(tmp_path / "csc", tables, manifest("csc", "2024-03-31"))).refused
    mia, mum = (KEY.record_id("csc", "main", "people", ref) for ref in ("mia", "mum"))
    counted = []

    def question(reading: Reading) -> None:
        assert find_ecomap(reading, mia)
        counted.append(reading.round_trips)

    questions(opened)._ask("ecomap", question)
    assert counted == [2]
    assert questions(opened).ecomap("nobody") is None
    with pytest.raises(BadInput):
        questions(opened).ecomap(mum)
    with pytest.raises(PurposeRequired):
        questions(opened, AccessRole.AUDITOR).ecomap(mia)
    opened.close()


def test_a_stay_at_a_roll_is_told_as_on_roll() -> None:
    world = World()
    mia = a_child(world)
    world.say(
        "school", "attendance", "A1", (End(mia, Role.PERSON),), period("2023-09-01", None), school="Brook Academy"
    )
    assert [part.what for part in service(world, mia, "school").parts] == ["on roll"]


def test_an_event_whose_own_row_is_not_for_the_reader_is_not_counted() -> None:
    world = World()
    mia = a_child(world)
    hidden = record_id("police", "events", "gone")
    ends = (End(hidden, Role.EVENT), End(mia, Role.PERSON))
    made: Claim = world.say("police", "event_people", join_key("gone", mia, "present"), ends, Period(), role="present")
    assert made.value("role") == "present"
    assert told(world, mia).services == ()
