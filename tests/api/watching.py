"""A client of the whole application, watched as a serving process is, and requests with a canary in every place."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.testclient import TestClient

from api.app import create_app
from api.metrics import Meter
from api.watched import Watched, tell_log
from graph.questions.opening import Partnerships

CANARY = "Zebedee-4417"
PASSWORD = "words that are long enough"
PEOPLE = f"/people/{CANARY}"


def watched_app(held: Partnerships, registry: CollectorRegistry) -> FastAPI:
    """The application as a serving process makes it."""
    app = create_app(held)
    app.state.meter = Meter(registry)
    app.add_middleware(Watched, watchers=(tell_log, app.state.meter.count))

    @app.get("/broken")
    def broken() -> None:
        raise ValueError(CANARY)

    return app


def a_client(app: FastAPI) -> TestClient:
    """A browser signed in as the assessing agency's account."""
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False)
    client.cookies.set("kithmap-session", "assessment")
    return client


def hostile_requests(client: TestClient) -> Iterator[int]:
    """The status of each: a canary in address, query, header, cookie, form, document, variables, method and file."""
    for path in (f"/{CANARY}", PEOPLE, f"{PEOPLE}/adults", f"/static/{CANARY}.js", f"/deliveries/{CANARY}", "/broken"):
        yield client.get(
            path, params={"q": CANARY, "as_of": CANARY}, headers={"X-Purpose": f"court; {CANARY}"}
        ).status_code
        yield client.request(CANARY.upper(), path).status_code
    yield client.get("/search", headers={"X-Purpose": CANARY, "Referer": CANARY, "User-Agent": CANARY}).status_code
    yield client.get(
        "/", headers={"Authorization": f"Bearer {CANARY}", "Cookie": f"kithmap-session={CANARY}"}
    ).status_code
    yield client.post("/signin", data={"name": CANARY, "password": CANARY}).status_code
    yield client.post("/search", data={"text": CANARY, "csrf": CANARY}).status_code
    for query in (
        f"query {CANARY[:7]} {{ me {{ name }} }}",
        f'{{ findPeople(text: "{CANARY}") {{ __typename }} }}',
        CANARY,
    ):
        sent = {"query": query, "operationName": CANARY[:7], "variables": {CANARY: CANARY}}
        yield client.post("/graphql", json=sent, headers={"X-Purpose": "assessment; CSC-1042"}).status_code
    plain = {"query": '{ me { name } person(id: "' + CANARY + '") { id } }'}
    yield client.post("/graphql", json=plain, headers={"X-Purpose": "assessment"}).status_code
    yield client.post(f"/deliveries/{'a' * 32}", files={"file": (f"{CANARY}.csv", CANARY)}).status_code
