"""The ledger's entries in order, each with what its ``decided`` says of it.

Read from the store under the present head; changes nothing. Which of them a person may see (who
declined, answers of a closed look) is for the reader to keep.

Example::

    for entry in entries_from(desk, 0):
        print(entry.index, entry.decision.outcome)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from showclear.desk.desk import Desk
from showclear.record.envelope import open_envelope
from showclear.record.event import Event, decode_event
from showclear.record.events.desk import Decided, Decision

READ_ENTRIES: Final = 1_024  # envelopes read at once: a megabyte


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry with its outcome; ``at`` is the desk's instant."""

    index: int
    event: Event
    decision: Decision
    at: str


def entries_from(desk: Desk, start: int) -> Iterator[Entry]:
    """Yield the entries from an index on, without the desk's own ``decided``."""
    size = desk.keeping.tree.size
    waiting: list[tuple[int, Event]] = []
    for first in range(start, size, READ_ENTRIES):
        for stored in desk.parts.store.read(first, min(first + READ_ENTRIES, size)):
            event = decode_event(open_envelope(stored.envelope).payload)
            if not isinstance(event.body, Decided):
                waiting.append((stored.index, event))
                continue
            said = {decision.index: decision for decision in event.body.entries}
            for index, one in waiting:
                yield Entry(index=index, event=one, decision=said[index], at=event.body.instant)
            waiting = []
