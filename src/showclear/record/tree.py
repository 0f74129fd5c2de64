"""The hash tree over the entries of one ledger: RFC 6962 hashing, RFC 9162 proofs.

The tree keeps only its right edge in memory; what lies to the left is read, one full tile of 256
hashes at a time, from whoever stores the tiles, and each tile read is hashed and compared with
its parent before anything is built on it. Storing tiles, hashing entries from disk a second time
and signing heads are left to the desk.

Order of things: ``append`` leaf hashes; ``take_full_tiles`` and write them; only then take again.
A tile that was taken is answered from memory until the next call of ``take_full_tiles``.

Proofs are made in the order plan, read, compute: the bits of index and size say which subtrees
are wanted; complete subtrees stand in a tile; the one ragged subtree at each height of the right
edge is computed once per size and kept.

::

    tree = Tree(tiles)
    tree.append(leaf_hash(b"first entry"))
    proof = tree.inclusion_proof(index=0, size=1)
    verify_inclusion(leaf=leaf_hash(b"first entry"), index=0, size=1, proof=proof,
                     root=tree.root())
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

import msgspec

from showclear.errors import Damaged, InvariantError
from showclear.record.tiles import (
    FULL_TILE_BYTES,
    HASH_BYTES,
    TILE_HEIGHT,
    HashTile,
    encode_path,
    split_hashes,
)

EMPTY_ROOT = sha256(b"").digest()
"""Root of the tree without entries (RFC 6962 section 2.1)."""

TILES_CACHED_MAX = 64
"""Tiles kept in memory after reading: 64 of about 37 kB are 2.4 MB, and cover 16,384 entries."""

HEADS_CACHED_MAX = 8
"""Sizes whose right edge is kept: the present head and the few that cosigners still ask for."""

PATHS_CACHED_MAX = 1024
"""Upper parts of proofs kept per size: one serves the 256 entries of a tile."""

_NUMBERS_IN_TILE = (1 << TILE_HEIGHT) - 1

Pyramid = list[list[bytes]]
"""The complete subtrees inside one tile: row h holds those of 2**h hashes, h from 0 to 7."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf hash of an entry (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 6962 section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class FullTiles(Protocol):
    """Where full hash tiles are read from; ``desk.ports.LedgerStore`` is one."""

    def tile(self, level: int, number: int) -> bytes | None:
        """Return one full tile of 8,192 bytes, or None when it is not stored."""


