"""What a delivery in another format is said to be: options first, then `delivery.yaml`, the file's header, the mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from graph.errors import InputRefused, WrongUse
from ingest.manifest import MANIFEST, Manifest, to_manifest
from ingest.mapping.asked import MappingAsked
from ingest.mapping.converting import nothing_to_read
from ingest.mapping.gathering import Place
from ingest.mapping.plan import Delivery, Source
from ingest.mapping.xml import read_outside
from ingest.quarantine import CellWarning

ASSUMED = "assumed"
_LAWFUL_BASIS = "public task; safeguarding of children and individuals at risk (DPA 2018 Sch 1 para 18)"
_ITSELF = ("agency", "agency_name", "agency_kind", "system", "mode", "lawful_basis")
_MONTHS = 12


def manifest_of(
    asked: MappingAsked, said: Mapping[str, Any], places: Sequence[Place], sent: Path
) -> tuple[Manifest, list[CellWarning]]:
    """The manifest of a delivery in another format, and what had to be assumed. `sent` is the folder or file as given.

    Raises InputRefused for what cannot be, WrongUse where the files make several deliveries and one is described.
    """
    plan, mapping = asked.plan.said_of(asked.part), asked.plan
    if mapping.deliveries and (said or set(asked.stated) & {"agency", "agency_name", "system"}):
        raise WrongUse(
            f"{mapping.mapping} makes {len(mapping.deliveries)} deliveries of a folder, each of its own agency"
        )
    header = _header(plan, mapping.sources_of(asked.part), places)
    whole: dict[str, Any] = {"lawful_basis": _LAWFUL_BASIS, "covers": {}}
    whole |= {name: value for name in _ITSELF if (value := getattr(plan, name)) is not None}
    whole |= {name: value for name, value in said.items() if name != "mapping"}
    whole |= {name: value for name, value in asked.stated.items() if name in (*_ITSELF, "extracted_at")}
    names_another = "agency" in asked.stated or "agency" in said
    if "agency_name" not in whole or (names_another and "agency_name" not in {**said, **asked.stated}):
        whole["agency_name"] = whole.get("agency")
    if missing := [name for name in ("agency", "agency_kind", "system") if not whole.get(name)]:
        how = " ".join(f"--with {name}=…" for name in missing)
        raise InputRefused(f"nothing says the {', '.join(missing)}: say {how}, or put it in {MANIFEST}", sent.name)
    assumed = []
    if "extracted_at" not in whole:
        if not places:
            raise InputRefused(nothing_to_read(mapping, asked.part), sent.name)
        whole["extracted_at"] = header.get("extracted_at") or _date_of(places, sent)
        assumed = [] if "extracted_at" in header else [_assumed()]
    whole["covers"] = _covers(asked, said, header)
    manifest = to_manifest({**whole, "mapping": mapping.mapping}, f"{sent.name}/{MANIFEST}")
    return _completed(manifest, plan), assumed


def _header(plan: Delivery, sources: Mapping[str, Source], places: Sequence[Place]) -> dict[str, str]:
    """What the first XML file that says something says in its header."""
    for place in places if plan.header else ():
        record = sources[place.source].record
        if record is not None and place.path.suffix.lower() == ".xml":
            outside = read_outside(place.path, record)
            told: dict[str, str] = {name: text for name, path in plan.header.items() if (text := outside.find(path))}
            if told:
                return told
    return {}


def _covers(asked: MappingAsked, said: Mapping[str, Any], header: Mapping[str, str]) -> dict[str, str]:
    own = said.get("covers")
    covers = dict(own) if isinstance(own, dict) else {}
    for end in ("from", "to"):
        text = asked.stated.get(f"covers_{end}") or covers.get(end) or header.get(f"covers_{end}")
        if text:
            covers[end] = text
    return covers


def _completed(manifest: Manifest, plan: Delivery) -> Manifest:
    """The manifest with the last day it covers, where nothing says so that of the delivery, and the first by the mapping."""
    covers = manifest.covers
    last = covers.to or manifest.extracted_on
    first = covers.from_
    if first is None and plan.covers_months is not None:
        first = _months_before(last, plan.covers_months)
    return manifest.model_copy(update={"covers": covers.model_copy(update={"from_": first, "to": last})})


def _months_before(last: date, months: int) -> date:
    """The first day of the months that end with a day: a year to 31 March 2024 begins on 1 April 2023."""
    after = date.fromordinal(last.toordinal() + 1)
    month = after.year * _MONTHS + after.month - 1 - months
    for day in _days_down(after.day):
        try:
            return date(month // _MONTHS, month % _MONTHS + 1, day)
        except ValueError:
            continue
    return after


def _days_down(day: int) -> Iterator[int]:
    return iter(range(day, 0, -1))


def _date_of(places: Sequence[Place], sent: Path) -> str:
    files = [sent] if sent.is_file() else [place.path for place in places]
    newest = max(file.stat().st_mtime for file in files)
    return datetime.fromtimestamp(int(newest), UTC).isoformat()


def _assumed() -> CellWarning:
    sentence = "nothing says when the files were made: the date of the newest file is taken; say --with extracted_at=…"
    return CellWarning("delivery", MANIFEST, "extracted_at", ASSUMED, sentence, 1, 1)
