"""What the image is made of is there, starts by itself, and is told nothing that the code does not read."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CODE = ("graph", "ingest", "viz", "api", "kithmap.py")
OURS = re.compile(r"\b(?:KITHMAP|NEO4J)_[A-Z_]*[A-Z]\b")
NOT_IN_THE_IMAGE = (
    "tools",
    "tests",
    "pytest",
    "hypothesis",
    "playwright",
    "pypdf",
    "pypdfium2",
    "PIL",
    "jsonschema",
    "httpx2",
)
STARTS_WITHIN = 300


def dockerfile() -> list[str]:
    joined = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def copied() -> list[str]:
    """What is copied from here into the image."""
    found = [shlex.split(line)[1:-1] for line in dockerfile() if line.startswith("COPY ") and "--from=" not in line]
    return [name for names in found for name in names]


@pytest.fixture(scope="module")
def app() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = loaded["services"]["app"]
    return found


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the image has of ours."""
    folder = tmp_path_factory.mktemp("image")
    for name in copied():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / source.name)
    return folder


def run(image: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The command as the image has it: without our tools, and without the packages of tests."""
    start = f"import sys; sys.modules.update(dict.fromkeys({NOT_IN_THE_IMAGE!r})); import kithmap; print(kithmap.__file__); "
    program = [sys.executable, "-P", "-c", start + f"sys.exit(kithmap.run({list(arguments)!r}))"]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(image),
        "HOME": str(image),
        "KITHMAP_DATA": str(image / "data"),
        **settings,
    }
    return subprocess.run(
        program, env=environment, cwd=image, capture_output=True, text=True, check=False, timeout=STARTS_WITHIN
    )


def test_all_that_is_copied_is_there_and_let_through_to_the_builder() -> None:
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] == "!"
    }
    assert copied()
    for name in copied():
        assert (ROOT / name).exists(), name
        assert name in let_through


def test_all_that_the_package_holds_is_copied() -> None:
    said = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    only = re.search(r"only-include = \[([^\]]+)\]", said)
    assert only
    assert set(re.findall(r'"([^"]+)"', only[1])) <= set(copied())


def test_files_that_are_mounted_are_there() -> None:
    loaded = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    mounted = [one for service in loaded["services"].values() for one in service.get("volumes", ()) if one[0] in "./"]
    assert mounted == ["./deploy/nginx.conf:/etc/nginx/nginx.conf:ro"]
    assert all((ROOT / one.partition(":")[0]).is_file() for one in mounted)
    named = {one.partition(":")[0] for service in loaded["services"].values() for one in service.get("volumes", ())}
    assert named - {"./deploy/nginx.conf"} == set(loaded["volumes"])
    assert {one for service in loaded["services"].values() for one in service.get("secrets", ())} == set(
        loaded["secrets"]
    )


def test_every_setting_that_is_named_is_one_the_code_reads(app: dict[str, Any]) -> None:
    files = [file for name in CODE for file in ([ROOT / name] if name.endswith(".py") else (ROOT / name).rglob("*.py"))]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    named = set(OURS.findall(" ".join(dockerfile()))) | {name for name in app["environment"] if OURS.fullmatch(name)}
    for file in (ROOT / "deploy").glob("*.service"):
        named |= set(OURS.findall(file.read_text(encoding="utf-8"))) - {"KITHMAP_BACKUP_TO"}  # the unit's own argument
    assert {"KITHMAP_DATA", "KITHMAP_LEDGER_URL", "NEO4J_URI"} <= named
    assert {name for name in named if f'"{name}"' not in code} == set()


def test_the_command_of_the_compose_file_is_taken(app: dict[str, Any], image: Path) -> None:
    said = run(image, *app["command"], "--help")
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines()[0] == str(image / "kithmap.py")
    taken = set(re.findall(r"--[a-z]+", said.stdout))
    assert {word for word in app["command"] if word.startswith("--")} <= taken


def test_what_the_image_starts_with_says_what_is_missing_and_not_where_it_broke(image: Path) -> None:
    (line,) = [line for line in dockerfile() if line.startswith("CMD ")]
    command = json.loads(line.removeprefix("CMD "))
    in_the_clear = run(image, *command)
    assert (in_the_clear.returncode, "KITHMAP_ADDRESS" in in_the_clear.stderr) == (2, True)
    empty = run(image, *command, KITHMAP_ADDRESS="https://kithmap.council.example")
    assert (empty.returncode, "nothing is loaded" in empty.stderr) == (3, True)
    assert "Traceback" not in in_the_clear.stderr + empty.stderr


def test_the_check_of_its_health_is_a_program_that_asks_a_page_there_is(app: dict[str, Any]) -> None:
    kind, program, flag, text = app["healthcheck"]["test"]
    assert (kind, program, flag) == ("CMD", "python", "-c")
    compile(text, "healthcheck", "exec")
    port = app["command"][app["command"].index("--port") + 1]
    assert f"http://127.0.0.1:{port}/healthz" in text
