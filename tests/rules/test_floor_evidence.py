"""The floor's facts only help: without a roll, a notification or a count nothing gets easier."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Final

import pytest

from showclear.record.state import State
from tests.rules import test_floor, test_floor_hot
from tests.rules.floor import Step
from tests.rules.floor_day import ALERT, found

CASES: Final = {**test_floor.CASES, **test_floor_hot.CASES}


def without(state: State) -> Iterator[State]:
    """Yield copies of the state, each without one thing that supports a step on the floor."""
    for one in state.briefings.people:
        less = copy.deepcopy(state)
        del less.briefings.people[one]
        yield less
    for fact in ("walked", "meeting"):
        less = copy.deepcopy(state)
        less.briefings.walked = None
        setattr(less.briefings, fact, None)
        yield less
    for kept in ("laid_on", "area_counts", "set_ups", "scenes"):
        for one in getattr(state, kept):
            less = copy.deepcopy(state)
            del getattr(less, kept)[one]
            yield less


def stands(step: Step, row: str) -> bool:
    """Return whether the row stands against the step; of those near it R27 only speaks."""
    return any(row != "R27" or weight != ALERT for weight, *_ in found(step, row))


@pytest.mark.parametrize(
    ("row", "case"), [(row, case) for row, cases in CASES.items() for case in cases]
)
def test_less_evidence_never_helps(row: str, case: str) -> None:
    """A row that finds something finds it without any supporting fact too (invariant 6)."""
    step = CASES[row][case][0]()
    before = stands(step, row)
    for less in without(step.state):
        step.state = less
        assert stands(step, row) >= before
