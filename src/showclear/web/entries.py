"""What pages read out of the ledger itself: one recorded event, and the sheets kept on paper.

The state forgets what is closed; the ledger does not. Reading is bounded: sheets are looked for
once and then only in what has come since.
"""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

import msgspec

from showclear.desk.desk import Desk
from showclear.field.ids import EventId
from showclear.record.envelope import open_envelope
from showclear.record.event import Event, decode_event
from showclear.record.events.desk import Decided
from showclear.record.events.passing import OnPaper
from showclear.record.limits import OUTCOMES_MAX

READ_ENTRIES: Final = 1_024  # envelopes read at once: a megabyte


class Sheets(msgspec.Struct):
    """The paper sheets found so far, oldest first, and how far was read."""

    read: int = 0
    found: list[tuple[int, Event]] = []


_SHEETS: Final[WeakKeyDictionary[Desk, Sheets]] = WeakKeyDictionary()


def event_at(desk: Desk, index: int) -> Event:
    """Return one recorded event."""
    [stored] = desk.parts.store.read(index, index + 1)
    return decode_event(open_envelope(stored.envelope).payload)


def event_named(desk: Desk, name: EventId) -> Event | None:
    """Return a recorded event by its id, or None where this ledger has none of that name."""
    index = desk.keeping.find(name)
    return None if index is None else event_at(desk, index)


def root_after(desk: Desk, index: int) -> bytes:
    """Return the root of the first head that was signed over this entry.

    A head is signed after each commit, and each commit ends with a ``decided``.
    """
    size = desk.keeping.tree.size
    for after in range(index + 1, min(index + 1 + OUTCOMES_MAX, size)):
        if isinstance(event_at(desk, after).body, Decided):
            return desk.keeping.tree.root_at(after + 1)
    return desk.keeping.tree.root_at(size)


def paper_sheets(desk: Desk) -> tuple[tuple[int, Event], ...]:
    """Return every sheet that was entered from paper, oldest first, with its index."""
    sheets = _SHEETS.setdefault(desk, Sheets())
    size = desk.keeping.tree.size
    while sheets.read < size:
        stop = min(sheets.read + READ_ENTRIES, size)
        for stored in desk.parts.store.read(sheets.read, stop):
            event = decode_event(open_envelope(stored.envelope).payload)
            if isinstance(event.body, OnPaper):
                sheets.found.append((stored.index, event))
        sheets.read = stop
    return tuple(sheets.found)
