"""`kithmap export`: the area under pseudonyms of the file, nobody in it alone by birth, sex and district, nothing closed in it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import networkx
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.errors import AuditUnavailable, BadInput, Forbidden, InputRefused, PurposeRequired
from graph.questions.analysts.export import AreaExported, export_area
from graph.questions.analysts.files import COLUMN_SAYS, TABLE_SAYS, dictionary, write_area
from graph.questions.analysts.generalising import QUASI, generalise, without
from graph.questions.opening import Partnerships
from graph.store.ledger import open_ledger
from graph.store.ledger.tables import CONFLICTS
from graph.store.opening import open_graph
from tests.graph.questions.analysts.counted_world import Group, area_of
from tests.graph.questions.analysts.marked_world import held, marks_in
from tests.graph.questions.closed_world import World, world
from tests.ingest.site import KEY, NOW

__all__ = ["held", "world"]
KIT = Caller("kit", frozenset({AccessRole.ANALYST}))


def exported(held: Partnerships, k: int = 2, purpose: str = "service_analysis") -> AreaExported:
    return export_area(held, KIT, read_purpose(purpose), k)


def all_text(told: AreaExported) -> str:
    return json.dumps(dictionary(told)) + " ".join(str(table.rows()) for table in told.tables.values())


GROUPS: tuple[Group, ...] = (
    (6, "VA1", "F", "2015", ""), (5, "VA1", "M", "2015", "cin"), (1, "VA1", "M", "1980", ""), (3, "VA2", "F", "2010", ""),
    (3, "VA3", "F", "2010", ""), (4, "VA4", "F", "2012", ""), (2, "VA4", "F", "2012-07", ""),
)  # fmt: skip


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> AreaExported:
    with area_of(tmp_path_factory.mktemp("export"), GROUPS) as loaded:
        return exported(loaded, 5)


def test_each_of_the_people_is_like_four_others_by_birth_sex_and_district(area: AreaExported) -> None:
    people = area.tables["people"]
    assert min(Counter(people.select(*QUASI).rows()).values()) >= 5
    assert Counter(people.select(*QUASI).rows()) == {
        ("2015-06", "F", "VA1"): 6, ("2015-06", "M", "VA1"): 5, ("2010", "F", None): 6,
        ("2012", "F", "VA4"): 6,
    }  # fmt: skip


def test_what_that_took_is_said(area: AreaExported) -> None:
    said = area.statement
    assert (said["k"], said["people"], said["people_left_out"]) == (5, 23, 1)
    assert (said["people_by_year"], said["people_without_district"]) == (12, 6)
    assert said["quasi_identifiers"] == ["birth", "sex", "district"]


def test_whoever_is_left_out_is_in_no_other_table(area: AreaExported) -> None:
    there = set(area.tables["people"]["person"])
    for name in ("residences", "episodes", "involvements", "event_people"):
        assert set(area.tables[name]["person"]) <= there
    assert set(area.tables["households"]["household"]) == set(area.tables["residences"]["household"])
    assert area.tables["residences"].height == 23


def test_a_home_of_somebody_told_without_a_district_has_none(area: AreaExported) -> None:
    placed = area.tables["residences"].join(area.tables["people"], on="person")
    homes = placed.join(area.tables["households"], on="household", suffix="_home")
    assert homes.filter(pl.col("district").is_null())["district_home"].is_null().all()
    assert homes.filter(pl.col("district").is_not_null())["district_home"].is_not_null().all()


def test_a_day_it_was_written_down_on_that_may_be_one_of_birth_is_told_by_year() -> None:
    """A child's first home is written down on the day it is born: `known` would be that day."""
    columns = ("person", "household", "start", "end", "known")
    rows = [(f"p{number}", "h", "2015-06", None, day) for number, day in enumerate(("2015-06-17", "2015-07-01"))]
    residences = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    people = pl.DataFrame(
        [(f"p{number}", "2015-06", "F", "VA1", None) for number in range(2)],
        schema=dict.fromkeys(("person", *QUASI, "death"), pl.String),
        orient="row",
    )
    households = pl.DataFrame({"household": ["h"], "district": ["VA1"]})
    none = pl.DataFrame(schema={"event": pl.String})
    tables = {"residences": residences, "households": households, "events": none, "event_people": none}
    told = without(tables, generalise(people, residences, 2))["residences"]
    assert told.select("start", "known").rows() == [("2015", "2015"), ("2015", "2015-07-01")]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["2015-06", "2015-07", "2010", None]), st.sampled_from(["F", None]),
                  st.sampled_from(["VA1", "VA2", None]), st.integers(0, 5)),
        max_size=30,
    ),
    st.integers(2, 6),
)  # fmt: skip
def test_whoever_is_left_is_one_of_k_and_nobody_is_left_out_for_nothing(
    rows: list[tuple[str | None, str | None, str | None, int]], k: int
) -> None:
    named = [(f"p{number}", *row[:3]) for number, row in enumerate(rows)]
    people = pl.DataFrame(named, schema=dict.fromkeys(("person", *QUASI), pl.String), orient="row")
    homes = [(f"p{number}", f"h{row[3]}") for number, row in enumerate(rows)]
    residences = pl.DataFrame(homes, schema=dict.fromkeys(("person", "household"), pl.String), orient="row")
    told = generalise(people, residences, k)
    alike = Counter(told.people.select(*QUASI).rows())
    assert all(count >= k for count in alike.values())
    assert set(told.people["person"]) | told.dropped == set(people["person"])
    out = Counter(
        ((birth or "")[:4], sex) for number, (birth, sex, _, _) in enumerate(rows) if f"p{number}" in told.dropped
    )
    assert all(count < k for count in out.values())


