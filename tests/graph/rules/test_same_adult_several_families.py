"""`same_adult_several_families`: around children of another household with harm or a plan, within five years (rules.md §4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimStatus
from graph.model.findings import FindingState
from graph.rules.registry import rules_for
from graph.rules.rule import Found
from graph.rules.same_adult_several_families import SAME_ADULT_SEVERAL_FAMILIES
from graph.rules.states import result_of
from graph.rules.subject import Subject
from tests.builders import World, a_child, an_adult

AS_OF = "2024-03-31"
# The rule's window as of 2024-03-31 is 2019-03-31 to 2024-03-31.


class Families:
    """Daniel lives with Mia since 2023; before, with Leo and his mother."""

    def __init__(self, start: str | None = "2020-01-01", end: str | None = "2021-06-01") -> None:
        self.world = World()
        self.mia = a_child(self.world)
        self.leo = self.world.person("csc", "C9", given_name="Leo", family_name="Marsh", date_of_birth="2014-02-02")
        self.daniel = an_adult(self.world, "csc", "A2")
        self.home, self.other = self.world.household("csc", "H1"), self.world.household("csc", "H2")
        self.world.lives("csc", self.mia, self.home, "2022-01-01")
        self.world.lives("csc", self.daniel, self.home, "2023-01-01")
        self.world.lives("csc", self.leo, self.other, "2018-01-01")
        self.world.lives("csc", self.daniel, self.other, start, end)

    def harm(self, on: str = "2020-05-01", type_: str = "injury_attendance", role: str = "subject", **said: str) -> str:
        return self.world.event("hospital", on, {self.leo: role}, "child_health", type=type_, **said)

    def found(
        self, as_of: str = AS_OF, known_at: str | None = None, known_to: frozenset[str] | None = None
    ) -> Found | None:
        return SAME_ADULT_SEVERAL_FAMILIES.find(Subject(self.world.case(as_of, known_at, known_to), self.mia))

    def state(self) -> FindingState:
        return result_of(SAME_ADULT_SEVERAL_FAMILIES, Subject(self.world.case(), self.mia)).state


def test_it_is_told_with_both_families_and_what_is_on_record() -> None:
    families = Families()
    families.harm()
    families.world.episode("csc", families.leo, "child_protection", "2020-06-01", "2021-01-01")
    one = families.found()
    assert one is not None
    assert one.says == "Daniel Mercer was around children of another household with harm or a plan on record."
    assert one.details == (
        ("Daniel Mercer and Leo Marsh", "lived at the same address; since 2020-01-01"),
        ("on record of Leo Marsh", "injury attendance 2020-05-01; plan child protection from 2020-06-01 to 2021-01-01"),
    )
    assert (str(one.since), one.possible) == ("2020-05-01", False)


def test_without_harm_or_plan_nothing_is_found() -> None:
    families = Families()
    families.world.episode("csc", families.leo, "referral", "2020-06-01", "2021-01-01")
    families.harm(type_="illness_attendance")
    assert families.state() is FindingState.NOT_FOUND_IN_LOADED_DATA


@pytest.mark.parametrize(
    ("type_", "role", "is_found"),
    [
        ("injury_attendance", "child", True),
        ("ingestion", "subject", True),
        ("child_concern_report", "subject", True),
        ("child_concern_report", "mentioned", False),
        ("domestic_abuse", "present", True),
        ("domestic_abuse", "reporter", False),
        ("arrest", "victim", True),
        ("arrest", "child", False),
        ("incident", "victim", False),
    ],
)
def test_what_counts_as_harm(type_: str, role: str, is_found: bool) -> None:
    families = Families()
    families.harm(type_=type_, role=role)
    assert (families.found() is not None) is is_found


@pytest.mark.parametrize("kind", ["child_protection", "looked_after", "cin"])
def test_a_plan_is_enough(kind: str) -> None:
    families = Families()
    families.world.episode("csc", families.leo, kind, "2020-06-01")
    assert families.found() is not None


@pytest.mark.parametrize("day", ["2017-12-31", "2020-05-01"])
def test_domestic_abuse_at_the_home_the_child_lived_in_then(day: str) -> None:
    families = Families()
    woman = an_adult(families.world, "police", "P5", "Ann Marsh")
    families.world.event("police", day, {woman: "victim"}, type="domestic_abuse", household=families.other)
    assert (families.found() is not None) is (day == "2020-05-01")


@pytest.mark.parametrize(("on", "is_found"), [("2019-03-30", False), ("2019-03-31", True), ("2019-04-01", True)])
def test_only_harm_within_five_years(on: str, is_found: bool) -> None:
    families = Families("2018-01-01")
    families.harm(on)
    assert (families.found() is not None) is is_found


@pytest.mark.parametrize(("end", "is_found"), [("2019-03-30", False), ("2019-03-31", False), ("2019-04-01", True)])
def test_only_an_adult_who_was_there_within_five_years(end: str, is_found: bool) -> None:
    families = Families("2018-01-01", end)
    families.harm()
    assert (families.found() is not None) is is_found


@pytest.mark.parametrize(("end", "is_found"), [("2020-01-28", False), ("2020-01-29", True), ("2020-01-30", True)])
def test_around_is_what_it_is_everywhere(end: str, is_found: bool) -> None:
    """28 days at one address."""
    families = Families("2020-01-01", end)
    families.harm()
    assert (families.found() is not None) is is_found


def test_children_who_lived_together_are_one_family() -> None:
    families = Families()
    families.harm()
    families.world.lives("csc", families.leo, families.home, "2023-06-01", "2023-08-01")
    assert families.found() is None


@pytest.mark.parametrize("with_home", [True, False])
def test_a_sibling_is_another_family_only_with_a_home_of_its_own(with_home: bool) -> None:
    families = Families()
    families.harm()
    kelly = an_adult(families.world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    for child in (families.mia, families.leo):
        families.world.relates("csc", kelly, "parent", child)
    families.world.relates("csc", families.daniel, "parent", families.leo)
    if not with_home:
        families.world.claims = [
            claim
            for claim in families.world.claims
            if claim.source.table != "residences" or families.leo not in {end.record_id for end in claim.ends}
        ]
    assert (families.found() is not None) is with_home


def test_an_adult_who_is_not_around_this_child_is_not_told() -> None:
    families = Families()
    families.harm()
    families.world.claims = [
        claim
        for claim in families.world.claims
        if not {families.daniel, families.home} <= {end.record_id for end in claim.ends}
    ]
    assert families.found() is None


def test_who_was_grown_up_then_was_no_child() -> None:
    families = Families()
    families.harm()
    families.world.claims = [
        replace(claim, values={**claim.values, "date_of_birth": "2002-04-30"})
        if claim.record_id == families.leo
        else claim
        for claim in families.world.claims
    ]
    assert families.found() is None


def test_partial_dates_leave_it_possible() -> None:
    families = Families("2018-01-01")
    families.harm("2019")
    one = families.found()
    assert one is not None
    assert one.possible
    families = Families("2018-01-01", "2019-03")
    families.harm()
    assert families.found() is None
    families = Families("2018-01-01", "2019")
    families.harm()
    one = families.found()
    assert one is not None
    assert one.possible


def test_a_plan_of_unknown_start_sets_no_date() -> None:
    families = Families(None)
    families.world.episode("csc", families.leo, "cin", None)
    one = families.found()
    assert one is not None
    assert one.since is None
    assert one.details[0][1] == "lived at the same address; start unknown"


def test_an_adult_set_aside_is_left_out() -> None:
    families = Families()
    families.harm()
    subject = Subject(families.world.case(), families.mia, disregarding=frozenset({families.daniel}))
    assert SAME_ADULT_SEVERAL_FAMILIES.find(subject) is None


def test_refuted_parts_support_nothing() -> None:
    families = Families()
    families.harm()
    families.world.claims[-1] = replace(families.world.claims[-1], status=ClaimStatus.REFUTED)
    assert families.found() is None


def test_without_a_feed_it_cannot_be_determined_but_what_is_found_is_found() -> None:
    families = Families()
    families.world.feeds_of = {"csc": ("episodes", "residences", "relationships")}
    assert families.state() is FindingState.CANNOT_BE_DETERMINED
    families.harm()
    assert families.state() is FindingState.FOUND


def test_what_was_written_down_later_was_not_known() -> None:
    families = Families()
    families.harm(recorded="2024-02-10")
    assert families.found(known_at="2024-02-09") is None
    assert families.found(known_at="2024-02-10") is not None


def test_only_what_the_agencies_named_know_counts() -> None:
    families = Families()
    families.harm()
    assert families.found(known_to=frozenset({"csc"})) is None
    assert families.found(known_to=frozenset({"csc", "hospital"})) is not None


def test_it_is_a_managers_rule() -> None:
    assert SAME_ADULT_SEVERAL_FAMILIES.name in rules_for({"manager"})
    assert SAME_ADULT_SEVERAL_FAMILIES.name not in rules_for({"assessment", "practitioner"})


@pytest.mark.parametrize(("end", "is_found"), [("2019-03-31", False), ("2019-04-01", True)])
def test_only_a_plan_within_five_years(end: str, is_found: bool) -> None:
    families = Families()
    families.world.episode("csc", families.leo, "cin", "2017-01-01", end)
    assert (families.found() is not None) is is_found


def test_others_of_the_other_home_and_a_number_in_common_tell_nothing() -> None:
    """A shared number sets no date, so it can't say that the adult was around within five years."""
    families = Families("2018-01-01", "2019-01-01")
    families.harm()
    ann = an_adult(families.world, "csc", "A7", "Ann Marsh", phones="01632 960111")
    families.world.lives("csc", ann, families.other, "2018-01-01")
    families.world.relates("csc", ann, "parent", families.leo)
    families.world.claims = [claim for claim in families.world.claims if claim.record_id != families.daniel]
    families.world.person("csc", "A2", given_name="Daniel", family_name="Mercer", phones="01632 960111")
    assert families.found() is None


def test_of_two_adults_it_says_were() -> None:
    families = Families()
    families.harm()
    rob = an_adult(families.world, "csc", "A3", "Rob Hale", "1981-04-04")
    families.world.lives("csc", rob, families.home, "2023-01-01")
    families.world.lives("csc", rob, families.other, "2020-01-01", "2021-06-01")
    one = families.found()
    assert one is not None
    assert one.says.startswith("Daniel Mercer, Rob Hale were around children of another household")
