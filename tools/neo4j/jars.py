"""The server's jars, fetched once with Maven."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
COPY_DEPENDENCIES = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
FETCH_SECONDS = 900


class Neo4jUnavailableError(RuntimeError):
    """The server could not be fetched or started; the message says what to do."""


def fetch_jars(state: Path) -> Path:
    """The folder of the jars named by pom.xml, below `state`; fetched when it is not there."""
    version = hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    jars = state / f"jars-{version}"
    if jars.is_dir():
        return jars
    maven = find_program("mvn", "Maven is needed once to fetch the server (apt-get install maven).")
    partial = state / f"{jars.name}.{os.getpid()}"
    command = [maven, "-B", "-q", "-C", "-f", str(POM), COPY_DEPENDENCIES, f"-DoutputDirectory={partial}"]
    done = subprocess.run(
        [*command, "-DincludeScope=runtime"], capture_output=True, text=True, timeout=FETCH_SECONDS, check=False
    )
    if done.returncode or not any(partial.glob("neo4j-server-*.jar")):
        shutil.rmtree(partial, ignore_errors=True)
        raise Neo4jUnavailableError(f"Maven could not fetch the jars:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    if jars.is_dir():
        shutil.rmtree(partial)  # someone else fetched them meanwhile
    else:
        partial.rename(jars)
    return jars


def find_program(name: str, advice: str) -> str:
    """The full path of an installed program."""
    found = shutil.which(name)
    if found is None:
        raise Neo4jUnavailableError(f"{name} was not found. {advice}")
    return found


def find_java() -> str:
    """The Java that JAVA_HOME names, else the one on the path."""
    home = os.environ.get("JAVA_HOME")
    advice = "Neo4j 5 needs Java 17 or 21 (apt-get install openjdk-17-jre-headless)."
    return find_program(str(Path(home, "bin", "java")) if home else "java", advice)
