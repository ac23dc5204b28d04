"""`kithmap notices`: what somebody has to be told of and nobody was, from the command line or a timer."""

from __future__ import annotations

import typer

from api.signin.acting import say_done
from api.signin.grants import partnership_of
from graph.access.noticing import send_waiting

notices = typer.Typer(no_args_is_help=True, help="Notices of break-glass and of claimed relationships.")


@notices.command("send")
def notices_send(context: typer.Context) -> None:
    """Sends the notices that could not go out before; those that still can't stay."""
    with partnership_of(context) as held:
        sent = send_waiting(held.ledger.notices, held.sender, held.now())
        left = len(held.ledger.notices.waiting())
    say_done(context, f"{sent} sent, {left} waiting", sent=sent, waiting=left)
    if left:
        raise typer.Exit(1)
