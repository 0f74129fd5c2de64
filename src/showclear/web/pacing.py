"""How often devices may ask: by key, or by address for whoever has not entered.

The first stop is never made to wait: while none is open, a stop passes whatever its sender has
asked before. Once one is open everybody has been told, and further ones are counted like the rest.

``Guarded`` asks before every request but one: whether an envelope is a stop is seen in its bytes,
so ``/api/events`` asks for itself.
"""

from __future__ import annotations

import threading
from typing import Final

from showclear.desk.desk import Desk
from showclear.errors import BadInput
from showclear.record.envelope import open_envelope
from showclear.record.event import decode_event
from showclear.record.events.speaking import Stop
from showclear.web.rates import Rate, Rates
from showclear.web.sessions import Sessions

SECOND_MS: Final = 1_000
# A tap or two a second is a quick recorder; a sheet of eight looks sends a handful of requests.
WRITES_OF_KEY: Final = Rate(count=120, window_ms=10 * SECOND_MS)
# Every device has an address of its own on the cart's access point; behind one bridge may be many.
WRITES_OF_ADDRESS: Final = Rate(count=600, window_ms=60 * SECOND_MS)
READS: Final = Rate(count=900, window_ms=10 * SECOND_MS)  # a page is some ten requests
STOP_PATHS: Final = frozenset({"/speak/stop", "/api/speak/stop"})


class Pacing:
    """The rates of one served ledger; any thread may ask, since it is served at two addresses."""

    def __init__(self, desk: Desk, sessions: Sessions) -> None:
        self._desk = desk
        self._sessions = sessions
        self._of_key = Rates(WRITES_OF_KEY)
        self._of_address = Rates(WRITES_OF_ADDRESS)
        self._reads = Rates(READS)
        self._lock = threading.Lock()

    def read(self, token: str, address: str) -> int:
        """Return how many milliseconds a reader has to wait; 0 is now."""
        who = self._key(token) or address
        with self._lock:
            return self._reads.take(who, now_ms=self._now())

    def write(self, token: str, address: str, *, stop: bool) -> int:
        """Return how many milliseconds somebody who changes something has to wait; 0 is now."""
        first = stop and not self._desk.state.stops
        key = self._key(token)
        rates, who = (self._of_key, key) if key else (self._of_address, address)
        with self._lock:
            return rates.take(who, now_ms=self._now(), always=first)

    def _key(self, token: str) -> str:
        return self._sessions.key_of(token) if token else ""

    def _now(self) -> int:
        return self._desk.parts.clock.boot()[1]


def is_stop(raw: bytes) -> bool:
    """Return whether an envelope holds a stop; what cannot be read is none."""
    try:
        return isinstance(decode_event(open_envelope(raw).payload).body, Stop)
    except BadInput:
        return False
