"""RFC 6962 as it defines itself: recursive, slow, and nothing shared with the program.

Example: ``root([b"a", b"b"])`` is the root over two entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf(entry: bytes) -> bytes:
    """Return a leaf hash."""
    return sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def root(entries: Sequence[bytes]) -> bytes:
    """Return MTH of section 2.1."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return leaf(entries[0])
    half = split(len(entries))
    return node(root(entries[:half]), root(entries[half:]))


def path(index: int, entries: Sequence[bytes]) -> list[bytes]:
    """Return PATH of section 2.1.1."""
    if len(entries) == 1:
        return []
    half = split(len(entries))
    if index < half:
        return [*path(index, entries[:half]), root(entries[half:])]
    return [*path(index - half, entries[half:]), root(entries[:half])]


def proof(old: int, entries: Sequence[bytes], *, is_whole: bool = True) -> list[bytes]:
    """Return SUBPROOF of section 2.1.2; PROOF when called with its defaults."""
    size = len(entries)
    if old == size:
        return [] if is_whole else [root(entries)]
    half = split(size)
    if old <= half:
        return [*proof(old, entries[:half], is_whole=is_whole), root(entries[half:])]
    return [*proof(old - half, entries[half:], is_whole=False), root(entries[:half])]


def split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1
