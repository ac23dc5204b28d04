"""What is drawn and what is only counted, in words for above the drawing."""

from __future__ import annotations

from collections import Counter

from viz.labels import counted
from viz.marking import Tally, tally
from viz.scene import Scene
from viz.style import DETAILS, HOUSEHOLD

_PLURALS = {"household": "households", "professional": "professionals", "agency": "agencies"}


def summary_of(scene: Scene) -> str:
    """How many of what are drawn, and where the events and the homes are."""
    kinds = Counter(item.kind for item in scene.places)
    parts = [_people(len(scene.people))]
    parts += [_counted(kinds[kind], kind) for kind in sorted(kinds, key=lambda kind: (kind != HOUSEHOLD, kind))]
    said = [f"The picture shows {_listed(parts)}."]
    if scene.events:
        said.append(_events(len(scene.events)))
    if scene.outlined:
        said.append("Whoever lives in a household stands inside its dotted box, without a line.")
    return " ".join(said)


def changes_of(scene: Scene) -> tuple[tuple[str, Tally], ...]:
    """What is new, gone and as before, by what it is: the lists beside the drawing hold as many of each."""
    kinds = (
        ("people", scene.people),
        ("places", scene.places),
        ("links", scene.links),
        ("events", scene.events),
    )
    return tuple((word, tally(thing.change for thing in things)) for word, things in kinds if things)


def changes_say(scene: Scene) -> str:
    """The same as a sentence: `People: 2 new, 1 gone, 5 as before.`"""
    return " ".join(f"{word.capitalize()}: {tally_says(held)}." for word, held in changes_of(scene))


def tally_says(held: Tally) -> str:
    """`2 new, 1 gone, 5 as before`."""
    counts = ((held.new, "new"), (held.gone, "gone"), (held.same, "as before"))
    return ", ".join(f"{number} {word}" for number, word in counts if number) or "none"


def _events(number: int) -> str:
    if number == 1:
        return "1 event is not drawn by itself: it is counted on a line or under a name, and is in the list of events below."
    return (
        f"{number} events are not drawn one by one: they are counted on the lines and under the names, and all are in "
        "the list of events below."
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _counted(number: int, kind: str) -> str:
    if kind in _PLURALS:
        return f"1 {kind}" if number == 1 else f"{number} {_PLURALS[kind]}"
    return counted(number, "shared contact detail" if kind in DETAILS else kind.replace("_", " "))


def _listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
