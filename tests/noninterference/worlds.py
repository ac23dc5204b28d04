"""Pairs of partnerships that differ only in what some caller may not see, many families to a pair (access.md §4)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import yaml
from sqlalchemy import event

from api.signin.sessions import hash_token
from graph.access.accounts import Account, Session
from graph.access.caller import AccessRole
from graph.model.ids import IdKey
from graph.questions.door import Door
from graph.questions.opening import LANDING_FOLDER, Partnerships
from graph.store.landing import Cells, Landing, RowKey
from graph.store.ledger import open_ledger
from graph.store.ledger.tables import CONFLICTS
from graph.store.opening import open_graph
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.synth.layout import COLUMNS, row_key
from tests.noninterference.kept import NOW, Kept

EARLIER = "2024-01-01T12:00:00Z"
Row = dict[str, str]
AGENCIES = {"csc": ("children_social_care", "casework"), "police": ("police", "log"), "housing": ("housing", "rents")}


class FixedIds(IdKey):
    """Ids that stay the same when hidden cells differ: access.md §4 holds ids fixed.

    A real claim id is a keyed hash over all its cells, so it differs wherever a cell does and says nothing else.
    """

    def claim_id(self, record_id: str, content: str, occurrence: int) -> str:
        return super().claim_id(record_id, content.partition("/")[2], occurrence)


KEY = FixedIds(b"n" * 32)


def record_id(agency: str, table: str, *key: str) -> str:
    """The id of a record of these worlds."""
    return KEY.record_id(agency, AGENCIES[agency][1], table, "|".join(key))


@dataclass
class World:
    """Rows by agency and table, and what the ledger keeps."""

    rows: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)

    def add(self, agency: str, table: str, **cells: str) -> None:
        """One row."""
        self.rows.setdefault((agency, table), []).append(cells)

    def take(self, more: World) -> None:
        """The rows and entries of another world too."""
        for place, rows in more.rows.items():
            self.rows.setdefault(place, []).extend(rows)
        self.kept.take(more.kept)

    def write(self, folder: Path) -> None:
        """The world as deliveries; every agency sends every table, so that feeds tell nothing.

        Rows go out in an order of their own keys: what only one world holds comes in between the others.
        """
        for agency, (kind, system) in AGENCIES.items():
            out = folder / agency
            out.mkdir(parents=True)
            manifest = {
                "agency": agency, "agency_name": agency.title(), "agency_kind": kind, "system": system,
                "extracted_at": "2024-03-31T20:00:00Z", "covers": {"from": "2005-01-01", "to": "2024-03-31"},
                "lawful_basis": "public task",
            }  # fmt: skip
            (out / "delivery.yaml").write_text(yaml.safe_dump(manifest), encoding="utf-8")
            for table, columns in COLUMNS.items():
                if table != "agencies":
                    rows = sorted(self.rows.get((agency, table), []), key=lambda row: _place(table, row))
                    _write(out / f"{table}.csv", columns, rows)


def _place(table: str, row: Row) -> bytes:
    return blake2b("|".join(row_key(table, row)).encode(), digest_size=8).digest()


def _write(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


@dataclass(frozen=True, slots=True)
class Who:
    """A caller of the harness: an account and why it asks."""

    name: str
    role: AccessRole
    purpose: str
    agency: str | None = None
    professionals: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()


DESKS = range(1, 51)
WORKERS = frozenset(f"csc:SW{desk}" for desk in DESKS)
TEAMS = frozenset(f"East {desk}" for desk in DESKS)
"""The records and teams of those who work with every family of a world."""
CALLERS: Mapping[str, Who] = {
    who.name: who
    for who in (
        Who("practitioner", AccessRole.PRACTITIONER, "case_supervision", "csc", WORKERS),
        Who("manager", AccessRole.MANAGER, "case_supervision", "csc", teams=TEAMS),
        Who("assessment", AccessRole.ASSESSMENT, "assessment", "csc"),
        Who("police", AccessRole.ASSESSMENT, "strategy_discussion", "police"),
        Who("granted", AccessRole.ASSESSMENT, "assessment", "csc"),
        Who("keeper", AccessRole.ASSESSMENT, "assessment", "csc"),
        Who("conflicted", AccessRole.ASSESSMENT, "assessment", "csc"),
        Who("steward", AccessRole.STEWARD, "data_quality"),
        Who("analyst", AccessRole.ANALYST, "learning_review"),
        Who("auditor", AccessRole.AUDITOR, "audit_review"),
        Who("reviewer", AccessRole.MANAGER, "audit_review", "csc", teams=TEAMS),
        Who("admin", AccessRole.ADMIN, "administration"),
    )
}

OF_A_DESK = ("practitioner", "manager")
"""Who has a desk and two families, or all of them."""


def caller_named(name: str) -> Who:
    """A caller by name; `granted-7` is one with every grant for family 7, `keeper-7` one with those of a difference,
    `practitioner-7` and `manager-7` of desk 7.
    """
    role, _, number = name.partition("-")
    who = CALLERS[role]
    if not number or role not in OF_A_DESK:
        return who
    return replace(
        who,
        professionals=who.professionals & {f"csc:SW{number}"},
        teams=who.teams & {f"East {number}"},
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """Whom each granted caller has every grant for, and who is on the conflicted callers' lists: record ids.

    `keepers`: accounts that a difference may give grants.
    """

    granted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    conflicts: Sequence[str] = ()
    keepers: Sequence[str] = ()


def open_world(world: World, folder: Path, closed: Closed | None = None) -> Partnerships:
    """The world loaded and behind its door, every caller signed in with the same cookie in every world."""
    closed = closed or Closed()
    sent, data = folder / "sent", folder / "data"
    world.write(sent)
    data.mkdir()
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    world.kept.keep_before_loading(stores.ledger)
    # Some pairs differ in rows a load sets apart: of a hundred families they are more than one row in a hundred.
    loaded = load([sent], stores, Load(NOW, tolerance=0.2))
    assert not loaded.refused
    for name in (
        *CALLERS,
        *closed.granted,
        *closed.keepers,
        *(f"{role}-{desk}" for role in OF_A_DESK for desk in DESKS),
    ):
        who = caller_named(name)
        stores.ledger.accounts.add(
            Account(name, "*", frozenset({who.role}), NOW, who.agency, who.professionals, who.teams)
        )
        stores.ledger.sessions.add(Session(hash_token(name), name, "form token", NOW, NOW, who.purpose))
    _close(stores, closed, world.kept)
    _stop_waiting_for_the_disk(stores)
    return Loaded(data, stores.graph, stores.ledger, KEY, lambda: NOW)


@dataclass(frozen=True)
class Loaded(Partnerships):
    """A partnership that does not change: what is loaded is read once, and each row as sent once."""

    def door(self) -> Door:
        return self._door

    @cached_property
    def _door(self) -> Door:
        door = super().door()
        partnership = door.partnership()
        return replace(door, partnership=lambda: partnership)

    @property
    def landing(self) -> Landing:
        return self._landing

    @cached_property
    def _landing(self) -> Landing:
        sources = [stored.claim.source for stored in self.graph.stored_claims()]
        landing = Landing(self.data / LANDING_FOLDER)
        return ReadOnce(landing.folder, landing.rows((one.delivery, one.table, one.row) for one in sources))


@dataclass(frozen=True)
class ReadOnce(Landing):
    """Rows as sent and as read, in memory."""

    held: Mapping[RowKey, tuple[Cells, Cells]]

    def rows(self, wanted: Iterable[RowKey]) -> Mapping[RowKey, tuple[Cells, Cells]]:
        return {key: self.held[key] for key in wanted if key in self.held}


def _stop_waiting_for_the_disk(stores: Stores) -> None:
    """Thousands of audit entries, none of which has to outlive the machine."""
    stores.ledger.close()
    event.listen(stores.ledger.database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))


def _close(stores: Stores, closed: Closed, kept: Kept) -> None:
    for name, people in closed.granted.items():
        kept.grant(name, people)
    kept.keep(stores.ledger)
    conflicts = [{"account": "conflicted", "record_id": person, "created_at": NOW} for person in closed.conflicts]
    if conflicts:
        with stores.ledger.database.writing() as connection:
            connection.execute(CONFLICTS.insert(), conflicts)
