"""The view model of a genogram: symbols with their words, couples, children, kin and homes, for drawing and list alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph.model.genogram import PARENTAL, UNIONS, Genogram, GenogramPerson, Home, Standing, Tie, TieSort
from viz.genogram.sketch import Beside, Couple, Descent, House, Mark, Pair, Sketch
from viz.genogram.wording import (
    NOT_RECORDED,
    child_says,
    half_of,
    home_says,
    life_says,
    lines_under,
    name_of,
    room_for,
    tie_says,
)

_OF_TWO = frozenset(PARENTAL) - {TieSort.STEP}
_RISES: Mapping[str, int] = {"grandparent": 2, "great grandparent": 3}


@dataclass(frozen=True, slots=True)
class Symbol:
    """Somebody as drawn: `lines` stand under the symbol. Without a person: the other parent of a child, not recorded."""

    id: str
    anchor: str
    name: str
    says: str
    lines: tuple[str, ...]
    entry: GenogramPerson | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the list has it: what it says, and the ties it stands for. `kind`: union, child, or kin."""

    id: str
    anchor: str
    kind: str
    says: str
    ties: tuple[Tie, ...]

    @property
    def is_alone(self) -> bool:
        """Whether one agency alone says it."""
        return len({agency.id for tie in self.ties for agency in tie.agencies}) == 1


@dataclass(frozen=True, slots=True)
class Place:
    """A household as the list has it; `is_outlined` where a line is drawn round it."""

    id: str
    anchor: str
    label: str
    says: str
    home: Home
    is_outlined: bool


@dataclass(frozen=True)
class View:
    """Everything drawn and listed, once."""

    around: str
    symbols: tuple[Symbol, ...]
    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    sketch: Sketch
    identical: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def symbol(self) -> Mapping[str, Symbol]:
        """id → symbol."""
        return {symbol.id: symbol for symbol in self.symbols}

    @cached_property
    def line(self) -> Mapping[str, Line]:
        """id → line."""
        return {line.id: line for line in self.lines}

    @cached_property
    def lines_of(self) -> Mapping[str, tuple[Line, ...]]:
        """id of a symbol → the lines it is an end of."""
        return {
            symbol.id: tuple(
                line for line in self.lines if any(symbol.id in (tie.source, tie.target) for tie in line.ties)
            )
            for symbol in self.symbols
        }

    @property
    def people(self) -> tuple[Symbol, ...]:
        """The symbols that are somebody on record."""
        return tuple(symbol for symbol in self.symbols if symbol.entry is not None)

    @property
    def not_recorded(self) -> tuple[Symbol, ...]:
        """The symbols that stand for a parent nobody recorded."""
        return tuple(symbol for symbol in self.symbols if symbol.entry is None)

    def of_kind(self, kind: str) -> tuple[Line, ...]:
        """The lines of one kind."""
        return tuple(line for line in self.lines if line.kind == kind)

    @property
    def outlined(self) -> tuple[Place, ...]:
        """The households with an outline."""
        return tuple(place for place in self.places if place.is_outlined)


def make_view(genogram: Genogram) -> View:
    """What is drawn and listed of a genogram. Any order of input, one view."""
    return _Making(genogram).view()


