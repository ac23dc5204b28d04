"""Rows kept on disk come back in parts: all of them, once, a key's together, and no more at once than a part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.delivery import find_deliveries
from ingest.mapping import converting, sending, spool
from ingest.mapping.asked import MappingAsked
from ingest.mapping.held import Held, batches, in_parts
from ingest.mapping.reading import find_mapping
from ingest.preparing import prepare
from tests.ingest.mapping.loading import write_files

MOST = 50


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([None, *"abcdefgh"]), st.integers(0, 99)), max_size=60), st.integers(1, 20))
def test_every_row_comes_once_and_all_of_a_key_in_one_part(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str | None, int]], most: int
) -> None:
    path = tmp_path_factory.mktemp("held") / "rows.parquet"
    frame = pl.DataFrame(rows, schema={"key": pl.String, "value": pl.Int64}, orient="row")
    frame.write_parquet(path)
    parts = list(in_parts(path, ["key"], most))
    assert sorted(pl.concat(parts).rows(), key=str) == sorted(frame.rows(), key=str)
    keys = [set(part["key"]) for part in parts]
    assert sum(map(len, keys)) == frame["key"].n_unique()
    for part, own in zip(parts, keys, strict=True):
        assert part.rows() == [row for row in frame.rows() if row[0] in own]
    assert sorted(path.parent.iterdir()) == [path]


def test_rows_of_several_sources_are_kept_apart(tmp_path: Path) -> None:
    with ExitStack() as stack:
        kept = Held(stack, tmp_path)
        for nth in range(3):
            kept.add("one", pl.DataFrame({"key": [nth, nth]}))
        kept.add("other", pl.DataFrame({"key": []}, schema={"key": pl.Int64}))
        assert (kept.holds("one"), kept.holds("none")) == (True, False)
        assert pl.concat(kept.parts("one", ["key"]))["key"].to_list() == [0, 0, 1, 1, 2, 2]
        assert pl.concat(kept.parts("other", ["key"])).is_empty()


def census(children: int) -> str:
    """A census of made-up children, with a referral and a plan each."""
    told = "".join(
        f"<Child><ChildIdentifiers><LAchildID>{nth}</LAchildID><PersonBirthDate>2012-05-01</PersonBirthDate>"
        "<Sex>F</Sex></ChildIdentifiers><CINdetails><CINreferralDate>2023-06-05</CINreferralDate><ChildProtectionPlans>"
        "<CPPstartDate>2023-06-20</CPPstartDate></ChildProtectionPlans></CINdetails></Child>\n"
        for nth in range(children)
    )
    return f"<Message><Header/><Children>\n{told}</Children></Message>"


class Counter:
    """The most rows of one frame that went through a place."""

    def __init__(self) -> None:
        self.most = 0

    def through(self, frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """The frames, counted."""
        for frame in frames:
            self.most = max(self.most, frame.height)
            yield frame


@pytest.mark.parametrize("children", [400, 1600])
def test_no_more_rows_are_held_at_once_however_long_a_census_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, children: int
) -> None:
    made, divided, sent = Counter(), Counter(), Counter()
    take = converting._Converting.take
    monkeypatch.setattr("ingest.mapping.gathering._ROWS_AT_ONCE", MOST)

    def counted_take(self: converting._Converting, read: object, frame: pl.DataFrame) -> None:
        made.most = max(made.most, frame.height)
        take(self, read, frame)  # type: ignore[arg-type] - a Read, handed through

    def counted_parts(path: Path, key: Sequence[str]) -> Iterator[pl.DataFrame]:
        return divided.through(in_parts(path, key, MOST))

    monkeypatch.setattr(converting._Converting, "take", counted_take)
    monkeypatch.setattr(spool, "in_parts", counted_parts)
    monkeypatch.setattr(sending, "batches", lambda path: sent.through(batches(path, MOST)))
    files = write_files(tmp_path / "sent", {"census.xml": census(children)})
    (source,) = find_deliveries([files / "census.xml"], MappingAsked(find_mapping("cin-census")))
    prepared = prepare(source, tmp_path / "data", 1.0)
    assert {one.table: one.good for one in prepared.tables}["people"] == children
    assert (made.most, sent.most) == (MOST, MOST)
    # Parts are made by hash: about as many rows each as are asked for.
    assert MOST / 2 < divided.most < MOST * 2
