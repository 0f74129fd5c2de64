"""Submitting 32 at a time: the real desk on a real disk against the floor, in turn.

The desk has everything on: read-back, head store, receipts, item index, tree, rules. Blocks of
commits by the desk and of the same commits by ``floor`` follow one another, so that whatever else
the machine does meets both; the ratio is the median over the blocks.

Example: ``measure(folder, blocks=12)`` returns the seconds of each block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec

from bench.floor import Batch, Floor
from bench.phases import DESK, FLOOR, Watch
from showclear.adapters.benchdata import START_MS, open_season, season_cast, season_parts
from showclear.adapters.clock import FrozenClock
from showclear.adapters.season import Batches, Season, play
from showclear.desk.desk import Desk
from showclear.errors import BadInput
from showclear.record.envelope import open_envelope, signed_bytes

AT_A_TIME: Final = 32
COMMITS_IN_BLOCK: Final = 40
SPLIT_COMMITS: Final = 300


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds for the same commits by the desk and by the floor."""

    events: int
    desk: float
    floor: float


def measure(folder: Path, *, blocks: int) -> list[Block]:
    """Return the measured blocks; the folder must not be there yet."""
    cast, clock = season_cast(b"submit"), FrozenClock(now=START_MS)
    desk, season = open_season(season_parts(folder / "desk", cast, clock, new=True), clock, cast)
    play(desk, season.set_up(AT_A_TIME))
    floor = Floor(folder / "floor")
    commits = _commits(desk, season)
    found: list[Block] = []
    for number in range(blocks + 1):
        timed = [next(commits) for _ in range(COMMITS_IN_BLOCK)]
        took = sum(seconds for seconds, _ in timed)
        start = perf_counter()
        for _, batch in timed:
            floor.commit(batch)
        floor_took = perf_counter() - start
        events = sum(len(batch.rows) - 1 for _, batch in timed)
        if number:  # the first block warms both up
            found.append(Block(events=events, desk=took, floor=floor_took))
    desk.close()
    floor.close()
    return found


def split(folder: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Return where desk and floor spend a block's time, in seconds per event."""
    cast, clock = season_cast(b"submit"), FrozenClock(now=START_MS)
    desk, season = open_season(season_parts(folder / "desk", cast, clock, new=True), clock, cast)
    play(desk, season.set_up(AT_A_TIME))
    floor = Floor(folder / "floor")
    with Watch(DESK) as ours, Watch(FLOOR) as floors:
        commits = _commits(desk, season, ours)
        floors.on = True
        for _ in range(SPLIT_COMMITS):
            floor.commit(next(commits)[1])
    desk.close()
    floor.close()
    events = SPLIT_COMMITS * AT_A_TIME
    return (
        {part: seconds / events for part, seconds in ours.seconds.items()},
        {part: seconds / events for part, seconds in floors.seconds.items()},
    )


def _commits(
    desk: Desk, season: Season, watch: Watch | None = None
) -> Iterator[tuple[float, Batch]]:
    while True:
        yield from _through(desk, season.next_ready(AT_A_TIME), watch or Watch(()))


def _through(desk: Desk, batches: Batches, watch: Watch) -> Iterator[tuple[float, Batch]]:
    raws = next(batches)
    while True:
        first = desk.keeping.tree.size
        watch.on = len(raws) == AT_A_TIME
        start = perf_counter()
        answers = desk.submit(raws)
        seconds = perf_counter() - start
        watch.on = False
        if len(raws) == AT_A_TIME:  # the rests at the end of a wave are not what is measured
            yield seconds, _batch(desk, first, answers)
        try:
            raws = batches.send(answers)
        except StopIteration:
            return


def _batch(desk: Desk, first: int, answers: Sequence[object]) -> Batch:
    if any(isinstance(answer, BadInput) for answer in answers):
        raise TypeError("a batch with an envelope that was not taken")
    return batch_of(desk, first, desk.keeping.tree.size)


def batch_of(desk: Desk, first: int, stop: int) -> Batch:
    """Return what one stored commit asks of the floor: its checks, its rows and its head."""
    stored = desk.parts.store.read(first, stop)
    envelopes = [open_envelope(entry.envelope) for entry in stored]
    triples = [
        (bytes.fromhex(signature.keyid), signed_bytes(envelope.payload), signature.sig)
        for envelope in envelopes[:-1]
        for signature in envelope.signatures
    ]
    head = desk.keeping.head or b""
    return Batch(
        triples=triples,
        rows=[(entry.index, entry.id, entry.envelope) for entry in stored],
        decided=signed_bytes(envelopes[-1].payload),
        head_text=head.partition(b"\n\n")[0] + b"\n",
        head=head,
    )
