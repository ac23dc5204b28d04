"""`kithmap conflicts`: whom an account may never be shown, from the command line (access.md §1)."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from api.signin.grants import By, partnership_of
from graph.questions.conflicts import add_conflict, end_conflict
from graph.questions.person_named import HELP, record_named

conflicts = typer.Typer(
    no_args_is_help=True, help="Whom an account may never be shown: own family, neighbours, oneself."
)
Name = Annotated[str, typer.Argument(help="The account.")]
Person = Annotated[str, typer.Option("--person", help=HELP)]


@conflicts.command("add")
def conflicts_add(context: typer.Context, name: Name, person: Person, by: By = "") -> None:
    """Puts a person on an account's list: from its next question on they are nobody to it, whatever else is open."""
    with partnership_of(context) as held:
        kept = add_conflict(held, name, record_named(person, held.partnership(), held.key), by)
    _say(context, {"account": kept.account, "person": kept.record_id, "listed": True}, f"closed to {name}")


@conflicts.command("list")
def conflicts_list(context: typer.Context) -> None:
    """Lists every account's."""
    with partnership_of(context) as held:
        kept = held.ledger.conflicts.every()
    if context.obj.as_json:
        rows = [{"account": one.account, "person": one.record_id, "since": one.created_at.isoformat()} for one in kept]
        typer.echo(json.dumps(rows))
    for one in () if context.obj.as_json else kept:
        typer.echo(f"{one.account:<16}{one.record_id}  since {one.created_at:%Y-%m-%d}")


@conflicts.command("end")
def conflicts_end(context: typer.Context, name: Name, person: Person, by: By = "") -> None:
    """Takes a person off an account's list; it counts on the next question."""
    with partnership_of(context) as held:
        record = record_named(person, held.partnership(), held.key)
        end_conflict(held, name, record, by)
    _say(context, {"account": name, "person": record, "listed": False}, f"off the conflict list of {name}")


def _say(context: typer.Context, told: dict[str, object], words: str) -> None:
    typer.echo(json.dumps(told) if context.obj.as_json else f"this person is {words}")
