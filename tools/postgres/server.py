"""One PostgreSQL server with its own folder, port and password."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60
PROGRAM_SECONDS = 120
ADVICE = "PostgreSQL was not found (apt-get install postgresql)."
USER, DATABASE = "kithmap", "postgres"
# initdb and the server refuse to run as root: Debian's package makes this account for them.
SERVER_ACCOUNT = "postgres"
# Nothing of it outlives the machine, so it need not wait for the disk. What is committed outlives the server even so.
QUICK = "fsync = off\nfull_page_writes = off\n"
SETTINGS = "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{home}'\nmax_connections = 100\n"


class PostgresUnavailableError(RuntimeError):
    """The server could not be found or started; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """A server by its folder, port and password."""

    home: Path
    port: int
    password: str

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self.home / "data"

    @property
    def url(self) -> str:
        """The address by which kithmap finds this server."""
        return f"postgresql+psycopg://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def start(self) -> None:
        """Returns when it takes connections."""
        # The server keeps the standard streams it is given: a pipe would never end.
        words = ["-D", str(self.data), "-w", "-t", str(START_SECONDS), "-l", str(self.home / "log"), "start"]
        if run_program("pg_ctl", *words, account=account_for(self.home)):
            raise PostgresUnavailableError(f"PostgreSQL did not start; its last words:\n{self._last_words()}")

    def stop(self, mode: str = "fast") -> None:
        """Returns when it has ended; `immediate` does not let it say goodbye to anyone."""
        run_program("pg_ctl", "-D", str(self.data), "-w", "-m", mode, "stop", account=account_for(self.home))

    def remove(self) -> None:
        """Stops it and deletes its folder."""
        self.stop("immediate")
        shutil.rmtree(self.home, ignore_errors=True)

    def _last_words(self) -> str:
        log = self.home / "log"
        return log.read_text()[-2000:] if log.is_file() else ""


def make_server(settings: str = QUICK) -> Server:
    """A server that is not started yet, in a new folder of the temporary files."""
    home = Path(tempfile.mkdtemp(prefix="kithmap-postgres-"))
    server = Server(home, _free_port(), secrets.token_hex(18))
    password = home / "password"
    password.write_text(server.password)
    password.chmod(0o600)
    account = SERVER_ACCOUNT if os.geteuid() == 0 else None
    if account:
        for path in (home, password):
            shutil.chown(path, account)
    words = ["-D", str(server.data), "-U", USER, "-A", "scram-sha-256", f"--pwfile={password}", "-E", "UTF8"]
    # Another order of letters than SQLite's, as servers have: what must not depend on it shows.
    if run_program("initdb", *words, "--locale-provider=icu", "--icu-locale=en-GB", "--no-sync", account=account):
        shutil.rmtree(home, ignore_errors=True)
        raise PostgresUnavailableError("initdb could not make a database.")
    with (server.data / "postgresql.conf").open("a") as written:
        written.write(SETTINGS.format(port=server.port, home=home) + settings)
    return server


def account_for(home: Path) -> str | None:
    """The account that owns a server's folder where that is another than ours."""
    return None if home.stat().st_uid == os.geteuid() else home.owner()


def run_program(name: str, *arguments: str, account: str | None) -> int:
    """The exit code of one of PostgreSQL's programs, run as an account where one is named."""
    found = find_program(name)
    command = [found, *arguments]
    if account:
        command = ["runuser", "-u", account, "--", *command]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",  # the account may not look into ours
        timeout=PROGRAM_SECONDS,
        check=False,
    )
    return done.returncode


def find_program(name: str) -> str:
    """The full path of one of PostgreSQL's programs: Debian keeps those of a server off the path."""
    found = shutil.which(name)
    if found:
        return found
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise PostgresUnavailableError(ADVICE)
    return str(versions[-1])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
