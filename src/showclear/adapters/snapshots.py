"""The folded state as one file: ``desk.ports.SnapshotStore``.

The file is a magic line, the length, the SHA-256 of what follows, and the bytes. Whatever does
not fit (torn, longer, another version) loads as None, and the desk folds the entries again.

It leaves to the desk whether the snapshot still belongs to these entries and packs.

Example::

    store = FileSnapshotStore(folder / "snapshot.bin")
    store.save(state)
    store.load() == state
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from showclear.adapters.files import make_folder, replace_file
from showclear.adapters.translate import translated

if TYPE_CHECKING:
    from pathlib import Path

MAGIC = b"showclear snapshot 1\n"
LENGTH_BYTES = 8
DIGEST_BYTES = 32
HEADER_BYTES = len(MAGIC) + LENGTH_BYTES + DIGEST_BYTES

# The state of a long season is some ten MB; a file far above that is not one of ours.
SNAPSHOT_BYTES_MAX = 1024 * 1024 * 1024


def seal(snapshot: bytes) -> bytes:
    """Return the file's bytes for a snapshot."""
    length = len(snapshot).to_bytes(LENGTH_BYTES, "big")
    return b"".join((MAGIC, length, hashlib.sha256(snapshot).digest(), snapshot))


def unseal(data: bytes) -> bytes | None:
    """Return the snapshot in a file's bytes, or None unless every byte is as it was written."""
    snapshot = data[HEADER_BYTES:]
    return snapshot if seal(snapshot) == data else None


class FileSnapshotStore:
    """A cache of the folded state in one file, replaced in one step."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes | None:
        """Return the cached bytes, or None when there are none or they cannot be read."""
        try:
            if self._path.stat().st_size > HEADER_BYTES + SNAPSHOT_BYTES_MAX:
                return None
            return unseal(self._path.read_bytes())
        except OSError:
            return None  # a cache that cannot be read is no cache; the entries hold the facts

    def save(self, snapshot: bytes) -> None:
        """Replace the cache durably; a failure raises ``StoreError`` and keeps the old one."""
        make_folder(self._path.parent)
        with translated(str(self._path), "storing the snapshot"):
            replace_file(self._path, seal(snapshot))
