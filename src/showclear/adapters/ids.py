"""Sources of fresh bytes: the system's, and one from a seed for tests and simulations.

It leaves to ``field.ids`` what an id looks like.

Example: ``SeededIds(b"season 1").fresh(16)`` gives the same bytes on every machine.
"""

from __future__ import annotations

import hashlib
import secrets


class SystemIds:
    """Unpredictable bytes from the operating system."""

    def fresh(self, length: int) -> bytes:
        """Return ``length`` unpredictable bytes."""
        return secrets.token_bytes(length)


class SeededIds:
    """Bytes that follow from a seed: SHAKE-256 over seed and call number. Never in a real desk."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed
        self._calls = 0

    def fresh(self, length: int) -> bytes:
        """Return the next ``length`` bytes; no two calls give the same."""
        self._calls += 1
        return hashlib.shake_256(self._calls.to_bytes(8, "big") + self._seed).digest(length)
