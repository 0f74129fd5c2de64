"""Clocks: the machine's, and two that tests and simulations turn by hand.

The system clock marks each start of the machine, so that the desk can measure by a counter that
nobody can set. On Linux the mark is the first 16 hex digits of the SHA-256 of the kernel's boot
id, and the counter (``CLOCK_BOOTTIME``) runs on while the machine sleeps. Elsewhere there is no
such id to be read: the mark is drawn anew with each clock and the counter is the monotonic one,
so each start of the desk counts as a start of the machine. That errs to the stricter side: time
measured across two marks supports less.

It leaves to the desk what to do when the wall clock runs backwards.

Example::

    clock = StepClock(start=1_790_000_000_000, step=1_000)
    clock.now(), clock.now()             # a second apart
"""

from __future__ import annotations

import hashlib
import secrets
import time
from pathlib import Path

BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")
BOOT_MARK_HEX_DIGITS = 16
NANOSECONDS_PER_MILLISECOND = 1_000_000


class SystemClock:
    """The machine's own clock."""

    def __init__(self, boot_id_file: Path = BOOT_ID_FILE) -> None:
        try:
            boot_id = boot_id_file.read_bytes().strip()
        except OSError:
            boot_id = b""
        self._counter = _counter_beside(boot_id)
        self._mark = boot_mark(boot_id or secrets.token_bytes(16))

    def now(self) -> int:
        """Return milliseconds since 1970-01-01T00:00:00Z."""
        return time.time_ns() // NANOSECONDS_PER_MILLISECOND

    def boot(self) -> tuple[str, int]:
        """Return the mark of this start of the machine and milliseconds since it."""
        return self._mark, time.clock_gettime_ns(self._counter) // NANOSECONDS_PER_MILLISECOND


def _counter_beside(boot_id: bytes) -> int:
    # A boot id comes with Linux, and so does the counter that includes sleep.
    if boot_id:
        return getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.CLOCK_MONOTONIC


def boot_mark(boot_id: bytes) -> str:
    """Return the mark for a boot id: hashed, so that the log does not carry the machine's own."""
    return hashlib.sha256(boot_id).hexdigest()[:BOOT_MARK_HEX_DIGITS]


class HandClock:
    """What both hand-turned clocks share; restarts are made by hand."""

    def __init__(self, *, now: int) -> None:
        self._now = now
        self._mark = boot_mark(b"0")
        self._since_boot = 0

    def boot(self) -> tuple[str, int]:
        """Return the mark of the last restart and the milliseconds that passed since."""
        return self._mark, self._since_boot

    def advance(self, milliseconds: int) -> None:
        """Let time pass, on the wall and on the counter."""
        self._now += milliseconds
        self._since_boot += milliseconds

    def set_wall(self, milliseconds: int) -> None:
        """Set the wall clock only, as a person or a time server does; it may run backwards."""
        self._now = milliseconds

    def restart(self, name: str) -> None:
        """Start the machine anew: another mark, and the counter at zero."""
        self._mark = boot_mark(name.encode())
        self._since_boot = 0


class FrozenClock(HandClock):
    """A clock that stands still until it is set."""

    def now(self) -> int:
        """Return the milliseconds it was set to."""
        return self._now


class StepClock(HandClock):
    """A clock that moves on by the same step after each reading of ``now``."""

    def __init__(self, *, start: int, step: int) -> None:
        super().__init__(now=start)
        self._step = step

    def now(self) -> int:
        """Return the present milliseconds, then move on by one step."""
        present = self._now
        self.advance(self._step)
        return present
