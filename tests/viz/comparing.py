"""The same family at two moments, and as an assessment team was told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph.model.answers import AdultState, Candidate, Comparison
from graph.model.changes import AdultChange, Change, ChangeKind, Changes
from graph.model.knowing import ToldMatch, UnknownPartnerAnswer
from tests.viz.family import (
    ASKED,
    BLANKS,
    CSC,
    DAZ,
    FRIEND,
    JOAN,
    NOW,
    PETE,
    POLICE,
    TESSA,
    an_adult,
    family_network,
)


def family_changes() -> Changes:
    """A change of each kind, and an adult who came, went and became known."""
    edge = family_network().edges[0]
    changes = tuple(
        Change(kind, f"{kind.value.lower()} since 2023-07-01", (DAZ,), (edge,), "2023-07-01", NOW, edge.claims)
        for kind in ChangeKind
        if kind is not ChangeKind.JOINED
    )
    joined = Change(ChangeKind.JOINED, "told apart before, are known to be one person", (DAZ,), (), None, NOW, ())
    adults = (
        AdultChange(DAZ, None, AdultState.HIDDEN, "around the child now"),
        AdultChange(PETE, AdultState.HIDDEN, AdultState.KNOWN_NOT_ASSESSED, "known now"),
        AdultChange(FRIEND, AdultState.UNIDENTIFIED, None, "gone"),
    )
    before = replace(ASKED, as_of=date(2023, 6, 1))
    return Changes(ASKED, before, TESSA, (*changes, joined), adults, 7, (), BLANKS)


def family_check() -> UnknownPartnerAnswer:
    """Of three told one is on record, one may be any of two, one is not; an adult and a child were not told."""
    reasons = (Comparison("First name", "joan", "Joan", "the same", 4.0),)
    found = tuple(Candidate(TESSA, person, 0.9, reasons) for person in (JOAN, FRIEND, DAZ))
    told = (
        ToldMatch("Joan Quill", found[:1], on_record=True),
        ToldMatch("Daz", found[1:], on_record=True),
        ToldMatch("Petra Lund", (), on_record=False),
    )
    others = (
        an_adult(PETE, AdultState.HIDDEN, POLICE),
        replace(an_adult(TESSA, AdultState.HIDDEN, CSC), under_eighteen=True),
    )
    return UnknownPartnerAnswer(ASKED, told, others, BLANKS)
