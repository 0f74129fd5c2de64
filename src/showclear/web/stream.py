"""Keeping screens up to date: what the desk records is told to every screen that listens.

A screen is told *that* something was recorded, never what: it asks again, with its own rights.
A stop is told apart, so that those whom it concerns most feel it; no screen makes a sound.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import msgspec

from showclear.field.ids import PersonId

BEAT_SECONDS: Final = 10  # a screen that hears nothing for longer says that the desk is silent
QUEUE_MAX: Final = 64  # a screen this far behind has gone to sleep: it asks anew when it wakes


class Told(msgspec.Struct, frozen=True):
    """One thing told to a screen: its kind and what goes with it."""

    kind: str
    data: str = ""


class Listener:
    """One screen that listens."""

    def __init__(self, person: PersonId) -> None:
        self.person = person
        self.queue: asyncio.Queue[Told] = asyncio.Queue(QUEUE_MAX)


class Stream:
    """All screens that listen; ``tell`` may be called from any thread."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def __len__(self) -> int:
        """Return how many screens listen."""
        return len(self._listeners)

    def recorded(self, size: int) -> None:
        """Tell every screen that the ledger has grown to this size."""
        self._spread(Told("recorded", str(size)), frozenset())

    def stopped(self, felt_by: frozenset[PersonId]) -> None:
        """Tell every screen of a stop; those named feel it, unless their device cannot."""
        self._spread(Told("stop"), felt_by)

    async def listen(self, person: PersonId) -> AsyncIterator[Told]:
        """Yield what is told from now on, and a beat while nothing is."""
        self._loop = asyncio.get_running_loop()
        listener = Listener(person)
        self._listeners.add(listener)
        try:
            yield Told("beat")
            while True:
                try:
                    yield await asyncio.wait_for(listener.queue.get(), BEAT_SECONDS)
                except TimeoutError:
                    yield Told("beat")
        finally:
            self._listeners.discard(listener)

    def _spread(self, told: Told, felt_by: frozenset[PersonId]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._put, told, felt_by)

    def _put(self, told: Told, felt_by: frozenset[PersonId]) -> None:
        for listener in self._listeners:
            one = Told(told.kind, "vibrate") if listener.person in felt_by else told
            if not listener.queue.full():
                listener.queue.put_nowait(one)
