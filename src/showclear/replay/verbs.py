"""Every verb of a day script, by its name.

>>> verb("take-out").__name__
'TakeOut'
"""

from __future__ import annotations

from typing import Final

from showclear.replay import (
    verbs_guns,
    verbs_passing,
    verbs_people,
    verbs_plan,
    verbs_speaking,
    verbs_stock,
    verbs_world,
)
from showclear.replay.verbs_base import Step

PARTS: Final[tuple[tuple[str, tuple[type[Step], ...]], ...]] = (
    ("People and rows", verbs_people.VERBS),
    ("Stock", verbs_stock.VERBS),
    ("A gun's day", verbs_guns.VERBS),
    ("The plan", verbs_plan.VERBS),
    ("Passing and counting", verbs_passing.VERBS),
    ("Speaking up", verbs_speaking.VERBS),
    ("In the world only", verbs_world.VERBS),
)
VERBS: Final[dict[str, type[Step]]] = {
    str(kind.__struct_config__.tag): kind for _, kinds in PARTS for kind in kinds
}


def verb(name: str) -> type[Step]:
    """Return the structure of a verb; raises ``KeyError`` for an unknown one."""
    return VERBS[name]


def name_of(step: Step | type[Step]) -> str:
    """Return the verb of a step, as written after `do`."""
    return str(step.__struct_config__.tag)
