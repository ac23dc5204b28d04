"""Mappings read from YAML: those that ship with Kithmap by name, others by file; what is wrong with one, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from graph.errors import InputRefused
from ingest.mapping.fitting import Fault, faults_of
from ingest.mapping.mending import mend, reachable
from ingest.mapping.plan import Plan
from ingest.opening.limits import MEGABYTE
from ingest.opening.plain_yaml import check_plain

_SHIPPED = "ingest.mappings"
_CODES = "codes"
_ENDING = ".yaml"
_MOST_ROUNDS = 30
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
    """The mapping a text says. Raises InputRefused that names every line at fault, what is wrong and what to do."""
    tree, said = _parse(text, where)
    plan, faults = _read_with_faults(said)
    if plan is not None:
        used, unknown = _used_codes(plan)
        plan = plan.model_copy(update={"codes": {**used, **plan.codes}})
        faults += [*unknown, *faults_of(plan)]
    if plan is None or faults:
        told = sorted((_line(_at(tree, steps)), message) for steps, message in faults)
        lines = [f"line {line}: {message}" for line, message in dict.fromkeys(told)]
        raise InputRefused(lines[0] if len(lines) == 1 else _several(lines), where)
    return plan


def _several(lines: Sequence[str]) -> str:
    return "\n  ".join([f"{len(lines)} things to put right:", *lines])


def _read_with_faults(said: object) -> tuple[Plan | None, list[Fault]]:
    """The mapping, with what is at fault in parts mended by what says nothing, so that all other parts are looked at too."""
    faults: list[Fault] = []
    for _ in range(_MOST_ROUNDS):
        try:
            return Plan.model_validate(said), faults
        except ValidationError as failed:
            found = [_to_fault(fault, said) for fault in failed.errors(include_url=False) if not _follows(fault)]
        faults += found
        said = deepcopy(said)
        mended = [mend(said, steps) for steps, _ in found]
        if not mended or not all(mended):
            break
    return None, faults


def _follows(fault: Any) -> bool:  # noqa: ANN401 - pydantic's own record of an error
    """Whether a fault is only that all a list holds is at fault, which is said of each."""
    return fault["type"] == "too_short" and bool(fault["input"])


def _is_of_a_type(step: str) -> bool:
    """Whether a step says which of several types was tried, and leads nowhere."""
    return step == "str" or step.startswith(("function-", "dict["))


def _to_fault(fault: Any, said: object) -> Fault:  # noqa: ANN401 - pydantic's own record of an error
    steps = tuple(step for step in fault["loc"] if isinstance(step, int) or not _is_of_a_type(step))
    name = "the mapping"
    for step in steps:
        name = str(step) if isinstance(step, str) else f"{name} {step + 1}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return reachable(said, steps), f"{name}: {_FIXES.get(fault['type'], message)}"


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


def _at(tree: Node, steps: Sequence[str | int]) -> Node:
    """The node steps lead to, as far as they do."""
    node = tree
    for step in steps:
        node = _below(node, step) or node
    return node


def _below(node: Node, step: int | str) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        child: Node = node.value[step]
        return child
    return None


def _used_codes(plan: Plan) -> tuple[dict[str, Mapping[str, str]], list[Fault]]:
    """The tables of codes in the files a mapping `use`s, which ship with Kithmap; those there are not."""
    found: dict[str, Mapping[str, str]] = {}
    unknown: list[Fault] = []
    folder = files(_SHIPPED).joinpath(_CODES)
    for name in plan.use:
        file = folder.joinpath(name + _ENDING)
        if not name.replace("-", "").isalnum() or not file.is_file():
            unknown.append((("use",), f"use: there are no codes called {name}"))
            continue
        tables: Mapping[str, Any] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        found |= {key: said if isinstance(said, dict) else {one: one for one in said} for key, said in tables.items()}
    return found, unknown
