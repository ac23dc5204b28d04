"""`kithmap synth`: a county written, or a report scored."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from graph.errors import InputRefused, WrongUse
from ingest.synth.county import write_county
from ingest.synth.score import score

_SCORE = ("score", "REPORT", "TRUTH")


def synth(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(metavar="OUT | score REPORT TRUTH")],
    children: Annotated[int, typer.Option(min=1)] = 200,
    seed: Annotated[int, typer.Option()] = 1,
    faults: Annotated[bool, typer.Option("--faults", help="Plant rows that are wrong.")] = False,
) -> None:
    """Writes a made-up county with its truth, or scores a report against a truth folder."""
    told = make_or_score(words, children, seed, faults=faults)
    if context.obj.as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    for name, figure in ({} if context.obj.as_json else told).items():
        typer.echo(f"{name:<60} {figure}")


def make_or_score(words: Sequence[str], children: int, seed: int, *, faults: bool) -> Mapping[str, float]:
    """What was made, or the figures of a report. Raises WrongUse, InputRefused for a folder or file that will not do."""
    if words[0] == "score":
        if len(words) != len(_SCORE):
            raise WrongUse(f"takes {' '.join(_SCORE)}: a report as CSV and the folder of the truth")
        report, truth = map(Path, words[1:])
        if not report.is_file() or not truth.is_dir():
            raise InputRefused("is no report, or there is no truth folder", report.name)
        return score(report, truth)
    if len(words) != 1:
        raise WrongUse("takes one folder to write into")
    out = Path(words[0])
    if out.exists() and any(out.iterdir()):
        raise InputRefused("is not empty", out.name)
    write_county(out, children, seed, faults)
    return {"children": children, "seed": seed}
