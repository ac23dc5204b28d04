"""Claims carried over from the publication before: what is made from the same says the same, and is not made again.

Beside the claim files of a publication lies what each claim was made from. A cache: without it all is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from graph.store.claim_files import CLAIMS
from graph.store.landing import write_whole

FOLDER = "made_from"
_LINES = ("claim_id", "fingerprint", "made_from")


def read_kept(folder: Path, name: str) -> pl.DataFrame:
    """A system's claims as a publication's folder holds them, with what each is `made_from`; none where it does not say."""
    try:
        claims = pl.read_parquet(folder / "claims" / f"{name}.parquet")
        return claims.join(pl.read_parquet(_path(folder, name)), on=["claim_id", "fingerprint"])
    except (OSError, pl.exceptions.PolarsError):
        return pl.DataFrame(schema={**CLAIMS, "made_from": pl.String})


def carry(made: pl.DataFrame, kept: pl.DataFrame, stored: Mapping[str, str]) -> pl.DataFrame:
    """The kept claims that are `made` from the same as before and that the graph has as they are kept."""
    held = pl.DataFrame(
        {"claim_id": list(stored), "fingerprint": list(stored.values())},
        schema={"claim_id": pl.String, "fingerprint": pl.String},
    )
    same = kept.join(made, on=["claim_id", "made_from"], how="semi")
    return same.join(held, on=["claim_id", "fingerprint"], how="semi").select(*CLAIMS)


def in_order(made: pl.DataFrame, carried: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """All claims of a system, carried over or not, as they follow each other in its file."""
    return made.select("claim_id").join(pl.concat([carried, claims]), on="claim_id", maintain_order="left")


def write_lines(made: pl.DataFrame, claims: pl.DataFrame, folder: Path, name: str) -> None:
    """Keeps what each claim of a system was made from."""
    lines = claims.select("claim_id", "fingerprint").join(made, on="claim_id").select(*_LINES)
    write_whole(lines, _path(folder, name))


def _path(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.parquet"