def test_no_name_reference_text_or_number_is_in_it(held: Partnerships) -> None:
    told = exported(held)
    assert told.tables["events"].height > 5
    assert marks_in(all_text(told)) == {}


def test_two_exports_share_no_pseudonym(held: Partnerships) -> None:
    one, other = (set(exported(held).tables["people"]["person"]) for _ in range(2))
    assert one
    assert one.isdisjoint(other)


def test_what_a_column_says_is_in_the_dictionary(held: Partnerships) -> None:
    told = exported(held)
    assert set(told.tables) == set(TABLE_SAYS)
    assert {column for table in told.tables.values() for column in table.columns} == set(COLUMN_SAYS)


def test_an_export_is_an_entry_before_anything_is_handed_over(held: Partnerships) -> None:
    exported(held)
    entry = json.loads([*held.ledger.audit.entries()][-1].content)
    assert (entry["operation"], entry["caller"], entry["purpose"]) == ("export:area", "kit", "service_analysis")

    def refuse(*_: object) -> None:
        raise AuditUnavailable("no room")

    class Full(Partnerships):
        __slots__ = ()
        _record = refuse  # type: ignore[assignment]

    full = Full(held.data, held.graph, held.ledger, held.key, held.now)
    with pytest.raises(AuditUnavailable):
        exported(full)


@pytest.mark.parametrize("role", sorted(set(AccessRole) - {AccessRole.ANALYST}))
def test_no_other_role_has_it(held: Partnerships, role: AccessRole) -> None:
    purposes = {
        AccessRole.STEWARD: "data_quality",
        AccessRole.ADMIN: "administration",
        AccessRole.AUDITOR: "audit_review",
    }
    caller = Caller("x", frozenset({role}), "csc")
    with pytest.raises(Forbidden, match="not open to you"):
        export_area(
            held,
            caller,
            read_purpose(purposes.get(role, "assessment" if role is AccessRole.ASSESSMENT else "case_supervision")),
            5,
        )
    with pytest.raises(PurposeRequired):
        export_area(held, caller, read_purpose("service_analysis"), 5)


def test_k_of_one_is_none(held: Partnerships) -> None:
    with pytest.raises(BadInput, match="--k"):
        exported(held, 1)


def test_nothing_closed_is_in_it(world: World) -> None:
    """Sealed and restricted people, and a home that is confidential."""
    told = exported(world.held)
    open_people = exported(world.held, 2).statement
    assert int(str(open_people["people"])) + int(str(open_people["people_left_out"])) == 3
    assert told.tables["households"].height == 0
    assert "refuge" not in all_text(told)


def test_somebody_of_the_conflict_list_is_in_no_file_of_that_account(tmp_path: Path) -> None:
    with area_of(tmp_path, ((8, "VA1", "F", "2015", ""),)) as loaded:
        person = loaded.area(NOW).people()["person"][0]
        with loaded.ledger.database.writing() as connection:
            connection.execute(insert(CONFLICTS).values(account="kit", record_id=person, created_at=NOW))
        for name, (people, stays) in {"kit": (7, 7), "lou": (8, 8)}.items():
            told = export_area(loaded, replace(KIT, name=name), read_purpose("learning_review"), 2).tables
            assert (told["people"].height, told["residences"].height, told["households"].height) == (
                people,
                stays,
                stays,
            )
            # Whoever is in no list of people and in some other table would be the one that was left out.
            assert set(told["residences"]["person"]) == set(told["people"]["person"])


def test_an_area_of_nobody_is_an_export_of_nobody(tmp_path: Path) -> None:
    graph, ledger = open_graph(tmp_path), open_ledger(tmp_path)
    told = exported(Partnerships(tmp_path, graph, ledger, KEY, lambda: NOW))
    assert told.tables["people"].height == 0
    write_area(told, tmp_path / "out")
    graph.close()
    ledger.close()


def test_the_files_are_tables_a_graph_and_what_they_mean(held: Partnerships, tmp_path: Path) -> None:
    told, out = exported(held), tmp_path / "new" / "area"
    write_area(told, out)
    assert {path.name for path in out.iterdir()} == {
        *(f"{name}.parquet" for name in TABLE_SAYS),
        "area.graphml",
        "dictionary.json",
    }
    for name, table in told.tables.items():
        assert pl.read_parquet(out / f"{name}.parquet").equals(table)
    graph = networkx.read_graphml(out / "area.graphml")
    people = [node for node, data in graph.nodes(data=True) if data["table"] == "people"]
    assert set(people) == set(told.tables["people"]["person"])
    assert graph.number_of_edges() > 5
    assert json.loads((out / "dictionary.json").read_text(encoding="utf-8")) == dictionary(told)
    assert marks_in((out / "area.graphml").read_text(encoding="utf-8")) == {}
    with pytest.raises(InputRefused, match="there already"):
        write_area(told, out)


def test_a_folder_that_cannot_be_made_is_refused_and_nothing_is_left(held: Partnerships, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputRefused, match="written"):
        write_area(exported(held), tmp_path / "file" / "area")


def test_as_many_reads_whatever_the_size(tmp_path: Path) -> None:
    """Of the graph one look for the publication, of the ledger as many reads for three people as for thirty."""
    counted = []
    for many in (3, 30):
        with area_of(tmp_path / str(many), ((many, "VA1", "F", "2015", ""),)) as loaded:
            exported(loaded)
            reads: list[str] = []
            event.listen(
                loaded.ledger.database.engine, "before_cursor_execute", lambda *said, kept=reads: kept.append(said[2])
            )
            exported(loaded)
            counted.append(len(reads))
    assert counted[0] == counted[1]
