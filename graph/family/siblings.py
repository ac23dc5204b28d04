"""Siblings of a child: which kind, by which path, on which claims (rules.md §2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from graph.family.households import households_of, joins_people, residents_on
from graph.family.kinship import Relation, children_of, parents_of, partnership_held, partnerships_of, relations
from graph.family.people import individual
from graph.model.case import Case
from graph.model.claims import Claim
from graph.model.period import Certainty
from graph.model.vocabulary import SiblingKind, read_relationship

_BIRTH = "parent"
ASSERTED_KINDS = {
    "sibling": SiblingKind.SHARES_A_PARENT,
    "half_sibling": SiblingKind.HALF,
    "step_sibling": SiblingKind.STEP,
}


@dataclass(frozen=True, slots=True)
class SiblingPath:
    """A sibling, the kind, the people it goes through, and the claims that make it so."""

    person: str
    kind: SiblingKind
    via: tuple[str, ...]
    claims: tuple[Claim, ...]
    asserted_only: bool = False


def siblings_of(case: Case, child: str, *, everyone: bool = False) -> tuple[SiblingPath, ...]:
    """Each sibling once, in the first kind that holds: full, half, shares a parent, adoptive, step, lives with.

    A derived kind wins over an asserted one, whose claims are added to it.
    """
    paths: dict[str, SiblingPath] = {}
    for found in (
        *_through_parents(case, child, everyone=everyone),
        *_through_partners(case, child, everyone=everyone),
        *_living_with(case, child, everyone=everyone),
    ):
        paths.setdefault(found.person, found)
    asserted = _asserted(case, child, everyone=everyone)
    for person, claims in asserted.items():
        held = paths.get(person)
        if held:
            merged = tuple(dict.fromkeys(held.claims + claims))
            paths[person] = SiblingPath(person, held.kind, held.via, merged)
        else:
            paths[person] = SiblingPath(person, _asserted_kind(claims), (), claims, asserted_only=True)
    return tuple(paths[person] for person in sorted(paths))


def _parent_claims(case: Case, child: str, types: frozenset[str], *, everyone: bool) -> Mapping[str, tuple[Claim, ...]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for relation in parents_of(case, child, everyone=everyone):
        if relation.type in types:
            found[relation.who].append(relation.claim)
    return {parent: tuple(claims) for parent, claims in sorted(found.items())}


def _through_parents(case: Case, child: str, *, everyone: bool) -> list[SiblingPath]:
    birth = _parent_claims(case, child, frozenset({_BIRTH}), everyone=everyone)
    every = _parent_claims(case, child, frozenset({_BIRTH, "adoptive_parent"}), everyone=everyone)
    others = {
        relation.of
        for parent in every
        for relation in children_of(case, parent, everyone=everyone)
        if relation.type in {_BIRTH, "adoptive_parent"} and relation.of != child
    }
    return [_by_shared_parents(case, person, birth, every, everyone=everyone) for person in sorted(others)]


def _by_shared_parents(
    case: Case,
    person: str,
    birth: Mapping[str, tuple[Claim, ...]],
    every: Mapping[str, tuple[Claim, ...]],
    *,
    everyone: bool,
) -> SiblingPath:
    theirs = _parent_claims(case, person, frozenset({_BIRTH}), everyone=everyone)
    theirs_all = _parent_claims(case, person, frozenset({_BIRTH, "adoptive_parent"}), everyone=everyone)
    shared = sorted(birth.keys() & theirs.keys())
    if shared:
        kind = _kind_by_birth(len(shared), bool(birth.keys() - theirs.keys()), bool(theirs.keys() - birth.keys()))
        claims = [claim for parent in shared for claim in (*birth[parent], *theirs[parent])]
        if kind is SiblingKind.HALF:
            claims += [
                claim
                for parent in sorted(birth.keys() ^ theirs.keys())
                for claim in (*birth.get(parent, ()), *theirs.get(parent, ()))
            ]
    else:
        shared = sorted(every.keys() & theirs_all.keys())
        kind = SiblingKind.ADOPTIVE
        claims = [claim for parent in shared for claim in (*every[parent], *theirs_all[parent])]
    return SiblingPath(person, kind, tuple(shared), tuple(dict.fromkeys(claims)))


def _kind_by_birth(shared: int, child_has_other: bool, they_have_other: bool) -> SiblingKind:
    """Full: two shared parents. Half: one, and the other known for both and different. Else shares a parent."""
    if shared > 1:
        return SiblingKind.FULL
    return SiblingKind.HALF if child_has_other and they_have_other else SiblingKind.SHARES_A_PARENT


def _through_partners(case: Case, child: str, *, everyone: bool) -> list[SiblingPath]:
    """Step: a child of a parent's partner while that partnership holds, or of a step-parent on record."""
    as_of = case.dates.as_of
    found: list[SiblingPath] = []
    for parent, claims in _parent_claims(
        case, child, frozenset({_BIRTH, "adoptive_parent"}), everyone=everyone
    ).items():
        for held in partnerships_of(case, parent, everyone=everyone):
            if partnership_held((held,), as_of, as_of + timedelta(days=1)) is not Certainty.NO:
                partner = held.with_(parent)
                theirs = children_of(case, partner, everyone=everyone)
                found += _step_children(child, theirs, (*claims, held.claim), (parent, partner))
    for step, claims in _parent_claims(case, child, frozenset({"step_parent"}), everyone=everyone).items():
        found += _step_children(child, children_of(case, step, everyone=everyone), claims, (step,))
    for parent, claims in _parent_claims(
        case, child, frozenset({_BIRTH, "adoptive_parent"}), everyone=everyone
    ).items():
        found += [
            SiblingPath(relation.of, SiblingKind.STEP, (parent,), (*claims, relation.claim))
            for relation in children_of(case, parent, everyone=everyone)
            if relation.type == "step_parent" and relation.of != child
        ]
    return sorted(found, key=lambda path: path.person)


