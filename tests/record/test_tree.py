"""The tree against the recursive definition of RFC 6962, and its proofs against RFC 9162."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.errors import Damaged, InvariantError
from showclear.record import tree as tree_module
from showclear.record.tree import (
    EMPTY_ROOT,
    Edge,
    RootBuilder,
    Tree,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = 300
TWO_LEVELS = 65_536


class TilesInMemory:
    """Full tiles in a dictionary; counts what is read."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], bytes] = {}
        self.read: list[tuple[int, int]] = []

    def tile(self, level: int, number: int) -> bytes | None:
        """Return one full tile, or None."""
        self.read.append((level, number))
        return self.kept.get((level, number))

    def write_from(self, tree: Tree) -> None:
        """Do what a desk does at a commit."""
        for level, number, hashes in tree.take_full_tiles():
            self.kept[level, number] = hashes


def leaf(number: int) -> bytes:
    """Return the leaf hash of a numbered entry."""
    return leaf_hash(b"entry %d" % number)


@cache
def reference_root(start: int, stop: int) -> bytes:
    """Return MTH(D[start:stop]) as RFC 6962 section 2.1 defines it."""
    if stop - start == 1:
        return sha256(b"\x00entry %d" % start).digest()
    middle = start + split(stop - start)
    left, right = reference_root(start, middle), reference_root(middle, stop)
    return sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    """Return the largest power of two below ``count``."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def reference_path(index: int, start: int, stop: int) -> list[bytes]:
    """Return PATH(m, D[n]) as RFC 6962 section 2.1.1 defines it."""
    if stop - start == 1:
        return []
    middle = start + split(stop - start)
    if index < middle:
        return [*reference_path(index, start, middle), reference_root(middle, stop)]
    return [*reference_path(index, middle, stop), reference_root(start, middle)]


def reference_subproof(old: int, start: int, stop: int, *, is_whole: bool) -> list[bytes]:
    """Return SUBPROOF(m, D[n], b) as RFC 6962 section 2.1.2 defines it; old is absolute."""
    if old == stop:
        return [] if is_whole else [reference_root(start, stop)]
    middle = start + split(stop - start)
    if old <= middle:
        below = reference_subproof(old, start, middle, is_whole=is_whole)
        return [*below, reference_root(middle, stop)]
    below = reference_subproof(old, middle, stop, is_whole=False)
    return [*below, reference_root(start, middle)]


def grown(size: int, *, commit: int = 64) -> tuple[Tree, TilesInMemory]:
    """Return a tree of numbered entries, its tiles written at every commit."""
    tiles = TilesInMemory()
    tree = Tree(tiles)
    for number in range(size):
        tree.append(leaf(number))
        if number % commit == commit - 1:
            tiles.write_from(tree)
    tiles.write_from(tree)
    return tree, tiles


@pytest.fixture(scope="module")
def big() -> Iterator[Tree]:
    """Yield a tree that has crossed the border of two tile levels."""
    tree, _ = grown(TWO_LEVELS + 300, commit=500)
    yield tree
    reference_root.cache_clear()


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    """A tree without entries has the root that RFC 6962 gives it."""
    assert Tree(TilesInMemory()).root() == RootBuilder().root() == EMPTY_ROOT
    assert EMPTY_ROOT.hex()[:8] == "e3b0c442"
    assert EMPTY_ROOT.hex()[-4:] == "b855"


def test_hashes_tell_leaves_from_nodes() -> None:
    """An entry that looks like two hashes does not hash like their node."""
    left, right = leaf(0), leaf(1)
    assert leaf_hash(left + right) != node_hash(left, right)


def test_all_roots_to_three_hundred_are_the_references() -> None:
    """The root at every size to 300 is the recursive definition's, growing and looking back."""
    tree = Tree(TilesInMemory())
    builder = RootBuilder()
    for size in range(1, SMALL + 1):
        tree.append(leaf(size - 1))
        builder.append(leaf(size - 1))
        assert tree.root() == builder.root() == reference_root(0, size)
        assert tree.size == builder.size == size
    assert all(tree.root_at(n) == reference_root(0, n) for n in range(1, SMALL + 1))
    assert tree.root_at(0) == EMPTY_ROOT


