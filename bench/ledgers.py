"""The ledgers that are measured: made once by the generator, kept under ``.bench-cache``.

A folder's name says the generator's version, by which record, rules and packs it was judged, and
how many entries were asked for; one that was judged by others is made anew, or audit would find
differences, and so is a making that was cut short. The folder lies in the project's tree, so on
whatever disk that is.

Example: ``ledger(100_000)`` returns the folder, after some minutes the first time.
"""

from __future__ import annotations

import shutil
import sys
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec
from typing_extensions import override

from showclear.adapters.benchdata import (
    GENERATOR_VERSION,
    START_MS,
    make_season,
    season_cast,
    season_parts,
)
from showclear.adapters.clock import FrozenClock
from showclear.adapters.season import Season
from showclear.adapters.snapshots import FileSnapshotStore
from showclear.desk.desk import Desk
from showclear.desk.recovery import open_desk

CACHE: Final = Path(__file__).resolve().parents[1] / ".bench-cache"
SEED: Final = b"bench"
SOURCES: Final = Path(__file__).resolve().parents[1] / "src" / "showclear"
JUDGING: Final = ("field", "record", "rules", "packs")
DIGITS: Final = 8  # a few ledgers are told apart, nothing rests on it


def ledger(entries: int) -> Path:
    """Return the folder of a ledger of at least so many entries, made if it is not there."""
    folder = CACHE / f"v{GENERATOR_VERSION}-{_judged_by()}-{entries}"
    if not folder.is_dir():
        for other in CACHE.glob(f"v*-{entries}*"):
            shutil.rmtree(other)
        part = folder.with_suffix(".part")
        start = perf_counter()
        make_season(part, seed=SEED, entries=entries, progress=said)
        part.rename(folder)
        said(f"made in {perf_counter() - start:.0f} s", entries, entries)
        print(file=sys.stderr)
    return folder


def _judged_by() -> str:
    """Return what names the text of everything that judges."""
    found = sha256()
    for path in sorted(path for room in JUDGING for path in (SOURCES / room).rglob("*.[pt]*")):
        if path.suffix in {".py", ".toml"}:
            found.update(path.read_bytes())
    return found.hexdigest()[:DIGITS]


def said(what: str, done: int, of: int) -> None:
    """Say how far something is, on one line; where no person watches, only the end."""
    if done < of and not sys.stderr.isatty():
        return
    print(f"\r{what}: {done} of {of}   ", end="", file=sys.stderr, flush=True)


class KeptSnapshot(FileSnapshotStore):
    """A snapshot that is loaded, or not, and never replaced: a measure changes no ledger."""

    def __init__(self, path: Path, *, used: bool) -> None:
        super().__init__(path)
        self._used = used

    @override
    def load(self) -> bytes | None:
        return super().load() if self._used else None

    @override
    def save(self, snapshot: bytes) -> None:
        del snapshot


def opened(folder: Path, *, snapshot: bool) -> tuple[Desk, Season]:
    """Open a made ledger as a desk would start; nothing is submitted to it."""
    cast, clock = season_cast(SEED), FrozenClock(now=START_MS)
    parts = season_parts(folder, cast, clock)
    kept = KeptSnapshot(folder / "ledger" / "snapshot.bin", used=snapshot)
    desk = open_desk(msgspec.structs.replace(parts, snapshots=kept))
    clock.advance(desk.state.instant_ms - START_MS + 1_000)
    return desk, Season(desk, clock, cast)
