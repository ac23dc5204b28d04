"""Elements of a file that nests (XML, GEDCOM), a record at a time, and what a path finds in one.

A path is the names of elements from the record downwards, joined with `/`; letter case does not count; `@name` at its
end is an attribute, `.` the record itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.errors import InputRefused
from ingest.opening.limits import MOST_CHARACTERS_IN_RECORD, MOST_DEPTH, MOST_ELEMENTS_IN_RECORD

Path = tuple[str, ...]
_ITSELF = "."
_LIST = ";"


@dataclass(slots=True)
class Element:
    """An element with its own text, in a tree. `name` is folded; `line` is where it begins."""

    name: str
    line: int
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Element] = field(default_factory=list)

    def below(self, path: Path) -> Iterator[Element]:
        """The elements a path leads to, in order."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.below(path[1:])


def to_path(text: str) -> Path:
    """The names a path is made of."""
    return tuple(part.casefold() for part in text.strip("/").split("/") if part not in {"", _ITSELF})


def chains(record: Element, each: Path) -> Iterator[tuple[Element, ...]]:
    """From the record to each element `each` leads to: all elements on the way, first and last included."""
    if not each:
        yield (record,)
        return
    for child in record.children:
        if child.name == each[0]:
            for chain in chains(child, each[1:]):
                yield (record, *chain)


def cell_at(chain: Sequence[Element], each: Path, path: Path) -> str | None:
    """What a path says for one row: elements it shares with the row's own way are the row's; a list where there are several."""
    names, attribute = (path[:-1], path[-1][1:]) if path and path[-1].startswith("@") else (path, None)
    shared = 0
    while shared < min(len(names), len(each)) and names[shared] == each[shared]:
        shared += 1
    found = chain[shared].below(names[shared:])
    texts = (one.text if attribute is None else one.attributes.get(attribute, "") for one in found)
    said = [text.strip() for text in texts if text.strip()]
    return _LIST.join(said) if said else None


class Growing:
    """A record while it is read: refuses one that grows beyond what a record may be."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.open: list[Element] = []
        self._elements = 0
        self._characters = 0

    def begin(self, element: Element) -> None:
        """Opens an element inside the one that is open."""
        if len(self.open) >= MOST_DEPTH:
            raise InputRefused(f"nests deeper than {MOST_DEPTH} elements", f"{self._file}: line {element.line}")
        self._elements += 1
        attributes = sum(map(len, element.attributes.values()))
        self._count(len(element.text) + attributes, element.line)
        if self.open:
            self.open[-1].children.append(element)
        self.open.append(element)

    def say(self, text: str) -> None:
        """Adds text to the element that is open."""
        if self.open:
            self._count(len(text), self.open[-1].line)
            self.open[-1].text += text

    def end(self) -> Element | None:
        """Closes the innermost element; the whole record when it was the outermost."""
        closed = self.open.pop()
        if self.open:
            return None
        self._elements, self._characters = 0, 0
        return closed

    def _count(self, characters: int, line: int) -> None:
        self._characters += characters
        if self._elements > MOST_ELEMENTS_IN_RECORD or self._characters > MOST_CHARACTERS_IN_RECORD:
            raise InputRefused("one record is larger than any record needs to be", f"{self._file}: line {line}")
