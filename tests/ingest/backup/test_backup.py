"""A partnership kept in one file and read back: the same digest, or a refusal that has written nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import orjson
import pyrage
import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.audit.log import AuditEvent, AuditLog, LooksWanted
from graph.errors import AuditUnavailable, InputRefused, StoreUnavailable, WrongUse
from graph.questions.looks import tell_look
from graph.settings import KEY_FILE, Neo4jAddress, Settings
from graph.store.ledger import open_ledger
from graph.store.ledger.moving import LedgerLines, tables_to_move
from graph.store.ledger.tables import SCHEMA_VERSION
from graph.store.opening import open_graph
from ingest.backup.command import Backup, rehearse_backup, restore_backup
from ingest.backup.contents import SUMMARY, may_be_restored
from ingest.backup.writing import write_backup
from ingest.stores import Stores
from ingest.verifying import verify
from tests.ingest.site import KEY, NOW, Site, family, open_site

ENTRY = AuditEvent("mo", ("assessment",), "assessment", "", "person", ("r1",), False, "v1", "answered")


def quiet(_step: str, _done: int, _all: int) -> None: ...


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A family loaded, with an account and an entry of the log."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "data").mkdir()
    (folder / "data" / KEY_FILE).write_bytes(b"k" * 32)
    held = open_site(folder / "data")
    assert not held.load(*family(folder / "sent")).refused
    held.stores.ledger.accounts.add(Account("mo", "*", frozenset({AccessRole.ASSESSMENT}), NOW, "csc"))
    AuditLog(held.stores.ledger.audit, folder / "data" / "audit-head.log").append(ENTRY, NOW)
    yield held
    held.close()


@pytest.fixture
def kept(site: Site, tmp_path: Path) -> Path:
    file = tmp_path / "one.kithmap"
    write_backup(site.stores, file, NOW)
    return file


def lines(stores: Stores) -> dict[str, list[bytes]]:
    with stores.ledger.database.reading() as connection:
        told = LedgerLines(connection)
        return {table: list(told.of(table)) for table in tables_to_move() if table != "publications"}


def restored(settings: Settings, file: Path, identity: Path | None = None) -> Stores:
    restore_backup(settings, Backup(file, identity), NOW, quiet)
    return Stores(settings.data, open_graph(settings.data), open_ledger(settings.data), KEY)


def is_untouched(data: Path) -> bool:
    return not (data / KEY_FILE).exists() and not (data / "landing").exists()


def test_what_was_kept_comes_back_with_its_digest_its_accounts_and_its_log(
    site: Site, kept: Path, tmp_path: Path
) -> None:
    stores = restored(Settings(tmp_path / "new"), kept)
    found = verify(stores, AuditLog(stores.ledger.audit, stores.data / "audit-head.log"))
    newest = site.stores.ledger.publications.newest()
    assert newest is not None
    assert (found.faults, found.digest) == ((), newest.digest)
    there, here = lines(stores), lines(site.stores)
    head, entries = there.pop("audit_head"), there.pop("audit")
    assert (head != here.pop("audit_head"), entries[:-1]) == (True, here.pop("audit"))
    assert there == here
    assert [entry.content.count('"operation":"restore"') for entry in stores.ledger.audit.entries()][-2:] == [0, 1]
    assert (stores.data / KEY_FILE).read_bytes() == b"k" * 32
    stores.graph.close()
    stores.ledger.close()


def test_a_backup_is_an_entry_of_the_log_and_without_one_there_is_none(
    site: Site, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert '"operation":"backup"' in list(site.stores.ledger.audit.entries())[-1].content
    assert kept.exists()

    def refuse(*_: object) -> None:
        raise AuditUnavailable("the log is full")

    monkeypatch.setattr(AuditLog, "append", refuse)
    with pytest.raises(AuditUnavailable):
        write_backup(site.stores, tmp_path / "two", NOW)
    assert list(tmp_path.iterdir()) == [kept]


def test_a_rehearsal_compares_and_leaves_nothing(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "rehearsal"))
    (tmp_path / "rehearsal").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)
    assert rehearse_backup(Settings(tmp_path / "other"), Backup(kept), NOW, quiet).digest
    assert list((tmp_path / "rehearsal").iterdir()) == []
    assert not (tmp_path / "other").exists()
    with pytest.raises(WrongUse, match="unset"):
        rehearse_backup(Settings(tmp_path, Neo4jAddress("bolt://x", "n", "p")), Backup(kept), NOW, quiet)


def test_an_encrypted_backup_opens_with_its_identity_alone(site: Site, tmp_path: Path) -> None:
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    (tmp_path / "mine.txt").write_text(f"# made for a test\n{mine}\n")
    (tmp_path / "other.txt").write_text(str(other))
    (tmp_path / "none.txt").write_text("no identity")
    file = tmp_path / "sealed.kithmap"
    write_backup(site.stores, file, NOW, str(mine.to_public()))
    assert b"Hobbs" not in file.read_bytes()
    assert sorted(tmp_path.iterdir()) == sorted(
        tmp_path / name for name in ("mine.txt", "none.txt", "other.txt", "sealed.kithmap")
    )
    for identity, says in ((None, "--identity"), ("other.txt", "this identity"), ("none.txt", "no age identity")):
        with pytest.raises(InputRefused, match=says):
            restored(Settings(tmp_path / "new"), file, tmp_path / identity if identity else None)
        assert is_untouched(tmp_path / "new")
    stores = restored(Settings(tmp_path / "new"), file, tmp_path / "mine.txt")
    stores.graph.close()
    stores.ledger.close()


def test_a_backup_with_any_byte_changed_is_refused_before_anything_is_written(kept: Path, tmp_path: Path) -> None:
    whole = kept.read_bytes()
    dice = random.Random(7)
    refused = 0
    for _ in range(60):
        place = dice.randrange(len(whole))
        bad = tmp_path / "bad.kithmap"
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << dice.randrange(8))]) + whole[place + 1 :])
        data = tmp_path / "new"
        try:
            stores = restored(Settings(data), bad)
        except InputRefused:
            refused += 1
            assert is_untouched(data)
            continue
        # A bit that says nothing of the content, such as the time of a file: what came back is compared by its digest.
        stores.graph.close()
        stores.ledger.close()
        for path in sorted(data.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
    assert refused > 50


@pytest.mark.parametrize("size", [0, 10, 5000])
def test_a_backup_that_was_cut_off_is_refused(size: int, kept: Path, tmp_path: Path) -> None:
    bad = tmp_path / "cut.kithmap"
    bad.write_bytes(kept.read_bytes()[:size])
    with pytest.raises(InputRefused, match="cut off"):
        restored(Settings(tmp_path / "new"), bad)
    with pytest.raises(InputRefused, match="is no file"):
        restored(Settings(tmp_path / "new"), tmp_path / "absent")


def tampered(kept: Path, bad: Path, **changes: object) -> Path:
    """The backup with other parts or another summary; hashes of what was added are right."""
    with ZipFile(kept) as old, ZipFile(bad, "w") as new:
        summary = orjson.loads(old.read(SUMMARY)) | changes
        for name in old.namelist():
            if name != SUMMARY:
                new.writestr(name, old.read(name))
        new.writestr(SUMMARY, orjson.dumps(summary))
    return bad


SAYS = {
    "another version": ({"schema": 0}, {"schema": SCHEMA_VERSION + 1}, {"form": 99}),
    "no backup": ({"parts": 5}, {"more": 1}),
    "lacks parts": ({"parts": {}},),
}


@pytest.mark.parametrize(("changes", "says"), [(one, says) for says, some in SAYS.items() for one in some])
def test_a_backup_that_says_something_else_of_itself_is_refused(
    changes: dict[str, object], says: str, kept: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputRefused, match=says):
        restored(Settings(tmp_path / "new"), tampered(kept, tmp_path / "bad", **changes))
    assert is_untouched(tmp_path / "new")


@pytest.mark.parametrize(
    "name", ["../outside", "/outside", "landing/../../outside", "landing/claims/1/x.parquet", "ledger/none.jsonl", "graph.sqlite"]
)  # fmt: skip
def test_no_part_leads_out_of_the_data_folder(name: str) -> None:
    assert not may_be_restored(name)


def test_what_an_older_version_kept_is_restored_by_this_one(kept: Path, tmp_path: Path) -> None:
    stores = restored(Settings(tmp_path / "new"), tampered(kept, tmp_path / "older", schema=1))
    assert [one.caller for one in map(tell_look, stores.ledger.audit.newest(LooksWanted(9, caller="mo")))] == ["mo"]
    stores.graph.close()
    stores.ledger.close()


def test_a_digest_that_differs_is_said(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="digest differs"):
        restored(Settings(tmp_path / "new"), tampered(kept, tmp_path / "bad", digest="0" * 64))


def test_nothing_is_restored_over_anything(site: Site, kept: Path) -> None:
    with pytest.raises(InputRefused, match="not empty"):
        restored(Settings(site.stores.data), kept)
    assert site.verify().faults == ()


def test_a_folder_that_lost_its_graph_alone_is_not_written_over(site: Site, kept: Path, tmp_path: Path) -> None:
    """Its log has gone on since the backup: heads kept outside the ledger may not go back to those of then."""
    data = tmp_path / "lost"
    stores = restored(Settings(data), kept)
    AuditLog(stores.ledger.audit, data / "audit-head.log").append(ENTRY, NOW)
    (data / "audit-head.log").write_text("later")
    stores.graph.close()
    stores.ledger.close()
    for file in data.glob("graph.sqlite*"):
        file.unlink()
    with pytest.raises(InputRefused, match="kithmap rebuild"):
        restored(Settings(data), kept)
    assert (data / "audit-head.log").read_text() == "later"


def test_an_encrypted_backup_that_fails_leaves_nothing_plain(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def broken(plain: Path, sealed: Path, recipient: object) -> None:
        seen.extend([plain, sealed])
        raise OSError(28, "no space left")

    monkeypatch.setattr("ingest.backup.writing.seal", broken)
    with pytest.raises(OSError, match="no space"):
        write_backup(site.stores, tmp_path / "out", NOW, str(pyrage.x25519.Identity.generate().to_public()))
    assert seen[0].is_relative_to(site.stores.data)
    assert not any(path.exists() for path in seen)
    assert list(tmp_path.iterdir()) == []


def test_another_partnership_s_folder_is_refused(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / KEY_FILE).write_bytes(b"x" * 32)
    with pytest.raises(InputRefused, match="another partnership"):
        restored(Settings(tmp_path / "new"), kept)
    assert (tmp_path / "new" / KEY_FILE).read_bytes() == b"x" * 32


def test_what_can_t_be_kept_leaves_no_file(site: Site, kept: Path, tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match="is there already"):
        write_backup(site.stores, kept, NOW)
    with pytest.raises(InputRefused, match="age1"):
        write_backup(site.stores, tmp_path / "two", NOW, "no key")
    empty = open_site(tmp_path / "empty")
    with pytest.raises(StoreUnavailable, match="nothing is loaded"):
        write_backup(empty.stores, tmp_path / "three", NOW)
    empty.close()
    assert {path.name for path in tmp_path.iterdir()} == {"one.kithmap", "empty"}
