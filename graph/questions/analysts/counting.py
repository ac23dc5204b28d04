"""`areaCounts`: how many people of the area there are by district, sex, age, plan and who knew first; small counts not told.

Two tables asked one after the other must not tell what neither does: a count of people that differs from another
count told that day by fewer than five of them gives those few away. Such a question is refused, and so is one more than
the account may ask in a day; both in one set of words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b

import polars as pl

from graph.errors import BadInput, Forbidden
from graph.family.people import ADULT_AGE
from graph.model.claims import ClaimKind
from graph.model.counting import LEAST_TOLD, Among, CountBy, CountCell, Counted, CountsAnswer, CountsAsked
from graph.model.period import london_day
from graph.questions.analysts.suppression import PROTECTION, not_told
from graph.questions.analysts.tables import Area
from graph.questions.analysts.taking_apart import come_apart

NOT_RECORDED, OTHER, EVERYONE = "not recorded", "other", "everyone"
MOST_VALUES = 40
"""Rows or columns of a table at most: a larger one tells too few people apart."""
REFUSED = "this can't be told beside what was asked before today: ask for larger groups, or another day"
_BANDS = ((1, "under 1"), (5, "1 to 4"), (10, "5 to 9"), (16, "10 to 15"), (18, "16 to 17"))
_CHILDREN, _ADULTS = tuple(word for _, word in _BANDS), (f"{ADULT_AGE} and over",)
_BANDS_OF: Mapping[Counted, Sequence[str]] = {
    Counted.CHILDREN: _CHILDREN,
    Counted.ADULTS: _ADULTS,
    Counted.EVERYONE: (*_CHILDREN, *_ADULTS, NOT_RECORDED),
}
_HASH_BYTES = 16
_PLANS = ("child_protection", "looked_after", "cin")
_WITHHELD = (
    f"Counts under {LEAST_TOLD}, nought too, are not told, and as many others as keep them: from the counts told, none "
    f"of those not told can be narrowed to a range less than {PROTECTION} wide."
)

AskedBefore = Callable[[CountsAsked, str], Sequence[CountsAsked] | None]
"""Keeps a table as asked for, of an area as it is (a hash of it), and gives what the account asked that day before; None
where it may ask no more, or asked of the area as it was before somebody came, went or changed."""


def count_area(area: Area, asked: CountsAsked, before: AskedBefore) -> CountsAnswer:
    """The table. Raises BadInput for a table of one thing twice, Forbidden where it must not be told."""
    if asked.rows is asked.columns:
        raise BadInput("by", "names the same thing twice")
    units = units_of(area)
    earlier = before(asked, _as_it_is(units))
    if earlier is None or _gives_away(units, asked, earlier):
        raise Forbidden(REFUSED)
    return _told(_Table(units, asked), asked)


def _as_it_is(units: pl.DataFrame) -> str:
    """A hash of who is counted as what: it differs when any count may."""
    return blake2b(units.write_csv().encode(), digest_size=_HASH_BYTES).hexdigest()


def units_of(area: Area) -> pl.DataFrame:
    """One row a person with what they may be counted by, in the order of their ids.

    Whatever fewer than five people of the area are is `other`: that there is such a thing would tell of them.
    """
    people = area.people()
    known = area.with_entity(area.claims(ClaimKind.PERSON, {}), "record_id", "person")
    first = known.sort("recorded_at", "agency").group_by("person", maintain_order=True).agg(pl.col("agency").first())
    units = (
        people.join(area.homes(), on="person", how="left")
        .join(first, on="person", how="left")
        .join(_plans(area), on="person", how="left")
        .select(
            "person",
            pl.col("district").fill_null(NOT_RECORDED).alias(CountBy.DISTRICT),
            pl.col("sex").fill_null(NOT_RECORDED).alias(CountBy.SEX),
            _band(london_day(area.known_at)).alias(CountBy.AGE_BAND),
            pl.col("agency").fill_null(NOT_RECORDED).alias(CountBy.FIRST_KNOWN_BY),
            pl.col("plan").fill_null("none").alias(CountBy.PLAN),
        )
        .sort("person")
    )
    few = (
        pl.when(pl.len().over(by.value) < LEAST_TOLD).then(pl.lit(OTHER)).otherwise(pl.col(by.value)).alias(by.value)
        for by in CountBy
        if by is not CountBy.AGE_BAND
    )
    return units.with_columns(*few)


def _band(day: date) -> pl.Expr:
    """The age by month of birth: whoever has a birthday this month has had it."""
    year = pl.col("date_of_birth").str.slice(0, 4).cast(pl.Int32)
    month = pl.col("date_of_birth").str.slice(5, 2).cast(pl.Int32, strict=False).fill_null(1)
    age = (day.year * 12 + day.month - year * 12 - month) // 12
    told = pl.lit(*_ADULTS)
    for until, word in reversed(_BANDS):
        told = pl.when(age < until).then(pl.lit(word)).otherwise(told)
    return pl.when(age.is_null()).then(pl.lit(NOT_RECORDED)).otherwise(told)


def _plans(area: Area) -> pl.DataFrame:
    """The plan each person has open, the one that goes furthest."""
    day = london_day(area.known_at).isoformat()
    rows = area.claims(ClaimKind.EPISODE, {"kind": pl.String})
    open_now = rows.filter(pl.col("kind").is_in(_PLANS), pl.col("end").is_null() | (pl.col("end") > day))
    about = open_now.with_columns(area.record_at("person").alias("record")).drop_nulls("record")
    furthest = pl.col("kind").replace_strict(dict(zip(_PLANS, range(len(_PLANS)), strict=True)), return_dtype=pl.Int8)
    held = area.with_entity(about, "record", "person").with_columns(furthest.alias("order"))
    return (
        held.sort("order")
        .unique("person", keep="first", maintain_order=True)
        .select("person", pl.col("kind").alias("plan"))
    )


Kind = tuple[frozenset[str], ...]
"""Who is counted together: what may be said of them by each `CountBy`, in order."""


class _Table:
    """The people of a table by the row and column they are counted in, and which counts are told."""

    def __init__(self, units: pl.DataFrame, asked: CountsAsked) -> None:
        self._asked = asked
        self._every = {one: frozenset(_found(units, asked, one)) for one in CountBy}
        by = [one.value for one in (asked.rows, asked.columns) if one]
        held = units.with_row_index("place").filter(*_conditions(asked))
        self.rows = _values(units, asked, asked.rows)
        self.columns = _values(units, asked, asked.columns) if asked.columns else [EVERYONE]
        grouped = held.group_by(by).agg(pl.col("place"))
        bits = {tuple(row[name] for name in by): _bits(row["place"]) for row in grouped.iter_rows(named=True)}
        keys = [[(row, column) if asked.columns else (row,) for column in self.columns] for row in self.rows]
        self._bits = _with_totals([[bits.get(key, 0) for key in line] for line in keys], len(self.columns))
        self.counts = [[one.bit_count() for one in line] for line in self._bits]
        self.hidden = not_told(self.counts) if self.rows else frozenset({(0, 0), (0, 1)})

    def told(self) -> frozenset[int]:
        """Those of every count that is told, and of what those not told in a row or column come to: that is told too."""
        cells = self._cells()
        lines = [
            [cell for cell in cells if cell[axis] == place] for axis in (0, 1) for place in {one[axis] for one in cells}
        ]
        rests = [
            _all_of(self._bits[row][column] for row, column in _inner(line) if (row, column) in self.hidden)
            for line in lines
            if max(line) not in self.hidden
        ]
        return frozenset({self._bits[row][column] for row, column in cells - self.hidden} | set(rests)) - {0}

    def kept(self) -> frozenset[int]:
        """Those of every count that is not told, and is of anybody."""
        return frozenset(self._bits[row][column] for row, column in self.hidden) - {0} - self.told()

    def kinds(self) -> Mapping[int, frozenset[Kind]]:
        """By those of a count that is told, what kinds of people it counts."""
        found: dict[int, set[Kind]] = {}
        for row, column in self._cells() - self.hidden:
            found.setdefault(self._bits[row][column], set()).add(self._kind(row, column))
        return {bits: frozenset(kinds) for bits, kinds in found.items() if bits}

    def _kind(self, row: int, column: int) -> Kind:
        said = {self._asked.rows: self.rows[row : row + 1] or self.rows}
        if self._asked.columns:
            said[self._asked.columns] = self.columns[column : column + 1] or self.columns
        return tuple(frozenset(said[by]) if by in said else self._every[by] for by in CountBy)

    def _cells(self) -> frozenset[tuple[int, int]]:
        return frozenset((row, column) for row, line in enumerate(self._bits) for column, _ in enumerate(line))


def _inner(line: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """A row or column without its total."""
    return sorted(line)[:-1]


def _with_totals(inner: Sequence[Sequence[int]], width: int) -> list[list[int]]:
    rows = [[*line, _all_of(line)] for line in inner]
    return [*rows, [_all_of(line[place] for line in rows) for place in range(width + 1)]]


def _all_of(bits: Iterable[int]) -> int:
    found = 0
    for one in bits:
        found |= one
    return found


def _bits(places: Iterable[int]) -> int:
    found = bytearray((max(places) >> 3) + 1)
    for place in places:
        found[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def _conditions(asked: CountsAsked) -> Iterator[pl.Expr]:
    yield pl.col(CountBy.AGE_BAND.value).is_in(_BANDS_OF[asked.of])
    yield from (pl.col(one.by.value).is_in(one.values) for one in asked.among)


def _values(units: pl.DataFrame, asked: CountsAsked, by: CountBy) -> list[str]:
    """The rows or columns: of the whole area, whoever is counted, so that which there are tells nothing of them."""
    values = _found(units, asked, by)
    if len(values) > MOST_VALUES:
        raise BadInput("by", f"tells more than {MOST_VALUES} apart: name some of them in `among`")
    return values


def _found(units: pl.DataFrame, asked: CountsAsked, by: CountBy) -> list[str]:
    """What of a kind there is among those asked about, in order."""
    named = [one.values for one in asked.among if one.by is by]
    found = _BANDS_OF[asked.of] if by is CountBy.AGE_BAND else sorted(units[by.value].unique().to_list())
    return [value for value in found if all(value in some for some in named)]


def _gives_away(units: pl.DataFrame, asked: CountsAsked, earlier: Iterable[CountsAsked]) -> bool:
    """Whether what this table tells and what earlier ones told, put together, come close to what any of them keeps."""
    mine = _Table(units, asked)
    others = [_Table(units, table) for table in dict.fromkeys(earlier) if table != asked]
    if any(_come_close(mine, other) for other in others):
        return True
    before = frozenset().union(*(other.told() for other in others))
    kept = frozenset().union(mine.kept(), *(other.kept() for other in others))
    return bool(others) and come_apart(mine.told() - before, before, kept - before)


def _come_close(one: _Table, other: _Table) -> bool:
    """Whether people told of by one differ by few from people told of by the other, or by few or none from those kept.

    What both tell is of each table's own keeping.
    """
    first, second = one.told(), other.told()
    return (
        _are_near(first - second, second - first, least=1)
        or _are_near(first - second, other.kept(), least=0)
        or _are_near(second - first, one.kept(), least=0)
        or _tell_nought(one, other)
    )


def _tell_nought(one: _Table, other: _Table) -> bool:
    """Whether the same people are told of by both as those of different kinds: what only one kind takes in is nobody."""
    first, second = one.kinds(), other.kinds()
    return any(first[bits] != second[bits] for bits in first.keys() & second.keys())


def _are_near(some: Iterable[int], others: Iterable[int], *, least: int) -> bool:
    by_size: dict[int, list[int]] = {}
    for bits in others:
        by_size.setdefault(bits.bit_count(), []).append(bits)
    return any(
        least <= (bits ^ near).bit_count() < LEAST_TOLD
        for bits in some
        for size in range(bits.bit_count() - LEAST_TOLD + 1, bits.bit_count() + LEAST_TOLD)
        for near in by_size.get(size, ())
    )


def _told(table: _Table, asked: CountsAsked) -> CountsAnswer:
    # A table of one column has no other total than that column.
    columns: list[tuple[int, str | None]] = [*enumerate(table.columns)] if asked.columns else []
    rows: list[tuple[int, str | None]] = [*enumerate(table.rows), (len(table.rows), None)]
    cells = tuple(
        CountCell(row, column, None if (at, place) in table.hidden else table.counts[at][place])
        for at, row in rows
        for place, column in [*columns, (len(table.columns), None)]
    )
    by = tuple(one for one in (asked.rows, asked.columns) if one)
    return CountsAnswer(asked.of, by, cells, sum(cell.count is None for cell in cells), _WITHHELD)


def among(values: Mapping[CountBy, Sequence[str]]) -> tuple[Among, ...]:
    """Conditions in one order, each value once: the same people are the same question."""
    return tuple(Among(by, tuple(sorted(set(values[by])))) for by in sorted(values))
