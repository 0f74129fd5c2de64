"""Verdicts on a one-item step, on a short and a long history of the same production.

Both ledgers end with a hundred guns shown and ready, and ten thousand rounds, less the blanks
that were fired. A verdict is what ``Desk.forecast`` gives: the record's checks and every rule of
the packs in force, for one hand-over. The two desks are asked in turn in one process, and the
garbage collector runs as it would in a desk.

Example: ``measure(short, long, rounds=30)``.
"""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import msgspec

from bench.ledgers import opened
from showclear.desk.desk import Desk
from showclear.record.envelope import open_envelope
from showclear.record.event import Event, decode_event


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How long verdicts took, in seconds, each; and how many entries the ledger has."""

    entries: int
    seconds: list[float]

    def percentile(self, hundredths: int) -> float:
        """Return the time that so many of a hundred verdicts stay within."""
        ordered = sorted(self.seconds)
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


def _ask(desk: Desk, step: Event) -> float:
    start = perf_counter()
    verdict = desk.forecast(step)
    seconds = perf_counter() - start
    if verdict.refusals:
        raise RuntimeError(f"every hand-over should be accepted: {verdict.refusals}")
    return seconds


def _event(raw: bytes) -> Event:
    return decode_event(open_envelope(raw).payload)
