"""What the adapters' tests store: entries, tiles and folders in the words of a set."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from showclear.desk.ports import Commit, Detail, FullTile, NewEntry

ORIGIN = "example.org/night-shoot/unit-1"
NOBODY = 65_534


def entry(number: int, *items: str) -> NewEntry:
    """Return the entry with this number, touching the items."""
    envelope = f"envelope {number}".encode()
    return NewEntry(id=hashlib.sha256(envelope).digest(), envelope=envelope, items=items)


def commit(first: int, size: int = 1, *items: str) -> Commit:
    """Return a commit of ``size`` entries from index ``first`` on, each touching the items."""
    entries = tuple(entry(first + offset, *items) for offset in range(size))
    return Commit(first=first, entries=entries, tiles=())


def tile(number: int, *, level: int = 0) -> FullTile:
    """Return a full tile whose bytes tell it from its neighbours."""
    return FullTile(level=level, number=number, hashes=bytes([number % 256]) * 8_192)


def detail(value: str, path: str = "name") -> Detail:
    """Return a detail with a salt of its own."""
    return Detail(path=path, salt=hashlib.sha256(value.encode()).digest()[:16], value=value)


@contextmanager
def open_folder() -> Iterator[Path]:
    """Give a folder that every user can reach, and remove it afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def not_writable(folder: Path) -> Iterator[None]:
    """Take the right to write from a folder and its files, and root's right to do so anyway."""
    kept = [(path, path.stat().st_mode) for path in (folder, *folder.iterdir())]
    for path, _ in kept:
        path.chmod(0o555 if path.is_dir() else 0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in kept:
            if path.exists():
                path.chmod(mode)
