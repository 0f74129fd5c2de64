"""What became of drafts: kept for the screens that still show them as waiting.

A sheet may be signed on two devices; the one that waits asks again and is told. The newest few
hundred are remembered, with the process alone, and nothing of it is logged.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from showclear.desk.drafts import DRAFTS_MAX
from showclear.desk.parts import Answer
from showclear.errors import BadInput
from showclear.record.event import Event

KEPT_MAX: Final = 2 * DRAFTS_MAX


class Fate(NamedTuple):
    """What one draft said, and what the desk answered."""

    event: Event
    answer: Answer | BadInput


class Fates:
    """What the desk answered to drafts, by the draft's name."""

    def __init__(self) -> None:
        self._kept: dict[str, Fate] = {}

    def keep(self, draft: str, event: Event, answer: Answer | BadInput) -> None:
        """Keep one; the oldest goes where there are too many."""
        while len(self._kept) >= KEPT_MAX:
            del self._kept[next(iter(self._kept))]
        self._kept[draft] = Fate(event, answer)

    def of(self, draft: str) -> Fate | None:
        """Return what became of a draft, as far as it is remembered."""
        return self._kept.get(draft)
