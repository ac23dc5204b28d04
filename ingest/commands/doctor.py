"""`kithmap doctor`: what was examined, printed."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from graph.command import FAULT
from ingest.doctor import examine


def doctor(context: typer.Context) -> None:
    """What is installed, which store answers, free disk, versions, and what to do about each thing that is wrong."""
    checks = examine(context.obj.settings)
    if context.obj.as_json:
        typer.echo(json.dumps([asdict(check) for check in checks], ensure_ascii=False))
    for check in [] if context.obj.as_json else checks:
        typer.echo(f"{'ok   ' if check.ok else 'WRONG'} {check.name:<12} {check.says}")
        if check.do:
            typer.echo(f"      {'':<12} → {check.do}")
    if not all(check.ok for check in checks):
        raise typer.Exit(FAULT)
