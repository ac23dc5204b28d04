"""A first draft of a mapping from a sample's headings: what is recognised is filled in, the rest listed to decide on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph.errors import InputRefused
from ingest.mapping import gedcom
from ingest.mapping.converting import source_files
from ingest.mapping.elements import Element
from ingest.mapping.headings import fold_heading, match_headings
from ingest.mapping.stated_dates import read_stated
from ingest.mapping.xml import most_repeated, read_records
from ingest.opening.sheets import read_sheet, sheet_names
from ingest.opening.table import read_table

_KNOWN: Mapping[str, Sequence[str]] = {
    "person": (
        "child unique id", "lachildid", "* person id", "person id", "child id", "client id", "pupil id", "child",
        "person ref*", "child ref*", "client ref*", "pupil ref*", "patient ref*", "patient id", "case number",
        "record number", "unique id", "id", "reference", "chi*identifiers/lachildid",
    ),
    "given": ("first name*", "forename*", "given name*", "*/forename"),
    "family": ("last name", "surname", "family name", "*/surname"),
    "dob": ("date of birth*", "dob", "birth date", "*birthdate", "*/personbirthdate"),
    "died": ("date of death", "deceased*", "*/persondeathdate"),
    "sex": ("sex", "gender*", "*/sex", "*/gendercurrent"),
    "nhs": ("nhs no*", "nhs number*"),
    "upn": ("upn", "unique pupil number", "*/upn"),
    "uprn": ("uprn", "unique property reference*"),
    "address": ("address", "full address", "home address", "address line 1"),
    "postcode": ("postcode", "post code", "home postcode"),
    "phone": ("phone*", "telephone*", "mobile*"),
    "worker": ("keyworker", "key worker*", "allocated worker*", "social worker", "lead professional*", "worker"),
    "team": ("team", "allocated team*"),
    "start": ("start", "start date*", "date from", "*event start*", "from date"),
    "end": ("end", "end date*", "date to", "*event end*", "to date"),
}  # fmt: skip
_FORMATS = (
    "yyyy-mm-dd", "dd/mm/yyyy", "mm/dd/yyyy", "dd-mm-yyyy", "dd.mm.yyyy", "yyyymmdd", "d mon yyyy", "dd mon yyyy",
    "yyyy-mm-ddThh:mi:ss", "yyyy-mm-dd hh:mi:ss", "dd/mm/yyyy hh:mi", "dd/mm/yyyy hh:mi:ss", "d/m/yyyy", "m/d/yyyy",
)  # fmt: skip
_ROWS_LOOKED_AT = 1_000
_RECORDS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class _Sample:
    """One file or sheet: its headings (paths, where it nests) and some of its rows as text."""

    name: str
    file: str
    frame: pl.DataFrame
    sheet: str | None = None
    record: str | None = None

    @property
    def headings(self) -> list[str]:
        return [name for name in self.frame.columns if not name.startswith("_")]


def draft(path: Path) -> str:
    """The text of a mapping for a sample, to be finished by hand. Raises InputRefused where nothing can be read."""
    samples = [sample for file in source_files(path) for sample in _samples(file)]
    if not samples:
        raise InputRefused("holds no file a mapping can read: expected .csv, .xlsx, .parquet, .xml or .ged", path.name)
    return "\n".join(_lines(path, samples)) + "\n"


def _samples(file: Path) -> Iterator[_Sample]:
    ending, name = file.suffix.lower(), fold_heading(file.stem).replace(" ", "_") or "source"
    if ending == ".xlsx":
        for sheet in sheet_names(file):
            yield _Sample(
                fold_heading(sheet).replace(" ", "_") or name, file.stem, _first(read_sheet(file, sheet)), sheet
            )
    elif ending == ".xml":
        record = most_repeated(file)
        yield _Sample(name, file.stem, _leaves(read_records(file, record)), record=record)
    elif ending == ".ged":
        yield _Sample(name, file.stem, _leaves(gedcom.read_records(file, "INDI")), record="INDI")
    else:
        yield _Sample(name, file.stem, _first(read_table(file)))


def _first(frames: Iterator[pl.DataFrame]) -> pl.DataFrame:
    return next(frames).head(_ROWS_LOOKED_AT)


def _leaves(records: Iterator[Element]) -> pl.DataFrame:
    """The first text at each path of some records."""
    found: dict[str, list[str]] = {}
    for nth, record in enumerate(records):
        if nth == _RECORDS_LOOKED_AT:
            break
        for way, text in _texts(record, ()):
            found.setdefault("/".join(way), []).append(text)
    return pl.DataFrame({way: texts[:1] for way, texts in found.items()})


def _texts(element: Element, way: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    for child in element.children:
        below = (*way, child.name)
        if child.text.strip() and not child.children:
            yield below, child.text.strip()
        yield from _texts(child, below)


def _lines(path: Path, samples: Sequence[_Sample]) -> Iterator[str]:
    yield f"mapping: {fold_heading(path.stem).replace(' ', '-') or 'own'}"
    yield "about: what these files are, and which system prints them"
    yield "use: dfe"
    yield "delivery:"
    yield "  agency: my_agency                # its id in the partnership"
    yield "  agency_name: My agency"
    yield "  agency_kind: other               # children_social_care, police, school …: deliveries.md §4"
    yield "  system: my-system"
    yield from _dates_of(samples)
    yield "sources:"
    for sample in samples:
        yield from _source(sample)


def _dates_of(samples: Sequence[_Sample]) -> Iterator[str]:
    """How the sample's dates are written, where it can be read in one way; never decided where it cannot."""
    texts = [text for sample in samples for text in _date_texts(sample)]
    fitting = [said for said in _FORMATS if texts and _all_fit(texts, said)]
    strict = [said for said in fitting if not said.startswith(("d/", "m/"))] or fitting
    if len(strict) == 1:
        yield f"dates: {strict[0]}   # all {len(texts)} dates of the sample can be read so: is it what your system writes?"
    elif strict:
        yield f"# dates: the sample can be read as {' or '.join(strict)}: say which one your system writes"
    else:
        yield "# dates: say how your files write dates, such as dd/mm/yyyy (a list where there are several ways)"


