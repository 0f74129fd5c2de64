"""People: the roles they act in and the titles that packs map to roles.

A *title* is what the call sheet says (armorer, stage manager); a *role* is what the record needs
to know. Which titles may fill which role is pack data, not code. Nobody's name is here.
"""

from __future__ import annotations

import enum
from typing import Annotated, Final

from msgspec import Meta

TITLE_CHARACTERS_MAX: Final = 40  # longest title in the trade's lists is 28
Title = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=TITLE_CHARACTERS_MAX)]


class Role(enum.Enum):
    """What a person acts as when signing (DESIGN.md, Words)."""

    OFFICER = "officer"  # enrols, grants, revokes, always two together
    HANDLER = "handler"  # may be in charge of a weapon
    SECOND_PERSON = "second-person"  # looks at what the handler presents
    CALLER = "caller"  # runs the floor: first AD, stage manager
    PERFORMER = "performer"  # holds a gun in the action, stand-ins and crew included
    CREW = "crew"
    SAFETY_REP = "safety-rep"
    OUTSIDE = "outside"  # somebody who does not work for the production
    ENROLLED = "enrolled"  # the new key's own signature at its enrolment
    DESK = "desk"


class Way(enum.Enum):
    """How a signature came about; the record says it, so nobody has to guess later."""

    OWN_DEVICE = "own-device"
    PIN = "pin"  # on a production tablet
    RECORDER = "recorder"  # tapped by the recorder, confirmed by the author within the minute
    KEY_FILE = "key-file"  # the command line
    DESK_HELD = "desk-held"  # the desk holds the key: counts as the operator's statement
    DESK = "desk"
