"""`kithmap objections`: what a person says against a claim about them, shown with it, and what was answered."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from api.signin.grants import partnership_of
from graph.model.objections import Objection, ObjectionKind
from graph.model.period import london_day
from graph.questions.objecting import ObjectionAsked, answer_objection, object_to
from graph.questions.person_named import HELP, record_named

objections = typer.Typer(no_args_is_help=True, help="What people say against what is recorded about them.")


@objections.command("add")
def add(
    context: typer.Context,
    person: Annotated[str, typer.Option("--person", help=HELP)],
    claim: Annotated[str, typer.Option("--claim", help="As `kithmap subject-access` gives it.")],
    kind: Annotated[ObjectionKind, typer.Option("--kind", help="correction: what is right instead.")],
    says: Annotated[str, typer.Option("--says", help="In their words. Shown with the claim.")],
) -> None:
    """Keeps what a person says against a claim about them; from now on it is shown with it."""
    with partnership_of(context) as held:
        record = record_named(person, held.partnership(), held.key)
        said = object_to(held, ObjectionAsked(record, claim, kind, says))
    _tell(context, said, f"{kind.value} {said.id} is shown with the claim; answer it within a month")


@objections.command("answer")
def answer(
    context: typer.Context,
    objection: Annotated[str, typer.Argument(metavar="ID", help="As `kithmap objections list` gives it.")],
    says: Annotated[str, typer.Option("--says", help="What the person is told. Shown with the claim.")],
    is_upheld: Annotated[bool, typer.Option("--upheld/--not-upheld", help="Whether they are right.")],
) -> None:
    """Keeps what was answered; where they are right, the agency corrects its own record."""
    with partnership_of(context) as held:
        said = answer_objection(held, objection, says, is_upheld=is_upheld)
    _tell(context, said, f"{said.kind.value} {said.id} is answered")


@objections.command("list")
def list_all(
    context: typer.Context,
    is_open: Annotated[bool, typer.Option("--open", help="Those without an answer alone.")] = False,
) -> None:
    """Lists them in the order they were made."""
    with partnership_of(context) as held:
        found = [one for one in held.ledger.objections.every() if not (is_open and one.reply)]
    if context.obj.as_json:
        typer.echo(json.dumps([_plain(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        stands = f"answered {london_day(one.reply.at)}" if one.reply else "not answered"
        typer.echo(f"{one.id}  {london_day(one.at)}  {one.kind.value:<11}  claim {one.claim}  {stands}")


def _tell(context: typer.Context, said: Objection, sentence: str) -> None:
    typer.echo(json.dumps(_plain(said), ensure_ascii=False) if context.obj.as_json else sentence)


def _plain(one: Objection) -> dict[str, Any]:
    reply = one.reply
    return {
        "id": one.id,
        "person": one.person,
        "claim": one.claim,
        "kind": one.kind.value,
        "says": one.says,
        "at": one.at.isoformat(),
        "answer": reply.says if reply else None,
        "upheld": reply.is_upheld if reply else None,
        "answered_at": reply.at.isoformat() if reply else None,
    }