def _date_texts(sample: _Sample) -> Iterator[str]:
    named = match_headings(_loose(sample), sample.headings, sample.file).named
    columns = {named[name] for name in ("dob", "died", "start", "end") if name in named}
    columns |= {heading for heading in sample.headings if "date" in heading.casefold()}
    for column in sorted(columns):
        yield from (text.strip() for text in sample.frame[column].drop_nulls() if text.strip())


def _all_fit(texts: Sequence[str], said: str) -> bool:
    return not pl.DataFrame({"text": texts}).select(read_stated(pl.col("text"), [said]).is_null().any()).item()


def _loose(sample: _Sample) -> dict[str, list[str]]:
    """For each column the patterns that fit one heading only: what fits two is left to decide."""
    folded = [fold_heading(heading) for heading in sample.headings]
    return {
        column: [pattern for pattern in patterns if len(_fitting(pattern, folded)) == 1] or ["\0"]
        for column, patterns in _KNOWN.items()
    }


def _fitting(pattern: str, headings: Sequence[str]) -> list[str]:
    return [heading for heading in headings if match_headings({"one": [pattern]}, [heading], "").named]


def _source(sample: _Sample) -> Iterator[str]:
    named = match_headings(_loose(sample), sample.headings, sample.file).named
    yield f"  {sample.name}:"
    yield f"    file: {json.dumps(sample.file, ensure_ascii=False)}"
    if sample.sheet is not None:
        yield f"    sheet: {json.dumps(sample.sheet, ensure_ascii=False)}"
    if sample.record is not None:
        yield f"    record: {sample.record}"
    yield "    columns:"
    yield from (f"      {column}: {json.dumps(heading, ensure_ascii=False)}" for column, heading in named.items())
    rest = [heading for heading in sample.headings if heading not in set(named.values())]
    if not named:
        yield f"      first: {json.dumps(rest[0], ensure_ascii=False)}"
    yield from (f"      # not recognised: {json.dumps(heading, ensure_ascii=False)}" for heading in rest)
    yield from _rows(named)


def _rows(named: Mapping[str, str]) -> Iterator[str]:
    identity = [name for name in ("nhs", "family", "given", "dob") if name in named] or [next(iter(named), "first")]
    person = "person" if "person" in named else "made"
    whose = ["person"] if "person" in named else identity
    places = [name for name in ("address", "postcode", "uprn") if name in named]
    homes = [*whose, *places] if places == ["postcode"] else places
    refs = {"home": homes, "stay": [*whose, *places]} if places else {}
    if homes != places:
        yield "    # A postcode alone is no household: each person is given a home of their own until a column says more."
    if person == "made":
        yield "    # No column is known to be the agency's own reference of a person: name one if there is."
        refs = {"made": identity, **refs}
    if "worker" in named:
        refs["work"] = [*whose, "worker"]
    if refs:
        yield "    refs:"
    for name, parts in refs.items():
        yield f"      {name}: {{from: [{', '.join(parts)}], parts_may_be_empty: yes, opaque: yes}}"
    yield "    rows:"
    yield from _people(named, person)
    if places:
        yield from _home(places, person)
    if "worker" in named:
        yield from _work(named, person)


def _people(named: Mapping[str, str], person: str) -> Iterator[str]:
    cells = {"given": "given_name", "family": "family_name", "dob": "date_of_birth", "died": "date_of_death",
             "nhs": "nhs_number", "upn": "upn", "phone": "phones"}  # fmt: skip
    yield "      - into: people"
    yield "        cells:"
    yield f"          person_ref: {person}"
    yield from (f"          {ours}: {theirs}" for theirs, ours in cells.items() if theirs in named)
    if "sex" in named:
        yield "          sex: {from: sex, codes: sex}"


def _home(places: Sequence[str], person: str) -> Iterator[str]:
    cells = ", ".join(f"{name}: {name}" for name in places)
    yield "      - into: households"
    yield f"        when: {{{places[0]}: filled}}"
    yield f"        cells: {{household_ref: home, {cells}}}"
    yield "      - into: residences"
    yield f"        when: {{{places[0]}: filled}}"
    yield f"        cells: {{record_ref: stay, person_ref: {person}, household_ref: home}}"


def _work(named: Mapping[str, str], person: str) -> Iterator[str]:
    team = ", team: team" if "team" in named else ""
    dates = "".join(f", {name}: {name}" for name in ("start", "end") if name in named)
    yield "      - into: professionals"
    yield "        when: {worker: filled}"
    yield f"        cells: {{professional_ref: worker, name: worker{team}}}"
    yield "      - into: involvements"
    yield "        when: {worker: filled}"
    yield f"        cells: {{record_ref: work, person_ref: {person}, professional_ref: worker{dates}}}"
