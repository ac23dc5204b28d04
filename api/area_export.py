"""`kithmap export`: the whole area under pseudonyms, from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.signin.grants import partnership_of
from graph.access.purpose import read_purpose
from graph.errors import BadInput
from graph.questions.analysts.export import export_area
from graph.questions.analysts.files import write_area


def export(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(help="A folder to make.")],
    caller: Annotated[str, typer.Option("--as", help="The account that asks: an analyst's.")],
    purpose: Annotated[str, typer.Option("--purpose", help="Why: service_analysis or learning_review.")],
    k: Annotated[int, typer.Option("--k", help="How many people are to be alike by birth, sex and district.")] = 5,
) -> None:
    """The whole area under pseudonyms of this file: Parquet tables, GraphML, and what every column means."""
    with partnership_of(context) as held:
        account = held.ledger.accounts.find(caller)
        if account is None or account.is_disabled:
            raise BadInput("--as", "is no account, or a disabled one: see `kithmap users list`")
        exported = export_area(held, account.to_caller(is_operator=True), read_purpose(purpose), k)
        write_area(exported, out)
    told = exported.statement
    typer.echo(
        f"{told['people']} people, {told['people_by_year']} of them by year of birth,"
        f" {told['people_without_district']} without a district; {told['people_left_out']} left out",
        err=True,
    )
