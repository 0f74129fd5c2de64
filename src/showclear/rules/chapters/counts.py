"""Rounds and counts: provenance, kinds apart, belts, conservation, wrap, keys (R16 to R47)."""

from __future__ import annotations

from typing import Final

from showclear.rules.frame import Rule

RULES: Final[tuple[Rule, ...]] = ()
