"""How firmly a link stands on the day asked about: it holds, it may, it is over, it is not confirmed, it is disputed."""

from __future__ import annotations

from datetime import date

from graph.model.network import Edge, LinkKind
from graph.model.period import Certainty, Period, parse_partial

DOUBTED = frozenset({"disputed", "refuted"})


def holds(edge: Edge, day: date) -> Certainty:
    """Whether the link held on the day, as far as its dates say."""
    start, end = (parse_partial(text) if text else None for text in (edge.valid.from_, edge.valid.to))
    return Period(start, end).holds_on(day)


def is_doubted(edge: Edge) -> bool:
    """Whether its source withdrew it or another disputes it."""
    return edge.status.lower() in DOUBTED


def is_over(edge: Edge, day: date) -> bool:
    """Whether it was certainly no longer so."""
    return holds(edge, day) is Certainty.NO


def doubts(edge: Edge, day: date) -> tuple[str, ...]:
    """What is to be said against the link on the day, in words; nothing for one that simply holds. Events are points."""
    said = []
    if edge.kind != LinkKind.EVENT:
        match holds(edge, day):
            case Certainty.NO:
                said.append("over")
            case Certainty.POSSIBLE:
                said.append("dates not exact")
    if edge.valid.unconfirmed_since is not None:
        said.append("not confirmed")
    if is_doubted(edge):
        said.append(edge.status.lower())
    return tuple(said)
