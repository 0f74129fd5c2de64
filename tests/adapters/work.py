"""What the worker processes are given to do; a module of its own, because they import it."""

from __future__ import annotations

import os


def double(number: int) -> tuple[int, int]:
    """Return twice the number, and the process that did it."""
    return 2 * number, os.getpid()


def fail_at_three(number: int) -> int:
    """Return the number, but for three."""
    if number == 3:
        message = "three"
        raise ValueError(message)
    return number


def die_at_three(number: int) -> int:
    """Return the number; at three end the process as a lack of memory would."""
    if number == 3:
        os._exit(9)
    return number
