"""What a step would be if it went ahead all the same: ready for one tap after a *not yet*.

A step that is not let through, or whose draft lapsed before it was signed, may have happened by
then. What there is to report is kept beside the draft's name for as long as the newest few
hundred; it is forgotten with the process, and nothing of it is logged (DESIGN.md, principle 9).
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.desk.drafts import DRAFTS_MAX
from showclear.field.ids import NO_EVENT, NOBODY, EventId, ItemId, PersonId
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import Ahead, HandOver, Load, TakeOut
from showclear.record.events.passing import IssueLine
from showclear.record.events.table import AnyBody

KEPT_MAX: Final = 2 * DRAFTS_MAX


class Went(msgspec.Struct, frozen=True, kw_only=True):
    """What a report of *went ahead* would say: what, of which items, in whose hand now."""

    what: Ahead
    items: tuple[ItemId, ...]
    in_hand: PersonId = NOBODY
    refused: EventId = NO_EVENT


def went(body: AnyBody, author: PersonId, refused: EventId = NO_EVENT) -> Went | None:
    """Return what would have gone ahead, or None for what nobody can do without a record."""
    match body:
        case TakeOut(items=items):
            return Went(what=Ahead.TAKE_OUT, items=items, in_hand=author, refused=refused)
        case Load(weapon=weapon):
            return Went(what=Ahead.LOAD, items=(weapon,), in_hand=author, refused=refused)
        case HandOver(weapon=weapon, to=to):
            return Went(what=Ahead.HAND_OVER, items=(weapon,), in_hand=to, refused=refused)
        case IssueLine(line=line):
            items = tuple(sorted(voucher.weapon for voucher in line))
            return Went(what=Ahead.HAND_OVER, items=items, refused=refused)
        case GoAgain(weapon=weapon):
            return Went(what=Ahead.OTHER, items=(weapon,), refused=refused)
        case _:
            return None


class Steps:
    """What drafted steps would be if they went ahead, by the draft's name."""

    def __init__(self) -> None:
        self._kept: dict[str, Went] = {}

    def keep(self, draft: str, what: Went | None) -> None:
        """Keep one; the oldest goes where there are too many."""
        if what is None:
            return
        while len(self._kept) >= KEPT_MAX:
            del self._kept[next(iter(self._kept))]
        self._kept[draft] = what

    def of(self, draft: str) -> Went | None:
        """Return what a draft would have been, as far as it is remembered."""
        return self._kept.get(draft)
