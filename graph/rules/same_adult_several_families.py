"""`same_adult_several_families`: an adult around the child was around children of another household that came to harm."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.family.circle import circle_of
from graph.family.evidence import GroundFound
from graph.family.grounds import grounds_around
from graph.family.households import joins_people, residents_on, stays_of, together
from graph.family.kinship import event_claim
from graph.model.case import Case, begun_by, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, PartialDate
from graph.model.vocabulary import EVENT_ROLES, PLAN_KINDS
from graph.rules.happenings import ABOUT_ROLES
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.subject import Span, Subject
from graph.rules.wording import plain, sentence

MONTHS = Setting("months", 60, f"months up to the day asked about ({LOCAL})")
_ROLES_OF_HARM: Mapping[str, frozenset[str]] = {
    "injury_attendance": ABOUT_ROLES,
    "ingestion": ABOUT_ROLES,
    "child_concern_report": ABOUT_ROLES,
    "arrest": frozenset({"victim"}),
    "domestic_abuse": EVENT_ROLES - {"reporter", "mentioned"},
}
"""Types of event by which a child came to harm, and its parts in them."""


@dataclass(frozen=True, slots=True)
class Harm:
    """A harm event of a child, or a plan for it: when it began, in words, on which claims, whether surely in the window."""

    child: str
    on: PartialDate | None
    says: str
    claims: tuple[Claim, ...]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Family:
    """One adult around this child who was around another family's child, and what is on record of that child."""

    adult: str
    grounds: tuple[GroundFound, ...]
    harms: tuple[Harm, ...]
    certainty: Certainty

    @property
    def child(self) -> str:
        """The other child."""
        return self.harms[0].child


def find(subject: Subject) -> Found | None:
    """Each adult and other child, with the grounds and the harm; or None."""
    adults = {adult.person.id: adult.grounds for adult in subject.adults}
    window = subject.window(MONTHS.value)
    case = _with_window(subject, window)
    families = [
        family
        for child, harms in _harms_by_child(subject, case, window).items()
        if adults and _is_of_another_household(subject, case, child, window)
        for family in _families(case, child, harms, adults.keys(), window)
    ]
    if not families:
        return None
    names = sorted({subject.name(family.adult) for family in families})
    own = (claim for family in families for ground in adults[family.adult] for claim in ground.claims)
    return Found(
        since=min((harm.on for family in families for harm in family.harms if harm.on), default=None),
        says=sentence(
            [
                f"{', '.join(names)} {'was' if len(names) == 1 else 'were'} around children of another household with harm "
                "or a plan on record"
            ]
        ),
        details=tuple(detail for family in families for detail in _details(subject, family)),
        evidence=tuple(dict.fromkeys((*own, *(claim for family in families for claim in _claims(family))))),
        possible=all(family.certainty is Certainty.POSSIBLE for family in families),
    )


def _with_window(subject: Subject, window: Span) -> Case:
    """The same case, asked about the whole of the rule's window."""
    dates = replace(subject.case.dates, since=window.since, until=window.until)
    return replace(subject.case, dates=dates)


def _harms_by_child(subject: Subject, case: Case, window: Span) -> Mapping[str, tuple[Harm, ...]]:
    """Harm and plans of every other child of the case, by child, by date."""
    found: dict[str, list[Harm]] = {}
    for harm in (*_events(case, window), *_plans(case, window)):
        if harm.child != subject.child and _was_child(subject, harm):
            found.setdefault(harm.child, []).append(harm)
    return {child: tuple(sorted(harms, key=_order)) for child, harms in sorted(found.items())}


def _order(harm: Harm) -> tuple[bool, str, str]:
    return harm.on is not None, str(harm.on), harm.says


def _was_child(subject: Subject, harm: Harm) -> bool:
    day = min(harm.on.last, subject.as_of) if harm.on else subject.as_of
    return subject.individual(harm.child).is_child_on(day)


def _events(case: Case, window: Span) -> Iterator[Harm]:
    for claim in case.evidence:
        if claim.kind is ClaimKind.EVENT_PERSON and supports(claim):
            event = event_claim(case, case.entity_at(claim, Role.EVENT) or "")
            child = case.entity_at(claim, Role.PERSON)
            roles = _ROLES_OF_HARM.get(event.value("type") or "", frozenset()) if event else frozenset()
            if event and child and claim.value("role") in roles:
                yield from _harm(case, event, child, (event, claim), window)
        elif claim.kind is ClaimKind.EVENT and claim.value("type") == "domestic_abuse":
            yield from _at_home(case, claim, window)


