"""Vectors for the hash tree, its proofs, and the names and bytes of tiles and bundles."""

from __future__ import annotations

from typing import Any, Final

from tools.vectors.hashing import leaf, node, path, proof, root
from tools.vectors.shape import Case, bad, base64_of, good, vector_file

ABOUT: Final = "The hash tree, proofs, tiles: spec/tree-heads-receipts.md."
RUN: Final = (
    "`root`: the root over `size` entries, of which entry n is the ASCII text `entry-n`. "
    '`inclusion` and `consistency`: whether the proof holds; `expect` is `{"ok": true}` or the '
    "error `proof_does_not_hold`. `path`: a tile's name, read and written again. `bundle`: the "
    "entries in a bundle of `width`."
)
NOT_HELD: Final = "proof_does_not_hold"
SIZES: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 16, 17, 255, 256, 257, 300)
PLACES: Final = ((0, 1), (0, 2), (1, 2), (2, 3), (0, 7), (6, 7), (5, 8), (256, 257), (299, 300))
PAIRS: Final = ((0, 3), (1, 1), (1, 2), (2, 3), (3, 7), (4, 7), (6, 8), (256, 300), (257, 300))


def entries(size: int) -> list[bytes]:
    """Return the first entries of the example ledger."""
    return [f"entry-{number}".encode() for number in range(size)]


def trees() -> str:
    """Return the vectors of trees, proofs, tiles and bundles."""
    cases = [
        *_roots(),
        *_inclusion(),
        *_wrong_inclusion(),
        *_doubled_leaves(),
        *_consistency(),
        *_wrong_consistency(),
        *_wrong_paths_between(),
        *_paths(),
        *_bundles(),
    ]
    return vector_file(ABOUT, RUN, cases)


def _texts(hashes: list[bytes]) -> list[str]:
    return [base64_of(value) for value in hashes]


def _roots() -> list[Case]:
    return [
        good(
            f"root of {size}",
            "RFC 6962 section 2.1.",
            kind="root",
            size=size,
            expect={"root": base64_of(root(entries(size)))},
        )
        for size in SIZES
    ]


def _placed(index: int, size: int) -> dict[str, Any]:
    whole = entries(size)
    return {
        "kind": "inclusion",
        "leaf": leaf(whole[index]),
        "index": index,
        "size": size,
        "proof": _texts(path(index, whole)),
        "root": root(whole),
    }


def _inclusion() -> list[Case]:
    return [
        good(
            f"entry {index} of {size}",
            "RFC 6962 section 2.1.1.",
            expect={},
            **_placed(index, size),
        )
        for index, size in PLACES
    ]


def _wrong_inclusion() -> list[Case]:
    right = _placed(5, 8)
    hashes = right["proof"]

    def wrong(name: str, why: str, **parts: Any) -> Case:
        return bad(name, why, NOT_HELD, **{**right, **parts})

    return [
        wrong("at another index", "An entry has one place.", index=4),
        wrong("beyond the tree", "There is no such entry.", index=8),
        wrong("a negative index", "There is no such entry.", index=-1),
        wrong("in an empty tree", "There is no such entry.", index=0, size=0, proof=[]),
        wrong("a hash missing", "The proof ends below the root.", proof=hashes[:-1]),
        wrong("a hash too many", "The proof ends above the root.", proof=[*hashes, hashes[0]]),
        wrong("hashes in another order", "Left and right are not the same.", proof=hashes[::-1]),
        wrong("another leaf", "Another entry.", leaf=leaf(b"entry-6")),
        wrong(
            "a node for a leaf",
            "Two hashes as an entry: without prefixes they would pass.",
            leaf=leaf(leaf(b"entry-4") + leaf(b"entry-5")),
            index=2,
            size=4,
            proof=hashes[1:],
        ),
        wrong("another root", "A head of another history.", root=root(entries(7))),
        wrong("a root cut short", "A hash has 32 bytes.", root=right["root"][:31]),
    ]


def _doubled_leaves() -> list[Case]:
    right = _placed(5, 8)
    doubled = entries(3)
    top = node(node(leaf(doubled[0]), leaf(doubled[1])), node(leaf(doubled[2]), leaf(doubled[2])))

    def wrong(name: str, why: str, **parts: Any) -> Case:
        return bad(name, why, NOT_HELD, **{**right, **parts})

    return [
        wrong(
            "a byte moved from one hash to the other",
            "Left and right run together in a node: only their lengths keep them apart.",
            leaf=leaf(b"entry-0") + leaf(b"entry-1")[:1],
            index=0,
            size=2,
            proof=_texts([leaf(b"entry-1")[1:]]),
            root=root(entries(2)),
        ),
        wrong(
            "the last leaf doubled",
            "A tree that doubles its last leaf has two lists of entries under one root.",
            leaf=leaf(b"entry-2"),
            index=3,
            size=4,
            proof=_texts([leaf(b"entry-2"), node(leaf(b"entry-0"), leaf(b"entry-1"))]),
            root=root(entries(3)),
        ),
        wrong(
            "a root that doubles its last leaf",
            "As above, from the other side.",
            leaf=leaf(b"entry-2"),
            index=2,
            size=3,
            root=top,
            proof=_texts([node(leaf(b"entry-0"), leaf(b"entry-1"))]),
        ),
    ]


