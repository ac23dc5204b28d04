"""What people, places and links are called in lists: two of one name are told apart, a link is a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from graph.model.answers import PersonAnswer
from graph.model.network import Edge, LinkKind, Network, Node
from graph.model.period import parse_partial
from viz.gathering import Happening
from viz.labels import PLAIN_STAYS
from viz.style import DETAILS, IS_OF, LINKS, PERSON, code_of, place_word, word_of

NO_NAME = "Somebody not identified"


def names_in(network: Network) -> dict[str, str]:
    """id → name, with what tells two of one name apart."""
    plain = {node.id: name_of(node) for node in network.nodes}
    for node in network.nodes:
        if node.kind in DETAILS:
            holders = sorted(plain[other] for other in holders_of(node.id, network.edges) if other in plain)
            plain[node.id] = f"Phone, email or vehicle of {listed(holders)}" if holders else plain[node.id]
    counted = Counter(plain.values())
    return {
        node.id: plain[node.id] if counted[plain[node.id]] == 1 else f"{plain[node.id]}{what_tells_apart(node.person)}"
        for node in network.nodes
    }


def name_of(node: Node) -> str:
    """What a person or place is called by itself."""
    if node.person is not None and not node.person.display_name:
        return NO_NAME
    return node.label or (NO_NAME if node.kind == PERSON else place_word(node.kind))


def holders_of(detail: str, edges: Iterable[Edge]) -> list[str]:
    """Who shares a contact detail, by id."""
    found = {
        edge.source if edge.target == detail else edge.target for edge in edges if detail in (edge.source, edge.target)
    }
    return sorted(found)


def said_by(person: PersonAnswer) -> list[str]:
    """The agencies that hold a record of somebody, by name."""
    return sorted({record.agency.name for record in person.records})


def link_says(edge: Edge, source: str, target: str, *, over: bool = False) -> str:
    """A link as a sentence; each name is set apart, so that letters that run the other way stay in their place."""
    one, other = f"\u2068{source}\u2069", f"\u2068{target}\u2069"
    code, word = code_of(edge), word_of(edge)
    if edge.kind == LinkKind.LIVES_WITH:
        role = "" if code in PLAIN_STAYS else f" ({word})"
        return f"{one} {'lived' if over else 'lives'} at {other}{role}"
    if edge.kind == LinkKind.PROFESSIONAL and word:
        return f"{one} {'was' if over else 'is'} {word} for {other}"
    if code in IS_OF:
        return f"{one} {'was' if over else 'is'} {word} of {other}"
    return f"{one} and {other}: {word or LINKS[edge.kind].word.lower()}"


def part_says(edge: Edge, person: str, happening: Happening) -> str:
    """Somebody's part in an event as a sentence."""
    event = ", ".join(part for part in (happening.word, short_day(happening.starts)) if part)
    role = word_of(edge)
    return f"\u2068{person}\u2069{f' ({role})' if role else ''} in \u2068{event}\u2069"


def shares_says(holder: str, others: Sequence[str]) -> str:
    """A shared contact detail as a sentence."""
    if not others:
        return f"\u2068{holder}\u2069 has a phone, email or vehicle that somebody else has too"
    set_apart = [f"\u2068{name}\u2069" for name in others]
    return f"\u2068{holder}\u2069 shares a phone, email or vehicle with {listed(set_apart)}"


def age_of(person: PersonAnswer | None) -> str:
    """How old somebody is on the day asked about, or what is said instead."""
    if person is None:
        return "age not recorded"
    if person.date_of_death:
        return f"died {short_day(person.date_of_death)}"
    if person.date_of_birth and person.age_in_words:
        return f"aged {person.age_in_words}"
    if person.expected_birth and not person.date_of_birth:
        return f"unborn, due {short_day(person.expected_birth)}"
    return "age not recorded"


def short_day(text: str) -> str:
    """`20 Nov 2019`, `Nov 2019` or `2019`: as much as the source gave."""
    try:
        first = parse_partial(text).first
    except ValueError:
        return text
    return {0: text, 1: f"{first:%b %Y}"}.get(text.count("-"), f"{first.day} {first:%b %Y}")


def what_tells_apart(person: PersonAnswer | None, knowing: Sequence[str] = ()) -> str:
    """What is put behind a name that another has too: the birth, else who says so; `knowing` where no record is shown."""
    if person is None:
        return ""
    if person.date_of_birth:
        return f" (born {short_day(person.date_of_birth)})"
    agencies = said_by(person) or sorted(set(knowing))
    return f" (said by {listed(agencies)})" if agencies else ""


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
