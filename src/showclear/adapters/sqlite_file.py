"""Open a database file of ours: the settings that make a commit last, and the migrations.

Opening for writing, in this order:

1. The file is told by its mark (``application_id``); a foreign file is left untouched.
2. WAL, ``synchronous=FULL`` and, for macOS, ``fullfsync``: a commit that returned has been
   flushed to the drive.
3. Migrations that are missing run in one transaction; a newer file is refused.
4. Everything that the write-ahead file holds is copied into the main file and flushed. After a
   failed flush the operating system may show pages that are on no disk; copying them writes
   them again, so what a reopened store shows is on disk before anything is built on it.

Checkpoints never run inside a commit: SQLite would keep their errors to itself. ``Writer``
counts the pages in the write-ahead file and copies them itself, and reports what goes wrong.

Only SQLite opens these files: another library's copy of SQLite in the same process, or a plain
``open``, would drop the locks held here.

Example::

    writer = open_writer(folder / "ledger.sqlite", LEDGER)
    with writer.transaction("storing entries") as connection:
        connection.execute(SQL, row)
    writer.close()
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

import apsw
import msgspec

from showclear.adapters.migrations import MIGRATIONS_TABLE
from showclear.adapters.translate import translated, worded
from showclear.errors import Damaged, LedgerInUse, ReadOnly, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from showclear.adapters.migrations import FileKind

# Another program may hold the file for the time of one copy of the write-ahead file.
BUSY_TIMEOUT_MILLISECONDS = 5_000

# 4 MiB of write-ahead file: small enough to copy within one commit's patience.
WAL_PAGES_MAX = 1_000
# After a burst the write-ahead file is cut back to this.
WAL_BYTES_KEPT_MAX = 16 * 1024 * 1024

# The smallest cache SQLite works well with: a reader must go back to the file.
READ_CACHE_PAGES = 8

COUNT_TABLES = "SELECT count(*) FROM sqlite_schema"
LAST_MIGRATION = "SELECT coalesce(max(number), 0) FROM migrations"
ADD_MIGRATION = "INSERT INTO migrations (number) VALUES (?)"


class FirstRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that a new file is made with, in the same transaction as its tables."""

    sql: str
    values: tuple[str, ...]


