"""Turn what SQLite, libsodium and the operating system raise into our own tree of errors.

``translated(place, doing)`` wraps every call into a foreign library. Which class becomes which
is the tables below; a test holds them against the classes that the libraries really have, so
that a new release with a new class fails the gate. A class that no table names becomes a plain
``StoreError``: the desk stops, which is right for what nobody has thought about.

It leaves to the callers what the place is called and what to try next when they know better.

Example::

    with translated("ledger.sqlite", "storing entries"):
        connection.execute(SQL)          # apsw.FullError leaves as errors.DiskFull
"""

from __future__ import annotations

import errno
from contextlib import contextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING

import apsw
import nacl.exceptions

from showclear.errors import (
    Damaged,
    DiskFull,
    InvariantError,
    LedgerInUse,
    ReadOnly,
    ShowclearError,
    StoreError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class Outcome(Enum):
    """What a foreign error means to us."""

    FULL = auto()
    READ_ONLY = auto()
    IN_USE = auto()
    DAMAGED = auto()
    FAILED = auto()
    OUR_BUG = auto()


SQLITE_OUTCOMES: dict[type[apsw.Error], Outcome] = {
    apsw.Error: Outcome.FAILED,
    apsw.AbortError: Outcome.FAILED,
    apsw.AuthError: Outcome.FAILED,
    apsw.BindingsError: Outcome.OUR_BUG,
    apsw.BusyError: Outcome.IN_USE,
    apsw.CantOpenError: Outcome.FAILED,
    apsw.ConnectionClosedError: Outcome.FAILED,
    apsw.ConnectionNotClosedError: Outcome.FAILED,
    apsw.ConstraintError: Outcome.FAILED,
    apsw.CorruptError: Outcome.DAMAGED,
    apsw.CursorClosedError: Outcome.OUR_BUG,
    apsw.EmptyError: Outcome.FAILED,
    apsw.ExecTraceAbort: Outcome.FAILED,
    apsw.ExecutionCompleteError: Outcome.OUR_BUG,
    apsw.ExtensionLoadingError: Outcome.FAILED,
    apsw.ForkingViolationError: Outcome.OUR_BUG,
    apsw.FormatError: Outcome.DAMAGED,
    apsw.FullError: Outcome.FULL,
    apsw.IOError: Outcome.FAILED,
    apsw.IncompleteExecutionError: Outcome.OUR_BUG,
    apsw.InternalError: Outcome.FAILED,
    apsw.InterruptError: Outcome.FAILED,
    apsw.InvalidContextError: Outcome.OUR_BUG,
    apsw.LockedError: Outcome.IN_USE,
    apsw.MismatchError: Outcome.FAILED,
    apsw.MisuseError: Outcome.OUR_BUG,
    apsw.NoFTS5Error: Outcome.FAILED,
    apsw.NoLFSError: Outcome.FULL,  # the file cannot grow further on this file system
    apsw.NoMemError: Outcome.FAILED,
    apsw.NotADBError: Outcome.DAMAGED,
    apsw.NotFoundError: Outcome.FAILED,
    apsw.PermissionsError: Outcome.READ_ONLY,
    apsw.ProtocolError: Outcome.IN_USE,
    apsw.RangeError: Outcome.OUR_BUG,
    apsw.ReadOnlyError: Outcome.READ_ONLY,
    apsw.SQLError: Outcome.FAILED,
    apsw.SchemaChangeError: Outcome.FAILED,
    apsw.ThreadingViolationError: Outcome.OUR_BUG,
    apsw.TooBigError: Outcome.FAILED,
    apsw.VFSFileClosedError: Outcome.OUR_BUG,
    apsw.VFSNotImplementedError: Outcome.FAILED,
}

# Bytes that came back from the disk but are not what was written: no case for trying again.
SQLITE_DAMAGE_CODES = frozenset({apsw.SQLITE_IOERR_CORRUPTFS, apsw.SQLITE_IOERR_DATA})

SYSTEM_OUTCOMES: dict[int, Outcome] = {
    errno.ENOSPC: Outcome.FULL,
    errno.EDQUOT: Outcome.FULL,
    errno.EFBIG: Outcome.FULL,
    errno.EROFS: Outcome.READ_ONLY,
    errno.EACCES: Outcome.READ_ONLY,
    errno.EPERM: Outcome.READ_ONLY,
    errno.EBADF: Outcome.OUR_BUG,
}

SODIUM_OUTCOMES: dict[type[nacl.exceptions.CryptoError], Outcome] = {
    nacl.exceptions.CryptoError: Outcome.DAMAGED,
    nacl.exceptions.BadSignatureError: Outcome.DAMAGED,
    nacl.exceptions.InvalidkeyError: Outcome.DAMAGED,
    nacl.exceptions.CryptPrefixError: Outcome.DAMAGED,
    nacl.exceptions.AssertionError: Outcome.OUR_BUG,
    nacl.exceptions.RuntimeError: Outcome.FAILED,
    nacl.exceptions.TypeError: Outcome.OUR_BUG,
    nacl.exceptions.UnavailableError: Outcome.FAILED,
    nacl.exceptions.ValueError: Outcome.OUR_BUG,
}

EXPECTED: dict[Outcome, str] = {
    Outcome.FULL: "room on the volume",
    Outcome.READ_ONLY: "leave to write",
    Outcome.IN_USE: "no other program at work in it",
    Outcome.DAMAGED: "the bytes that were stored",
    Outcome.FAILED: "it to work",
    Outcome.OUR_BUG: "a proper call",
}

HINTS: dict[Outcome, str] = {
    Outcome.FULL: "Free space on this volume, then start the desk again.",
    Outcome.READ_ONLY: "Check who owns the folder and whether its volume is mounted read-only.",
    Outcome.IN_USE: "Close the other program that has this file open, then try again.",
    Outcome.DAMAGED: "Write no more here. Keep a copy as it is, then compare with a mirror.",
    Outcome.FAILED: "Stop the desk and start it again: it checks what is stored before writing.",
    Outcome.OUR_BUG: "This is a fault in Showclear itself: please report it.",
}

ERRORS: dict[Outcome, type[ShowclearError]] = {
    Outcome.FULL: DiskFull,
    Outcome.READ_ONLY: ReadOnly,
    Outcome.IN_USE: LedgerInUse,
    Outcome.FAILED: StoreError,
    Outcome.OUR_BUG: InvariantError,
}


def worded(place: str, *, expected: str, found: str, hint: str) -> str:
    """Return a message in the one form all of ours have; the hint is a line of its own."""
    return f"{place}: expected {expected}, found {found}\n{hint}"


def of_outcome(outcome: Outcome, place: str, *, doing: str, found: str) -> ShowclearError:
    """Return our error for an outcome, worded."""
    expected = f"{EXPECTED[outcome]} while {doing}"
    if outcome is Outcome.DAMAGED:
        return Damaged(place, expected=expected, found=found)
    return ERRORS[outcome](worded(place, expected=expected, found=found, hint=HINTS[outcome]))


def sqlite_outcome(error: apsw.Error) -> Outcome:
    """Return what an error of SQLite, or of its Python binding, means."""
    if getattr(error, "extendedresult", None) in SQLITE_DAMAGE_CODES:
        return Outcome.DAMAGED
    return SQLITE_OUTCOMES.get(type(error), Outcome.FAILED)


def of_foreign(error: Exception, place: str, doing: str) -> ShowclearError:
    """Return our error for one of apsw's, nacl's or the operating system's."""
    match error:
        case apsw.Error():
            outcome = sqlite_outcome(error)
        case nacl.exceptions.CryptoError():
            outcome = SODIUM_OUTCOMES.get(type(error), Outcome.FAILED)
        case OSError():
            outcome = SYSTEM_OUTCOMES.get(error.errno or 0, Outcome.FAILED)
        case _:
            outcome = Outcome.FAILED
    found = f"{type(error).__name__}: {error}"
    return of_outcome(outcome, place, doing=doing, found=found)


@contextmanager
def translated(place: str, doing: str) -> Iterator[None]:
    """Let a foreign error out only as one of ours; ``doing`` reads "storing entries"."""
    try:
        yield
    except (apsw.Error, nacl.exceptions.CryptoError, OSError) as error:
        raise of_foreign(error, place, doing) from error
