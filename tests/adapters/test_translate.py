"""No foreign exception leaves the adapters: the tables hold every class the libraries have."""

from __future__ import annotations

import errno

import apsw
import nacl.exceptions
import pytest

from showclear.adapters.translate import (
    ERRORS,
    EXPECTED,
    HINTS,
    SODIUM_OUTCOMES,
    SQLITE_OUTCOMES,
    SYSTEM_OUTCOMES,
    Outcome,
    of_foreign,
    translated,
)
from showclear.errors import (
    Damaged,
    DiskFull,
    InvariantError,
    LedgerInUse,
    ReadOnly,
    ShowclearError,
    StoreError,
)


def _family(root: type[Exception], module: object) -> set[type[Exception]]:
    found = vars(module).values()
    return {kind for kind in found if isinstance(kind, type) and issubclass(kind, root)}


def test_every_class_of_the_libraries_is_in_a_table() -> None:
    """The tables name exactly the exception classes that apsw and nacl have."""
    assert set(SQLITE_OUTCOMES) == _family(apsw.Error, apsw)
    assert set(SODIUM_OUTCOMES) == _family(nacl.exceptions.CryptoError, nacl.exceptions)


def test_every_outcome_has_its_words() -> None:
    """Each outcome has an expectation and a hint, and an error class or is damage."""
    assert set(EXPECTED) == set(HINTS) == set(Outcome)
    assert set(ERRORS) | {Outcome.DAMAGED} == set(Outcome)


MEANINGS: dict[str, tuple[Exception, type[ShowclearError], str]] = {
    "a full disk": (apsw.FullError("full"), DiskFull, "room on the volume"),
    "a read-only file": (apsw.ReadOnlyError("no"), ReadOnly, "leave to write"),
    "a busy file": (apsw.BusyError("busy"), LedgerInUse, "no other program at work in it"),
    "a corrupt page": (apsw.CorruptError("bad"), Damaged, "the bytes that were stored"),
    "not a database": (apsw.NotADBError("bad"), Damaged, "the bytes that were stored"),
    "a failed write": (apsw.IOError("disk"), StoreError, "it to work"),
    "a refused row": (apsw.ConstraintError("no"), StoreError, "it to work"),
    "two threads at once": (apsw.ThreadingViolationError("no"), InvariantError, "a proper call"),
    "a full volume": (OSError(errno.ENOSPC, "full"), DiskFull, "room on the volume"),
    "a used-up quota": (OSError(errno.EDQUOT, "quota"), DiskFull, "room on the volume"),
    "a read-only volume": (OSError(errno.EROFS, "read-only"), ReadOnly, "leave to write"),
    "no permission": (PermissionError(errno.EACCES, "no"), ReadOnly, "leave to write"),
    "a failing drive": (OSError(errno.EIO, "drive"), StoreError, "it to work"),
    "an error without number": (OSError("odd"), StoreError, "it to work"),
    "a bad seal": (nacl.exceptions.CryptoError("seal"), Damaged, "the bytes that were stored"),
    "a wrong type": (nacl.exceptions.TypeError("type"), InvariantError, "a proper call"),
}


@pytest.mark.parametrize(("error", "kind", "expected"), MEANINGS.values(), ids=MEANINGS.keys())
def test_a_foreign_error_becomes_ours(
    error: Exception, kind: type[ShowclearError], expected: str
) -> None:
    """Each error leaves as the class of its meaning, naming place, deed and what was found."""
    message = f"^ledger: expected {expected} while storing, found {type(error).__name__}: "
    with pytest.raises(kind, match=message) as caught, translated("ledger", "storing"):
        raise error
    assert type(caught.value) is kind
    assert caught.value.__cause__ is error


@pytest.mark.parametrize("kind", [*SQLITE_OUTCOMES, *SODIUM_OUTCOMES], ids=lambda k: k.__name__)
def test_none_is_missed(kind: type[Exception]) -> None:
    """Every class of the libraries is let out only as one of ours."""
    message = r"^ledger: expected .* while storing, found"
    with pytest.raises(ShowclearError, match=message), translated("ledger", "storing"):
        raise kind("message")


@pytest.mark.parametrize("number", sorted(errno.errorcode), ids=lambda n: errno.errorcode[n])
def test_no_system_error_is_missed(number: int) -> None:
    """Every error number of the system is let out as one of ours, the named ones by the table."""
    error = of_foreign(OSError(number, "message"), "ledger", "storing")
    outcome = SYSTEM_OUTCOMES.get(number, Outcome.FAILED)
    assert type(error) is ERRORS[outcome]
    assert str(error).endswith(f"\n{HINTS[outcome]}")


@pytest.mark.parametrize("code", [apsw.SQLITE_IOERR_CORRUPTFS, apsw.SQLITE_IOERR_DATA])
def test_bytes_that_came_back_wrong_are_damage(code: int) -> None:
    """An I/O error by which the disk gave back other bytes is damage, not a failure."""
    error = apsw.IOError("disk")
    error.extendedresult = code  # type: ignore[attr-defined]  # apsw sets it on its own errors
    assert isinstance(of_foreign(error, "ledger", "reading"), Damaged)


def test_an_unknown_class_stops_the_desk() -> None:
    """A class that no table names, as a later release may bring, is a plain StoreError."""

    class LaterError(apsw.Error):
        """One that is not there today."""

    assert type(of_foreign(LaterError("new"), "ledger", "storing")) is StoreError
    assert type(of_foreign(KeyError("new"), "ledger", "storing")) is StoreError


def test_our_own_errors_pass() -> None:
    """One of ours goes through unchanged."""
    ours = StoreError("ours")
    with pytest.raises(StoreError, match=r"^ours$") as caught, translated("ledger", "storing"):
        raise ours
    assert caught.value is ours
