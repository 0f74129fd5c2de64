"""What another implementation of the C2SP log formats says of ours: aics-tlog, as an oracle.

It must accept what we write, and we must refuse what it refuses. The other way round differs on
purpose, and each difference known is pinned here, so that a change on either side is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import aics_tlog as others
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

from showclear.errors import NoteError
from showclear.record.checkpoint import (
    Checkpoint,
    encode_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
)
from showclear.record.note import (
    UnknownKey,
    add_signatures,
    cosign_note,
    encode_note,
    encode_verifier_key,
    key_id,
    open_note,
    parse_note,
    parse_verifier_key,
    to_base64,
)
from showclear.record.receipt import parse_inclusion_proof
from showclear.record.tiles import (
    bundles_of,
    decode_bundle,
    encode_bundle,
    encode_path,
    parse_path,
    tiles_of,
)
from showclear.record.tree import (
    Tree,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from tests.record.note_keys import (
    CHECKPOINT_NOTE,
    CHECKPOINT_TEXT,
    ENTRIES,
    INSURER,
    INSURER_VKEY,
    LOG,
    LOG_LINE,
    LOG_VKEY,
    ORIGIN,
    PROOF_FILE,
    UNION,
    UNION_SECONDS,
    UNION_VKEY,
    Party,
    verify,
)

if TYPE_CHECKING:
    from pathlib import Path

PARTIES = {LOG_VKEY: LOG, INSURER_VKEY: INSURER, UNION_VKEY: UNION}


class Tiles:
    """Full tiles in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], bytes] = {}

    def tile(self, level: int, number: int) -> bytes | None:
        """Return one full tile, or None."""
        return self.kept.get((level, number))


def grown(size: int) -> tuple[list[bytes], Tree, Tiles]:
    """Return entries, the tree over them and its full tiles."""
    entries = [b"entry %d" % number for number in range(size)]
    tiles = Tiles()
    tree = Tree(tiles)
    for entry in entries:
        tree.append(leaf_hash(entry))
    tiles.kept = {(level, number): tile for level, number, tile in tree.take_full_tiles()}
    return entries, tree, tiles


def they_open(data: bytes, quorum: int = 0) -> bool:
    """Say whether the others accept a checkpoint of the example's ledger, with its cosigners."""
    try:
        note = others.parse_note(data)
    except ValueError:
        return False
    witnesses = [others.parse_vkey(INSURER_VKEY), others.parse_vkey(UNION_VKEY)]
    log = others.parse_vkey(LOG_VKEY)
    return bool(others.verify_checkpoint(note, log, witnesses, quorum, expected_origin=ORIGIN).ok)


def we_open(data: bytes) -> bool:
    """Say whether we accept it."""
    try:
        opened = open_note(data, (LOG.key, INSURER.key, UNION.key), verify)
        parse_checkpoint(opened.text)
    except NoteError:
        return False
    return any(signature.key == LOG.key for signature in opened.signatures)


# Ours by theirs


@pytest.mark.parametrize("party", PARTIES.values(), ids=lambda party: party.key.name)
def test_they_read_our_keys(party: Party) -> None:
    """Our verifier keys are theirs, id and type included, and theirs ours."""
    text = encode_verifier_key(party.key)
    theirs = others.parse_vkey(text)
    assert (theirs.name, theirs.key_type, theirs.public_key, theirs.key_id) == (
        party.key.name,
        party.key.type,
        party.key.public,
        party.key.id,
    )
    assert others.format_vkey(theirs) == text


def test_they_accept_our_heads_and_cosignatures() -> None:
    """A head signed and cosigned by us meets their quorum of two."""
    _, tree, _ = grown(700)
    head = Checkpoint(origin=ORIGIN, size=700, root=tree.root())
    note = parse_note(sign_checkpoint(head, key=LOG.key, sign=LOG.sign))
    lines = [
        cosign_note(note.text, key=party.key, seconds=UNION_SECONDS, sign=party.sign)
        for party in (INSURER, UNION)
    ]
    data = encode_note(add_signatures(note, lines))
    assert they_open(data, quorum=2)
    assert not they_open(encode_note(add_signatures(note, lines[:1])), quorum=2)
    assert others.parse_checkpoint(encode_checkpoint(head)).root == tree.root()


def test_they_accept_the_worked_example() -> None:
    """The example's head meets their quorum, and its proof file's proof holds for them."""
    assert they_open(CHECKPOINT_NOTE, quorum=2)
    proof = parse_inclusion_proof(PROOF_FILE)
    head = others.parse_checkpoint(others.parse_note(proof.checkpoint).text)
    assert others.verify_leaf_inclusion(
        ENTRIES[2], proof.index, head.size, list(proof.proof), head.root
    )


