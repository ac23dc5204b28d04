"""What a browser and a stranger are held to: cookies, headers, addresses that are none, sessions that are over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.errors import tell
from api.running import as_addressed
from api.signin.passwords import hash_password
from api.signin.sessions import IDLE, LONGEST_SESSION, find_session
from graph.audit.log import LooksWanted
from graph.questions.opening import Partnerships
from tests.api.signin.signing import sign_in
from tests.noninterference.families import a_family
from tests.noninterference.worlds import NOW, open_world

PASSWORD = "words that are long enough"
SIGN_IN = {"name": "assessment", "password": PASSWORD}
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("browser-rules"))
    opened.ledger.accounts.set_password("assessment", hash_password(PASSWORD), is_one_time=False)
    yield opened
    opened.graph.close()
    opened.ledger.close()


@pytest.fixture
def client(held: Partnerships) -> TestClient:
    return TestClient(create_app(held), base_url="https://kithmap.example", follow_redirects=False)


def signed_in(held: Partnerships) -> str:
    token = sign_in(held.ledger, "assessment", PASSWORD, NOW)
    assert token
    return token


def test_over_tls_the_session_is_a_host_cookie_no_script_reads(client: TestClient) -> None:
    name, *said = client.post("/signin", data=SIGN_IN).headers["set-cookie"].split("; ")
    assert name.startswith("__Host-kithmap=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(said)
    assert not any(part.startswith("Domain") for part in said)


def test_over_plain_loopback_the_cookie_has_another_name(held: Partnerships) -> None:
    client = TestClient(create_app(held), base_url="http://127.0.0.1", follow_redirects=False)
    said = client.post("/signin", data=SIGN_IN).headers["set-cookie"]
    assert said.startswith("kithmap-session=")
    assert "HttpOnly" in said


def test_each_sign_in_is_a_new_session_and_the_browser_s_old_one_is_over(
    client: TestClient, held: Partnerships
) -> None:
    client.post("/signin", data=SIGN_IN)
    old = client.cookies["__Host-kithmap"]
    client.post("/signin", data=SIGN_IN)
    assert client.cookies["__Host-kithmap"] != old
    assert find_session(held.ledger, old, NOW) is None


def test_signing_out_and_a_new_password_are_entries_of_the_log(client: TestClient, held: Partnerships) -> None:
    held.ledger.accounts.set_password("manager", hash_password(PASSWORD), is_one_time=False)

    def form_token(page: str) -> str:
        return client.get(page).text.partition('name="csrf" value="')[2].partition('"')[0]

    client.post("/signin", data=SIGN_IN | {"name": "manager"})
    for new in ("short", "tea, lamp and orchid"):
        client.post("/password", data={"current": PASSWORD, "new": new, "csrf": form_token("/password")})
    client.post("/signin", data={"name": "manager", "password": "tea, lamp and orchid"})
    client.post("/signout", data={"csrf": form_token("/purpose")})
    said = [json.loads(entry.content) for entry in held.ledger.audit.newest(LooksWanted(5))]
    assert [(one["operation"], one["caller"], one["outcome"]) for one in reversed(said)] == [
        ("signin", "manager", "signed_in"),
        ("password", "", "refused"),
        ("password", "manager", "answered"),
        ("signin", "manager", "signed_in"),
        ("signout", "manager", "signed_out"),
    ]


def test_where_somebody_was_going_is_a_host_cookie_over_tls(client: TestClient) -> None:
    name, *said = client.get("/people/rx").headers["set-cookie"].split("; ")
    assert name == "__Host-kithmap-next=/people/rx"
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=Lax"} <= set(said)


def test_signing_out_clears_what_the_browser_holds(client: TestClient) -> None:
    client.post("/signin", data=SIGN_IN)
    csrf = client.get("/purpose").text.partition('name="csrf" value="')[2].partition('"')[0]
    assert client.post("/signout", data={"csrf": csrf}).headers["clear-site-data"] == '"cache", "storage"'
    assert client.get("/purpose").headers["location"] == "/signin"


def test_a_session_is_over_when_idle_and_when_old(held: Partnerships) -> None:
    token = signed_in(held)
    assert find_session(held.ledger, token, NOW + IDLE)
    assert find_session(held.ledger, token, NOW + IDLE + IDLE + MINUTE) is None
    assert find_session(held.ledger, token, NOW + IDLE) is None
    token, moment = signed_in(held), NOW
    while moment + IDLE <= NOW + LONGEST_SESSION:
        moment += IDLE
        assert find_session(held.ledger, token, moment)
    assert find_session(held.ledger, token, moment + MINUTE) is None


def test_a_disabled_account_has_no_session_and_a_new_password_ends_all(held: Partnerships) -> None:
    accounts = held.ledger.accounts
    token = signed_in(held)
    accounts.set_password("assessment", hash_password(PASSWORD), is_one_time=False)
    assert find_session(held.ledger, token, NOW) is None
    accounts.set_password("auditor", hash_password(PASSWORD), is_one_time=False)
    other = sign_in(held.ledger, "auditor", PASSWORD, NOW)
    assert other and find_session(held.ledger, other, NOW)
    accounts.disable("auditor")
    assert find_session(held.ledger, other, NOW) is None


def test_over_tls_browsers_are_told_to_keep_to_it_for_a_year(client: TestClient) -> None:
    said = client.get("/signin").headers["strict-transport-security"]
    assert said == "max-age=31536000; includeSubDomains"


def test_behind_a_proxy_that_ends_tls_it_is_as_over_tls(held: Partnerships) -> None:
    app = as_addressed(create_app(held), {"KITHMAP_ADDRESS": "https://kithmap.example"})
    with_proxy = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    reply = with_proxy.post("/signin", data=SIGN_IN)
    assert reply.headers["set-cookie"].startswith("__Host-kithmap=")
    assert "strict-transport-security" in reply.headers


def test_a_header_makes_no_request_one_over_tls(held: Partnerships) -> None:
    app = as_addressed(create_app(held), {"KITHMAP_ADDRESS": "http://127.0.0.1:8080"})
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    said = {"X-Forwarded-Proto": "https", "Forwarded": "proto=https"}
    assert client.post("/signin", data=SIGN_IN, headers=said).headers["set-cookie"].startswith("kithmap-session=")


@pytest.mark.parametrize("address", ["/signin", "/people/rx", "/graphql", "/readyz"])
def test_nothing_but_our_own_files_may_be_kept(client: TestClient, address: str) -> None:
    assert client.get(address).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["/signin", "/graphql", "/static/kithmap.css"])
def test_no_other_site_is_let_read(client: TestClient, address: str) -> None:
    headers = client.get(address, headers={"Origin": "https://elsewhere.example"}).headers
    assert not [name for name in headers if name.startswith("access-control-")]
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/docs", "/redoc", "/openapi.json", "/metrics", "/static/", "/.git/config"])
def test_there_is_no_page_about_the_service_itself(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/signin").status_code == 405


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "/%5Celsewhere.example", "javascript:alert(1)"]
)
def test_signing_in_leads_to_no_other_site(client: TestClient, address: str) -> None:
    client.post("/signin", data=SIGN_IN)
    csrf = client.get("/purpose").text.partition('name="csrf" value="')[2].partition('"')[0]
    kept = "; ".join([*(f"{one.name}={one.value}" for one in client.cookies.jar), f"__Host-kithmap-next={address}"])
    chosen = client.post("/purpose", data={"purpose": "assessment", "csrf": csrf}, headers={"Cookie": kept})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/")


def test_a_fault_nobody_foresaw_is_told_by_a_reference_alone(caplog: pytest.LogCaptureFixture) -> None:
    told = tell(ValueError("Mia Hobbs, 12 Fern Close"))
    assert (told.code, told.status) == ("INTERNAL", 500)
    (line,) = caplog.messages
    assert told.message.rpartition(" ")[2] in line
    assert not any(word in text for text in (told.message, line) for word in ("Mia", "Fern"))
