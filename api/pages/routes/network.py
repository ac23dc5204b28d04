"""The household network: a drawing and, beside it, everything in it as lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import feeds
from api.pages.dates import DatesAsked, read_dates
from api.pages.networks import Told, read_reach, tell_network
from api.pages.responding import About, show_about, show_nobody, signed_in
from graph.model.people import Agency
from viz.explorer import draw
from viz.lines import Link
from viz.naming import names_in
from viz.scene import links_beside, links_by_end, pairs_by_link
from viz.style import LINKS
from viz.summary import changes_of, summary_of, tally_says

router = APIRouter(dependencies=[Depends(signed_in)])
PICTURE = "#picture"


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of link that can be chosen, and how many there are, or would be, of it."""

    code: str
    word: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """More people around somebody in the picture, and the address that shows them too."""

    person: str
    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody the picture was opened around, and the address that folds that again."""

    person: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step of the way: from whom to whom, and the entries of the lists that say so."""

    number: int
    source: str
    target: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the page leads with one thing changed; each goes to the picture."""

    wider: str
    nearer: str
    undo: str
    folded: str
    uncompared: str
    unconnected: str

    @classmethod
    def of(cls, told: Told, dates: DatesAsked) -> Addresses:
        """From the page as it is."""

        def to(**other: object) -> str:
            return told.address(dates, replace(told.reach, **other)) + PICTURE  # type: ignore[arg-type]

        return cls(
            wider=to(hops=2),
            nearer=to(hops=1),
            undo=to(opened=told.reach.opened[:-1]),
            folded=to(opened=()),
            uncompared=to(compare=""),
            unconnected=to(way_from="", way_to=""),
        )


@router.get("/people/{person_id}/network")
def network(request: Request, person_id: str) -> Response:
    """Who lives with, cares for, is related to, is in events with the person, on a day."""
    dates = read_dates(request)
    told = tell_network(request, person_id, dates, read_reach(request.query_params))
    if told is None:
        return show_nobody(request)
    scene, names = told.scene, names_in(told.found)
    return show_about(
        request,
        "network.html",
        About(told.person, dates, told.found.asked),
        told=told,
        found=told.found,
        scene=scene,
        names=names,
        picture=draw(scene) if scene.can_be_drawn else "",
        links_of=links_by_end(scene),
        links_beside=links_beside(scene),
        pair_of=pairs_by_link(scene),
        summary=summary_of(scene),
        changes=[(word, tally_says(held)) for word, held in changes_of(scene)],
        kinds=choices(told),
        openings={one.person: one for one in openings(told, names, dates)},
        opened={one.person: one for one in opened(told, names, dates)},
        steps=list(steps_of(told, names)),
        to=Addresses.of(told, dates),
        agencies=agencies_of(request),
        extra_pairs=told.reach.pairs,
    )


def choices(told: Told) -> list[KindChoice]:
    """Every kind there is around the person, chosen or not, with how many there are or would be."""
    counted = dict(told.found.expanded.kinds) if told.found.expanded else {}
    chosen = told.reach.kinds
    return [
        KindChoice(str(kind), style.word, counted.get(kind, 0), kind in chosen)
        for kind, style in LINKS.items()
        if counted.get(kind) or kind in chosen
    ]


def openings(told: Told, names: Mapping[str, str], dates: DatesAsked) -> Iterator[Opening]:
    """Whoever the picture leads on from, by name."""
    further = told.found.expanded.further if told.found.expanded else ()
    for one in sorted(further, key=lambda one: (names[one.person].casefold(), one.person)):
        wider = replace(told.reach, opened=(*told.reach.opened, one.person))
        yield Opening(one.person, names[one.person], one.people, told.address(dates, wider) + PICTURE)


def opened(told: Told, names: Mapping[str, str], dates: DatesAsked) -> Iterator[Opened]:
    """Whoever the picture was opened around, in that order."""
    for person in told.reach.opened:
        others = tuple(one for one in told.reach.opened if one != person)
        folded = told.address(dates, replace(told.reach, opened=others)) + PICTURE
        yield Opened(person, names.get(person, ""), folded)


def steps_of(told: Told, names: Mapping[str, str]) -> Iterator[StepTold]:
    """The steps of the way, each with the entries that hold its evidence."""
    links = {link.id: link for link in (*told.scene.links, *told.scene.parts)}
    for step in told.way.steps if told.way else ():
        said = tuple(links[edge] for edge in step.edges if edge in links)
        yield StepTold(step.number, names[step.source], names[step.target], said)


def agencies_of(request: Request) -> list[Agency]:
    """The agencies whose knowledge can be asked for, by name."""
    held = {feed.agency.id: feed.agency for feed in feeds(request)}
    return sorted(held.values(), key=lambda agency: (agency.name, agency.id))
