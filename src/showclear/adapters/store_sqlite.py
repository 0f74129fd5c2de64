"""The ledger's entries in one SQLite file: ``desk.ports.LedgerStore``.

One folder holds ``ledger.sqlite`` (with SQLite's own ``-wal`` and ``-shm`` beside it while it is
open) and ``desk.lock``. A writer holds the lock, one writing connection, and a second connection
that can only read: what ``read`` returns has gone through the file and back, never through the
writer's cache. (It may still come from the operating system's memory; only a restart of the
machine rules that out.) ``open_read_only`` takes no lock and works while a desk writes.

Opening for writing: 1. the lock; 2. the file, recovered and copied together (``sqlite_file``);
3. the reading connection. Not done here: hashing, order across items, duplicate event ids (the
desk keeps their prefixes in memory; a unique index would cost three to five times the commit).
Use one store from one thread at a time; another thread opens its own for reading.

Example::

    store = create_ledger(folder)
    store.append(Commit(first=0, entries=(opening,), tiles=()))
    store.read(0, 1)[0].envelope
    store.close()
"""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING, Self

import apsw

from showclear.adapters.files import make_folder, take_lock
from showclear.adapters.migrations import LEDGER
from showclear.adapters.sqlite_file import Writer, open_reader, open_writer
from showclear.adapters.translate import translated, worded
from showclear.desk.ports import StoredEntry
from showclear.errors import Damaged, InvariantError, ReadOnly, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from showclear.desk.ports import Commit, NewEntry

LEDGER_FILE = "ledger.sqlite"
LOCK_FILE = "desk.lock"

ENTRY_ID_BYTES = 32
TILE_BYTES = 8_192

# One step of ids(): a reading transaction this short never holds up a checkpoint.
IDS_PER_QUERY_MAX = 4_096

COUNT = "SELECT coalesce(max(seq), -1) + 1 FROM entries"
INSERT_ENTRY = "INSERT INTO entries (seq, id, envelope) VALUES (?, ?, ?)"
SELECT_ENTRIES = "SELECT seq, id, envelope FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq"
SELECT_IDS = "SELECT seq, id FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq"
SELECT_ITEM = "SELECT item_id FROM items WHERE item = ?"
INSERT_ITEM = "INSERT INTO items (item) VALUES (?) RETURNING item_id"
INSERT_ITEM_ENTRY = "INSERT INTO item_entries (item_id, seq) VALUES (?, ?)"
SELECT_HISTORY = (
    "SELECT item_entries.seq FROM items JOIN item_entries USING (item_id)"
    " WHERE items.item = ? ORDER BY item_entries.seq"
)
INSERT_TILE = "INSERT INTO tiles (level, number, hashes) VALUES (?, ?, ?)"
SELECT_TILE = "SELECT hashes FROM tiles WHERE level = ? AND number = ?"
INSERT_TEXT = "INSERT INTO texts (digest, text) VALUES (?, ?)"
SELECT_TEXT = "SELECT text FROM texts WHERE digest = ?"


