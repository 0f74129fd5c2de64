"""What the state keeps of the floor: who was briefed, what is laid on, the area, rolling, cuts.

Everything of one working day carries that day's mark (``Day``), so that a roll or a notification
of yesterday never stands for today (rules.md R26, R27).
"""

from __future__ import annotations

import msgspec

from showclear.field.ids import NO_EVENT, EventId, PersonId, SetUpId
from showclear.field.instants import Now
from showclear.field.people import Role
from showclear.record.events.plan import Briefing


class Day(msgspec.Struct, frozen=True):
    """One working day: its date, and the event that opened it or none while no day is open."""

    date: str = ""
    opened: EventId = NO_EVENT


class MeetingFact(msgspec.Struct, frozen=True, kw_only=True):
    """One briefing as it was held: when, attested by whom in which role."""

    event: EventId
    index: int
    at: Now
    by: PersonId
    role: Role
    walk_through: bool = False


class Attended(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody stands on a roll: which one, of which briefing, attested by whom."""

    event: EventId
    index: int
    briefing: Briefing
    by: PersonId


class Briefings(msgspec.Struct, kw_only=True):
    """Who was briefed on one day: by the day's roll, on a set-up, or late.

    ``first`` is the first briefing of any kind. ``meeting`` is the first roll of the day meeting
    that an AD took, ``walked`` the first of those that says there was a walk-through (R26).
    """

    day: Day = Day()
    first: MeetingFact | None = None
    meeting: MeetingFact | None = None
    walked: MeetingFact | None = None
    people: dict[PersonId, Attended] = msgspec.field(default_factory=dict)
    set_ups: dict[SetUpId, dict[PersonId, EventId]] = msgspec.field(default_factory=dict)


class ProvisionFact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody attests is laid on; ``until`` is the last date, empty for today."""

    event: EventId
    index: int
    by: PersonId
    role: Role
    day: Day
    until: str = ""
    contact: str = ""


class LaidOn(msgspec.Struct, frozen=True, kw_only=True):
    """What is laid on of one kind: the farthest date given, and what was said for today only."""

    dated: ProvisionFact | None = None
    today: ProvisionFact | None = None


class AreaCount(msgspec.Struct, frozen=True, kw_only=True):
    """The last count of a set-up's firing area since the last cut."""

    event: EventId
    index: int
    at: Now
    by: PersonId
    people: tuple[PersonId, ...]


class CutFact(msgspec.Struct, frozen=True, kw_only=True):
    """The first cut since the gun was handed over, and the desk's time of it (R41)."""

    event: EventId
    index: int
    at: Now
