"""Moves of ``tests.invariants.walk`` by which guns and boxes pass other than from hand to hand.

They name anybody and anything, received or not, as the others do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from showclear.field.ids import NOBODY, ItemId
from showclear.field.instants import Instant
from showclear.record.events.passing import (
    Destroyed,
    FoundWith,
    GuardedBy,
    OnPaper,
    PaperLine,
    Relieve,
    Ship,
)
from tests.cast import box, lot, person, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showclear.record.events.table import AnyBody

HANDS = ("performer", "stand-in", "armorer", "assistant", "grip", "medic")
SIGNS = ("armorer", "assistant", "grip", "first-ad", "stranger")
AT = Instant("2026-11-22T05:00:00.000Z")


class Chooses(Protocol):
    """What a move chooses by."""

    def upto(self, limit: int, /) -> int:
        """Return a number from nought to below the limit."""

    def of(self, things: Sequence[str], /) -> str:
        """Return one of these."""

    def item(self) -> ItemId:
        """Return a gun or a container."""

    def rounds(self) -> int:
        """Return a number of rounds."""


def _items(choice: Chooses) -> tuple[ItemId, ...]:
    return tuple(sorted({choice.item() for _ in range(1 + choice.upto(3))}))


def relieve(choice: Chooses) -> tuple[AnyBody, tuple[str, ...]]:
    """Take over from a handler, who signs too or not."""
    who = (choice.of(("assistant", "armorer", "grip")), choice.of(("armorer", "assistant")))
    return Relieve(items=_items(choice)), who[: 1 + (choice.upto(3) > 0 and who[0] != who[1])]


def guarded_by(choice: Chooses) -> tuple[AnyBody, tuple[str, ...]]:
    """Stand by something."""
    body = GuardedBy(items=_items(choice), guard=person(choice.of(HANDS)).id)
    return body, (choice.of(SIGNS),)


def found_with(choice: Chooses) -> tuple[AnyBody, tuple[str, ...]]:
    """Find something with somebody, or unattended."""
    holder = NOBODY if choice.upto(3) == 0 else person(choice.of(HANDS)).id
    return FoundWith(items=_items(choice), holder=holder), (choice.of(SIGNS),)


def on_paper(choice: Chooses) -> tuple[AnyBody, tuple[str, ...]]:
    """Enter a sheet."""
    lines = tuple(
        PaperLine(item=item, in_hand=person(choice.of(HANDS)).id) for item in _items(choice)
    )
    body = OnPaper(sheet=words("sheet"), began=AT, ended=AT, lines=lines)
    return body, (choice.of(("armorer", "assistant")), "second-ad")


def ship(choice: Chooses) -> tuple[AnyBody, tuple[str, ...]]:
    """Ship something, by whoever says so."""
    body = Ship(items=_items(choice), to="rentals.example/stock")
    return body, (choice.of(("armorer", "assistant", "grip")),)


def destroyed(choice: Chooses) -> tuple[AnyBody, tuple[str, ...]]:
    """Destroy rounds, together or alone."""
    body = Destroyed(
        container=box(choice.of(("dummies", "blanks", "belt", "nowhere"))),
        lot=lot(choice.of(("d45", "b45", "stray"))),
        rounds=choice.rounds() or 1,
    )
    return body, ("armorer", "grip")[: 1 + (choice.upto(2) > 0)]


PASSING = (relieve, guarded_by, found_with, on_paper, ship, destroyed)
