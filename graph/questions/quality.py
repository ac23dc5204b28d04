"""`identityQuality`: how many records and people there are, what was joined by whom, how far policy and judges agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.identity.explanation import explain_pairs
from graph.identity.judgements import Judgement, Verdict
from graph.identity.policy import Decision
from graph.model.people import Agency
from graph.model.reviewing import AgencyTally, Agreement, IdentityQuality
from graph.questions.identity_book import IdentityBook, Rows
from graph.questions.reading import Reading

UNDONE = "undone"
_BY_POLICY = "policy "
Judged = tuple[Judgement, Decision]


def find_quality(reading: Reading, book: IdentityBook) -> IdentityQuality:
    """How linking stands, in numbers of open records alone."""
    files = book.files()
    in_force = book.judgements()
    decided = [entry for entry in in_force if entry.verdict is not Verdict.UNSURE]
    rows = book.rows({record for entry in decided for record in entry.pair})
    judged = _seen_by_policy(book, rows, decided)
    by_policy, by_judges = _joined(files.counts())
    records, people = files.tally()
    return IdentityQuality(
        records=records,
        people=people,
        agencies=_agencies(reading, files.tally_by_agency(), rows, judged),
        joined_by_policy=by_policy,
        joined_by_judgement=by_judges,
        waiting=len(book.waiting()),
        judged={**{verdict.value: 0 for verdict in Verdict}, **_verdicts(in_force), UNDONE: _count_undone(book)},
        same=_agreement(judged, Verdict.SAME),
        different=_agreement(judged, Verdict.DIFFERENT),
        crowded=_crowded(files.crowded()),
    )


def _seen_by_policy(book: IdentityBook, rows: Rows, decided: Sequence[Judgement]) -> list[Judged]:
    explained = explain_pairs(rows, [entry.pair for entry in decided], book.model())
    return [(entry, found.decision) for entry, found in zip(decided, explained, strict=True)]


def _joined(counts: Mapping[tuple[str, str], int]) -> tuple[int, int]:
    """How many pairs were joined by the policy, and how many by people."""
    joined = [(author, count) for (decision, author), count in counts.items() if decision == Decision.JOIN]
    by_policy = sum(count for author, count in joined if author.startswith(_BY_POLICY))
    return by_policy, sum(count for _, count in joined) - by_policy


def _verdicts(entries: Iterable[Judgement]) -> Mapping[str, int]:
    return Counter(entry.verdict.value for entry in entries)


def _count_undone(book: IdentityBook) -> int:
    undone = [past.judgement for past in book.log.history() if past.undone_at is not None]
    known = book.rows({record for entry in undone for record in entry.pair})
    return sum(set(entry.pair) <= known.keys() for entry in undone)


def _agencies(
    reading: Reading, tallies: Mapping[str, tuple[int, int]], rows: Rows, judged: Sequence[Judged]
) -> tuple[AgencyTally, ...]:
    by_agency: defaultdict[str, list[Judged]] = defaultdict(list)
    for entry, decision in judged:
        for agency in {rows[record]["agency"] for record in entry.pair}:
            by_agency[agency].append((entry, decision))
    found = [
        AgencyTally(
            reading.partnership.agencies.get(agency) or Agency(agency, agency, "other"),
            records,
            people,
            _agreement(by_agency[agency], Verdict.SAME),
            _agreement(by_agency[agency], Verdict.DIFFERENT),
        )
        for agency, (records, people) in tallies.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.agency.name, one.agency.id)))


def _agreement(judged: Iterable[Judged], verdict: Verdict) -> Agreement:
    decisions = Counter(decision for entry, decision in judged if entry.verdict is verdict)
    put_forward = decisions[Decision.QUEUE] + decisions[Decision.REJECT_CONFLICT]
    return Agreement(decisions[Decision.JOIN], put_forward, decisions[Decision.LEAVE])


def _crowded(found: Iterable[tuple[str, int, tuple[str, ...]]]) -> tuple[tuple[str, int, int], ...]:
    values: Counter[str] = Counter()
    records: defaultdict[str, set[str]] = defaultdict(set)
    for what, _, held_by in found:
        values[what] += 1
        records[what].update(held_by)
    return tuple((what, values[what], len(records[what])) for what in sorted(values))
