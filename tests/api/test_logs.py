"""A serving process writes an event a line to standard error: as JSON where asked for; never a value of a request or row."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

import kithmap
from api.logs import LogForm, event, read_form, set_up_logs
from api.watched import OTHER
from graph.errors import WrongUse
from graph.questions.opening import Partnerships
from tests.api.watching import CANARY, a_client, hostile_requests, watched_app
from tests.ingest.sending import write_delivery
from tests.ingest.site import a_person, manifest
from tests.noninterference.families import a_family
from tests.noninterference.worlds import open_world


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("logs"))
    yield opened
    opened.graph.close()
    opened.ledger.close()


@pytest.fixture
def as_it_was() -> Iterator[None]:
    """Whatever a test sets up of logging is undone."""
    root, ours = logging.getLogger(), logging.getLogger("kithmap")
    before = (root.handlers, root.level, ours.level)
    yield
    root.handlers, level, our_level = before
    root.setLevel(level)
    ours.setLevel(our_level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.usefixtures("as_it_was")
def test_no_value_of_a_request_is_in_any_event(held: Partnerships, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(LogForm.JSON)
    list(hostile_requests(a_client(watched_app(held, CollectorRegistry()))))
    told = lines(capsys)
    assert CANARY.lower() not in json.dumps(told).lower()
    requests = [one for one in told if one["event"] == "request"]
    assert {"time", "level", "event", "id", "route", "method", "status", "ms"} == set(requests[0])
    assert {"/people/{person_id}", OTHER, "/graphql"} <= {one["route"] for one in requests}


@pytest.mark.usefixtures("as_it_was")
def test_the_reference_of_an_error_is_the_id_of_its_request(
    held: Partnerships, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(LogForm.JSON)
    reply = a_client(watched_app(held, CollectorRegistry())).get("/broken")
    (request, fault) = lines(capsys)
    assert reply.status_code == request["status"] == 500
    assert request["id"] in reply.text
    assert (fault["id"], fault["level"]) == (request["id"], "error")
    assert "ValueError" in fault["event"]


@pytest.mark.usefixtures("as_it_was")
@pytest.mark.parametrize("form", LogForm)
def test_of_an_exception_and_of_a_library_s_words_nothing_is_quoted(
    form: LogForm, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(form)
    logging.getLogger("sqlalchemy.engine").warning("INSERT %s", CANARY)
    try:
        raise ValueError(CANARY)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Exception in ASGI application\n")
    told = capsys.readouterr().err
    assert CANARY not in told
    assert "said by sqlalchemy.engine" in told
    assert "ValueError" in told
    assert "test_logs.py" in told


@pytest.mark.usefixtures("as_it_was")
def test_for_people_only_what_is_wrong_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(LogForm.PLAIN)
    event("request", route="/search")
    assert capsys.readouterr().err == ""
    logging.getLogger("kithmap").warning("the disk is nearly full")
    assert capsys.readouterr().err == "kithmap: warning: the disk is nearly full\n"


@pytest.mark.usefixtures("as_it_was")
def test_no_value_of_a_delivery_is_in_any_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(LogForm.JSON)
    bad = a_person("C2", f"{CANARY} Hobbs", CANARY, note=CANARY)
    delivery = write_delivery(
        tmp_path / "sent", {"people": [a_person(CANARY, f"{CANARY} Hobbs"), bad]}, manifest("csc")
    )
    kithmap.run(["ingest", str(delivery), "--tolerance", "1", "--data", str(tmp_path / "data"), "--json"])
    told = capsys.readouterr()
    assert CANARY not in told.err + told.out


def test_how_events_are_written_is_said_by_the_environment() -> None:
    assert read_form({}) is LogForm.PLAIN
    assert read_form({"KITHMAP_LOG": "json"}) is LogForm.JSON
    with pytest.raises(WrongUse, match="plain or json"):
        read_form({"KITHMAP_LOG": "xml"})
