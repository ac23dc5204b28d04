"""Samples tried over HTTP: what `/deliveries/preview` is given by the command line, which alone knows both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from graph.errors import InputRefused
from graph.model.sampling import (
    MappingOffered,
    MappingsOffered,
    SampleChecked,
    SampleReason,
    SampleSeen,
    SampleSource,
    SampleTable,
)
from graph.questions.sample_book import SampleBook, Sent
from ingest.mapping.asked import MappingAsked
from ingest.mapping.gathering import is_source_file
from ingest.mapping.preview import Preview, SourceSeen, preview
from ingest.mapping.reading import find_mapping, shipped_mappings

MOST_FILES = 50
_LONGEST_NAME = 120
_ZIP = ".zip"


def sample_book() -> SampleBook:
    """What tries samples on the mappings that ship."""
    return SampleBook(_offered, _check)


def _offered() -> MappingsOffered:
    return MappingsOffered(tuple(MappingOffered(name, find_mapping(name).about) for name in shipped_mappings()))


def _check(mapping: str, sent: Sent) -> SampleChecked:
    """Only a mapping by name: a file named here would be a file of the server."""
    if mapping not in shipped_mappings():
        raise InputRefused("choose one of the mappings")
    with TemporaryDirectory(prefix="kithmap-") as temporary:
        folder = Path(temporary) / "sample"
        folder.mkdir()
        names = list(_names(sent))
        for name, (_, content) in zip(names, sent, strict=True):
            (folder / name).write_bytes(content)
        is_one_zip = len(names) == 1 and names[0].lower().endswith(_ZIP)
        told = preview(MappingAsked(find_mapping(mapping)), folder / names[0] if is_one_zip else folder)
    return SampleChecked(mapping, tuple(map(_seen, told)))


def _names(sent: Sent) -> Iterator[str]:
    """A name of our own folder for each file. Raises InputRefused for names that are none."""
    if len(sent) > MOST_FILES:
        raise InputRefused(f"send at most {MOST_FILES} files at once, or a zip of them")
    taken: set[str] = set()
    for said, _ in sent:
        name = PurePosixPath(PureWindowsPath(said).name).name
        if not name.isprintable() or not 0 < len(name) <= _LONGEST_NAME:
            raise InputRefused("a file has a name that cannot be kept: give it a short one")
        if name.casefold() in taken:
            raise InputRefused("two files have one name: give each its own")
        is_zip = name.lower().endswith(_ZIP)
        if is_zip and len(sent) > 1:
            raise InputRefused("send a zip by itself")
        if not is_zip and not is_source_file(Path(name)):
            raise InputRefused("send CSV, XLSX, Parquet, XML or GEDCOM files, or a zip of them")
        taken.add(name.casefold())
        yield name


def _seen(told: Preview) -> SampleSeen:
    return SampleSeen(
        told.agency,
        told.system,
        told.covers,
        tuple(map(_source, told.sources)),
        told.absent,
        tuple(SampleTable(one.table, one.rows, one.quarantined, one.waiting) for one in told.tables),
        tuple(sorted(told.by_rule.items())),
        tuple(sorted(told.let_pass_by_rule.items())),
        tuple(SampleReason(one.file, one.line, one.column, one.rule, one.message) for one in told.first_reasons),
        told.refused,
    )


def _source(seen: SourceSeen) -> SampleSource:
    return SampleSource(seen.source, seen.file, seen.rows, tuple(seen.columns.items()), seen.missing, seen.unused)
