"""Mechanisms: the words in which a gun is described, looked at and answered for.

What an action type is (``Pattern``) and what one gun is made as (``Mechanism``: action type,
chambers, gun magazine, adaptation). The action types themselves are data in ``patterns_handguns``,
``patterns_long_guns`` and ``patterns_others``; ``patterns`` answers which positions a look must
cover. All of it describes what is looked at and advises nobody to load or fire anything.

Positions that a gun has several of are written once, with a sign for the number: ``chamber-#``.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec

BORE: Final = "bore"  # of a gun with one barrel
BODY: Final = "body"  # what a gun that cannot fire is made of
BREECH: Final = "breech"  # where a round would go in, had it not been closed for good
MUZZLE: Final = "muzzle"  # the barrel as seen from the front: closed or slotted
CARRIER: Final = "carrier"  # of a lever gun; the lifter of a pump
FOLLOWER: Final = "follower"  # the end of the gun magazine that pushes the rounds on
GUN_MAGAZINE: Final = "gun-magazine"  # out of the gun, or open: nothing in it
MAGAZINE_WELL: Final = "magazine-well"  # where the gun magazine was
FEED_WAY: Final = "feed-way"  # between gun magazine or belt and the chamber; links lie here
RAMROD: Final = "ramrod"  # answered empty: seen, and not in the barrel
PELLETS: Final = "pellets"  # in the barrel or the way to it; answered empty: none
GAS_SUPPLY: Final = "gas-supply"
IGNITER: Final = "igniter"

CHAMBERS: Final = "chamber-#"
BARRELS: Final = "barrel-#"  # what lies in a barrel that is charged through its muzzle
BORES: Final = "bore-#"  # one to each chamber or barrel; "bore" where there is one
NIPPLES: Final = "nipple-#"
PANS: Final = "pan-#"
VENTS: Final = "vent-#"
MAGAZINE: Final = "magazine-#"  # rounds in the gun magazine, in the order they come up
PRIMED: Final = (NIPPLES, PANS)  # a cap or priming there goes with a charge elsewhere

CHAMBERS_MAX: Final = 24  # pinfire revolvers reached 20; more is a typing error
CAPACITY_MAX: Final = 1_000  # rounds of a gun magazine; belts of that length exist
NAMED_ROUNDS_MAX: Final = 24  # of a gun magazine that are counted in one by one, each answered
EVIDENCE: Final = "M"  # general gunsmith knowledge, not yet held against a source by an armorer


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
    THROUGH_BREECH = "through-breech"  # the action open, looked through from behind
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
    CHARGE = "charge"  # of a muzzle-loader: powder in its barrel, or a cap or priming
    FIRED_CASE = "fired-case"
    ODD = "odd"  # looks live, or cannot be named
    OBSTRUCTED = "obstructed"
    NON_FIRING = "non-firing"
    NOT_SEEN = "not-seen"


class Pattern(msgspec.Struct, frozen=True, kw_only=True):
    """One action type: what is looked at in it, in which order, and what cannot be seen.

    ``empty`` are the positions of a look at the open, empty gun, in order; ``loaded`` those of a
    look at rounds seen going in or taken out; ``into`` those that rounds are put into. The
    sentences are for people: general gunsmith knowledge, mark ``EVIDENCE``.
    """

    name: str
    title: str
    chambers_min: int = 0  # chambers, or barrels where each has its own
    chambers_max: int = 0
    capacity_min: int = 0  # of the gun magazine
    capacity_max: int = 0
    ways: frozenset[LookWay]
    bore_methods: frozenset[BoreMethod] = frozenset()
    adaptations: frozenset[Adaptation] = frozenset({Adaptation.NONE})
    empty: tuple[str, ...] = ()
    loaded: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    identified: tuple[str, ...] = ()
    keeps_cases: bool = False  # fired cases stay in the gun until somebody takes them out
    goes_off: tuple[str, ...]  # what can make it go off
    proof: tuple[str, ...]  # how it is seen to be clear, in this order
    hidden: tuple[str, ...]  # what nobody can see once it is loaded
    special: str = ""  # what else is worth writing down about one of these

    @property
    def fires(self) -> bool:
        """Whether a gun of this type can go off unless it was deactivated."""
        return bool(self.empty)


class Mechanism(msgspec.Struct, frozen=True, kw_only=True):
    """One gun as it is made: action type, chambers or barrels, gun magazine, adaptation."""

    pattern: str
    chambers: int = 0
    capacity: int = 0
    adaptation: Adaptation = Adaptation.NONE


class Impossible(msgspec.Struct, frozen=True):
    """What of a gun cannot be: what it is about, what there is, what was said."""

    what: str
    expected: str
    found: str

    @property
    def sentence(self) -> str:
        """The three as one sentence."""
        return f"{self.what}: expected {self.expected}, found {self.found}"


def chamber(number: int) -> str:
    """Return the name of the chamber with this number, counted from 1."""
    return f"chamber-{number}"


def is_bore(position: str) -> bool:
    """Return whether the position is a bore, whose check names its method (rules.md R25)."""
    return position == BORE or position.startswith("bore-")
