"""How the links of two moments differ: in the world, or in what was recorded of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.model.case import Case, supports
from graph.model.changes import ChangeKind
from graph.model.network import LinkKind
from graph.model.period import PartialDate, Period
from graph.questions.links import Key, Link, join_links
from graph.questions.telling import status_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One link that differs: as told at the earlier moment, as told at the later, and when it ended where it did."""

    kind: ChangeKind
    earlier: Link | None
    later: Link | None
    ended: PartialDate | None = None

    @property
    def link(self) -> Link:
        """The link as told last."""
        found = self.later or self.earlier
        if found is None:
            raise ValueError("a difference has a side")
        return found


@dataclass(frozen=True, slots=True)
class LinksAt:
    """The links of two moments, and those of the earlier day as the later moment knows of them, by key.

    `near`: those around the person at either moment, which are told. The others tell that such a link was there before,
    or still is, when only somebody at its end came or went.
    """

    earlier: Mapping[Key, Link]
    earlier_as_known_later: Mapping[Key, Link]
    later: Mapping[Key, Link]
    near: frozenset[Key]


def carried(links: Iterable[Link], later: Case) -> dict[Key, Link]:
    """Links by key, between the people of a later case: those who are one person by then are one."""
    found: dict[Key, Link] = {}
    for link in links:
        moved = replace(link, source=later.entity(link.source), target=later.entity(link.target))
        held = found.get(moved.key)
        found[moved.key] = moved if held is None else join_links(held, moved)
    return found


def differences(links: LinksAt, later: Case) -> Iterator[Difference]:
    """Every link near that is not as it was, by key; one whose records name it otherwise now is told with the new word."""
    renamed = _renamed(links)
    told_with_the_new = {old.key for new, old in renamed.items() if new in links.near and new not in links.earlier}
    for key in sorted(links.near):
        before, after = links.earlier.get(key), links.later.get(key)
        then = links.earlier_as_known_later.get(key)
        if after is None and before is not None:
            now = next((new for new, old in renamed.items() if old.key == key), None)
            if now is None:
                yield _gone(before, then, later)
            elif key not in told_with_the_new:
                yield Difference(ChangeKind.SAID_OTHERWISE, before, links.later[now])
        elif before is None and key in renamed:
            yield Difference(ChangeKind.SAID_OTHERWISE, renamed[key], after)
        elif before is None:
            yield Difference(ChangeKind.ADDED if then is None else ChangeKind.BECAME_KNOWN, None, after)
        elif after is not None and _told(before) != _told(after):
            yield Difference(ChangeKind.SAID_OTHERWISE, before, after)


def changed_keys(found: Iterable[Difference]) -> frozenset[Key]:
    """The keys of the links that differ: two of one whose records name it otherwise now."""
    return frozenset(link.key for one in found for link in (one.earlier, one.later) if link)


def _renamed(links: LinksAt) -> dict[Key, Link]:
    """By the key of a later link, the earlier one between the same two of another word, of a record they share.

    A carer who is a friend by the same row now is one link said otherwise, not one gone and another come.
    """
    by_record = {
        (frozenset((link.source, link.target)), claim.record_id): link
        for link in links.earlier.values()
        if link.kind is not LinkKind.CONTACT_DETAIL
        for claim in link.claims
    }
    found: dict[Key, Link] = {}
    for key, link in links.later.items():
        ends = frozenset((link.source, link.target))
        old = (by_record.get((ends, claim.record_id)) for claim in link.claims)
        before = next((one for one in old if one is not None and one.key != key), None)
        if before is not None:
            found[key] = before
    return found


def together(found: Iterable[Difference]) -> list[tuple[Difference, ...]]:
    """Differences to be told as one: the parts of an event that came or went alike; every other by itself."""
    groups: dict[tuple[object, ...], list[Difference]] = {}
    for difference in found:
        link = difference.link
        key = (link.target,) if link.kind is LinkKind.EVENT else link.key
        groups.setdefault((difference.kind, *key), []).append(difference)
    return [tuple(held) for held in groups.values()]


def _gone(before: Link, then: Link | None, later: Case) -> Difference:
    """A link of the earlier moment alone: it ended, by a record still held, or nobody says it any longer.

    What ended stands on the rows that say so, as known later; only what nobody says any longer on those that said it.
    """
    records = {claim.record_id for claim in before.claims}
    held = tuple(claim for claim in later.evidence if claim.record_id in records and supports(claim))
    ends = [claim.valid.end for claim in held if claim.valid.end]
    if then is None and not ends:
        return Difference(ChangeKind.NO_LONGER_SAID, before, None)
    ended = (then and then.period.end) or max(ends, default=None)
    claims = then.claims if then else tuple(claim for claim in held if claim.valid.end)
    now = replace(before, period=Period(before.period.start, ended), claims=claims)
    return Difference(ChangeKind.ENDED, before, now, ended)


def _told(link: Link) -> tuple[object, ...]:
    """What makes a link told otherwise: who says so, whether it is disputed, when, and with which responsibility."""
    agencies = frozenset(claim.agency for claim in link.claims)
    return (link.period, status_of(link.claims), agencies, responsibility_of(link))


def responsibility_of(link: Link) -> str:
    """What is said of parental responsibility, in words."""
    said = {claim.says_yes("parental_responsibility") for claim in link.claims} - {None}
    return {1: "yes" if True in said else "no", 2: "yes and no"}.get(len(said), "not recorded")
