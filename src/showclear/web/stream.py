"""Keeping screens up to date: what the desk records is told to every screen that listens.

A screen is told *that* something was recorded, never what: it asks again, with its own rights.
Each message says besides what every screen must know at once, entered or not: the desk's time,
how far the record has come, whether a stop is open and whether a set-up rolls. A stop is told
apart, so that those whom it concerns most feel it; no screen makes a sound.

What is sent: an event ``recorded``, ``drafted``, ``stop`` or ``beat`` with the data
``<desk's ms since 1970> <entries> <stopped 0|1> <rolling 0|1> <vibrate 0|1>``.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from typing import Final

import msgspec

from showclear.field.ids import PersonId

BEAT_SECONDS: Final = 10  # a screen that hears nothing for longer says that the desk is silent
QUEUE_MAX: Final = 64  # a screen this far behind has gone to sleep: it asks anew when it wakes
LISTENERS_MAX: Final = 1_000  # five sets' worth of screens; each costs a connection


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What each message says of the moment."""

    now_ms: int
    size: int
    stopped: bool
    rolling: bool


class Told(msgspec.Struct, frozen=True):
    """One thing told to a screen: its kind and what goes with it."""

    kind: str
    data: str = ""


class Listener:
    """One screen that listens; nobody for a screen at which nobody has entered.

    Made on the loop that it listens on: the cart's own address and the tablets' have one each.
    """

    def __init__(self, person: PersonId) -> None:
        self.person = person
        self.loop = asyncio.get_running_loop()
        self.queue: asyncio.Queue[Told] = asyncio.Queue(QUEUE_MAX)

    def put(self, told: Told) -> None:
        """Tell it; where it is too far behind, older news makes room: it asks anew anyway."""
        if self.queue.full():
            self.queue.get_nowait()
        self.queue.put_nowait(told)


class Stream:
    """All screens that listen; ``recorded`` and ``stopped`` may be called from any thread."""

    def __init__(self, standing: Callable[[], Standing]) -> None:
        self._standing = standing
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many screens listen."""
        return len(self._listeners)

    @property
    def full(self) -> bool:
        """Whether no further screen may listen now."""
        return len(self._listeners) >= LISTENERS_MAX

    def recorded(self) -> None:
        """Tell every screen that the ledger has grown."""
        self._spread("recorded", frozenset())

    def drafted(self) -> None:
        """Tell every screen that something waits to be signed, for whoever it may wait for."""
        self._spread("drafted", frozenset())

    def stopped(self, felt_by: frozenset[PersonId]) -> None:
        """Tell every screen of a stop; those named feel it, unless their device cannot."""
        self._spread("stop", felt_by)

    async def listen(self, person: PersonId) -> AsyncIterator[Told]:
        """Yield what is told from now on, and a beat while nothing is."""
        listener = Listener(person)
        with self._lock:
            self._listeners.add(listener)
        try:
            yield self._told("beat")
            while True:
                try:
                    yield await asyncio.wait_for(listener.queue.get(), BEAT_SECONDS)
                except TimeoutError:
                    yield self._told("beat")
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def _told(self, kind: str, *, vibrate: bool = False) -> Told:
        now = self._standing()
        marks = " ".join(str(int(mark)) for mark in (now.stopped, now.rolling, vibrate))
        return Told(kind, f"{now.now_ms} {now.size} {marks}")

    def _spread(self, kind: str, felt_by: frozenset[PersonId]) -> None:
        plain, felt = self._told(kind), self._told(kind, vibrate=True)
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Listener, Told]]] = {}
        with self._lock:
            for one in self._listeners:
                told = felt if one.person in felt_by else plain
                by_loop.setdefault(one.loop, []).append((one, told))
        for loop, news in by_loop.items():
            if not loop.is_closed():
                loop.call_soon_threadsafe(_put, news)


def _put(news: list[tuple[Listener, Told]]) -> None:
    for listener, told in news:
        listener.put(told)