class SqliteLedgerStore:
    """One ledger in one folder; made by ``create_ledger``, ``open_ledger``, ``open_read_only``."""

    def __init__(
        self, folder: Path, reader: apsw.Connection, *, writer: Writer | None, lock: int | None
    ) -> None:
        self._folder = folder
        self._place = str(folder / LEDGER_FILE)
        self._reader = reader
        self._writer = writer
        self._lock = lock
        self._item_ids: dict[str, int] = {}

    def count(self) -> int:
        """Return the number of stored entries, read from the file."""
        with translated(self._place, "counting entries"):
            return _whole(self._reader.execute(COUNT).get, self._place)

    def append(self, commit: Commit) -> None:
        """Store the commit in one transaction; any error is final for this store."""
        with self._writing().transaction("storing entries") as connection:
            self._check_first(commit, connection)
            before = connection.total_changes()
            self._insert(commit, connection)
            expected = before + len(commit.entries) + len(commit.tiles)
            self._check_changes(connection.total_changes(), expected)
            self._insert_items(commit, connection)

    def _writing(self) -> Writer:
        if self._writer is None:
            raise ReadOnly(
                worded(
                    self._place,
                    expected="a ledger opened for writing",
                    found="one opened for reading only",
                    hint="Only the desk writes; start it on this folder.",
                )
            )
        return self._writer

    def _check_first(self, commit: Commit, connection: apsw.Connection) -> None:
        count = _whole(connection.execute(COUNT).get, self._place)
        if commit.first != count:
            raise StoreError(
                worded(
                    self._place,
                    expected=f"a commit that starts at index {count}",
                    found=f"one that starts at index {commit.first}",
                    hint="Stop the desk and start it again: it reads the ledger anew.",
                )
            )

    def _insert(self, commit: Commit, connection: apsw.Connection) -> None:
        connection.executemany(
            INSERT_ENTRY,
            [
                (index, entry.id, entry.envelope)
                for index, entry in enumerate(commit.entries, start=commit.first)
            ],
        )
        connection.executemany(
            INSERT_TILE, [(tile.level, tile.number, tile.hashes) for tile in commit.tiles]
        )

    def _insert_items(self, commit: Commit, connection: apsw.Connection) -> None:
        rows = list(self._item_rows(commit.first, commit.entries, connection))
        before = connection.total_changes()
        connection.executemany(INSERT_ITEM_ENTRY, rows)
        self._check_changes(connection.total_changes(), before + len(rows))

    def _item_rows(
        self, first: int, entries: Iterable[NewEntry], connection: apsw.Connection
    ) -> Iterator[tuple[int, int]]:
        for index, entry in enumerate(entries, start=first):
            for item in dict.fromkeys(entry.items):
                yield self._item_id(item, connection), index

    def _item_id(self, item: str, connection: apsw.Connection) -> int:
        # Never wrong after a rollback: the store is final then, and takes no other commit.
        known = self._item_ids.get(item)
        if known is None:
            stored = connection.execute(SELECT_ITEM, (item,)).get
            if stored is None:
                stored = connection.execute(INSERT_ITEM, (item,)).get
            known = self._item_ids[item] = _whole(stored, self._place)
        return known

    def _check_changes(self, found: int, expected: int) -> None:
        if found != expected:
            raise StoreError(
                worded(
                    self._place,
                    expected=f"{expected} rows written in all",
                    found=f"{found}",
                    hint="Stop the desk and start it again: it checks what is stored first.",
                )
            )

    def read(self, first: int, stop: int) -> list[StoredEntry]:
        """Return the entries of the range from the file; ``Damaged`` names the first missing."""
        with translated(self._place, "reading entries"):
            self._reader.pragma("shrink_memory")  # forget pages: what follows comes from the file
            rows = self._reader.execute(SELECT_ENTRIES, (first, stop)).fetchall()
        entries = [self._entry(seq, id_, envelope) for seq, id_, envelope in rows]
        self._check_range([entry.index for entry in entries], first, stop)
        return entries

    def _entry(self, seq: object, id_: object, envelope: object) -> StoredEntry:
        if not isinstance(envelope, bytes):
            raise Damaged(
                f"{self._place}: entry {seq}",
                expected="an envelope of bytes",
                found=type(envelope).__name__,
            )
        index = _whole(seq, self._place)
        return StoredEntry(index=index, id=self._checked_id(seq, id_), envelope=envelope)

    def _checked_id(self, seq: object, id_: object) -> bytes:
        if isinstance(id_, bytes) and len(id_) == ENTRY_ID_BYTES:
            return id_
        size = len(id_) if isinstance(id_, bytes) else type(id_).__name__
        raise Damaged(
            f"{self._place}: entry {seq}",
            expected=f"an id of {ENTRY_ID_BYTES} bytes",
            found=f"{size}",
        )

    def _check_range(self, found: list[int], first: int, stop: int) -> None:
        wanted = list(range(first, stop))
        if found == wanted:
            return
        missing = next(index for index in wanted if index not in set(found))
        raise Damaged(
            f"{self._place}: entry {missing}",
            expected=f"entries {first} to {stop - 1}",
            found=f"{len(found)} of {len(wanted)}",
        )

    def ids(self, first: int, stop: int) -> Iterator[bytes]:
        """Yield the event ids of the range in order; ``Damaged`` at the first one missing."""
        for start in range(first, stop, IDS_PER_QUERY_MAX):
            end = min(start + IDS_PER_QUERY_MAX, stop)
            with translated(self._place, "reading event ids"):
                rows = self._reader.execute(SELECT_IDS, (start, end)).fetchall()
            self._check_range([_whole(seq, self._place) for seq, _ in rows], start, end)
            yield from [self._checked_id(seq, id_) for seq, id_ in rows]

    def tile(self, level: int, number: int) -> bytes | None:
        """Return one full hash tile of 8,192 bytes, or None when it is not stored."""
        with translated(self._place, "reading a tile"):
            hashes = self._reader.execute(SELECT_TILE, (level, number)).get
        if hashes is None or (isinstance(hashes, bytes) and len(hashes) == TILE_BYTES):
            return hashes
        raise Damaged(
            f"{self._place}: tile {number} of level {level}",
            expected=f"{TILE_BYTES} bytes",
            found=f"{len(hashes)}",
        )

    def item_history(self, item: str) -> list[int]:
        """Return, ascending, the indexes of all entries that touch or cite the item."""
        with translated(self._place, "reading an item's history"):
            rows = self._reader.execute(SELECT_HISTORY, (item,)).fetchall()
        return [_whole(seq, self._place) for (seq,) in rows]

    def put_text(self, digest: str, text: bytes) -> None:
        """Keep a pack's text durably; storing it twice is no error and writes nothing."""
        check_digest(digest, text)
        with self._writing().transaction("storing a pack's text") as connection:
            if connection.execute(SELECT_TEXT, (digest,)).get is None:
                connection.execute(INSERT_TEXT, (digest, text))
                self._check_changes(connection.changes(), 1)

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text, or None; ``Damaged`` when it no longer has its digest."""
        with translated(self._place, "reading a pack's text"):
            text = self._reader.execute(SELECT_TEXT, (digest,)).get
        if text is None:
            return None
        found = hashlib.sha256(text).hexdigest()
        if found != digest:
            raise Damaged(
                f"{self._place}: pack text", expected=f"SHA-256 {digest}", found=f"{found}"
            )
        return bytes(text)

    def free_bytes(self) -> int:
        """Return the free space, in bytes, of the volume that holds the ledger."""
        with translated(str(self._folder), "asking for free space"):
            return shutil.disk_usage(self._folder).free

    def close(self) -> None:
        """Close both connections and give up the lock; closing twice is no error."""
        lock, self._lock = self._lock, None
        try:
            with translated(self._place, "closing"):
                self._reader.close()
            if self._writer is not None:
                self._writer.close()
        finally:
            if lock is not None:
                os.close(lock)

    def __enter__(self) -> Self:
        """Use the store as a context that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def check_digest(digest: str, text: bytes) -> None:
    """Raise ``InvariantError`` unless ``digest`` is the hex SHA-256 of ``text``."""
    found = hashlib.sha256(text).hexdigest()
    if found != digest:
        raise InvariantError(f"pack text: expected SHA-256 {digest}, found {found}")


