"""`python -m tools.checks.packages REQUIREMENTS…`: the locked packages against a public list of known vulnerabilities.

Asks the Open Source Vulnerabilities database, by name and version. 1 where a package has a known vulnerability, or the
check itself failed; 0 where none has one, and where the database can't be reached: that is said, and nothing was compared.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SECONDS = 600
UNREACHABLE = re.compile(r"ConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|HTTPError|ServiceError")


def main(arguments: list[str]) -> int:
    """What to do is up to whoever reads what is printed."""
    requirements, *more = arguments
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "audit.json")
        command = [sys.executable, "-m", "pip_audit", "--strict", "--require-hashes", "--disable-pip", "-s", "osv"]
        asked = ["-r", requirements, "-f", "json", "-o", str(out), "--progress-spinner", "off", *more]
        done = subprocess.run([*command, *asked], capture_output=True, text=True, timeout=SECONDS, check=False)
        if out.is_file():
            return tell(json.loads(out.read_text(encoding="utf-8"))["dependencies"])
    last = done.stderr.strip().rpartition("\n")[2]
    if UNREACHABLE.search(last):
        print("packages: the list of known vulnerabilities can't be reached, so nothing was compared")
        return 0
    print(f"packages: the check failed: {last[:300]}")
    return 1


def tell(packages: list[dict[str, object]]) -> int:
    """Prints each vulnerability, then how many packages and vulnerabilities there are."""
    found = [(package, fault) for package in packages for fault in as_list(package.get("vulns"))]
    for package, fault in found:
        fixed = ", ".join(map(str, as_list(fault.get("fix_versions")))) or "none"
        print(f"{package['name']} {package['version']}: {fault['id']} (fixed in {fixed})")
    print(f"packages: {len(packages)} compared, {len(found)} known vulnerabilities")
    return 1 if found else 0


def as_list(value: object) -> list[dict[str, object]]:
    """A list of the document, empty where it has none."""
    return value if isinstance(value, list) else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
