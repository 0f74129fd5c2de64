"""A wrap: everything counted by two in both directions, and every lot reckoned up.

A hundred guns and ten thousand rounds, all locked away: the count begins, a handler and a second
person say what is in every container and which guns they saw, once from the book to the shelf and
once from the shelf to the book; the count ends; then where every round of every lot is. What is
timed is judging, folding and reckoning; the whole submission, with signatures, commits, reading
back and receipts, is told beside it.

Example: ``measure(folder, times=20)`` returns as many counts' seconds.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec

from bench.phases import Place, Watch
from showclear.adapters.benchdata import START_MS, open_season, season_cast, season_parts
from showclear.adapters.clock import FrozenClock
from showclear.adapters.season import Season, play
from showclear.adapters.season_things import Wave, Wish
from showclear.desk.desk import Desk
from showclear.desk.parts import COMMIT_ENTRIES_MAX, Answer
from showclear.field.ids import EventId, ItemId
from showclear.record.events.counting import (
    BeginCount,
    Counted,
    CountFor,
    CountLine,
    Direction,
    EndCount,
)
from showclear.record.reckoning import reckon

JUDGING: Final = "judge and fold"
WATCHED: Final[tuple[Place, ...]] = ((Desk, "_judge", JUDGING),)


class CountTaken(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds of one count, and how much was counted."""

    guns: int
    rounds: int
    folding: float
    reckoning: float
    submitting: float

    @property
    def seconds(self) -> float:
        """Judging, folding and reckoning together."""
        return self.folding + self.reckoning


def measure(folder: Path, *, times: int) -> list[CountTaken]:
    """Return so many counts of one production, the first to warm up left out."""
    cast, clock = season_cast(b"count"), FrozenClock(now=START_MS)
    desk, season = open_season(season_parts(folder, cast, clock, new=True), clock, cast)
    play(desk, season.set_up(COMMIT_ENTRIES_MAX))
    found = [_count(desk, season) for _ in range(times + 1)]
    desk.close()
    return found[1:]


def _count(desk: Desk, season: Season) -> CountTaken:
    team, state = season.teams[0], desk.state
    items = tuple(sorted([*state.weapons, *state.containers]))
    submitting = 0.0
    with Watch(WATCHED) as watch:
        begin = Wish(BeginCount(items=items, purpose=CountFor.WRAP), (team.handler,))
        answers, seconds = _submit(desk, season, [begin], watch)
        submitting += seconds
        count = answers[0].id
        for direction in Direction:
            said = _as_booked(desk, count, direction)
            submitting += _submit(desk, season, team.both(said), watch)[1]
        end = Wish(EndCount(count=count), (team.handler, team.second))
        submitting += _submit(desk, season, [end], watch)[1]
        folding = watch.seconds[JUDGING]
    start = perf_counter()
    lots = reckon(state)
    reckoning = perf_counter() - start
    if state.questions or set(state.counts[count].settled) < set(state.weapons):
        raise RuntimeError("a count that agrees with the book should leave no question")
    return CountTaken(
        guns=len(state.weapons),
        rounds=sum(lot.on_hand for lot in lots.values()),
        folding=folding,
        reckoning=reckoning,
        submitting=submitting,
    )


def _submit(desk: Desk, season: Season, wave: Wave, watch: Watch) -> tuple[list[Answer], float]:
    raws = [season.signed(wish) for wish in wave]
    watch.on = True
    start = perf_counter()
    answers = [answer for answer in desk.submit(raws) if isinstance(answer, Answer)]
    seconds = perf_counter() - start
    watch.on = False
    if len(answers) < len(raws):
        raise RuntimeError("what is counted should be taken")
    return answers, seconds


def _as_booked(desk: Desk, count: EventId, direction: Direction) -> Counted:
    lines = tuple(
        CountLine(container=item, lot=lot, rounds=stock.rounds)
        for item, held in desk.state.containers.items()
        for lot, stock in held.stock.items()
    )
    seen: tuple[ItemId, ...] = tuple(sorted(desk.state.weapons))
    return Counted(count=count, direction=direction, lines=lines, weapons=seen)
