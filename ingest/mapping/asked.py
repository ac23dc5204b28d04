"""A mapping as it was asked for: the mapping itself, which of its deliveries, and what the caller states about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from graph.errors import WrongUse
from ingest.mapping.plan import Plan

STATED = (
    "agency",
    "agency_name",
    "agency_kind",
    "system",
    "extracted_at",
    "covers_from",
    "covers_to",
    "mode",
    "lawful_basis",
)
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class MappingAsked:
    """A mapping for files that have none of their own; `part` is one of the deliveries it makes of a folder."""

    plan: Plan
    stated: Mapping[str, str] = field(default_factory=dict)
    part: str | None = None

    @property
    def digest(self) -> str:
        """What tells this mapping from another."""
        whole = f"{self.part} {self.plan.model_dump_json()}"
        return blake2b(whole.encode(), digest_size=_ID_BYTES).hexdigest()


def read_stated(words: Iterable[str], option: str) -> dict[str, str]:
    """FIELD=VALUE of the command line as fields. Raises WrongUse."""
    stated = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name.strip() not in STATED:
            raise WrongUse(f"{option} takes FIELD=VALUE; the fields are {', '.join(STATED)}")
        stated[name.strip()] = value.strip()
    return stated
