"""Durable files and the writer's lock: the few things done without a database.

What is written here survives a power cut or is not there at all: temporary file, flush to the
drive, rename (or link, where nothing may be overwritten), flush of the folder. macOS answers a
plain ``fsync`` before the drive has written; there ``F_FULLFSYNC`` is used.

It leaves the meaning of the bytes, and their checksums, to its callers. It opens no database
file: closing a second descriptor of one would drop SQLite's own locks (POSIX).

Example::

    replace_file(folder / "snapshot.bin", data)
    lock = take_lock(folder / "desk.lock")
    ...
    os.close(lock)
"""

from __future__ import annotations

import fcntl
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from showclear.adapters.translate import translated, worded
from showclear.errors import LedgerInUse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PRIVATE_FILE_MODE = 0o600
PRIVATE_FOLDER_MODE = 0o700

# A process id is at most 7 digits on Linux; the rest of a lock file is not ours.
LOCK_FILE_BYTES_MAX = 20


def flush(descriptor: int) -> None:
    """Have the drive itself write what was written to the descriptor."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fsync(descriptor)
    else:
        fcntl.fcntl(descriptor, full)


def flush_folder(folder: Path) -> None:
    """Make names that were added to, or renamed in, the folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter, durably; an existing one is left as it is."""
    with translated(str(folder), "making the folder"):
        if folder.is_dir():
            return
        folder.mkdir(mode=PRIVATE_FOLDER_MODE, parents=True)
        flush_folder(folder.parent)


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` in the place of whatever the file held, in one durable step."""
    _place(path, data, os.replace)


def create_file(path: Path, data: bytes) -> None:
    """Make a new file durably; raises ``FileExistsError`` rather than overwrite one."""
    _place(path, data, os.link)


def _place(path: Path, data: bytes, into_place: Callable[[Path, Path], None]) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_new(temporary, data)
        into_place(temporary, path)
        flush_folder(path.parent)
    finally:
        with suppress(OSError):  # renamed away, or never made
            temporary.unlink()


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, PRIVATE_FILE_MODE), "wb") as file:
        file.write(data)
        file.flush()
        flush(file.fileno())


def take_lock(path: Path) -> int:
    """Hold the writer's lock until the returned descriptor is closed or the process ends.

    Raises ``LedgerInUse``, naming the process that holds it. The file is never removed: a lock
    on a removed file excludes nobody. The lock works between processes of one machine; a folder
    on a network volume may be locked by nothing, which is why the head is compared and swapped.
    """
    with translated(str(path), "locking"):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE_MODE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        except BlockingIOError as error:
            holder = _holder(descriptor)
            os.close(descriptor)
            raise LedgerInUse(_in_use(path, holder)) from error
        except OSError:
            os.close(descriptor)
            raise
    return descriptor


def _holder(descriptor: int) -> str:
    text = os.pread(descriptor, LOCK_FILE_BYTES_MAX, 0).decode("ascii", "replace").strip()
    return text if text.isdigit() else "unknown"


def _in_use(path: Path, holder: str) -> str:
    return worded(
        str(path),
        expected="no other desk on this ledger",
        found=f"a desk with process id {holder}",
        hint=f"Use the desk that is running, or stop process {holder} first; "
        "reading commands work beside it.",
    )
