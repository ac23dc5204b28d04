"""What `kithmap doctor` says of the identity provider."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.access.caller import AccessRole
from graph.openid.settings import OpenIdSettings, RoleGiven
from graph.settings import Settings
from ingest.doctor import examine
from ingest.provider_check import provider_faults

ISSUER = "https://login.council.example"
NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
SET = OpenIdSettings(
    ISSUER, "kithmap", "secret", "https://kithmap.example", {"A": RoleGiven(AccessRole.ASSESSMENT)}, algorithm="PS256"
)
SAYS = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/a",
    "token_endpoint": f"{ISSUER}/t",
    "jwks_uri": f"{ISSUER}/k",
    "id_token_signing_alg_values_supported": ["RS256", "PS256"],
}


def found(says: Mapping[str, Any] | None = None, keys: int = 1, at: datetime = NOW) -> tuple[str, str]:
    def answer(request: httpx.Request) -> httpx.Response:
        body = {"keys": [{}] * keys} if request.url.path == "/k" else SAYS | dict(says or {})
        return httpx.Response(200, json=body, headers={"Date": format_datetime(at, usegmt=True)})

    return provider_faults(SET, NOW, httpx.MockTransport(answer))


def test_a_provider_that_is_well_says_what_to_register() -> None:
    says, do = found()
    assert (says, do) == (
        "answers, signs with PS256; register https://kithmap.example/signin/back there",
        "",
    )
    assert found({"id_token_signing_alg_values_supported": None})[1] == ""


@pytest.mark.parametrize(
    ("reply", "says", "does"),
    [
        (found({"issuer": "https://other.example"}), "issuer", "KITHMAP_OIDC_ISSUER"),
        (found(keys=0), "no keys", "ask"),
        (found(at=NOW.replace(minute=1)), "differ by 60 s", "clock"),
        (found(at=NOW.replace(hour=11)), "differ by 3600 s", "clock"),
        (found({"id_token_signing_alg_values_supported": ["RS256"]}), "PS256", "KITHMAP_OIDC_ALGORITHM"),
    ],
    ids=["another issuer", "no keys", "fast", "slow", "another algorithm"],
)
def test_each_fault_says_what_to_do(reply: tuple[str, str], says: str, does: str) -> None:
    assert says in reply[0]
    assert does in reply[1]


def test_a_provider_nobody_answers_for_is_a_fault_of_the_doctor(tmp_path: Path) -> None:
    nowhere = OpenIdSettings("http://127.0.0.1:9", "kithmap", "secret", "http://127.0.0.1", {})
    checks = {check.name: check for check in examine(Settings(tmp_path, openid=nowhere))}
    assert not checks["sign-in"].ok
    assert "does not answer" in checks["sign-in"].says
    assert "sign-in" not in {check.name for check in examine(Settings(tmp_path))}
