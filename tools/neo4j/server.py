"""One Neo4j server with its own folder, port and password."""

import os
import secrets
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tools.neo4j.jars import Neo4jUnavailableError, find_java

HEAP = "1g"
START_SECONDS = 120
STOP_SECONDS = 60
# Without these the JVM closes the insides that Neo4j's page cache and Netty reach into.
JVM = [
    f"-Xms{HEAP}",
    f"-Xmx{HEAP}",
    "-XX:+UseG1GC",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
]
CONFIGURATION = """\
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.heap.initial_size={heap}
server.memory.heap.max_size={heap}
server.memory.pagecache.size=512m
db.tx_log.rotation.retention_policy=keep_none
db.tx_log.preallocate=false
"""


@dataclass(frozen=True)
class Server:
    """A server by its folder, where its port, password and process number are kept."""

    home: Path

    def start(self, jars: Path) -> None:
        """Returns when a driver is answered, at once when the server runs already."""
        if self.is_running():
            return
        self._prepare(jars)
        with (self.home / "logs" / "console.log").open("ab") as console:
            process = subprocess.Popen(
                _command(
                    jars,
                    "org.neo4j.server.CommunityEntryPoint",
                    f"--home-dir={self.home}",
                    f"--config-dir={self._conf}",
                ),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                start_new_session=True,  # Ctrl-C on the tests must not take the server first
            )
        self._file("pid").write_text(str(process.pid))
        self._wait_until_answering(process)

    def stop(self) -> None:
        """Returns when the process this folder names has ended."""
        if not self.is_running():
            return
        pid = int(self._file("pid").read_text())
        os.kill(pid, signal.SIGTERM)
        if not self._ends_within(STOP_SECONDS):
            os.kill(pid, signal.SIGKILL)
            self._ends_within(STOP_SECONDS)
        self._file("pid").unlink(missing_ok=True)

    def is_running(self) -> bool:
        """Whether the recorded process lives and is this folder's server, not another with a reused number."""
        if not self._file("pid").is_file():
            return False
        pid = self._file("pid").read_text()
        asked = subprocess.run(
            ["ps", "-ww", "-o", "stat=,args=", "-p", pid],  # noqa: S607 - where ps lies differs by system
            capture_output=True,
            text=True,
            check=False,
        )
        return f"--home-dir={self.home}" in asked.stdout and not asked.stdout.startswith("Z")

    def environment(self) -> dict[str, str]:
        """The variables by which kithmap finds this server."""
        return {
            "NEO4J_URI": f"bolt://127.0.0.1:{self._file('port').read_text()}",
            "NEO4J_USER": "neo4j",
            "NEO4J_PASSWORD": self._file("password").read_text(),
        }

    def admin(self, jars: Path, *arguments: str) -> int:
        """The exit code of neo4j-admin with these arguments; the server must be stopped for import and check."""
        self._prepare(jars)
        return self._admin(jars, *arguments).returncode

    @property
    def _conf(self) -> Path:
        return self.home / "conf"

    def _file(self, name: str) -> Path:
        return self.home / "run" / name

    def _prepare(self, jars: Path) -> None:
        for folder in ("conf", "run", "logs", "data", "import", "plugins"):
            (self.home / folder).mkdir(parents=True, exist_ok=True)
        if not self.is_running():
            self._file("port").write_text(str(_free_port()))
        text = CONFIGURATION.format(port=self._file("port").read_text(), heap=HEAP)
        (self._conf / "neo4j.conf").write_text(text)
        if not self._file("password").is_file():
            self._set_password(jars, secrets.token_hex(18))

    def _set_password(self, jars: Path, password: str) -> None:
        done = self._admin(jars, "dbms", "set-initial-password", password, capture=True)
        if done.returncode:
            raise Neo4jUnavailableError(f"neo4j-admin could not set a password:\n{done.stdout}{done.stderr}")
        self._file("password").touch(mode=0o600)
        self._file("password").write_text(password)

    def _admin(self, jars: Path, *arguments: str, capture: bool = False) -> subprocess.CompletedProcess[str]:
        folders = {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self._conf)}
        return subprocess.run(
            _command(jars, "org.neo4j.cli.AdminTool", *arguments),
            env=os.environ | folders,
            capture_output=capture,
            text=True,
            check=False,
        )

    def _wait_until_answering(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.2)
        else:
            self.stop()
        raise Neo4jUnavailableError(f"Neo4j did not start; its last words:\n{self._last_words()}")

    def _answers(self) -> bool:
        own = self.environment()
        try:
            with GraphDatabase.driver(own["NEO4J_URI"], auth=(own["NEO4J_USER"], own["NEO4J_PASSWORD"])) as driver:
                driver.verify_connectivity()
        except (DriverError, Neo4jError):
            return False
        return True

    def _ends_within(self, seconds: int) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self.is_running():
                return True
            time.sleep(0.2)
        return False

    def _last_words(self) -> str:
        logs = [self.home / "logs" / name for name in ("neo4j.log", "console.log")]
        return "\n".join(log.read_text()[-2000:] for log in logs if log.is_file())


def _command(jars: Path, entry: str, *arguments: str) -> list[str]:
    return [find_java(), *JVM, "-cp", f"{jars}/*", entry, *arguments]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
