"""Versions of records: what follows what, when each was held, and that load order never matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.history import EPOCH, LandedTable, histories, to_millis, versions
from tests.ingest.landed import Delivered, Row, landed

FIRST, SECOND, THIRD, FOURTH = (Delivered(name, day) for name, day in (("a", 1), ("b", 5), ("c", 9), ("d", 13)))


def _stay(**cells: str) -> dict[str, str | None]:
    return {"record_ref": "R1", "person_ref": "P1", "household_ref": "H1", "start": "2019-05-03", **cells}


def _person(ref: str = "P1", **cells: str) -> dict[str, str | None]:
    return {"person_ref": ref, "given_name": "Kelly", **cells}


def _moment(day: int) -> int:
    return to_millis(datetime(2024, 1, day, tzinfo=UTC))


def _told(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return frame.select(columns).rows()


def test_a_row_sent_again_unchanged_makes_no_new_version() -> None:
    found = versions("residences", [landed("residences", FIRST, [_stay()]), landed("residences", SECOND, [_stay()])])
    assert _told(found, "delivery", "recorded_at", "superseded_at", "confirmed_at") == [("a", _moment(1), None, None)]


def test_other_content_follows_and_content_that_came_back_is_a_version_of_its_own() -> None:
    stays = [_stay(), _stay(end="2023-01-01"), _stay()]
    found = versions(
        "residences",
        [landed("residences", *pair) for pair in zip((FIRST, SECOND, THIRD), ([s] for s in stays), strict=True)],
    )
    assert _told(found, "delivery", "end", "occurrence", "superseded_at") == [
        ("a", None, 0, _moment(5)),
        ("b", "2023-01-01", 0, _moment(9)),
        ("c", None, 1, None),
    ]


def test_a_version_is_superseded_when_its_successor_was_written() -> None:
    first = _stay(recorded_at="2023-03-01T10:00:00Z")
    second = _stay(recorded_at="2023-06-01T10:00:00Z", end="2023-05-31")
    found = versions("residences", [landed("residences", FIRST, [first]), landed("residences", SECOND, [second])])
    written = to_millis(datetime(2023, 6, 1, 10, tzinfo=UTC))
    assert found["superseded_at"].to_list() == [written, None]
    assert found["recorded_at"].to_list() == [to_millis(datetime(2023, 3, 1, 10, tzinfo=UTC)), written]


def test_a_successor_not_written_later_takes_over_when_it_was_extracted() -> None:
    for recorded in ("2023-03-01T10:00:00Z", "2022-01-01T00:00:00Z"):
        first, second = _stay(recorded_at="2023-03-01T10:00:00Z"), _stay(recorded_at=recorded, role="overnight")
        found = versions("residences", [landed("residences", FIRST, [first]), landed("residences", SECOND, [second])])
        assert found["superseded_at"].to_list() == [_moment(5), None]


def test_a_row_missing_from_a_full_delivery_that_covers_it_is_withdrawn() -> None:
    found = versions("residences", [landed("residences", FIRST, [_stay()]), landed("residences", SECOND, [])])
    assert found["superseded_at"].to_list() == [_moment(5)]


def test_silence_in_a_delta_withdraws_nothing_and_confirms() -> None:
    delta = Delivered("b", 5, mode="delta")
    found = versions("residences", [landed("residences", FIRST, [_stay()]), landed("residences", delta, [])])
    assert _told(found, "superseded_at", "confirmed_at") == [(None, None)]


def test_a_row_outside_what_the_newest_covers_stays_as_last_confirmed() -> None:
    delta = Delivered("b", 5, mode="delta")
    recent = Delivered("c", 9, covers=(date(2024, 1, 1), date(2024, 1, 9)))
    stay = _stay(end="2023-12-31")
    tables = [landed("residences", FIRST, [stay]), landed("residences", delta, []), landed("residences", recent, [])]
    assert _told(versions("residences", tables), "superseded_at", "confirmed_at") == [(None, _moment(5))]


def test_a_period_that_only_touches_what_is_covered_lies_outside() -> None:
    recent = Delivered("b", 5, covers=(date(2023, 6, 1), date(2024, 1, 5)))
    for end, withdrawn in (("2023-06-01", None), ("2023-06-02", _moment(5)), ("2023", None), ("", _moment(5))):
        stay = _stay(**({"end": end} if end else {}))
        found = versions("residences", [landed("residences", FIRST, [stay]), landed("residences", recent, [])])
        assert found["superseded_at"].to_list() == [withdrawn], end


def test_the_last_day_covered_is_covered() -> None:
    short = Delivered("b", 5, covers=(date(2015, 1, 1), date(2023, 6, 1)))
    for start, withdrawn in (("2023-06-01", _moment(5)), ("2023-06-02", None)):
        found = versions(
            "residences", [landed("residences", FIRST, [_stay(start=start)]), landed("residences", short, [])]
        )
        assert found["superseded_at"].to_list() == [withdrawn], start


def test_an_event_of_a_partial_date_is_withdrawn_only_where_all_of_it_is_covered() -> None:
    event = {"record_ref": "E1", "category": "police", "type": "incident", "start": "2023-06"}
    for covers, withdrawn in (
        ((date(2023, 6, 1), date(2023, 6, 30)), _moment(5)),
        ((date(2023, 6, 2), date(2024, 1, 5)), None),
        ((None, None), _moment(5)),
    ):
        tables = [landed("events", FIRST, [event]), landed("events", Delivered("b", 5, covers=covers), [])]
        assert versions("events", tables)["superseded_at"].to_list() == [withdrawn]


def test_an_undated_row_is_withdrawn_only_by_a_delivery_that_covers_as_much() -> None:
    for covers, withdrawn in (
        ((date(2015, 1, 1), date(2025, 12, 31)), _moment(5)),
        ((date(2014, 1, 1), None), _moment(5)),
        ((date(2016, 1, 1), date(2025, 12, 31)), None),
        ((date(2015, 1, 1), date(2025, 12, 30)), None),
    ):
        tables = [landed("people", FIRST, [_person()]), landed("people", Delivered("b", 5, covers=covers), [])]
        assert versions("people", tables)["superseded_at"].to_list() == [withdrawn]


def test_a_withdrawn_row_that_comes_back_is_a_new_version() -> None:
    tables = [landed("people", FIRST, [_person()]), landed("people", SECOND, []), landed("people", THIRD, [_person()])]
    assert _told(versions("people", tables), "recorded_at", "superseded_at", "occurrence") == [
        (_moment(1), _moment(5), 0),
        (_moment(9), None, 1),
    ]


def test_a_part_goes_by_its_event_s_dates_and_takes_its_moment_of_recording() -> None:
    old = {"record_ref": "E1", "category": "police", "type": "incident", "start": "2016-01-01"}
    new = {"record_ref": "E2", "category": "police", "type": "incident", "start": "2023-12-01"}
    new["recorded_at"] = "2023-12-02T00:00:00Z"
    part = {"person_ref": "P1", "role": "subject"}
    parts = [{**part, "record_ref": "E1"}, {**part, "record_ref": "E2"}]
    recent = Delivered("b", 5, covers=(date(2023, 1, 1), date(2024, 1, 5)))
    told = histories(
        {
            "event_people": [landed("event_people", FIRST, parts), landed("event_people", recent, [])],
            "events": [landed("events", FIRST, [old, new]), landed("events", recent, [new])],
        }
    )["event_people"]
    assert _told(told, "record_ref", "recorded_at", "superseded_at") == [
        ("E1", _moment(1), None),
        ("E2", to_millis(datetime(2023, 12, 2, tzinfo=UTC)), _moment(5)),
    ]


def test_a_table_without_rows_has_no_versions() -> None:
    assert versions("people", [landed("people", FIRST, [])]).is_empty()


_REFS = ("R1", "R2")
_STARTS = ("2016-01-01", "2019", "2023-06-01", None)
_RECORDED = (None, "2023-03-01T00:00:00Z", "2023-09-01T00:00:00Z", "2024-01-08T00:00:00Z")
_ranges = st.sampled_from([(None, None), (date(2015, 1, 1), date(2025, 1, 1)), (date(2020, 1, 1), date(2025, 1, 1))])
_rows = st.fixed_dictionaries(
    {
        "start": st.sampled_from(_STARTS),
        "end": st.sampled_from((None, "2019-06-01", "2023-07-01")),
        "role": st.sampled_from((None, "overnight")),
        "recorded_at": st.sampled_from(_RECORDED),
    }
)


@st.composite
def _worlds(draw: st.DrawFn) -> list[LandedTable]:
    tables = []
    for nth in range(draw(st.integers(1, 5))):
        delivered = Delivered(f"d{nth}", 1 + 3 * (nth // 2), draw(st.sampled_from(("full", "delta"))), draw(_ranges))
        held = draw(st.lists(st.sampled_from(_REFS), unique=True))
        rows = [{**_stay(), "record_ref": ref, **draw(_rows)} for ref in held]
        tables.append(landed("residences", delivered, rows))
    return tables


@settings(max_examples=60, deadline=None)
@given(_worlds(), st.randoms())
def test_versions_do_not_depend_on_load_order_and_are_those_told_row_by_row(
    tables: list[LandedTable], random: object
) -> None:
    shuffled = list(tables)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    found = versions("residences", shuffled)
    assert found.equals(versions("residences", tables))
    columns = ("record_key", "delivery", "occurrence", "recorded_at", "superseded_at", "confirmed_at")
    assert _told(found, *columns) == [row for ref in _REFS for row in _told_row_by_row(ref, tables)]


def _told_row_by_row(ref: str, tables: Sequence[LandedTable]) -> list[tuple[object, ...]]:
    """The oracle: one record followed through its deliveries one at a time."""
    versions_: list[dict[str, object]] = []
    held: Row | None = None
    confirmed = 0
    is_confirmed = False
    for table in sorted(tables, key=lambda each: (each.extracted_at, each.delivery)):
        moment = to_millis(table.extracted_at)
        row = next((row for row in table.good.to_dicts() if row["_key"] == ref), None)
        if row is not None:
            if held is None or held["_content"] != row["_content"]:
                recorded = _read(row["recorded_at"]) if row["recorded_at"] else moment
                versions_.append(
                    {"row": row, "delivery": table.delivery, "recorded": recorded, "brought": moment, "gone": None}
                )
            held, confirmed, is_confirmed = row, moment, True
        elif held is not None and table.mode == "full":
            is_confirmed = False
            if _overlaps(held, table):
                versions_[-1]["gone"], held = moment, None
        elif held is not None and is_confirmed:
            confirmed = moment
    return _closed(ref, versions_, None if is_confirmed else confirmed)


def _closed(ref: str, found: list[dict[str, object]], confirmed: int | None) -> list[tuple[object, ...]]:
    ends = [one["gone"] or _taken_over(one, other) for one, other in pairwise(found)] + [
        one["gone"] for one in found[-1:]
    ]
    contents = [one["row"]["_content"] for one in found]  # type: ignore[index]
    return [
        (ref, one["delivery"], contents[:nth].count(contents[nth]), one["recorded"], end, None if end else confirmed)
        for nth, (one, end) in enumerate(zip(found, ends, strict=True))
    ]


def _taken_over(one: Mapping[str, object], other: Mapping[str, object]) -> object:
    later = other["recorded"] > one["recorded"]  # type: ignore[operator]
    return other["recorded"] if later else other["brought"]


def _read(text: str) -> int:
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(milliseconds=1)


def _overlaps(row: Row, table: LandedTable) -> bool:
    last_first = {"2019": date(2019, 12, 31)}
    start = row["start"]
    begins = date.min if start is None else last_first.get(start) or date.fromisoformat(start)
    ends = date.max if row["end"] is None else date.fromisoformat(row["end"])
    if ends < begins and start is not None:
        ends = _unless_before(start, ends)
    since, until = table.covers_from or date.min, table.covers_to or date.max - timedelta(days=1)
    return max(begins, since) < min(ends, until + timedelta(days=1))


def _unless_before(start: str, end: date) -> date:
    """An end before its start is not used; one that may still be after a partial start is."""
    first = date.fromisoformat(start if len(start) > 4 else f"{start}-01-01")
    return date.max if end < first else end
