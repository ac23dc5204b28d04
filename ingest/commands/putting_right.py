"""`kithmap correct`, `kithmap withdraw`, `kithmap watch`."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol

import typer

from graph.audit.log import AuditLog
from graph.command import FAULT
from graph.errors import InputRefused
from graph.questions.opening import HEAD_FILE
from graph.questions.operator import OPERATOR
from ingest.commands.telling import tell_load
from ingest.correcting import Taken, take
from ingest.pipeline import bring_up
from ingest.sent_back import MOST_BYTES, deliveries_in, read_sent_back
from ingest.stores import Load, Stores
from ingest.turn import turn_to_write
from ingest.watching import watch
from ingest.withdrawing import withdraw

Clock = Callable[[], datetime]


class Opened(Protocol):
    """Opens the stores of a call."""

    def __call__(self, context: typer.Context, *, must_exist: bool = True) -> AbstractContextManager[Stores]: ...


def add_commands(app: typer.Typer, opened: Opened, now: Clock) -> None:
    """Adds the commands. `opened` opens the stores of a call, `now` is the clock."""

    @app.command("correct")
    def correct(
        context: typer.Context,
        files: Annotated[list[Path], typer.Argument(help="Rows set apart, put right, as they were given out.")],
    ) -> None:
        """Takes rows of deliveries that were put right, links and publishes."""
        with opened(context) as stores:
            _correct(stores, files, now(), as_json=context.obj.as_json)

    @app.command("withdraw")
    def take_back(
        context: typer.Context,
        delivery: Annotated[str, typer.Argument(help="The delivery's id, or the first 8 characters of it or more.")],
        reason: Annotated[str, typer.Option("--reason", help="Why; kept, and said to whoever loads it again.")],
    ) -> None:
        """Takes a delivery back: the store is as if it had never come."""
        with opened(context) as stores:
            audit = AuditLog(stores.ledger.audit, stores.data / HEAD_FILE)
            found = withdraw(stores, audit, delivery, reason, Load(now()))
        typer.echo(f"taken back: {found.delivery}", err=True)
        tell_load(found.loaded, as_json=context.obj.as_json)

    @app.command("watch")
    def watch_folder(
        context: typer.Context,
        folder: Annotated[Path, typer.Argument(help="Where deliveries arrive: folders or zips. Nothing is moved.")],
        every: Annotated[float, typer.Option("--every", min=0.1, help="Seconds between two looks.")] = 30.0,
        once: Annotated[bool, typer.Option("--once", help="Load what is complete, then end.")] = False,
    ) -> None:
        """Loads what arrives, one delivery at a time, and says so in a line of JSON each."""
        with opened(context, must_exist=False) as stores:
            is_good = watch(stores, folder, now, every, tell=typer.echo, is_once=once)
        if not is_good:
            raise typer.Exit(FAULT)


def _correct(stores: Stores, files: list[Path], at: datetime, *, as_json: bool) -> None:
    rows = list(read_sent_back((path.name, _content(path)) for path in files))
    if not rows:
        raise InputRefused("no row in it", files[0].name)
    with turn_to_write(stores.data):
        taken = [
            take(stores, delivery, [row for row in rows if row.place[0] == delivery], OPERATOR, at)
            for delivery in deliveries_in(rows)
        ]
        loaded = bring_up(stores, Load(at))
    for one in taken:
        typer.echo(_line(one), err=True)
    if as_json:
        corrected = [
            {
                "delivery": one.delivery,
                "in": one.rows_in,
                "taken": one.taken,
                "still_set_apart": one.still_set_apart,
                "not_set_apart": one.not_set_apart,
            }
            for one in taken
        ]
        typer.echo(json.dumps({"corrected": corrected, "digest": loaded.digest}))
    else:
        typer.echo(f"digest {loaded.digest}")


def _line(one: Taken) -> str:
    return (
        f"{one.delivery[:12]}: {one.rows_in} rows in = {one.taken} taken + {one.still_set_apart} still set apart"
        f" + {one.not_set_apart} not set apart, left as they were"
    )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputRefused("larger than is taken back", path.name)
        return path.read_bytes()
    except OSError:
        raise InputRefused("can't be read", path.name) from None
