"""The household network: a drawing and, beside it, everything in it as lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates, to_query
from api.pages.responding import About, show_about, show_nobody, signed_in
from graph.errors import BadInput
from graph.model.answers import PersonAnswer
from graph.model.network import LinkKind, Network
from viz.explorer import draw
from viz.scene import links_beside, links_by_end, make_scene, pairs_by_link
from viz.style import EVENT, LINKS
from viz.summary import summary_of

router = APIRouter(dependencies=[Depends(signed_in)])
FURTHEST = 2


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind of link that can be chosen, and how many there are of it."""

    code: str
    word: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the network goes: steps, and kinds of link (none: all)."""

    hops: int
    kinds: tuple[LinkKind, ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What an address carries of it."""
        return (*((("hops", str(self.hops)),) if self.hops != 1 else ()), *(("kind", str(kind)) for kind in self.kinds))


def read_reach(hops: int = 1, kind: Annotated[list[str] | None, Query()] = None) -> Reach:
    """The reach in an address. Raises BadInput when it names something else."""
    if not 1 <= hops <= FURTHEST:
        raise BadInput("hops", f"must be 1 to {FURTHEST}")
    try:
        return Reach(hops, tuple(sorted({LinkKind(name) for name in kind or ()})))
    except ValueError as fault:
        raise BadInput("kind", "is not a kind of link") from fault


@router.get("/people/{person_id}/network")
def network(
    request: Request,
    person_id: str,
    dates: Annotated[DatesAsked, Depends(read_dates)],
    reach: Annotated[Reach, Depends(read_reach)],
) -> Response:
    """Who lives with, cares for, is related to, is in events with the person, on a day."""
    found = answer(
        request, Network, "network", around=person_id, hops=reach.hops, kinds=reach.kinds or None, at=dates.at
    )
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at) if found else None
    if found is None or person is None:
        return show_nobody(request)
    scene = make_scene(found, person.id)
    here = f"/people/{person.id}/network"
    return show_about(
        request,
        "network.html",
        About(person, dates, found.asked),
        found=found,
        scene=scene,
        picture=draw(scene) if scene.can_be_drawn else "",
        links_of=links_by_end(scene),
        links_beside=links_beside(scene),
        pair_of=pairs_by_link(scene),
        summary=summary_of(scene),
        kinds=choices(found, reach),
        hops=reach.hops,
        extra_pairs=reach.pairs,
        wider=here + to_query((*dates.pairs, *Reach(reach.hops + 1, reach.kinds).pairs)),
        nearer=here + to_query((*dates.pairs, *Reach(1, reach.kinds).pairs)),
    )


def choices(found: Network, reach: Reach) -> list[KindChoice]:
    """The kinds there are, and those chosen though there are none; events are counted, not who was in them."""
    counted = Counter(edge.kind for edge in found.edges)
    counted[LinkKind.EVENT] = sum(node.kind == EVENT for node in found.nodes)
    return [
        KindChoice(str(kind), style.word, counted[kind], kind in reach.kinds)
        for kind, style in LINKS.items()
        if counted[kind] or kind in reach.kinds or reach.kinds
    ]
