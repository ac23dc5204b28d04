"""What is sealed leaves nothing behind: the open claims are those of a world in which it was never said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store.port import said_by
from tests.ingest.claims.world import a_system, event, household, part, person, stay, stored, tie
from tests.ingest.landed import Row

Tables = dict[str, list[Row]]
OPEN = ("P1", "P2")
SEALED = "S1"
_ROLES = ("subject", "victim", "present")


def _rows(people: tuple[str, ...], mark: str) -> st.SearchStrategy[Tables]:
    """Rows about these people; `mark` keeps the references of two sets apart."""
    who = st.sampled_from(people)
    events = st.sampled_from(("E1", "E2"))
    return st.fixed_dictionaries(
        {
            "residences": st.lists(st.builds(stay, _ref(mark), who, st.just("H1")), max_size=3),
            "relationships": st.lists(
                st.builds(tie, _ref(mark), who, st.just("parent"), st.sampled_from(OPEN)), max_size=3
            ),
            "event_people": st.lists(st.builds(part, events, who, st.sampled_from(_ROLES)), max_size=4),
            "shares": st.lists(st.builds(_share, _ref(mark), who), max_size=2),
        }
    )


def _ref(mark: str) -> st.SearchStrategy[str]:
    return st.integers(1, 99).map(lambda number: f"{mark}{number}")


def _share(ref: str, who: str) -> Row:
    return {"record_ref": ref, "to_agency": "police", "outcome": "shared", "person_ref": who, "shared_on": "2023-01-01"}


def _open_claims(tables: Tables) -> dict[str, str]:
    claims = stored(a_system(tables))
    return {claim.claim.id: said_by(claim.fingerprint) for claim in claims if not claim.closings}


@settings(max_examples=25, deadline=None)
@given(_rows(OPEN, "O"), _rows((SEALED,), "S"), st.booleans())
def test_a_sealed_person_and_all_that_names_them_leave_no_trace(said: Tables, added: Tables, has_event: bool) -> None:
    base: Tables = {
        "people": [person(ref) for ref in OPEN],
        "households": [household("H1")],
        "events": [event("E1"), event("E2")],
        **said,
        "event_people": [*said["event_people"], part("E1", "P1", "child"), part("E2", "P2", "child")],
    }
    own = {"events": [event("E9", household_ref="H1")], "event_people": [part("E9", SEALED)]} if has_event else {}
    added = {**added, "people": [person(SEALED, family_name="Quist", sensitivity="sealed")]}
    whole = {table: [*base[table], *added.get(table, []), *own.get(table, [])] for table in base}
    assert _open_claims(whole) == _open_claims(base)
