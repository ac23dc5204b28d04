"""`siblingHistory`: the siblings of a child across households, with kind, path, episodes and events (rules.md §2, §5)."""

from __future__ import annotations

from datetime import date

from graph.family.circle import circle_of, circle_seeds
from graph.family.feeds import blanks_of
from graph.family.siblings import ASSERTED_KINDS, SiblingPath
from graph.model.claims import ClaimKind
from graph.model.histories import Entry, Sibling, SiblingHistory
from graph.model.period import LATEST
from graph.model.vocabulary import SiblingKind, read_relationship
from graph.questions.adults import AROUND_STEPS, CIRCLE_STEPS
from graph.questions.entries import Happening, group_same, happenings, tell_entry
from graph.questions.reading import Reading, need_child
from graph.questions.telling import Telling
from graph.questions.wording import words

NEEDED_FEEDS = (
    ("children_social_care", "relationships"),
    ("children_social_care", "episodes"),
    ("registry", "relationships"),
)
_SAYS = {
    SiblingKind.FULL: "Full sibling: two shared parents",
    SiblingKind.HALF: "Half sibling: one shared parent",
    SiblingKind.SHARES_A_PARENT: "Shares a parent; the other parent is not on record for both",
    SiblingKind.STEP: "Step sibling: through a parent's partner",
    SiblingKind.ADOPTIVE: "Sibling by adoption",
    SiblingKind.LIVES_WITH: "Lives in the same household",
}


def find_sibling_history(reading: Reading, child_id: str) -> SiblingHistory | None:
    """The siblings and their histories, or None when there is no such child or none the caller may know of."""
    first = reading.fetch((child_id,), CIRCLE_STEPS)
    case = reading.case(first)
    child = case.entity(child_id)
    if not case.descriptions(child, ClaimKind.PERSON) or not reading.may_ask_about_child(case, child):
        return None
    need_child(case, child)
    seeds = circle_seeds(circle_of(case, child, everyone=True), case)
    whole = reading.case(first, reading.fetch(seeds, AROUND_STEPS))
    telling = reading.telling(whole)
    paths = sorted(circle_of(whole, child).siblings, key=lambda path: _by_birth(telling, path))
    siblings = tuple(_tell_sibling(telling, path) for path in paths)
    reading.show(child, *(sibling.person.id for sibling in siblings))
    blanks = (*blanks_of(whole.partnership, NEEDED_FEEDS, whole.dates.as_of), *telling.withheld())
    own = happenings(whole, child)
    return SiblingHistory(
        asked=telling.asked(blanks),
        child=telling.person(child),
        siblings=siblings,
        blanks=blanks,
        child_episodes=_tell_lane(telling, own, ClaimKind.EPISODE, child),
        child_events=_tell_lane(telling, own, ClaimKind.EVENT, child),
    )


def _by_birth(telling: Telling, path: SiblingPath) -> tuple[date, str]:
    """The eldest first; whose birth is not recorded comes last."""
    one = telling.individual(path.person)
    born = one.born or one.expected
    return (born.first if born else LATEST, path.person)


def _tell_sibling(telling: Telling, path: SiblingPath) -> Sibling:
    held = happenings(telling.case, path.person)
    return Sibling(
        person=telling.person(path.person),
        kind=path.kind,
        through=telling.claims(path.claims),
        households=telling.residences(path.person),
        episodes=_tell_lane(telling, held, ClaimKind.EPISODE, path.person),
        events=_tell_lane(telling, held, ClaimKind.EVENT, path.person),
        asserted_only=path.asserted_only,
        says=_say_path(telling, path),
    )


def _say_path(telling: Telling, path: SiblingPath) -> str:
    """The kind with whom it goes through; beside it what an agency asserted, which it wins over."""
    if path.asserted_only:
        which = "" if path.kind is SiblingKind.SHARES_A_PARENT else f"{words(path.kind)} "
        return f"Recorded as a {which}sibling only; no shared parent is on record"
    says = _SAYS[path.kind]
    if path.via and path.kind is not SiblingKind.LIVES_WITH:
        says = f"{says} ({', '.join(telling.individual(person).name for person in path.via)})"
    asserted: dict[str, set[str]] = {}
    for claim in path.claims:
        type_ = read_relationship(claim.value("type") or "")[0] if claim.kind is ClaimKind.RELATIONSHIP else ""
        if type_ in ASSERTED_KINDS:
            asserted.setdefault(type_, set()).add(claim.agency)
    also = [
        f"also recorded as {words(type_)} by {', '.join(agency.name for agency in telling.agencies(asserted[type_]))}"
        for type_ in sorted(asserted)
    ]
    return "; ".join((says, *also))


def _tell_lane(telling: Telling, held: list[Happening], kind: ClaimKind, person: str) -> tuple[Entry, ...]:
    of_kind = [one for one in held if one.claim.kind is kind]
    return tuple(tell_entry(telling, group, person) for group in group_same(telling.case, _up_to(telling, of_kind)))


def _up_to(telling: Telling, held: list[Happening]) -> list[Happening]:
    """What had happened, possibly, by `as_of`."""
    return [one for one in held if one.when.maybe_from <= telling.case.dates.as_of]
