"""How a network is asked for: its state in the address, and the questions that make one picture of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fastapi import Request
from starlette.datastructures import QueryParams

from api.pages.asking import answer
from api.pages.dates import DatesAsked, to_query
from graph.errors import BadInput
from graph.model.answers import AskedAnswer, At, PersonAnswer
from graph.model.network import LinkKind, Network
from graph.model.period import end_of_day
from viz.comparing import Compared, compare
from viz.connecting import Step, connect
from viz.marking import UNMARKED
from viz.scene import Scene, make_scene

FURTHEST, MOST_OPENED = 2, 20
AS_KNOWN_THEN, AS_KNOWN_NOW = "then", "now"
LONGEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a network goes and what is marked in it.

    Steps, kinds of link (none: all), whom it is opened around in the order they were; the day it is compared with and by
    whose knowledge; from whom to whom a way is looked for (`way_from` empty: from whom it is about).
    """

    hops: int = 1
    kinds: tuple[LinkKind, ...] = ()
    opened: tuple[str, ...] = ()
    compare: str = ""
    known: str = AS_KNOWN_THEN
    way_from: str = ""
    way_to: str = ""

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What an address carries of it."""
        named = [("hops", str(self.hops) if self.hops != 1 else ""), ("compare", self.compare)]
        named += [("compare_known", self.known if self.compare and self.known != AS_KNOWN_THEN else "")]
        named += [("path_from", self.way_from if self.way_to else ""), ("path_to", self.way_to)]
        listed = [*(("kind", str(kind)) for kind in self.kinds), *(("open", person) for person in self.opened)]
        return (*(pair for pair in named if pair[1]), *listed)

    def earlier(self, asked: AskedAnswer, dates: DatesAsked) -> At | None:
        """The moment it is compared with, to the same agencies. Raises BadInput for a day after the later one."""
        if not self.compare:
            return None
        try:
            day = date.fromisoformat(self.compare)
        except ValueError as fault:
            raise BadInput("compare", "must be a real date, like 2019-05-03") from fault
        if day > asked.as_of:
            raise BadInput("compare", "is after the day it is compared with")
        known = asked.known_at if self.known == AS_KNOWN_NOW else min(end_of_day(day), asked.known_at)
        return At(day, known, dates.at.known_to)


def read_reach(asked: QueryParams) -> Reach:
    """The reach in an address. Raises BadInput when it names something else."""
    hops = asked.get("hops") or "1"
    if not hops.isascii() or not hops.isdigit() or not 1 <= int(hops[:LONGEST_NUMBER]) <= FURTHEST:
        raise BadInput("hops", f"must be 1 to {FURTHEST}")
    try:
        kinds = tuple(sorted({LinkKind(name) for name in asked.getlist("kind")}))
    except ValueError as fault:
        raise BadInput("kind", "is not a kind of link") from fault
    opened = tuple(dict.fromkeys(filter(None, asked.getlist("open"))))
    if len(opened) > MOST_OPENED:
        raise BadInput("open", f"names at most {MOST_OPENED} people")
    return Reach(
        int(hops[:LONGEST_NUMBER]),
        kinds,
        opened,
        asked.get("compare", "").strip(),
        AS_KNOWN_NOW if asked.get("compare_known") == AS_KNOWN_NOW else AS_KNOWN_THEN,
        asked.get("path_from", "").strip(),
        asked.get("path_to", "").strip(),
    )


@dataclass(frozen=True, slots=True)
class Way:
    """A way that was looked for: from whom to whom (None: nobody to know of), and its steps; none where none was found."""

    source: PersonAnswer | None
    target: PersonAnswer | None
    path: Network | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A network told: the answer, what is drawn of it, what it was compared with, the way in it. `reach` as it was taken."""

    person: PersonAnswer
    found: Network
    scene: Scene
    reach: Reach
    before: AskedAnswer | None
    too_old: int
    way: Way | None

    def address(self, dates: DatesAsked, reach: Reach) -> str:
        """The page with the same dates and another reach."""
        return f"/people/{self.person.id}/network{to_query((*dates.pairs, *reach.pairs))}"


def tell_network(request: Request, person_id: str, dates: DatesAsked, reach: Reach) -> Told | None:
    """The network of a person with everything its address asks for; None for nobody."""
    found = ask(request, person_id, dates.at, reach)
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at) if found else None
    if found is None or person is None:
        return None
    taken = found.expanded.opened if found.expanded else ()
    reach = replace(reach, opened=taken)
    earlier = reach.earlier(found.asked, dates)
    before = ask(request, person_id, earlier, reach) if earlier else None
    compared = compare(found, before) if before else Compared(found, UNMARKED, 0)
    network, marks = compared.network, compared.marks
    way = _way(request, person, dates.at, reach)
    if way and way.path and way.source and way.target:
        joined = connect(network, way.path, (way.source.id, way.target.id), marks)
        network, marks, way = joined.network, joined.marks, replace(way, steps=joined.steps)
    scene = make_scene(network, person.id, marks)
    whole = replace(network, expanded=found.expanded)
    return Told(person, whole, scene, reach, before.asked if before else None, compared.too_old, way)


def _way(request: Request, person: PersonAnswer, at: At, reach: Reach) -> Way | None:
    """Between whom a way is looked for, and what the question answers; None where none is."""
    if not reach.way_to:
        return None
    source = answer(request, PersonAnswer, "person", id=reach.way_from, at=at) if reach.way_from else person
    target = answer(request, PersonAnswer, "person", id=reach.way_to, at=at)
    if source is None or target is None:
        return Way(source, target)
    return Way(source, target, answer(request, Network, "path", start=source.id, end=target.id, at=at))


def ask(request: Request, person_id: str, at: At, reach: Reach) -> Network | None:
    """One question for the network, however many are opened."""
    return answer(
        request,
        Network,
        "network",
        around=person_id,
        hops=reach.hops,
        kinds=reach.kinds or None,
        at=at,
        opened=reach.opened,
    )
