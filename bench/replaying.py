"""Playing the shipped ordinary day from the command line, each time in a process of its own.

``showclear replay ordinary-day`` plays the day three times (as written, every refusal obeyed,
every refusal overridden) through a real desk on files, and prints it; starting Python and reading
the script are in the time, because whoever types the command waits for them too.

Example: ``measure(times=5)`` returns the seconds of each.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import Final

DAY: Final = "ordinary-day"
SHOWCLEAR: Final = "from showclear.cli.main import main; main()"
COMMAND: Final = (sys.executable, "-c", SHOWCLEAR, "replay", DAY)
ROOT: Final = Path(__file__).resolve().parents[1]


def measure(*, times: int) -> list[float]:
    """Return how long so many plays took, the first to warm up left out."""
    return [_play() for _ in range(times + 1)][1:]


def _play() -> float:
    start = perf_counter()
    subprocess.run(COMMAND, cwd=ROOT, capture_output=True, check=True)
    return perf_counter() - start
