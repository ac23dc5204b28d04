"""What every response carries and every request is held to: the content policy, no storing, small bodies (access.md §7)."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
LARGEST_BODY = 64 * 1024
LARGEST_CORRECTION = 5 * 1024 * 1024
_CORRECTION = re.compile(r"/deliveries/(?:[0-9a-f]{32}|preview)")
_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SVG = "image/svg+xml"
_STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
_MAY_BE_STORED = ("/static/", "/healthz")


class BehindTls:
    """Takes every request for one that came over TLS, because the address of these pages says so.

    The proxy that ends TLS is not asked: whoever reaches the port could say what it says.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        await self._app({**scope, "scheme": "https"} if scope["type"] == "http" else scope, receive, send)


class SecurityHeaders:
    """Adds the headers to every response, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                if headers.get("content-type") == _SVG:
                    headers["Content-Type"] = f"{_SVG}; charset=utf-8"
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = _STRICT_TRANSPORT
                if not scope["path"].startswith(_MAY_BE_STORED):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, send_with_headers)


class SmallBodies:
    """Refuses bodies over 64 KiB, by what they declare and by what they send; corrected rows and samples may be 5 MiB.

    And those that say their length in two ways, of which a proxy before us may have believed the other.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest, headers = _largest(scope), Headers(scope=scope)
        if "content-length" in headers and "transfer-encoding" in headers:
            await _refused(400, "BAD_INPUT", "the request says twice how long it is")(scope, receive, send)
            return
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > largest:
            await _too_large(scope, receive, send)
            return
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > largest:
                await _too_large(scope, receive, send)
                return
        sent = False

        async def read_again() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self._app(scope, read_again, send)


def _largest(scope: Scope) -> int:
    is_correction = scope["method"] == "POST" and _CORRECTION.fullmatch(scope["path"])
    return LARGEST_CORRECTION if is_correction else LARGEST_BODY


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    message = f"the request is larger than {_largest(scope) // 1024} KiB: ask for less at once"
    await _refused(413, "TOO_COSTLY", message)(scope, receive, send)


def _refused(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"data": None, "errors": [{"message": message, "extensions": {"code": code}}]}, status)