class _Making:
    """One genogram made into a view."""

    def __init__(self, genogram: Genogram) -> None:
        self._genogram = genogram
        self._people = {entry.person.id: entry for entry in genogram.people}
        self._ties = sorted(genogram.ties, key=lambda tie: (tie.sort, tie.source, tie.target, tie.label, tie.id))
        self._unions = {_pair(tie.source, tie.target): tie for tie in self._ties if tie.sort in UNIONS}
        self._missing: dict[str, tuple[str, ...]] = {}

    def view(self) -> View:
        descents = self._descents()
        couples = {pair: Couple(pair, tie.id, room_for(tie)) for pair, tie in self._unions.items()}
        for descent in descents:
            if len(descent.parents) > 1:
                couples.setdefault(descent.parents, Couple(descent.parents, None))
        beside = [
            Beside(tie.id, tie.source, tie.target)
            for tie in self._ties
            if tie.sort is TieSort.SAID and tie.label not in _RISES and tie.label != "aunt uncle"
        ]
        symbols = self._symbols()
        places = self._places()
        sketch = Sketch(
            marks=tuple(sorted((self._mark(symbol) for symbol in symbols), key=lambda mark: mark.id)),
            couples=tuple(couples[pair] for pair in sorted(couples)),
            descents=tuple(descents),
            beside=tuple(beside),
            houses=tuple(
                House(place.id, tuple(sorted(member.person for member in place.home.members)), place.label)
                for place in places
                if place.is_outlined
            ),
            twins=tuple(sorted(twins.people for twins in self._genogram.twins)),
        )
        lines = self._lines(descents, {pair.tie for pair in beside})
        identical = tuple(sorted(twins.people for twins in self._genogram.twins if twins.identical))
        return View(self._genogram.around, tuple(symbols), lines, places, sketch, identical)

    def _descents(self) -> list[Descent]:
        """Each child below its parents: two of one sort as a couple, doubtful ones and more than two by themselves."""
        above: dict[tuple[str, str], list[Tie]] = defaultdict(list)
        for tie in self._ties:
            if tie.sort in PARENTAL:
                above[tie.target, _sort(tie)].append(tie)
        found = []
        for (child, sort), ties in sorted(above.items()):
            groups = self._groups(ties) if ties[0].sort in _OF_TWO and sort == ties[0].sort else [[tie] for tie in ties]
            found += [self._descent(child, sort, group) for group in groups]
        found += [
            Descent(f"d{tie.id}", (tie.source,), tie.target, f"SAID {tie.label}", (tie.id,), _RISES.get(tie.label, 1))
            for tie in self._ties
            if tie.sort is TieSort.SAID and (tie.label in _RISES or tie.label == "aunt uncle")
        ]
        return self._with_missing(found)

    def _groups(self, ties: Sequence[Tie]) -> list[list[Tie]]:
        """Two parents together, those who were a couple first, a mother before others; any more each alone."""
        if len(ties) <= 2:  # noqa: PLR2004 - a couple
            return [list(ties)]
        pairs = [(one, other) for place, one in enumerate(ties) for other in ties[place + 1 :]]
        pairs.sort(
            key=lambda pair: (
                _pair(pair[0].source, pair[1].source) not in self._unions,
                -len(pair[0].agencies) - len(pair[1].agencies),
                pair[0].source,
                pair[1].source,
            )
        )
        first = list(pairs[0])
        return [first, *([tie] for tie in ties if tie not in first)]

    def _descent(self, child: str, sort: str, ties: Sequence[Tie]) -> Descent:
        parents = tuple(sorted(tie.source for tie in ties))
        return Descent(
            "d" + "".join(sorted(tie.id for tie in ties)), parents, child, sort, tuple(tie.id for tie in ties)
        )

    def _with_missing(self, descents: list[Descent]) -> list[Descent]:
        """A child of one parent on record hangs below that parent and one who is not recorded."""
        counted: dict[str, int] = defaultdict(int)
        for descent in descents:
            if descent.sort.startswith((TieSort.BIRTH, TieSort.ADOPTIVE)):
                counted[descent.child] += 1
        alone: dict[str, list[Descent]] = defaultdict(list)
        for descent in descents:
            if descent.sort == TieSort.BIRTH and len(descent.parents) == 1 and counted[descent.child] == 1:
                alone[descent.parents[0]].append(descent)
        for parent, held in alone.items():
            if any(self._people[one.child].person.is_child for one in held):
                missing = f"not-recorded-{parent}"
                self._missing[missing] = tuple(one.child for one in held)
                for one in held:
                    pair = _pair(parent, missing)
                    descents[descents.index(one)] = Descent(one.id, pair, one.child, one.sort, one.ties)
        return descents

    def _symbols(self) -> list[Symbol]:
        found = [
            Symbol(
                entry.person.id, f"person-{number}", name_of(entry.person), life_says(entry), lines_under(entry), entry
            )
            for number, entry in enumerate(self._genogram.people, 1)
        ]
        for number, (missing, children) in enumerate(sorted(self._missing.items()), 1):
            names = [name_of(self._people[child].person) for child in children]
            found.append(Symbol(missing, f"missing-{number}", " and ".join(names), "", NOT_RECORDED, None))
        return found

    def _mark(self, symbol: Symbol) -> Mark:
        entry = symbol.entry
        sex = (entry.person.sex or "U") if entry else "U"
        return Mark(
            id=symbol.id,
            half=half_of(symbol.lines),
            lines=len(symbol.lines),
            born=_born(entry) if entry else "",
            is_male=sex == "M",
            is_female=sex == "F",
            is_adult=entry is None or not entry.person.is_child,
            is_index=entry is not None and entry.is_index,
        )

    def _places(self) -> tuple[Place, ...]:
        found = []
        for number, home in enumerate(sorted(self._genogram.homes, key=lambda one: one.household.id), 1):
            members = {member.person for member in home.members}
            outlined = len(members) > 1 or self._genogram.around in members
            says = home_says(home, [name_of(self._people[member.person].person) for member in home.members])
            found.append(
                Place(home.household.id, f"home-{number}", home.household.label, says, home, is_outlined=outlined)
            )
        return tuple(found)

    def _lines(self, descents: Iterable[Descent], beside: set[str]) -> tuple[Line, ...]:
        names = {id_: name_of(entry.person) for id_, entry in self._people.items()}
        by_id = {tie.id: tie for tie in self._ties}
        said: list[tuple[str, str, str, tuple[Tie, ...]]] = []
        for tie in self._unions.values():
            said.append((tie.id, "union", tie_says(tie, names), (tie,)))
        for descent in descents:
            ties = tuple(by_id[tie] for tie in descent.ties)
            kind = "kin" if ties[0].sort is TieSort.SAID else "child"
            says = tie_says(ties[0], names) if kind == "kin" else child_says(ties, names)
            said.append((descent.id, kind, says, ties))
        said += [(tie, "kin", tie_says(by_id[tie], names), (by_id[tie],)) for tie in sorted(beside)]
        said.sort(key=lambda one: (("union", "child", "kin").index(one[1]), one[2].casefold(), one[0]))
        return tuple(
            Line(id_, f"line-{number}", kind, says, ties) for number, (id_, kind, says, ties) in enumerate(said, 1)
        )


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _sort(tie: Tie) -> str:
    """The sort, and what is to be said against it: such a one is a line by itself."""
    if tie.status.lower() == "disputed":
        return f"{tie.sort} disputed"
    return f"{tie.sort} possible" if tie.possible else str(tie.sort)


def _born(entry: GenogramPerson) -> str:
    """What brothers and sisters are ordered by: birth, else when it is expected; unborn last, unknown after the known."""
    person = entry.person
    if entry.standing is Standing.UNBORN:
        return f"9998 {person.expected_birth or person.date_of_birth or ''}"
    return person.date_of_birth or "9997"