def _step_children(
    child: str, children: Iterable[Relation], claims: tuple[Claim, ...], via: tuple[str, ...]
) -> list[SiblingPath]:
    return [
        SiblingPath(relation.of, SiblingKind.STEP, via, (*claims, relation.claim))
        for relation in children
        if relation.of != child and relation.type in {_BIRTH, "adoptive_parent"}
    ]


def _asserted(case: Case, child: str, *, everyone: bool) -> Mapping[str, tuple[Claim, ...]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for relation in relations(case, child, everyone=everyone):
        if relation.type in ASSERTED_KINDS:
            found[relation.who if relation.of == child else relation.of].append(relation.claim)
    return {person: tuple(claims) for person, claims in sorted(found.items())}


def _asserted_kind(claims: tuple[Claim, ...]) -> SiblingKind:
    """A plain `sibling` shares a parent; where a source says half or step, that."""
    said = {read_relationship(claim.value("type") or "")[0] for claim in claims}
    return next(kind for name, kind in ASSERTED_KINDS.items() if name in said)


def _living_with(case: Case, child: str, *, everyone: bool) -> list[SiblingPath]:
    as_of = case.dates.as_of
    found: list[SiblingPath] = []
    if not individual(case, child).is_child_on(as_of):
        return found
    for household in households_of(case, child, everyone=everyone):
        present = residents_on(case, household, as_of, everyone=everyone)
        if child not in present or not joins_people(case, household, as_of, everyone=everyone):
            continue
        mine = tuple(claim for stay in present[child] for claim in stay.claims)
        for person, stays in present.items():
            if person != child and individual(case, person).is_child_on(as_of):
                theirs = tuple(claim for stay in stays for claim in stay.claims)
                found.append(SiblingPath(person, SiblingKind.LIVES_WITH, (household,), (*mine, *theirs)))
    return found
