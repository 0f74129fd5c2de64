"""What kind of production it is: how much of the catalogue is asked of it.

The *non-firing* tier lists, identifies, signs out, counts and notifies: no caller, plan or second
device is needed for what cannot fire. A gun that can fire is held to the full tier all the same,
whatever the production calls itself (DESIGN.md, The rooms: rules).
"""

from __future__ import annotations

import enum


class Tier(enum.Enum):
    """Which kind of production a row is for, and which kind a production says it is."""

    NON_FIRING = "non-firing"
    FULL = "full"
    STAGE = "stage"
