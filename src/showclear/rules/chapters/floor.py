"""The floor: what is laid on, briefings, medical cover, the area, animals (R08 to R53)."""

from __future__ import annotations

from typing import Final

from showclear.rules.frame import Rule

RULES: Final[tuple[Rule, ...]] = ()
