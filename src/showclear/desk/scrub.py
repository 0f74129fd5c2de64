"""Scrub: re-hash what is stored, a little at a time, and stop the desk at the first bad entry.

Start-up hashes what came after the snapshot; the rest is re-read here, in the background and
daily. Leaf hashes are compared with the stored hash tiles, and tiles with the tree's own edge, so
that an entry that changed on disk is named before anything more is signed over it.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

from showclear.desk.desk import Desk
from showclear.errors import Damaged
from showclear.record.tiles import HASH_BYTES, TILE_WIDTH


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

        Raises ``Damaged`` naming the first bad entry; the desk has stopped then.
        """
        for _ in range(tiles):
            if self._next >= self._size:
                break
            try:
                self._tile(self._next // TILE_WIDTH)
            except Damaged as problem:
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
        if kept is None:
            raise Damaged(f"hash tile {number}", expected="a full tile", found="none")
        # The tree checks every tile it reads against its parents, up to the edge it holds.
        tree.inclusion_proof(index=number * TILE_WIDTH, size=tree.size)
        return kept
