"""Stock: kinds of rounds, proofs of a dummy, lots, containers, classes of weapon.

A round is always ``n of lot L in container C`` (rules.md R17): no cartridge has a name of its
own. Numbers of rounds are whole and below 2^53.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

COUNT_MAX: Final = 2**53 - 1  # largest integer every JSON reader keeps exactly (RFC 8785)
ROUNDS_MAX: Final = 1_000_000  # a truck holds fewer; larger numbers are typing errors
GUNSHOTS_MAX: Final = 10_000  # one report covers one take of one gun
CALIBRE_CHARACTERS_MAX: Final = 32

Rounds = Annotated[int, Meta(ge=1, le=ROUNDS_MAX)]
RoundsOrNone = Annotated[int, Meta(ge=0, le=ROUNDS_MAX)]
Calibre = Annotated[str, Meta(pattern="^[a-z0-9.-]{1,32}$")]


class Kind(enum.Enum):
    """What a round is held to be. Unknown until proved; unknown is hot."""

    BLANK = "blank"
    DUMMY = "dummy"
    CHARGE = "charge"  # muzzle-loaders: paper cartridges and caps
    LIVE = "live"
    UNKNOWN = "unknown"
    FIRED_CASE = "fired-case"


class Proof(enum.Enum):
    """What somebody perceived of a round, one by one.

    The first three prove a dummy (rules.md R18). The rest never suffice alone: a live round that
    misfired has a dimpled primer, and a label proves nothing.
    """

    RATTLE = "rattle"
    HOLE = "hole"
    EMPTY_POCKET = "empty-pocket"
    SEAL = "seal"
    MAKER_CODE = "maker-code"
    ONE_OPENED = "one-opened"
    CRIMP = "crimp"
    DIMPLE = "dimple"
    WEIGHT = "weight"
    MARK = "mark"
    LABEL = "label"


DUMMY_PROOFS: Final = frozenset({Proof.RATTLE, Proof.HOLE, Proof.EMPTY_POCKET})
BLANK_PROOFS: Final = frozenset({Proof.SEAL, Proof.MAKER_CODE, Proof.ONE_OPENED})


class Odd(enum.Enum):
    """What is odd about a round that was looked at."""

    LOOKS_LIVE = "looks-live"
    NOT_NAMEABLE = "not-nameable"
    NO_PROOF = "no-proof"
    OTHER_KIND = "other-kind"
    FIRED_CASE = "fired-case"
    DAMAGED = "damaged"
    LIVE_PRIMER = "live-primer"  # in a dummy (rules.md R19)


# What stops all work with guns while it is about (rules.md R15). A dummy without proof is set
# aside and nobody loads it, but it is not a round that nobody can name.
ALARMING: Final = frozenset({Odd.LOOKS_LIVE, Odd.NOT_NAMEABLE, Odd.LIVE_PRIMER})


class Form(enum.Enum):
    """What a container is."""

    BOX = "box"
    BELT = "belt"
    POUCH = "pouch"
    GUN_MAGAZINE = "gun-magazine"
    DRAWER = "drawer"
    SCABBARD = "scabbard"
    POCKET = "pocket"
    SAFE = "safe"


# What people carry rounds in on themselves or on a horse, and what goes into a gun whole (R24).
CARRIED_FORMS: Final = frozenset(
    {Form.BELT, Form.POUCH, Form.SCABBARD, Form.POCKET, Form.GUN_MAGAZINE}
)


class Purpose(enum.Enum):
    """What a container is for."""

    STORE = "store"
    RECEIVING = "receiving"  # counts as quarantine under its key-holder's eyes
    QUARANTINE = "quarantine"
    CARRIED = "carried"


class WeaponClass(enum.IntEnum):
    """Capability, not legal status (mechanics.md, "Capability classes")."""

    RUBBER = 1
    REPLICA = 2
    DEACTIVATED = 3
    BLANK_ONLY = 4
    ADAPTED = 5  # live-capable, adapted for blanks
    LIVE_CAPABLE = 6


FIRING_CLASS_MIN: Final = WeaponClass.BLANK_ONLY  # 4 to 6 can go off
