"""`kithmap backup` and `kithmap restore`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from graph.audit.log import AuditLog
from graph.errors import InputRefused, WrongUse
from graph.questions.opening import HEAD_FILE
from graph.questions.operator import operator_event
from graph.settings import Settings, read_or_make_key
from graph.store.ledger import open_ledger, require_ledger
from graph.store.opening import open_graph
from ingest.backup.contents import LEDGER, Summary
from ingest.backup.restoring import open_backup, require_room, require_same, restore_files, restore_ledger
from ingest.backup.writing import write_backup
from ingest.progress import shown_progress
from ingest.rebuilding import rebuild
from ingest.stores import Load, Progress, Stores


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    to: Annotated[str | None, typer.Option("--to", metavar="AGE1…", help="Encrypt to this age public key.")] = None,
) -> None:
    """Keeps all that can't be made again in one file, with its digest."""
    settings: Settings = context.obj.settings
    require_ledger(settings.data, settings.ledger_url)
    ledger = open_ledger(settings.data, settings.ledger_url)
    try:
        graph = open_graph(settings.data, settings.neo4j)
        try:
            stores = Stores(settings.data, graph, ledger, read_or_make_key(settings.data), settings.linkage)
            summary = write_backup(stores, file, datetime.now(UTC), to)
        finally:
            graph.close()
    finally:
        ledger.close()
    _tell(summary, "kept", as_json=context.obj.as_json)
    if to is None:
        typer.echo("not encrypted: it holds everything the data folder holds (--to AGE1… encrypts)", err=True)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A backup.")],
    identity: Annotated[Path | None, typer.Option("--identity", help="The age identity it was encrypted to.")] = None,
    is_rehearsed: Annotated[
        bool, typer.Option("--rehearse", help="Into a folder of its own, compared, and taken away again.")
    ] = False,
) -> None:
    """Reads a backup back into an empty data folder or database, and makes the graph again."""
    bring = rehearse_backup if is_rehearsed else restore_backup
    with shown_progress() as tell:
        summary = bring(context.obj.settings, Backup(file, identity), datetime.now(UTC), tell)
    _tell(summary, "restored and compared" if is_rehearsed else "restored", as_json=context.obj.as_json)


def _tell(summary: Summary, done: str, *, as_json: bool) -> None:
    tables = sum(name.startswith(f"{LEDGER}/") for name in summary.parts)
    files = len(summary.parts) - tables
    if as_json:
        typer.echo(json.dumps({"digest": summary.digest, "made_at": summary.made_at, "files": files, "tables": tables}))
    else:
        typer.echo(f"{done}: {files} files, {tables} tables, digest {summary.digest}")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup, and the file of the identity that opens it where it is encrypted."""

    file: Path
    identity: Path | None = None


def restore_backup(settings: Settings, backed: Backup, now: datetime, progress: Progress) -> Summary:
    """Restores a backup into an empty data folder or database, and makes the graph again.

    Raises InputRefused for a bad backup or a place that is not empty, StoreUnavailable where what came of it differs.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    with open_backup(backed.file, settings.data, backed.identity) as (archive, summary):
        ledger = open_ledger(settings.data, settings.ledger_url)
        try:
            graph = open_graph(settings.data, settings.neo4j)
            try:
                if graph.health().publication:
                    raise InputRefused("is not empty: restore into an empty database", "graph")
                require_room(archive, settings.data, ledger)
                restore_files(archive, summary, settings.data)
                restore_ledger(archive, summary, ledger)
                stores = Stores(settings.data, graph, ledger, read_or_make_key(settings.data), settings.linkage)
                require_same(rebuild(stores, Load(now, progress=progress)), summary)
                AuditLog(ledger.audit, settings.data / HEAD_FILE).append(operator_event("restore"), now)
            finally:
                graph.close()
        finally:
            ledger.close()
    return summary


def rehearse_backup(settings: Settings, backed: Backup, now: datetime, progress: Progress) -> Summary:
    """Restores a backup into a folder of its own, embedded, compares the digest, and takes the folder away again."""
    if settings.neo4j is not None or settings.ledger_url is not None:
        raise WrongUse("--rehearse restores into a folder of its own: unset NEO4J_URI and KITHMAP_LEDGER_URL for it")
    room = settings.data if settings.data.is_dir() else None
    with TemporaryDirectory(prefix="kithmap-rehearsal-", dir=room) as folder:
        return restore_backup(Settings(Path(folder), linkage=settings.linkage), backed, now, progress)