def _whole(value: object, place: str) -> int:
    if isinstance(value, int):
        return value
    raise Damaged(place, expected="a whole number", found=type(value).__name__)


def create_ledger(folder: Path, *, vfs: str | None = None) -> SqliteLedgerStore:
    """Make a new, empty ledger in a folder (made where it is missing) and open it for writing.

    A making that a crash cut short may be repeated; a ledger that is there raises ``StoreError``.
    """
    make_folder(folder)
    return _open_locked(folder, create=True, vfs=vfs)


def open_ledger(folder: Path, *, vfs: str | None = None) -> SqliteLedgerStore:
    """Open a ledger for writing; ``LedgerInUse`` when another desk has it."""
    return _open_locked(folder, create=False, vfs=vfs)


def _open_locked(folder: Path, *, create: bool, vfs: str | None) -> SqliteLedgerStore:
    path = folder / LEDGER_FILE
    lock = take_lock(folder / LOCK_FILE)
    try:
        writer = open_writer(path, LEDGER, create=create, vfs=vfs)
        try:
            reader = open_reader(path, LEDGER, vfs=vfs)
        except BaseException:
            writer.close()
            raise
    except BaseException:
        os.close(lock)
        raise
    return SqliteLedgerStore(folder, reader, writer=writer, lock=lock)


def open_read_only(folder: Path, *, vfs: str | None = None) -> SqliteLedgerStore:
    """Open a ledger for reading, without the lock, also while a desk writes it.

    See ``sqlite_file.open_reader`` for a folder that cannot be written.
    """
    reader = open_reader(folder / LEDGER_FILE, LEDGER, vfs=vfs)
    return SqliteLedgerStore(folder, reader, writer=None, lock=None)
