"""Where ``record.verify`` reads a ledger from: a store, or an exported folder of tiles.

``FolderSource`` reads what ``write_folder`` (here) writes from ``desk.export``: ``checkpoint``,
``tile/…`` and ``tile/entries/…`` as tlog-tiles names them, ``packs/<digest>.toml``. Nothing in a
folder is executed or followed: sizes are limited, links are refused, nothing outside is opened.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from showclear.adapters.translate import translated
from showclear.desk.ports import LedgerStore
from showclear.errors import Damaged, NoteError, UsageError
from showclear.record.checkpoint import parse_checkpoint
from showclear.record.limits import ENVELOPE_BYTES_MAX
from showclear.record.note import NOTE_BYTES_MAX, parse_note
from showclear.record.tiles import (
    FULL_TILE_BYTES,
    TILE_WIDTH,
    EntryBundle,
    HashTile,
    decode_bundle,
    encode_path,
)
from showclear.rules.packs import PACK_BYTES_MAX

BUNDLE_BYTES_MAX: Final = TILE_WIDTH * (2 + ENVELOPE_BYTES_MAX)
BUNDLES_KEPT: Final = 4  # verify reads them one by one; others may go back and forth
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class StoreSource:
    """A ledger read from its stores; ``items`` are not looked at."""

    def __init__(self, store: LedgerStore, head: bytes | None) -> None:
        self._store = store
        self._head = head

    def size(self) -> int:
        """Return how many entries are stored."""
        return self._store.count()

    def head(self) -> bytes | None:
        """Return the last signed head."""
        return self._head

    def entries(self, first: int, stop: int) -> list[bytes]:
        """Return envelopes, each stored under the id of what it holds."""
        return [entry.envelope for entry in self._store.read(first, stop)]

    def tile(self, tile: HashTile) -> bytes | None:
        """Return a full tile; partial ones are not stored."""
        if tile.width < TILE_WIDTH:
            return None
        kept = self._store.tile(tile.level, tile.number)
        if kept is None:
            raise Damaged(encode_path(tile), expected="a full tile", found="none")
        return kept

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text."""
        return self._store.text(digest)

    def close(self) -> None:
        """Give up the store."""
        self._store.close()


class FolderSource:
    """A ledger read from an exported folder; its size is the one its checkpoint names."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UsageError(
                "not_a_folder", str(folder), expected="a folder of tiles", found="no such folder"
            )
        self._folder = folder
        self._bundles: dict[str, tuple[bytes, ...]] = {}

    def size(self) -> int:
        """Return the size in the checkpoint; raises ``Damaged`` when it cannot be read."""
        note = self.head()
        if note is None:
            raise Damaged("checkpoint", expected="a signed head", found="no such file")
        try:
            return parse_checkpoint(parse_note(note).text).size
        except NoteError as problem:
            raise Damaged("checkpoint", expected=problem.expected, found=problem.found) from None

    def head(self) -> bytes | None:
        """Return the checkpoint file."""
        return self._read("checkpoint", NOTE_BYTES_MAX)

    def entries(self, first: int, stop: int) -> list[bytes]:
        """Return the envelopes of a range from the entry bundles."""
        size = self.size()
        return [
            self._bundle(index // TILE_WIDTH, size)[index % TILE_WIDTH]
            for index in range(first, stop)
        ]

    def tile(self, tile: HashTile) -> bytes | None:
        """Return a hash tile; every one of the tree must be there."""
        data = self._read(encode_path(tile), FULL_TILE_BYTES)
        if data is None:
            raise Damaged(encode_path(tile), expected="a hash tile", found="no such file")
        return data

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text."""
        if _DIGEST.fullmatch(digest) is None:
            return None
        return self._read(f"packs/{digest}.toml", PACK_BYTES_MAX)

    def _bundle(self, number: int, size: int) -> tuple[bytes, ...]:
        width = min(TILE_WIDTH, size - number * TILE_WIDTH)
        name = encode_path(EntryBundle(number=number, width=width))
        if name not in self._bundles:
            data = self._read(name, BUNDLE_BYTES_MAX)
            if data is None:
                raise Damaged(name, expected=f"{width} entries", found="no such file")
            if len(self._bundles) >= BUNDLES_KEPT:
                self._bundles.pop(next(iter(self._bundles)))
            try:
                self._bundles[name] = decode_bundle(data, width=width)
            except NoteError as problem:
                raise Damaged(name, expected=problem.expected, found=problem.found) from None
        return self._bundles[name]

    def _read(self, name: str, limit: int) -> bytes | None:
        """Return a file's bytes, or None; a link, a folder or too large a file is damage."""
        path = self._folder / name
        with translated(str(path), "reading it"):
            linked = any(self._steps(name))
            if not linked and not path.exists():
                return None
            if linked or not path.is_file() or path.stat().st_size > limit:
                raise Damaged(
                    name,
                    expected=f"a plain file of at most {limit} bytes",
                    found="a link, a folder, or a longer file",
                )
            return path.read_bytes()

    def _steps(self, name: str) -> Iterator[bool]:
        """Yield of every step of the way to a file whether it is a link, the nearest first."""
        path = self._folder / name
        while path != self._folder:
            yield path.is_symlink()
            path = path.parent


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write an export, whole or not at all; return the number of files.

    Written beside the target under another name, flushed, files and folders, then renamed. Raises
    ``UsageError`` when the target exists: an export never replaces another.
    """
    if folder.exists() or folder.is_symlink():
        raise UsageError(
            "folder_exists",
            str(folder),
            expected="a folder that is not there yet",
            found="one that is",
            hint="name another folder; an export never replaces another",
        )
    making = folder.with_name(folder.name + ".part")
    count = 0
    made = {making}
    with translated(str(folder), "writing the export"):
        if making.exists():
            shutil.rmtree(making)
        for name, data in files:
            path = making / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, data)
            made.update(parent for parent in path.parents if making in parent.parents)
            count += 1
        for inside in made:
            _flush(inside)
        making.rename(folder)
        _flush(folder.parent)
    return count


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
