"""How the links of two moments differ: in the world, or in what was recorded of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graph.model.case import Case, supports
from graph.model.changes import ChangeKind
from graph.model.network import LinkKind
from graph.model.period import PartialDate
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
    """The links of two moments, and those of the earlier day as the later moment knows of them, by key."""

    earlier: Mapping[Key, Link]
    earlier_as_known_later: Mapping[Key, Link]
    later: Mapping[Key, Link]


def carried(links: Iterable[Link], later: Case) -> dict[Key, Link]:
    """Links by key, between the people of a later case: those who are one person by then are one."""
    found: dict[Key, Link] = {}
    for link in links:
        moved = replace(link, source=later.entity(link.source), target=later.entity(link.target))
        held = found.get(moved.key)
        found[moved.key] = moved if held is None else join_links(held, moved)
    return found


def differences(links: LinksAt, later: Case) -> Iterator[Difference]:
    """Every link that is not as it was, by key."""
    for key in sorted(links.earlier.keys() | links.later.keys()):
        before, after = links.earlier.get(key), links.later.get(key)
        then = links.earlier_as_known_later.get(key)
        if after is None and before is not None:
            yield _gone(before, then, later)
        elif before is None:
            yield Difference(ChangeKind.ADDED if then is None else ChangeKind.BECAME_KNOWN, None, after)
        elif after is not None and _told(before) != _told(after):
            yield Difference(ChangeKind.SAID_OTHERWISE, before, after)


def together(found: Iterable[Difference]) -> list[tuple[Difference, ...]]:
    """Differences to be told as one: the parts of an event that came or went alike; every other by itself."""
    groups: dict[tuple[object, ...], list[Difference]] = {}
    for difference in found:
        link = difference.link
        key = (link.target,) if link.kind is LinkKind.EVENT else link.key
        groups.setdefault((difference.kind, *key), []).append(difference)
    return [tuple(held) for held in groups.values()]


def _gone(before: Link, then: Link | None, later: Case) -> Difference:
    """A link of the earlier moment alone: it ended, by a record still held, or nobody says it any longer."""
    records = {claim.record_id for claim in before.claims}
    ends = [claim.valid.end for claim in later.evidence if claim.record_id in records and supports(claim)]
    if then is None and not any(ends):
        return Difference(ChangeKind.NO_LONGER_SAID, before, None)
    ended = (then and then.period.end) or max((end for end in ends if end), default=None)
    return Difference(ChangeKind.ENDED, before, None, ended)


def _told(link: Link) -> tuple[object, ...]:
    """What makes a link told otherwise: who says so, whether it is disputed, and when."""
    return (link.period, status_of(link.claims), frozenset(claim.agency for claim in link.claims))