class Writer:
    """The one writing connection of a file; final after the first failure.

    ``transaction`` is all or nothing. After any error inside it every later transaction raises
    ``StoreError``, and closing copies nothing more: only a reopening may write again.
    """

    def __init__(self, connection: apsw.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._wal_pages = 0
        self._failed = False
        connection.set_wal_hook(self._count_pages)

    def _count_pages(self, _connection: apsw.Connection, _name: str, pages: int) -> int:
        self._wal_pages = pages
        return apsw.SQLITE_OK

    @contextlib.contextmanager
    def transaction(self, doing: str) -> Iterator[apsw.Connection]:
        """Run the block in one durable transaction; a failure leaves the writer unusable."""
        self._refuse_after_failure()
        try:
            with translated(str(self._path), doing):
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                # Commit point of this file: a crash before COMMIT returns leaves either nothing
                # or all of it; reopening shows which. After it returned, all of it is on disk.
                self._connection.execute("COMMIT")
                if self._wal_pages >= WAL_PAGES_MAX:
                    self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
        except BaseException:
            self.fail()
            raise

    def _refuse_after_failure(self) -> None:
        if self._failed:
            raise StoreError(
                worded(
                    str(self._path),
                    expected="a store that has not failed",
                    found="one that failed earlier",
                    hint="Stop the desk and start it again: it checks what is stored first.",
                )
            )

    def fail(self) -> None:
        """Give up writing: undo what is open, and leave the rest to a reopening."""
        self._failed = True
        with contextlib.suppress(apsw.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        with contextlib.suppress(apsw.Error):
            self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)

    def query(
        self, sql: str, values: tuple[str | int | bytes, ...] = ()
    ) -> list[tuple[object, ...]]:
        """Return the rows of a question asked over the writing connection."""
        with translated(str(self._path), "reading"):
            return self._connection.execute(sql, values).fetchall()

    def checkpoint(self) -> None:
        """Copy the whole write-ahead file into the main file and cut it to nothing.

        Raises ``LedgerInUse`` when another program's reading keeps a part of it.
        """
        with translated(str(self._path), "copying the write-ahead file"):
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)

    def close(self) -> None:
        """Close the connection; the last one to close also empties the write-ahead file."""
        with translated(str(self._path), "closing"):
            self._connection.close()

    def __enter__(self) -> Self:
        """Use the writer as a context that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def open_writer(
    path: Path,
    kind: FileKind,
    *,
    create: bool = False,
    first: FirstRow | None = None,
    vfs: str | None = None,
) -> Writer:
    """Open a file for writing, or make a new one where ``create`` is set.

    ``first`` is a row that a new file has from its first moment. ``vfs`` names another of
    SQLite's file layers (the fault matrix uses it). Making a file that
    is there already, opening one that is not, a foreign and a newer one raise ``StoreError``;
    one that cannot be written raises ``ReadOnly``.
    """
    _check_presence(path, kind, create=create)
    flags = apsw.SQLITE_OPEN_READWRITE | (apsw.SQLITE_OPEN_CREATE if create else 0)
    with translated(str(path), f"opening the {kind.name}"):
        connection = apsw.Connection(str(path), flags=flags, vfs=vfs)
        try:
            _prepare_writing(connection, path, kind, create=create, first=first)
        except BaseException:
            connection.close()
            raise
    return Writer(connection, path)


def _check_presence(path: Path, kind: FileKind, *, create: bool) -> None:
    with translated(str(path), f"looking for the {kind.name}"):
        # An empty file is what is left of a making that was cut short.
        if create or (path.is_file() and path.stat().st_size > 0):
            return
    raise StoreError(
        worded(
            str(path),
            expected=f"a {kind.name}",
            found="no such file",
            hint="Check the folder's name; if nothing was ever kept here, make it new.",
        )
    )


def _prepare_writing(
    connection: apsw.Connection,
    path: Path,
    kind: FileKind,
    *,
    create: bool,
    first: FirstRow | None,
) -> None:
    connection.set_busy_timeout(BUSY_TIMEOUT_MILLISECONDS)
    _refuse_read_only(connection, path)
    is_new = _is_empty(connection)
    if is_new and not create:
        _refuse_foreign(path, kind, found="an empty database")
    if create and not is_new:
        _refuse_existing(path, kind)
    if not is_new:
        _check_mark(connection, path, kind)
    _set_durable(connection, path)
    _migrate(connection, path, kind, first)
    _copy_everything(connection, path)


def _refuse_read_only(connection: apsw.Connection, path: Path) -> None:
    if connection.readonly("main"):
        raise ReadOnly(
            worded(
                str(path),
                expected="a file that can be written",
                found="one that can only be read",
                hint="Check who owns the file and whether its volume is mounted read-only.",
            )
        )


def _is_empty(connection: apsw.Connection) -> bool:
    return not connection.execute(COUNT_TABLES).get and not connection.pragma("application_id")


def _refuse_existing(path: Path, kind: FileKind) -> None:
    raise StoreError(
        worded(
            str(path),
            expected=f"no {kind.name} yet",
            found="one that is there already",
            hint="Open it instead, or name another folder; nothing is ever overwritten.",
        )
    )


def _refuse_foreign(path: Path, kind: FileKind, *, found: str) -> None:
    raise StoreError(
        worded(
            str(path),
            expected=f"a {kind.name} of Showclear",
            found=found,
            hint="Check the folder's name; nothing was changed in the file.",
        )
    )


def _check_mark(connection: apsw.Connection, path: Path, kind: FileKind) -> None:
    mark = connection.pragma("application_id")
    if mark != kind.application_id:
        _refuse_foreign(path, kind, found=f"a database with the mark {mark}")


def _set_durable(connection: apsw.Connection, path: Path) -> None:
    mode = connection.pragma("journal_mode", "wal")
    if mode != "wal":
        raise StoreError(
            worded(
                str(path),
                expected="a volume on which SQLite can keep a write-ahead file",
                found=f"journal mode {mode}",
                hint="Keep the ledger on a disk of this machine, not on a network volume.",
            )
        )
    connection.wal_autocheckpoint(0)
    for pragma, value in (
        ("synchronous", "FULL"),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("foreign_keys", 1),
        ("secure_delete", 1),  # what is erased is overwritten; log tables erase nothing
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("journal_size_limit", WAL_BYTES_KEPT_MAX),
    ):
        connection.pragma(pragma, value)


def _migrate(
    connection: apsw.Connection, path: Path, kind: FileKind, first: FirstRow | None
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        is_new = _is_empty(connection)
        if is_new:
            connection.execute(MIGRATIONS_TABLE)
            connection.pragma("application_id", kind.application_id)
        done = _last_migration(connection, path, kind)
        for number, script in enumerate(kind.migrations[done:], start=done + 1):
            connection.execute(script)
            connection.execute(ADD_MIGRATION, (number,))
        if is_new and first is not None:
            connection.execute(first.sql, first.values)
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(apsw.Error):
            connection.execute("ROLLBACK")
        raise


def _last_migration(connection: apsw.Connection, path: Path, kind: FileKind) -> int:
    done = connection.execute(LAST_MIGRATION).get
    if not isinstance(done, int):
        raise Damaged(str(path), expected="the number of its last migration", found=repr(done))
    if done > len(kind.migrations):
        raise StoreError(
            worded(
                str(path),
                expected=f"a {kind.name} of format {len(kind.migrations)} or older",
                found=f"format {done}, made by a newer Showclear",
                hint="Update Showclear on this machine; nothing was changed in the file.",
            )
        )
    return done


def _copy_everything(connection: apsw.Connection, path: Path) -> None:
    pages, copied = connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
    if copied < pages:
        raise LedgerInUse(
            worded(
                str(path),
                expected=f"to copy {pages} pages of the write-ahead file",
                found=f"{copied} copied, the rest held by another program's reading",
                hint="Close the other program that has this file open, then try again.",
            )
        )


def open_reader(path: Path, kind: FileKind, *, vfs: str | None = None) -> apsw.Connection:
    """Open a file for reading only, beside whoever writes it.

    In a folder that cannot be written SQLite cannot share a file that is being written. If no
    write-ahead file is there, nothing is missing from the main file, and it is read as one that
    does not change (``immutable``: no locks are taken, so no desk may run on it meanwhile).
    Otherwise ``ReadOnly`` is raised: the newest entries would be left out.
    """
    _check_presence(path, kind, create=False)
    with translated(str(path), f"opening the {kind.name} for reading"):
        try:
            connection = _connect_reading(path, kind, vfs=vfs)
        except (apsw.CantOpenError, apsw.ReadOnlyError):
            _refuse_unread_wal(path)
            connection = _connect_reading(path, kind, vfs=vfs, immutable=True)
    return connection


def _connect_reading(
    path: Path, kind: FileKind, *, vfs: str | None, immutable: bool = False
) -> apsw.Connection:
    flags = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
    name = f"file:{quote(str(path.absolute()))}" + ("?immutable=1" if immutable else "")
    connection = apsw.Connection(name, flags=flags, vfs=vfs)
    try:
        connection.set_busy_timeout(BUSY_TIMEOUT_MILLISECONDS)
        connection.pragma("cache_size", READ_CACHE_PAGES)
        connection.pragma("trusted_schema", 0)
        connection.pragma("cell_size_check", 1)
        _check_mark(connection, path, kind)
        done = _last_migration(connection, path, kind)
        if done < len(kind.migrations):
            _refuse_older(path, kind, done)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_older(path: Path, kind: FileKind, done: int) -> None:
    raise StoreError(
        worded(
            str(path),
            expected=f"a {kind.name} of format {len(kind.migrations)}",
            found=f"format {done}",
            hint="Start the desk on it once: that brings it to the newer format.",
        )
    )


def _refuse_unread_wal(path: Path) -> None:
    wal = path.with_name(f"{path.name}-wal")
    if wal.is_file() and wal.stat().st_size > 0:
        raise ReadOnly(
            worded(
                str(wal),
                expected="no write-ahead file in a folder that cannot be written",
                found=f"one of {wal.stat().st_size} bytes, which may hold the newest entries",
                hint="Copy the whole folder to a place that can be written and read it there.",
            )
        )
