"""A person erased: nothing of them is left, nothing comes back, and the rest is as if they had never been sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import polars as pl
import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.audit.log import AuditLog
from graph.errors import InputRefused
from graph.identity.judgements import Judgement, Verdict
from graph.questions.opening import Partnerships
from graph.store.port import GraphStore
from graph.store.stored_form import to_ms
from ingest.erasing import Erased, erase, find_to_erase
from ingest.landing import Landing, whole_file
from ingest.mapping.asked import MappingAsked
from ingest.mapping.reading import read_mapping
from ingest.rebuilding import rebuild
from ingest.stores import Load
from tests.ingest.cutting import Cut, CutAfter
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

REASON = "Rowena Quill asked for it"
SECRETS = ("Rowena", "Quill", "Saltmarsh", "07700 900555")
Tables = Mapping[str, Sequence[Row]]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


def csc(rowena: bool) -> Tables:
    """What children's social care says of a child, her mother, and a lodger who is erased (or never was there)."""
    tables: dict[str, list[Row]] = {
        "people": [a_person("C1"), a_person("C2", "Kelly Hobbs", "1988-02-11")],
        "households": [{"household_ref": "H1", "address": "3 Mill Row, Vale", "postcode": "VA1 2BC"}],
        "residences": [{"record_ref": "R1", "person_ref": "C1", "household_ref": "H1", "start": "2018-01-01"}],
        "relationships": [{"record_ref": "L1", "person_ref": "C2", "other_ref": "C1", "type": "mother"}],
        "events": [{"record_ref": "V1", "category": "home", "type": "home_conditions", "start": "2023-06-01"}],
        "event_people": [{"record_ref": "V1", "person_ref": "C1", "role": "child"}],
    }
    if rowena:
        tables["people"].append(a_person("C9", "Rowena Quill", "1970-07-07", phones="07700 900555"))
        tables["households"].append({"household_ref": "H9", "address": "9 Saltmarsh, Vale", "postcode": "VA9 9ZZ"})
        tables["residences"] += [
            {"record_ref": "R8", "person_ref": "C9", "household_ref": "H1", "start": "2019-01-01"},
            {"record_ref": "R9", "person_ref": "C9", "household_ref": "H9", "start": "2020-01-01"},
        ]
        tables["relationships"].append({"record_ref": "L9", "person_ref": "C9", "other_ref": "C1", "type": "aunt"})
        tables["events"].append(
            {"record_ref": "V9", "category": "police", "type": "incident", "start": "2023-07-01", "note": "Rowena only"}
        )
        tables["event_people"] += [
            {"record_ref": "V1", "person_ref": "C9", "role": "present"},
            {"record_ref": "V9", "person_ref": "C9", "role": "subject"},
        ]
    return tables


def police(rowena: bool) -> Tables:
    people = [a_person("P1", "Kelly Hobbs", "1988-02-11")]
    known = [a_person("P9", "Rowena Quill", "1970-07-07", phones="07700 900555"), {"person_ref": "", "given_name": "X"}]
    return {"people": people + known if rowena else people}


def sent(folder: Path, *, rowena: bool = True) -> list[Path]:
    return [
        write_delivery(folder / "csc", csc(rowena), manifest("csc")),
        write_delivery(folder / "police", police(rowena), manifest("police")),
    ]


def person(agency: str, ref: str) -> str:
    return KEY.record_id(agency, "main", "people", ref)


def audit_of(site: Site) -> AuditLog:
    return AuditLog(site.stores.ledger.audit, site.stores.data / "audit-head.log")


def erase_rowena(site: Site) -> Erased:
    return erase(site.stores, audit_of(site), find_to_erase(site.stores, person("csc", "C9")), REASON, NOW)


def never_sent(folder: Path) -> str | None:
    opened = open_site(folder / "data")
    try:
        return opened.load(*sent(folder / "sent", rowena=False)).digest
    finally:
        opened.close()


