"""Records of a GEDCOM file (family trees, 5.5.1 and 7), one at a time, as elements: the pointer is the attribute `id`.

A reader of our own, because parsers at hand turn dates and names into objects and lose the text as sent and its line.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path as File

from graph.errors import InputRefused
from ingest.mapping.elements import Element, Growing
from ingest.opening.limits import MEGABYTE

_LINE = re.compile(
    r"^\s*(?P<level>[0-9]{1,2}) +(?:(?P<id>@[^@]{1,80}@) +)?(?P<tag>[A-Za-z0-9_]{1,31})(?: (?P<value>.*))?$"
)
_GOES_ON = {"conc": "", "cont": "\n"}
_PEDIGREE = "pedi"
Pedigrees = dict[tuple[str, str], str]


def read_records(file: File, record: str) -> Iterator[Element]:
    """The records of a tag, one at a time. A child of a family gets `pedi`, as its own record says it. Raises InputRefused."""
    wanted = record.casefold()
    pedigrees = _pedigrees(file) if wanted == "fam" else {}
    for one in _every(file):
        if one.name == wanted:
            for child in (child for child in one.children if child.name == "chil"):
                kind = pedigrees.get((child.text, one.attributes.get("id", "")))
                child.children += [Element(_PEDIGREE, child.line, kind)] if kind else []
            yield one


def _pedigrees(file: File) -> Pedigrees:
    """How each person belongs to the family they are a child of, where that is said: adopted, foster …"""
    found: Pedigrees = {}
    for person in _every(file):
        for family in person.below(("famc",)):
            for kind in family.below((_PEDIGREE,)):
                found[person.attributes.get("id", ""), family.text] = kind.text
    return found


def _every(file: File) -> Iterator[Element]:
    growing = Growing(file.name)
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        said = _LINE.match(line)
        if said is None or int(said["level"]) > len(growing.open):
            raise InputRefused("not a line of GEDCOM: level, pointer, tag, value", f"{file.name}: line {number}")
        while len(growing.open) > int(said["level"]):
            if (whole := growing.end()) is not None:
                yield whole
        name, value = said["tag"].casefold(), said["value"] or ""
        if name in _GOES_ON and growing.open:
            growing.say(_GOES_ON[name] + value)
            continue
        attributes = {"id": said["id"]} if said["id"] else {}
        growing.begin(Element(name, number, value, attributes))
    while growing.open:
        if (whole := growing.end()) is not None:
            yield whole


def _lines(file: File) -> Iterator[str]:
    with file.open("rb") as stream:
        start = stream.read(4)
    encoding = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        with file.open(encoding=encoding) as text:
            while line := text.readline(MEGABYTE):
                if len(line) == MEGABYTE:
                    raise InputRefused("a line longer than any line of GEDCOM", file.name)
                yield line.rstrip("\r\n").replace("@@", "@") if "@@" in line else line.rstrip("\r\n")
    except UnicodeError:
        raise InputRefused("not UTF-8 or UTF-16: export it as UTF-8 (ANSEL is not read)", file.name) from None
