"""Metrics say how many, how long and how it ended, in words of ours; no id, name or text of a request is in them."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from api.metrics import Meter, StoreCollector, outcomes
from api.metrics_server import metrics_served, read_address
from api.watched import METHODS, OTHER, STATIC, Answered
from graph.access.caller import AccessRole
from graph.access.operations import OPERATIONS
from graph.errors import StoreUnavailable, WrongUse
from graph.questions.opening import Partnerships, open_partnerships
from graph.settings import Settings
from tests.api.watching import CANARY, a_client, hostile_requests, watched_app
from tests.noninterference.families import a_family
from tests.noninterference.worlds import NOW, open_world


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("metrics"))
    yield opened
    opened.graph.close()
    opened.ledger.close()


def labels(text: str, name: str) -> set[str]:
    return set(re.findall(rf'{name}="([^"]*)"', text))


def test_every_label_is_a_word_of_ours_whatever_is_asked(held: Partnerships) -> None:
    registry = CollectorRegistry()
    app = watched_app(held, registry)
    statuses = list(hostile_requests(a_client(app)))
    text = generate_latest(registry).decode()
    assert {200, 404, 500} <= set(statuses)
    assert CANARY.lower() not in text.lower()
    templates = labels(text, "route") - {OTHER, STATIC}
    assert {"/people/{person_id}", "/graphql", "/search"} <= templates
    assert all(re.fullmatch(r"/|(/[a-z]+|/\{[a-z_]+\})+", template) for template in templates)
    assert labels(text, "method") <= METHODS | {OTHER}
    assert labels(text, "operation") <= OPERATIONS.keys() | {OTHER}
    assert labels(text, "outcome") <= outcomes() | {OTHER}
    assert {role for roles in labels(text, "roles") for role in roles.split("+")} <= {*AccessRole}
    assert 'kithmap_questions_total{operation="me",outcome="answered",roles="assessment"}' in text
    assert f'kithmap_requests_total{{method="{OTHER}"' in text


def test_the_stores_are_asked_at_each_scrape(held: Partnerships) -> None:
    registry = CollectorRegistry()
    now = NOW + timedelta(hours=1)
    registry.register(StoreCollector(lambda: open_partnerships(Settings(held.data), lambda: now), lambda: now))
    text = generate_latest(registry).decode()
    assert 'kithmap_store_up{store="graph"} 1.0' in text
    assert 'kithmap_store_up{store="ledger"} 1.0' in text
    assert "kithmap_published_age_seconds 3600.0" in text
    for name in ("kithmap_notices_waiting", "kithmap_newest_delivery_age_seconds"):
        assert re.search(rf"^{name} \d", text, re.MULTILINE)


def test_a_store_that_does_not_answer_is_down(held: Partnerships, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened() -> Partnerships:
        raise StoreUnavailable("the ledger does not answer")

    registry = CollectorRegistry()
    registry.register(StoreCollector(opened, lambda: NOW))
    assert 'kithmap_store_up{store="ledger"} 0.0' in generate_latest(registry).decode()

    there = open_partnerships(Settings(held.data), lambda: NOW)

    def gone() -> None:
        raise StoreUnavailable("the graph does not answer")

    monkeypatch.setattr(type(there.graph), "health", lambda _: gone())
    other = CollectorRegistry()
    other.register(StoreCollector(lambda: there, lambda: NOW))
    assert 'kithmap_store_up{store="graph"} 0.0' in generate_latest(other).decode()


@pytest.mark.parametrize(
    "text", ["0.0.0.0:9464", "10.0.0.4:9464", "metrics.example:9464", "9464", "127.0.0.1:", "127.0.0.1:x"]
)
def test_metrics_are_for_this_machine_alone(text: str) -> None:
    with pytest.raises(WrongUse, match="loopback"):
        read_address(text)


def test_a_loopback_address_is_taken() -> None:
    assert read_address("127.0.0.1:9464") == ("127.0.0.1", 9464)
    assert read_address("[::1]:9464") == ("::1", 9464)
    assert read_address("localhost:1") == ("localhost", 1)


def test_they_are_served_on_a_port_of_their_own_until_it_is_left(held: Partnerships, tmp_path: Path) -> None:
    settings = Settings(held.data)
    with metrics_served(settings, "127.0.0.1:0", str(tmp_path)) as port:
        address = f"http://127.0.0.1:{port}/metrics"
        with urllib.request.urlopen(address, timeout=10) as reply:
            assert b'kithmap_store_up{store="graph"} 1.0' in reply.read()
        with pytest.raises(WrongUse, match="taken"), metrics_served(settings, f"127.0.0.1:{port}", str(tmp_path)):
            pass
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(address, timeout=10)


def test_durations_are_counted_by_route() -> None:
    registry = CollectorRegistry()
    meter = Meter(registry)
    meter.count(Answered("/people/{person}", "GET", 200, 0.2))
    text = generate_latest(registry).decode()
    assert 'kithmap_request_seconds_bucket{le="0.25",route="/people/{person}"} 1.0' in text
    assert 'kithmap_request_seconds_bucket{le="0.1",route="/people/{person}"} 0.0' in text