class Edge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The right edge of a tree: its size and, per level, the hashes of the partial tile."""

    size: int
    partial: tuple[bytes, ...]


class _Head:
    """What is remembered of one size: the ragged right edge, and upper parts of proofs."""

    __slots__ = ("above", "ragged", "size")

    def __init__(self, size: int, ragged: list[bytes | None]) -> None:
        self.size = size
        self.ragged = ragged
        self.above: dict[tuple[int, int], tuple[bytes, ...]] = {}


class Tree:
    """The tree of one ledger, growing at its right edge.

    Indexes and sizes beyond the tree are the caller's bug and raise ``InvariantError``; a tile
    that is missing or does not hash to its parent raises ``Damaged``.
    """

    def __init__(self, tiles: FullTiles) -> None:
        self._tiles = tiles
        self._size = 0
        # Row g holds the hashes of complete subtrees of 2**g leaves that lie in the partial tile
        # of level g // 8: the right edge, never more than 510 hashes per level.
        self._rows: list[list[bytes]] = [[] for _ in range(TILE_HEIGHT)]
        self._completed: dict[tuple[int, int], bytes] = {}
        self._taken: dict[tuple[int, int], bytes] = {}
        self._pyramids: OrderedDict[tuple[int, int], Pyramid] = OrderedDict()
        self._heads: OrderedDict[int, _Head] = OrderedDict()

    @classmethod
    def from_edge(cls, edge: Edge, tiles: FullTiles) -> Tree:
        """Return the tree an edge was taken from; the caller compares its root with a head."""
        _check_edge(edge)
        tree = cls(tiles)
        tree._size = edge.size
        tree._rows = [row for partial in edge.partial for row in _pyramid(partial)]
        tree._rows = tree._rows or [[] for _ in range(TILE_HEIGHT)]
        return tree

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    def edge(self) -> Edge:
        """Return the right edge, from which ``from_edge`` makes the same tree again."""
        bottoms = self._rows[::TILE_HEIGHT][: _levels(self._size)]
        return Edge(size=self._size, partial=tuple(b"".join(row) for row in bottoms))

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash at the right edge."""
        if len(leaf) != HASH_BYTES:
            raise InvariantError(f"leaf hash: expected 32 bytes, found {len(leaf)}")
        rows = self._rows
        row = rows[0]
        row.append(leaf)
        number = self._size
        self._size = number + 1
        height = 0
        while number & 1:
            leaf = sha256(b"\x01" + row[-2] + leaf).digest()
            number >>= 1
            height += 1
            if not height % TILE_HEIGHT:
                self._complete(height // TILE_HEIGHT - 1, number)
            row = rows[height]
            row.append(leaf)

    def _complete(self, level: int, number: int) -> None:
        """Set a tile that has just become full aside and begin the next of its level."""
        bottom = level * TILE_HEIGHT
        top = bottom + TILE_HEIGHT
        pyramid = self._rows[bottom:top]
        self._rows[bottom:top] = [[] for _ in range(TILE_HEIGHT)]
        if len(self._rows) == top:
            self._rows.extend([] for _ in range(TILE_HEIGHT))
        self._completed[level, number] = b"".join(pyramid[0])
        self._remember(level, number, pyramid)

    def take_full_tiles(self) -> tuple[tuple[int, int, bytes], ...]:
        """Return (level, number, hashes) of the tiles completed since the last call.

        The caller writes them before it calls again: from the second call on they are read back.
        """
        self._taken, self._completed = self._completed, {}
        return tuple((level, number, tile) for (level, number), tile in self._taken.items())

    def root(self) -> bytes:
        """Return the root over all leaves."""
        return self.root_at(self._size)

    def root_at(self, size: int) -> bytes:
        """Return the root over the first ``size`` leaves."""
        return self._head(size).ragged[-1] or EMPTY_ROOT

    def inclusion_proof(self, *, index: int, size: int) -> tuple[bytes, ...]:
        """Return the hashes from leaf ``index`` up to the root at ``size`` (RFC 9162 2.1.3.1)."""
        if not 0 <= index < size:
            raise InvariantError(f"proof of leaf {index}: expected 0 <= index < size {size}")
        return self._climb(self._head(size), 0, index)

    def consistency_proof(self, *, old: int, new: int) -> tuple[bytes, ...]:
        """Return the hashes that show ``old`` to be the beginning of ``new`` (RFC 9162 2.1.4.1).

        It is empty for old 0 and for equal sizes, where nothing is to be shown.
        """
        if not 0 <= old <= new:
            raise InvariantError(f"proof from size {old}: expected 0 <= old <= new {new}")
        head = self._head(new)
        if old in {0, new}:
            return ()
        # The last complete subtree of the old tree stands at the lowest bit set in its size; if
        # it is the whole old tree, its hash is the old root, which the checker has.
        height = (old & -old).bit_length() - 1
        number = (old >> height) - 1
        start = () if number == 0 else (self._subtree(height, number),)
        return start + self._climb(head, height, number)

    def _climb(self, head: _Head, height: int, number: int) -> tuple[bytes, ...]:
        """Return the siblings on the way from node ``number`` at ``height`` to the root."""
        if (head.size - 1) >> height == 0:
            return ()
        level, low = divmod(height, TILE_HEIGHT)
        tile = number >> (TILE_HEIGHT - low)
        rows = self._tile_rows(level, tile)
        proof: list[bytes] = []
        for high in range(low, TILE_HEIGHT):
            sibling = number ^ 1
            complete = head.size >> height
            if sibling < complete:
                proof.append(rows[high][sibling & (_NUMBERS_IN_TILE >> high)])
            elif sibling == complete:
                # Promoted, not doubled: without leaves to the right there is no sibling.
                ragged = head.ragged[height]
                if ragged is not None:
                    proof.append(ragged)
            number >>= 1
            height += 1
        return (*proof, *self._climb_above(head, height, tile))

    def _climb_above(self, head: _Head, height: int, number: int) -> tuple[bytes, ...]:
        """Return what ``_climb`` does from the border of a tile, remembered per size."""
        above = head.above.get((height, number))
        if above is None:
            if len(head.above) >= PATHS_CACHED_MAX:
                head.above.clear()
            above = head.above[height, number] = self._climb(head, height, number)
        return above

    def _head(self, size: int) -> _Head:
        """Return what is remembered of a size, making it if need be."""
        head = self._heads.get(size)
        if head is not None:
            self._heads.move_to_end(size)
            return head
        if not 0 <= size <= self._size:
            raise InvariantError(f"size {size}: expected at most the tree's {self._size}")
        head = self._heads[size] = _Head(size, self._ragged(size))
        if len(self._heads) > HEADS_CACHED_MAX:
            self._heads.popitem(last=False)
        return head

    def _ragged(self, size: int) -> list[bytes | None]:
        """Return, per height, the hash of the leaves right of the last complete subtree.

        None where there are none; the last one is the root.
        """
        rest: bytes | None = None
        ragged = [rest]
        for height in range(size.bit_length()):
            if size >> height & 1:
                left = self._subtree(height, (size >> height) - 1)
                rest = left if rest is None else node_hash(left, rest)
            ragged.append(rest)
        return ragged

    def _subtree(self, height: int, number: int) -> bytes:
        """Return the hash of complete subtree ``number`` of 2**height leaves."""
        level, high = divmod(height, TILE_HEIGHT)
        rows = self._tile_rows(level, number >> (TILE_HEIGHT - high))
        return rows[high][number & (_NUMBERS_IN_TILE >> high)]

    def _tile_rows(self, level: int, number: int) -> Pyramid:
        """Return the pyramid of one tile, full or at the right edge."""
        if number == self._size >> (TILE_HEIGHT * (level + 1)):
            return self._rows[level * TILE_HEIGHT : (level + 1) * TILE_HEIGHT]
        pyramid = self._pyramids.get((level, number))
        if pyramid is None:
            pyramid = self._read(level, number)
            self._remember(level, number, pyramid)
        else:
            self._pyramids.move_to_end((level, number))
        return pyramid

    def _read(self, level: int, number: int) -> Pyramid:
        """Read a full tile and compare its hash with the one its parent tile holds."""
        tile = self._completed.get((level, number)) or self._taken.get((level, number))
        tile = tile or self._tiles.tile(level, number)
        place = encode_path(HashTile(level=level, number=number))
        if tile is None or len(tile) != FULL_TILE_BYTES:
            found = "nothing" if tile is None else f"{len(tile)} bytes"
            raise Damaged(place, expected=f"{FULL_TILE_BYTES} bytes", found=found)
        pyramid = _pyramid(tile)
        found_hash = node_hash(*pyramid[-1])
        parent_hash = self._subtree(TILE_HEIGHT * (level + 1), number)
        if found_hash != parent_hash:
            raise Damaged(
                place,
                expected=f"hashes under {parent_hash.hex()}",
                found=f"hashes under {found_hash.hex()}",
            )
        return pyramid

    def _remember(self, level: int, number: int, pyramid: Pyramid) -> None:
        """Keep a tile's pyramid, and forget the one unused for longest."""
        self._pyramids[level, number] = pyramid
        if len(self._pyramids) > TILES_CACHED_MAX:
            self._pyramids.popitem(last=False)


class RootBuilder:
    """The root over very many leaves, keeping one hash per height and nothing else."""

    def __init__(self) -> None:
        self._size = 0
        self._complete: list[bytes] = []

    @property
    def size(self) -> int:
        """The number of leaves."""
        return self._size

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash; the caller made it with ``leaf_hash``, so it is not checked."""
        number = self._size
        self._size = number + 1
        complete = self._complete
        while number & 1:
            leaf = sha256(b"\x01" + complete.pop() + leaf).digest()
            number >>= 1
        complete.append(leaf)

    def root(self) -> bytes:
        """Return the root over the leaves so far; more may follow."""
        if not self._complete:
            return EMPTY_ROOT
        *lefts, root = self._complete
        for left in reversed(lefts):
            root = node_hash(left, root)
        return root


def verify_inclusion(
    *, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Return whether the leaf hash stands at ``index`` under ``root`` (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes((leaf, root, *proof)):
        return False
    position, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            position, last = _skip_promotions(position, last)
        else:
            found = node_hash(found, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and found == root


def verify_consistency(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether the old tree is the beginning of the new one (RFC 9162 2.1.4.2).

    RFC 9162 leaves old size 0 open; here it needs the empty root and an empty proof.
    """
    if not 0 <= old_size <= new_size or not _are_hashes((old_root, new_root, *proof)):
        return False
    if old_size in {0, new_size}:
        roots_fit = old_root == new_root if old_size == new_size else True
        empty_fits = old_root == EMPTY_ROOT if old_size == 0 else True
        return not proof and roots_fit and empty_fits
    is_power_of_two = old_size & (old_size - 1) == 0
    path = [old_root, *proof] if is_power_of_two else list(proof)
    return bool(path) and _roots_from(path, old_size, new_size) == (old_root, new_root)


def _roots_from(path: Sequence[bytes], old_size: int, new_size: int) -> tuple[bytes, bytes] | None:
    """Return the old and new root that a consistency path leads to (RFC 9162 2.1.4.2, 4-6)."""
    height = (old_size & -old_size).bit_length() - 1
    position, last = (old_size - 1) >> height, (new_size - 1) >> height
    old_found = new_found = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            old_found = node_hash(sibling, old_found)
            new_found = node_hash(sibling, new_found)
            position, last = _skip_promotions(position, last)
        else:
            new_found = node_hash(new_found, sibling)
        position >>= 1
        last >>= 1
    return (old_found, new_found) if last == 0 else None


def _skip_promotions(position: int, last: int) -> tuple[int, int]:
    """Go up past the heights at which a right-most node was promoted without a sibling."""
    while position and not position & 1:
        position >>= 1
        last >>= 1
    return position, last


def _are_hashes(values: Sequence[bytes]) -> bool:
    """Return whether each value has the length of a hash; nothing else protects the root."""
    return all(len(value) == HASH_BYTES for value in values)


def _pyramid(tile: bytes) -> Pyramid:
    """Return the complete subtrees inside a tile of up to 256 hashes."""
    row = list(split_hashes(tile))
    rows = [row]
    for _ in range(1, TILE_HEIGHT):
        pairs = zip(row[::2], row[1::2], strict=False)  # the odd one out waits for its sibling
        row = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        rows.append(row)
    return rows


def _levels(size: int) -> int:
    """Return the number of tile levels that a tree of ``size`` leaves has begun."""
    return -(-size.bit_length() // TILE_HEIGHT)


def _check_edge(edge: Edge) -> None:
    """Refuse an edge whose partial tiles do not have the widths its size asks for."""
    widths = tuple(
        edge.size >> (TILE_HEIGHT * level) & _NUMBERS_IN_TILE
        for level in range(_levels(max(edge.size, 0)))
    )
    lengths = tuple(len(partial) for partial in edge.partial)
    expected = tuple(width * HASH_BYTES for width in widths)
    if edge.size < 0 or lengths != expected:
        raise Damaged(
            f"edge of a tree of {edge.size} entries",
            expected=f"partial tiles of {list(expected)} bytes",
            found=f"{list(lengths)}",
        )
