"""People records in comparable form: one row a record, every column a text or a list of texts that two records can
share.

The same `Record` feeds the scored comparisons (as a frame) and the rules that forbid a join (as an object), so both
see one reading.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl
import pyarrow as pa

from graph.identity.contacts import clean_email, clean_local_id, clean_phone, clean_vehicle
from graph.identity.dates import BirthDates, read_birth_dates
from graph.identity.normalise import (
    name_tokens,
    nickname_roots,
    short_form_stems,
    sound_key,
    split_alias,
    split_forenames,
    surname_forms,
)
from graph.identity.numbers import valid_nhs_number, valid_upn

LISTS = (
    "firsts", "roots", "stems", "sounds", "middles", "initials", "letters", "given_tokens", "surnames",
    "surname_sounds", "dob_full", "dob_swapped", "dob_slips", "dob_said", "dob_within", "nhs", "upn", "local_ids",
    "contacts", "addresses", "stays",
)  # fmt: skip
SCHEMA: dict[str, Any] = {
    "record_id": pl.String,
    "first_name": pl.String,
    "surname": pl.String,
    "sex": pl.String,
    "tier": pl.Int64,
    "identified": pl.Boolean,
    **dict.fromkeys(LISTS, pl.List(pl.String)),
}
_TEXTS = pa.large_list(pa.large_string())


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one record, folded; `firsts` are first forenames longer than an initial."""

    firsts: frozenset[str]
    roots: frozenset[str]
    stems: frozenset[str]
    sounds: frozenset[str]
    middles: frozenset[str]
    initials: frozenset[str]  # first forenames given as one letter only
    surnames: frozenset[str]
    surname_sounds: frozenset[str]
    first_name: str | None
    surname: str | None

    @property
    def letters(self) -> frozenset[str]:
        """The first letters of first forenames, written out or not."""
        return self.initials | frozenset(first[0] for first in self.firsts)

    @property
    def given_tokens(self) -> frozenset[str]:
        """Every forename, first or not."""
        return self.firsts | self.middles


@dataclass(frozen=True, slots=True)
class Record:
    """One person record as identity reads it."""

    record_id: str
    source: tuple[str, str]  # agency and system
    names: Names
    born: BirthDates
    sex: str | None
    nhs: frozenset[str]
    upn: frozenset[str]
    local_ids: frozenset[str]
    contacts: frozenset[str]
    addresses: frozenset[str]
    stays: frozenset[str]  # each home with each year there
    family_names: frozenset[str]  # family names alone, aliases left out: what the adoption rule reads
    identified: bool
    adopted: bool
    tier: int
    recorded_at: int

    @property
    def may_join(self) -> bool:
        """Whether a policy may join it: identified, and with a name."""
        return self.identified and bool(self.names.firsts or self.names.initials or self.names.surnames)


def read_records(people: pl.DataFrame) -> list[Record]:
    """Every row of the `people` frame in comparable form, in order of record id."""
    with _uncollected():
        return sorted(map(read_record, people.iter_rows(named=True)), key=lambda record: record.record_id)


def read_record(row: Mapping[str, Any]) -> Record:
    """One row of the `people` frame in comparable form."""
    texts = partial(_texts, row)
    return Record(
        record_id=row["record_id"],
        source=(row["agency"], row["system"]),
        names=_read_names(texts("given_names"), texts("family_names"), texts("other_names")),
        born=read_birth_dates(texts("dates_of_birth"), row["born_about"], row["expected_birth"]),
        sex=_read_sex(row["sex"]),
        nhs=_kept(valid_nhs_number(text) for text in texts("nhs_numbers")),
        upn=_kept(valid_upn(text) for text in texts("upns")),
        local_ids=_kept(clean_local_id(text) for text in texts("local_ids")),
        contacts=_read_contacts(texts("phones"), texts("emails"), texts("vehicles")),
        addresses=frozenset(texts("addresses")),
        stays=frozenset(texts("stays")),
        family_names=frozenset("".join(name_tokens(text)) for text in texts("family_names")) - {""},
        identified=bool(row["identified"]),
        adopted=bool(row["adopted_identity"]),
        tier=int(row["tier"]),
        recorded_at=int(row["recorded_at"]),
    )


def to_frame(records: Iterable[Record]) -> pl.DataFrame:
    """The records as the frame that candidates and comparisons read; lists are sorted, empty ones null."""
    with _uncollected():
        columns = zip(*map(_to_row, records), strict=True)
        # By way of Arrow, which takes lists of lists of texts eight times as fast as polars does.
        arrays = [
            pa.array(column, _TEXTS if name in LISTS else None) for name, column in zip(SCHEMA, columns, strict=False)
        ]
    return pl.DataFrame(dict(zip(SCHEMA, map(pl.Series, arrays), strict=False)), schema=SCHEMA)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No collection of cycles meanwhile: millions of sets and texts, none in a cycle, took half the time to look over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _to_row(record: Record) -> tuple[Any, ...]:
    names, born = record.names, record.born
    lists: tuple[frozenset[str], ...] = (
        names.firsts, names.roots, names.stems, names.sounds, names.middles, names.initials, names.letters,
        names.given_tokens, names.surnames, names.surname_sounds, born.full, born.swapped, born.slips, born.said,
        born.within, record.nhs, record.upn, record.local_ids, record.contacts, record.addresses,
        record.stays,
    )  # fmt: skip
    plain = (record.record_id, names.first_name, names.surname, record.sex, record.tier, record.may_join)
    return (*plain, *(sorted(values) if values else None for values in lists))


def _texts(row: Mapping[str, Any], column: str) -> list[str]:
    return [text for text in row.get(column) or () if text and text.strip()]


def _kept(values: Iterable[str | None]) -> frozenset[str]:
    return frozenset(value for value in values if value)


def _read_sex(said: str | None) -> str | None:
    sex = (said or "").strip().upper()
    return sex if sex in {"M", "F"} else None


def _read_contacts(phones: list[str], emails: list[str], vehicles: list[str]) -> frozenset[str]:
    return (
        frozenset(f"phone:{value}" for value in _kept(clean_phone(text) for text in phones))
        | frozenset(f"email:{value}" for value in _kept(clean_email(text) for text in emails))
        | frozenset(f"vehicle:{value}" for value in _kept(clean_vehicle(text) for text in vehicles))
    )


def _read_names(given: list[str], family: list[str], aliases: list[str]) -> Names:
    split = [split_alias(alias) for alias in aliases]
    forenames = [found for text in [*given, *(first for first, _ in split)] if (found := split_forenames(text))]
    surnames = [surname_forms(text) for text in [*family, *(last for _, last in split)] if text]
    firsts = [name.first for name in forenames if len(name.first) > 1]
    forms = frozenset(form for found in surnames for form in found)
    return Names(
        firsts=frozenset(firsts),
        # By sound, so that Kate meets Catherine by way of Katherine.
        roots=frozenset(sound_key(root) for first in firsts for root in nickname_roots(first)),
        stems=frozenset(stem for first in firsts for stem in short_form_stems(first)),
        sounds=frozenset(sound_key(first) for first in firsts),
        middles=frozenset(other for name in forenames for other in name.others if len(other) > 1),
        initials=frozenset(name.first for name in forenames if len(name.first) == 1),
        surnames=forms,
        surname_sounds=frozenset(sound_key(form) for form in forms),
        first_name=firsts[0] if firsts else None,
        surname=next((found[0] for found in surnames if found), None),
    )
