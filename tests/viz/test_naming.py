"""Names tell people apart and links read as sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.network import LinkKind, Node
from tests.viz.family import DAZ, FRIEND, JOAN, POLICE, TESSA, a_node, a_period, a_person, a_record, an_edge
from tests.viz.networks import a_network
from viz.gathering import Happening
from viz.naming import NO_NAME, age_of, link_says, names_in, part_says, shares_says


def _plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_two_of_one_name_are_told_apart_by_birth_or_by_who_named_them() -> None:
    other = replace(DAZ, id="other", date_of_birth="1971")
    unnamed = replace(FRIEND, id="x", display_name="Daz", records=(a_record(POLICE, "people"),))
    also = replace(FRIEND, id="y", display_name="Daz", records=())
    names = names_in(a_network((a_node(DAZ), a_node(other), a_node(unnamed), a_node(also), a_node(JOAN))))
    assert names == {
        "daz": "MARR, Darren (born 11 Feb 1990)",
        "other": "MARR, Darren (born 1971)",
        "x": "Daz (said by Vale Police)",
        "y": "Daz",
        "joan": "QUILL, Joan",
    }


def test_a_contact_detail_is_called_by_those_who_share_it() -> None:
    nodes = (a_node(JOAN), a_node(TESSA), Node("d1", "contact detail", "Shared phone, email or vehicle"))
    links = [an_edge(f"e{one}", one, "d1", LinkKind.CONTACT_DETAIL, "same contact detail") for one in ("joan", "tessa")]
    assert names_in(a_network(nodes, *links))["d1"] == "Phone, email or vehicle of QUILL, Joan and QUILL, Tessa"


def test_somebody_without_a_name_is_said_to_be_not_identified() -> None:
    assert names_in(a_network((a_node(FRIEND),)))["friend"] == NO_NAME


@pytest.mark.parametrize(
    ("kind", "label", "over", "says"),
    [
        (LinkKind.LIVES_WITH, "resident", False, "A lives at B"),
        (LinkKind.LIVES_WITH, "overnight", True, "A lived at B (overnight)"),
        (LinkKind.FAMILY, "step parent", False, "A is step parent of B"),
        (LinkKind.FAMILY, "sibling", False, "A and B: sibling"),
        (LinkKind.PARTNER, "ex_partner", False, "A and B: ex-partner"),
        (LinkKind.PROFESSIONAL, "gp", False, "A is GP for B"),
        (LinkKind.PROFESSIONAL, "lead", True, "A was lead worker for B"),
        (LinkKind.OTHER, "", False, "A and B: other links"),
    ],
)
def test_a_link_is_a_sentence(kind: LinkKind, label: str, over: bool, says: str) -> None:
    assert _plain(link_says(an_edge("e", "a", "b", kind, label), "A", "B", over=over)) == says


def test_a_part_in_an_event_says_as_what_and_when() -> None:
    event = Happening(
        Node("v", "event", "Domestic abuse, 2023-05-03"),
        (an_edge("e", "a", "v", LinkKind.EVENT, "suspect", valid=a_period("2023-05-03", "2023-05-04")),),
    )
    assert _plain(part_says(event.parts[0], "A", event)) == "A (suspect) in Domestic abuse, 3 May 2023"


def test_a_shared_detail_names_the_others() -> None:
    assert _plain(shares_says("A", ["B", "C"])) == "A shares a phone, email or vehicle with B and C"
    assert _plain(shares_says("A", [])) == "A has a phone, email or vehicle that somebody else has too"


def test_a_name_turned_round_stays_in_its_place() -> None:
    assert link_says(an_edge("e", "a", "b", LinkKind.FAMILY, "parent"), "\u202eA", "B").startswith(
        "\u2068\u202eA\u2069"
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"date_of_birth": "1990", "age": 34}, "aged 34"),
        ({"date_of_birth": "1980", "ages": "43 or 44"}, "aged 43 or 44"),
        ({"date_of_death": "2019-11-20", "age": 34}, "died 20 Nov 2019"),
        ({"expected_birth": "2024-07"}, "unborn, due Jul 2024"),
        ({}, "age not recorded"),
    ],
)
def test_an_age_is_never_guessed(changes: dict[str, object], says: str) -> None:
    assert age_of(a_person("p", "P", **changes)) == says
    assert age_of(None) == "age not recorded"
