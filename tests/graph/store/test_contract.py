"""What every engine of the graph promises (graph.store.port): the same tests on each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from graph.access.visible import EVERYTHING, NOTHING_CLOSED, Grant, Visible
from graph.model.claims import ClaimKind, Marking
from graph.model.people import EntityKind
from graph.store.port import Batch, Fetched, GraphStore
from tests.graph.store.builders import (
    HOME,
    KIN,
    NOW,
    RECORDED,
    RESIDENTS,
    a_batch,
    a_claim,
    a_member,
    a_person,
    a_relationship,
    a_residence,
    a_share,
    a_step,
    but,
    closed,
    said,
)


def ids(fetched: Fetched) -> set[str]:
    return {claim.id for claim in fetched.claims}


def publish(store: GraphStore, *parts: object, number: int = 1) -> None:
    store.write(number, a_batch(*parts))  # type: ignore[arg-type]
    store.publish(number)


def test_an_empty_graph_answers_with_nothing(store: GraphStore) -> None:
    assert store.health().publication == 0
    assert store.claims_around(["nobody"], [HOME], NOW, EVERYTHING) == Fetched()
    assert store.find_people([frozenset({"t:mia"})], NOW, EVERYTHING, 10) == ()
    assert store.claim("nothing", EVERYTHING) == Fetched()
    assert list(store.stored_claims()) == []


def test_nothing_written_is_seen_until_it_is_published(store: GraphStore) -> None:
    store.write(1, a_batch(a_person("mia")))
    assert store.claims_around(["mia"], [], NOW, EVERYTHING) == Fetched()
    store.publish(1)
    assert ids(store.claims_around(["mia"], [], NOW, EVERYTHING)) == {"c-mia"}
    assert store.health().publication == 1


def test_readers_see_the_old_state_until_the_new_one_is_published(store: GraphStore) -> None:
    publish(store, a_person("mia"))
    changed = but(a_person("mia"), headline=said({"given_name": "Mia"}))
    store.write(2, Batch(claims=[changed]))
    (before,) = store.claims_around(["mia"], [], NOW, EVERYTHING).claims
    assert before.value("given_name") is None
    store.publish(2)
    (after,) = store.claims_around(["mia"], [], NOW, EVERYTHING).claims
    assert after.value("given_name") == "Mia"


def test_writing_the_same_again_changes_nothing(store: GraphStore) -> None:
    batch = a_batch(a_person("mia"), a_residence("lives", "mia", "home"), a_member("mia", "mia"))
    for _ in range(2):
        store.write(1, batch)
    store.publish(1)
    assert [stored.claim.id for stored in store.stored_claims()] == ["c-mia", "lives"]
    assert len(list(store.stored_members())) == 1


def test_a_sweep_forgets_what_a_killed_load_left(store: GraphStore) -> None:
    publish(store, a_person("mia"), a_member("mia", "mia"))
    store.write(
        2, Batch(claims=[but(a_person("mia"), headline=said({"given_name": "X"})), a_person("roy")], gone_claims=[])
    )
    store.write(2, Batch(gone_members=["mia"]))
    store.sweep(1)
    assert [stored.claim.id for stored in store.stored_claims()] == ["c-mia"]
    assert [one.member.record_id for one in store.stored_members()] == ["mia"]
    assert dict(store.fingerprints("police", "main")) == {"c-mia": a_person("mia").fingerprint}


def test_what_is_taken_away_is_gone_when_published_and_swept(store: GraphStore) -> None:
    publish(store, a_person("mia"), a_person("roy"))
    store.write(2, Batch(gone_claims=["c-roy"]))
    assert set(dict(store.fingerprints("police", "main"))) == {"c-mia"}
    assert ids(store.claims_around(["roy"], [], NOW, EVERYTHING)) == {"c-roy"}
    store.publish(2)
    store.sweep(2)
    assert store.claims_around(["roy"], [], NOW, EVERYTHING) == Fetched()


def test_a_step_walks_along_its_kinds_to_its_kinds(store: GraphStore) -> None:
    publish(
        store, a_person("mia"), a_person("kelly"), a_person("dan"),
        a_residence("l1", "mia", "home"), a_residence("l2", "kelly", "home"),
        a_relationship("r1", "kelly", "dan"),
    )  # fmt: skip
    home = store.claims_around(["mia"], [HOME], NOW, EVERYTHING)
    assert home.reached == {"mia", "home"}
    assert ids(home) == {"c-mia", "l1", "l2", "c-kelly"}
    kin = store.claims_around(["mia"], [HOME, RESIDENTS, KIN], NOW, EVERYTHING)
    assert kin.reached == {"mia", "home", "kelly", "dan"}


def test_records_of_one_person_are_walked_as_one(store: GraphStore) -> None:
    publish(
        store, a_person("mia"), a_person("mia2", agency="housing"), a_residence("l1", "mia2", "home", "housing"),
        a_member("mia", "mia"), a_member("mia2", "mia"),
    )  # fmt: skip
    found = store.claims_around(["mia"], [HOME], NOW, EVERYTHING)
    assert found.reached == {"mia", "home"}
    assert ids(found) == {"c-mia", "c-mia2", "l1"}
    assert {member.record_id: member.entity_id for member in found.members} == {"mia": "mia", "mia2": "mia"}
    again = store.claims_around(["mia2"], [HOME], NOW, EVERYTHING)
    assert again == found


def test_members_that_move_are_walked_where_they_are_now(store: GraphStore) -> None:
    publish(store, a_person("mia"), a_person("mia2"), a_member("mia", "mia"), a_member("mia2", "mia2"))
    store.write(2, Batch(members=[a_member("mia2", "mia")]))
    assert ids(store.claims_around(["mia"], [], NOW, EVERYTHING)) == {"c-mia"}
    store.publish(2)
    assert ids(store.claims_around(["mia"], [], NOW, EVERYTHING)) == {"c-mia", "c-mia2"}


def test_a_household_that_joins_nobody_is_reached_and_never_walked_through(store: GraphStore) -> None:
    publish(
        store, a_person("mia"), a_person("dan"), a_residence("l1", "mia", "hostel"), a_residence("l2", "dan", "hostel"),
        a_member("hostel", "hostel", EntityKind.HOUSEHOLD, joins=False),
    )  # fmt: skip
    found = store.claims_around(["mia"], [HOME, RESIDENTS], NOW, EVERYTHING)
    assert found.reached == {"mia", "hostel"}


def test_known_at_decides_which_version_is_read(store: GraphStore) -> None:
    later = RECORDED + timedelta(days=30)
    old = but(a_person("mia"), superseded_at=later)
    new = but(a_claim(ClaimKind.PERSON, "c-mia-2", "mia"), recorded_at=later)
    publish(store, old, new)
    for moment, expected in (
        (RECORDED - timedelta(milliseconds=1), set()),
        (RECORDED, {"c-mia"}),
        (later - timedelta(milliseconds=1), {"c-mia"}),
        (later, {"c-mia-2"}),
    ):
        assert ids(store.claims_around(["mia"], [], moment, EVERYTHING)) == expected


def test_two_moments_are_read_in_one_look(store: GraphStore) -> None:
    later, last = RECORDED + timedelta(days=30), RECORDED + timedelta(days=60)
    versions = (
        but(a_person("mia"), superseded_at=later),
        but(a_claim(ClaimKind.PERSON, "c-mia-2", "mia"), recorded_at=later, superseded_at=last),
        but(a_claim(ClaimKind.PERSON, "c-mia-3", "mia"), recorded_at=last),
    )
    publish(store, *versions)
    before, tick = later - timedelta(milliseconds=1), timedelta(milliseconds=1)
    for since, until, expected in (
        (before, later, {"c-mia", "c-mia-2"}),
        (later, last - tick, {"c-mia-2"}),
        (later, last, {"c-mia-2", "c-mia-3"}),
        (RECORDED, NOW, {"c-mia", "c-mia-2", "c-mia-3"}),
    ):
        assert ids(store.claims_around(["mia"], [], until, EVERYTHING, since=since)) == expected


def test_a_share_is_read_however_late_its_sender_wrote_it_down(store: GraphStore) -> None:
    share = but(a_share("s1", "csc", person="mia"), recorded_at=datetime(2025, 1, 1, tzinfo=UTC))
    publish(store, a_person("mia"), share)
    assert ids(store.claims_around(["mia"], [], NOW, EVERYTHING)) == {"c-mia", "s1"}


def test_shares_about_a_gathered_record_come_with_it(store: GraphStore) -> None:
    lives = a_residence("l1", "mia", "home")
    share = a_share("s1", "csc", about=lives.claim.record_id)
    publish(store, a_person("mia"), lives, share)
    assert "s1" in ids(store.claims_around(["mia"], [], NOW, EVERYTHING))


def test_a_sealed_claim_is_not_there_without_its_grant(store: GraphStore) -> None:
    publish(store, a_person("mia"), a_person("dan"), closed(a_relationship("r1", "dan", "mia"), Marking.SEALED, "dan"))
    without = store.claims_around(["mia"], [KIN], NOW, NOTHING_CLOSED)
    assert without.reached == {"mia"}
    assert ids(without) == {"c-mia"}
    assert without.withheld_by == ()
    granted = Visible(grants=frozenset({Grant(Marking.SEALED, "dan")}))
    assert store.claims_around(["mia"], [KIN], NOW, granted).reached == {"mia", "dan"}
    other = Visible(grants=frozenset({Grant(Marking.RESTRICTED, "dan"), Grant(Marking.SEALED, "mia")}))
    assert store.claims_around(["mia"], [KIN], NOW, other) == without


def test_a_claim_that_names_two_closed_people_needs_both_grants(store: GraphStore) -> None:
    publish(
        store,
        a_person("mia"),
        a_person("dan"),
        closed(a_relationship("r1", "dan", "mia"), Marking.SEALED, "dan", "mia"),
    )
    one, both = (
        Visible(grants=frozenset(Grant(Marking.SEALED, record) for record in records))
        for records in (("dan",), ("dan", "mia"))
    )
    assert "r1" not in ids(store.claims_around(["mia"], [KIN], NOW, one))
    assert "r1" in ids(store.claims_around(["mia"], [KIN], NOW, both))


def test_of_closings_that_need_not_every_one_is_enough(store: GraphStore) -> None:
    event = closed(a_claim(ClaimKind.EVENT, "e1", "ev"), Marking.SEALED, "dan", "mia", every=False)
    publish(store, event, a_claim(ClaimKind.EVENT_PERSON, "p1", event="ev", person="mia"))
    granted = Visible(grants=frozenset({Grant(Marking.SEALED, "mia")}))
    assert ids(store.claims_around(["ev"], [], NOW, granted)) == {"e1", "p1"}
    assert ids(store.claims_around(["ev"], [], NOW, NOTHING_CLOSED)) == {"p1"}


def test_a_grant_is_for_the_person_whichever_record_it_names(store: GraphStore) -> None:
    publish(
        store,
        closed(a_person("dan2"), Marking.SEALED, "dan2"),
        a_person("dan"),
        a_member("dan", "dan"),
        a_member("dan2", "dan"),
    )
    granted = Visible(grants=frozenset({Grant(Marking.SEALED, "dan")}))
    assert ids(store.claims_around(["dan"], [], NOW, granted)) == {"c-dan", "c-dan2"}


def test_restricted_claims_about_the_seed_tell_their_agency_and_nothing_else(store: GraphStore) -> None:
    publish(
        store, a_person("mia"), a_person("dan"), closed(a_relationship("r1", "dan", "mia", "probation"), Marking.RESTRICTED, "dan"),
        closed(a_relationship("r2", "dan", "kelly", "gp"), Marking.RESTRICTED, "dan"), a_relationship("r3", "kelly", "mia"),
    )  # fmt: skip
    found = store.claims_around(["mia"], [KIN], NOW, NOTHING_CLOSED)
    assert found.withheld_by == ("probation",)
    assert found.withheld_people == (("probation", "mia"),)
    assert "r1" not in ids(found)
    granted = Visible(grants=frozenset({Grant(Marking.RESTRICTED, "dan")}))
    assert store.claims_around(["mia"], [KIN], NOW, granted).withheld_by == ()


def test_what_nothing_but_restricted_closes_is_open_where_all_of_it_is_asked_for(store: GraphStore) -> None:
    publish(
        store, a_person("mia"), a_person("dan"), closed(a_relationship("r1", "dan", "mia"), Marking.RESTRICTED, "dan"),
        closed(closed(a_relationship("r2", "sid", "mia"), Marking.RESTRICTED, "mia"), Marking.SEALED, "sid"),
        closed(a_relationship("r3", "ada", "mia"), Marking.CONFIDENTIAL, "ada"), a_relationship("r4", "dan", "kelly"),
    )  # fmt: skip
    asked = Visible(restricted_too=True)
    found = store.claims_around(["mia"], [KIN], NOW, asked)
    assert {"r1", "r4"} <= ids(found)
    assert not {"r2", "r3"} & ids(found)
    assert found.withheld_by == ()


def test_detail_is_read_by_its_own_agency_and_by_whom_it_was_shared_with(store: GraphStore) -> None:
    lives = but(a_residence("l1", "mia", "home"), detail=said({"note": "dog"}))
    publish(store, lives, a_share("s1", "csc", about=lives.claim.record_id))

    def note(visible: Visible) -> tuple[str | None, bool]:
        (claim,) = [one for one in store.claims_around(["mia"], [], NOW, visible).claims if one.id == "l1"]
        return claim.value("note"), claim.detail_withheld

    assert note(NOTHING_CLOSED) == (None, True)
    assert note(Visible(detail_of=frozenset({"gp"}))) == (None, True)
    assert note(Visible(detail_of=frozenset({"police"}))) == ("dog", False)
    assert note(Visible(detail_shared_with="csc")) == ("dog", False)
    assert note(Visible(detail_shared_with="housing")) == (None, True)


def test_the_part_of_an_event_is_shared_with_its_event(store: GraphStore) -> None:
    part = but(a_claim(ClaimKind.EVENT_PERSON, "p1", event="ev", person="mia"), detail=said({"note": "cried"}))
    publish(store, a_claim(ClaimKind.EVENT, "e1", "ev"), part, a_share("s1", "csc", about="ev"))
    (claim,) = [
        one for one in store.claims_around(["mia"], [], NOW, Visible(detail_shared_with="csc")).claims if one.id == "p1"
    ]
    assert claim.value("note") == "cried"


def test_what_gives_a_confidential_address_away_needs_a_grant(store: GraphStore) -> None:
    event = but(a_claim(ClaimKind.EVENT, "e1", "ev"), hidden=said({"place": "refuge"}), hidden_for=("kelly",))
    publish(store, event)

    def place(visible: Visible) -> str | None:
        return store.claims_around(["ev"], [], NOW, visible).claims[0].value("place")

    assert place(NOTHING_CLOSED) is None
    assert place(Visible(grants=frozenset({Grant(Marking.SEALED, "kelly")}))) is None
    assert place(Visible(grants=frozenset({Grant(Marking.CONFIDENTIAL, "kelly")}))) == "refuge"
    assert place(EVERYTHING) == "refuge"


def test_people_are_found_by_a_key_of_every_set_in_order(store: GraphStore) -> None:
    publish(
        store, a_person("b", "t:mia", "t:hobbs"), a_person("a", "t:mia", "t:pike"), a_person("c", "n:mia", "t:hobbs"),
        closed(a_person("d", "t:mia", "t:hobbs"), Marking.SEALED, "d"),
    )  # fmt: skip

    def found(*keys: set[str], limit: int = 10) -> tuple[str, ...]:
        return store.find_people([frozenset(some) for some in keys], NOW, NOTHING_CLOSED, limit)

    assert found({"t:mia", "n:mia"}) == ("a", "b", "c")
    assert found({"t:mia", "n:mia"}, {"t:hobbs"}) == ("b", "c")
    assert found({"t:mia", "n:mia"}, limit=2) == ("a", "b")
    assert found({"t:nobody"}, {"t:mia"}) == ()
    assert found() == ()


def test_people_are_found_by_the_names_they_had_then(store: GraphStore) -> None:
    publish(store, but(a_person("mia", "t:tranter"), recorded_at=NOW))
    assert store.find_people([frozenset({"t:tranter"})], NOW - timedelta(days=1), EVERYTHING, 10) == ()
    assert store.find_people([frozenset({"t:tranter"})], NOW, EVERYTHING, 10) == ("mia",)


def test_nearness_goes_through_visible_claims_only(store: GraphStore) -> None:
    publish(
        store, a_relationship("r1", "kelly", "mia"), closed(a_relationship("r2", "dan", "mia"), Marking.SEALED, "dan"),
        a_relationship("r3", "roy", "kelly"),
    )  # fmt: skip
    seeds = ["kelly", "dan", "roy", "mia", "nobody"]
    assert store.entities_near(seeds, [KIN], ["mia"], NOTHING_CLOSED) == {"kelly", "mia"}
    assert store.entities_near(seeds, [KIN, KIN], ["mia"], NOTHING_CLOSED) == {"kelly", "mia", "roy"}
    assert store.entities_near(seeds, [KIN], ["mia"], EVERYTHING) == {"kelly", "dan", "mia"}


def test_one_claim_comes_with_what_names_its_ends(store: GraphStore) -> None:
    publish(store, a_person("mia"), a_person("kelly"), a_relationship("r1", "kelly", "mia"))
    assert ids(store.claim("r1", NOTHING_CLOSED)) == {"r1", "c-mia", "c-kelly"}


def test_everything_written_comes_back_as_it_was(store: GraphStore) -> None:
    odd = but(
        closed(a_person("mia", "t:mia"), Marking.RESTRICTED, "mia"),
        headline=said({"given_name": "O'Brien </script> =1+1 ‮"}), detail=said({"note": "x"}),
        hidden=said({"place": "y"}), hidden_for=("kelly",), confirmed_at=NOW, superseded_at=NOW,
    )  # fmt: skip
    publish(
        store,
        odd,
        a_residence("l1", "mia", "home"),
        a_member("mia", "mia"),
        a_member("home", "home", EntityKind.HOUSEHOLD),
    )
    by_id = {stored.claim.id: stored for stored in store.stored_claims()}
    assert by_id == {"c-mia": odd, "l1": a_residence("l1", "mia", "home")}
    assert list(store.stored_members()) == [a_member("home", "home", EntityKind.HOUSEHOLD), a_member("mia", "mia")]


def test_steps_of_several_kinds_reach_entities_of_several_kinds(store: GraphStore) -> None:
    publish(
        store, a_claim(ClaimKind.EVENT, "e1", "ev"), a_claim(ClaimKind.EVENT_PERSON, "p1", event="ev", person="mia"),
        a_claim(ClaimKind.EVENT_PERSON, "p2", event="ev", person="dan"), a_residence("l1", "mia", "home"),
    )  # fmt: skip
    both = a_step((ClaimKind.EVENT_PERSON, ClaimKind.RESIDENCE), (EntityKind.EVENT, EntityKind.HOUSEHOLD))
    assert store.claims_around(["mia"], [both], NOW, EVERYTHING).reached == {"mia", "ev", "home"}


def test_no_claim_is_told_about_someone_denied_whatever_record_names_them(store: GraphStore) -> None:
    shown = (a_person("mia"), a_person("kay"), a_relationship("kin", "kay", "mia"), a_member("mia", "mia"))
    about = (
        a_person("dan", "t:dan"),
        a_person("dan2"),
        a_relationship("denied", "dan2", "mia"),
        closed(a_relationship("restricted", "dan", "mia"), Marking.RESTRICTED, "mia"),
    )
    publish(store, *shown, *about, a_member("dan", "dan"), a_member("dan2", "dan"))
    denying = Visible(denied=frozenset({"dan2"}))
    found = store.claims_around(["mia"], [KIN], NOW, denying)
    assert ids(found) == {"c-mia", "c-kay", "kin"}
    assert found.withheld_by == ()
    assert ids(store.claims_around(["dan"], [KIN], NOW, denying)) == set()
    assert store.find_people([frozenset({"t:dan"})], NOW, denying, 10) == ()
    assert store.claim("denied", denying) == Fetched()
    assert store.claim("denied", NOTHING_CLOSED) != Fetched()


def test_that_something_is_restricted_is_told_whatever_day_is_asked_about(store: GraphStore) -> None:
    late = but(a_relationship("late", "kay", "mia", agency="gp"), recorded_at=NOW)
    publish(store, a_person("mia"), a_person("kay"), closed(late, Marking.RESTRICTED, "mia"))
    assert store.claims_around(["mia"], [KIN], RECORDED, NOTHING_CLOSED).withheld_by == ("gp",)


def test_a_restricted_record_of_the_seed_alone_is_nobody_else(store: GraphStore) -> None:
    publish(
        store, a_person("mia"), closed(a_residence("l1", "mia", "home", agency="gp"), Marking.RESTRICTED, "mia"),
        closed(a_residence("l2", "dan", "home"), Marking.RESTRICTED, "dan"),
    )  # fmt: skip
    assert store.claims_around(["mia", "home"], [KIN], NOW, NOTHING_CLOSED).withheld_people == (("police", "home"),)
    assert store.claims_around(["mia"], [KIN], NOW, NOTHING_CLOSED).withheld_people == ()
