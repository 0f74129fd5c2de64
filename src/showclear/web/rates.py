"""How often somebody may ask: so many per window for each key, with the clock handed in.

A token bucket for each key (an enrolled key, an address): it holds ``count`` tokens, a request
takes one, and one comes back every ``window_ms / count``. So a burst of ``count`` passes at once
and then the same number per window. Time is the desk's counter since the machine's start, which
nobody can set.

A first stop is never made to wait: its caller passes ``always=True``, and whoever else calls it
is told how long to wait. What a key may do at all is not decided here. Not for several threads
at once: it belongs to the one event loop.

Example::

    rates = Rates(Rate(count=20, window_ms=10_000))
    rates.take("203.0.113.7", now_ms=1_000)               # 0: go on
    rates.take("203.0.113.7", now_ms=1_000, always=stop)  # 0 whenever ``stop`` is true
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

import msgspec

from showclear.errors import InvariantError

# Keys are remembered: far more than the devices of a set, and still under a megabyte.
KEYS_MAX: Final = 4_096


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How many in which time."""

    count: int
    window_ms: int

    def __post_init__(self) -> None:
        """Refuse what would let nobody pass."""
        if self.count < 1 or self.window_ms < 1:
            raise InvariantError(
                f"rate: expected at least 1 in at least 1 ms, found {self.count} in "
                f"{self.window_ms} ms"
            )


class _Bucket(msgspec.Struct):
    """What is left, counted in milliseconds so that it stays exact, and when it was counted."""

    left_ms: int
    at_ms: int


class Rates:
    """The buckets of one rate."""

    def __init__(self, rate: Rate, *, keys_max: int = KEYS_MAX) -> None:
        self._rate = rate
        self._keys_max = keys_max
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str, *, now_ms: int, always: bool = False) -> int:
        """Take one for the key; return 0, or how many milliseconds it has to wait.

        ``always`` passes whatever is left, and takes one where there is one, so that what comes
        after it is still counted. A key that waits takes nothing.
        """
        bucket = self._filled(key, now_ms)
        # One token is window_ms of a bucket's count * window_ms, and count come back each ms.
        missing = self._rate.window_ms - bucket.left_ms
        if missing <= 0:
            bucket.left_ms -= self._rate.window_ms
            return 0
        return 0 if always else -(-missing // self._rate.count)

    def _filled(self, key: str, now_ms: int) -> _Bucket:
        full = self._rate.count * self._rate.window_ms
        bucket = self._buckets.pop(key, None) or _Bucket(full, now_ms)
        passed = max(0, now_ms - bucket.at_ms)
        bucket.left_ms = min(full, bucket.left_ms + passed * self._rate.count)
        bucket.at_ms = max(bucket.at_ms, now_ms)
        self._buckets[key] = bucket  # last in the order: asked last
        if len(self._buckets) > self._keys_max:
            self._buckets.popitem(last=False)
        return bucket
