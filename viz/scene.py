"""What is drawn of a network, and what the lists beside the drawing say: one view model for both (screens.md §1)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.model.answers import PersonAnswer
from graph.model.network import Edge, LinkKind, Network, Node
from graph.model.people import Agency
from viz.placing import COLUMN, Area, Spot, is_over, place
from viz.style import IS_OF, LINKS, PERSON, Shape, place_word, shape_of, size_of

DRAWN_AT_MOST = 150
NO_NAME = "Somebody not identified"


@dataclass(frozen=True, slots=True)
class Item:
    """A person or a place: in the drawing at `spot`, in the list under `anchor`."""

    id: str
    anchor: str
    kind: str
    label: str
    says: str
    badges: tuple[str, ...]
    shape: Shape
    size: int
    spot: Spot
    person: PersonAnswer | None
    is_focus: bool
    has_died: bool
    is_unidentified: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a sentence, and how its line looks."""

    id: str
    anchor: str
    edge: Edge
    says: str
    label: str
    colour: str
    is_thin: bool
    is_broken: bool
    has_arrow: bool
    bend: float


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything drawn and listed. `initials` explains the letters on thin lines."""

    around: str
    people: tuple[Item, ...]
    places: tuple[Item, ...]
    links: tuple[Link, ...]
    areas: tuple[Area, ...]
    initials: Mapping[str, str]

    @property
    def can_be_drawn(self) -> bool:
        """Whether it is small enough for a drawing anybody could read."""
        return len(self.people) <= DRAWN_AT_MOST


def make_scene(network: Network, around: str) -> Scene:
    """What is drawn of a network around a person; `around` is the id of one of its people."""
    placed = place(network, around)
    names = {node.id: _name(node) for node in network.nodes}
    initials = initials_of(agency for edge in network.edges for agency in edge.agencies)
    bends = _bends(network.edges, placed.spots)
    items = [_item(node, number, placed.spots[node.id], around) for number, node in enumerate(network.nodes, 1)]
    drawable = [edge for edge in network.edges if edge.source in names and edge.target in names]
    links = tuple(_link(edge, number, names, initials, bends[edge.id]) for number, edge in enumerate(drawable, 1))
    people = sorted((item for item in items if item.kind == PERSON), key=lambda item: not item.is_focus)
    places = tuple(item for item in items if item.kind != PERSON)
    return Scene(around, tuple(people), places, links, placed.areas, dict(sorted(initials.items())))


def links_by_end(scene: Scene) -> dict[str, list[Link]]:
    """id → the links of a person or place, in their order."""
    found: dict[str, list[Link]] = defaultdict(list)
    for item in (*scene.people, *scene.places):
        found[item.id] = []
    for link in scene.links:
        for end in dict.fromkeys((link.edge.source, link.edge.target)):
            found[end].append(link)
    return dict(found)


def links_beside(scene: Scene) -> dict[str, list[Link]]:
    """id of a link → the other links between the same two: what else is said of them."""
    between: dict[frozenset[str], list[Link]] = defaultdict(list)
    for link in scene.links:
        between[frozenset((link.edge.source, link.edge.target))].append(link)
    return {link.id: [other for other in group if other is not link] for group in between.values() for link in group}


def initials_of(agencies: Iterable[Agency]) -> dict[str, str]:
    """agency name → letters that are nobody else's: initials, or as many letters as it takes."""
    names = sorted({agency.name for agency in agencies})
    short = {name: "".join(word[0] for word in name.split() if word[0].isalnum()).upper() or name for name in names}
    counted = Counter(short.values())
    letters: dict[str, str] = {}
    for name in names:
        taken, length = short[name], 3
        while (counted[taken] > 1 or taken in letters.values()) and length <= len(name):
            taken, length = name[:length], length + 1
        letters[name] = taken
    return letters


def _name(node: Node) -> str:
    if node.person is not None and not node.person.display_name:
        return NO_NAME
    return node.label or (NO_NAME if node.kind == PERSON else place_word(node.kind))