def _at_home(case: Case, event: Claim, window: Span) -> Iterator[Harm]:
    """Domestic abuse at a household, for whoever lived there then."""
    household = case.entity_at(event, Role.HOUSEHOLD)
    if household is None or event.valid.start is None or not joins_people(case, household, event.valid.start.first):
        return
    for person, stays in residents_on(case, household, event.valid.start.first).items():
        claims = tuple(claim for stay in stays for claim in stay.claims)
        yield from _harm(case, event, person, (event, *claims), window)


def _harm(case: Case, event: Claim, child: str, claims: tuple[Claim, ...], window: Span) -> Iterator[Harm]:
    on = event.valid.start
    certainty = window.has(on) if on else Certainty.NO
    if on and certainty is not Certainty.NO and supports(event) and begun_by(event.valid, case.dates.as_of):
        yield Harm(child, on, f"{(event.value('type') or '').replace('_', ' ')} {on}", claims, certainty)


def _plans(case: Case, window: Span) -> Iterator[Harm]:
    for claim in case.evidence:
        if claim.kind is ClaimKind.EPISODE and claim.value("kind") in PLAN_KINDS and supports(claim):
            child, certainty = case.entity_at(claim, Role.PERSON), window.holds(claim.valid)
            if child and certainty is not Certainty.NO:
                kind = plain(claim.value("kind") or "")
                yield Harm(child, claim.valid.start, f"plan {kind} {claim.valid.text}", (claim,), certainty)


def _is_of_another_household(subject: Subject, case: Case, child: str, window: Span) -> bool:
    """Whether a child lived apart from this one all the window; a sibling only where a home of its own is on record."""
    mine = [stay for stay in stays_of(case, subject.child) if window.holds(stay.period) is not Certainty.NO]
    theirs = [stay for stay in stays_of(case, child) if window.holds(stay.period) is not Certainty.NO]
    for one in mine:
        for other in theirs:
            shared = together(one, other)
            if shared and window.holds(shared.period) is not Certainty.NO:
                return False
    return bool(theirs) or child not in {path.person for path in subject.whole_circle.siblings}


def _families(
    case: Case, child: str, harms: tuple[Harm, ...], adults: Collection[str], window: Span
) -> Iterator[Family]:
    """The adults with a dated ground around that child within the window."""
    for adult, grounds in grounds_around(case, circle_of(case, child)).items():
        if adult not in adults:
            continue
        held = tuple(ground for ground in grounds if _in_window(ground, window) is not Certainty.NO)
        if held:
            sure = max(_in_window(ground, window) for ground in held)
            yield Family(adult, held, harms, min(sure, max(harm.certainty for harm in harms)))


def _in_window(ground: GroundFound, window: Span) -> Certainty:
    """Whether the ground held on a day of the window; what sets no date says nothing of when."""
    pieces = [min(piece.certainty, window.holds(piece.period)) for piece in ground.evidence if piece.dated]
    return max(pieces, default=Certainty.NO)


def _claims(family: Family) -> Iterator[Claim]:
    yield from (claim for ground in family.grounds for claim in ground.claims)
    yield from (claim for harm in family.harms for claim in harm.claims)


def _details(subject: Subject, family: Family) -> Iterator[tuple[str, str]]:
    whom = f"{subject.name(family.adult)} and {subject.name(family.child)}"
    since = min((ground.first for ground in family.grounds if ground.first), default=None)
    grounds = ", ".join(dict.fromkeys(piece.says for ground in family.grounds for piece in ground.evidence))
    yield whom, f"{grounds}; {f'since {since}' if since else 'start unknown'}"
    yield f"on record of {subject.name(family.child)}", "; ".join(dict.fromkeys(harm.says for harm in family.harms))


SAME_ADULT_SEVERAL_FAMILIES = Rule(
    name="same_adult_several_families",
    version="1",
    says=(
        "An adult around the child was, within five years, around children of another household who came to harm or had a "
        "plan. It says nothing about what the adult did, only that two families should be looked at together."
    ),
    for_family=(
        "Somebody close to your child was also close to another family that services worked with. Services may ask about "
        "it; it is not told to others, and it does not say that anybody did wrong."
    ),
    settings=(MONTHS,),
    source="NSPCC and the Panel's The Myth of Invisible Men: adults' histories in other families overlooked. Local setting.",
    needs=(
        (ASSESSING, "episodes"),
        (ASSESSING, "residences"),
        (ASSESSING, "relationships"),
        *((kind, table) for kind in ("hospital", "police") for table in ("events", "event_people")),
    ),
    would_refute=(
        "the two records of the adult are of two people",
        "the adult had left the other family before the harm or the plan",
    ),
    find=find,
    roles=frozenset({"manager"}),
)
