"""Whether the vendored files are what the manifest says, and, with npm at hand, what the packages contain.

    python -m api.static.check_vendored              hashes against manifest.json; needs nothing
    python -m api.static.check_vendored --packages   also fetches the locked packages, builds and compares byte by byte
    python -m api.static.check_vendored --update     fetches, builds, and writes the files and the manifest anew
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
VENDORED = HERE / "vendored"
MANIFEST = HERE / "manifest.json"
BUILT_CSS = "built/govuk-frontend.min.css"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a vendored file comes from: a path under node_modules, or the style sheet built from `package`."""

    file: str
    package: str
    path: str
    licence: str


# Its package carries no licence text; ours is the one of its repository.
KEPT = frozenset({"govuk-frontend.LICENSE.txt"})
ORIGINS = (
    Origin("govuk-frontend.min.css", "govuk-frontend", BUILT_CSS, "MIT"),
    Origin("govuk-frontend.min.js", "govuk-frontend", "dist/govuk/govuk-frontend.min.js", "MIT"),
    Origin("vis-data.min.js", "vis-data", "peer/umd/vis-data.min.js", "MIT"),
    Origin("vis-data.LICENSE-MIT.txt", "vis-data", "LICENSE-MIT", "MIT"),
    Origin("vis-network.min.js", "vis-network", "peer/umd/vis-network.min.js", "MIT"),
    Origin("vis-network.LICENSE-MIT.txt", "vis-network", "LICENSE-MIT", "MIT"),
)


def wrong_files(folder: Path = VENDORED, manifest: Path = MANIFEST) -> list[str]:
    """What differs from the manifest: files changed, missing, or there without a line in it."""
    listed = {entry["file"]: entry["sha256"] for entry in json.loads(manifest.read_text(encoding="utf-8"))["files"]}
    there = {path.name: _sha256(path) for path in folder.iterdir() if path.name not in KEPT}
    return sorted(name for name in listed.keys() | there.keys() if listed.get(name) != there.get(name))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _fetch(into: Path) -> Path:
    """The locked packages unpacked under `into`, no script of theirs run, and the style sheet built."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise SystemExit("npm and node are needed to compare with the packages")
    shutil.copytree(HERE / "source", into, dirs_exist_ok=True)
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=into, check=True)  # noqa: S603
    sass = [node, "node_modules/sass/sass.js", "--no-source-map", "--style=compressed", "--quiet-deps"]
    subprocess.run([*sass, "govuk.scss", BUILT_CSS], cwd=into, check=True)  # noqa: S603
    return into


def _sources(fetched: Path) -> Iterator[tuple[Origin, Path]]:
    for origin in ORIGINS:
        built = origin.path == BUILT_CSS
        yield origin, fetched / origin.path if built else fetched / "node_modules" / origin.package / origin.path


def _update(fetched: Path) -> None:
    package = json.loads((HERE / "source" / "package.json").read_text(encoding="utf-8"))
    versions: Mapping[str, str] = package["dependencies"]
    entries = []
    for origin, source in _sources(fetched):
        shutil.copyfile(source, VENDORED / origin.file)
        entries.append(
            {
                "file": origin.file,
                "package": origin.package,
                "version": versions[origin.package],
                "from": "source/govuk.scss" if origin.path == BUILT_CSS else origin.path,
                "sha256": _sha256(VENDORED / origin.file),
                "licence": origin.licence,
            }
        )
    MANIFEST.write_text(json.dumps({"files": entries}, indent=2) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """0 when nothing differs; prints what does."""
    if arguments:
        with tempfile.TemporaryDirectory() as folder:
            fetched = _fetch(Path(folder))
            if "--update" in arguments:
                _update(fetched)
            differ = [o.file for o, source in _sources(fetched) if _sha256(source) != _sha256(VENDORED / o.file)]
    else:
        differ = []
    differ = sorted({*differ, *wrong_files()})
    for name in differ:
        sys.stdout.write(f"{name} is not what the manifest or its package says\n")
    return 1 if differ else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
