"""Starting a desk on a long ledger, and the memory that history takes, each in a fresh process.

``python -m bench.starting FOLDER yes|no`` opens the folder with or without its snapshot, asks for
one verdict, and prints what it took as JSON. ``start`` runs that and reads it back.

The files were read before (nobody may empty the system's cache without being root): what is
measured is computing, not a cold disk.
"""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Final

import msgspec

PAGE_BYTES: Final = 4_096
STATM: Final = Path("/proc/self/statm")


class Started(msgspec.Struct, frozen=True, kw_only=True):
    """What one start took."""

    entries: int
    seconds: float  # from opening the files to the first verdict
    resident_bytes: int  # of the whole process, once opened
    index_bytes: int  # of the ids in memory


def start(folder: Path, *, snapshot: bool) -> Started:
    """Start a desk in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.starting", str(folder), "yes" if snapshot else "no"],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        check=True,
    )
    return msgspec.json.decode(done.stdout, type=Started)


def _measure(folder: Path, *, snapshot: bool) -> Started:
    from bench.ledgers import opened  # noqa: PLC0415 - importing is not part of a start

    begin = perf_counter()
    desk, season = opened(folder, snapshot=snapshot)
    refusals = season.first_verdict().refusals
    seconds = perf_counter() - begin
    if refusals:
        raise RuntimeError(f"the first hand-over should be accepted: {refusals}")
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    resident = int(STATM.read_text("ascii").split()[1]) * PAGE_BYTES
    return Started(
        entries=desk.keeping.tree.size,
        seconds=seconds,
        resident_bytes=resident,
        index_bytes=desk.ids.bytes_used(),
    )


if __name__ == "__main__":
    found = _measure(Path(sys.argv[1]), snapshot=sys.argv[2] == "yes")
    sys.stdout.buffer.write(msgspec.json.encode(found))