def _grown(old: int, new: int) -> dict[str, Any]:
    whole = entries(new)
    hashes = [] if old == 0 else proof(old, whole)
    return {
        "kind": "consistency",
        "old_size": old,
        "old_root": root(whole[:old]),
        "new_size": new,
        "new_root": root(whole),
        "proof": _texts(hashes),
    }


def _consistency() -> list[Case]:
    return [
        good(f"from {old} to {new}", "RFC 6962 section 2.1.2.", expect={}, **_grown(old, new))
        for old, new in PAIRS
    ]


def _wrong_consistency() -> list[Case]:
    right = _grown(3, 7)
    forked = [*entries(2), b"another", *entries(7)[3:]]

    def wrong(name: str, why: str, **parts: Any) -> Case:
        return bad(name, why, NOT_HELD, **{**right, **parts})

    return [
        wrong(
            "a rewritten past",
            "Entry 2 was changed after the old head was signed.",
            new_root=root(forked),
        ),
        wrong(
            "a rewritten past, proved in itself",
            "As above, with the new tree's own proof.",
            new_root=root(forked),
            proof=_texts(proof(3, forked)),
        ),
        wrong(
            "backwards",
            "A ledger never shrinks.",
            old_size=7,
            old_root=root(entries(7)),
            new_size=3,
            new_root=root(entries(3)),
        ),
        wrong(
            "two heads of one size",
            "Both signed, they prove what was done with the key.",
            new_size=3,
            proof=[],
        ),
        wrong(
            "from nothing with another empty root",
            "Size 0 has one root.",
            old_size=0,
            old_root=bytes(32),
            proof=[],
        ),
    ]


def _wrong_paths_between() -> list[Case]:
    right = _grown(3, 7)

    def wrong(name: str, why: str, **parts: Any) -> Case:
        return bad(name, why, NOT_HELD, **{**right, **parts})

    return [
        wrong("no proof", "Nothing is shown.", proof=[]),
        wrong(
            "a hash missing between heads",
            "The proof ends below the root.",
            proof=right["proof"][:-1],
        ),
        wrong(
            "a hash too many between heads",
            "The proof ends above the root.",
            proof=[*right["proof"], right["proof"][0]],
        ),
    ]


def _paths() -> list[Case]:
    why = "A file has one name, or two copies could differ unnoticed."
    names = ("tile/0/000", "tile/0/x001/x234/067", "tile/1/000.p/17", "tile/entries/273.p/112")
    wrong = (
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/00/000",
        "/tile/0/000",
        "tile/data/000",
        "tile/0/../000",
        "tile/0/000.p/017",
    )
    parts = ((0, 0, 256), (0, 1_234_067, 256), (1, 0, 17), ("entries", 273, 112))
    return [
        *(
            good(
                name,
                "A name as tlog-tiles spells it.",
                kind="path",
                path=name,
                expect={"level": level, "number": number, "width": width},
            )
            for name, (level, number, width) in zip(names, parts, strict=True)
        ),
        *(bad(name, why, "tile_path", kind="path", path=name) for name in wrong),
    ]


def _bundles() -> list[Case]:
    three = b"".join(len(it).to_bytes(2, "big") + it for it in (b"event-0", b"", b"event-2"))
    return [
        good(
            "a bundle of three",
            "Two bytes of length, then the entry.",
            kind="bundle",
            width=3,
            bundle=three,
            expect={"entries": _texts([b"event-0", b"", b"event-2"])},
        ),
        bad(
            "a bundle cut short",
            "A torn write.",
            "bundle_short",
            kind="bundle",
            width=3,
            bundle=three[:-1],
        ),
        bad(
            "a bundle with less than its width",
            "A page that lost an entry.",
            "bundle_short",
            kind="bundle",
            width=4,
            bundle=three,
        ),
        bad(
            "a bundle with more than its width",
            "An entry nobody's head covers.",
            "bundle_long",
            kind="bundle",
            width=2,
            bundle=three,
        ),
    ]
