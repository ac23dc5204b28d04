"""Who withholds what is restricted around the seeds of a case, on each engine (access.md §2)."""

from __future__ import annotations

from graph.access.visible import NOTHING_CLOSED, Grant, Visible
from graph.model.claims import ClaimKind, Marking
from graph.store.port import GraphStore
from tests.graph.store.builders import NOW, a_claim, a_person, a_relationship, a_share, closed
from tests.graph.store.test_contract import publish


def test_somebody_restricted_at_an_event_of_the_seed_links_their_agency_to_it(store: GraphStore) -> None:
    publish(
        store, a_person("mia"), a_person("dan"), a_claim(ClaimKind.EVENT, "e1", "ev"),
        a_claim(ClaimKind.EVENT_PERSON, "p1", event="ev", person="mia"),
        closed(a_claim(ClaimKind.EVENT_PERSON, "p2", agency="gp", event="ev", person="dan"), Marking.RESTRICTED, "dan"),
        closed(a_claim(ClaimKind.EVENT_PERSON, "p3", agency="csc", event="ev", person="sid"), Marking.SEALED, "sid"),
        a_claim(ClaimKind.EVENT, "e2", "away"),
        closed(a_claim(ClaimKind.EVENT_PERSON, "p4", agency="school", event="away", person="dan"), Marking.RESTRICTED, "dan"),
    )  # fmt: skip
    found = store.claims_around(["mia"], [], NOW, NOTHING_CLOSED)
    assert (found.withheld_by, found.withheld_people) == (("gp",), (("gp", "mia"),))
    granted = Visible(grants=frozenset({Grant(Marking.RESTRICTED, "dan")}))
    assert store.claims_around(["mia"], [], NOW, granted).withheld_by == ()


def test_an_event_that_is_sealed_links_nobody_restricted_to_the_seed(store: GraphStore) -> None:
    publish(
        store, a_person("mia"), a_person("dan"),
        closed(a_claim(ClaimKind.EVENT_PERSON, "p1", event="ev", person="mia"), Marking.SEALED, "mia"),
        closed(a_claim(ClaimKind.EVENT_PERSON, "p2", event="ev", person="dan"), Marking.RESTRICTED, "dan"),
    )  # fmt: skip
    assert store.claims_around(["mia"], [], NOW, NOTHING_CLOSED).withheld_by == ()


def test_who_asked_and_was_refused_is_told_so_and_nobody_else(store: GraphStore) -> None:
    event = a_claim(ClaimKind.EVENT_PERSON, "p1", agency="gp", event="ev", person="mia")
    tie = a_relationship("r1", "dan", "mia")
    publish(
        store, a_person("mia"), closed(event, Marking.RESTRICTED, "mia"), closed(tie, Marking.RESTRICTED, "dan"),
        closed(a_share("s1", "csc", "refused", "gp", about="ev"), Marking.RESTRICTED, "mia"),
        closed(a_share("s2", "csc", "refused", "police", person="dan"), Marking.SEALED, "dan"),
        closed(a_share("s3", "school", "refused", "police", person="dan"), Marking.RESTRICTED, "dan"),
    )  # fmt: skip
    ours, theirs = (Visible(detail_of=frozenset({agency})) for agency in ("csc", "school"))
    assert store.claims_around(["mia"], [], NOW, ours).withheld_by == ("gp", "police")
    assert store.claims_around(["mia"], [], NOW, ours).refused_by == ("gp",)
    assert store.claims_around(["mia"], [], NOW, theirs).refused_by == ("police",)
    assert store.claims_around(["mia"], [], NOW, NOTHING_CLOSED).refused_by == ()
