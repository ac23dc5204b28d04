"""What a publication was made of, so that what would come out the same is not worked out again.

Kept beside the claim files of a publication. A cache: without it, or by other code, everything is worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from graph.identity.judgements import Judgement
from graph.sources import digest_of_sources
from graph.store.landing import write_bytes_whole
from ingest.digest import DigestOfLines
from ingest.resolving import How
from ingest.wanted import System

FILE = "made_of.json"
_LIBRARIES = ("duckdb", "jellyfish", "nicknames", "phonenumbers", "polars", "splink", "unidecode")


@dataclass(frozen=True, slots=True)
class SystemMade:
    """One system's claims as published: what they were made of, a hash of their fingerprints, what was counted of them."""

    made_of: str
    fingerprints: str
    open_rows: Mapping[str, int]
    restricted: Sequence[str]


@dataclass(frozen=True, slots=True)
class Made:
    """A publication: what all of it was made of, by which code, and each system by the name of its file."""

    whole: str = ""
    code: str = ""
    systems: Mapping[str, SystemMade] = field(default_factory=dict)


def read_made(folder: Path) -> Made:
    """What a publication's folder says it was made of; nothing, where it does not say."""
    try:
        said: dict[str, Any] = orjson.loads((folder / FILE).read_bytes())
        return Made(said["whole"], said["code"], {name: SystemMade(**one) for name, one in said["systems"].items()})
    except (OSError, ValueError, LookupError, TypeError):
        return Made()


def write_made(made: Made, folder: Path) -> None:
    """Says of a publication's folder what it was made of."""
    write_bytes_whole(orjson.dumps(made), folder / FILE)


def of_everything(deliveries: Iterable[str], judgements: Sequence[Judgement], how: How) -> str:
    """What a whole state is made of: deliveries, judgements in force, model and engine, and our code."""
    return _hash(code(), sorted(deliveries), [repr(one) for one in judgements], how.model.to_json(), how.linkage.value)


def of_system(system: System, made_from: pl.DataFrame) -> str:
    """What the claims of one system are made of: what each is made from (`Wanted.made_from`), and our code."""
    return _hash(code(), system, sorted(made_from.iter_rows()))


def digest_of_fingerprints(fingerprints: Iterable[str]) -> str:
    """A hash of fingerprints in any order."""
    lines = DigestOfLines()
    for fingerprint in fingerprints:
        lines.add(fingerprint)
    return lines.hexdigest()


@cache
def code() -> str:
    """What our code and the libraries it stands on are, in one text."""
    return digest_of_sources("graph", "ingest") + "".join(version(name) for name in _LIBRARIES)


def _hash(*parts: object) -> str:
    return blake2b(orjson.dumps(parts), digest_size=16).hexdigest()
