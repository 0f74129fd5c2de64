"""The files of an exported ledger: a folder that is itself a complete, checkable copy.

``checkpoint``, hash tiles and entry bundles as tlog-tiles names them, and the adopted packs'
texts. While a look is closed the export ends with the commit before it, under the head that was
signed there (Ed25519 gives the same signature again for the same head). Writing files is left to
the adapters; adding outside keepers' cosignatures comes with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from showclear.desk.closed import closed_looks
from showclear.desk.desk import Desk
from showclear.desk.keeping import Keeping
from showclear.errors import Damaged
from showclear.field.ids import EventId
from showclear.record.checkpoint import Checkpoint, sign_checkpoint
from showclear.record.envelope import event_id, open_envelope
from showclear.record.event import decode_event
from showclear.record.events.desk import Decided, Outcome
from showclear.record.events.officers import Adopt, Opening
from showclear.record.tiles import (
    TILE_WIDTH,
    EntryBundle,
    HashTile,
    bundles_of,
    encode_bundle,
    encode_path,
)
from showclear.record.tree import Tree, leaf_hash

Progress = Callable[[str, int, int], None]


def export_size(desk: Desk) -> int:
    """Return the size an export made now has: all of it, or up to the first closed look."""
    closed = closed_looks(desk.state, desk.now())
    if not closed:
        return desk.keeping.tree.size
    index = min(closed) - 1
    while type(desk.keeping.event(index).body) is not Decided:
        index -= 1
    return index + 1


def export_files(
    desk: Desk, size: int, progress: Progress = lambda _what, _done, _all: None
) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file, the checkpoint last.

    The tree is made anew from the entries as they are read, so that a copy is never better than
    what is stored; raises ``Damaged`` when its root is not the signed one.
    """
    tiles: dict[tuple[int, int], bytes] = {}
    tree = Tree(_Tiles(tiles))
    texts = _Texts()
    for bundle in bundles_of(size):
        first = bundle.number * TILE_WIDTH
        envelopes = _envelopes(desk.keeping, bundle)
        for raw in envelopes:
            tree.append(leaf_hash(raw))
            texts.entry(raw)
        yield encode_path(bundle), encode_bundle(envelopes)
        for level, number, hashes in tree.take_full_tiles():
            tiles[level, number] = hashes
        progress("exporting", first + bundle.width, size)
    if tree.root() != desk.keeping.tree.root_at(size):
        raise Damaged("entries", expected="the signed root", found="another on reading them all")
    yield from _hash_tiles(tree, tiles)
    for digest in texts.adopted:
        text = desk.parts.store.text(digest)
        if text is None:
            raise Damaged(f"packs/{digest}", expected="the pack's text", found="none")
        yield f"packs/{digest}.toml", text
    yield "checkpoint", _checkpoint(desk, size)


class _Tiles:
    def __init__(self, tiles: Mapping[tuple[int, int], bytes]) -> None:
        self._tiles = tiles

    def tile(self, level: int, number: int) -> bytes | None:
        return self._tiles.get((level, number))


def _envelopes(keeping: Keeping, bundle: EntryBundle) -> list[bytes]:
    first = bundle.number * TILE_WIDTH
    stored = keeping.parts.store.read(first, first + bundle.width)
    return [entry.envelope for entry in stored]


def _hash_tiles(tree: Tree, tiles: Mapping[tuple[int, int], bytes]) -> Iterator[tuple[str, bytes]]:
    for (level, number), hashes in tiles.items():
        yield encode_path(HashTile(level=level, number=number, width=TILE_WIDTH)), hashes
    for level, hashes in enumerate(tree.edge().partial):
        if hashes:
            number = tree.size >> (8 * level) >> 8
            tile = HashTile(level=level, number=number, width=len(hashes) // 32)
            yield encode_path(tile), hashes


class _Texts:
    """Which packs' texts travel along: those adopted, not those that were refused."""

    def __init__(self) -> None:
        self.adopted: dict[str, None] = {}
        self._proposed: dict[EventId, list[str]] = {}

    def entry(self, raw: bytes) -> None:
        """Take the next entry."""
        payload = open_envelope(raw).payload
        body = decode_event(payload).body
        if isinstance(body, Opening | Adopt):
            self._proposed[event_id(payload)] = [choice.digest for choice in body.packs]
        elif isinstance(body, Decided):
            for decision in body.entries:
                digests = self._proposed.pop(decision.id, [])
                if decision.outcome is Outcome.ACCEPTED:
                    self.adopted |= dict.fromkeys(digests)


def _checkpoint(desk: Desk, size: int) -> bytes:
    keeping = desk.keeping
    if size == keeping.tree.size and keeping.head is not None:
        return keeping.head
    head = Checkpoint(origin=desk.parts.origin, size=size, root=keeping.tree.root_at(size))
    return sign_checkpoint(head, key=keeping.verifier_key(), sign=desk.parts.ledger_key.sign)
