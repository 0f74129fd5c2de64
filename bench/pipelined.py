"""Submitting 32 at a time while the next are there: two threads, as behind a gate.

``desk.batching.Gate`` lets each caller's own thread parse and check signatures while the commit
before is being written. Here one thread examines the next batch and another commits the last one,
in order, so that commits are the same as one after the other and the floor's too.

A batch's events name the heads before them, so they are made beforehand: a first desk acts out
the season, and what it took is put before a second desk with the same keys, times and nonces,
commit by commit. That second desk must come to the very same head; ``measure`` checks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec

from bench.floor import Batch, Floor
from bench.submitting import AT_A_TIME, COMMITS_IN_BLOCK, Block, batch_of
from showclear.adapters.benchdata import START_MS, open_season, season_cast, season_parts
from showclear.adapters.clock import FrozenClock
from showclear.adapters.packs import shipped_packs
from showclear.adapters.season import play
from showclear.desk.desk import Desk
from showclear.desk.ports import LedgerStore
from showclear.desk.recovery import create_desk
from showclear.errors import InvariantError
from showclear.field.instants import from_text
from showclear.record.envelope import open_envelope
from showclear.record.event import Event, decode_event
from showclear.record.events.desk import Boot, Decided
from showclear.rules.packs import digest_of

SEED: Final = b"pipelined"
SET_UP_BLOCKS: Final = 2  # receiving everything, enrolling everybody; and warming both up


class Taken(msgspec.Struct, frozen=True):
    """One commit as the first desk took it: its envelopes, its time, its own event's nonce."""

    raws: list[bytes]
    utc_ms: int
    boot: Boot
    nonce: bytes


class Replayed:
    """The second desk's clock and ids: what the first desk's were at the same commit."""

    def __init__(self, commit: Taken) -> None:
        self.commit = commit

    def now(self) -> int:
        """Return the first desk's time."""
        return self.commit.utc_ms

    def boot(self) -> tuple[str, int]:
        """Return the first desk's start of the machine."""
        return self.commit.boot.mark, self.commit.boot.ms

    def fresh(self, length: int) -> bytes:
        """Return the nonce of the first desk's ``decided``."""
        return self.commit.nonce[:length]


def measure(folder: Path, *, blocks: int) -> list[Block]:
    """Return the measured blocks; the folder must not be there yet."""
    commits, head = _act_out(folder / "first", blocks)
    desk, replayed, rest = _open_again(folder / "second", commits)
    floor = Floor(folder / "floor")
    found: list[Block] = []
    with ThreadPoolExecutor(1) as pool:
        for place in range(0, len(rest), COMMITS_IN_BLOCK):
            block = rest[place : place + COMMITS_IN_BLOCK]
            first = desk.keeping.tree.size
            seconds = _pipe(desk, replayed, block, pool)
            batches = list(_batches(desk, first, block))
            start = perf_counter()
            for batch in batches:
                floor.commit(batch)
            took = perf_counter() - start
            events = sum(len(commit.raws) for commit in block)
            found.append(Block(events=events, desk=seconds, floor=took))
    if desk.keeping.head != head:
        raise InvariantError("bench: the second desk came to another head than the first")
    desk.close()
    floor.close()
    return found[SET_UP_BLOCKS:]


def _pipe(
    desk: Desk, replayed: Replayed, block: Sequence[Taken], pool: ThreadPoolExecutor
) -> float:
    start = perf_counter()
    ahead = pool.submit(desk.examine, block[0].raws)
    for number, commit in enumerate(block, start=1):
        examined = ahead.result()
        if number < len(block):
            ahead = pool.submit(desk.examine, block[number].raws)
        replayed.commit = commit
        desk.submit_examined(examined)
    return perf_counter() - start


def _act_out(folder: Path, blocks: int) -> tuple[list[Taken], bytes | None]:
    cast, clock = season_cast(SEED), FrozenClock(now=START_MS)
    desk, season = open_season(season_parts(folder, cast, clock, new=True), clock, cast)
    play(desk, season.set_up(AT_A_TIME))
    wanted = desk.keeping.tree.size + (blocks + 2) * COMMITS_IN_BLOCK * (AT_A_TIME + 1)
    while desk.keeping.tree.size < wanted:
        play(desk, season.next_ready(AT_A_TIME))
    commits = list(_taken(desk.parts.store))
    head = desk.keeping.head
    desk.close()
    return commits, head


def _open_again(folder: Path, commits: list[Taken]) -> tuple[Desk, Replayed, list[Taken]]:
    cast = season_cast(SEED)
    replayed = Replayed(commits[0])
    clock = FrozenClock(now=START_MS)
    parts = msgspec.structs.replace(
        season_parts(folder, cast, clock, new=True), clock=replayed, ids=replayed
    )
    texts = {digest_of(text): text for text in shipped_packs().values()}
    desk, _ = create_desk(parts, commits[0].raws[0], texts)
    return desk, replayed, commits[1:]


def _taken(store: LedgerStore) -> Iterator[Taken]:
    raws: list[bytes] = []
    for entry in store.read(0, store.count()):
        event = _event(entry.envelope)
        body = event.body
        if isinstance(body, Decided):
            yield Taken(raws, from_text(body.instant), body.boot, bytes.fromhex(event.nonce))
            raws = []
        else:
            raws.append(entry.envelope)


def _batches(desk: Desk, first: int, block: Sequence[Taken]) -> Iterator[Batch]:
    for commit in block:
        stop = first + len(commit.raws) + 1
        yield batch_of(desk, first, stop)
        first = stop


def _event(raw: bytes) -> Event:
    return decode_event(open_envelope(raw).payload)
