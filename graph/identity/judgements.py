"""What people decided about pairs of records: a log whose latest word on a pair counts, over any policy."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.identity.adopted_side import NOBODY_ADOPTED, AdoptedSide
from graph.identity.conflicts import Conflict, find_conflict
from graph.identity.features import Record

Pair = tuple[str, str]


class Verdict(StrEnum):
    """What was judged of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry of the log: who judged what of which two records, why and when (milliseconds since 1970).

    `evidence_since` is when the evidence that names them was recorded; None means the moment of judging. `sequence`
    orders entries of one moment, as the log wrote them; `id` is the log's name for the entry.
    """

    left: str
    right: str
    verdict: Verdict
    author: str
    reason: str
    at: int
    sequence: int = 0
    evidence_since: int | None = None
    id: str = ""

    @property
    def pair(self) -> Pair:
        """The two record ids in order."""
        return in_order(self.left, self.right)

    @property
    def order(self) -> tuple[int, int]:
        """Where the entry stands in the log."""
        return (self.at, self.sequence)


def in_order(left: str, right: str) -> Pair:
    """Two record ids as the pair they are, whichever came first."""
    return (left, right) if left < right else (right, left)


@dataclass(frozen=True, slots=True)
class InForce:
    """The judgements that count now, and what keeps records apart once they are heard."""

    records: Mapping[str, Record]
    latest: Mapping[Pair, Judgement]
    same: Mapping[str, frozenset[str]]
    relatives: frozenset[Pair] = frozenset()  # whom one system relates to each other: nobody is their own parent
    vouched: frozenset[Pair] = frozenset()
    adopted: AdoptedSide = NOBODY_ADOPTED

    def verdict(self, pair: Pair) -> Verdict | None:
        """What was judged of a pair, or None."""
        entry = self.latest.get(pair)
        return entry.verdict if entry else None

    def find_conflict(self, left: Record, right: Record) -> Conflict | None:
        """What keeps two records apart after all judgements.

        A judge can overrule differing facts, never an adoption. Who was judged the same lends the other their
        facts: a record that
        fits one of the two fits both, so that one person judged to have had two numbers does not fall apart again.
        A record more closed than both lends nothing: it would leave a trace in what is open.
        """
        conflict = self._conflict_of_pair(left, right)
        if conflict in {None, Conflict.ADOPTED, Conflict.JUDGED}:
            return conflict
        tier = max(left.tier, right.tier)
        lent = any(
            lender.tier <= tier and self._conflict_of_pair(mine, lender) is None
            for mine, theirs in ((left, right), (right, left))
            for lender in map(self.records.__getitem__, self.same.get(theirs.record_id, ()))
        )
        return None if lent else conflict

    def _conflict_of_pair(self, left: Record, right: Record) -> Conflict | None:
        conflict = find_conflict(left, right)
        if conflict is Conflict.ADOPTED or self.adopted.keeps_apart(left, right):
            return Conflict.ADOPTED
        pair = in_order(left.record_id, right.record_id)
        verdict = self.verdict(pair)
        if verdict is Verdict.DIFFERENT:
            return Conflict.JUDGED
        if verdict is Verdict.SAME or pair in self.vouched:
            return None
        return Conflict.RELATIVES if pair in self.relatives else conflict

    def vouching(self, pairs: frozenset[Pair]) -> "InForce":
        """The same judgements, with pairs that the records' own facts show to be one person: they lend each other
        their facts as judged ones do, and any judgement comes before them.
        """
        kept = {pair for pair in pairs if self.verdict(pair) is None}
        return replace(self, same=_lending(self.latest, kept), vouched=frozenset(kept))


def in_force(
    log: Iterable[Judgement], records: Mapping[str, Record], relatives: frozenset[Pair] = frozenset()
) -> InForce:
    """The judgement that counts for each pair of known records: the latest; the caller leaves out what was undone."""
    latest: dict[Pair, Judgement] = {}
    for entry in log:
        before = latest.get(entry.pair)
        if _known(entry.pair, records) and (before is None or entry.order >= before.order):
            latest[entry.pair] = entry
    return InForce(records, dict(sorted(latest.items())), _lending(latest), relatives)


def _lending(latest: Mapping[Pair, Judgement], vouched: Iterable[Pair] = ()) -> dict[str, frozenset[str]]:
    """Who lends their facts to whom: the pairs judged to be one person, and those the records vouch for."""
    lends: defaultdict[str, set[str]] = defaultdict(set)
    for left, right in (*vouched, *(pair for pair, entry in latest.items() if entry.verdict is Verdict.SAME)):
        lends[left].add(right)
        lends[right].add(left)
    return {record_id: frozenset(others) for record_id, others in lends.items()}


def _known(pair: Pair, records: Collection[str]) -> bool:
    return pair[0] != pair[1] and pair[0] in records and pair[1] in records
