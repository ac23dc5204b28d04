"""rules.md §2, Siblings of C, by brute force: a kind a person, sentence by sentence."""

from __future__ import annotations

from graph.model.claims import ClaimKind, Role
from tests.oracle.people import LIVING_ROLES, Relation, is_child, joins_people, relations
from tests.oracle.rows import Known

ASSERTED = {"sibling": "shares_a_parent", "half_sibling": "half", "step_sibling": "step"}


def siblings(known: Known, child: str, *, everyone: bool = False) -> dict[str, str]:
    """Everybody who is a sibling of C, by kind: "Derived kinds win over an asserted `sibling`"."""
    found = asserted(known, child, everyone=everyone)
    found |= lives_with(known, child, everyone=everyone)
    found |= dict.fromkeys(steps(known, child, everyone=everyone), "step")
    found |= dict.fromkeys(by_adoption(known, child, everyone=everyone), "adoptive")
    found |= by_blood(known, child, everyone=everyone)
    found.pop(child, None)
    return found


def has_begun(known: Known, relation: Relation) -> bool:
    """Whether a relationship has, or may have, begun by the day asked about."""
    return relation.row.span.days(longest=True)[0] <= known.asked.as_of


def parents(known: Known, child: str, types: set[str], *, everyone: bool) -> set[str]:
    """The parents on record; a role in an event is never parenthood."""
    return {
        relation.one
        for relation in relations(known, everyone=everyone)
        if relation.other == child and relation.type in types and has_begun(known, relation)
    }


def children_of(known: Known, parent: str, types: set[str], *, everyone: bool) -> set[str]:
    """Those of whom somebody is a parent on record."""
    return {
        relation.other
        for relation in relations(known, everyone=everyone)
        if relation.one == parent and relation.type in types and has_begun(known, relation)
    }


def by_blood(known: Known, child: str, *, everyone: bool) -> dict[str, str]:
    """§2: "*full* (two shared parents), *half* (one shared parent, the other known and different), *shares a parent*"."""
    mine = parents(known, child, {"parent"}, everyone=everyone)
    found = {}
    for parent in mine:
        for other in children_of(known, parent, {"parent"}, everyone=everyone):
            theirs = parents(known, other, {"parent"}, everyone=everyone)
            shared = mine & theirs
            if len(shared) > 1:
                found[other] = "full"
            else:
                found[other] = "half" if mine - shared and theirs - shared else "shares_a_parent"
    return found


def by_adoption(known: Known, child: str, *, everyone: bool) -> set[str]:
    """§2, *adoptive*: a parent in common, of one or both of them by adoption."""
    types = {"parent", "adoptive_parent"}
    return {
        other
        for parent in parents(known, child, types, everyone=everyone)
        for other in children_of(known, parent, types, everyone=everyone)
    }


def steps(known: Known, child: str, *, everyone: bool) -> set[str]:
    """§2, *step*: "child of a parent's partner while that partnership holds, or of a step-parent on record"; both ways."""
    mine = {"parent", "adoptive_parent"}
    found = set()
    for parent in parents(known, child, mine, everyone=everyone):
        for partner in partners(known, parent, everyone=everyone):
            found |= children_of(known, partner, mine, everyone=everyone)
        found |= step_children(known, parent, everyone=everyone)
    for step_parent in step_parents(known, child, everyone=everyone):
        found |= children_of(known, step_parent, mine, everyone=everyone)
    return found - {child}


def partners(known: Known, person: str, *, everyone: bool) -> set[str]:
    """Whom somebody is the spouse or partner of on the day."""
    return {
        other
        for relation in relations(known, everyone=everyone)
        if relation.type in {"spouse", "partner"} and relation.row.span.on(known.asked.as_of)
        for one, other in ((relation.one, relation.other), (relation.other, relation.one))
        if one == person
    }


def step_parents(known: Known, child: str, *, everyone: bool) -> set[str]:
    """Step-parents on record: whether that has ended is not asked."""
    return {
        relation.one
        for relation in relations(known, everyone=everyone)
        if relation.type == "step_parent" and relation.other == child and has_begun(known, relation)
    }


def step_children(known: Known, person: str, *, everyone: bool) -> set[str]:
    """Those of whom somebody is a step-parent on record: the other way round."""
    return {
        relation.other
        for relation in relations(known, everyone=everyone)
        if relation.type == "step_parent" and relation.one == person and has_begun(known, relation)
    }


def lives_with(known: Known, child: str, *, everyone: bool) -> dict[str, str]:
    """§2, *lives with*: "children of one household at `as_of`"."""
    day = known.asked.as_of
    if not is_child(known, child, day):
        return {}
    there: dict[str, set[str]] = {}
    for row in known.said(ClaimKind.RESIDENCE, everyone=everyone):
        if row.cell("role") in LIVING_ROLES and row.span.on(day):
            for home in known.whos(row, Role.HOUSEHOLD):
                there.setdefault(home, set()).update(known.whos(row, Role.PERSON))
    return {
        other: "lives_with"
        for home, people in there.items()
        if child in people and joins_people(known, home, day)
        for other in people
        if is_child(known, other, day)
    }


def asserted(known: Known, child: str, *, everyone: bool) -> dict[str, str]:
    """§2: "an asserted `sibling` with no derived kind is *shares a parent*, said to be asserted only"."""
    found: dict[str, str] = {}
    for type_ in ("step_sibling", "sibling", "half_sibling"):
        for relation in relations(known, everyone=everyone):
            if relation.type == type_ and child in {relation.one, relation.other}:
                found[relation.other if relation.one == child else relation.one] = ASSERTED[type_]
    return found
