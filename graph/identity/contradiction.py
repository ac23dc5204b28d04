"""What a new judgement may not be beside those in force: said in words, with the judgements it contradicts.

`same` joins whole chains: who judged A and B, and B and C, to be one person has judged A and C. So a judgement is held
against what follows from all of them, not only against an earlier one of the same two records.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.identity.judgements import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why a judgement can't stand beside earlier ones: in words, and the ids of those."""

    says: str
    judgements: tuple[str, ...]


def find_contradiction(new: Judgement, in_force: Sequence[Judgement]) -> Contradiction | None:
    """What in force a new judgement contradicts, or None. Whoever was unsure is contradicted by nobody."""
    on_pair = [entry for entry in in_force if entry.pair == new.pair and entry.verdict is not Verdict.UNSURE]
    if on_pair:
        return Contradiction(_says_of_pair(on_pair[-1], new), _ids(on_pair))
    same = _links(entry for entry in in_force if entry.verdict is Verdict.SAME)
    if new.verdict is Verdict.DIFFERENT:
        chain = _chain(same, new.left, new.right)
        if chain:
            return Contradiction(
                "earlier judgements make these two one person, one after the other; undo one of them first", _ids(chain)
            )
    if new.verdict is Verdict.SAME:
        left, right = _reached(same, new.left), _reached(same, new.right)
        apart = [
            entry
            for entry in in_force
            if entry.verdict is Verdict.DIFFERENT
            if (entry.left in left and entry.right in right) or (entry.left in right and entry.right in left)
        ]
        if apart:
            return Contradiction(
                "someone of one was judged not to be someone of the other; undo that first", _ids(apart)
            )
    return None


def _says_of_pair(before: Judgement, new: Judgement) -> str:
    judged = "one person" if before.verdict is Verdict.SAME else "two people"
    if before.verdict is new.verdict:
        return f"{before.author} has already judged these two to be {judged}"
    return f"{before.author} judged these two to be {judged}; undo that first"


Links = Mapping[str, Sequence[tuple[str, Judgement]]]


def _links(entries: Iterable[Judgement]) -> Links:
    found: defaultdict[str, list[tuple[str, Judgement]]] = defaultdict(list)
    for entry in entries:
        found[entry.left].append((entry.right, entry))
        found[entry.right].append((entry.left, entry))
    return found


def _reached(links: Links, start: str) -> frozenset[str]:
    """Every record that judgements make one person with a record, itself included."""
    return frozenset(_paths(links, start))


def _chain(links: Links, start: str, end: str) -> tuple[Judgement, ...]:
    """The fewest judgements that lead from one record to another; none where they don't."""
    return _paths(links, start).get(end, ())


def _paths(links: Links, start: str) -> Mapping[str, tuple[Judgement, ...]]:
    paths: dict[str, tuple[Judgement, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for record, entry in links.get(here, ()):
            if record not in paths:
                paths[record] = (*paths[here], entry)
                waiting.append(record)
    return paths


def _ids(entries: Iterable[Judgement]) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)
