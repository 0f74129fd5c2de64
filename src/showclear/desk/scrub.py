"""Scrub: re-hash what is stored, a little at a time, and stop the desk at the first bad entry.

Start-up hashes what came after the snapshot; the rest is re-read here, in the background and
daily. Leaf hashes are compared with the stored hash tile, and the tile as stored with the root the
tree has now (the tree itself may remember what the disk has lost), so that an entry that changed
on disk is named before anything more is signed over it. A store that fails stops the desk too.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

from showclear.desk.desk import Desk
from showclear.errors import Damaged, StoreError
from showclear.record.tiles import (
    HASH_BYTES,
    TILE_HEIGHT,
    TILE_WIDTH,
    HashTile,
    encode_path,
    split_hashes,
)
from showclear.record.tree import node_hash, verify_inclusion


class ScrubProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a scrub is: entries re-hashed, of how many, and whether it went round."""

    done: int
    size: int

    @property
    def whole(self) -> bool:
        """Whether every entry was re-hashed."""
        return self.done >= self.size


class Scrub:
    """One round over one desk's entries. Begin a new one for the next round."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._next = 0
        self._size = desk.keeping.tree.size

    def step(self, tiles: int = 8) -> ScrubProgress:
        """Re-hash the next ``tiles`` times 256 entries.

        Raises ``Damaged`` naming the first bad entry, or ``StoreError``; the desk has stopped
        then.
        """
        for _ in range(tiles):
            if self._next >= self._size:
                break
            try:
                self._tile(self._next // TILE_WIDTH)
            except (Damaged, StoreError) as problem:
                self._desk.stop(f"scrub: {problem}")
                raise
        return ScrubProgress(done=self._next, size=self._size)

    def _tile(self, number: int) -> None:
        first = number * TILE_WIDTH
        stop = min(first + TILE_WIDTH, self._size)
        expected = self._leaves(number)
        for entry in self._desk.parts.store.read(first, stop):
            start = (entry.index - first) * HASH_BYTES
            leaf = sha256(b"\x00" + entry.envelope).digest()
            if leaf != expected[start : start + HASH_BYTES]:
                raise Damaged(
                    f"entry {entry.index}",
                    expected="the bytes that were signed over",
                    found="other bytes on disk",
                )
        self._next = stop

    def _leaves(self, number: int) -> bytes:
        tree = self._desk.keeping.tree
        if (number + 1) * TILE_WIDTH > tree.size:
            return tree.edge().partial[0]
        kept = self._desk.parts.store.tile(0, number)
        place = encode_path(HashTile(level=0, number=number))
        if kept is None:
            raise Damaged(place, expected="a full tile", found="none")
        proof = tree.inclusion_proof(index=number * TILE_WIDTH, size=tree.size)
        # Above the tiles a tree is one of tile roots (RFC 6962 splits at powers of two): what is
        # left of the first leaf's proof above its tile proves the tile's own root.
        if not verify_inclusion(
            leaf=_root(kept),
            index=number,
            size=-(-tree.size // TILE_WIDTH),
            proof=proof[TILE_HEIGHT:],
            root=tree.root(),
        ):
            raise Damaged(place, expected="hashes under the tree's root", found="others")
        return kept


def _root(tile: bytes) -> bytes:
    row = list(split_hashes(tile))
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]
