"""Who says otherwise: the claims that can't be true beside a given one (rules.md §1: side by side, nothing averaged).

Silence is not disagreement: only what somebody recorded counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graph.family.kinship import to_relation
from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, parse_partial
from graph.model.vocabulary import CARER_TYPES, EX_TYPES, LIVING_ROLES, PARENT_TYPES, PARTNER_TYPES

_SAYS_NOTHING_MORE = frozenset({"other"}) | (CARER_TYPES - PARENT_TYPES)
"""Types that may be true beside any other: a grandparent may be the kinship carer too."""
_ONE_THING = (PARTNER_TYPES, EX_TYPES, frozenset({"sibling", "half_sibling"}), frozenset({"sibling", "step_sibling"}))
_ONE_TRUTH = ("date_of_birth", "date_of_death")


def otherwise(case: Case, claim: Claim) -> tuple[Claim, ...]:
    """The other claims known to whom was asked about that say otherwise, by id; none for a kind nobody can contradict."""
    differs = _DIFFERS.get(claim.kind)
    if differs is None:
        return ()
    subject = case.entity_at(claim, Role.PERSON)
    if subject is None:
        return ()
    found = (other for other in case.about(subject, claim.kind) if other.id != claim.id)
    return tuple(sorted({other for other in found if differs(case, claim, other)}, key=lambda other: other.id))


def _homes_differ(case: Case, one: Claim, other: Claim) -> bool:
    """Living in two places at once, or one stay over for one and going on for the other."""
    if case.entity_at(one, Role.PERSON) != case.entity_at(other, Role.PERSON):
        return False
    if case.entity_at(one, Role.HOUSEHOLD) != case.entity_at(other, Role.HOUSEHOLD):
        both_live = all(_lives(claim) and supports(claim) for claim in (one, other))
        return both_live and _overlap(one, other) is Certainty.CERTAIN
    if _overlap(one, other) is Certainty.NO:
        return False
    return supports(one) is not supports(other) or (one.valid.end is None) is not (other.valid.end is None)


def _lives(claim: Claim) -> bool:
    """Whether the stay is somebody's whole home: who lives there part of the time has another."""
    return (claim.value("role") or "resident") in LIVING_ROLES - {"part_time", "overnight"}


def _relations_differ(case: Case, one: Claim, other: Claim) -> bool:
    """Another relationship of the same two at the same time, or one that the other refutes."""
    mine, theirs = to_relation(case, one), to_relation(case, other)
    if mine is None or theirs is None or {mine.who, mine.of} != {theirs.who, theirs.of}:
        return False
    if _overlap(one, other) is Certainty.NO:
        return False
    is_same = _are_one_thing(mine.type, theirs.type)
    if supports(one) is not supports(other):
        return is_same
    return supports(one) and not is_same and not {mine.type, theirs.type} & _SAYS_NOTHING_MORE


def _are_one_thing(one: str, other: str) -> bool:
    return one == other or any({one, other} <= together for together in _ONE_THING)


def _people_differ(case: Case, one: Claim, other: Claim) -> bool:
    """Another day of birth or death, or another sex, on another record of the person."""
    if case.entity(one.record_id) != case.entity(other.record_id):
        return False
    dates = ((one.value(name), other.value(name)) for name in _ONE_TRUTH)
    if any(_are_apart(mine, theirs) for mine, theirs in dates if mine and theirs):
        return True
    sexes = {one.value("sex"), other.value("sex")} & {"M", "F"}
    return len(sexes) > 1


def _are_apart(one: str, other: str) -> bool:
    mine, theirs = parse_partial(one), parse_partial(other)
    return mine.last < theirs.first or theirs.last < mine.first


def _overlap(one: Claim, other: Claim) -> Certainty:
    if one.valid.overlaps(other.valid.surely_from, other.valid.surely_until) is Certainty.CERTAIN:
        return Certainty.CERTAIN
    return min(Certainty.POSSIBLE, one.valid.overlaps(other.valid.maybe_from, other.valid.maybe_until))


_DIFFERS: Mapping[ClaimKind, Callable[[Case, Claim, Claim], bool]] = {
    ClaimKind.RESIDENCE: _homes_differ,
    ClaimKind.RELATIONSHIP: _relations_differ,
    ClaimKind.PERSON: _people_differ,
}
