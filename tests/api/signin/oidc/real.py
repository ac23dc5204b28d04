"""A certified provider, `oidc-provider` on node, as the tests start, stop and ask it."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import httpx
from joserfc.jwk import RSAKey

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "build" / "oidc"
CLIENT, SECRET, AUDIENCE = "kithmap", "made up for the tests: of one run", "https://kithmap.example/api"
ACCOUNTS: Mapping[str, Mapping[str, Any]] = {
    "priya": {"preferred_username": "priya@council.example", "roles": ["Kithmap.Assessment"]},
    "visitor": {"preferred_username": "visitor@council.example", "roles": ["Somebody.Else"]},
    CLIENT: {"roles": ["Kithmap.Assessment"]},
}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
_MOST_STEPS = 12


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Real:
    """The provider on a port of its own. `address` is where our pages are."""

    port: int
    address: str
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
    )
    running: subprocess.Popen[str] | None = None

    @property
    def issuer(self) -> str:
        """What it is called."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns once it listens."""
        node = shutil.which("node")
        assert node, "node is missing: apt-get install nodejs npm, then make test-oidc"
        assert (FOLDER / "node_modules").is_dir(), "the provider is not installed: make test-oidc does so"
        shutil.copy(ROOT / "tools" / "oidc" / "provider.mjs", FOLDER)
        self.running = subprocess.Popen(
            [node, "provider.mjs"],
            cwd=FOLDER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.running.stdin and self.running.stdout
        self.running.stdin.write(json.dumps(self._told()) + "\n")
        self.running.stdin.flush()
        assert self.running.stdout.readline().strip() == "ready"

    def stop(self) -> None:
        """Ends it; it forgets who was signed in."""
        if self.running is not None:
            self.running.communicate()
            self.running = None

    def roll_over(self) -> None:
        """Comes back with another key."""
        self.stop()
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)
        self.start()

    def _told(self) -> dict[str, object]:
        client = {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [f"{self.address}/signin/back"],
            "post_logout_redirect_uris": [f"{self.address}/signed-out"],
            "response_types": ["code"],
            "grant_types": ["authorization_code", "client_credentials"],
            "id_token_signed_response_alg": "RS256",
            "token_endpoint_auth_method": "client_secret_basic",
            "scope": "openid profile ask",
        }
        keys = [self.key.as_dict(private=True)]
        return {"port": self.port, "client": client, "audience": AUDIENCE, "accounts": ACCOUNTS, "keys": keys}

    def agree(self, address: str, name: str) -> str:
        """The address the browser is sent back to, once `name` signed in and agreed on the provider's own pages."""
        with httpx.Client(timeout=10, trust_env=False) as browser:
            reply = browser.get(address)
            for _ in range(_MOST_STEPS):
                if reply.is_redirect:
                    to = urljoin(str(reply.url), reply.headers["location"])
                    if to.startswith(f"{self.address}/"):
                        return to
                    reply = browser.get(to)
                else:
                    where, fields = _filled_in(reply, name)
                    reply = browser.post(where, data=fields)
        raise AssertionError("the provider never sent the browser back")

    def client_token(self, **asked: str) -> str:
        """An access token of an API client of its own right."""
        said = {"grant_type": "client_credentials", "scope": "ask", "resource": AUDIENCE, **asked}
        with httpx.Client(timeout=10, trust_env=False) as browser:
            reply = browser.post(f"{self.issuer}/token", data=said, auth=_encoded())
        return str(reply.json()["access_token"])


def _encoded() -> tuple[str, str]:
    return CLIENT, quote(SECRET, safe="")


def _filled_in(reply: httpx.Response, name: str) -> tuple[str, dict[str, str]]:
    """Where a page's form goes and what is in it: the name where it asks for one, any password."""
    assert reply.status_code == 200, reply.text
    action = re.search(r'<form[^>]* action="([^"]+)"', reply.text)
    assert action, reply.text
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', reply.text))
    if 'name="login"' in reply.text:
        fields |= {"login": name, "password": "any"}
    return urljoin(str(reply.url), unescape(action.group(1))), fields
