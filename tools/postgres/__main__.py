"""`python -m tools.postgres run COMMAND…`: the command with KITHMAP_LEDGER_URL naming an empty PostgreSQL of its own."""

import os
import signal
import subprocess
import sys

from tools.postgres.server import PostgresUnavailableError, make_server

USAGE = 2
UNREACHABLE = 3


def main(arguments: list[str]) -> int:
    """The exit code: 2 wrong use, 3 no server to be had, else that of the command run."""
    match arguments:
        case ["run", *command] if command:
            return run_with_server(command)
    print(__doc__, file=sys.stderr)
    return USAGE


def run_with_server(command: list[str]) -> int:
    """The command's exit code, run on the PostgreSQL that KITHMAP_LEDGER_URL names, else on an empty one of its own."""
    if os.environ.get("KITHMAP_LEDGER_URL"):
        return subprocess.run(command, check=False).returncode
    # A lane that runs out of time is ended by this signal; without an exception the server would outlive it.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    server = make_server()
    try:
        server.start()
        return subprocess.run(command, env=os.environ | {"KITHMAP_LEDGER_URL": server.url}, check=False).returncode
    finally:
        server.remove()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except PostgresUnavailableError as why:
        print(why, file=sys.stderr)
        sys.exit(UNREACHABLE)
