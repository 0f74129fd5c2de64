"""The last signed head in a file of its own: ``desk.ports.HeadStore``.

It lives in another folder than the entries, better on another disk, so that a restored backup of
the entries is found out. The file belongs to one origin for ever: opened for another ledger it
refuses, because one head store for two ledgers would let either forget its head.

It leaves what a head says to ``record.note``; here it is bytes.

Example::

    heads = create_head_store(folder, "example.org/night-shoot/unit-1")
    heads.swap(None, note)
    heads.swap(note, next_note)      # HeadMoved unless the file still holds ``note``
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from showclear.adapters.files import make_folder
from showclear.adapters.migrations import HEAD
from showclear.adapters.sqlite_file import FirstRow, open_reader, open_writer
from showclear.adapters.translate import translated, worded
from showclear.errors import Damaged, HeadMoved, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    import apsw

    from showclear.adapters.sqlite_file import Writer

HEAD_FILE = "head.sqlite"

INSERT_ORIGIN = "INSERT INTO origin (one, origin) VALUES (1, ?)"
SELECT_ORIGIN = "SELECT origin FROM origin WHERE one = 1"
SELECT_HEAD = "SELECT note FROM head WHERE one = 1"
FIRST_HEAD = "INSERT INTO head (one, note) VALUES (1, ?) ON CONFLICT (one) DO NOTHING"
NEXT_HEAD = "UPDATE head SET note = ? WHERE one = 1 AND note = ?"


class SqliteHeadStore:
    """The last signed head of one origin; made by the two functions below."""

    def __init__(self, path: Path, writer: Writer) -> None:
        self._place = str(path)
        self._writer = writer

    def read(self) -> bytes | None:
        """Return the stored head, or None before the first."""
        return self._only_bytes(self._writer.query(SELECT_HEAD))

    def _only_bytes(self, rows: list[tuple[object, ...]]) -> bytes | None:
        match rows:
            case []:
                return None
            case [(bytes() as note,)]:
                return note
            case _:
                raise Damaged(self._place, expected="one head of bytes", found=f"{rows!r:.80}")

    def swap(self, old: bytes | None, new: bytes) -> None:
        """Replace ``old`` by ``new`` durably in one step, or raise ``HeadMoved``."""
        with self._writer.transaction("storing the head") as connection:
            if old is None:
                connection.execute(FIRST_HEAD, (new,))
            else:
                connection.execute(NEXT_HEAD, (new, old))
            if connection.changes() != 1:
                self._refuse_moved(old, connection)

    def _refuse_moved(self, old: bytes | None, connection: apsw.Connection) -> None:
        found = self._only_bytes(connection.execute(SELECT_HEAD).fetchall())
        raise HeadMoved(head_moved(self._place, old, found))

    def close(self) -> None:
        """Give up the file."""
        self._writer.close()

    def __enter__(self) -> Self:
        """Use the store as a context that closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def head_moved(place: str, old: bytes | None, found: bytes | None) -> str:
    """Return the message for a head that is not the one this desk last signed."""
    return worded(
        place,
        expected=_shown(old),
        found=_shown(found),
        hint="Another desk signed with this key, or a backup was put back. Sign nothing; "
        "compare with the newest head that phones and cosigners hold.",
    )


def _shown(head: bytes | None) -> str:
    if head is None:
        return "no head"
    lines = head.decode("utf-8", "replace").splitlines()
    return f"the head {' '.join(lines[:3])!r}"  # origin, size and root of a checkpoint


def create_head_store(folder: Path, origin: str, *, vfs: str | None = None) -> SqliteHeadStore:
    """Make a head store for one origin; one that is there already raises ``StoreError``."""
    make_folder(folder)
    path = folder / HEAD_FILE
    first = FirstRow(sql=INSERT_ORIGIN, values=(origin,))
    return SqliteHeadStore(path, open_writer(path, HEAD, create=True, first=first, vfs=vfs))


def open_head_store(folder: Path, origin: str, *, vfs: str | None = None) -> SqliteHeadStore:
    """Open the head store of an origin; that of another origin raises ``StoreError``."""
    path = folder / HEAD_FILE
    writer = open_writer(path, HEAD, vfs=vfs)
    found = writer.query(SELECT_ORIGIN)
    if found != [(origin,)]:
        writer.close()
        raise StoreError(
            worded(
                str(path),
                expected=f"the head store of {origin}",
                found=f"that of {found[0][0]}" if found else "one without an origin",
                hint="Name the folder that belongs to this ledger; every ledger has its own.",
            )
        )
    return SqliteHeadStore(path, writer)


def read_head(folder: Path, *, vfs: str | None = None) -> bytes | None:
    """Return the stored head without writing, also while a desk is at work; None before the first.

    Whose head it is says the note itself: whoever reads it checks its signature.
    """
    path = folder / HEAD_FILE
    with translated(str(path), "reading the head"):
        connection = open_reader(path, HEAD, vfs=vfs)
        try:
            head = connection.execute(SELECT_HEAD).get
        finally:
            connection.close()
    if head is None or isinstance(head, bytes):
        return head
    raise Damaged(str(path), expected="one head of bytes", found=f"{head!r:.80}")
