"""Claims and members as Parquet: one folder a publication, one file a system (architecture.md §1, landing)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from graph.model.claims import End, Role
from graph.store.landing import write_whole
from graph.store.port import StoredClaim, StoredMember
from graph.store.stored_form import to_ms, to_optional_ms

_END = pl.Struct({"record_id": pl.String, "role": pl.String})
_CLOSING = pl.Struct({"marking": pl.String, "record_id": pl.String, "every": pl.Boolean})
CLAIMS: dict[str, pl.DataType | type[pl.DataType]] = {
    "claim_id": pl.String,
    "kind": pl.String,
    "agency": pl.String,
    "system": pl.String,
    "table": pl.String,
    "record_ref": pl.String,
    "record_id": pl.String,
    "delivery": pl.String,
    "row": pl.Int64,
    "start": pl.String,
    "end": pl.String,
    "recorded_at": pl.Int64,
    "superseded_at": pl.Int64,
    "confirmed_at": pl.Int64,
    "status": pl.String,
    "headline": pl.String,
    "detail": pl.String,
    "hidden": pl.String,
    "fingerprint": pl.String,
    "ends": pl.List(_END),
    "closings": pl.List(_CLOSING),
}
MEMBERS: dict[str, type[pl.DataType]] = {
    "record_id": pl.String,
    "entity_id": pl.String,
    "kind": pl.String,
    "joined_at": pl.Int64,
    "joins": pl.Boolean,
}
MEMBERS_FILE = "members.parquet"
# Looked up by the million: a table is faster than the enumeration itself.
_ROLES = {role.value: role for role in Role}


def claims_frame(stored: Iterable[StoredClaim]) -> pl.DataFrame:
    """Claims as columns."""
    return pl.DataFrame([_row(one) for one in stored], schema=CLAIMS, orient="row")


def members_frame(stored: Iterable[StoredMember]) -> pl.DataFrame:
    """Members as columns."""
    rows = [
        (
            one.member.record_id,
            one.member.entity_id,
            one.member.kind.value,
            to_optional_ms(one.member.joined_at),
            one.joins,
        )
        for one in stored
    ]
    return pl.DataFrame(rows, schema=MEMBERS, orient="row")


def _row(stored: StoredClaim) -> tuple[object, ...]:
    claim = stored.claim
    return (
        claim.id,
        claim.kind.value,
        claim.source.agency,
        claim.source.system,
        claim.source.table,
        claim.source.record_ref,
        claim.record_id,
        claim.source.delivery,
        claim.source.row,
        claim.valid.start.text if claim.valid.start else None,
        claim.valid.end.text if claim.valid.end else None,
        to_ms(claim.recorded_at),
        to_optional_ms(claim.superseded_at),
        to_optional_ms(claim.confirmed_at),
        claim.status.value,
        stored.headline,
        stored.detail,
        stored.hidden,
        stored.fingerprint,
        [{"record_id": end.record_id, "role": end.role.value} for end in claim.ends],
        [{"marking": one.marking.value, "record_id": one.record_id, "every": one.every} for one in stored.closings],
    )


def read_ends(cells: Iterable[dict[str, str]]) -> tuple[End, ...]:
    """Ends of one row."""
    return tuple(End(cell["record_id"], _ROLES[cell["role"]]) for cell in cells)


class ClaimFiles:
    """The claim files of a data folder, by publication. Unchanged systems are the same file in the next."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self, publication: int) -> Path:
        """Where a publication's files are."""
        return self._folder / f"{publication:08d}"

    def write_system(self, publication: int, name: str, claims: pl.DataFrame) -> None:
        """Writes one system's claims (`claims_frame`)."""
        write_whole(claims, self.folder(publication) / "claims" / f"{name}.parquet")

    def keep_others(self, publication: int, before: int, names: Iterable[str], what: str = "claims") -> None:
        """Carries the files of systems not written anew over from the publication before; `what` is their folder."""
        target = self.folder(publication) / what
        target.mkdir(parents=True, exist_ok=True)
        changed = {f"{name}.parquet" for name in names}
        earlier = self.folder(before) / what
        for file in sorted(earlier.glob("*.parquet")) if earlier.exists() else ():
            if file.name not in changed and not (target / file.name).exists():
                _carry(file, target / file.name)

    def write_members(self, publication: int, stored: Iterable[StoredMember]) -> None:
        """Writes every record's place."""
        write_whole(members_frame(stored), self.folder(publication) / MEMBERS_FILE)

    def sweep(self, publication: int) -> None:
        """Removes the files of every other publication."""
        for child in self._folder.iterdir() if self._folder.exists() else ():
            if child.is_dir() and child != self.folder(publication):
                shutil.rmtree(child)


def _carry(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        # Some file systems know no hard links.
        shutil.copyfile(source, target)
