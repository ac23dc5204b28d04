"""Cells that are hidden open to the grant they name, on every engine."""

from __future__ import annotations

from graph.access.visible import Grant, Visible
from graph.model.claims import ClaimKind, Marking
from graph.store.port import GraphStore
from tests.graph.store.builders import NOW, a_claim, but, said
from tests.graph.store.test_contract import publish


def test_what_names_somebody_closed_needs_the_grant_it_says(store: GraphStore) -> None:
    event = but(a_claim(ClaimKind.EVENT, "e1", "ev"), hidden=said({"headline": "Kelly"}), hidden_for=("sealed|kelly",))
    nobody_s = but(a_claim(ClaimKind.EVENT, "e2", "other"), hidden=said({"headline": "Kelly and Lee"}), hidden_for=())
    publish(store, event, nobody_s)

    def headline(of: str, *markings: Marking) -> str | None:
        visible = Visible(grants=frozenset(Grant(marking, "kelly") for marking in markings))
        return store.claims_around([of], [], NOW, visible).claims[0].value("headline")

    assert headline("ev") is None
    assert headline("ev", Marking.CONFIDENTIAL, Marking.RESTRICTED) is None
    assert headline("ev", Marking.SEALED) == "Kelly"
    assert headline("other", *Marking) is None
