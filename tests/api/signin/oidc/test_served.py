"""The served application takes its provider from the environment."""

from __future__ import annotations

import gc

import pytest
from starlette.testclient import TestClient

import kithmap
from graph.questions.opening import Partnerships


def test_the_served_application_leads_to_the_provider_of_its_environment(
    held: Partnerships, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {
        "KITHMAP_DATA": str(held.data),
        "KITHMAP_ADDRESS": "http://127.0.0.1",
        "KITHMAP_OIDC_ISSUER": "http://127.0.0.1:9",
        "KITHMAP_OIDC_CLIENT_ID": "kithmap",
        "KITHMAP_OIDC_CLIENT_SECRET": "a secret",
        "KITHMAP_OIDC_ROLES": "Kithmap.Assessment=assessment",
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    try:
        with TestClient(kithmap.served_app(), base_url="http://127.0.0.1") as client:
            assert client.get("/signin").status_code == 503
    finally:
        gc.unfreeze()
