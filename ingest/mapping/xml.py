"""Records of an XML file, one at a time: no document type, no entities, nothing fetched, nothing kept of what is passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path as File
from xml.parsers import expat

from graph.errors import InputRefused
from ingest.mapping.elements import Element, Growing, Path, to_path
from ingest.opening.limits import MOST_CHARACTERS_IN_RECORD, MOST_DEPTH, MOST_HEADER_ELEMENTS

_BLOCK = 65_536
_FEWEST_LINES = 8
_NEAREST, _FARTHEST = 3, 4


@dataclass(slots=True)
class Outside:
    """What an XML file says outside its records: text of elements by path, the first of each."""

    texts: dict[Path, str] = field(default_factory=dict)

    def find(self, path: str) -> str | None:
        """The text of the first element at a path from the root."""
        return self.texts.get(to_path(path))


class _Reader:
    """Takes what the parser finds; finished records wait in `done`.

    A file that is all on one line says nothing by its lines: there the number of the record stands for the line.
    """

    def __init__(self, record: Path, file: str) -> None:
        self.done: list[Element] = []
        self.outside = Outside()
        self._record = record
        self._file = file
        self._way: list[str] = []
        self._growing = Growing(file)
        self._characters = 0
        self._records = 0
        self.numbers_records = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_definitions
        self.parser.EntityDeclHandler = self._refuse_definitions
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say

    def _refuse_definitions(self, *_declared: object) -> None:
        raise InputRefused("holds document definitions, which no return needs", self._file)

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._way.append(name.rpartition(":")[2].casefold())
        if len(self._way) > MOST_DEPTH:
            raise InputRefused(f"nests deeper than {MOST_DEPTH} elements", self._file)
        if self._growing.open or tuple(self._way) == self._record:
            said = {key.rpartition(":")[2].casefold(): value for key, value in attributes.items()}
            self._records += not self._growing.open
            line = self._records if self.numbers_records else self.parser.CurrentLineNumber
            self._growing.begin(Element(self._way[-1], line, attributes=said))

    def _end(self, _name: str) -> None:
        self._way.pop()
        if self._growing.open and (record := self._growing.end()) is not None:
            self.done.append(record)

    def _say(self, text: str) -> None:
        if self._growing.open:
            self._growing.say(text)
        elif text.strip() and not self._is_past(text):
            way = tuple(self._way)
            self.outside.texts[way] = self.outside.texts.get(way, "") + text.strip()

    def _is_past(self, text: str) -> bool:
        """Whether text outside records is more than a header has: what is said after the limit is let go."""
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS_IN_RECORD:
            raise InputRefused("says more outside its records than any header", self._file)
        return len(self.outside.texts) >= MOST_HEADER_ELEMENTS


def read_records(file: File, record: str) -> Iterator[Element]:
    """The records at a path from the root, one at a time. Raises InputRefused."""
    reader = _Reader(to_path(record), file.name)
    for _ in _fed(file, reader):
        yield from reader.done
        reader.done.clear()


def read_outside(file: File, record: str) -> Outside:
    """What the file says before its first record (all it says where it has none)."""
    reader = _Reader(to_path(record), file.name)
    for _ in _fed(file, reader):
        if reader.done:
            break
    return reader.outside


def _fed(file: File, reader: _Reader) -> Iterator[None]:
    """Feeds the parser, a block at a time."""
    try:
        with file.open("rb") as stream:
            while block := stream.read(_BLOCK):
                if block.count(b"\n") < _FEWEST_LINES and stream.tell() == _BLOCK:
                    reader.numbers_records = True
                reader.parser.Parse(block, False)
                yield
            reader.parser.Parse(b"", True)
            yield
    except (expat.ExpatError, UnicodeError, LookupError, ValueError):
        line = reader.parser.ErrorLineNumber
        raise InputRefused(
            "not well-formed XML, or not in the encoding it declares", f"{file.name}: line {line}"
        ) from None


def most_repeated(file: File) -> str:
    """The path, three or four names long, of the element that comes most often near the root: the likely record."""
    counts: Counter[tuple[str, ...]] = Counter()
    way: list[str] = []
    reader = _Reader((), file.name)

    def begin(name: str, _attributes: Mapping[str, str]) -> None:
        way.append(name.rpartition(":")[2])
        if len(way) > MOST_DEPTH:
            raise InputRefused(f"nests deeper than {MOST_DEPTH} elements", file.name)
        if _NEAREST <= len(way) <= _FARTHEST and (tuple(way) in counts or len(counts) < MOST_HEADER_ELEMENTS):
            counts[tuple(way)] += 1

    reader.parser.StartElementHandler = begin
    reader.parser.EndElementHandler = lambda _name: way.pop()
    reader.parser.CharacterDataHandler = None
    for _ in _fed(file, reader):
        pass
    if not counts:
        raise InputRefused("holds no element that could be a record", file.name)

    def likely(path: tuple[str, ...]) -> tuple[int, bool, int]:
        # Of elements that come equally often, the one its parent is named after: Children/Child, Pupils/Pupil.
        return counts[path], path[-2].casefold().startswith(path[-1].casefold()), -len(path)

    best = max(counts, key=likely)
    return "/".join(best)
