"""What the state keeps of counts: who counted what, which days were counted, since when.

A count's lines carry what the book had when its author spoke, so that two people's lines are only
compared where the book stood still between them.
"""

from __future__ import annotations

import msgspec

from showclear.field.ids import EventId, ItemId, KeyId, LotId, PersonId
from showclear.field.instants import Now
from showclear.field.people import Role
from showclear.record.events.counting import CountFor, Direction


class SaidLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many rounds of a lot in a container as one person counted them, and as the book had.

    ``changed`` is the last change of what was in the container then: as many are not the same.
    """

    container: ItemId
    lot: LotId
    rounds: int
    booked: int
    changed: EventId


class AgreedLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many rounds that a pair agrees in: at which index, of which change of the container."""

    container: ItemId
    lot: LotId
    rounds: int
    changed: EventId
    index: int


class SaidCount(msgspec.Struct, frozen=True, kw_only=True):
    """One person's count in one direction; a later one of theirs takes its place."""

    event: EventId
    index: int
    person: PersonId
    key: KeyId
    role: Role
    direction: Direction
    lines: tuple[SaidLine, ...]
    seen: tuple[ItemId, ...]
    fired_cases: int


class CountFact(msgspec.Struct, frozen=True, kw_only=True):
    """A count: of what, what each person has said, what a pair has settled.

    ``items`` that are not in ``settled`` have not been counted, which is not missing. ``agreed``
    are the lines that a pair agrees in. ``by`` names what every person said. ``cases`` are the
    fired cases that a pair counted alike, or None. ``sound`` is whether nothing stood against
    whoever began it: otherwise it only asks.
    """

    event: EventId
    index: int
    purpose: CountFor
    items: tuple[ItemId, ...]
    sound: bool
    said: tuple[SaidCount, ...] = ()
    by: tuple[EventId, ...] = ()
    agreed: tuple[AgreedLine, ...] = ()
    settled: tuple[ItemId, ...] = ()
    cases: int | None = None
    ended: bool = False

    @property
    def complete(self) -> bool:
        """Whether a pair has counted every item that the count names."""
        return not self.not_counted

    @property
    def not_counted(self) -> tuple[ItemId, ...]:
        """The items that no pair has counted: not yet counted, never missing."""
        return tuple([item for item in self.items if item not in self.settled])


class WorkingDay(msgspec.Struct, frozen=True, kw_only=True):
    """A working day by its date, the index at which it was opened (-1 for none), and when."""

    date: str = ""
    since: int = -1
    opened: Now | None = None


class DayCounted(msgspec.Struct, frozen=True, kw_only=True):
    """When everything there is was last counted by two: in which working day, at which index."""

    day: str
    index: int
    by: tuple[EventId, ...]  # every count that it rests on
