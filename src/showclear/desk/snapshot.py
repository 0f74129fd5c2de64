"""A snapshot: the folded state as a cache, named by what it depends on.

It holds the state, the tree's right edge and the id index at one size. It is used only when its
name fits: format, rules version, packs and the root the ledger really has at that size. On any
mismatch it is thrown away and rebuilt from the log (DESIGN.md, "Start").
"""

from __future__ import annotations

from typing import Final

import msgspec

from showclear.desk.idindex import IdIndex, ids_bytes
from showclear.record.state import State
from showclear.record.tree import Edge
from showclear.rules.decide import RULES_VERSION

SNAPSHOT_FORMAT: Final = 3


class SnapshotName(msgspec.Struct, frozen=True, kw_only=True):
    """What a snapshot depends on."""

    format: int
    rules: int
    packs: str
    size: int
    root: bytes


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A loaded snapshot."""

    name: SnapshotName
    state: State
    edge: Edge
    prefixes: bytes
    indexes: bytes

    def ids(self) -> IdIndex:
        """Return the id index."""
        return IdIndex.load(self.prefixes, self.indexes)


def encode_snapshot(state: State, edge: Edge, ids: IdIndex, root: bytes) -> bytes:
    """Return the snapshot's bytes."""
    prefixes, indexes = ids.dump()
    name = SnapshotName(
        format=SNAPSHOT_FORMAT,
        rules=RULES_VERSION,
        packs=state.packs.digest,
        size=edge.size,
        root=root,
    )
    snapshot = Snapshot(name=name, state=state, edge=edge, prefixes=prefixes, indexes=indexes)
    return msgspec.msgpack.encode(snapshot)


def decode_snapshot(data: bytes) -> Snapshot | None:
    """Return the snapshot, or None when it is not one this program can use."""
    try:
        snapshot = msgspec.msgpack.decode(data, type=Snapshot)
    except msgspec.MsgspecError:
        return None
    name = snapshot.name
    fits = (name.format, name.rules) == (SNAPSHOT_FORMAT, RULES_VERSION)
    whole = name.size == snapshot.edge.size == snapshot.state.next_index
    whole = whole and name.packs == snapshot.state.packs.digest
    ids = (len(snapshot.prefixes), len(snapshot.indexes))
    return snapshot if fits and whole and ids == ids_bytes(name.size) else None
