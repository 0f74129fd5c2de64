"""The plan: assessment, set-up and its changes, lower classes, muzzle line (R01 to R39)."""

from __future__ import annotations

from typing import Final

from showclear.rules.frame import Rule

RULES: Final[tuple[Rule, ...]] = ()
