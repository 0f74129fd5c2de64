"""What every answer carries and every request is held to, before any page is asked.

Scripts, styles and pictures come from this server alone and none stands in a page; nothing may
frame it. A request that changes something is taken only from our own pages: browsers say where a
request comes from (``Sec-Fetch-Site``, ``Origin``), and what says another place is turned away.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

_PARTS: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
POLICY: Final = "; ".join(_PARTS)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=()"),
)
Scope = MutableMapping[str, Any]  # ASGI 3, as the specification names its parts
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Guarded:
    """An application that turns away foreign requests and marks every answer."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] not in READING and _foreign(dict(scope["headers"])):
            await _turn_away(send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                named = {name for name, _ in message["headers"]}
                fresh = [pair for pair in HEADERS if pair[0] not in named]
                fresh += [] if b"cache-control" in named else [(b"cache-control", b"no-store")]
                message["headers"] = [*message["headers"], *fresh]
            await send(message)

        await self.app(scope, receive, marked)


def _foreign(headers: dict[bytes, bytes]) -> bool:
    """Return whether a browser says that this comes from a page that is not ours."""
    site = headers.get(b"sec-fetch-site", b"same-origin")
    origin = headers.get(b"origin", b"")
    host = headers.get(b"host", b"")
    elsewhere = bool(origin) and origin.partition(b"://")[2] != host
    return site not in {b"same-origin", b"none"} or elsewhere


async def _turn_away(send: Send) -> None:
    detail = b"request: expected one from a page of this server, found another"
    text = b'{"code":"foreign_page","detail":"%s"}' % detail
    headers = [(b"content-type", b"application/json"), *HEADERS]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": text, "more_body": False})
