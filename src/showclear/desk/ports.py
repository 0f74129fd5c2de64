"""What the desk needs from the outside world, as a handful of protocols.

Adapters implement these; ``wiring`` builds them. Each method says what is atomic, what a failure
means and who retries. Any ``StoreError`` from a writing method is final for that object: the desk
stops, and only a full reopening (which runs recovery) may write again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry to be stored: event id (32 bytes), whole envelope, items it touches or cites."""

    id: bytes
    envelope: bytes
    items: tuple[str, ...]


class FullTile(msgspec.Struct, frozen=True, kw_only=True):
    """One full hash tile: level, number within the level, and 8,192 bytes of hashes."""

    level: int
    number: int
    hashes: bytes


class Commit(msgspec.Struct, frozen=True, kw_only=True):
    """What one commit adds: entries from index ``first`` on, and the tiles they completed."""

    first: int
    entries: tuple[NewEntry, ...]
    tiles: tuple[FullTile, ...]


class StoredEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as read from storage."""

    index: int
    id: bytes
    envelope: bytes


class LedgerStore(Protocol):
    """The entries of one ledger, append-only. One writer at a time; the adapter holds the lock."""

    def count(self) -> int:
        """Return the number of stored entries, read from storage."""

    def append(self, commit: Commit) -> None:
        """Store the commit durably, all of it or nothing.

        Raises ``StoreError`` when ``commit.first`` is not ``count()``, when an entry or tile
        exists already, or when storage fails; after a failure it is unknown whether the commit
        is there, and the store must be closed and reopened before another write.
        """

    def read(self, first: int, stop: int) -> list[StoredEntry]:
        """Return entries ``first <= index < stop``, read from storage and not from a write cache.

        Raises ``Damaged`` when one in the range is missing.
        """

    def ids(self, first: int, stop: int) -> Iterator[bytes]:
        """Yield the event ids (32 bytes each) of ``first <= index < stop`` in order."""

    def tile(self, level: int, number: int) -> bytes | None:
        """Return one full hash tile of 8,192 bytes, or None when it is not stored."""

    def item_history(self, item: str) -> list[int]:
        """Return, ascending, the indexes of all entries that touch or cite the item."""

    def put_text(self, digest: str, text: bytes) -> None:
        """Keep a pack's text by its hex SHA-256, durably; storing it twice is no error."""

    def text(self, digest: str) -> bytes | None:
        """Return a pack's text, or None."""

    def free_bytes(self) -> int:
        """Return the free space, in bytes, of the volume that holds the ledger."""

    def close(self) -> None:
        """Give up the lock and the files; further calls are errors."""


class HeadStore(Protocol):
    """The last signed head, kept apart from the entries (another file, better another disk)."""

    def read(self) -> bytes | None:
        """Return the stored head (a signed note), or None before the first."""

    def swap(self, old: bytes | None, new: bytes) -> None:
        """Replace ``old`` by ``new`` durably in one step (compare-and-swap).

        Raises ``HeadMoved`` when the stored head is not ``old``; nothing is changed then.
        """

    def close(self) -> None:
        """Give up the file."""


class SnapshotStore(Protocol):
    """A cache of the folded state. Losing it costs time, never facts."""

    def load(self) -> bytes | None:
        """Return the cached bytes, or None when there are none or they cannot be read."""

    def save(self, snapshot: bytes) -> None:
        """Replace the cache, atomically; a failure raises ``StoreError`` and keeps the old one."""


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A personal or free-text detail behind a commitment: field path, salt (16 bytes), value."""

    path: str
    salt: bytes
    value: str


class Erased(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of an erased detail: when it was erased."""

    at: str


class DetailStore(Protocol):
    """Names, serial numbers and free text beside the log, encrypted at rest, erasable.

    Never read by fold, rules or verify.
    """

    def put(self, details: Sequence[tuple[str, Detail]]) -> None:
        """Store (commitment, detail) pairs durably, all or none; same pair twice is no error."""

    def get(self, commitment: str) -> Detail | Erased | None:
        """Return the detail, ``Erased`` once it was erased, or None when it was never here."""

    def find(self, path: str) -> list[tuple[str, Detail]]:
        """Return every kept (commitment, detail) whose field path is ``path``."""

    def erase(self, commitment: str, at: str) -> None:
        """Destroy salt and value durably; what stays is the date."""

    def close(self) -> None:
        """Give up the file."""


class Clock(Protocol):
    """The desk's time. A statement like any other: see docs/explanation/threat-model."""

    def now(self) -> int:
        """Return milliseconds since 1970-01-01T00:00:00Z."""

    def boot(self) -> tuple[str, int]:
        """Return a mark of this start of the machine (16 hex digits) and milliseconds since it."""


class IdSource(Protocol):
    """Fresh randomness for ids, nonces and salts."""

    def fresh(self, length: int) -> bytes:
        """Return ``length`` unpredictable bytes."""


class Signer(Protocol):
    """One Ed25519 private key."""

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes."""

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature over ``message``."""


class SignatureCheck(Protocol):
    """Ed25519 verification as libsodium does it (strict: no small-order keys or points)."""

    def many(self, items: Sequence[tuple[bytes, bytes, bytes]]) -> list[bool]:
        """Check (public key, message, signature) triples; the answer has the same order."""

    def usable(self, public: bytes) -> bool:
        """Return whether the public key is canonical and not of small order."""
