"""What forbids two records to be one person, whatever else they share: said in words, or nothing.

A conflict holds between records, and so between any two clusters that hold them: no chain of joins leads around it.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

import jellyfish

from graph.identity.features import Names, Record
from graph.identity.normalise import sound_key

ALIKE = 0.9
_SHORTEST_PREFIX = 3


class Conflict(StrEnum):
    """Why a join is forbidden; the text is what a steward reads."""

    ADOPTED = "an identity after adoption"
    NHS_NUMBERS = "two different NHS numbers"
    PUPIL_NUMBERS = "two different pupil numbers"
    RELATIVES = "one agency has them as two people related to each other"
    TWINS = "twins: one agency has two children of one birth date and family under different first names"
    FIRST_NAMES = "first names differ"
    BIRTH_AND_NAMES = "birth dates and first names differ"
    BIRTH_DATES = "birth dates differ"
    SEXES = "sexes and first names differ"
    JUDGED = "judged to be two people"
    SEVERAL = "fits more than one person on record"


def find_conflict(left: Record, right: Record) -> Conflict | None:
    """The first reason in order of weight why the two cannot be one person, or None."""
    if left.adopted or right.adopted:
        apart = _adoption_keeps_apart(left, right)
        if apart:
            return Conflict.ADOPTED
    if _differ(left.nhs, right.nhs):
        return Conflict.NHS_NUMBERS
    if _differ(left.upn, right.upn):
        return Conflict.PUPIL_NUMBERS
    return _personal_conflict(left, right)


def forenames_fit(left: Names, right: Names) -> bool:
    """Whether first names could be one person's: equal, short form, alike, an initial, another forename, or
    swapped; unknown fits.
    """
    if not left.letters or not right.letters or not left.firsts.isdisjoint(right.firsts):
        return True
    return (
        not left.roots.isdisjoint(right.roots)
        or not left.roots.isdisjoint(right.stems)
        or not left.stems.isdisjoint(right.roots)
        or not left.sounds.isdisjoint(right.sounds)
        or not left.given_tokens.isdisjoint(right.given_tokens)
        or not left.initials.isdisjoint(right.letters)
        or not right.initials.isdisjoint(left.letters)
        or _any_alike(left.firsts, right.firsts)
        or (_any_alike(left.firsts, right.surnames) and _any_alike(left.surnames, right.firsts))
    )


def share_number(left: Record, right: Record) -> bool:
    """Whether a valid NHS number or UPN is on both."""
    return not left.nhs.isdisjoint(right.nhs) or not left.upn.isdisjoint(right.upn)


def one_date_miswritten(left: Record, right: Record, others: Iterable[Record]) -> bool:
    """Whether two whole birth dates that differ are both one slip from a third on record: 2 November written as
    11 February by one agency and as 20 November by another.
    """
    return any(
        bool(other.born.full) and other.born.agrees(left.born) and other.born.agrees(right.born) for other in others
    )


def _personal_conflict(left: Record, right: Record) -> Conflict | None:
    names_fit = forenames_fit(left.names, right.names)
    born_known = left.born.known and right.born.known
    born_fits = not born_known or left.born.agrees(right.born)
    if not names_fit and not born_fits:
        return Conflict.BIRTH_AND_NAMES
    if left.sex and right.sex and left.sex != right.sex and left.names.firsts.isdisjoint(right.names.firsts):
        return Conflict.SEXES
    if share_number(left, right):
        return None
    if _twins(left, right, names_fit=names_fit):
        return Conflict.TWINS
    if not names_fit:
        return Conflict.FIRST_NAMES
    return None if born_fits else Conflict.BIRTH_DATES


def _adoption_keeps_apart(left: Record, right: Record) -> bool:
    """access.md §2: only under its own family name, and there only with others so marked or dated after it."""
    return any(
        marked.adopted
        and (
            not other.family_names
            or not other.family_names <= marked.family_names
            or not (other.adopted or other.recorded_at > marked.recorded_at)
        )
        for marked, other in ((left, right), (right, left))
    )


def _twins(left: Record, right: Record, *, names_fit: bool) -> bool:
    """One system writes twins down as two people: one birth date and family, another first name (or other forenames
    under one first).
    """
    if left.source != right.source or left.born.full.isdisjoint(right.born.full):
        return False
    if left.names.surnames.isdisjoint(right.names.surnames) and left.addresses.isdisjoint(right.addresses):
        return False
    return not names_fit or _differ(left.names.middles, right.names.middles)


def _differ(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left) and bool(right) and left.isdisjoint(right)


def _any_alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(_look_alike(*sorted((mine, theirs))) for mine in left for theirs in right)


@lru_cache(maxsize=65_536)
def _look_alike(left: str, right: str) -> bool:
    if sound_key(left) == sound_key(right):
        return True
    shorter = min(left, right, key=len)
    if len(shorter) >= _SHORTEST_PREFIX and (left.startswith(right) or right.startswith(left)):
        return True
    return jellyfish.jaro_winkler_similarity(left, right) >= ALIKE
