"""What every answer carries and every request is held to, before any page is asked.

Scripts, styles and pictures come from this server alone and none stands in a page; nothing may
frame it. Of a request these are asked, in this order:

1. Its host is a name or address this box is served under: a foreign name that was pointed at the
   cart's own screen reads nothing here (DNS rebinding). Else 421.
2. What changes something comes from our own pages: browsers say where a request comes from
   (``Sec-Fetch-Site``, ``Origin``), and what says another place is turned away. Else 403.
3. Its key or address has not asked too often (``pacing``). Else 429, with the time to wait.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

from showclear.web.asking import COOKIE
from showclear.web.pacing import STOP_PATHS, Pacing

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
ASKS_ITSELF: Final = "/api/events"  # a stop among envelopes is known by its bytes only
MISDIRECTED: Final = 421
FORBIDDEN: Final = 403
TOO_OFTEN: Final = 429


class TurnedAway(Exception):
    """A request that no page is asked for: status, code, what was wrong, what to do next."""

    def __init__(self, status: int, code: str, detail: str, hint: str, wait_ms: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.hint = hint
        self.wait_ms = wait_ms


class Guarded:
    """An application that turns away foreign and hurried requests and marks every answer."""

    def __init__(self, app: Application, hosts: Iterable[str], pacing: Pacing) -> None:
        self.app = app
        self._hosts = frozenset(hosts)
        self._pacing = pacing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            self._examine(scope)
        except TurnedAway as why:
            await _turn_away(send, why)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                named = {name for name, _ in message["headers"]}
                fresh = [pair for pair in HEADERS if pair[0] not in named]
                fresh += [] if b"cache-control" in named else [(b"cache-control", _kept(scope))]
                message["headers"] = [*message["headers"], *fresh]
            await send(message)

        await self.app(scope, receive, marked)

    def _examine(self, scope: Scope) -> None:
        headers = dict(scope["headers"])
        _check_host(headers, self._hosts)
        reading = scope["method"] in READING
        if not reading and _foreign(headers):
            raise TurnedAway(
                FORBIDDEN,
                "foreign_page",
                "request: expected one from a page of this server, found another",
                "open the address on the cart and do it there",
            )
        if scope["path"] == ASKS_ITSELF:
            return
        who = (token_of(headers), address_of(scope))
        stop = scope["path"] in STOP_PATHS
        wait = self._pacing.read(*who) if reading else self._pacing.write(*who, stop=stop)
        if wait:
            raise too_often(wait)


def too_often(wait_ms: int) -> TurnedAway:
    """Return what somebody in a hurry is told."""
    return TurnedAway(
        TOO_OFTEN,
        "too_often",
        "requests: expected fewer in this time, found more",
        f"wait {-(-wait_ms // 1000)} s; a first stop never waits",
        wait_ms,
    )


def token_of(headers: dict[bytes, bytes]) -> str:
    """Return the session's token among a request's cookies, or nothing."""
    try:
        found = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""


def address_of(scope: Scope) -> str:
    """Return the address a request came from; whatever a header says of it is not believed."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _check_host(headers: dict[bytes, bytes], hosts: frozenset[str]) -> None:
    host = headers.get(b"host", b"").decode("latin-1").casefold()
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    if name.strip("[]").rstrip(".") not in hosts:
        raise TurnedAway(
            MISDIRECTED,
            "other_host",
            f"host: expected a name or address of this box, found {name!r:.60}",
            "open the address printed at the cart",
        )


def _foreign(headers: dict[bytes, bytes]) -> bool:
    """Return whether a browser says that this comes from a page that is not ours."""
    site = headers.get(b"sec-fetch-site", b"same-origin")
    origin = headers.get(b"origin", b"")
    host = headers.get(b"host", b"")
    if origin == b"null":  # our own plain forms send this under ``no-referrer``, and say the rest
        return headers.get(b"sec-fetch-site") != b"same-origin"
    elsewhere = bool(origin) and origin.partition(b"://")[2] != host
    return site not in {b"same-origin", b"none"} or elsewhere


def _kept(scope: Scope) -> bytes:
    """Return how long a device may keep an answer: what is named by its build, for good."""
    named = scope["path"].startswith("/static/") and scope["query_string"].startswith(b"v=")
    return b"public, max-age=31536000, immutable" if named else b"no-store"


async def _turn_away(send: Send, why: TurnedAway) -> None:
    text = json.dumps({"code": why.code, "detail": why.detail, "hint": why.hint}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(text)).encode()),
        (b"cache-control", b"no-store"),
        *HEADERS,
    ]
    if why.wait_ms:
        headers.append((b"retry-after", str(-(-why.wait_ms // 1000)).encode()))
    await send({"type": "http.response.start", "status": why.status, "headers": headers})
    await send({"type": "http.response.body", "body": text, "more_body": False})
