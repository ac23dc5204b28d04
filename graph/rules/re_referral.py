"""Referred again within a year, or opened and closed again and again without a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from graph.model.claims import Claim
from graph.model.period import Certainty, PartialDate
from graph.model.vocabulary import PLAN_KINDS
from graph.rules.casework import episodes_of
from graph.rules.happenings import ABOUT_ROLES, events_with
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.stretches import Dated, Stretch, at_least, find_stretch
from graph.rules.subject import Subject
from graph.rules.wording import plain

REFERRAL_MONTHS = Setting("referral_months", 12, "months between a referral and the next (DfE's re-referral)")
EPISODES = Setting("episodes", 3, f"episodes closed without a plan ({LOCAL})")
EPISODE_MONTHS = Setting("episode_months", 36, f"months in which they were opened ({LOCAL})")


def find(subject: Subject) -> Found | None:
    """The chain of referrals, or of episodes, with outcomes."""
    window = subject.window(EPISODE_MONTHS.value)
    again = find_stretch(referrals(subject), REFERRAL_MONTHS.value, at_least(2), window, _of_a_day)
    closed = [spell for spell in spells(subject) if spell.is_closed and not spell.has_plan]
    opened = [Dated(spell.start, spell.claims) for spell in closed if spell.start]
    often = find_stretch(opened, EPISODE_MONTHS.value, at_least(EPISODES.value), window)
    held = [stretch for stretch in (again, often) if stretch]
    if not held:
        return None
    things = sorted({thing.claims[0].id: thing for stretch in held for thing in stretch.things}.values(), key=_order)
    return Found(
        since=things[0].on,
        says=" ".join(_sentences(again, often)),
        details=tuple(_detail(subject, thing) for thing in things),
        evidence=tuple(dict.fromkeys(claim for thing in things for claim in thing.claims)),
        possible=all(stretch.possible for stretch in held),
    )


def _order(thing: Dated) -> tuple[PartialDate, str]:
    return thing.on, thing.claims[0].id


def _sentences(again: Stretch | None, often: Stretch | None) -> Iterator[str]:
    if again:
        yield f"{again.counted} referrals, each within {REFERRAL_MONTHS.value} months of another."
    if often:
        yield f"{len(often.things)} episodes closed without a plan within {EPISODE_MONTHS.value} months."


def referrals(subject: Subject) -> list[Dated]:
    """Referrals of the child to the assessing agency; one held as episode and as event of one day is one."""
    episodes = [
        Dated(claim.valid.start, (claim,))
        for claim in episodes_of(subject, everyone=False)
        if claim.value("kind") == "referral" and claim.valid.start
    ]
    events = [
        Dated(event.on, (event.claim,))
        for event in events_with(subject.case, subject.child, subject.as_of, ABOUT_ROLES)
        if event.type == "referral" and subject.agency and event.agency == subject.agency.id and event.on
    ]
    once: list[Dated] = []
    for thing in (*episodes, *events):
        same = next((index for index, held in enumerate(once) if _is_one(held, thing)), None)
        if same is None:
            once.append(thing)
        else:
            once[same] = replace(once[same], claims=(*once[same].claims, *thing.claims))
    return once


def _is_one(one: Dated, other: Dated) -> bool:
    """One day; of an episode and an event also where their partial dates leave that open."""
    if one.on == other.on and one.on.is_exact:
        return True
    may_be = one.on.first < other.on.after and other.on.first < one.on.after
    return may_be and one.claims[0].kind is not other.claims[0].kind


def _of_a_day(_one: Dated, _other: Dated) -> bool:
    """Referrals of one day are one."""
    return True


@dataclass(frozen=True, slots=True)
class Spell:
    """Episodes of the assessing agency that follow on each other without a day between: opened once, closed once."""

    claims: tuple[Claim, ...]
    until: date
    has_plan: bool
    is_closed: bool

    @property
    def start(self) -> PartialDate | None:
        """When it was opened."""
        return self.claims[0].valid.start


def spells(subject: Subject) -> list[Spell]:
    """The child's episodes as spells, by start: a contact, the referral made of it and its section 47 are one."""
    found: list[Spell] = []
    known = {claim.id for claim in episodes_of(subject, everyone=False)}
    for claim in episodes_of(subject):
        one = Spell(
            (claim,), claim.valid.maybe_until, claim.value("kind") in PLAN_KINDS, _is_closed(claim, subject.as_of)
        )
        if found and claim.valid.maybe_from <= found[-1].until:
            found[-1] = _joined(found[-1], one)
        else:
            found.append(one)
    plans = list(_plans_begun(subject))
    held = (spell for spell in found if all(claim.id in known for claim in spell.claims))
    return [replace(spell, has_plan=spell.has_plan or _covers(spell, plans)) for spell in held]


def _is_closed(claim: Claim, as_of: date) -> bool:
    return claim.valid.holds_on(as_of) is Certainty.NO


def _joined(one: Spell, other: Spell) -> Spell:
    return Spell(
        (*one.claims, *other.claims),
        max(one.until, other.until),
        one.has_plan or other.has_plan,
        one.is_closed and other.is_closed,
    )


def _plans_begun(subject: Subject) -> Iterator[PartialDate]:
    for event in events_with(subject.case, subject.child, subject.as_of, ABOUT_ROLES, everyone=True):
        if event.type == "plan_start" and subject.agency and event.agency == subject.agency.id and event.on:
            yield event.on


def _covers(spell: Spell, days: Iterable[PartialDate]) -> bool:
    begun = spell.start.first if spell.start else date.min
    return any(day.last >= begun and day.first <= spell.until for day in days)


def _detail(subject: Subject, thing: Dated) -> tuple[str, str]:
    said = [_says(subject, claim) for claim in thing.claims]
    return str(thing.on), "; ".join(dict.fromkeys(said))


def _says(subject: Subject, claim: Claim) -> str:
    what = plain(claim.value("kind") or claim.value("type") or "episode")
    source = claim.value("source_agency")
    by = f" from {subject.agency_name(source)}" if source else ""
    outcome = plain(claim.value("outcome") or "outcome not recorded")
    closed = f", closed {claim.valid.end}" if claim.value("kind") and claim.valid.end else ""
    return f"{what}{by}: {outcome}{closed}"


RE_REFERRAL = Rule(
    name="re_referral",
    version="1",
    says=(
        "A referral within 12 months of the one before, or three episodes opened within 36 months and each closed without "
        "a child protection, care or child in need plan. Episodes that follow on each other without a day between count once."
    ),
    for_family=(
        "Children's services were asked to look at this child again soon after the last time, or opened and closed the "
        "case several times. The question is whether what was done the last time changed anything for the child."
    ),
    settings=(REFERRAL_MONTHS, EPISODES, EPISODE_MONTHS),
    source="DfE, Characteristics of children in need: re-referrals within 12 months; the review: opened and closed too often.",
    needs=((ASSESSING, "episodes"),),
    would_refute=(
        "Two of the referrals are one, recorded twice.",
        "A plan that was made in one of the episodes and is not recorded as one.",
    ),
    find=find,
)
