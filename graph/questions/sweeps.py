"""The tables `adults`, `siblings` and `findings` of the area: the questions' own rules over cases gathered set-based."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from graph.family.adults import ASSESSING_KIND, adults_around
from graph.family.circle import circle_of, circle_seeds
from graph.family.evidence import GroundFound
from graph.family.feeds import missing_names
from graph.family.people import ADULT_AGE, individual
from graph.family.siblings import siblings_of
from graph.model.case import Case, build_case
from graph.model.claims import Claim, ClaimKind
from graph.model.dates import Dates
from graph.model.findings import SetAside
from graph.model.people import Partnership
from graph.questions.adults import AROUND_STEPS, CIRCLE_STEPS
from graph.questions.asides import recorded_since
from graph.rules.rule import Rule
from graph.rules.states import Result, result_of
from graph.rules.subject import Subject
from graph.store.columns import ClaimColumns, open_columns
from graph.store.port import Fetched

CHILDREN_AT_ONCE = 500
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep stands on: the claim files of the published state, what is loaded, the four dates.

    `loaded`: the deliveries loaded since the first of `asides`, with when. `denied`: whom whoever asks may never be shown.
    """

    folder: Path
    partnership: Partnership
    dates: Dates
    all_children: bool = False
    rules: tuple[Rule, ...] = ()
    asides: tuple[SetAside, ...] = ()
    loaded: Mapping[str, datetime] = field(default_factory=dict)
    denied: frozenset[str] = frozenset()


def adults_rows(sweep: Sweep) -> Iterator[Row]:
    """Rows of `report adults`: one per child record × adult record of each pair around a child."""
    for case, child in _cases(sweep, around=True):
        found = adults_around(case, child)
        for adult in found.adults:
            shared = {
                "state": adult.state.value.lower(),
                "grounds": ";".join(ground.kind for ground in adult.grounds),
                "first_date": adult.since.text if adult.since else "",
                "last_date": _last(adult.grounds),
                "agencies": ";".join(sorted({claim.agency for ground in adult.grounds for claim in ground.claims})),
                "known_by": ";".join(adult.knowing),
                "claims": ";".join(sorted({claim.id for ground in adult.grounds for claim in ground.claims})),
            }
            for mine in _records(case, child):
                for theirs in _records(case, adult.person.id):
                    yield {
                        "child_agency": mine.agency,
                        "child_ref": mine.source.record_ref,
                        "adult_agency": theirs.agency,
                        "adult_ref": theirs.source.record_ref,
                        **shared,
                        "child_system": mine.source.system,
                        "adult_system": theirs.source.system,
                    }


def siblings_rows(sweep: Sweep) -> Iterator[Row]:
    """Rows of `report siblings`: one per record pair of each pair of siblings, both directions, any age."""
    for case, person in _cases(sweep, around=False):
        for path in siblings_of(case, person):
            through = ";".join(sorted({claim.id for claim in path.claims}))
            for mine in _records(case, person):
                for theirs in _records(case, path.person):
                    yield {
                        "child_agency": mine.agency,
                        "child_ref": mine.source.record_ref,
                        "sibling_agency": theirs.agency,
                        "sibling_ref": theirs.source.record_ref,
                        "kind": path.kind.value,
                        "through": through,
                        "child_system": mine.source.system,
                        "sibling_system": theirs.source.system,
                    }


def findings_rows(sweep: Sweep) -> Iterator[Row]:
    """Rows of `report findings`: one per child record × rule, in no order of likelihood."""
    by_child: dict[str, list[SetAside]] = defaultdict(list)
    for aside in sweep.asides:
        if aside.holds_at(sweep.dates.known_at):
            by_child[aside.child].append(aside)
    for case, child in _cases(sweep, around=True):
        subject, mine = Subject(case, child), _records(case, child)
        asides = [aside for record in {child, *(row.record_id for row in mine)} for aside in by_child.get(record, ())]
        for rule in sweep.rules:
            shared = _finding(result_of(rule, subject, asides), sweep)
            for row in mine:
                yield {
                    "child_agency": row.agency,
                    "child_ref": row.source.record_ref,
                    "rule": rule.name,
                    **shared,
                    "child_system": row.source.system,
                }


