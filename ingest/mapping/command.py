"""`kithmap mapping`, and the mapping `kithmap ingest` is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from graph.command import FAULT
from graph.errors import InputRefused, WrongUse
from ingest.mapping.asked import MappingAsked, read_stated
from ingest.mapping.drafting import draft
from ingest.mapping.preview import as_lines, preview
from ingest.mapping.reading import find_mapping, shipped_mappings

mapping_commands = typer.Typer(no_args_is_help=True, help="Mappings: files in another format, made into our tables.")


def asked_mapping(named: str | None, stated: Sequence[str] | None) -> MappingAsked | None:
    """The mapping asked for on the command line, None where none is. Raises WrongUse, InputRefused."""
    if named is None:
        if stated:
            raise WrongUse("--with describes files that come with --mapping; a delivery says this in delivery.yaml")
        return None
    return MappingAsked(find_mapping(named), read_stated(stated or (), "--with"))


@mapping_commands.command("list")
def list_mappings(context: typer.Context) -> None:
    """Lists the mappings that ship with Kithmap."""
    told = [{"name": name, "about": find_mapping(name).about} for name in shipped_mappings()]
    if context.obj.as_json:
        _print_json(told)
    for one in [] if context.obj.as_json else told:
        typer.echo(f"{one['name']:<18}{one['about']}")


@mapping_commands.command("check")
def check_mapping(
    context: typer.Context,
    mapping: Annotated[str, typer.Argument(metavar="FILE", help="A mapping's file, or the name of one that ships.")],
    sample: Annotated[Path, typer.Argument(help="A file, folder or zip in the agency's own format.")],
    stated: Annotated[list[str] | None, typer.Option("--with", metavar="FIELD=VALUE")] = None,
) -> None:
    """Says what each column of a sample became, what was not used, and what would be set aside. Keeps nothing."""
    told = preview(MappingAsked(find_mapping(mapping), read_stated(stated or (), "--with")), sample)
    if context.obj.as_json:
        _print_json([asdict(one) for one in told])
    for one in [] if context.obj.as_json else told:
        typer.echo("\n".join(as_lines(one)))
    if any(one.refused for one in told):
        raise typer.Exit(FAULT)


@mapping_commands.command("new")
def new_mapping(
    context: typer.Context,
    sample: Annotated[Path, typer.Argument(help="A file or folder in the agency's own format.")],
) -> None:
    """Prints a draft of a mapping from a sample's headings, to be finished by hand."""
    if not sample.exists():
        raise InputRefused("is not there", sample.name)
    text = draft(sample)
    if context.obj.as_json:
        _print_json({"draft": text})
    else:
        typer.echo(text, nl=False)


def _print_json(document: Any) -> None:  # noqa: ANN401 - JSON
    typer.echo(json.dumps(document, ensure_ascii=False, default=str))
