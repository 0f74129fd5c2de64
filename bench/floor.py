"""The floor of a commit: what it would take with nothing but signatures and a plain table.

For one batch that a desk has committed, the same Ed25519 checks over the same bytes by the same
library on two threads; the same two signatures (the desk's over ``decided``, the ledger's over the
head); one commit of the same entries into a plain SQLite table, and one of the head into another
file, with the settings the desk uses. No parsing, no rules, no tree, no index, no reading back, no
receipts: whatever a desk takes beyond this is ours.

Example::

    floor = Floor(folder)
    floor.commit(batch)          # takes as long as it takes; the caller holds the watch
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import apsw
import msgspec
import nacl.bindings
from nacl.signing import SigningKey

THREADS: Final = 2
WAL_PAGES_MAX: Final = 1_000
PRAGMAS: Final = (
    ("journal_mode", "wal"),
    ("synchronous", "FULL"),
    ("fullfsync", 1),
    ("checkpoint_fullfsync", 1),
    ("foreign_keys", 1),
    ("secure_delete", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("journal_size_limit", 16 * 1024 * 1024),
)
TABLE: Final = """CREATE TABLE entries (
    seq INTEGER PRIMARY KEY, id BLOB NOT NULL, envelope BLOB NOT NULL) STRICT"""
HEAD: Final = "CREATE TABLE head (one INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT"

Triple = tuple[bytes, bytes, bytes]  # public key, message, signature


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What one commit of a desk consisted of."""

    triples: list[Triple]
    rows: list[tuple[int, bytes, bytes]]  # index, event id, envelope; `decided` last
    decided: bytes  # the bytes the desk signed
    head_text: bytes  # the bytes the ledger's key signed
    head: bytes  # the note


class Floor:
    """A plain table, a plain head and two threads in one folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._entries = _plain(folder / "plain.sqlite", TABLE)
        self._head = _plain(folder / "plain-head.sqlite", HEAD)
        self._head.execute("INSERT INTO head (one, note) VALUES (1, x'00')")
        self._pool = ThreadPoolExecutor(THREADS)
        self._key = SigningKey(bytes(32))
        self._pages = {"entries": 0, "head": 0}
        self._entries.set_wal_hook(lambda *given: self._count("entries", given[2]))
        self._head.set_wal_hook(lambda *given: self._count("head", given[2]))

    def commit(self, batch: Batch) -> None:
        """Do what no ledger of signed entries with signed heads can do without."""
        self.check(batch.triples)
        self._key.sign(batch.decided)
        self.store(batch.rows)
        self._key.sign(batch.head_text)
        self.store_head(batch.head)

    def check(self, triples: list[Triple]) -> None:
        """Check every signature, half of them on each thread."""
        half = -(-len(triples) // THREADS)
        parts = [triples[start : start + half] for start in range(0, len(triples), half)]
        list(self._pool.map(_check, parts))

    def store(self, rows: list[tuple[int, bytes, bytes]]) -> None:
        """Commit the entries."""
        self._entries.execute("BEGIN IMMEDIATE")
        self._entries.executemany("INSERT INTO entries (seq, id, envelope) VALUES (?, ?, ?)", rows)
        self._entries.execute("COMMIT")
        if self._pages["entries"] >= WAL_PAGES_MAX:
            self._entries.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def store_head(self, head: bytes) -> None:
        """Commit the head."""
        self._head.execute("BEGIN IMMEDIATE")
        self._head.execute("UPDATE head SET note = ? WHERE one = 1", (head,))
        self._head.execute("COMMIT")
        if self._pages["head"] >= WAL_PAGES_MAX:
            self._head.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)

    def count(self) -> int:
        """Return how many rows the plain table holds."""
        return int(self._entries.execute("SELECT count(*) FROM entries").get)

    def close(self) -> None:
        """Give up files and threads."""
        self._pool.shutdown()
        self._entries.close()
        self._head.close()

    def _count(self, which: str, pages: int) -> int:
        self._pages[which] = pages
        return apsw.SQLITE_OK


def _plain(path: Path, table: str) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.wal_autocheckpoint(0)
    for name, value in PRAGMAS:
        connection.pragma(name, value)
    connection.execute(table)
    return connection


def _check(triples: list[Triple]) -> None:
    for public, message, signature in triples:
        nacl.bindings.crypto_sign_open(signature + message, public)
