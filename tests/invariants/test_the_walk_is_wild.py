"""The random histories themselves: every event is told, and every step is really accepted.

A fixed number of walks, drawn by hashes, the same on every machine. Where a step is hardly ever
accepted, the invariants say nothing about what follows it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Final

import pytest

from showclear.field.stock import Kind
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Announced, HandOver
from showclear.record.events.people import Where
from showclear.record.events.table import BY_BODY, TABLE
from showclear.record.state import By, Topic
from tests.invariants.starts import STARTS
from tests.invariants.walk import History, drawn, walked
from tests.kit import World

WALKS: Final = 14  # from each start
# What is accepted at least so often in all the walks together; everything else at least once.
FLOORS: Final = {
    "take-out": 20, "load": 30, "hand-over": 30, "go-again": 20, "issue-line": 4,
    "approve-set-up": 60, "release": 5, "answer": 60, "name-key-holders": 5, "withdraw-roles": 5,
}  # fmt: skip
ENDS: Final = (By.HANDLER, By.PLACE, By.GAP, By.END)


class Seen:
    """What all the walks have come through."""

    def __init__(self) -> None:
        self.outcomes: Counter[tuple[str, Outcome]] = Counter()
        self.announced: Counter[Announced] = Counter()
        self.charges: Counter[By] = Counter()
        self.topics: set[Topic] = set()
        self.during: dict[str, Counter[str]] = {}
        self.carriers: Counter[tuple[Where, bool]] = Counter()
        self.live: Counter[str] = Counter()

    def story(self, history: History) -> None:
        """Go through one history."""
        started = seen = 0
        going_on: set[str] = set()
        for told in walked(history):
            started = started or len(told.told)
            for one in told.told[seen or started :]:
                for what in going_on:
                    name = BY_BODY[type(one.event.body)].name
                    self.during.setdefault(what, Counter())[name] += 1
            seen, going_on = len(told.told), self._going_on(told)
            self._state(told)
            self._carriers(told)
            self._live(told)
        for one in told.told[started:]:
            self.outcomes[BY_BODY[type(one.event.body)].name, one.outcome] += 1
            if isinstance(one.event.body, HandOver) and not one.refused:
                self.announced[one.event.body.announced] += 1

    def _going_on(self, story: World) -> set[str]:
        """Return what hinders no report, and goes on now."""
        kept = {"kept as found"} if story.state.keeps else set()
        open_ones = [count for count in story.state.counts.values() if not count.ended]
        return kept | ({"a count"} if open_ones else set())

    def _carriers(self, story: World) -> None:
        forbidden = any("R12" in choice.rows for choice in story.state.packs.packs)
        places = {who: fact.where for who, fact in story.state.carriers.items()}
        places |= dict.fromkeys(story.state.carriers_gone, Where.GONE)
        self.carriers.update((where, forbidden) for where in places.values())

    def _live(self, story: World) -> None:
        """Count where live rounds are: sealed, opened, about, kept apart, in a gun."""
        live = {name for name, held in story.state.lots.items() if held.kind is Kind.LIVE}
        boxes = story.state.containers.values()
        held = [(box, box.stock[name]) for box in boxes for name in live & {*box.stock}]
        self.live["sealed"] += sum(stock.sealed == stock.rounds for _, stock in held)
        opened = [box for box, stock in held if stock.sealed < stock.rounds]
        self.live["opened, about"] += sum(bool(box.loose) for box in opened)
        self.live["opened, kept apart"] += sum(not box.loose for box in opened)

    def _state(self, story: World) -> None:
        items = (*story.state.weapons.values(), *story.state.containers.values())
        self.charges.update(held.charge.by for held in items)
        open_ones = (*story.state.questions.values(), *story.state.gaps.values())
        self.topics.update(question.topic for question in open_ones)


@cache
def seen() -> Seen:
    """Return what the walks come through."""
    found = Seen()
    for start in STARTS:
        for number in range(WALKS):
            found.story(drawn(start, number))
    return found


STEPS: Final = [row.name for row in TABLE if row.mood is Mood.STEP]
NEVER_WALKED: Final = {
    "opening",
    "enrol",
    "adopt",
    "decided",
    "receive-weapon",
    "receive-container",
}


@pytest.mark.parametrize("step", sorted(set(STEPS) - NEVER_WALKED))
def test_every_step_is_accepted_and_refused(step: str) -> None:
    """Each kind of step is accepted as often as it must be, and refused too."""
    outcomes = seen().outcomes
    assert outcomes[step, Outcome.ACCEPTED] >= FLOORS.get(step, 1)
    assert outcomes[step, Outcome.REFUSED] >= 1


def test_every_event_is_told() -> None:
    """No type of event is left out of the walks."""
    told = {name for name, _ in seen().outcomes}
    assert {row.name for row in TABLE} - told <= NEVER_WALKED


def test_reports_come_out_of_chain_too() -> None:
    """Many reports do not fit the chain of their items."""
    late = {name for name, outcome in seen().outcomes if outcome is Outcome.OUT_OF_CHAIN}
    assert len(late) >= 15


def test_guns_are_handed_over_as_everything() -> None:
    """Guns are handed over empty, with dummies, with blanks and mixed."""
    for announced in set(Announced) - {Announced.NON_FIRING}:
        assert seen().announced[announced] >= 3, announced


def test_things_come_to_every_end() -> None:
    """Items are with handlers, locked, in gaps and gone; questions of every topic are open."""
    for by in ENDS:
        assert seen().charges[by] >= 50, by
    assert seen().topics == set(Topic)


@pytest.mark.parametrize("situation", ["kept as found", "a count"])
def test_everything_happens_while(situation: str) -> None:
    """Everything that is told at all is told while things are kept as found, and in a count."""
    told = seen().during[situation]
    assert {row.name for row in TABLE} - {*told} <= NEVER_WALKED


@pytest.mark.parametrize("where", Where)
@pytest.mark.parametrize("forbidden", [True, False])
def test_carriers_come_and_go(where: Where, *, forbidden: bool) -> None:
    """Carriers are outside, inside and gone, where a row is about them and where none is."""
    assert seen().carriers[where, forbidden] >= 20


@pytest.mark.parametrize("how", ["sealed", "opened, about", "opened, kept apart"])
def test_live_rounds_are_everywhere(how: str) -> None:
    """Live rounds stay sealed, lie about opened, and are kept apart."""
    assert seen().live[how] >= 20
