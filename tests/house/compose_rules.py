"""What a compose file must hold to run this product, as a list of complaints."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

# What anybody may reach: the proxy's TLS.
TLS_PORT = "443:8443"
DATABASE_PORTS = {"7473", "7474", "7687", "5432"}
VERSIONED = re.compile(r":\d+\.\d+(\.\d+)?[\w.-]*$")
SECRET_NAME = re.compile(r"(password|secret|token|auth|key)", re.IGNORECASE)
FROM_A_FILE = re.compile(r"_(FILE|PATH)$")
ROOT_USERS = {"", "0", "root"}


def find_faults(compose: Mapping[str, Any]) -> list[str]:
    """A sentence for each rule a service breaks; none for a file that holds them all."""
    return [
        f"{name}: {fault}" for name, service in compose["services"].items() for fault in faults_of(service, compose)
    ]


def faults_of(service: Mapping[str, Any], compose: Mapping[str, Any]) -> Iterator[str]:
    yield from rights_faults(service)
    yield from port_faults(service)
    yield from secret_faults(service, compose)
    if not VERSIONED.search(service.get("image", "")):
        yield "the image is not named by version"
    if not service.get("healthcheck", {}).get("test") or service["healthcheck"].get("disable"):
        yield "has no health check"
    yield from bolt_faults(service, compose)
    yield from ledger_faults(service, compose)


def rights_faults(service: Mapping[str, Any]) -> Iterator[str]:
    if str(service.get("user", "")).split(":")[0] in ROOT_USERS:
        yield "runs as root"
    if service.get("read_only") is not True:
        yield "its root is writable"
    if not any(mount.split(":")[0] == "/tmp" for mount in service.get("tmpfs", [])):  # noqa: S108 - the mount, not a file
        yield "has no tmpfs for what it must write"
    if service.get("cap_drop") != ["ALL"] or service.get("cap_add"):
        yield "keeps capabilities"
    if "no-new-privileges:true" not in service.get("security_opt", []):
        yield "may gain privileges"
    if service.get("privileged"):
        yield "is privileged"
    if service.get("network_mode") == "host":
        yield "is on the machine's own network"


def port_faults(service: Mapping[str, Any]) -> Iterator[str]:
    for port in service.get("ports", []):
        if str(port) == TLS_PORT:
            continue
        host, _, rest = str(port).partition(":")
        if host not in {"127.0.0.1", "[::1]"}:
            yield "publishes a port beyond loopback"
        if DATABASE_PORTS & set(re.split(r"[:/]", rest or host)):
            yield "publishes a database port"


def secret_faults(service: Mapping[str, Any], compose: Mapping[str, Any]) -> Iterator[str]:
    for name, value in service.get("environment", {}).items():
        if SECRET_NAME.search(name) and not (FROM_A_FILE.search(name) and str(value).startswith("/run/secrets/")):
            yield "a secret is not read from a file"
    for secret in service.get("secrets", []):
        if set(compose.get("secrets", {}).get(secret, {})) != {"file"}:
            yield "a secret does not come from a file"


def bolt_faults(service: Mapping[str, Any], compose: Mapping[str, Any]) -> Iterator[str]:
    uri = service.get("environment", {}).get("NEO4J_URI")
    if uri is None:
        return
    if re.match(r"(bolt|neo4j)\+s(sc)?://", uri):
        return
    owner = re.fullmatch(r"service:(\w+)", service.get("network_mode", ""))
    if not uri.startswith("bolt://127.0.0.1:") or owner is None:
        yield "speaks plain Bolt over a network"
        return
    database = compose["services"][owner[1]].get("environment", {})
    if database.get("NEO4J_server_default__listen__address") != "127.0.0.1":
        yield "its database listens beyond loopback"


def ledger_faults(service: Mapping[str, Any], compose: Mapping[str, Any]) -> Iterator[str]:
    url = service.get("environment", {}).get("KITHMAP_LEDGER_URL")
    if url is None or "sslmode=verify-full" in url:
        return
    if re.search(r"//\w+:", url):
        yield "a secret is not read from a file"
    if "@127.0.0.1:" not in url or not service.get("network_mode", "").startswith("service:"):
        yield "speaks to its ledger unencrypted over a network"
    ledger = compose["services"].get("postgres", {})
    if (
        ledger.get("network_mode") != service.get("network_mode")
        or "listen_addresses=127.0.0.1" not in ledger["command"]
    ):
        yield "its ledger listens beyond loopback"
