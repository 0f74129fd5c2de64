"""The questions that vectors of the state ask, each with the answer that was written by hand.

Example: ``charge(GUN, "place", GUN_SAFE)`` asks who answers for the gun, and expects the place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.field.ids import ItemId
from tools.vectors.cast import person
from tools.vectors.day import TWIN, Day
from tools.vectors.samples import BOX, DUMMIES, GUN_SAFE, REVOLVER

ARMORER, ASSISTANT, ACTOR = person("armorer"), person("assistant"), person("performer")
FIRST_AD: Final = person("first-ad")
GUN: Final = REVOLVER
Asks = list[tuple[list[str], Any]]
Row = tuple[str, str, Callable[[Day], Asks]]
NAMED: Final[dict[str, ItemId]] = {"gun": GUN, "twin": TWIN, "box": BOX, "place": GUN_SAFE}


def charge(item: str, by: str, who: str) -> tuple[list[str], Any]:
    """Ask who answers for an item."""
    return ["charge", item], [by, who]


def hand(item: str, who: str, *, reported: bool = False) -> tuple[list[str], Any]:
    """Ask who holds an item."""
    return ["hand", item], [who, reported]


def shown(what: str, rounds: int = 0) -> tuple[list[str], Any]:
    """Ask what the gun is stated to be."""
    return ["shown", GUN], [what, rounds]


def ended(cause: str) -> tuple[list[str], Any]:
    """Ask by which cause the gun last ended."""
    return ["ended", GUN], cause


def booked(rounds: dict[str, int], cases: int = 0) -> tuple[list[str], Any]:
    """Ask what the book has in the gun."""
    return ["booked", GUN], [rounds, cases]


def stocked(*numbers: int, box: str = BOX, lot: str = DUMMIES) -> tuple[list[str], Any]:
    """Ask what the book has of a lot in a box: rounds, sealed, proved, named."""
    return ["stock", box, lot], list(numbers)


def sums(*numbers: int, lot: str = DUMMIES) -> tuple[list[str], Any]:
    """Ask for the nine sums of a lot."""
    return ["sums", lot], list(numbers)


def questions(*rows: tuple[str, list[str]]) -> tuple[list[str], Any]:
    """Ask for the open questions but gaps."""
    return ["questions"], [[topic, sorted(items)] for topic, items in rows]


def gaps(**by_item: str) -> tuple[list[str], Any]:
    """Ask for the gaps; items are named by the words of ``NAMED``."""
    return ["gaps"], sorted([NAMED[name], topic] for name, topic in by_item.items())


def due(*, clear: bool, bore: bool, function: bool) -> tuple[list[str], Any]:
    """Ask what is due of the gun."""
    return ["due", GUN], [clear, bore, function]
