"""Who is around one child, walked in a networkx graph of people, homes, events and contact details (rules.md §2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import duckdb
import networkx as nx

Link = dict[str, Any]
Grounds = dict[str, set[tuple[str, bool]]]
"""Of each person the grounds, and whether a placement makes them."""

_PARENTS = {"parent", "step_parent", "adoptive_parent"}
_BORN_OF = {"parent", "adoptive_parent"}
_CARERS = _PARENTS | {"special_guardian", "foster_carer", "kinship_carer", "private_foster_carer"}
_PARTNERS = {"spouse", "partner", "ex_spouse", "ex_partner"}
_SIBLINGS = {"sibling", "half_sibling", "step_sibling"}
_MOST_RESIDENTS, _LONG = 12, timedelta(days=28)
_ONE_DAY = timedelta(days=1)
_LINKS = {
    "stay": "SELECT person, home, {'role': role, 'begins': begins, 'begun': begun, 'over': over, "
    "'placed': is_placement} FROM stay",
    "relation": "SELECT who, whose, {'who': who, 'type': type, 'begins': begins, 'over': over} FROM relation",
    "part": "SELECT person, event, {'role': role, 'dated': is_dated, 'begins': begins, 'over': over} FROM part "
    "WHERE supports",
    "holds": "SELECT person, detail, {} FROM holder",
    "episode": "SELECT person, 'episode ' || row_number() OVER (), {'begins': begins, 'over': over} FROM episode",
}


def graph_of(run: duckdb.DuckDBPyConnection) -> nx.MultiGraph[str]:
    """The graph of the tables of `adults_sql`: everyone with who they are, every link with its dates."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    for person, child, adult, unborn, dead, since in run.execute("FROM person").fetchall():
        graph.add_node(person, is_child=child, may_be_adult=adult, is_listed=not (unborn or dead), since=since)
    graph.add_nodes_from((home, {"may_join": joins}) for home, joins in run.execute("FROM home").fetchall())
    for kind, text in _LINKS.items():
        graph.add_edges_from((one, other, {**said, "kind": kind}) for one, other, said in run.execute(text).fetchall())
    return graph


