"""Every verb that tells the record something, with the function that makes its events."""

from __future__ import annotations

from typing import Final

from showclear.replay import telling_guns, telling_people, telling_plan
from showclear.replay.teller import Saying, Teller, Telling
from showclear.replay.verbs_base import Step

TELLINGS: Final[dict[type[Step], Telling]] = {
    **telling_people.TELLINGS,
    **telling_guns.TELLINGS,
    **telling_plan.TELLINGS,
}


def tell(it: Teller, step: Step) -> list[Saying]:
    """Return the events that people would sign for a step, in order.

    Raises ``NotTold`` where it rests on something the record was never told of.
    """
    return TELLINGS[type(step)](it, step)
