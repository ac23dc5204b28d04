"""What a new judgement may not be beside those in force: said in words, with the judgements it contradicts.

`same` joins whole chains: who judged A and B, and B and C, to be one person has judged A and C. So a judgement is held
against what follows from all of them, not only against an earlier one of the same two records.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.identity.judgements import Judgement, Pair, Verdict


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why a judgement can't stand beside earlier ones: in words, and the ids of those."""

    says: str
    judgements: tuple[str, ...]


def find_contradiction(
    new: Judgement, in_force: Sequence[Judgement], joined: Iterable[Pair] = ()
) -> Contradiction | None:
    """What in force a new judgement contradicts, or None. Whoever was unsure is contradicted by nobody.

    `joined` are pairs that the policy joined. A person may overrule the policy, not another person: two records that only
    a judgement made one are told apart by undoing it.
    """
    on_pair = [entry for entry in in_force if entry.pair == new.pair and entry.verdict is not Verdict.UNSURE]
    if on_pair:
        return Contradiction(_says_of_pair(on_pair[-1], new), _ids(on_pair))
    links = _links((entry for entry in in_force if entry.verdict is Verdict.SAME), joined)
    match new.verdict:
        case Verdict.DIFFERENT:
            chain = _paths(links, new.left).get(new.right, ())
            return Contradiction(_ONE_BY_CHAIN, _ids(chain)) if chain else None
        case Verdict.SAME:
            apart = _between(in_force, _paths(links, new.left).keys(), _paths(links, new.right).keys())
            return Contradiction(_TWO_BY_CHAIN, _ids(apart)) if apart else None
    return None


def judged_to_be_one(pair: Pair, in_force: Iterable[Judgement], joined: Iterable[Pair] = ()) -> tuple[str, ...]:
    """The ids of the judgements by which two records are one person; none where the policy joined them by itself."""
    same = (entry for entry in in_force if entry.verdict is Verdict.SAME)
    left, right = pair
    return _ids(_paths(_links(same, joined), left).get(right, ()))


_ONE_BY_CHAIN = "earlier judgements make these two one person, one after the other; undo one of them first"
_TWO_BY_CHAIN = "someone of one was judged not to be someone of the other; undo that first"


def _between(in_force: Sequence[Judgement], left: Collection[str], right: Collection[str]) -> list[Judgement]:
    """Who of one was judged not to be who of the other."""
    return [
        entry
        for entry in in_force
        if entry.verdict is Verdict.DIFFERENT
        if (entry.left in left and entry.right in right) or (entry.left in right and entry.right in left)
    ]


def _says_of_pair(before: Judgement, new: Judgement) -> str:
    judged = "one person" if before.verdict is Verdict.SAME else "two people"
    if before.verdict is new.verdict:
        return f"{before.author} has already judged these two to be {judged}"
    return f"{before.author} judged these two to be {judged}; undo that first"


Links = Mapping[str, Sequence[tuple[str, Judgement | None]]]


def _links(same: Iterable[Judgement], joined: Iterable[Pair]) -> Links:
    """What leads from each record to another: joins of the policy first, so that no judgement counts where they do."""
    found: defaultdict[str, list[tuple[str, Judgement | None]]] = defaultdict(list)
    for left, right, entry in [*((*pair, None) for pair in joined), *((*entry.pair, entry) for entry in same)]:
        found[left].append((right, entry))
        found[right].append((left, entry))
    return found


def _paths(links: Links, start: str) -> Mapping[str, tuple[Judgement, ...]]:
    """Every record that is one person with a record, itself included, with the fewest judgements that make them so."""
    paths: dict[str, tuple[Judgement, ...]] = {start: ()}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for record, entry in links.get(here, ()):
            path = paths[here] if entry is None else (*paths[here], entry)
            if record not in paths or len(path) < len(paths[record]):
                paths[record] = path
                (waiting.appendleft if entry is None else waiting.append)(record)
    return paths


def _ids(entries: Iterable[Judgement]) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)
