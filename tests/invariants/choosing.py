"""What random moves choose from, and how: by the numbers of one move, so that histories shrink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from showclear.field.ids import EventId, ItemId, PersonId
from showclear.record.events.table import AnyBody
from tests.cast import CAST, box, gun, person

GUNS = ("colt", "twin", "rubber", "ghost")  # the ghost was never received
BOXES = ("dummies", "blanks", "belt", "vault", "bay", "pen", "nowhere")
LOTS = ("d45", "b45", "stray", "l45")  # the last is delivered live, if at all
PEOPLE = (*CAST, "producer", "stranger")
RIFLES = ("rifle-1", "rifle-2", "rifle-3")  # a line of them, at one start
HANDLERS = ("armorer", "assistant")
LOOKERS = ("armorer", "first-ad", "second-ad", "performer", "assistant")
STALE = EventId("ab" * 32)

T = TypeVar("T")


class Choice:
    """Chooses by the numbers of one move, one after another; nought when they run out."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = list(numbers)

    def upto(self, limit: int) -> int:
        """Return a number from nought to below the limit."""
        return (self._numbers.pop(0) if self._numbers else 0) % limit

    def of(self, things: Sequence[T]) -> T:
        """Return one of these."""
        return things[self.upto(len(things))]

    def gun(self) -> str:
        """Return the name of a gun, mostly one that can go off."""
        return self.of(("colt", "twin", "colt", "rubber", "ghost", "colt", "rifle-1"))

    def item(self) -> ItemId:
        """Return a gun or a container."""
        name = self.of((*GUNS, *BOXES, "rifle-2"))
        return box(name) if name in BOXES else gun(name)

    def items(self, most: int) -> tuple[ItemId, ...]:
        """Return up to so many guns and containers."""
        return tuple(sorted({self.item() for _ in range(1 + self.upto(most))}))

    def person(self) -> PersonId:
        """Return anybody, enrolled or not."""
        return person(self.of(PEOPLE)).id

    def rounds(self) -> int:
        """Return a number of rounds: few, none, or more than there are."""
        return self.of((6, 1, 2, 5, 0, 7, 60))


Said = tuple[AnyBody, tuple[str, ...]]