def files_that_say(folder: Path) -> list[str]:
    """Files with a word of the person, Parquet files by what they hold."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content = str(pl.read_parquet(path).rows()).encode()
        found += [path.name for secret in SECRETS if secret.encode() in content]
    return found


def test_what_is_left_is_what_would_be_there_had_they_never_been_sent(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    found = find_to_erase(site.stores, person("police", "P9"))
    assert found.ids == {person("csc", "C9"), person("police", "P9")}
    assert erase_rowena(site).digest == never_sent(tmp_path / "never")
    assert site.verify().faults == ()


def test_no_file_of_the_data_folder_says_a_word_of_them(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    assert files_that_say(site.stores.data)
    erase_rowena(site)
    site.close()
    assert files_that_say(site.stores.data) == []


def test_the_same_deliveries_again_and_later_ones_do_not_bring_them_back(tmp_path: Path, site: Site) -> None:
    deliveries = sent(tmp_path / "sent")
    site.load(*deliveries)
    digest = erase_rowena(site).digest
    assert site.load(*deliveries).digest == digest
    later = write_delivery(tmp_path / "later", csc(rowena=True), manifest("csc", "2024-04-30"))
    site.load(later)
    assert site.verify().faults == ()
    assert all(ref not in {"C9", "R8", "R9", "L9", "V9", "H9"} for _, _, ref, _ in site.claims())
    site.close()
    assert files_that_say(site.stores.data) == []


def test_a_later_delivery_that_names_them_without_their_row_is_kept_without_them(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    digest = erase_rowena(site).digest
    stay = {"record_ref": "R77", "person_ref": "C9", "household_ref": "H1", "note": "Rowena moved in"}
    loaded = site.load(
        write_delivery(tmp_path / "later", {"residences": [stay]}, manifest("csc", "2024-04-30", "delta"))
    )
    assert loaded.digest == digest
    site.close()
    assert files_that_say(site.stores.data) == []


def test_rows_taken_out_are_counted_as_set_aside(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    erase_rowena(site)
    record = next(one for one in site.stores.ledger.deliveries.every() if one.agency == "csc")
    people = next(one for one in record.counts if one.table == "people")
    assert (people.rows_in, people.stored, people.unchanged, people.quarantined) == (3, 2, 0, 1)
    told = [note.rule for _, note in site.stores.ledger.deliveries.quarantine(record.id) if note.table == "people"]
    assert told == ["erased"]
    assert [row.sent for row in Landing(site.stores.data).quarantine(record.id)] == [""] * 8


def test_rebuilt_from_landing_it_is_the_same(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    digest = erase_rowena(site).digest
    assert rebuild(site.stores, Load(NOW)) == digest


def test_an_event_others_were_at_stays_without_them(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    erase_rowena(site)
    refs = {(kind, ref) for agency, kind, ref, _ in site.claims() if agency == "csc"}
    assert ("event", "V1") in refs
    assert ("event", "V9") not in refs
    assert ("household", "H1") in refs


def test_judgements_about_them_go_with_their_reasons(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    one, other = sorted((person("csc", "C9"), person("csc", "C2")))
    site.stores.ledger.judgements.add(
        Judgement(one, other, Verdict.DIFFERENT, author="steward", reason="Rowena is taller", at=to_ms(NOW), sequence=0)
    )
    erase_rowena(site)
    assert site.stores.ledger.judgements.history() == []
    assert site.verify().faults == ()


@pytest.mark.parametrize("is_done", [False, True])
def test_cut_off_anywhere_it_is_finished_by_running_it_again(tmp_path: Path, is_done: bool) -> None:
    deliveries, expected = sent(tmp_path / "sent"), never_sent(tmp_path / "never")
    cuts = 0
    for steps in range(1, 20):
        site = open_site(tmp_path / f"cut-{steps}")
        site.load(*deliveries)
        found = find_to_erase(site.stores, person("csc", "C9"))
        cut = replace(site.stores, graph=cast("GraphStore", CutAfter(site.stores.graph, steps, is_done=is_done)))
        try:
            erase(cut, audit_of(site), found, REASON, NOW)
        except Cut:
            cuts += 1
        else:
            site.close()
            break
        assert erase_rowena(site).digest == expected
        assert site.verify().faults == ()
        site.close()
        assert files_that_say(site.stores.data) == []
    assert cuts > 2


def test_a_hold_refuses_until_it_is_released(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    site.stores.ledger.erasures.hold([person("police", "P9")], NOW)
    with pytest.raises(InputRefused, match="legal hold"):
        erase_rowena(site)
    assert any(ref == "C9" for _, _, ref, _ in site.claims())
    assert site.stores.ledger.erasures.release([person("police", "P9")], NOW) == 1
    erase_rowena(site)
    assert all(ref != "C9" for _, _, ref, _ in site.claims())


def test_the_log_says_that_somebody_was_erased_and_not_why_in_words(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    erase_rowena(site)
    last = list(site.stores.ledger.audit.entries())[-1].content
    assert '"operation":"erase"' in last
    assert person("csc", "C9") in last
    assert "Rowena" not in last


def test_nobody_is_said_to_be_nobody(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    with pytest.raises(InputRefused, match="nobody"):
        find_to_erase(site.stores, "rnobody")


@pytest.mark.parametrize("files", [1, 4, 9, 14, 20])
def test_cut_off_while_files_are_rewritten_it_says_so_and_is_finished_by_running_it_again(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    site.load(*sent(tmp_path / "sent"))
    left = files

    @contextmanager
    def cut(path: Path) -> Iterator[Path]:
        nonlocal left
        left -= 1
        if left < 0:
            raise Cut
        with whole_file(path) as part:
            yield part

    with monkeypatch.context() as patched, pytest.raises(Cut):
        patched.setattr("ingest.landing.whole_file", cut)
        patched.setattr("ingest.erased.whole_file", cut)
        erase_rowena(site)
    assert any("erased are landed still" in fault for fault in site.verify().faults)
    assert erase_rowena(site).digest == never_sent(tmp_path / "never")
    assert site.verify().faults == ()
    site.close()
    assert files_that_say(site.stores.data) == []


def test_of_somebody_sealed_no_count_and_no_note_tells_that_they_are_erased(tmp_path: Path, site: Site) -> None:
    tables = {name: list(rows) for name, rows in csc(rowena=False).items()}
    tables["people"].append(a_person("C9", "Rowena Quill", "1970-07-07", sensitivity="sealed"))
    tables["relationships"].append({"record_ref": "L9", "person_ref": "C9", "other_ref": "C1", "type": "aunt"})
    tables["events"].append({"record_ref": "V9", "category": "police", "type": "incident", "start": "2023-07-01"})
    tables["event_people"].append({"record_ref": "V9", "person_ref": "C9", "role": "subject"})
    site.load(write_delivery(tmp_path / "sent", tables, manifest("csc")))

    def told() -> object:
        (record,) = site.stores.ledger.deliveries.every()
        rows = (record.rows_in, record.stored, record.unchanged, record.quarantined)
        return rows, site.stores.ledger.deliveries.quarantine(), site.stores.ledger.deliveries.partnership().feeds

    before = told()
    erase_rowena(site)
    assert told() == before
    assert site.verify().faults == ()


def test_rows_of_a_refused_delivery_and_of_a_file_that_is_no_table_are_emptied(tmp_path: Path, site: Site) -> None:
    refused = {**csc(rowena=True), "letters": [{"about": "C9", "text": "Dear Rowena"}]}
    refused["people"] = [*refused["people"], a_person("C2", "Kelly Hobson", "1988-02-11")]
    site.load(*sent(tmp_path / "sent"))
    assert site.load(write_delivery(tmp_path / "refused", refused, manifest("csc", "2024-02-01"))).refused
    erase_rowena(site)
    site.close()
    assert files_that_say(site.stores.data) == []


def test_what_others_are_asked_about_is_answered_without_them(tmp_path: Path, site: Site) -> None:
    site.load(*sent(tmp_path / "sent"))
    erase_rowena(site)
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)
    found = held.questions(Caller("a", frozenset({AccessRole.ASSESSMENT}), "csc"), read_purpose("assessment")).person(
        person("csc", "C1")
    )
    assert found is not None
    says = [claim.says for claim in found.whole().claims] if found.whole else [claim.says for claim in found.claims]
    assert any("Kelly" in words for words in says)
    assert all("Rowena" not in words for words in says)


def test_free_text_of_others_that_may_name_them_is_listed_by_its_place(tmp_path: Path, site: Site) -> None:
    tables = {name: list(rows) for name, rows in csc(rowena=True).items()}
    tables["events"][0] = {**tables["events"][0], "headline": "Rowena was there"}
    site.load(write_delivery(tmp_path / "sent", tables, manifest("csc")))
    (mention,) = erase_rowena(site).mentions
    assert (mention.table, mention.line, mention.column) == ("events", 2, "headline")


def test_rows_made_by_a_mapping_are_taken_out_of_what_was_sent_too(tmp_path: Path, site: Site) -> None:
    made = MappingAsked(read_mapping(MAPPED, "own.yaml"), {"extracted_at": "2024-03-31"})
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "people.csv").write_text(
        "Ref,Name,DOB\nA1,Mia,01/05/2012\nA2,Rowena,07/07/1970\nA2,Rowena,07/07/1970\n", "utf-8"
    )
    site.load(folder, mapping=made)
    found = find_to_erase(site.stores, KEY.record_id("csc", "own", "people", "A2"))
    erase(site.stores, audit_of(site), found, REASON, NOW)
    assert site.verify().faults == ()
    site.close()
    assert files_that_say(site.stores.data) == []


MAPPED = """\
mapping: own
delivery: {agency: csc, agency_kind: children_social_care, system: own}
dates: dd/mm/yyyy
sources:
  people:
    file: "people*"
    columns: {ref: Ref, name: Name, born: DOB}
    needs: ref
    rows:
      - into: people
        cells:
          person_ref: ref
          given_name: name
          date_of_birth: born
"""
