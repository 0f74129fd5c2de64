"""A file layer for SQLite that fails, lies or dies at one chosen operation.

Every operation by which SQLite changes or opens a file is counted from 1: ``xOpen`` (files with
a name), ``xWrite``, ``xSync``, ``xTruncate``, ``xDelete``. Arm one number with a ``Fault``:

=============== =========================================================================
``REFUSED``     the operation is not done and reports failure
``ANSWER_LOST`` the operation is done, and reports failure all the same
``TORN``        a write is done by half and reports failure (others: as ``REFUSED``)
``DIES_BEFORE`` the process ends (``os._exit``, status 86) without doing the operation
``DIES_AFTER``  the operation is done, then the process ends
=============== =========================================================================

What a failure reports is the operation's own I/O error; ``error=apsw.FullError`` or
``apsw.ReadOnlyError`` report a full disk or a read-only volume instead. With ``until_disarmed``
every operation from that number on fails, as on a disk that stays full. The write-ahead index
(``-shm``) is memory shared by processes, not a file in this sense, and is not counted.

How a matrix is made::

    with FaultyVfs("matrix") as vfs:
        store = open_ledger(folder, vfs=vfs.name)
        vfs.restart()                      # count from here
        store.append(commit)
        total = vfs.count                  # a dry run tells how many operations there are
    for number in range(1, total + 1):
        with FaultyVfs("matrix") as vfs:
            ...
            vfs.arm(number, Fault.ANSWER_LOST)
            ...                            # act, expect an error of ours
            vfs.disarm()
            ...                            # close, reopen, check the whole ledger

``vfs.operations`` lists what was done ("xWrite ledger.sqlite-wal"), for the message of a failing
test. Deaths need a process of their own: run the act in ``run_apart(act)``, which forks, and
returns the child's status (``DIED``, 0, or 1 when the act raised). Close every store before the
layer is left.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import Self

import apsw
from typing_extensions import override

# The child's status when a fault ended it; nothing else in the tests ends with this.
DIED = 86


class Fault(Enum):
    """What happens to the armed operation."""

    REFUSED = auto()
    ANSWER_LOST = auto()
    TORN = auto()
    DIES_BEFORE = auto()
    DIES_AFTER = auto()


# What each operation reports when it fails: (class, extended code).
OWN_ERRORS: dict[str, tuple[type[apsw.Error], int]] = {
    "xOpen": (apsw.CantOpenError, apsw.SQLITE_CANTOPEN),
    "xWrite": (apsw.IOError, apsw.SQLITE_IOERR_WRITE),
    "xSync": (apsw.IOError, apsw.SQLITE_IOERR_FSYNC),
    "xTruncate": (apsw.IOError, apsw.SQLITE_IOERR_TRUNCATE),
    "xDelete": (apsw.IOError, apsw.SQLITE_IOERR_DELETE),
}


class FaultyVfs(apsw.VFS):
    """The default file layer with one fault point; use it as a context."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.operations: list[str] = []
        self._armed: tuple[int, Fault] | None = None
        self._error: type[apsw.Error] | None = None
        self._until_disarmed = False
        super().__init__(name, "")

    @property
    def count(self) -> int:
        """How many operations there were since the start or the last ``restart``."""
        return len(self.operations)

    def restart(self) -> None:
        """Count from 1 again."""
        self.operations.clear()

    def arm(
        self,
        number: int,
        fault: Fault,
        *,
        error: type[apsw.Error] | None = None,
        until_disarmed: bool = False,
    ) -> None:
        """Let the operation of this number, counted from now, meet the fault."""
        self.restart()
        self._armed = (number, fault)
        self._error = error
        self._until_disarmed = until_disarmed

    def disarm(self) -> None:
        """Let everything work again."""
        self._armed = None

    @contextmanager
    def operation(self, kind: str, name: str) -> Iterator[bool]:
        """Count one operation around its doing; yields False where it must not be done whole."""
        self.operations.append(f"{kind} {Path(name).name}")
        fault = self._fault_now()
        if fault is Fault.DIES_BEFORE:
            os._exit(DIED)
        yield fault not in (Fault.REFUSED, Fault.TORN)
        if fault is Fault.DIES_AFTER:
            os._exit(DIED)
        if fault is not None:
            raise self._failure(kind)

    def tears(self) -> bool:
        """Return whether the operation under way is a write to be done by half."""
        return self._fault_now() is Fault.TORN

    def _fault_now(self) -> Fault | None:
        if self._armed is None:
            return None
        number, fault = self._armed
        is_met = self.count >= number if self._until_disarmed else self.count == number
        return fault if is_met else None

    def _failure(self, kind: str) -> apsw.Error:
        own, code = OWN_ERRORS[kind]
        error = (self._error or own)(f"fault at operation {self.count}: {self.operations[-1]}")
        if self._error is None:
            error.extendedresult = code  # type: ignore[attr-defined]  # read by apsw
        return error

    @override
    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        """Open a file that counts its own operations."""
        if name is None:
            return FaultyFile(self, name, flags)
        with self.operation("xOpen", shown(name)) as is_done:
            file = FaultyFile(self, name, flags) if is_done else None
        if file is None:
            message = "an operation that is not done reports failure"
            raise AssertionError(message)
        return file

    @override
    def xDelete(self, filename: str, syncdir: bool) -> None:
        """Delete a file."""
        with self.operation("xDelete", filename) as is_done:
            if is_done:
                super().xDelete(filename, syncdir)

    @override
    def excepthook(self, *_: object) -> bool:
        """Say nothing of an error that SQLite keeps to itself; the tests look at the outcome."""
        return True

    def __enter__(self) -> Self:
        """Use the layer as a context."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take it out of SQLite's list."""
        self.unregister()


class FaultyFile(apsw.VFSFile):
    """One open file of the layer."""

    def __init__(
        self, layer: FaultyVfs, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        self._layer = layer
        self._name = shown(name)
        super().__init__("", name, flags)

    @override
    def xWrite(self, data: bytes, offset: int) -> None:
        """Write, or half of it."""
        with self._layer.operation("xWrite", self._name) as is_done:
            if is_done:
                super().xWrite(data, offset)
            elif self._layer.tears():
                super().xWrite(bytes(data)[: len(data) // 2], offset)

    @override
    def xSync(self, flags: int) -> None:
        """Flush to the drive."""
        with self._layer.operation("xSync", self._name) as is_done:
            if is_done:
                super().xSync(flags)

    @override
    def xTruncate(self, newsize: int) -> None:
        """Cut the file."""
        with self._layer.operation("xTruncate", self._name) as is_done:
            if is_done:
                super().xTruncate(newsize)

    @override
    def excepthook(self, *_: object) -> bool:
        """Say nothing of an error that SQLite keeps to itself; the tests look at the outcome."""
        return True


def shown(name: str | apsw.URIFilename | None) -> str:
    """Return a file's name as SQLite was given it."""
    if isinstance(name, apsw.URIFilename):
        return name.filename()
    return name or "temporary"


def run_apart(act: Callable[[], None]) -> int:
    """Run ``act`` in a fork and return its status; open every database within the act.

    The child ends by ``os._exit``, as after a crash: nothing is closed. Call it only while no
    database of the parent is open and no other thread runs.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended)
