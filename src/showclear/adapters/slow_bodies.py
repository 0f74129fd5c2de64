"""Keep long and slow bodies away from the pages: one layer around the whole application (ASGI).

A request's body is taken in whole before the application sees the request: more than
``bytes_max`` is answered with 413, a body that is not complete within ``seconds_max`` with 408,
and the connection is closed. So no handler waits for a client, and none can be made to keep more
than that. Answers, event streams among them, go out untouched and may take as long as they like.

It leaves slow and long *heads* to ``serving``, and how often somebody may ask to ``web.rates``.

Example::

    app = SlowBodies(app, bytes_max=1_048_576, seconds_max=10)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# An event is at most 64 KiB; a rule pack's text or a photograph's thumbnail fits well below.
BODY_BYTES_MAX: Final = 1_048_576
BODY_SECONDS_MAX: Final = 10.0  # a tablet at the edge of the access point sends an event in two

TOO_LONG: Final = 413
TOO_SLOW: Final = 408


class TooLong(Exception):
    """The body has more bytes than are taken."""


class Gone(Exception):
    """Whoever was sending has gone; there is nobody to answer."""


class SlowBodies:
    """An application that sees only requests whose body is here, whole and of bounded length."""

    def __init__(
        self,
        app: Application,
        *,
        bytes_max: int = BODY_BYTES_MAX,
        seconds_max: float = BODY_SECONDS_MAX,
    ) -> None:
        self._app = app
        self._bytes_max = bytes_max
        self._seconds_max = seconds_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the body in, then hand the request on; see the module's docstring."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds_max):
                body = await self._whole(scope, receive)
        except Gone:
            return
        except TooLong:
            await _answer(send, TOO_LONG, "body_too_long", f"at most {self._bytes_max} bytes")
            return
        except TimeoutError:
            expected = f"the whole body within {self._seconds_max:g} seconds"
            await _answer(send, TOO_SLOW, "body_too_slow", expected)
            return
        await self._app(scope, _replayed(body, receive), send)

    async def _whole(self, scope: Scope, receive: Receive) -> bytes:
        if _announced_length(scope) > self._bytes_max:
            raise TooLong
        parts: list[bytes] = []
        length = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            part: bytes = message.get("body", b"")
            length += len(part)
            if length > self._bytes_max:
                raise TooLong
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)


def _announced_length(scope: Scope) -> int:
    """Return what the head says of the length; what is no number the server refused."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a source that gives the body in one piece, then whatever comes after it."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def _answer(send: Send, status: int, code: str, expected: str) -> None:
    body = json.dumps({"code": code, "thing": "body of the request", "expected": expected})
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),  # the rest of the body is not worth reading
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode(), "more_body": False})
