"""Two of those told are not on record as one person, unless each is by a name or a contact of their own. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph.questions.matching import Match


def each_of_their_own(matches: Sequence[Match]) -> list[Match]:
    """The matches, in the same order; who is left with nobody of their own fits nobody any longer.

    Those whose name and contacts are all another's too are told apart by number: two told of one name are on record
    where two people fit, and where one does, the first told is.
    """
    fitting = [match for match in matches if match.fits]
    own = {(match.sought.id, match.person) for match in fitting if _is_own(match, fitting)}
    taken, settled = {person for _, person in own}, {told for told, _ in own}
    rest: dict[str, list[str]] = {}
    for match in fitting:
        if match.sought.id not in settled:
            free = rest.setdefault(match.sought.id, [])
            free += [match.person] if match.person not in taken else []
    kept = own | {(told, person) for told in _placed(rest) for person in rest[told]}
    told = [
        replace(match, fits=False) if match.fits and (match.sought.id, match.person) not in kept else match
        for match in matches
    ]
    order = {match.sought.id: number for number, match in reversed(list(enumerate(matches)))}
    return sorted(told, key=lambda match: (order[match.sought.id], not match.fits, match.person))


def _is_own(match: Match, fitting: Sequence[Match]) -> bool:
    others = [one for one in fitting if one.person == match.person and one.sought.id != match.sought.id]
    return not others or bool(match.by.difference(*(one.by for one in others)))


def _placed(rest: Mapping[str, Sequence[str]]) -> set[str]:
    """As many of those told as can have a person each, the first told first (augmenting paths)."""
    held: dict[str, str] = {}

    def place(told: str, seen: set[str]) -> bool:
        for person in rest[told]:
            if person not in seen:
                seen.add(person)
                if person not in held or place(held[person], seen):
                    held[person] = told
                    return True
        return False

    return {told for told in rest if place(told, set())}
