"""Small files that a person names: read up to a limit, or written new and never over another."""

from __future__ import annotations

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
        raise UsageError(
            "file_not_read",
            str(file),
            expected="a file",
            found=problem.strerror or type(problem).__name__,
            hint="check the path",
        ) from problem
