"""Opens the graph: the embedded file, or Neo4j where an address is given. The only module that knows engine names."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from graph.errors import InputRefused, StoreUnavailable
from graph.settings import Neo4jAddress
from graph.store.embedded.integrity import find_damage
from graph.store.embedded.store import EmbeddedStore
from graph.store.neo4j.importing import import_command, write_files
from graph.store.neo4j.store import Neo4jStore
from graph.store.port import GraphStore

__all__ = ["Neo4jAddress", "check_address", "open_graph"]

GRAPH_FILE = "graph.sqlite"
_SET_ASIDE = ".unreadable"
_PLAIN = ("bolt", "neo4j")
_SECURE = ("bolt+s", "neo4j+s")


def open_graph(data: Path, neo4j: Neo4jAddress | None = None) -> GraphStore:
    """The graph of a data folder, or the Neo4j at an address. Raises InputRefused for an address not safe to use."""
    if neo4j is None:
        return EmbeddedStore(data / GRAPH_FILE)
    check_address(neo4j.uri)
    return Neo4jStore(neo4j.uri, (neo4j.user, neo4j.password), neo4j.database)


def open_readable(data: Path) -> GraphStore:
    """The embedded graph of a data folder, or an empty one in the place of a file that can't be opened."""
    graph = open_graph(data)
    try:
        graph.health()
    except StoreUnavailable:
        graph.close()
        set_aside(data)
        return open_graph(data)
    return graph


def damage_of(data: Path, graph: GraphStore) -> tuple[str, ...]:
    """What is wrong with the file behind the graph, by its engine's own check; a server checks its files itself."""
    return find_damage(data / GRAPH_FILE) if isinstance(graph, EmbeddedStore) else ()


def set_aside(data: Path) -> None:
    """Moves the embedded graph file out of the way, so that the next opening makes an empty one."""
    for file in sorted(data.glob(f"{GRAPH_FILE}*")):
        if not file.name.endswith(_SET_ASIDE):
            file.replace(file.with_name(file.name + _SET_ASIDE))


def write_import_files(graph: GraphStore, folder: Path) -> str:
    """Writes what is published as files for Neo4j's own import; returns what to type there. Raises InputRefused."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InputRefused("is not empty: name a folder to be made", str(folder))
    write_files(folder, graph.stored_claims(), graph.stored_members(), graph.health().publication)
    return import_command(folder)


def check_address(uri: str) -> None:
    """Refuses what would send people's records over a network unencrypted."""
    try:
        parts = urlsplit(uri)
        scheme, host = parts.scheme, parts.hostname or ""
    except ValueError as error:
        raise InputRefused("is not an address", "NEO4J_URI") from error
    if scheme in _SECURE and host:
        return
    if scheme not in _PLAIN or not host:
        raise InputRefused("begins with bolt+s:// or neo4j+s:// and names a host", "NEO4J_URI")
    if not _is_loopback(host):
        raise InputRefused(
            f"{scheme}:// sends records unencrypted and is for this machine only: use bolt+s:// or neo4j+s://",
            "NEO4J_URI",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
