"""Mappings read from YAML: those that ship with Kithmap by name, others by file; what is wrong with one, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from graph.errors import InputRefused
from ingest.mapping.plan import Cell, Plan, Source
from ingest.opening.limits import MEGABYTE
from ingest.opening.plain_yaml import check_plain
from ingest.tables.registry import TABLES
from ingest.tables.spec import CellType

_SHIPPED = "ingest.mappings"
_CODES = "codes"
_ENDING = ".yaml"
_FIXES = {
    "missing": "is missing: add it",
    "extra_forbidden": "is nothing a mapping says here: correct the name, or take it out",
    "dict_type": "expected names with what they are, one a line",
    "list_type": "expected a list",
    "tuple_type": "expected a list, each line beginning with -",
    "too_short": "is empty: say at least one",
    "string_type": "expected words",
    "bool_parsing": "expected yes or no",
}


def shipped_mappings() -> list[str]:
    """The names of the mappings that ship with Kithmap."""
    found = (one.name for one in files(_SHIPPED).iterdir())
    return sorted(name.removesuffix(_ENDING) for name in found if name.endswith(_ENDING))


def find_mapping(named: str, beside: Path | None = None) -> Plan:
    """The mapping of a name or file; a file named in a delivery lies `beside` it. Raises InputRefused."""
    if named in shipped_mappings():
        return read_mapping(files(_SHIPPED).joinpath(named + _ENDING).read_text(encoding="utf-8"), named)
    path = Path(named) if beside is None else beside / named
    leads_out = beside is not None and path.resolve().parent != beside.resolve()
    if leads_out or not path.is_file():
        names = ", ".join(shipped_mappings())
        raise InputRefused(f"no mapping of that name ships, and no such file is there; there are {names}", path.name)
    if path.stat().st_size > MEGABYTE:
        raise InputRefused("larger than any mapping needs to be", path.name)
    try:
        return read_mapping(path.read_text(encoding="utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise InputRefused("not UTF-8: save it as UTF-8", path.name) from None


def read_mapping(text: str, where: str) -> Plan:
    """The mapping a text says. Raises InputRefused that names each line at fault, what is wrong and what to do."""
    tree, said = _parse(text, where)
    try:
        plan = Plan.model_validate(said)
    except ValidationError as failed:
        faults = [_sentence(fault, tree) for fault in failed.errors(include_url=False)]
        raise InputRefused("; ".join(dict.fromkeys(faults)), where) from None
    plan = plan.model_copy(update={"codes": {**_used_codes(plan, where), **plan.codes}})
    if faults := list(_faults(plan)):
        raise InputRefused("; ".join(faults), where)
    return plan


def _parse(text: str, where: str) -> tuple[Node, object]:
    try:
        check_plain(text, where)
        tree = yaml.compose(text, Loader=yaml.BaseLoader)
        if tree is None:
            raise InputRefused("is empty", where)
        if repeated := _repeated_key(tree):
            raise InputRefused(f"`{repeated.value}` is said twice: keep one", f"{where}: line {_line(repeated)}")
        # Every scalar is text, so that a code 1 or no stays so.
        return tree, yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds text, lists and mappings alone
    except yaml.YAMLError as broken:
        mark = getattr(broken, "problem_mark", None)
        at = f"{where}: line {mark.line + 1}" if mark else where
        raise InputRefused(
            "not YAML: look for a tab, a missing space after a colon, or a quote left open", at
        ) from None


def _repeated_key(node: Node) -> ScalarNode | None:
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                return key if isinstance(key, ScalarNode) else None
            seen.add(str(key.value))
            if (found := _repeated_key(value)) is not None:
                return found
    elif isinstance(node, SequenceNode):
        for child in node.value:
            if (found := _repeated_key(child)) is not None:
                return found
    return None


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _sentence(fault: Any, tree: Node) -> str:  # noqa: ANN401 - pydantic's own record of an error
    steps = [
        step for step in fault["loc"] if isinstance(step, int) or not step.startswith(("function-", "dict[", "str"))
    ]
    node, name = tree, "the mapping"
    for step in steps:
        name = str(step) if isinstance(step, str) else f"{name} {step + 1}"
        node = _below(node, step) or node
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"line {_line(node)}: {name}: {_FIXES.get(fault['type'], message)}"


def _below(node: Node, step: int | str) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: Node = node.value[step]
        return child
    return None


def _used_codes(plan: Plan, where: str) -> dict[str, Mapping[str, str]]:
    """The tables of codes in the files a mapping `use`s, which ship with Kithmap."""
    found: dict[str, Mapping[str, str]] = {}
    folder = files(_SHIPPED).joinpath(_CODES)
    for name in plan.use:
        file = folder.joinpath(name + _ENDING)
        if not name.replace("-", "").isalnum() or not file.is_file():
            raise InputRefused(f"use: there are no codes called {name}", where)
        tables: Mapping[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        found |= {key: said if isinstance(said, dict) else {one: one for one in said} for key, said in tables.items()}
    return found


def _faults(plan: Plan) -> Iterator[str]:
    """What no part of the mapping can see alone: codes that are nowhere, dates whose format nobody states."""
    for name, source in plan.sources.items():
        if any(ref.days for ref in source.refs.values()) and not (source.dates or plan.dates):
            yield f"source {name}: say how the file writes dates, for example `dates: dd/mm/yyyy`"
        for rows in source.rows:
            columns = {column.name: column for column in TABLES[rows.into].columns}
            for target, cell in rows.cells.items():
                where = f"source {name}, {rows.into}.{target}"
                is_date = columns[target].type in {CellType.DATE, CellType.MOMENT}
                for one in _cells(cell):
                    if isinstance(one.codes, str) and one.codes not in plan.codes:
                        yield f"{where}: there are no codes called {one.codes}: add them under `codes`"
                    if one.every and one.find is None:
                        yield f"{where}: `every` is for all that `find` finds: give `find` too"
                    if is_date and one.from_ and not _formats(plan, source, one):
                        yield f"{where}: say how the file writes dates, for example `dates: dd/mm/yyyy`"


def _formats(plan: Plan, source: Source, cell: Cell) -> Sequence[str]:
    return cell.dates or source.dates or plan.dates


def _cells(cell: Cell) -> Iterator[Cell]:
    yield cell
    for one in (*cell.first, *cell.parts):
        yield from _cells(one)
