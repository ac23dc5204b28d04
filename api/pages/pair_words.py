"""Two records compared, in a steward's words: why a pair waits, what each comparison says, how far it speaks for or against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from api.pages.words import capital, listed, partial, sex
from graph.model.answers import Candidate, Comparison
from graph.model.reviewing import JudgedPair

NOUNS: Mapping[str, str] = {
    "First name": "first name",
    "Other forenames": "another forename",
    "Family name": "family name",
    "Date of birth": "date of birth",
    "NHS number": "NHS number",
    "Pupil number": "pupil number",
    "Other numbers": "a number of an agency",
    "Address": "an address",
    "Phone, email or vehicle": "a phone, email or vehicle",
    "Sex": "sex",
}
MINUS = "\u2212"
UNKNOWN = "not on both records"
SAME = frozenset({"the same", "one is the same", "one in common"})
DIFFERENT = frozenset({"different", "none in common", "two different valid numbers"})
WORTH_SAYING_IT_LACKS = frozenset({"Date of birth", "Address"})
SAYS_LITTLE = frozenset({"Sex"})
OF_OTHERS = "between other records of theirs: "
_STRONGLY, _CLEARLY, _AT_ALL = 5.0, 1.5, 0.3
_MOST, _LEAST = 0.99, 0.01
_SHOWN: Mapping[str, Callable[[str], str]] = {"Date of birth": partial, "Sex": sex}


VERDICTS: Mapping[str, str] = {
    "same": "Judged to be the same person",
    "different": "Judged to be different people",
    "unsure": "Somebody could not tell",
}


class Outcome(StrEnum):
    """What came of comparing one thing."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


def outcome(comparison: Comparison) -> Outcome:
    """What came of it, whatever it weighs."""
    if comparison.says == UNKNOWN:
        return Outcome.UNKNOWN
    if comparison.says.partition(", ")[0] in SAME:
        return Outcome.SAME
    return Outcome.DIFFERENT if comparison.says in DIFFERENT else Outcome.ALIKE


def why_waiting(candidate: Candidate) -> str:
    """One line: what the two have in common, what is alike, what differs, what is not there to compare."""
    found: dict[Outcome, list[Comparison]] = {kind: [] for kind in Outcome}
    for comparison in candidate.comparisons:
        found[outcome(comparison)].append(comparison)
    parts = (
        ("In common", [_shared(one) for one in found[Outcome.SAME] if one.field not in SAYS_LITTLE]),
        ("Alike", [f"{_noun(one)} ({one.says})" for one in found[Outcome.ALIKE]]),
        ("Different", [plain_field(one.field) for one in found[Outcome.DIFFERENT]]),
        ("Against it", ["; ".join(_grouped(candidate.effect.conflicts))] if candidate.effect else []),
        ("Not on both", [_noun(one) for one in found[Outcome.UNKNOWN] if one.field in WORTH_SAYING_IT_LACKS]),
    )
    return " ".join(f"{named}: {listed(told)}." for named, told in parts if any(told))


def _grouped(conflicts: Sequence[str]) -> list[str]:
    """What stands against it, that between other records of the two people told in one."""
    others = [one.removeprefix(OF_OTHERS) for one in conflicts if one.startswith(OF_OTHERS)]
    own = [one for one in conflicts if not one.startswith(OF_OTHERS)]
    return [*own, f"between other records of theirs, {listed(others)}"] if others else own


def _noun(comparison: Comparison) -> str:
    return NOUNS.get(comparison.field, comparison.field)


def _shared(comparison: Comparison) -> str:
    """What both have, with what the comparison says of it beyond that."""
    _, _, beyond = comparison.says.partition(", ")
    return f"{_noun(comparison)} ({beyond})" if beyond else _noun(comparison)


def plain_field(field: str) -> str:
    """What is compared, within a sentence: `first name`, `NHS number`."""
    return field if field[:2].isupper() else field[:1].lower() + field[1:]


def compared(comparison: Comparison) -> str:
    """What the comparison says, and which record alone says something."""
    if comparison.says != UNKNOWN:
        return capital(comparison.says)
    if comparison.left and comparison.right:
        return "On both, but one can't be used to compare: not valid, or on too many people"
    return f"Only on the {'first' if comparison.left else 'second'} record"


def said_lines(text: str | None, field: str) -> list[str]:
    """What a record says of one thing, a line a value, dates and codes as people write them."""
    show = _SHOWN.get(field, str)
    return [show(part) for part in (text or "").split("; ") if part]


def bearing(weight: float) -> str:
    """How far a comparison speaks for or against one person, with its weight: `Speaks strongly for (+7.2 bits)`."""
    size = abs(weight)
    if size < _AT_ALL:
        return "Says nothing either way" if not weight else f"Says little either way ({_bits(weight)})"
    how = "strongly " if size >= _STRONGLY else "" if size >= _CLEARLY else "a little "
    return f"Speaks {how}{'for' if weight > 0 else 'against'} ({_bits(weight)})"


def _bits(weight: float) -> str:
    return f"{'+' if weight > 0 else MINUS}{abs(weight):.1f} bits"


def chance(probability: float) -> str:
    """`93 in 100`; never certain, either way."""
    if probability > _MOST:
        return "more than 99 in 100"
    if probability < _LEAST:
        return "less than 1 in 100"
    return f"{probability * 100:.0f} in 100"


def odds(bits: float) -> str:
    """`1 in 4,097`: odds in bits as people say them."""
    return f"1 in {1 + 2**-bits:,.0f}"


def shown_now(found: JudgedPair) -> str:
    """What answers make of the two now, and whether that is what was judged."""
    now = "One person" if found.is_one else "Two people"
    if not found.is_shown:
        return f"{now} still. Answers follow when records have been linked again, which takes from seconds to minutes."
    return f"{now}." if found.undone or found.verdict == "unsure" else f"{now}, as judged."