def _item(node: Node, number: int, spot: Spot, around: str) -> Item:
    person = node.person
    return Item(
        id=node.id,
        anchor=f"thing-{number}",
        kind=node.kind,
        label=_name(node),
        says=_says_of(node, around),
        badges=node.badges,
        shape=shape_of(node),
        size=size_of(node),
        spot=spot,
        person=person,
        is_focus=node.id == around,
        has_died=person is not None and bool(person.date_of_death),
        is_unidentified=person is not None and not person.identified,
    )


def _says_of(node: Node, around: str) -> str:
    person = node.person
    if node.kind != PERSON or person is None:
        return place_word(node.kind)
    parts = ["whom this is about"] if node.id == around else []
    if person.date_of_death:
        parts.append(f"died {person.date_of_death}")
    elif person.date_of_birth and person.age is not None:
        parts.append(f"aged {person.age}")
    elif person.expected_birth and not person.date_of_birth:
        parts.append(f"unborn, expected {person.expected_birth}")
    else:
        parts.append("age not recorded")
    return ", ".join(parts)


def _link(edge: Edge, number: int, names: Mapping[str, str], initials: Mapping[str, str], bend: float) -> Link:
    is_thin = len(edge.agencies) == 1
    return Link(
        id=edge.id,
        anchor=f"link-{number}",
        edge=edge,
        says=link_says(edge, names[edge.source], names[edge.target]),
        label=_line_label(edge, initials[edge.agencies[0].name] if is_thin else ""),
        colour=LINKS[edge.kind].colour,
        is_thin=is_thin,
        is_broken=is_over(edge) or edge.valid.unconfirmed_since is not None or edge.status in {"disputed", "refuted"},
        has_arrow=edge.label in IS_OF,
        bend=bend,
    )


def link_says(edge: Edge, source: str, target: str) -> str:
    """A link as a sentence; each name is set apart, so that letters that run the other way stay in their place."""
    one, other = f"\u2068{source}\u2069", f"\u2068{target}\u2069"
    word = edge.label.replace("_", " ")
    if edge.kind == LinkKind.LIVES_WITH:
        role = "" if edge.label in {"", "resident", "lives_with", "lives with"} else f" ({word})"
        return f"{one} {'lives' if edge.valid.open else 'lived'} at {other}{role}"
    if edge.label in IS_OF:
        return f"{one} is {word} of {other}"
    return f"{one} and {other}: {word or LINKS[edge.kind].word.lower()}"


def _line_label(edge: Edge, letters: str) -> str:
    word = edge.label.replace("_", " ")
    if edge.kind == LinkKind.LIVES_WITH and edge.label in {"", "resident", "lives_with", "lives with"}:
        word = ""
    told = " ".join(part for part in (word, f"({letters})" if letters else "") if part)
    return f"{told}, {edge.status}" if edge.status in {"disputed", "refuted"} else told


def _bends(edges: Iterable[Edge], spots: Mapping[str, Spot]) -> dict[str, float]:
    """How far each line curves to its right: links between the same two part ways, long ones in a row go round."""
    between: dict[tuple[str, ...], list[Edge]] = defaultdict(list)
    for edge in edges:
        between[tuple(sorted((edge.source, edge.target)))].append(edge)
    bends: dict[str, float] = {}
    for pair, group in between.items():
        past = 0.2 if _passes_others(pair, spots) else 0.0
        for number, edge in enumerate(sorted(group, key=lambda edge: edge.id)):
            away = (number + 1) // 2 * 0.22 * (1 if number % 2 else -1)
            bend = away + past
            bends[edge.id] = round(bend if edge.source == pair[0] else -bend, 2)
    return bends


def _passes_others(pair: tuple[str, ...], spots: Mapping[str, Spot]) -> bool:
    """Whether a straight line would run along a row past whoever stands between."""
    one, other = spots.get(pair[0]), spots.get(pair[-1])
    return one is not None and other is not None and one.y == other.y and abs(one.x - other.x) > COLUMN
