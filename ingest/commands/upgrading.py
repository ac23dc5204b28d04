"""`kithmap upgrade`: what an older version kept, brought to what this one needs."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from typing import Protocol

import typer

from graph.settings import Settings
from graph.store.ledger import open_ledger, require_ledger
from ingest.commands.putting_right import Clock
from ingest.rebuilding import rebuild
from ingest.stores import Load, Stores


class OpenedToRebuild(Protocol):
    """Opens the stores of a call; a graph file of another version is set aside where it `is_rebuilt`."""

    def __call__(self, context: typer.Context, *, is_rebuilt: bool = False) -> AbstractContextManager[Stores]: ...


def add_upgrade(app: typer.Typer, opened: OpenedToRebuild, now: Clock) -> None:
    """Adds the command. `opened` opens the stores of a call, `now` is the clock."""

    @app.command("upgrade")
    def upgrade(context: typer.Context) -> None:
        """Brings the ledger to this version's tables, and makes the graph again where it is another version's."""
        settings: Settings = context.obj.settings
        require_ledger(settings.data, settings.ledger_url)
        open_ledger(settings.data, settings.ledger_url, upgraded=True).close()
        with opened(context, is_rebuilt=True) as stores:
            newest = stores.ledger.publications.newest()
            is_behind = newest is not None and stores.graph.health().publication != newest.number
            digest = rebuild(stores, Load(now())) if is_behind else newest.digest if newest else None
        if context.obj.as_json:
            typer.echo(json.dumps({"digest": digest, "graph_made_again": is_behind}))
        else:
            typer.echo(f"the ledger is current; the graph {'was made again' if is_behind else 'is current'}")
