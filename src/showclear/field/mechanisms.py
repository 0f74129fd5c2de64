"""Mechanisms: which positions a look must cover, by pattern, and how a bore can be checked.

First stock: the 1873 pattern single-action revolver and the solid (rubber) double; the rest of
mechanics.md comes with the shooting day. General gunsmith knowledge, evidence mark M: to be
struck out or confirmed by working armorers.

>>> positions_required(chambers=6, way=LookWay.SEEN_EMPTY)[-1]
'bore'
"""

from __future__ import annotations

import enum
from functools import cache
from typing import Final

import msgspec

BORE: Final = "bore"
BODY: Final = "body"  # a gun without chamber or bore: what it is made of
CHAMBERS_MAX: Final = 24  # pinfire revolvers reached 20; more is a typing error
CAPACITY_MAX: Final = 1_000  # rounds of a gun magazine; belts of that length exist


class Adaptation(enum.Enum):
    """What was done to a gun so that it fires blanks, or fires nothing."""

    NONE = "none"
    RESTRICTOR = "restrictor"
    PLUG_FRONT_VENT = "plug-front-vent"
    PLUG_TOP_VENT = "plug-top-vent"
    PLUG_SIDE_VENT = "plug-side-vent"
    DEACTIVATED = "deactivated"


class LookWay(enum.Enum):
    """How a statement about a gun is reached (rules.md R32)."""

    SEEN_EMPTY = "seen-empty"
    SEEN_GOING_IN = "seen-going-in"
    TAKEN_OUT_AND_SEEN = "taken-out-and-seen"
    NON_FIRING = "non-firing"


class BoreMethod(enum.Enum):
    """How the bore was checked (rules.md R25)."""

    CYLINDER_OUT = "cylinder-out"
    ROD_TO_MARK = "rod-to-mark"
    LIGHT = "light"
    PLUG_AND_VENT = "plug-and-vent"
    COULD_NOT = "could-not"
    NOT_ASKED = "not-asked"  # the position is not a bore


class How(enum.Enum):
    """How a person knows what they answer."""

    SAW = "saw"
    HEARD = "heard"
    TOLD = "told"
    COULD_NOT_SEE = "could-not-see"


PERCEIVED: Final = (How.SAW, How.HEARD)  # two are found sooner in a row than by their hash


class Holds(enum.Enum):
    """What a position holds, as answered."""

    EMPTY = "empty"
    DUMMY = "dummy"
    BLANK = "blank"
    FIRED_CASE = "fired-case"
    ODD = "odd"  # looks live, or cannot be named
    OBSTRUCTED = "obstructed"
    NON_FIRING = "non-firing"
    NOT_SEEN = "not-seen"


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """One action type: its chambers, the bore methods that work on it, the ways to a showing."""

    name: str
    chambers_min: int
    chambers_max: int
    bore_methods: frozenset[BoreMethod]
    ways: frozenset[LookWay]
    note: str


PATTERNS: Final = {
    pattern.name: pattern
    for pattern in (
        Pattern(
            name="single-action-1873",
            chambers_min=5,
            chambers_max=6,
            # The recoil shield stands behind the barrel: it cannot be looked through in place.
            bore_methods=frozenset({BoreMethod.CYLINDER_OUT, BoreMethod.ROD_TO_MARK}),
            ways=frozenset(
                {LookWay.SEEN_EMPTY, LookWay.SEEN_GOING_IN, LookWay.TAKEN_OUT_AND_SEEN}
            ),
            note="no transfer bar: a blow on a hammer that rests on a live primer fires it",
        ),
        Pattern(
            name="solid",
            chambers_min=0,
            chambers_max=0,
            bore_methods=frozenset(),
            ways=frozenset({LookWay.NON_FIRING}),
            note="rubber or solid: the check that matters is that it is what it is said to be",
        ),
    )
}


def chamber(number: int) -> str:
    """Return the name of the chamber with this number, counted from 1."""
    return f"chamber-{number}"


@cache  # a few dozen guns' worth of combinations, asked for at every look
def positions_required(*, chambers: int, way: LookWay) -> tuple[str, ...]:
    """Return the positions one look must answer for, in the order they are looked at.

    A loaded revolver's bore is not asked for: rounds are seen going into a gun whose bore was
    part of the showing of empty just before (rules.md R32, R43).
    """
    if way is LookWay.NON_FIRING:
        return (BODY,)
    ring = tuple(chamber(number) for number in range(1, chambers + 1))
    return (*ring, BORE) if way is LookWay.SEEN_EMPTY else ring