def test_all_inclusion_proofs_to_three_hundred_are_the_references() -> None:
    """Every inclusion proof of every size to 300 is the recursive one, and holds."""
    tree, _ = grown(SMALL)
    for size in range(1, SMALL + 1):
        root = tree.root_at(size)
        for index in range(size):
            proof = tree.inclusion_proof(index=index, size=size)
            assert list(proof) == reference_path(index, 0, size)
            assert verify_inclusion(
                leaf=leaf(index), index=index, size=size, proof=proof, root=root
            )


def test_all_consistency_proofs_to_three_hundred_are_the_references() -> None:
    """Every consistency proof between sizes to 300 is the recursive one, and holds."""
    tree, _ = grown(SMALL)
    roots = [tree.root_at(size) for size in range(SMALL + 1)]
    for new in range(SMALL + 1):
        for old in range(new + 1):
            proof = tree.consistency_proof(old=old, new=new)
            expected = reference_subproof(old, 0, new, is_whole=True) if old else []
            assert list(proof) == expected
            assert verify_consistency(
                old_size=old, old_root=roots[old], new_size=new, new_root=roots[new], proof=proof
            )


BORDER_SIZES = [511, 512, 513, TWO_LEVELS - 1, TWO_LEVELS, TWO_LEVELS + 1, TWO_LEVELS + 257]


