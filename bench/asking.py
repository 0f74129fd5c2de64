"""Verdicts on a one-item step, on a short and a long history of the same production.

Both ledgers end with a hundred guns shown and ready, and ten thousand rounds, less the blanks
that were fired. A verdict is what ``Desk.forecast`` gives: the record's checks and every rule of
the packs in force, for one hand-over. The two desks are asked in turn in one process, and the
garbage collector runs as it would in a desk.

Example: ``measure(short, long, rounds=30)``.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import msgspec

from bench.ledgers import opened
from showclear.desk.desk import Desk
from showclear.record.envelope import open_envelope
from showclear.record.event import Event, Seen, decode_event

OLD_ENTRIES: Final = 10_000
ROUND: Final = 1_000


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How long verdicts took, in seconds, each; and how many entries the ledger has."""

    entries: int
    seconds: list[float]

    def percentile(self, hundredths: int) -> float:
        """Return the time that so many of a hundred verdicts stay within."""
        return _percentile(self.seconds, hundredths)

    def tail(self) -> float:
        """Return the median, over rounds of a thousand verdicts, of each round's 99th percentile.

        Another program that takes the processor for a moment spoils one round, not all.
        """
        starts = range(0, len(self.seconds), ROUND)
        return median(_percentile(self.seconds[at : at + ROUND], 99) for at in starts)


def _percentile(seconds: list[float], hundredths: int) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, len(ordered) * hundredths // 100)]


def measure(short: Path, long: Path, *, rounds: int) -> tuple[Asked, Asked]:
    """Ask both desks for every gun's hand-over, in turn, so many times."""
    desks = [opened(folder, snapshot=True) for folder in (short, long)]
    steps = [[_event(raw) for raw in season.ready()] for _, season in desks]
    seconds: list[list[float]] = [[], []]
    for number in range(rounds + 1):
        for place, (desk, _) in enumerate(desks):
            took = [_ask(desk, step) for step in steps[place]]
            if number:  # the first round warms up
                seconds[place] += took
    found = tuple(
        Asked(entries=desk.keeping.tree.size, seconds=took)
        for (desk, _), took in zip(desks, seconds, strict=True)
    )
    for desk, _ in desks:
        desk.close()
    return found[0], found[1]


def measure_old_heads(folder: Path, *, heads: int) -> Asked:
    """Ask for verdicts on steps that each name another head of up to ten thousand entries ago.

    That is a device which was out of reach: the desk has to find the root that the tree had then,
    from tiles on disk, and whether it signed it.
    """
    desk, season = opened(folder, snapshot=True)
    step = _event(season.ready()[0])
    size = desk.keeping.tree.size
    steps: list[Event] = []
    for index in range(size - OLD_ENTRIES, size - 1, OLD_ENTRIES // heads):
        stop = desk.keeping.decided_of(index)[0] + 1
        seen = Seen(size=stop, root=desk.keeping.tree.root_at(stop))
        steps.append(msgspec.structs.replace(step, seen=seen))
    desk.close()
    desk, _ = opened(folder, snapshot=True)  # anew: nothing of the old heads is in memory
    took = [_ask(desk, old) for old in steps]
    desk.close()
    return Asked(entries=size, seconds=took)


def _ask(desk: Desk, step: Event) -> float:
    start = perf_counter()
    verdict = desk.forecast(step)
    seconds = perf_counter() - start
    if verdict.refusals:
        raise RuntimeError(f"every hand-over should be accepted: {verdict.refusals}")
    return seconds


def _event(raw: bytes) -> Event:
    return decode_event(open_envelope(raw).payload)
