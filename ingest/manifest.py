"""`delivery.yaml`: what an agency says of its delivery, read strictly (deliveries.md §1)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from graph.errors import InputRefused
from graph.model.period import LONDON
from graph.model.vocabulary import AGENCY_KINDS
from ingest.opening.limits import MOST_MANIFEST_BYTES

MANIFEST = "delivery.yaml"
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Covers(BaseModel):
    """The days a delivery or one of its tables is about; a missing bound is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    from_: date | None = Field(default=None, alias="from")
    to: date | None = None


class Manifest(BaseModel):
    """Who sends what, taken from which system when."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agency: Name
    agency_name: Name
    agency_kind: str
    system: Name
    extracted_at: datetime
    covers: Covers = Covers()
    feeds: dict[str, Covers] = Field(default_factory=dict)
    mode: Literal["full", "delta"] = "full"
    lawful_basis: str = ""
    mapping: str | None = None

    @field_validator("agency_kind")
    @classmethod
    def _known_kind(cls, kind: str) -> str:
        if kind not in AGENCY_KINDS:
            raise ValueError("is not a kind of agency: see deliveries.md §4")
        return kind

    @field_validator("extracted_at")
    @classmethod
    def _in_utc(cls, moment: datetime) -> datetime:
        """Without an offset the clock is London's."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
        return aware.astimezone(UTC)

    def covers_of(self, table: str) -> Covers:
        """What a table covers: its own dates where stated, else the delivery's."""
        return self.feeds.get(table, self.covers)


def read_manifest(path: Path) -> Manifest:
    """The manifest of a file. Raises InputRefused naming file and field."""
    if path.stat().st_size > MOST_MANIFEST_BYTES:
        raise InputRefused("is larger than a manifest can be", path.name)
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise InputRefused("is not readable as YAML in UTF-8", path.name) from None
    if not isinstance(document, dict):
        raise InputRefused("does not hold named fields such as `agency: police`", path.name)
    try:
        return Manifest.model_validate(document)
    except ValidationError as fault:
        found = fault.errors(include_input=False, include_url=False)
        said = "; ".join(f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}" for error in found)
        raise InputRefused(said, path.name) from None
