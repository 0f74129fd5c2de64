"""No verdict changes without a new ``RULES_VERSION``: a fixed set of histories says so."""

from __future__ import annotations

import json
from typing import Final

from showclear.record.events.base import Mood
from showclear.record.events.table import TABLE
from tests.rules.pinned import KEPT, Line, pinned, verdicts

CHANGED: Final = (
    "verdicts on {} are not the ones pinned to RULES_VERSION {}. Raise RULES_VERSION in "
    "rules/decide.py, or show that no verdict changed; then: python -m tests.rules.pinned"
)


def changed(lines: list[Line]) -> str:
    """Return what is to be said of these verdicts, nothing where they are the pinned ones."""
    kept, now = json.loads(KEPT.read_text()), pinned(lines)
    if kept == now:
        return ""
    steps = {*kept["steps"], *now["steps"]}
    differing = [name for name in steps if kept["steps"].get(name) != now["steps"].get(name)]
    return CHANGED.format(", ".join(sorted(differing)) or "no step", kept["rules_version"])


def test_verdicts_are_the_ones_of_this_version_of_the_rules() -> None:
    """Every verdict in the fixed histories is the one pinned to the version of the rules."""
    lines = verdicts()
    said = changed(lines)
    assert not said, said
    flipped = [(name, outcome, (*codes, "more")) for name, outcome, codes in lines[-1:]]
    assert lines[-1][0] in changed([*lines[:-1], *flipped])
    assert "Raise RULES_VERSION" in changed([])


def test_every_kind_of_step_is_told_both_ways() -> None:
    """The fixed histories hold accepted and refused steps of every kind there is."""
    told = {(name, outcome) for name, outcome, _ in verdicts()}
    kinds = [row.name for row in TABLE if row.mood is Mood.STEP]
    assert told == {(name, outcome) for name in kinds for outcome in ("accepted", "refused")}