@dataclass(frozen=True, slots=True)
class Walk:
    """One child's surroundings on a day, looked for from the child outwards; `since` is where the window begins."""

    graph: nx.MultiGraph[str]
    child: str
    day: date
    window: date

    @property
    def since(self) -> date:
        """The first day that counts: of the window, and of the child's time."""
        found: date = self.graph.nodes[self.child]["since"]
        return found

    def links(self, node: str, kind: str) -> Iterator[tuple[str, Link]]:
        """What a node is linked to."""
        for _, other, said in self.graph.edges(node, data=True):
            if said["kind"] == kind:
                yield other, said

    def is_adult(self, person: str) -> bool:
        """Anyone nobody describes too."""
        return bool(self.graph.nodes[person].get("may_be_adult", True))

    def on(self, link: Link, day: date) -> bool:
        """Whether it holds on a day."""
        return bool(link["begins"] <= day < link["over"])

    def parents(self, person: str, types: set[str]) -> list[str]:
        """Their parents of these types."""
        return [o for o, said in self.links(person, "relation") if said["who"] == o and said["type"] in types]

    def children(self, person: str, types: set[str]) -> list[str]:
        """Of whom they are a parent of these types."""
        return [o for o, said in self.links(person, "relation") if said["who"] == person and said["type"] in types]

    def partners(self, person: str) -> list[tuple[str, Link]]:
        """Partners and former ones."""
        return [(o, said) for o, said in self.links(person, "relation") if said["type"] in _PARTNERS]

    def residents(self, home: str, day: date) -> set[str]:
        """Who lives there on a day."""
        return {o for o, said in self.links(home, "stay") if said["role"] == "resident" and self.on(said, day)}

    def joins(self, home: str, day: date) -> bool:
        """Whether a home joins its people."""
        may_join = self.graph.nodes[home].get("may_join", False)
        return bool(may_join) and len(self.residents(home, day)) <= _MOST_RESIDENTS

    def homes(self, person: str) -> set[str]:
        """Where they live on the day, where that joins people."""
        stays = self.links(person, "stay")
        found = {o for o, said in stays if said["role"] == "resident" and self.on(said, self.day)}
        return {home for home in found if self.joins(home, self.day)}

    def carers_ever(self) -> list[tuple[str, str, Link]]:
        """Everyone who ever cared for the child."""
        found = [
            (o, said["type"], said)
            for o, said in self.links(self.child, "relation")
            if said["who"] == o and (said["type"] in _CARERS or (said["type"] == "carer" and self.is_adult(o)))
        ]
        for event, said in self.links(self.child, "part"):
            for person, part in self.links(event, "part"):
                if part["role"] == "carer" and person != self.child and self.is_adult(person):
                    found.append((person, "at an event", said))
        return found

    def siblings(self) -> set[str]:
        """Siblings of any kind."""
        child, found = self.child, set()
        for parent in self.parents(child, _BORN_OF):
            found |= {*self.children(parent, _BORN_OF), *self.children(parent, {"step_parent"})}
            for partner, said in self.partners(parent):
                if not said["type"].startswith("ex") and self.on(said, self.day):
                    found |= set(self.children(partner, _BORN_OF))
        for step in self.parents(child, {"step_parent"}):
            found |= set(self.children(step, _BORN_OF))
        found |= {o for o, said in self.links(child, "relation") if said["type"] in _SIBLINGS}
        for home in self.homes(child):
            found |= {o for o in self.residents(home, self.day) if self.graph.nodes[o].get("is_child")}
        return found - {child}

    def around(self) -> dict[str, tuple[str, ...]]:
        """The adults and their grounds."""
        found: Grounds = defaultdict(set)
        ever, siblings = self.carers_ever(), self.siblings()
        carers = [one for one in ever if one[2]["begins"] <= self.day and one[2]["over"] > self.window]
        ids = {person for person, _, _ in carers}
        placed = {f for one in (self.child, *siblings) for f in self.parents(one, {"foster_carer"})}
        self._living_with(found, placed)
        self._partners(found, ids, placed)
        self._carers(found, carers, ever)
        self._events(found, ids)
        self._sibling_history(found, siblings, placed)
        for carer in ids:
            for detail, _ in self.links(carer, "holds"):
                for other, _ in self.links(detail, "holds"):
                    if other != carer:
                        found[other].add(("shared_contact", False))
        return dict(self._listed(found))

    def _listed(self, found: Grounds) -> Iterator[tuple[str, tuple[str, ...]]]:
        for adult, grounds in found.items():
            kinds = {kind for kind, _ in grounds}
            told = self.graph.nodes[adult].get("is_listed") and adult != self.child
            stands = not all(by_placement for _, by_placement in grounds)
            if told and stands and (self.is_adult(adult) or kinds & {"parent", "partner_of_carer"}):
                yield adult, tuple(sorted(kinds))

    def _shared(self, one: str) -> Iterator[tuple[str, Link, Link, date, date]]:
        """Stays of others at the homes of one, in the same time: whose, both stays, from when until when."""
        for home, mine in list(self.links(one, "stay")):
            if mine["role"] != "resident" or not self.graph.nodes[home].get("may_join"):
                continue
            for person, theirs in self.links(home, "stay"):
                begins, over = max(mine["begins"], theirs["begins"]), min(mine["over"], theirs["over"])
                if person == one or begins >= over or begins > self.day:
                    continue
                last = min(self.day, over - _ONE_DAY)
                begun = theirs["begun"] if theirs["begins"] >= mine["begins"] else mine["begun"]
                first = last if begins == date.min else min(begun, last)
                if self.joins(home, first) or self.joins(home, last):
                    yield person, mine, theirs, begins, over

    def _living_with(self, found: Grounds, placed: set[str]) -> None:
        for person, mine, theirs, begins, over in self._shared(self.child):
            both_open = mine["over"] > self.day and theirs["over"] > self.day
            if over > self.since and (both_open or min(over, self.day + _ONE_DAY) - begins >= _LONG):
                ground = "co_resident" if theirs["role"] == "resident" else "frequent_visitor"
                found[person].add((ground, mine["placed"] and person in placed))

    def _partners(self, found: Grounds, carers: set[str], placed: set[str]) -> None:
        for carer in carers:
            for partner, said in self.partners(carer):
                if said["begins"] <= self.day and said["over"] > self.since:
                    found[partner].add(("partner_of_carer", {carer, partner} <= placed))
        for home in self.homes(self.child):
            for resident in self.residents(home, self.day) - carers - {self.child}:
                for partner, said in self.partners(resident) if self.is_adult(resident) else ():
                    if not said["type"].startswith("ex") and self.on(said, self.day):
                        found[partner].add(("partner_of_carer", False))

    def _carers(self, found: Grounds, carers: list[tuple[str, str, Link]], ever: list[tuple[str, str, Link]]) -> None:
        parents = {person for person, kind, _ in ever if kind in _PARENTS}
        for person, kind, said in carers:
            if said["over"] <= self.since:
                continue
            if kind == "step_parent":
                with_parents = [link for other, link in self.partners(person) if other in parents]
                stands = [
                    link
                    for link in with_parents
                    if not link["type"].startswith("ex") and link["begins"] <= self.day and link["over"] > self.window
                ]
                if with_parents and not stands:
                    continue
            found[person].add(("parent" if kind in _PARENTS else "carer", kind == "foster_carer"))

    def _events(self, found: Grounds, carers: set[str]) -> None:
        for one in (self.child, *carers):
            for event, said in self.links(one, "part"):
                if said["dated"] and said["begins"] <= self.day and said["over"] > self.since:
                    self._others_at(found, event, one, "at_event")

    def _others_at(self, found: Grounds, event: str, one: str, ground: str) -> None:
        for person, part in self.links(event, "part"):
            if person != one and part["role"] not in {"witness", "reporter"}:
                found[person].add((ground, False))

    def _sibling_history(self, found: Grounds, siblings: set[str], placed: set[str]) -> None:
        for sibling in siblings & self.graph.nodes:
            for event, said in self.links(sibling, "part"):
                if said["role"] in {"subject", "child", "victim"} and said["begins"] <= self.day:
                    self._others_at(found, event, sibling, "sibling_history")
            episodes = [said for _, said in self.links(sibling, "episode")]
            for person, mine, theirs, begins, over in self._shared(sibling) if episodes else ():
                during = any(max(begins, said["begins"]) < min(over, said["over"]) for said in episodes)
                if theirs["role"] == "resident" and during:
                    found[person].add(("sibling_history", mine["placed"] and person in placed))
