"""What a load did, printed."""

from __future__ import annotations

import json

import typer

from ingest.pipeline import Loaded
from ingest.report import as_document, as_lines


def tell_load(loaded: Loaded, *, as_json: bool, dry_run: bool = False) -> None:
    """Lines for people, or one JSON document on standard output and the lines beside it."""
    for line in as_lines(loaded, dry_run=dry_run):
        typer.echo(line, err=as_json)
    if as_json:
        typer.echo(json.dumps(as_document(loaded), ensure_ascii=False, default=str))
