"""Pages: what people see. Each module holds the pages of one errand; ``HANDLERS`` are all."""

from __future__ import annotations

from typing import Final

from showclear.web.pages import (
    acting,
    counting,
    day,
    entering,
    guns,
    keeping_up,
    lines,
    looks,
    paper,
    plan,
    printing,
    rows,
    shows,
    speaking,
    stock,
    tiers,
)

HANDLERS: Final = (
    *entering.HANDLERS,
    *guns.HANDLERS,
    *looks.HANDLERS,
    *lines.HANDLERS,
    *acting.HANDLERS,
    *keeping_up.HANDLERS,
    *speaking.HANDLERS,
    *day.HANDLERS,
    *plan.HANDLERS,
    *stock.HANDLERS,
    *counting.HANDLERS,
    *paper.HANDLERS,
    *printing.HANDLERS,
    *tiers.HANDLERS,
    *shows.HANDLERS,
    *rows.HANDLERS,
)
