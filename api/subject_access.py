"""`kithmap subject-access`: everything held about one person, for that person, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from api.signin.grants import partnership_of
from graph.errors import WrongUse
from graph.model.rights import SubjectAccess
from graph.questions.person_named import HELP, record_named
from graph.questions.subject_access import subject_access
from viz.exports.formats import FORMATS
from viz.subject_access import to_document, to_plain

_ENDINGS = (".json", ".pdf")


def give_access(
    context: typer.Context,
    person: Annotated[str, typer.Option("--person", help=HELP)],
    out: Annotated[Path | None, typer.Option("--out", help=".pdf or .json; else JSON is printed.")] = None,
) -> None:
    """Puts together everything held about one person, with sources and who looked; others are not named."""
    if out is not None and out.suffix not in _ENDINGS:
        raise WrongUse("--out ends in .pdf or .json")
    with partnership_of(context) as held:
        found = subject_access(held, record_named(person, held.partnership(), held.key))
    if out is None:
        typer.echo(json.dumps(to_plain(found), ensure_ascii=False))
    else:
        out.write_bytes(_content(found, out.suffix))
    typer.echo(
        f"{len(found.statements)} statements, {len(found.looks)} looks; {len(found.to_redact)} cells to be read first,"
        f" {len(found.to_decide)} rows or cells to be decided on before it is given",
        err=True,
    )


def _content(found: SubjectAccess, ending: str) -> bytes:
    if ending == ".json":
        return json.dumps(to_plain(found), ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    return FORMATS["pdf"].write(to_document(found))
