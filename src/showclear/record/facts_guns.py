"""What the state keeps of one gun beyond looks and loads: test-fires, and the wait it is in."""

from __future__ import annotations

import msgspec

from showclear.field.ids import NO_EVENT, EventId, PersonId
from showclear.field.instants import Now
from showclear.record.events.guns import FireResult


class FireFact(msgspec.Struct, frozen=True, kw_only=True):
    """The latest test-fire of a gun with one lot (rules.md R14); without a result, none counts.

    ``debris_mm`` is the farthest that debris was ever seen to reach from this gun with this lot.
    """

    event: EventId
    result: FireResult | None
    debris_mm: int


def without_result(fact: FireFact) -> FireFact:
    """Return what is left of a test-fire that counts no more: how far debris was seen to reach."""
    return FireFact(event=NO_EVENT, result=None, debris_mm=fact.debris_mm)


class WaitFact(msgspec.Struct, frozen=True, kw_only=True):
    """A misfire: who said so, when the desk took it, whether it was made clear since (R44)."""

    event: EventId
    by: PersonId
    at: Now
    cleared: bool = False
