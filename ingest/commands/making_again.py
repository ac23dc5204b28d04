"""`kithmap link`, `kithmap rebuild`, `kithmap upgrade`: what can be made of what is kept, made again."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Protocol

import typer

from graph.errors import WrongUse
from graph.settings import Settings
from graph.store.ledger import open_ledger, require_ledger
from graph.store.opening import write_import_files
from ingest.commands.putting_right import Clock
from ingest.commands.telling import tell_load
from ingest.progress import shown_progress
from ingest.rebuilding import rebuild
from ingest.relinking import relink, retrain_model, use_shipped_model
from ingest.stores import Load, Stores


class OpenedToRebuild(Protocol):
    """Opens the stores of a call; a graph file of another version is set aside where it `is_rebuilt`."""

    def __call__(self, context: typer.Context, *, is_rebuilt: bool = False) -> AbstractContextManager[Stores]: ...


def add_making_again(app: typer.Typer, opened: OpenedToRebuild, now: Clock) -> None:
    """Adds the commands. `opened` opens the stores of a call, `now` is the clock."""
    _add_link(app, opened, now)
    _add_rebuild(app, opened, now)
    _add_upgrade(app, opened, now)


def _add_link(app: typer.Typer, opened: OpenedToRebuild, now: Clock) -> None:
    @app.command("link")
    def link(
        context: typer.Context,
        retrain: Annotated[
            bool, typer.Option("--retrain", help="Train a model on this partnership's own records.")
        ] = False,
        shipped: Annotated[
            bool, typer.Option("--shipped", help="Go back to the model that ships with kithmap.")
        ] = False,
    ) -> None:
        """Runs identity again with the policy and the judgements, and prints what changed."""
        if retrain and shipped:
            raise WrongUse("--retrain makes a model of your own, --shipped goes back from it: give one of the two")
        with opened(context) as stores:
            if retrain or shipped:
                model = (retrain_model if retrain else use_shipped_model)(stores)
                typer.echo(f"model {model.version}, trained on {model.trained_on}", err=True)
            tell_load(relink(stores, Load(now())), as_json=context.obj.as_json, dry_run=False)


def _add_rebuild(app: typer.Typer, opened: OpenedToRebuild, now: Clock) -> None:
    @app.command("rebuild")
    def make_again(
        context: typer.Context,
        import_files: Annotated[Path | None, typer.Option(help="Write files for neo4j-admin there instead.")] = None,
    ) -> None:
        """Makes the graph again from landed deliveries and the judgement log."""
        if import_files is not None:
            with opened(context) as stores:
                typer.echo(write_import_files(stores.graph, import_files))
            return
        with opened(context, is_rebuilt=True) as stores, shown_progress() as tell:
            digest = rebuild(stores, Load(now(), progress=tell))
        if context.obj.as_json:
            typer.echo(json.dumps({"digest": digest}))
        else:
            typer.echo(f"digest {digest}")


def _add_upgrade(app: typer.Typer, opened: OpenedToRebuild, now: Clock) -> None:
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
