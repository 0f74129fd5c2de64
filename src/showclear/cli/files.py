"""Small files that a person names: read up to a limit, or written new and never over another."""

from __future__ import annotations

import stat
from hashlib import file_digest
from pathlib import Path

from showclear.errors import UsageError


def write_new(file: Path, data: bytes) -> None:
    """Write a new file; ``UsageError`` where one is there or none can be made."""
    try:
        with file.open("xb") as out:
            out.write(data)
    except OSError as problem:
        raise UsageError(
            "file_not_written",
            str(file),
            expected="a place for a new file",
            found=problem.strerror or type(problem).__name__,
            hint="name a file that is not there yet, in a folder you can write",
        ) from problem


def read_file(file: Path, limit: int) -> bytes:
    """Read a file up to one byte past a limit, which its parser then refuses."""
    try:
        with file.open("rb") as data:
            return data.read(limit + 1)
    except OSError as problem:
        raise _unread(file, problem.strerror or type(problem).__name__) from problem


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a whole file in hex, read in parts; ``UsageError`` for none."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise _unread(file, "a pipe, a device or a folder")
        with file.open("rb") as data:
            return file_digest(data, "sha256").hexdigest()
    except OSError as problem:
        raise _unread(file, problem.strerror or type(problem).__name__) from problem


def _unread(file: Path, found: str) -> UsageError:
    return UsageError(
        "file_not_read", str(file), expected="a file", found=found, hint="check the path"
    )
