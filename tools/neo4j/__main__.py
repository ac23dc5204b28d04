"""`python -m tools.neo4j start | stop | env | run COMMAND… | admin ARGUMENTS…` (state in .neo4j, or NEO4J_STATE)."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tools.neo4j.jars import Neo4jUnavailableError, fetch_jars
from tools.neo4j.server import Server

USAGE = 2
UNREACHABLE = 3


def main(arguments: list[str]) -> int:
    """The exit code: 0 done, 2 wrong use, 3 no server to be had, else that of the command run."""
    state = Path(os.environ.get("NEO4J_STATE", ".neo4j")).resolve()
    state.mkdir(parents=True, exist_ok=True)
    standing = Server(state / "server")
    match arguments:
        case ["run", *command] if command:
            return run_with_server(state, command)
        case ["start"]:
            standing.start(fetch_jars(state))
        case ["stop"]:
            standing.stop()
            return 0
        case ["env"]:
            pass
        case ["admin", *rest] if rest:
            return standing.admin(fetch_jars(state), *rest)
        case _:
            print(__doc__, file=sys.stderr)
            return USAGE
    if not standing.is_running():
        print("not running", file=sys.stderr)
        return UNREACHABLE
    print_environment(standing)
    return 0


def print_environment(server: Server) -> None:
    """Prints lines that a shell can evaluate."""
    for name, value in server.environment().items():
        print(f"export {name}={shlex.quote(value)}")


def run_with_server(state: Path, command: list[str]) -> int:
    """The command's exit code, run on the Neo4j that NEO4J_URI names, else on an empty one of its own."""
    if os.environ.get("NEO4J_URI"):
        return subprocess.run(command, check=False).returncode
    # A lane that runs out of time is ended by this signal; without an exception the server would outlive it.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    server = Server(state / f"run-{os.getpid()}")
    try:
        server.start(fetch_jars(state))
        return subprocess.run(command, env=os.environ | server.environment(), check=False).returncode
    finally:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Neo4jUnavailableError as why:
        print(why, file=sys.stderr)
        sys.exit(UNREACHABLE)
