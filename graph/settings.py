"""Settings, read once at an entry point and frozen: where the data is, which stores hold it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from platformdirs import user_data_path

from graph.errors import InputRefused, WrongUse
from graph.identity.engines import Linkage
from graph.model.ids import KEY_BYTES, IdKey
from graph.openid.settings import OpenIdSettings, read_openid

KEY_FILE = "secret.key"
COUNTS_A_DAY = 100
"""How many tables of counts an account may ask for in a day, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """Where a Neo4j answers, and as whom to ask it."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a partnership is kept. `neo4j` is None for the embedded graph, `ledger_url` for the ledger in the folder.

    `linkage` is what works out who is who. `openid` is the identity provider, None where accounts are local. `breached` is a
    list of passwords known from breaches, by their SHA-1 hashes.
    """

    data: Path
    neo4j: Neo4jAddress | None = None
    ledger_url: str | None = None
    linkage: Linkage = Linkage.DUCKDB
    openid: OpenIdSettings | None = None
    counts_a_day: int = COUNTS_A_DAY
    breached: Path | None = None


def read_settings(data: Path | None, environment: Mapping[str, str]) -> Settings:
    """Settings from the command's `--data` and the environment (interfaces.md §1). Raises WrongUse, InputRefused."""
    folder = data or _folder(environment)
    ledger_url = _ledger_url(environment)
    neo4j, openid = _neo4j(environment), read_openid(environment)
    breached = environment.get("KITHMAP_BREACHED_PASSWORDS")
    return Settings(
        folder,
        neo4j,
        ledger_url,
        _linkage(environment),
        openid,
        _counts_a_day(environment),
        Path(breached) if breached else None,
    )


def _folder(environment: Mapping[str, str]) -> Path:
    named = environment.get("KITHMAP_DATA")
    return Path(named) if named else user_data_path("kithmap")


def _ledger_url(environment: Mapping[str, str]) -> str | None:
    """The ledger's address; its password may be in a file."""
    url = environment.get("KITHMAP_LEDGER_URL") or None
    file = environment.get("KITHMAP_LEDGER_PASSWORD_FILE")
    if url is None or not file:
        return url
    before, at, host = url.rpartition("@")
    if not at or ":" in before.partition("://")[2]:
        raise WrongUse("with KITHMAP_LEDGER_PASSWORD_FILE, KITHMAP_LEDGER_URL names a user and no password")
    return f"{before}:{quote(_read_secret(file, 'KITHMAP_LEDGER_PASSWORD_FILE'), safe='')}@{host}"


def _read_secret(file: str, named: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError:
        raise InputRefused("can't be read", named) from None


def _neo4j(environment: Mapping[str, str]) -> Neo4jAddress | None:
    uri = environment.get("NEO4J_URI")
    if not uri:
        return None
    password = environment.get("NEO4J_PASSWORD")
    file = environment.get("NEO4J_PASSWORD_FILE")
    if password is None and file:
        password = _read_secret(file, "NEO4J_PASSWORD_FILE")
    if password is None:
        raise WrongUse("NEO4J_URI is set: NEO4J_PASSWORD or NEO4J_PASSWORD_FILE must be too")
    return Neo4jAddress(
        uri, environment.get("NEO4J_USER", "neo4j"), password, environment.get("NEO4J_DATABASE", "neo4j")
    )


def _counts_a_day(environment: Mapping[str, str]) -> int:
    said = environment.get("KITHMAP_COUNTS_A_DAY") or str(COUNTS_A_DAY)
    if not said.isdecimal():
        raise WrongUse("KITHMAP_COUNTS_A_DAY is a number: how many tables of counts an account may ask for in a day")
    return int(said)


def _linkage(environment: Mapping[str, str]) -> Linkage:
    named = environment.get("KITHMAP_LINKAGE") or Linkage.DUCKDB
    try:
        return Linkage(named)
    except ValueError:
        raise WrongUse(f"KITHMAP_LINKAGE is {' or '.join(Linkage)}") from None


def read_or_make_key(data: Path) -> IdKey:
    """The partnership's key for ids; made on first use, readable by its owner only."""
    path = data / KEY_FILE
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        # Linking fails when another process was faster: its key is the one that counts.
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return IdKey(path.read_bytes())
