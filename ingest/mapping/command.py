"""`kithmap mapping`, and the mapping `kithmap ingest` is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from graph.errors import WrongUse
from ingest.mapping.asked import MappingAsked, read_stated
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
    for name in shipped_mappings():
        typer.echo(name)
