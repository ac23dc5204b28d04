"""What was added, ended or became known around a person between two moments (rules.md §1, issue 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.errors import BadInput, PurposeRequired
from graph.identity.judgements import Verdict
from graph.model.answers import AdultState, At
from graph.model.changes import Change, ChangeKind, Changes
from graph.model.judging import JudgedAnswer
from graph.model.network import LinkKind
from graph.model.period import end_of_day
from graph.questions.asking import Questions
from graph.questions.changes import dates_between, find_changes
from graph.questions.judging import JudgeAsked
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading
from ingest.relinking import apply_judgements
from ingest.stores import Load
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

Tables = Mapping[str, Sequence[Row]]
HOME = {"household_ref": "H1", "address": "3 Mill Row, Vale", "postcode": "VA1 2BC"}
DANIEL = ("Daniel Mercer", "1979-01-15")


def lives(ref: str, person: str, start: str, **cells: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "household_ref": "H1", "start": start, **cells}


def relates(ref: str, person: str, other: str, kind: str, **cells: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "other_ref": other, "type": kind, **cells}


FAMILY = [a_person("C1"), a_person("C2", "Kelly Hobbs", "1988-02-11")]
TENANTS = [
    a_person("T1", *DANIEL),
    a_person("T2", "Olive Grant", "1961-02-02"),
    a_person("T3", "Kelly Hobbs", "1988-02-11"),
]
DELIVERIES: tuple[tuple[str, str, Tables], ...] = (
    (
        "csc",
        "2023-06-30",
        {
            "people": FAMILY,
            "households": [HOME],
            "residences": [lives("R1", "C1", "2020-01-01"), lives("R2", "C2", "2020-01-01")],
            "relationships": [relates("L1", "C2", "C1", "mother")],
            "assessments": [{"record_ref": "A1", "kind": "single", "started": "2023-06-01"}],
            "assessment_people": [{"record_ref": "A1", "person_ref": "C1", "capacity": "child"}],
        },
    ),
    (
        "housing",
        "2023-06-30",
        {
            "people": TENANTS,
            "households": [HOME],
            "residences": [lives("U1", "T1", "2022-06-01"), lives("U2", "T2", "2021-03-01"), lives("U3", "T3", "2020-01-01")],
        },
    ),
    (  # Olive turns out to have left long before; Daniel leaves; Rae comes; the tenancy of Kelly stays as it was.
        "housing",
        "2024-03-31",
        {
            "people": [*TENANTS, a_person("T4", "Rae Moss", "1990-09-09")],
            "households": [HOME],
            "residences": [
                lives("U1", "T1", "2022-06-01", end="2024-01-10"),
                lives("U2", "T2", "2021-03-01", end="2022-12-01"),
                lives("U3", "T3", "2020-01-01"),
                lives("U4", "T4", "2024-02-01"),
            ],
        },
    ),
    (
        "csc",
        "2024-03-31",
        {
            "people": FAMILY,
            "households": [HOME],
            "residences": [lives("R1", "C1", "2020-01-01"), lives("R2", "C2", "2020-01-01")],
            "relationships": [relates("L1", "C2", "C1", "mother", status="disputed")],
            "assessments": [{"record_ref": "A1", "kind": "single", "started": "2023-06-01"}],
            "assessment_people": [{"record_ref": "A1", "person_ref": "C1", "capacity": "child"}],
        },
    ),
    (  # Known to police since 2022, sent in 2024; one event after the earlier day.
        "police",
        "2024-03-31",
        {
            "people": [a_person("P1", *DANIEL), a_person("P2", "Kelly Hobbs", "1988-02-11"), a_person("P3")],
            "relationships": [relates("L1", "P1", "P2", "partner", start="2022-05-01", recorded_at="2023-11-02")],
            "events": [
                {"record_ref": "E1", "category": "police", "type": "missing", "start": "2023-02-01", "recorded_at": "2023-11-02"},
                {"record_ref": "E2", "category": "police", "type": "domestic_abuse", "start": "2023-12-24"},
            ],
            "event_people": [
                {"record_ref": "E1", "person_ref": "P1", "role": "suspect"},
                {"record_ref": "E1", "person_ref": "P3", "role": "present"},
                {"record_ref": "E2", "person_ref": "P1", "role": "suspect"},
                {"record_ref": "E2", "person_ref": "P3", "role": "present"},
            ],
        },
    ),
)  # fmt: skip
MIA = KEY.record_id("csc", "main", "people", "C1")
SUMMER = At(date(2023, 7, 1), end_of_day(date(2023, 7, 1)))
SPRING = At(date(2024, 3, 31))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("changes")
    opened = open_site(folder / "data")
    sent = [
        write_delivery(folder / f"{agency}-{on}", tables, manifest(agency, on)) for agency, on, tables in DELIVERIES
    ]
    assert not opened.load(*sent).refused
    yield opened
    opened.close()


def questions(site: Site, role: AccessRole = AccessRole.ASSESSMENT) -> Questions:
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)
    return held.questions(Caller("hub", frozenset({role}), "csc"), read_purpose("assessment"))


def judge_one(site: Site, left: str, right: str) -> None:
    """Somebody judges two records to be of one person, today."""
    stores = site.stores
    stores.ledger.accounts.add(
        Account("ana", "*", frozenset({AccessRole.STEWARD}), NOW, "csc", frozenset(), frozenset())
    )
    account = stores.ledger.accounts.find("ana")
    assert account

    def apply() -> bool:
        apply_judgements(stores, Load(NOW))
        return True

    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW, apply)
    steward = held.questions(account.to_caller(), read_purpose("data_quality"))
    assert isinstance(steward.judge(JudgeAsked(left, right, Verdict.SAME, "the same van outside", None)), JudgedAnswer)


def compare(site: Site, earlier: At = SUMMER, later: At = SPRING, hops: int = 1) -> Changes:
    found = questions(site).changes(MIA, (earlier, later), hops)
    assert found is not None
    return found


def said(found: Changes, *kinds: ChangeKind) -> set[str]:
    return {change.says for change in found.changes if change.kind in kinds}


def about(found: Changes, link: LinkKind, name: str) -> list[Change]:
    return [
        change
        for change in found.changes
        if link in {edge.kind for edge in change.edges} and name in {person.display_name for person in change.people}
    ]


def test_who_moved_in_after_the_earlier_day_was_added(site: Site) -> None:
    (change,) = about(compare(site), LinkKind.LIVES_WITH, "Rae Moss")
    assert (change.kind, change.on) == (ChangeKind.ADDED, "2024-02-01")
    assert change.says == "Rae Moss lives at 3 Mill Row, Vale, VA1 2BC: began 2024-02-01"
    assert {claim.record.record_ref for claim in change.claims} == {"U4"}


def test_who_left_has_ended_on_the_day(site: Site) -> None:
    (change,) = about(compare(site), LinkKind.LIVES_WITH, "Daniel Mercer")
    assert (change.kind, change.on) == (ChangeKind.ENDED, "2024-01-10")


def test_what_ended_stands_on_the_row_that_says_so(site: Site) -> None:
    for name, end in (("Daniel Mercer", "2024-01-10"), ("Olive Grant", "2022-12-01")):
        (change,) = about(compare(site), LinkKind.LIVES_WITH, name)
        assert [claim.valid.to for claim in change.claims] == [end]
        assert [edge.valid.to for edge in change.edges] == [end]


def test_who_had_left_before_and_it_was_recorded_since_ended_before(site: Site) -> None:
    (change,) = about(compare(site), LinkKind.LIVES_WITH, "Olive Grant")
    assert (change.kind, change.on) == (ChangeKind.ENDED, "2022-12-01")
    assert compare(site, At(SPRING.as_of, SUMMER.known_at)).changes  # by what was recorded she is there still


def test_what_was_so_already_became_known(site: Site) -> None:
    found = compare(site)
    (partner,) = about(found, LinkKind.PARTNER, "Daniel Mercer")
    assert partner.kind is ChangeKind.BECAME_KNOWN
    assert partner.says.endswith("so already (since 2022-05-01); first recorded 2023-11-02 by Vale police")
    kinds = {change.on: change.kind for change in about(found, LinkKind.EVENT, "Daniel Mercer")}
    assert kinds == {"2023-02-01": ChangeKind.BECAME_KNOWN, "2023-12-24": ChangeKind.ADDED}


def test_a_link_said_otherwise_says_in_what(site: Site) -> None:
    (change,) = about(compare(site), LinkKind.FAMILY, "Kelly Hobbs")
    assert change.kind is ChangeKind.SAID_OTHERWISE
    assert change.says == "Kelly Hobbs is parent of Mia Hobbs: now disputed, before asserted"


def test_what_stayed_is_counted_and_not_listed(site: Site) -> None:
    found = compare(site)
    assert found.unchanged == 2  # Mia and Kelly at home, said by the same agencies
    assert not about(found, LinkKind.LIVES_WITH, "Mia Hobbs")


def test_what_is_taken_back_is_no_longer_said(site: Site, tmp_path: Path) -> None:
    other = open_site(tmp_path / "data")
    csc = dict(DELIVERIES[0][2])
    first = write_delivery(tmp_path / "one", csc, manifest("csc", "2023-06-30"))
    second = write_delivery(
        tmp_path / "two", csc | {"relationships": [relates("L9", "C2", "C1", "carer")]}, manifest("csc")
    )
    assert not other.load(first, second).refused
    found = compare(other)
    (gone,) = [change for change in found.changes if change.kind is ChangeKind.NO_LONGER_SAID]
    assert gone.says == "Kelly Hobbs is parent of Mia Hobbs: no longer on record: taken back, corrected or refuted"
    other.close()


def test_the_same_moment_twice_differs_in_nothing(site: Site) -> None:
    for at in (SUMMER, SPRING):
        found = compare(site, at, at)
        assert (found.changes, found.adults) == ((), ())
        assert found.unchanged > 0


def test_only_the_day_moves_what_happened_and_only_the_knowledge_what_was_known(site: Site) -> None:
    by_day = compare(site, At(SUMMER.as_of), SPRING)
    assert not said(by_day, ChangeKind.BECAME_KNOWN, ChangeKind.NO_LONGER_SAID, ChangeKind.SAID_OTHERWISE)
    by_knowledge = compare(site, At(SPRING.as_of, SUMMER.known_at), SPRING)
    assert not said(by_knowledge, ChangeKind.ADDED) - {
        change.says for change in by_knowledge.changes if change.on and change.on > "2023-07-01"
    }


def test_what_one_agency_knows_beside_what_all_know(site: Site) -> None:
    found = compare(site, At(SPRING.as_of, None, ("csc",)), SPRING)
    kinds = {change.kind for change in about(found, LinkKind.PARTNER, "Daniel Mercer")}
    assert kinds == {ChangeKind.BECAME_KNOWN}


def test_an_adults_state_is_told_before_and_now(site: Site) -> None:
    states = {change.adult.display_name: (change.before, change.after) for change in compare(site).adults}
    # Assessments delivered until June are current in July; Olive had left, Rae had not come.
    assert states["Rae Moss"] == (None, AdultState.HIDDEN)
    assert "Kelly Hobbs" not in states


def test_both_moments_are_shown_with_their_dates(site: Site) -> None:
    found = compare(site)
    assert (found.before.as_of, found.asked.as_of) == (date(2023, 7, 1), date(2024, 3, 31))
    assert found.before.known_at == SUMMER.known_at
    assert found.person.display_name == "Mia Hobbs"


def test_both_moments_left_out_are_one_now(site: Site) -> None:
    ticks = count()
    held = Partnerships(
        site.stores.data, site.stores.graph, site.stores.ledger, KEY, lambda: NOW + timedelta(next(ticks))
    )
    asked = held.questions(Caller("hub", frozenset({AccessRole.ASSESSMENT}), "csc"), read_purpose("assessment"))
    found = asked.changes(MIA, (At(date(2023, 7, 1)), At()))
    assert found is not None
    assert found.before.known_at == found.asked.known_at


def test_two_people_known_to_be_one_since_are_told(site: Site, tmp_path: Path) -> None:
    other = open_site(tmp_path / "data")
    csc = dict(DELIVERIES[0][2])
    late: Tables = {"people": [a_person("T3", "Kelly Hobbs", "1988-02-11", recorded_at="2023-06-01")], "households": [HOME],
            "residences": [lives("U3", "T3", "2020-01-01")]}  # fmt: skip
    nobody: Tables = {
        "people": [
            a_person("P2", "Kelly Hobbs", "1988-02-11"),
            {"person_ref": "P9", "given_name": "Daz", "identified": "n"},
        ],
        "relationships": [relates("L1", "P9", "P2", "partner")],
    }
    named: Tables = {
        "people": [a_person("T1", *DANIEL)],
        "households": [HOME],
        "residences": [lives("U1", "T1", "2022-06-01")],
    }
    sent = [
        write_delivery(tmp_path / "csc", csc, manifest("csc", "2023-06-30")),
        write_delivery(tmp_path / "gp", late, manifest("gp", "2023-06-30")),
        write_delivery(tmp_path / "police", nobody, manifest("police", "2023-06-30")),
        write_delivery(tmp_path / "housing", named, manifest("housing", "2023-06-30")),
    ]
    assert not other.load(*sent).refused
    judge_one(other, KEY.record_id("police", "main", "people", "P9"), KEY.record_id("housing", "main", "people", "T1"))
    found = compare(other, At(date(2024, 3, 1), end_of_day(date(2024, 3, 1))), At(date(2024, 3, 1)), hops=2)
    (joined,) = [change for change in found.changes if change.kind is ChangeKind.JOINED]
    assert joined.says == "Daniel Mercer and Daz, told apart before, are known to be one person: Daniel Mercer"
    assert joined.edges == ()
    assert joined.known is not None
    assert joined.known > end_of_day(date(2024, 3, 1))
    assert not [change for change in found.changes if change.kind in {ChangeKind.ADDED, ChangeKind.NO_LONGER_SAID}]
    other.close()


def test_it_takes_two_looks_and_one_for_a_grown_up(site: Site) -> None:
    trips: list[int] = []
    for person in (MIA, KEY.record_id("csc", "main", "people", "C2")):

        def counted(reading: Reading, person: str = person) -> None:
            between = dates_between(SUMMER, reading.dates, reading.partnership, NOW)
            assert find_changes(reading, person, between)
            trips.append(reading.round_trips)

        questions(site)._ask("changes", counted, SPRING)
    assert trips == [2, 1]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (At(date(2024, 3, 31)), At(date(2024, 3, 30))),
        (At(date(2024, 1, 1), datetime(2024, 3, 2, tzinfo=UTC)), At(date(2024, 3, 1), datetime(2024, 3, 1, tzinfo=UTC))),
    ],
)  # fmt: skip
def test_moments_out_of_order_are_refused_by_name(site: Site, earlier: At, later: At) -> None:
    with pytest.raises(BadInput, match="from"):
        questions(site).changes(MIA, (earlier, later))


@pytest.mark.parametrize("hops", [0, 3])
def test_too_far_is_refused(site: Site, hops: int) -> None:
    with pytest.raises(BadInput, match="hops"):
        compare(site, hops=hops)


def test_an_agency_that_is_none_is_refused(site: Site) -> None:
    with pytest.raises(BadInput, match="assessingAgency"):
        questions(site).changes(MIA, (SUMMER, SPRING), agency="nobody")


def test_nobody_is_answered_as_nobody(site: Site) -> None:
    assert questions(site).changes("nobody", (SUMMER, SPRING)) is None


def test_those_who_may_not_ask_are_refused(site: Site) -> None:
    with pytest.raises(PurposeRequired):
        questions(site, AccessRole.AUDITOR).changes(MIA, (SUMMER, SPRING))


def test_an_event_is_told_once_with_all_who_had_a_part(site: Site) -> None:
    (change,) = [one for one in compare(site).changes if one.on == "2023-12-24"]
    assert change.says == "Domestic abuse on 2023-12-24: Daniel Mercer (suspect), Mia Hobbs (present)"
    assert {edge.label for edge in change.edges} == {"suspect", "present"}
