"""When each step happens: clock times on set made into milliseconds, in the order of the script.

A time without a date is on the same date as the step before; a step without a time comes two
seconds after it. Times may not run backwards: a script tells what happened in order.
"""

from __future__ import annotations

from datetime import date as calendar
from typing import Final

from showclear.field.instants import DATE_CHARACTERS, MINUTE_MS, from_text
from showclear.replay.problems import Mark, Wrong
from showclear.replay.verbs_base import Step

STEP_MS: Final = 2_000  # between two steps that name no time: one act after the other
SETTING_UP_MS: Final = 6 * 60 * MINUTE_MS  # what is there from the start arrived this much before
YEARS: Final = range(1850, 2200)  # since there are cartridges; far from where calendars end
_MINUTES_CHARACTERS: Final = len("08:15")


def is_day(text: str) -> bool:
    """Return whether there is such a day, in a year that a script may be about."""
    try:
        return calendar.fromisoformat(text).year in YEARS
    except ValueError:
        return False


def instant_of(date: str, clock: str, offset_minutes: int) -> int:
    """Return UTC milliseconds of a clock time on set; ``ValueError`` for no day a script knows."""
    if not is_day(date):
        raise ValueError(date)
    seconds = clock if len(clock) > _MINUTES_CHARACTERS else f"{clock}:00"
    return from_text(f"{date}T{seconds}.000Z") - offset_minutes * MINUTE_MS


def times_of(
    steps: list[tuple[Step, Mark]], *, date: str, offset_minutes: int
) -> tuple[list[int], list[Wrong]]:
    """Return when each step happens, and each time that runs backwards."""
    present = instant_of(date, "00:00", offset_minutes) + SETTING_UP_MS
    times: list[int] = []
    problems: list[Wrong] = []
    for step, mark in steps:
        if step.at:
            if len(step.at) > DATE_CHARACTERS:
                date = step.at[:DATE_CHARACTERS]
            clock = step.at.rpartition(" ")[2]
            named = _instant(date, clock, offset_minutes)
            if named is None:
                problems.append(Wrong(mark=mark, expected="a date that exists", found=date))
            elif times and named < present:
                expected = "a time not before the step above"
                problems.append(Wrong(mark=mark, expected=expected, found=step.at))
            else:
                present = named
        times.append(present)
        present += STEP_MS
    return times, problems


def _instant(date: str, clock: str, offset_minutes: int) -> int | None:
    try:
        return instant_of(date, clock, offset_minutes)
    except ValueError:
        return None
