"""The four stores without a disk, with the same promises: for tests and simulations.

A ``MemoryDisk`` is what outlives a store: closing a store and opening another on the same disk is
a restart. As on a real disk only one ledger store may write at a time, any ``StoreError`` from a
writing method is final for that object, and a failed commit leaves nothing behind. To lose a
machine's disk, drop the object; to copy a disk (a restored backup) use ``copy.deepcopy``.

It leaves faults in the middle of a write to the real stores under the fault matrix.

Example::

    disk = MemoryDisk()
    store = MemoryLedgerStore(disk)
    store.append(commit)
    store.close()
    MemoryLedgerStore(disk).count()
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Self

from showclear.adapters.details_sqlite import other_detail, unknown_detail
from showclear.adapters.heads_sqlite import head_moved
from showclear.adapters.store_sqlite import ENTRY_ID_BYTES, TILE_BYTES, check_digest
from showclear.adapters.translate import worded
from showclear.desk.ports import Detail, Erased, StoredEntry
from showclear.errors import Damaged, DiskFull, HeadMoved, LedgerInUse, ReadOnly, StoreError
from showclear.record.limits import ENVELOPE_BYTES_MAX

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from showclear.desk.ports import Commit, FullTile, NewEntry

# The same limit as in the SQL of migrations.LEDGER_1; the contract suite holds both to it.
ITEM_CHARACTERS_MAX = 128

PLENTY_BYTES = 1 << 40


class MemoryDisk:
    """What stays when stores are closed; ``free_bytes`` at zero makes every write fail."""

    def __init__(self, *, free_bytes: int = PLENTY_BYTES) -> None:
        self.free_bytes = free_bytes
        self.entries: list[StoredEntry] = []
        self.history: dict[str, list[int]] = {}
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.texts: dict[str, bytes] = {}
        self.origin: str | None = None
        self.head: bytes | None = None
        self.snapshot: bytes | None = None
        self.details: dict[str, Detail | Erased] = {}
        self.holder: object = None


class _Writing:
    """What every store here shares: closed stores, full disks, and the final failure."""

    def __init__(self, disk: MemoryDisk, place: str) -> None:
        self._open_disk: MemoryDisk | None = disk
        self._place = f"memory: {place}"
        self._failed = False

    @property
    def _disk(self) -> MemoryDisk:
        if self._open_disk is None:
            raise self._error("an open store", "a closed one", hint="Open it again.")
        return self._open_disk

    def _error(self, expected: str, found: str, *, hint: str) -> StoreError:
        return StoreError(worded(self._place, expected=expected, found=found, hint=hint))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[MemoryDisk]:
        if self._failed:
            raise self._error(
                "a store that has not failed", "one that failed earlier", hint="Open it again."
            )
        try:
            self._refuse_full()
            yield self._disk
        except BaseException:
            self._failed = True
            raise

    def _refuse_full(self) -> None:
        if self._disk.free_bytes <= 0:
            raise DiskFull(
                worded(
                    self._place,
                    expected="room on the volume",
                    found="none",
                    hint="Free space on this volume, then start the desk again.",
                )
            )

    def close(self) -> None:
        """Give up the disk, and its lock where held; further calls are errors."""
        if self._open_disk is not None and self._open_disk.holder is self:
            self._open_disk.holder = None
        self._open_disk = None

    def __enter__(self) -> Self:
        """Use the store as a context that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


