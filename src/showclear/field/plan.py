"""The plan's words: phases of a scene, ways a gun moves in it, the muzzle line, what is laid on.

What a set-up says is in the event that approves it (``record.events.plan``); here are only the
words, which packs and rules share.
"""

from __future__ import annotations

import enum


class Phase(enum.Enum):
    """What the set-up is for; rehearsal counts as use (rules.md R36)."""

    BLOCKING = "blocking"
    REHEARSAL = "rehearsal"
    CAMERA_SET_UP = "camera-set-up"
    TAKE = "take"
    PERFORMANCE = "performance"  # before an audience


REHEARSING = frozenset({Phase.BLOCKING, Phase.REHEARSAL, Phase.CAMERA_SET_UP})


class Moving(enum.Enum):
    """A written movement of a gun inside the action (rules.md R31)."""

    BETWEEN_PERFORMERS = "between-performers"
    LAID_DOWN = "laid-down"
    THROWN = "thrown"
    TAKEN_UP = "taken-up"
    PRE_SET = "pre-set"  # placed on set or on its table, under a handler's watch
    IN_SCABBARD = "in-scabbard"
    LOADED_ON_CAMERA = "loaded-on-camera"


# By these it comes into a performer's hand inside the action (rules.md R31, Applied).
INTO_A_HAND = frozenset({Moving.BETWEEN_PERFORMERS, Moving.THROWN, Moving.TAKEN_UP})


class Line(enum.Enum):
    """Where the muzzle points in the plan, by the sweep that was drawn (rules.md R37)."""

    CLEAR = "clear"  # of every person and of the lens
    ON_AXIS = "on-axis"  # toward the lens
    AT_PERSON = "at-person"


class Provision(enum.Enum):
    """What is laid on or notified before guns are used."""

    AUTHORITIES = "authorities"
    NEIGHBOURS = "neighbours"
    PERMIT = "permit"
    CALL_SHEET = "call-sheet"
    MEDICAL_COVER = "medical-cover"
    HEARING_PROTECTION = "hearing-protection"
    ANIMAL_HANDLER = "animal-handler"
