"""A browser before the application, with the made-up provider behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import httpx2
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.app import create_app
from api.signin.oidc.provider import Provider
from graph.audit.log import LooksWanted
from graph.openid.settings import OpenIdSettings
from graph.questions.opening import Partnerships
from tests.api.signin.oidc.made_up import ADDRESS, Clock, MadeUp, settings

ME = {"query": "{ me { name purpose roles } }"}


@dataclass
class Site:
    """The application, its provider and one browser."""

    held: Partnerships
    made_up: MadeUp
    clock: Clock
    client: TestClient

    def another(self) -> Site:
        """Another browser at the same application."""
        return replace(self, client=make_client(self.client.app))

    def go(self) -> str:
        """The address of the provider that the sign-in page leads to."""
        reply = self.client.get("/signin")
        assert reply.status_code == 303
        return str(reply.headers["location"])

    def flow_cookie(self) -> tuple[str, str]:
        """The one cookie of a sign-in under way: its name, and what is in it."""
        found = {name: said for name, said in self.client.cookies.items() if name.startswith("kithmap-signin-")}
        ((name, said),) = found.items()
        return name, said

    def back(self, brought: dict[str, Any]) -> httpx2.Response:
        """The reply to coming back."""
        return self.client.get("/signin/back", params=brought)

    def sign_in(self) -> httpx2.Response:
        """The reply to the whole way there and back."""
        return self.back(self.made_up.agree(self.go()))

    def me(self) -> dict[str, Any]:
        """Who the browser is signed in as."""
        page = self.client.get("/purpose")
        token = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert page.status_code == 200 and token
        self.client.post("/purpose", data={"purpose": "assessment", "csrf": token.group(1)})
        found: dict[str, Any] = self.client.post("/graphql", json=ME).json()["data"]["me"]
        return found

    def form_token(self) -> str:
        """The token of the page's forms."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/purpose").text)
        assert found
        return found.group(1)

    def newest_entry(self) -> str:
        """What the log says last."""
        return self.held.ledger.audit.newest(LooksWanted(1))[0].content

    def api(self, token: str, purpose: str = "assessment") -> httpx2.Response:
        """The reply to an API client."""
        headers = {"Authorization": f"Bearer {token}", "X-Purpose": purpose}
        return make_client(self.client.app).post("/graphql", json=ME, headers=headers)


def make_site(held: Partnerships, clock: Clock, openid: OpenIdSettings | None = None) -> Site:
    """An application over a partnership, with a provider of its own."""
    made_up = MadeUp(clock)
    provider = Provider(openid or settings(), made_up.transport)
    partnership = replace(held, now=clock)
    return Site(partnership, made_up, clock, make_client(create_app(partnership, provider)))


def make_client(app: ASGIApp) -> TestClient:
    """A browser at an application."""
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)
