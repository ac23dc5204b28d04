"""The people of an ecomap: relatives, carers and adults around a child who do not live with it, and what ties them to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from graph.family.adults import AdultsFound
from graph.family.households import stays_of
from graph.family.kinship import relations
from graph.model.case import Case
from graph.model.claims import Claim
from graph.model.ecomap import Bond, EcomapPerson, Lives
from graph.model.genogram import Standing
from graph.model.period import Certainty, PartialDate
from graph.model.vocabulary import INVERSES, PARENT_TYPES, SiblingKind
from graph.questions.ecomap_services import NOT_KEPT, events_of, tell_contacts
from graph.questions.entries import event_at, group_same
from graph.questions.genogram import standing_on
from graph.questions.telling import Telling

AT_EVENT = "at_event"
_BY_BLOOD = frozenset(
    {"parent", "child", "grandparent", "grandchild", "great_grandparent", "great_grandchild", "aunt_uncle",
     "niece_nephew", "cousin", "sibling", "half_sibling"}
)  # fmt: skip
_SIBLINGS = frozenset({"sibling", "half_sibling", "step_sibling"})
_SIBLING_TIES = {
    SiblingKind.FULL: "full_sibling",
    SiblingKind.HALF: "half_sibling",
    SiblingKind.SHARES_A_PARENT: "shares_a_parent",
    SiblingKind.STEP: "step_sibling",
    SiblingKind.ADOPTIVE: "adoptive_sibling",
}


@dataclass
class _Tied:
    """What ties somebody to the child: words, whether any is open on the day, when they were over, on which claims."""

    ties: list[str] = field(default_factory=list)
    is_open: bool = False
    ends: list[PartialDate] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def add(self, tie: str, end: PartialDate | None, claims: Sequence[Claim], day: date) -> None:
        """One more tie; `end`: when it was over."""
        if tie not in self.ties:
            self.ties.append(tie)
        self.claims += claims
        if end is None or end.first > day:
            self.is_open = True
        else:
            self.ends.append(end)


def people_outside(telling: Telling, around: AdultsFound, members: frozenset[str]) -> tuple[EcomapPerson, ...]:
    """Everybody tied to the child who is of no home of it on the day; relatives before others, then by name."""
    case, child = telling.case, around.circle.child.id
    tied = _tied(case, around)
    shown = [one for one in tied if one not in members and _is_of_the_day(telling, one)]
    told = [_tell(telling, one, tied[one], child) for one in shown]
    return tuple(sorted(told, key=lambda one: (_rank(one.ties[0]), one.person.display_name, one.person.id)))


def _rank(tie: str) -> int:
    if tie in PARENT_TYPES:
        return 0
    return 1 if tie in _SIBLING_TIES.values() else 2 if tie in {*INVERSES, *INVERSES.values(), "cousin"} else 3


def _tied(case: Case, around: AdultsFound) -> dict[str, _Tied]:
    child, day = around.circle.child.id, case.dates.as_of
    found: dict[str, _Tied] = {}
    siblings = {path.person for path in around.circle.siblings if path.kind in _SIBLING_TIES}
    for held in sorted(relations(case, child), key=lambda one: (one.type, one.claim.id)):
        is_above = held.of == child
        other = held.who if is_above else held.of
        tie = held.type if is_above else INVERSES.get(held.type, held.type)
        if (tie in _SIBLINGS and other in siblings) or not held.period.maybe_from <= day:
            continue
        end = None if tie in _BY_BLOOD or held.period.holds_on(day) is not Certainty.NO else held.period.end
        found.setdefault(other, _Tied()).add(tie, end, (held.claim,), day)
    for path in around.circle.siblings:
        if path.kind in _SIBLING_TIES:
            found.setdefault(path.person, _Tied()).add(_SIBLING_TIES[path.kind], None, path.claims, day)
    for adult in around.adults:
        kin = bool(found.get(adult.person.id))
        for ground in sorted(adult.grounds, key=lambda one: (one.kind == AT_EVENT, one.kind)):
            mine = found.setdefault(adult.person.id, _Tied())
            if ground.kind in {"parent", "carer", "sibling_history"} and kin:
                mine.claims += ground.claims
            elif ground.kind == AT_EVENT:
                mine.claims += ground.claims
                mine.ends += [ground.last] if ground.last else []
            else:
                mine.add(ground.kind, ground.before or ground.last, ground.claims, day)
    return found


def _is_of_the_day(telling: Telling, person: str) -> bool:
    """Living on the day, or expected by it."""
    one, day = telling.individual(person), telling.case.dates.as_of
    begins = one.links_begin
    return standing_on(one, day) is not Standing.DIED and (begins is None or begins <= day)


def _tell(telling: Telling, person: str, tied: _Tied, child: str) -> EcomapPerson:
    bond = Bond.OPEN if tied.is_open else Bond.CLOSED if tied.ties else Bond.EVENTS
    last = max(tied.ends, key=lambda end: (end.after, end.first), default=None)
    return EcomapPerson(
        person=telling.person(person),
        bond=bond,
        ties=tuple(tied.ties) or (AT_EVENT,),
        lives=_lives(telling.case, person, child),
        last=last.text if last and bond is not Bond.OPEN else None,
        agencies=telling.agencies(claim.agency for claim in tied.claims),
        contacts=tell_contacts(telling, _met(telling.case, person, child)),
        claims=telling.claims(tied.claims),
    )


def _lives(case: Case, person: str, child: str) -> Lives:
    day = case.dates.as_of
    homes, childs = (
        {stay.household for stay in stays_of(case, one) if stay.period.holds_on(day) is not Certainty.NO}
        for one in (person, child)
    )
    if homes & childs:
        return Lives.SAME_PLACE
    return Lives.ELSEWHERE if homes else Lives.NOT_RECORDED


def _met(case: Case, person: str, child: str) -> list[Claim]:
    """Events of the stretch with the child and this person in them: each happening once, whoever recorded it."""
    with_child = {event.id for event, _ in events_of(case, child)}
    both = {event.id: event for event, _ in events_of(case, person) if event.id in with_child}
    held = [event_at(case, event, child) for _, event in sorted(both.items()) if event.value("type") not in NOT_KEPT]
    return [group[0].claim for group in group_same(case, held)]