def failing_rules(sweep: Sweep) -> Mapping[str, int]:
    """The rules that fail on a case, with on how many children's; empty where none does."""
    failed: Counter[str] = Counter()
    for case, child in _cases(sweep, around=True):
        subject = Subject(case, child)
        failed.update(rule.name for rule in sweep.rules if result_of(rule, subject).failed)
    return failed


def _finding(result: Result, sweep: Sweep) -> Row:
    found, aside = result.found, result.set_aside
    since = recorded_since(aside, result.aside_covers, sweep.loaded) if aside else ()
    return {
        "state": result.state.value.lower(),
        "first_date": found.since.text if found and found.since else "",
        "claims": ";".join(sorted({claim.id for claim in found.evidence})) if found else "",
        "missing_feeds": ";".join(missing_names(result.blanks)),
        "evidence_since": ";".join(sorted({claim.id for claim in since})),
    }


def _last(grounds: Sequence[GroundFound]) -> str:
    lasts = [ground.last for ground in grounds]
    return max((last.text for last in lasts if last), default="") if all(lasts) else ""


def _records(case: Case, person: str) -> list[Claim]:
    """One claim a record of a person."""
    rows = case.descriptions(person, ClaimKind.PERSON)
    by_record = {(row.agency, row.source.system, row.source.record_ref): row for row in rows}
    return [by_record[key] for key in sorted(by_record)]


def children_with_cases(sweep: Sweep) -> Iterator[tuple[Case, str]]:
    """Each child of the sweep with the case of all that is around it."""
    return _cases(sweep, around=True)


def _cases(sweep: Sweep, *, around: bool) -> Iterator[tuple[Case, str]]:
    """Each person of the sweep with their case: children for the adults around them, everyone for siblings."""
    with open_columns(sweep.folder, sweep.dates.known_at, sweep.denied) as columns:
        everyone = _people(sweep, columns, around=around)
        for start in range(0, len(everyone), CHILDREN_AT_ONCE):
            yield from _batch(sweep, columns, everyone[start : start + CHILDREN_AT_ONCE], around=around)


def _people(sweep: Sweep, columns: ClaimColumns, *, around: bool) -> list[str]:
    if not around:
        return columns.people_with_records_of(None)
    agencies = None if sweep.all_children else _assessing(sweep)
    return columns.people_asked_about(agencies, sweep.dates.as_of.year - ADULT_AGE)


def _assessing(sweep: Sweep) -> frozenset[str]:
    """The children's social care agencies."""
    agencies = sweep.partnership.agencies.values()
    return frozenset(agency.id for agency in agencies if agency.kind == ASSESSING_KIND)


def _batch(sweep: Sweep, columns: ClaimColumns, people: Sequence[str], *, around: bool) -> Iterator[tuple[Case, str]]:
    first = columns.cases(((person, person) for person in people), CIRCLE_STEPS)
    cases = {person: _case(sweep, first[person]) for person in people if person in first}
    wanted = [person for person in sorted(cases) if not around or _is_asked_about(sweep, cases[person], person)]
    if not around:
        yield from ((cases[person], person) for person in wanted)
        return
    seeds = (
        (person, seed)
        for person in wanted
        for seed in circle_seeds(circle_of(cases[person], person, everyone=True), cases[person])
    )
    second = columns.cases(seeds, AROUND_STEPS) if wanted else {}
    for person in wanted:
        yield _case(sweep, first[person], second.get(person, Fetched())), person


def _case(sweep: Sweep, *fetched: Fetched) -> Case:
    claims = {claim.id: claim for part in fetched for claim in part.claims}
    members = {member.record_id: member for part in fetched for member in part.members}
    return build_case(tuple(claims.values()), tuple(members.values()), sweep.partnership, sweep.dates)


def _is_asked_about(sweep: Sweep, case: Case, person: str) -> bool:
    """A child on the day; of whom a children's social care agency has a record, unless everyone is asked for."""
    if not individual(case, person).is_child_on(sweep.dates.as_of):
        return False
    if sweep.all_children:
        return True
    agencies = _assessing(sweep)
    return any(claim.agency in agencies for claim in case.all_about(person))
