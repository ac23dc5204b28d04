"""What is kept of who may be who, as a question reads it: waiting pairs, open rows, judgements, the model in use."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from graph.identity.contradiction import judged_to_be_one
from graph.identity.judgements import Judgement, Pair, Verdict, in_order
from graph.identity.model import Model
from graph.model.judging import ConflictAnswer
from graph.store.ledger.judgements import Judgements
from graph.store.pair_files import KeptPair, PairFiles
from graph.store.stored_form import to_ms

Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class IdentityBook:
    """Pairs and rows of the publication that answers show, and the log of judgements of now."""

    files: Callable[[], PairFiles]
    log: Judgements
    model: Callable[[], Model]

    def waiting(self, denied: frozenset[str] = frozenset()) -> tuple[KeptPair, ...]:
        """Pairs before a person, one of each two people, that nobody has decided since they were worked out.

        None of anybody `denied`: any record of theirs stands for the person.
        """
        decided = {people for people, entry in self.judged().items() if entry.verdict is not Verdict.UNSURE}
        gone = denied | {row["person_id"] for row in self.rows(denied).values()} if denied else denied
        pairs = ((two_people(pair.left_person, pair.right_person), pair) for pair in self.files().waiting())
        return tuple(pair for people, pair in pairs if people not in decided and gone.isdisjoint(people))

    def judged(self) -> Mapping[frozenset[str], Judgement]:
        """The latest judgement of each two people, as they are now."""
        log = self.judgements()
        rows = self.rows({record for entry in log for record in entry.pair})
        return {two_people(rows[entry.left]["person_id"], rows[entry.right]["person_id"]): entry for entry in log}

    def judged_apart(self) -> frozenset[frozenset[str]]:
        """Two people each, of whom somebody judged that they are not one."""
        return frozenset(people for people, entry in self.judged().items() if entry.verdict is Verdict.DIFFERENT)

    def rows(self, records: Collection[str]) -> Rows:
        """Rows of open records as identity read them."""
        return self.files().people(records)

    def judgements(self) -> Sequence[Judgement]:
        """Those in force whose records are open: of others nobody is told that they are there."""
        return [entry for entry, is_open in self._log() if is_open]

    def _log(self) -> list[tuple[Judgement, bool]]:
        log = self.log.in_force()
        known = self.rows({record for entry in log for record in entry.pair})
        return [(entry, entry.left in known and entry.right in known) for entry in log]

    def what_joined(self, left: str, right: str) -> tuple[str, ...]:
        """The ids of the judgements of open records by which two records are one person already."""
        judgement = Judgement(left, right, Verdict.SAME, "", "", 0)
        log = self._log()
        is_open = [entry for entry, is_open in log if is_open]
        return judged_to_be_one((left, right), is_open, self._joined_by_policy(judgement, log))

    def keep(self, judgement: Judgement) -> Judgement | ConflictAnswer:
        """The judgement as kept, or what it contradicts among judgements of open records."""
        log = self._log()
        closed = {entry.id for entry, is_open in log if not is_open}
        kept = self.log.add(judgement, lambda entry: entry.id not in closed, self._joined_by_policy(judgement, log))
        return kept if isinstance(kept, Judgement) else ConflictAnswer(kept.says, kept.judgements)

    def _joined_by_policy(self, judgement: Judgement, log: Sequence[tuple[Judgement, bool]]) -> list[Pair]:
        records = {record for entry in (judgement, *(entry for entry, _ in log)) for record in entry.pair}
        people = {row["person_id"] for row in self.rows(records).values()}
        judged = {entry.pair for entry, _ in log if entry.verdict is not Verdict.UNSURE}
        pairs = [in_order(pair.left, pair.right) for pair in self.files().joined(people)]
        return [pair for pair in pairs if pair not in judged]

    def undo(self, judgement: Judgement, author: str, reason: str, now: datetime) -> Judgement | ConflictAnswer:
        """The undoing as a judgement of now by its author, or who undid it before."""
        undone = self.log.undo(judgement.id, author, reason, now)
        if undone is None or not undone.is_new:
            return ConflictAnswer("this judgement was undone before", (judgement.id,))
        return replace(judgement, author=author, at=to_ms(now))


def two_people(left: str, right: str) -> frozenset[str]:
    """Two people, whichever comes first."""
    return frozenset((left, right))
