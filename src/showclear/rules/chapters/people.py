"""People: papers, single duty, staffing, courses, own weapons, minors, limits (R03 to R52)."""

from __future__ import annotations

from typing import Final

from showclear.rules.frame import Rule

RULES: Final[tuple[Rule, ...]] = ()
