"""The shape of the code: sizes, names, and who imports whom where import-linter cannot look."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("graph", "ingest", "viz", "api")
VENDORED = ROOT / "api" / "static"
FORBIDDEN_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "process", "handle", "misc"}
DRIVERS = {"networkx", "neo4j", "apsw", "sqlite3", "duckdb", "pyvis"}
MAX_LINES = 400
MAX_FUNCTION_LINES = 50


def python_files(*folders: str) -> list[Path]:
    found = [ROOT / "kithmap.py"]
    for folder in folders:
        found += sorted((ROOT / folder).rglob("*.py"))
    return [file for file in found if not file.is_relative_to(VENDORED)]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_no_file_is_longer_than_the_limit() -> None:
    lengths = {str(file.relative_to(ROOT)): lines_of(file) for file in python_files(*PACKAGES, "tests", "tools")}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_no_function_is_longer_than_the_limit() -> None:
    long = [
        f"{file.relative_to(ROOT)}:{function.lineno} {function.name}"
        for file in python_files(*PACKAGES, "tools")
        for function in functions(ast.parse(file.read_text(encoding="utf-8")))
        if function.end_lineno is not None and function.end_lineno - function.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_no_module_or_folder_is_named_for_nothing_in_particular() -> None:
    names = {
        str(file.relative_to(ROOT))
        for file in python_files(*PACKAGES, "tests", "tools")
        for part in file.relative_to(ROOT).with_suffix("").parts
        if set(part.lower().split("_")) & FORBIDDEN_WORDS
    }
    assert names == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_package_knows_the_command_line(package: str) -> None:
    knowing = [
        str(file.relative_to(ROOT))
        for file in (ROOT / package).rglob("*.py")
        if "kithmap" in imported(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert knowing == []


def test_the_command_line_knows_no_driver() -> None:
    names = imported(ast.parse((ROOT / "kithmap.py").read_text(encoding="utf-8")))
    assert names & DRIVERS == set()


def test_the_linter_knows_every_package() -> None:
    there = {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert there - {"tools", "tests"} == set(PACKAGES)


def lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())
