"""Pauses called on set: since when the company waits, and what for. On the board, in no record.

The record keeps what is done with guns; a pause is the floor's own matter and is forgotten with
the server. Guns that are out in a pause stay on the board as they are.
"""

from __future__ import annotations

import enum

import msgspec

from showclear.field.ids import PersonId


class Reason(enum.Enum):
    """What the company waits for."""

    LUNCH = "lunch"
    RESET = "reset"
    GUNS = "guns"
    OTHER = "other"


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """One pause: what for, who called it, since when (ms since the machine started)."""

    reason: Reason
    by: PersonId
    since_boot_ms: int


class Pauses:
    """The pauses of one set, at most one for each reason."""

    def __init__(self) -> None:
        self._open: dict[Reason, Pause] = {}
        self.changes = 0  # how often any began or ended: what is rendered with them is old then

    def begin(self, pause: Pause) -> None:
        """Begin a pause; one for the same reason goes on since it began."""
        self._open.setdefault(pause.reason, pause)
        self.changes += 1

    def end(self, reason: Reason) -> None:
        """End a pause."""
        self._open.pop(reason, None)
        self.changes += 1

    def open(self) -> tuple[Pause, ...]:
        """Return the pauses that go on, oldest first."""
        return tuple(self._open.values())
