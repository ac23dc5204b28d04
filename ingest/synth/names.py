"""Names and addresses to draw from, and the other ways each name is said or written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Any

import yaml

_NOT_CULTURES = frozenset({"known_as", "spelled", "streets", "ways", "towns"})


@dataclass(frozen=True)
class Culture:
    """Where a family's names come from."""

    name: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]

    def given(self, rng: Random, sex: str) -> str:
        """One forename for a person of this sex."""
        return rng.choice(self.women if sex == "F" else self.men)


@dataclass(frozen=True)
class Pools:
    """Everything names and addresses are made of; `language` says in which one a name has other spellings."""

    cultures: tuple[Culture, ...]
    known_as: Mapping[str, tuple[str, ...]]
    spelled: Mapping[str, tuple[str, ...]]
    language: Mapping[str, str]
    streets: tuple[str, ...]
    ways: tuple[str, ...]
    towns: tuple[str, ...]

    def culture(self, rng: Random) -> Culture:
        """One culture, as often as its share says."""
        return rng.choices(self.cultures, [culture.share for culture in self.cultures])[0]


def read_pools() -> Pools:
    """The pools shipped beside this module."""
    text = (files("ingest.synth") / "county_data" / "pools.yaml").read_text("utf-8")
    said: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but text
    cultures = tuple(
        Culture(name, int(pool["share"]), *(tuple(pool[part].split()) for part in ("women", "men", "families")))
        for name, pool in said.items()
        if name not in _NOT_CULTURES
    )
    known_as = {name: tuple(others.split()) for name, others in said["known_as"].items()}
    by_language = said["spelled"].items()
    spelled = {name: tuple(others.split()) for _, names in by_language for name, others in names.items()}
    language = {name: spoken for spoken, names in by_language for name in names}
    return Pools(
        cultures, known_as, spelled, language, *(tuple(said[part].split()) for part in ("streets", "ways", "towns"))
    )
