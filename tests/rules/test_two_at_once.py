"""Two guns in one step, and what cannot go off beside what can.

The tables of the chapters mostly ask about one gun. Here what stands against one is no excuse
for the other, and a rubber gun is never held to what is asked of guns that fire, whatever
classes a row covers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import EventId, ItemId
from showclear.record.events.handling import TakeOut
from showclear.record.state import Question, Topic, WorkingDay
from showclear.rules.chapters import counts, passing, rounds
from showclear.rules.frame import Params, RuleFunction
from tests.rules import floor
from tests.rules.crew import TWIN, another_gun, judged
from tests.rules.floor import COLT, GUN_SAFE, RUBBER_GUN, Step

NONE: Final = Params({})


def taken_out(*items: ItemId) -> Step:
    """Return the taking out of these together, each from its lock."""
    step = floor.take_out()
    for item in items:
        if item == TWIN:
            another_gun(step, TWIN)
        floor.lock_up(step.state, item)
    step.body = TakeOut(items=items, place=GUN_SAFE)
    return step


def asked(step: Step, topic: Topic, *items: ItemId, day: str = "2026-11-22") -> Step:
    """Return the step while a question about these is open, since before the day was opened."""
    state = step.state
    event = EventId(f"{topic.value}-{len(state.questions)}")
    state.questions[event] = Question(event=event, topic=topic, items=items, index=0, day=day)
    state.blocking += 1
    state.working_day = WorkingDay(date="2026-11-22", since=10)
    return step


# -- what cannot go off ------------------------------------------------------------------------


def never_counted(step: Step) -> Step:
    """Return the step on the day after one that nobody counted at its wrap."""
    step.state.day_before = WorkingDay(date="2026-11-21", since=5)
    return step


ABOUT_GUNS_THAT_FIRE: Final[dict[str, tuple[RuleFunction, Callable[[], Step]]]] = {
    "a round that looks live": (
        rounds.nothing_live_about,
        lambda: asked(taken_out(RUBBER_GUN, COLT), Topic.LOOKS_LIVE),
    ),
    "an old difference": (
        counts.differences_answered,
        lambda: asked(taken_out(RUBBER_GUN, COLT), Topic.DIFFERENCE),
    ),
    "a wrap without a count": (
        counts.wrap_counted,
        lambda: never_counted(taken_out(RUBBER_GUN, COLT)),
    ),
    "another gun found lying about": (
        passing.never_unattended,
        lambda: asked(taken_out(RUBBER_GUN, COLT), Topic.UNATTENDED, COLT),
    ),
}


@pytest.mark.parametrize("case", ABOUT_GUNS_THAT_FIRE)
def test_a_rubber_gun_beside_one_that_fires_is_left_out(case: str) -> None:
    """The rule itself speaks of the gun that can go off only, not just the row that covers it."""
    rule, step = ABOUT_GUNS_THAT_FIRE[case]
    assert [found.item for found in rule(floor.case(step()), NONE)] == [COLT]


def test_a_rubber_gun_named_first_excuses_no_other() -> None:
    """What a row does not cover is passed over; the next gun of the step is still asked about."""
    both = judged(taken_out(RUBBER_GUN, COLT), "R03")[0]
    assert both == judged(taken_out(COLT), "R03")[0]
    assert len(both) == 1


# -- found lying about -------------------------------------------------------------------------


def test_r42_asks_only_about_what_was_found_unattended() -> None:
    """Another question about a gun, an open difference perhaps, is not R42's."""
    step = asked(taken_out(COLT), Topic.DIFFERENCE, TWIN)
    another_gun(step, TWIN)
    assert list(passing.never_unattended(floor.case(step), NONE)) == []


def test_r42_names_all_that_lie_about() -> None:
    """Two were found: both are to be collected, in the order of their names."""
    step = asked(taken_out(COLT, TWIN), Topic.UNATTENDED, TWIN, COLT)
    event = "unattended-0"
    lift = "a handler collects colt, twin; then caller and handler answer how it came about"
    assert [(one.facts, one.lift) for one in passing.never_unattended(floor.case(step), NONE)] == [
        (("colt", "colt", "twin", event), lift),
        (("twin", "colt", "twin", event), lift),
    ]
