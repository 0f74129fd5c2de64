"""What the state keeps of people beyond their keys: papers, limits, guardians, carriers, declines.

Everything here is named by the event that said it, so that a correction can void it.
"""

from __future__ import annotations

import msgspec

from showclear.field.ids import EventId, PersonId
from showclear.field.stock import WeaponClass
from showclear.record.events.people import Paper, Where
from showclear.record.events.speaking import Side


class PaperFact(msgspec.Struct, frozen=True, kw_only=True):
    """A paper or course an officer has seen; no pattern named means every pattern."""

    event: EventId
    paper: Paper
    classes: tuple[WeaponClass, ...]
    patterns: tuple[str, ...]
    valid_from: str
    valid_until: str

    def counts(self, day: str, weapon_class: WeaponClass, pattern: str) -> bool:
        """Return whether it counts on this working day for a gun of this class and pattern.

        Dates are of one written form, so they are in order as texts; both ends count.
        """
        of_that_day = self.valid_from <= day <= self.valid_until
        covered = weapon_class in self.classes and (not self.patterns or pattern in self.patterns)
        return of_that_day and covered

    def covers(self, other: PaperFact) -> bool:
        """Return whether this counts wherever the other does."""
        patterns = not self.patterns or (
            bool(other.patterns) and set(other.patterns) <= set(self.patterns)
        )
        dates = self.valid_from <= other.valid_from and other.valid_until <= self.valid_until
        same = self.paper is other.paper
        return same and dates and patterns and set(other.classes) <= set(self.classes)


class LimitFact(msgspec.Struct, frozen=True, kw_only=True):
    """The highest class a person is handed: the number alone, on no screen (rules.md R51)."""

    event: EventId
    class_max: int


class GuardianFact(msgspec.Struct, frozen=True, kw_only=True):
    """A minor's guardian is present on the working day that this event opened (rules.md R50)."""

    event: EventId
    guardian: PersonId
    day_opened: EventId


class CarrierFact(msgspec.Struct, frozen=True, kw_only=True):
    """A declared carrier, and where they are (rules.md R12)."""

    event: EventId
    where: Where


class DeclineFact(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody declined to hand out or to take a gun; why is nowhere (rules.md R52)."""

    event: EventId
    person: PersonId
    side: Side