class MemoryLedgerStore(_Writing):
    """One ledger's entries in memory."""

    def __init__(self, disk: MemoryDisk, *, read_only: bool = False) -> None:
        super().__init__(disk, "ledger")
        self._is_read_only = read_only
        if read_only:
            return
        if disk.holder is not None:
            raise LedgerInUse(
                worded(
                    self._place,
                    expected="no other desk on this ledger",
                    found="one that is open",
                    hint="Close the other store first.",
                )
            )
        disk.holder = self

    def count(self) -> int:
        """Return the number of stored entries."""
        return len(self._disk.entries)

    def append(self, commit: Commit) -> None:
        """Store the commit, all of it or nothing; any error is final for this store."""
        self._refuse_reading_only()
        with self._writing() as disk:
            self._check(commit, disk)
            for index, entry in enumerate(commit.entries, start=commit.first):
                disk.entries.append(StoredEntry(index=index, id=entry.id, envelope=entry.envelope))
                for item in dict.fromkeys(entry.items):
                    disk.history.setdefault(item, []).append(index)
            disk.tiles.update({(tile.level, tile.number): tile.hashes for tile in commit.tiles})

    def _refuse_reading_only(self) -> None:
        if self._is_read_only:
            raise ReadOnly(
                worded(
                    self._place,
                    expected="a ledger opened for writing",
                    found="one opened for reading only",
                    hint="Only the desk writes.",
                )
            )

    def _check(self, commit: Commit, disk: MemoryDisk) -> None:
        if commit.first != len(disk.entries):
            raise self._error(
                f"a commit that starts at index {len(disk.entries)}",
                f"one that starts at index {commit.first}",
                hint="Open the ledger again: it is read anew.",
            )
        seen = set(disk.tiles)
        for entry in commit.entries:
            self._check_entry(entry)
        for tile in commit.tiles:
            self._check_tile(tile, seen)
            seen.add((tile.level, tile.number))

    def _check_entry(self, entry: NewEntry) -> None:
        items_fit = all(1 <= len(item) <= ITEM_CHARACTERS_MAX for item in entry.items)
        sizes_fit = (
            len(entry.id) == ENTRY_ID_BYTES and 1 <= len(entry.envelope) <= ENVELOPE_BYTES_MAX
        )
        if not (items_fit and sizes_fit):
            raise self._error("an entry within its limits", "one beyond", hint="Check its sizes.")

    def _check_tile(self, tile: FullTile, seen: set[tuple[int, int]]) -> None:
        is_whole = len(tile.hashes) == TILE_BYTES and tile.level >= 0 and tile.number >= 0
        if not is_whole or (tile.level, tile.number) in seen:
            raise self._error("a new, full tile", "another", hint="Check the tree.")

    def read(self, first: int, stop: int) -> list[StoredEntry]:
        """Return the entries of the range; ``Damaged`` names the first missing."""
        entries = self._disk.entries
        for index in range(first, stop):
            if not 0 <= index < len(entries):
                raise Damaged(
                    f"{self._place}: entry {index}",
                    expected=f"entries {first} to {stop - 1}",
                    found=f"{len(entries[max(first, 0) : stop])} of {stop - first}",
                )
        return entries[first:stop] if first < stop else []

    def ids(self, first: int, stop: int) -> Iterator[bytes]:
        """Yield the event ids of the range in order; ``Damaged`` at the first one missing."""
        for index in range(first, stop):
            yield self.read(index, index + 1)[0].id

    def tile(self, level: int, number: int) -> bytes | None:
        """Return one full hash tile of 8,192 bytes, or None when it is not stored."""
        return self._disk.tiles.get((level, number))

    def item_history(self, item: str) -> list[int]:
        """Return, ascending, the indexes of all entries that touch or cite the item."""
        return list(self._disk.history.get(item, ()))

    def put_text(self, digest: str, text: bytes) -> None:
        """Keep a pack's text; storing it twice is no error."""
        self._refuse_reading_only()
        check_digest(digest, text)
        with self._writing() as disk:
            disk.texts[digest] = text

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text, or None."""
        return self._disk.texts.get(digest)

    def free_bytes(self) -> int:
        """Return what the disk says is free."""
        return self._disk.free_bytes


class MemoryHeadStore(_Writing):
    """The last signed head in memory; the disk belongs to the first origin that opens it."""

    def __init__(self, disk: MemoryDisk, origin: str) -> None:
        super().__init__(disk, "head store")
        if disk.origin is None:
            disk.origin = origin
        if disk.origin != origin:
            raise self._error(
                f"the head store of {origin}",
                f"that of {disk.origin}",
                hint="Every ledger has its own.",
            )

    def read(self) -> bytes | None:
        """Return the stored head, or None before the first."""
        return self._disk.head

    def swap(self, old: bytes | None, new: bytes) -> None:
        """Replace ``old`` by ``new`` in one step, or raise ``HeadMoved``."""
        with self._writing() as disk:
            if disk.head != old:
                raise HeadMoved(head_moved(self._place, old, disk.head))
            disk.head = new


class MemorySnapshotStore(_Writing):
    """The folded state's cache in memory."""

    def __init__(self, disk: MemoryDisk) -> None:
        super().__init__(disk, "snapshot")

    def load(self) -> bytes | None:
        """Return the cached bytes, or None when there are none."""
        return self._disk.snapshot

    def save(self, snapshot: bytes) -> None:
        """Replace the cache."""
        with self._writing() as disk:
            disk.snapshot = snapshot


class MemoryDetailStore(_Writing):
    """Details in memory, not encrypted."""

    def __init__(self, disk: MemoryDisk) -> None:
        super().__init__(disk, "detail store")

    def put(self, details: Sequence[tuple[str, Detail]]) -> None:
        """Store the pairs, all or none; another detail under a commitment is refused."""
        with self._writing() as disk:
            kept = dict(disk.details)
            for commitment, detail in details:
                known = kept.setdefault(commitment, detail)
                if isinstance(known, Detail) and known != detail:
                    raise StoreError(other_detail(self._place, commitment))
            disk.details = kept

    def get(self, commitment: str) -> Detail | Erased | None:
        """Return the detail, ``Erased`` once it was erased, or None when it was never here."""
        return self._disk.details.get(commitment)

    def find(self, path: str) -> list[tuple[str, Detail]]:
        """Return every kept (commitment, detail) of the field path, in order of commitments."""
        return [
            (commitment, detail)
            for commitment, detail in sorted(self._disk.details.items(), key=lambda pair: pair[0])
            if isinstance(detail, Detail) and detail.path == path
        ]

    def erase(self, commitment: str, at: str) -> None:
        """Destroy salt and value; a second time keeps the first date."""
        known = self.get(commitment)
        if known is None:
            raise unknown_detail(commitment)
        with self._writing() as disk:
            if isinstance(known, Detail):
                disk.details[commitment] = Erased(at=at)
