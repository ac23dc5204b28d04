"""What an agency says about a delivery: `delivery.yaml` (deliveries.md §1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from graph.errors import InputRefused
from graph.model.period import LONDON, end_of_day, london_day
from graph.model.vocabulary import AGENCY_KINDS
from ingest.checks.rules import FUTURE_DATE, UNKNOWN_COLUMN
from ingest.opening.limits import MOST_MANIFEST_BYTES
from ingest.opening.plain_yaml import check_plain
from ingest.quarantine import CellWarning
from ingest.tables.registry import TABLES

MANIFEST = "delivery.yaml"
_DAY_LENGTH = len("2024-03-31")
_CLOCKS_APART = timedelta(days=1)


def _moment(text: object) -> object:
    """A date-time as UTC: without an offset London's, a day its end."""
    if not isinstance(text, str):
        return text
    try:
        if len(text) == _DAY_LENGTH:
            return end_of_day(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise ValueError("not a date-time: expected ISO 8601, such as 2024-03-31T23:00:00Z") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON, fold=1)).astimezone(UTC)


def _day(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError("not a day: expected YYYY-MM-DD") from None


def _known_kind(kind: str) -> str:
    if kind not in AGENCY_KINDS:
        raise ValueError("not a kind of agency (deliveries.md §4)")
    return kind


_Words = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]+$")]


class Covers(BaseModel):
    """The days a delivery or one of its tables speaks for, first and last; None where it is unbounded."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    from_: Annotated[date | None, BeforeValidator(_day), Field(alias="from")] = None
    to: Annotated[date | None, BeforeValidator(_day)] = None

    @model_validator(mode="after")
    def _in_order(self) -> Covers:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError("`to` lies before `from`")
        return self


class Manifest(BaseModel):
    """One delivery in its agency's words; what is not a field of it is passed over (`oddities_in` says so)."""

    model_config = ConfigDict(frozen=True)

    agency: _Words
    agency_name: _Words
    agency_kind: Annotated[str, AfterValidator(_known_kind)]
    system: _Words
    extracted_at: Annotated[datetime, BeforeValidator(_moment)]
    covers: Covers
    feeds: Mapping[str, Covers] = Field(default_factory=dict)
    mode: Literal["full", "delta"] = "full"
    lawful_basis: str
    mapping: str | None = None

    @property
    def extracted_on(self) -> date:
        """The London day it was taken."""
        return london_day(self.extracted_at)

    def covers_of(self, table: str) -> Covers:
        """What a table of the delivery covers: its own days where the manifest names them, else the delivery's."""
        own = self.feeds.get(table)
        if own is None:
            return self.covers
        return Covers(from_=own.from_ or self.covers.from_, to=own.to or self.covers.to)


def read_manifest(path: Path, delivery: str) -> Manifest:
    """The manifest in a file; `delivery` is what people call the delivery in messages.

    Raises InputRefused that names the file and each field at fault.
    """
    where = f"{delivery}/{MANIFEST}"
    return to_manifest(parse_manifest(path, where), where)


def to_manifest(said: Mapping[str, Any], where: str) -> Manifest:
    """The manifest of what was said. Raises InputRefused that names `where` and each field at fault."""
    try:
        return Manifest.model_validate(said)
    except ValidationError as failed:
        faults = "; ".join(
            f"{'.'.join(str(step) for step in fault['loc'])}: {_sentence(fault['msg'])}" for fault in failed.errors()
        )
        raise InputRefused(f"{faults}. docs/sending-data.md shows a whole {MANIFEST}", where) from None


def oddities_in(said: Mapping[str, Any], manifest: Manifest) -> Iterator[CellWarning]:
    """What a manifest says that is likely a slip: a field there is none of, a feed that is no table, a day to come."""
    for name in sorted({*map(str, said)} - set(Manifest.model_fields)):
        yield _slip(name, UNKNOWN_COLUMN, "not a field of a delivery: passed over")
    if set(manifest.feeds) - set(TABLES):
        yield _slip("feeds", UNKNOWN_COLUMN, "names what is not a table of a delivery: passed over")
    if manifest.extracted_at > datetime.now(UTC) + _CLOCKS_APART:
        yield _slip("extracted_at", FUTURE_DATE, "lies after today: later deliveries taken before that day seem older")


def _slip(field: str, rule: str, sentence: str) -> CellWarning:
    return CellWarning("delivery", MANIFEST, field, rule, sentence, 1, 1)


def _sentence(message: str) -> str:
    """What pydantic says of a field, as a data officer would: its three commonest beginnings are about programs."""
    said = message.removeprefix("Value error, ").replace("Field required", "is missing")
    return said.replace("Input should be", "should be", 1).replace("String should", "should", 1)


def parse_manifest(path: Path, where: str) -> dict[str, Any]:
    """What the YAML holds, every scalar as text, so that an agency called 007 or no stays so. Raises InputRefused."""
    if path.stat().st_size > MOST_MANIFEST_BYTES:
        raise InputRefused(f"larger than {MOST_MANIFEST_BYTES} bytes", where)
    try:
        text = path.read_text(encoding="utf-8-sig")
        check_plain(text, where)
        said = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds nothing but text, lists and mappings
    except UnicodeDecodeError:
        raise InputRefused("not UTF-8", where) from None
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        raise InputRefused("not YAML", f"{where}: line {mark.line + 1}" if mark else where) from None
    if not isinstance(said, dict):
        raise InputRefused("expected fields such as agency, system and extracted_at", where)
    return {name: value for name, value in said.items() if value != ""}
