"""The compose file is hardened, and stays so."""

import copy
import re
from collections.abc import Callable
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.compose_rules import find_faults

ROOT = Path(__file__).parents[2]
Service = dict[str, Any]
SERVICES = {"neo4j", "postgres", "app", "proxy"}


@pytest.fixture
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


def test_the_compose_file_has_the_databases_the_app_and_the_proxy(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == SERVICES
    assert compose["services"]["neo4j"]["image"].startswith("neo4j:5.")
    assert "community" in compose["services"]["neo4j"]["image"]


def test_the_compose_file_holds_every_rule(compose: dict[str, Any]) -> None:
    assert find_faults(compose) == []


@pytest.mark.parametrize("service", sorted(SERVICES))
@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda service: service.pop("user"), "runs as root"),
        (lambda service: service.update(user="0:0"), "runs as root"),
        (lambda service: service.pop("read_only"), "its root is writable"),
        (lambda service: service.pop("tmpfs"), "has no tmpfs for what it must write"),
        (lambda service: service.pop("cap_drop"), "keeps capabilities"),
        (lambda service: service.update(cap_add=["NET_ADMIN"]), "keeps capabilities"),
        (lambda service: service.pop("security_opt"), "may gain privileges"),
        (lambda service: service.update(privileged=True), "is privileged"),
        (lambda service: service.update(network_mode="host"), "is on the machine's own network"),
        (lambda service: service.update(ports=["8080:8080"]), "publishes a port beyond loopback"),
        (lambda service: service.update(ports=["0.0.0.0:8080:8080"]), "publishes a port beyond loopback"),
        (lambda service: service.update(ports=["443:8080"]), "publishes a port beyond loopback"),
        (lambda service: service.update(ports=["127.0.0.1:7687:7687"]), "publishes a database port"),
        (lambda service: service.update(ports=["127.0.0.1:9000:7474"]), "publishes a database port"),
        (lambda service: service.update(image="neo4j:latest"), "the image is not named by version"),
        (lambda service: service.update(image="neo4j"), "the image is not named by version"),
        (lambda service: service.pop("healthcheck"), "has no health check"),
        (
            lambda service: environment_of(service).update(NEO4J_AUTH="neo4j/made-up"),
            "a secret is not read from a file",
        ),
        (
            lambda service: environment_of(service).update(NEO4J_PASSWORD="made-up"),
            "a secret is not read from a file",
        ),
        (lambda service: service["secrets"].append("undeclared"), "a secret does not come from a file"),
    ],
)
def test_each_rule_dropped_is_noticed(
    compose: dict[str, Any], service: str, spoil: Callable[[Service], object], fault: str
) -> None:
    # YAML anchors share the hardening between services: without a copy one spoiled service would spoil both.
    spoiled = {**compose, "services": {name: copy.deepcopy(value) for name, value in compose["services"].items()}}
    spoil(spoiled["services"][service])
    assert f"{service}: {fault}" in find_faults(spoiled)


def environment_of(service: Service) -> dict[str, str]:
    found: dict[str, str] = service.setdefault("environment", {})
    return found


def test_a_ledger_that_is_not_on_loopback_is_noticed(compose: dict[str, Any]) -> None:
    app, postgres = compose["services"]["app"], compose["services"]["postgres"]
    app["environment"]["KITHMAP_LEDGER_URL"] = "postgresql://kithmap:made-up@postgres:5432/kithmap"
    postgres["command"] = ["postgres"]
    assert {
        "app: a secret is not read from a file",
        "app: speaks to its ledger unencrypted over a network",
        "app: its ledger listens beyond loopback",
    } <= set(find_faults(compose))


def test_only_the_proxy_s_port_is_open_to_others_and_it_speaks_tls(compose: dict[str, Any]) -> None:
    open_to_all = {name: one["ports"] for name, one in compose["services"].items() if "ports" in one}
    assert open_to_all == {"neo4j": ["443:8443"]}
    said = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r"listen ([^;]+);", said) == ["8443 ssl"]
    assert re.findall(r"proxy_pass ([^;]+);", said) == ["http://127.0.0.1:8080"] * 2
    # Addresses hold ids, and error lines quote the request.
    assert "access_log off;" in said
    assert "error_log /dev/stderr crit;" in said
    assert "TLSv1 " not in said


def test_the_proxy_takes_the_strongest_cipher_it_can() -> None:
    said = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "ssl_prefer_server_ciphers on;" in said
    (listed,) = re.findall(r"ssl_ciphers ([^;]+);", said)
    bits = [256 if "AES256" in one or "CHACHA20" in one else 128 for one in listed.split(":")]
    assert bits == sorted(bits, reverse=True)
    assert all(
        re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA\d+|CHACHA20-POLY1305)", one) for one in listed.split(":")
    )


@pytest.mark.parametrize("unit", sorted(path.name for path in (ROOT / "deploy").glob("*.service")))
def test_a_service_of_the_machine_runs_without_rights(unit: str) -> None:
    said = ConfigParser(interpolation=None, strict=False)
    said.optionxform = str  # type: ignore[assignment,method-assign]
    said.read(ROOT / "deploy" / unit, encoding="utf-8")
    service = dict(said["Service"])
    assert service["User"] == "kithmap"
    assert service["EnvironmentFile"] == "/etc/kithmap/environment"
    assert service["UMask"] == "0077"
    for setting in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces"):
        assert service[setting] == "true"
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("strict", "")
    command = re.search(r"/kithmap (\w+)", service["ExecStart"])
    assert command
    assert command[1] in {"serve", "watch", "backup"}


def test_plain_bolt_to_another_container_is_noticed(compose: dict[str, Any]) -> None:
    compose["services"]["app"]["environment"]["NEO4J_URI"] = "bolt://neo4j:7687"
    assert "app: speaks plain Bolt over a network" in find_faults(compose)


def test_a_database_listening_beyond_loopback_is_noticed(compose: dict[str, Any]) -> None:
    del compose["services"]["neo4j"]["environment"]["NEO4J_server_default__listen__address"]
    assert "app: its database listens beyond loopback" in find_faults(compose)


def test_the_image_runs_without_rights_and_from_versions() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    sources = [line.split()[1] for line in lines if line.startswith("FROM ")]
    assert all(":3.11." in source for source in sources)
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert any("--require-hashes" in line for line in lines)
    assert any("uv sync --locked" in line for line in lines)
