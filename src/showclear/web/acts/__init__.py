"""Acts: what a form becomes. Each puts on the sheet what its people are to sign, in order.

The names are those of the pages' forms, a module for each errand; ``ACTS`` are all. Rules decide
nothing here: the desk does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from showclear.web.acts import counting, day, guns, lines, paper, plan, shows, stock, tiers
from showclear.web.forms import Form
from showclear.web.sheets import Sheet

Build = Callable[[Sheet, Form], None]

ACTS: Final[dict[str, Build]] = {
    **guns.ACTS,
    **lines.ACTS,
    **day.ACTS,
    **plan.ACTS,
    **stock.ACTS,
    **counting.ACTS,
    **paper.ACTS,
    **tiers.ACTS,
    **shows.ACTS,
}
