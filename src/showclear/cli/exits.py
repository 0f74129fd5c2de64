"""Exit codes: what a program that calls ours can rely on. Never reused or renumbered.

``exit_for`` says which error ends in which code; docs/reference/exit-codes.md is tested against
this enum.
"""

from __future__ import annotations

import enum

import click

from showclear.errors import (
    BadInput,
    Damaged,
    DeskStopped,
    DiskFull,
    LedgerInUse,
    ReadOnly,
    ShowclearError,
    StoreError,
    UsageError,
)


class Exit(enum.IntEnum):
    """How a command ended."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    BAD_INPUT = 3
    NOT_YET = 4
    PROBLEM_FOUND = 5
    STORAGE = 6
    IN_USE = 7
    READ_ONLY = 8
    DISK_FULL = 9
    NOT_YET_ASKED = 10
    HARM_PLAYED = 11
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """What the code says, in one sentence."""
        return _MEANINGS[self]


_MEANINGS = {
    Exit.OK: "Done: recorded, answered, or verified with no problem in the bytes.",
    Exit.INTERNAL: "A fault in Showclear itself. Please report it.",
    Exit.USAGE: "The command was typed wrongly, or names somebody or something not known here. "
    "Nothing was written.",
    Exit.BAD_INPUT: "What came from outside (a file, an envelope, a receipt, a rule pack) is not "
    "acceptable. Nothing was written.",
    Exit.NOT_YET: "The step was signed and is recorded as refused, with its reasons.",
    Exit.PROBLEM_FOUND: "Verification, audit or a reading found bytes that are not what was "
    "signed, or outcomes that differ; the output names the place.",
    Exit.STORAGE: "The ledger's storage failed or the desk stopped itself. What was answered "
    "before is kept.",
    Exit.IN_USE: "Another desk is writing to this ledger. Reading commands work beside it.",
    Exit.READ_ONLY: "The folder or a file in it cannot be written.",
    Exit.DISK_FULL: "Free space is under the floor. Nothing was written; speaking up has a "
    "reserve of its own.",
    Exit.NOT_YET_ASKED: "The step was only asked about (--would) and something stands against "
    "it. Nothing was recorded.",
    Exit.HARM_PLAYED: "A day was played (replay) and somebody in it came to harm. No ledger of a "
    "production was touched.",
    Exit.INTERRUPTED: "Stopped from the keyboard, or whoever read the output went away. What was "
    "answered before is kept.",
}

# In this order: the first class that fits decides.
_ERRORS: tuple[tuple[type[BaseException], Exit], ...] = (
    (UsageError, Exit.USAGE),
    (BadInput, Exit.BAD_INPUT),
    (DiskFull, Exit.DISK_FULL),
    (LedgerInUse, Exit.IN_USE),
    (ReadOnly, Exit.READ_ONLY),
    (StoreError, Exit.STORAGE),
    (DeskStopped, Exit.STORAGE),
    (Damaged, Exit.PROBLEM_FOUND),
    (ShowclearError, Exit.INTERNAL),
    (click.exceptions.Abort, Exit.INTERRUPTED),
    (KeyboardInterrupt, Exit.INTERRUPTED),
    (BrokenPipeError, Exit.INTERRUPTED),
    (click.ClickException, Exit.USAGE),
)


def exit_for(problem: BaseException) -> Exit:
    """Return the exit code for an error; one that nobody thought of is a fault of ours."""
    for kind, code in _ERRORS:
        if isinstance(problem, kind):
            return code
    return Exit.INTERNAL
