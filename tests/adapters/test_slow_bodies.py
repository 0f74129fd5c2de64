"""Long and slow bodies are cut before the application sees them; everything else goes through."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest

from showclear.adapters.slow_bodies import Message, SlowBodies
from tests.adapters.cart import counting

LIMIT = 10


class Client:
    """A client's side of one request: what it sends piece by piece, and what it gets."""

    def __init__(self, *messages: Message, pause_seconds: float = 0.0) -> None:
        self._messages = list(messages)
        self._pause_seconds = pause_seconds
        self.got: list[Message] = []

    async def receive(self) -> Message:
        """Give the next message; after the last, the client has gone."""
        await asyncio.sleep(self._pause_seconds)
        return self._messages.pop(0) if self._messages else {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Take a part of the answer."""
        self.got.append(message)

    @property
    def status(self) -> int | None:
        """The answer's status, or None when there was no answer."""
        return self.got[0]["status"] if self.got else None

    @property
    def body(self) -> bytes:
        """The answer's body."""
        return b"".join(part["body"] for part in self.got[1:])


def piece(body: bytes, *, more: bool = False) -> Message:
    """Return a piece of a body."""
    return {"type": "http.request", "body": body, "more_body": more}


def ask(client: Client, headers: Sequence[tuple[bytes, bytes]] = ()) -> Client:
    """Let the client ask the counting application, behind the limits."""
    app = SlowBodies(counting, bytes_max=LIMIT, seconds_max=0.2)
    scope: dict[str, Any] = {"type": "http", "headers": list(headers)}
    asyncio.run(app(scope, client.receive, client.send))
    return client


@pytest.mark.parametrize(
    ("pieces", "answer"),
    [
        pytest.param([piece(b"")], b"0 bytes", id="no body"),
        pytest.param([piece(b"x" * LIMIT)], b"10 bytes", id="at the limit"),
        pytest.param([piece(b"xxx", more=True), piece(b"xx")], b"5 bytes", id="in two pieces"),
        pytest.param([piece(b"xxx", more=True), piece(b"")], b"3 bytes", id="nothing at the end"),
    ],
)
def test_a_body_within_the_limits_reaches_the_application(
    pieces: list[Message], answer: bytes
) -> None:
    """The application is given the whole body, however it came."""
    client = ask(Client(*pieces))
    assert (client.status, client.body) == (200, answer)


@pytest.mark.parametrize(
    ("headers", "pieces"),
    [
        pytest.param([(b"content-length", b"11")], [], id="announced"),
        pytest.param([], [piece(b"x" * 11)], id="in one piece"),
        pytest.param([], [piece(b"x" * 6, more=True), piece(b"x" * 5, more=True)], id="in two"),
        pytest.param([(b"content-length", b"3")], [piece(b"x" * 11)], id="announced shorter"),
    ],
)
def test_a_long_body_is_answered_with_413(
    headers: list[tuple[bytes, bytes]], pieces: list[Message]
) -> None:
    """One byte past the limit the application is not asked, and the connection is closed."""
    client = ask(Client(*pieces), headers)
    assert client.status == 413
    assert (b"connection", b"close") in client.got[0]["headers"]
    assert json.loads(client.body) == {
        "code": "body_too_long",
        "thing": "body of the request",
        "expected": "at most 10 bytes",
    }


def test_a_slow_body_is_answered_with_408() -> None:
    """A body that drips past the time is not waited for, though each piece came soon."""
    drips = [piece(b"x", more=True) for _ in range(8)]
    client = ask(Client(*drips, pause_seconds=0.05))
    assert client.status == 408
    assert json.loads(client.body) == {
        "code": "body_too_slow",
        "thing": "body of the request",
        "expected": "the whole body within 0.2 seconds",
    }


def test_a_client_that_goes_is_not_answered() -> None:
    """Where the client went in mid-body, the application is not asked and nothing is sent."""
    assert ask(Client(piece(b"x", more=True))).got == []


def test_a_long_answer_may_take_its_time() -> None:
    """The time is for the body alone: an event stream goes on after it."""

    async def streaming(scope: Message, receive: Any, send: Any) -> None:
        del scope
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.1)
        await send({"type": "http.response.body", "body": b"later", "more_body": False})
        assert (await receive())["type"] == "http.disconnect"

    client = Client(piece(b""))
    app = SlowBodies(streaming, bytes_max=LIMIT, seconds_max=0.02)
    asyncio.run(app({"type": "http", "headers": []}, client.receive, client.send))
    assert (client.status, client.body) == (200, b"later")


def test_what_is_no_request_goes_through() -> None:
    """The start and end of the application itself are not held to a body's limits."""
    client = Client({"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    asyncio.run(SlowBodies(counting)({"type": "lifespan"}, client.receive, client.send))
    assert [message["type"] for message in client.got] == [
        "lifespan.startup.complete",
        "lifespan.shutdown.complete",
    ]
