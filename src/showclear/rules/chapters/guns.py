"""One gun: intake, fitness, test-fire, load, going again, misfire, discharge (R11-R45)."""

from __future__ import annotations

from typing import Final

from showclear.rules.frame import Rule

RULES: Final[tuple[Rule, ...]] = ()
