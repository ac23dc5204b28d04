"""P6: one child's network two steps out: the store's read, the whole question, and one statement by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator

from api.graphql.execution import Executor, Operation
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.access.visible import EVERYTHING
from graph.model.claims import ClaimKind
from graph.model.people import EntityKind
from graph.questions.reading import ONWARD
from graph.store.opening import GRAPH_FILE
from graph.store.port import GraphStore
from graph.store.stored_form import to_ms
from tools.bench.by_hand_sqlite import SqliteByHand
from tools.bench.county import NOW, County, loaded, partnership
from tools.bench.timing import Figure, in_turns, ready, require_equal

_BY_HAND = 1.5
PEOPLE = 20
_BORN_AFTER = "2008"
_ASKED = "query Network($id: ID!) { network(around: $id, hops: 2) { nodes { id kind label } edges { source target } } }"
_CALLER = Caller("assessment", frozenset({AccessRole.ASSESSMENT}), "csc")


def network(county: County, rounds: int) -> Iterator[Figure]:
    """The networks of some people of a county, one after the other."""
    with loaded(county) as stores:
        graph, hand = stores.graph, SqliteByHand(stores.data / GRAPH_FILE)
        people = people_of(graph)
        executor = Executor()
        questions = partnership(stores).questions(_CALLER, read_purpose("assessment"))
        known = to_ms(NOW)

        def store() -> list[set[str]]:
            return [
                {claim.id for claim in graph.claims_around([one], (ONWARD, ONWARD), NOW, EVERYTHING).claims}
                for one in people
            ]

        def by_hand() -> list[set[str]]:
            return [{str(row["claim_id"]) for row in hand.two_hops(one, known)} for one in people]

        def through_the_door() -> list[object]:
            return [executor.run(Operation(_ASKED, {"id": one}), questions).body["data"]["network"] for one in people]

        require_equal("there are children to ask about", bool(people), True)
        require_equal("the claims of the networks", store(), by_hand())
        require_equal("a network for everyone", all(through_the_door()), True)
        best = in_turns(
            {"store": ready(store), "hand": ready(by_hand), "door": ready(through_the_door)},
            rounds,
        )
        hand.close()
    what = f"a network two steps out, {len(people)} children, embedded"
    yield Figure("P6", f"{what}: the read", best["store"], "one SQL statement by hand", best["hand"], _BY_HAND)
    yield Figure("P6", f"{what}: door, rules, audit", best["door"], "one SQL statement by hand", best["hand"], _BY_HAND)


def people_of(graph: GraphStore) -> list[str]:
    """Some children social care has a record of, by their records' ids."""
    found = sorted(
        one.claim.record_id
        for one in graph.stored_claims()
        if one.claim.kind is ClaimKind.PERSON
        and one.claim.agency == _CALLER.agency
        and not one.closings
        and json.loads(one.headline).get("date_of_birth", "") > _BORN_AFTER
    )
    return [record for record in found if _is_person(graph, record)][:PEOPLE]


def _is_person(graph: GraphStore, record: str) -> bool:
    members = graph.claims_around([record], (), NOW, EVERYTHING).members
    return any(member.record_id == record and member.kind is EntityKind.PERSON for member in members)