@pytest.mark.parametrize("size", BORDER_SIZES)
def test_the_borders_of_tiles_change_nothing(big: Tree, size: int) -> None:
    """Roots and proofs on both sides of the borders of tiles are the references."""
    assert big.root_at(size) == reference_root(0, size)
    for number in {0, 1, 255, 256, 257, size // 2, size - 257, size - 2, size - 1}:
        proof = big.inclusion_proof(index=number, size=size)
        assert list(proof) == reference_path(number, 0, size)
        old = number + 1
        expected = reference_subproof(old, 0, size, is_whole=True)
        assert list(big.consistency_proof(old=old, new=size)) == expected


def test_leaves_just_appended_are_proved_without_reading(big: Tree) -> None:
    """Proofs for the last commit under the present head come from memory."""
    tree, tiles = grown(TWO_LEVELS // 64)
    tiles.read.clear()
    for index in range(tree.size - 64, tree.size):
        tree.inclusion_proof(index=index, size=tree.size)
    assert tiles.read == []
    assert big.root() == big.root_at(TWO_LEVELS + 300)


def test_full_tiles_are_handed_out_once_and_complete() -> None:
    """Tiles come out once, each 8,192 bytes, level 1 holding the roots of those below."""
    tree = Tree(TilesInMemory())
    for number in range(TWO_LEVELS):
        tree.append(leaf(number))
    taken = tree.take_full_tiles()
    assert [(level, number) for level, number, _ in taken if level] == [(1, 0)]
    assert len(taken) == 256 + 1
    by_place = {(level, number): hashes for level, number, hashes in taken}
    assert by_place[0, 3] == b"".join(leaf(number) for number in range(768, 1024))
    assert by_place[1, 0][:32] == reference_root(0, 256)
    assert {len(hashes) for hashes in by_place.values()} == {8192}
    assert tree.take_full_tiles() == ()


def test_tiles_not_yet_written_are_answered_from_memory() -> None:
    """Until the next taking, a tile that was taken need not be readable."""
    tiles = TilesInMemory()
    tree = Tree(tiles)
    for number in range(256 * (tree_module.TILES_CACHED_MAX + 3)):
        tree.append(leaf(number))
    before = tree.inclusion_proof(index=0, size=tree.size)
    taken = tree.take_full_tiles()
    for number in range(0, tree.size, 256):
        assert tree.inclusion_proof(index=number, size=tree.size)
    assert tree.inclusion_proof(index=0, size=tree.size) == before
    assert tiles.read == []
    tiles.kept = {(level, number): hashes for level, number, hashes in taken}
    tree.take_full_tiles()
    for number in range(0, tree.size, 256):
        assert tree.inclusion_proof(index=number, size=256 + number)
    assert tiles.read != []


def test_memory_does_not_grow_with_history() -> None:
    """Edge, cached tiles, cached heads and cached paths stay within their limits."""
    tree, _ = grown(256 * 80)
    for size in range(1, tree.size, 997):
        tree.inclusion_proof(index=size - 1, size=size)
        tree.inclusion_proof(index=size - 1, size=tree.size)
    assert all(len(row) < 256 for row in tree._rows)
    assert len(tree._pyramids) == tree_module.TILES_CACHED_MAX
    assert len(tree._heads) == tree_module.HEADS_CACHED_MAX
    assert not tree._completed
    assert not tree._taken


def test_remembered_paths_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit of remembered paths the next one starts afresh, with the same proofs."""
    monkeypatch.setattr(tree_module, "PATHS_CACHED_MAX", 2)
    tree, _ = grown(1024)
    for index in range(0, 1024, 256):
        assert list(tree.inclusion_proof(index=index, size=1024)) == reference_path(index, 0, 1024)
    assert len(tree._heads[1024].above) == 2


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 700, 70_000 // 64])
def test_an_edge_makes_the_same_tree(size: int) -> None:
    """A tree from an edge has the same root, proofs and edge, and grows the same way."""
    tree, tiles = grown(size)
    edge = msgspec.json.decode(msgspec.json.encode(tree.edge()), type=Edge)
    again = Tree.from_edge(edge, tiles)
    assert again.edge() == tree.edge() == edge
    for number in range(size, size + 300):
        assert again.root() == tree.root()
        tree.append(leaf(number))
        again.append(leaf(number))
    tiles.write_from(again)
    last = again.size
    assert again.inclusion_proof(index=0, size=last) == tree.inclusion_proof(index=0, size=last)
    assert again.edge() == tree.edge()


BAD_EDGES = {
    "negative size": (Edge(size=-1, partial=()), "edge of a tree of -1 entries"),
    "a hash short": (
        Edge(size=2, partial=(leaf(0),)),
        r"expected .* of \[64\] bytes, found \[32\]",
    ),
    "a level short": (Edge(size=256, partial=(b"",)), r"of \[0, 32\] bytes, found \[0\]"),
    "a level more": (Edge(size=0, partial=(b"",)), r"of \[\] bytes, found \[0\]"),
}


@pytest.mark.parametrize(("edge", "message"), BAD_EDGES.values(), ids=BAD_EDGES)
def test_an_edge_of_other_widths_is_damage(edge: Edge, message: str) -> None:
    """An edge whose partial tiles do not fit its size is not used."""
    with pytest.raises(Damaged, match=message):
        Tree.from_edge(edge, TilesInMemory())


def read_back(tiles: TilesInMemory, tree: Tree) -> tuple[bytes, ...]:
    """Prove the first leaf by a tree that has nothing in memory but its edge."""
    fresh = Tree.from_edge(tree.edge(), tiles)
    return fresh.inclusion_proof(index=0, size=fresh.size)


def test_a_missing_tile_is_damage() -> None:
    """A tile that should be stored and is not is reported by its name."""
    tree, tiles = grown(600)
    del tiles.kept[0, 0]
    with pytest.raises(Damaged, match="tile/0/000: expected 8192 bytes, found nothing"):
        read_back(tiles, tree)


def test_a_short_tile_is_damage() -> None:
    """A tile of another length is reported by its name."""
    tree, tiles = grown(600)
    tiles.kept[0, 0] = tiles.kept[0, 0][:-1]
    with pytest.raises(Damaged, match="tile/0/000: expected 8192 bytes, found 8191 bytes"):
        read_back(tiles, tree)


@pytest.mark.parametrize("at", [0, 4095, 8191])
def test_a_flipped_bit_in_a_tile_is_damage(at: int) -> None:
    """A tile that does not hash to what its parent holds is never built on."""
    tree, tiles = grown(600)
    right = tiles.kept[0, 0]
    tiles.kept[0, 0] = right[:at] + bytes([right[at] ^ 1]) + right[at + 1 :]
    with pytest.raises(Damaged, match=r"tile/0/000: expected hashes under [0-9a-f]{64}, found h"):
        read_back(tiles, tree)


def test_a_tile_read_goes_up_to_the_edge() -> None:
    """A tile two levels down is compared with its parent, and that one with the edge."""
    tree, tiles = grown(TWO_LEVELS + 1, commit=500)
    tiles.kept[1, 0] = bytes(8192)
    with pytest.raises(Damaged, match="tile/1/000: expected hashes under"):
        read_back(tiles, tree)


def test_indexes_beyond_the_tree_are_bugs() -> None:
    """Asking beyond the tree, or backwards, raises the error that nothing catches."""
    tree, _ = grown(3)
    with pytest.raises(InvariantError, match="size 4: expected at most the tree's 3"):
        tree.root_at(4)
    with pytest.raises(InvariantError, match="size -1: expected at most the tree's 3"):
        tree.root_at(-1)
    for index in (-1, 3):
        with pytest.raises(InvariantError, match="expected 0 <= index < size 3"):
            tree.inclusion_proof(index=index, size=3)
    for old in (-1, 4):
        with pytest.raises(InvariantError, match="expected 0 <= old <= new 3"):
            tree.consistency_proof(old=old, new=3)
    for length in (31, 33):
        with pytest.raises(InvariantError, match=f"expected 32 bytes, found {length}"):
            tree.append(bytes(length))


@given(st.data())
def test_a_changed_inclusion_proof_fails(data: st.DataObject) -> None:
    """Another leaf, index, size, root, order or length of proof does not verify."""
    tree, _ = grown(40)
    size = data.draw(st.integers(2, 40))
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(index=index, size=size)
    root = tree.root_at(size)

    def holds(
        leaf_: bytes = leaf(index), at: int = index, path: tuple[bytes, ...] = proof
    ) -> bool:
        return verify_inclusion(leaf=leaf_, index=at, size=size, proof=path, root=root)

    assert holds()
    position = data.draw(st.integers(0, len(proof) - 1))
    flipped = bytes([proof[position][0] ^ 1]) + proof[position][1:]
    assert not holds(path=(*proof[:position], flipped, *proof[position + 1 :]))
    assert not holds(path=proof[:position] + proof[position + 1 :])
    assert not holds(path=(*proof, leaf(99)))
    assert not holds(leaf_=leaf(index + 1))
    assert not holds(at=data.draw(st.integers(-2, size + 2).filter(lambda at: at != index)))
    assert not verify_inclusion(
        leaf=leaf(index), index=index, size=size, proof=proof, root=leaf(1)
    )


def test_hashes_of_other_lengths_verify_nothing() -> None:
    """Lengths are checked, so that an empty leaf is no proof of an empty root."""
    assert not verify_inclusion(leaf=b"", index=0, size=1, proof=(), root=b"")
    pair = node_hash(leaf(0), leaf(1))
    assert verify_inclusion(leaf=leaf(0), index=0, size=2, proof=(leaf(1),), root=pair)
    short = leaf(1)[:-1]
    joined = sha256(b"\x01" + leaf(0) + short).digest()
    assert not verify_inclusion(leaf=leaf(0), index=0, size=2, proof=(short,), root=joined)
    for old, new in ((b"", b""), (leaf(0), b""), (b"", leaf(0))):
        assert not verify_consistency(old_size=1, old_root=old, new_size=1, new_root=new, proof=())


def test_a_proof_ends_where_its_tree_ends() -> None:
    """Hashes past the root verify nothing, though they lead to a root made for them."""
    made = node_hash(leaf(1), leaf(0))
    assert not verify_inclusion(leaf=leaf(0), index=0, size=1, proof=(leaf(1),), root=made)
    pair = node_hash(leaf(0), leaf(1))
    old_root = node_hash(leaf(9), node_hash(pair, leaf(2)))
    new_root = node_hash(leaf(9), node_hash(pair, node_hash(leaf(2), leaf(3))))
    proof = (leaf(2), leaf(3), pair, leaf(9))
    assert not verify_consistency(
        old_size=3, old_root=old_root, new_size=4, new_root=new_root, proof=proof
    )


CONSISTENCY = {
    "nothing grows into anything": (0, EMPTY_ROOT, 2, leaf(0), (), True),
    "nothing is nothing": (0, EMPTY_ROOT, 0, EMPTY_ROOT, (), True),
    "nothing with a root": (0, leaf(0), 2, leaf(0), (), False),
    "nothing with a root, twice": (0, leaf(0), 0, leaf(0), (), False),
    "nothing, two roots": (0, EMPTY_ROOT, 0, leaf(0), (), False),
    "nothing with a proof": (0, EMPTY_ROOT, 2, leaf(0), (leaf(1),), False),
    "the same head": (2, leaf(0), 2, leaf(0), (), True),
    "the same size, another root": (2, leaf(0), 2, leaf(1), (), False),
    "the same head with a proof": (2, leaf(0), 2, leaf(0), (leaf(1),), False),
    "backwards": (2, leaf(0), 1, leaf(0), (), False),
    "negative": (-1, leaf(0), 1, leaf(0), (), False),
    "grown without proof": (1, leaf(0), 2, leaf(0), (), False),
    "grown from three without proof": (3, leaf(0), 4, leaf(0), (), False),
}


@pytest.mark.parametrize("case", CONSISTENCY.values(), ids=CONSISTENCY)
def test_the_edges_of_consistency(
    case: tuple[int, bytes, int, bytes, tuple[bytes, ...], bool],
) -> None:
    """What the RFC leaves open is settled as the strictest reading."""
    old, old_root, new, new_root, proof, holds = case
    assert holds is verify_consistency(
        old_size=old, old_root=old_root, new_size=new, new_root=new_root, proof=proof
    )


@given(st.data())
def test_a_changed_consistency_proof_fails(data: st.DataObject) -> None:
    """Another root, or a proof changed, cut or lengthened, does not verify."""
    tree, _ = grown(40)
    new = data.draw(st.integers(2, 40))
    old = data.draw(st.integers(1, new - 1))
    proof = tree.consistency_proof(old=old, new=new)
    old_root, new_root = tree.root_at(old), tree.root_at(new)

    def holds(path: tuple[bytes, ...], before: bytes = old_root, after: bytes = new_root) -> bool:
        return verify_consistency(
            old_size=old, old_root=before, new_size=new, new_root=after, proof=path
        )

    assert holds(proof)
    position = data.draw(st.integers(0, len(proof) - 1))
    flipped = bytes([proof[position][0] ^ 1]) + proof[position][1:]
    assert not holds((*proof[:position], flipped, *proof[position + 1 :]))
    assert not holds(proof[:position] + proof[position + 1 :])
    assert not holds((*proof, leaf(99)))
    assert not holds(proof, before=leaf(99))
    assert not holds(proof, after=leaf(99))


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 10**6)), max_size=8))
def test_commits_and_questions_in_any_order(commits: list[tuple[int, int]]) -> None:
    """Whatever the sizes of commits, a tree reopened after each answers as the definition does."""
    tiles = TilesInMemory()
    tree = Tree(tiles)
    for commit, pick in commits:
        for _ in range(commit):
            tree.append(leaf(tree.size))
        tiles.write_from(tree)
        tree = Tree.from_edge(tree.edge(), tiles)
        index = pick % tree.size
        proof = tree.inclusion_proof(index=index, size=tree.size)
        assert list(proof) == reference_path(index, 0, tree.size)