@pytest.mark.parametrize("size", [1, 3, 255, 256, 257, 700, 66_000])
def test_their_auditor_accepts_our_folder(tmp_path: Path, size: int) -> None:
    """Tiles and bundles written under our names make a folder that their audit accepts."""
    entries, tree, _ = grown(size)
    leaves = [leaf_hash(entry) for entry in entries]
    rows = {0: leaves}
    for level in range(1, 3):
        below = rows[level - 1]
        rows[level] = [root_of(below[at : at + 256]) for at in range(0, len(below) - 255, 256)]
    for tile in tiles_of(size):
        first = tile.number * 256
        write(tmp_path, encode_path(tile), b"".join(rows[tile.level][first : first + tile.width]))
    for bundle in bundles_of(size):
        first = bundle.number * 256
        data = encode_bundle(entries[first : first + bundle.width])
        write(tmp_path, encode_path(bundle), data)
    reader = others.FileSystemTileReader(tmp_path)
    report = others.audit_tiles(reader, size, tree.root())
    assert (report.size, report.bundles) == (size, len(list(bundles_of(size))))
    with pytest.raises(ValueError, match="root"):
        others.audit_tiles(reader, size, leaf_hash(b"another root"))
    for index in {0, size // 2, size - 1}:
        theirs = others.inclusion_proof_from_tiles(reader, index, size)
        assert tuple(theirs) == tree.inclusion_proof(index=index, size=size)


def root_of(hashes: list[bytes]) -> bytes:
    """Return the root of one full tile, by the others' node hash."""
    while len(hashes) > 1:
        hashes = [others.node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def write(folder: Path, name: str, data: bytes) -> None:
    """Write one file of the folder, with the folders above it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_their_writer_makes_our_tiles() -> None:
    """Their writer's full tiles have our names and our bytes, and their bundles open here."""
    entries, _, tiles = grown(700)
    names = others.tiles.materialise_tiles(entries)
    for (level, number), tile in tiles.kept.items():
        assert names[others.tiles.tile_path(level, number)] == tile
    for bundle in bundles_of(700):
        first = bundle.number * 256
        found = decode_bundle(names[encode_path(bundle)], width=bundle.width)
        assert list(found) == entries[first : first + bundle.width]
    expected = {encode_path(tile) for tile in tiles_of(700)}
    assert set(names) == expected | {encode_path(bundle) for bundle in bundles_of(700)}


def test_proofs_are_the_same() -> None:
    """Inclusion and consistency proofs are hash for hash theirs, and each accepts the other's."""
    entries, tree, _ = grown(600)
    theirs = others.MerkleTree(entries)
    for new in (1, 2, 3, 255, 256, 257, 511, 600):
        root = tree.root_at(new)
        assert root == theirs.root(new)
        for old in sorted({1, new // 2 or 1, max(new - 1, 1), new}):
            proof = tree.inclusion_proof(index=old - 1, size=new)
            assert list(proof) == theirs.inclusion_proof(old - 1, new)
            leaf = leaf_hash(entries[old - 1])
            assert others.verify_inclusion(leaf, old - 1, new, proof, root)
            between = tree.consistency_proof(old=old, new=new)
            assert list(between) == theirs.consistency_proof(old, new)
            assert others.verify_consistency(old, new, tree.root_at(old), root, between)


# Theirs by ours: at least as strict


def test_what_they_refuse_we_refuse() -> None:
    """Of notes with a changed byte, or cut, we accept none that they refuse."""
    note = CHECKPOINT_NOTE
    changed = [
        note[:at] + bytes([note[at] ^ flip]) + note[at + 1 :]
        for at in range(len(note))
        for flip in (1, 4, 0x20, 0x80, note[at] ^ 0x0A, note[at] ^ 0x20)
        if flip
    ]
    for data in [*changed, *(note[:cut] for cut in range(len(note)))]:
        assert they_open(data) or not we_open(data)


@given(st.integers(0, len(LOG_VKEY) - 1), st.characters(codec="utf-8"))
def test_keys_they_refuse_we_refuse(at: int, letter: str) -> None:
    """Of keys with a changed character we accept none that they refuse."""
    text = LOG_VKEY[:at] + letter + LOG_VKEY[at + 1 :]
    try:
        ours = parse_verifier_key(text)
    except NoteError:
        return
    assert others.format_vkey(others.parse_vkey(text)) == encode_verifier_key(ours)


names = st.from_regex(r"tile/(entries|[0-9]{1,2})/(x[0-9]{3}/){0,3}[0-9]{3}(\.p/[0-9]{1,3})?\n?")


@given(names)
def test_tile_names_they_refuse_we_refuse(name: str) -> None:
    """A name of a tile that we read, they read as the same tile."""
    try:
        tile = parse_path(name)
    except NoteError:
        return
    width = None if tile.width == 256 else tile.width
    if name.startswith("tile/entries/"):
        assert others.tiles.parse_entry_bundle_path(name) == (tile.number, width)
    else:
        assert others.tiles.parse_tile_path(name)[1:] == (tile.number, width)


@given(st.data())
def test_verifiers_agree_on_hashes_of_the_right_length(data: st.DataObject) -> None:
    """On proofs of whole hashes, true, cut or lengthened, both say the same."""
    entries, tree, _ = grown(20)
    new = data.draw(st.integers(0, 20))
    old = data.draw(st.integers(0, new))
    claimed = data.draw(st.integers(0, 20))
    proof = list(tree.consistency_proof(old=old, new=new))
    proof = data.draw(st.sampled_from([proof, proof[1:], [*proof, tree.root()]]))
    roots = tree.root_at(old), tree.root_at(new)
    assert others.verify_consistency(claimed, new, *roots, proof) == verify_consistency(
        old_size=claimed, new_size=new, old_root=roots[0], new_root=roots[1], proof=proof
    )
    if new:
        index = data.draw(st.integers(0, new - 1))
        path = list(tree.inclusion_proof(index=index, size=new))
        path = data.draw(st.sampled_from([path, path[1:], [*path, tree.root()]]))
        leaf = leaf_hash(entries[index])
        at = data.draw(st.integers(-1, 20))
        assert others.verify_inclusion(leaf, at, new, path, roots[1]) == verify_inclusion(
            leaf=leaf, index=at, size=new, proof=path, root=roots[1]
        )


# Differences known, ours the stricter


def test_they_accept_a_last_line_without_newline() -> None:
    """A note cut just before its last newline is a note for them, not for us."""
    assert they_open(CHECKPOINT_NOTE[:-1])
    assert not we_open(CHECKPOINT_NOTE[:-1])


def test_a_known_line_twice_is_refused_by_both() -> None:
    """A repeated line of a known key is refused here and there."""
    twice = CHECKPOINT_NOTE + LOG_LINE.encode()
    assert not they_open(twice)
    assert not we_open(twice)


def test_they_verify_an_empty_leaf_under_an_empty_root() -> None:
    """Their inclusion check does not look at lengths; ours does."""
    assert others.verify_inclusion(b"", 0, 1, [], b"")
    assert not verify_inclusion(leaf=b"", index=0, size=1, proof=(), root=b"")


def test_keys_of_other_types_are_keys_for_them() -> None:
    """A type they do not know is a key for them; for us it is marked as unknown."""
    key = bytes(1312)
    text = f"n+{key_id('n', 6, key).hex()}+{to_base64(bytes([6]) + key)}"
    assert others.parse_vkey(text).key_type == 6
    assert parse_verifier_key(text) == UnknownKey(name="n", type=6, key=key)


def test_they_accept_extension_lines_and_greater_sizes() -> None:
    """Extension lines, sizes from 2**53 and a rootless size 0 are heads for them, not for us."""
    root = CHECKPOINT_TEXT.split("\n")[2]
    for text in (CHECKPOINT_TEXT + "more\n", f"a\n{2**53}\n{root}\n", f"a\n0\n{root}\n"):
        assert others.parse_checkpoint(text).size >= 0
        with pytest.raises(NoteError, match="checkpoint"):
            parse_checkpoint(text)


def test_weak_keys_are_refused_by_both() -> None:
    """A small-order public key is no key here or there."""
    weak = bytes([1]) + bytes(31)
    text = f"n+{key_id('n', 1, weak).hex()}+{to_base64(bytes([1]) + weak)}"
    with pytest.raises(ValueError, match="small-order"):
        others.parse_vkey(text)
    with pytest.raises(NoteError, match="not of small order"):
        parse_verifier_key(text)


def test_every_fresh_key_is_a_key_for_both() -> None:
    """Keys as libsodium makes them pass our check of the point, and theirs."""
    for seed in range(50):
        public = bytes(SigningKey(seed.to_bytes(32, "big")).verify_key)
        text = f"n+{key_id('n', 4, public).hex()}+{to_base64(bytes([4]) + public)}"
        assert others.parse_vkey(text).public_key == public
        assert encode_verifier_key(parse_verifier_key(text)) == text
