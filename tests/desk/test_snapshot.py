"""A snapshot is a cache: whatever does not fit is thrown away, and the same state is rebuilt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.desk.recovery import open_desk
from showclear.desk.snapshot import SNAPSHOT_FORMAT, Snapshot, decode_snapshot, encode_snapshot
from showclear.record.state import State
from showclear.record.tree import Edge, leaf_hash
from showclear.rules.decide import RULES_VERSION
from tests.desk.receipts import whole
from tests.kit import OnDesk

Change = Callable[[Snapshot], Snapshot]


def closed_day() -> OnDesk:
    """Return the story of a day whose desk was closed, its snapshot on the disk."""
    story = OnDesk()
    story.handed_over()
    story.desk.close()
    return story


def reads(story: OnDesk) -> tuple[State, int]:
    """Open the desk; return its state and from which entry on the ledger was read."""
    read: list[int] = []
    parts = story.parts()
    store = parts.store
    original = store.read

    def noted(first: int, stop: int) -> object:
        read.append(first)
        return original(first, stop)

    store.read = noted  # type: ignore[method-assign, assignment]  # watch what is read
    story.desk = open_desk(parts)
    return story.desk.state, min(read, default=len(story.disk.entries))


def named(**changes: object) -> Change:
    """Return a change of the snapshot's name."""
    return lambda old: msgspec.structs.replace(
        old, name=msgspec.structs.replace(old.name, **changes)
    )


def whole_of(**changes: object) -> Change:
    """Return a change of another part."""
    return lambda old: msgspec.structs.replace(old, **changes)


def _other_size(old: Snapshot) -> Snapshot:
    return named(size=old.name.size - 2)(old)


def _other_state(old: Snapshot) -> Snapshot:
    state = msgspec.structs.replace(old.state, next_index=old.state.next_index - 2)
    return whole_of(state=state)(old)


def _other_packs(old: Snapshot) -> Snapshot:
    state = msgspec.structs.replace(
        old.state, packs=msgspec.structs.replace(old.state.packs, digest="0" * 64)
    )
    return whole_of(state=state)(old)


def _other_origin(old: Snapshot) -> Snapshot:
    registry = msgspec.structs.replace(old.state.registry, origin="set.example/other")
    return whole_of(state=msgspec.structs.replace(old.state, registry=registry))(old)


def _another_history(old: Snapshot) -> Snapshot:
    """Return a snapshot that fits in itself, of a ledger that went another way."""
    hashes = [leaf_hash(b"%d" % number) for number in range(old.name.size)]
    tree = OnDesk(enrolled=False).desk.keeping.tree.__class__(_NoTiles())
    for one in hashes:
        tree.append(one)
    return named(root=tree.root())(whole_of(edge=tree.edge())(old))


class _NoTiles:
    """No tiles: the tree is small."""

    def tile(self, level: int, number: int) -> bytes | None:
        """Return none."""
        del level, number
        return None


def _broken_edge(old: Snapshot) -> Snapshot:
    return whole_of(edge=Edge(size=old.edge.size, partial=()))(old)


MISFITS: Final[dict[str, Change]] = {
    "another format": named(format=SNAPSHOT_FORMAT + 1),
    "other rules": named(rules=RULES_VERSION + 1),
    "other packs": named(packs="0" * 64),
    "another root": named(root=bytes(32)),
    "another size": _other_size,
    "nothing yet": named(size=0),
    "a state of another size": _other_state,
    "a state under other packs": _other_packs,
    "another ledger's state": _other_origin,
    "another history of this ledger": _another_history,
    "a broken edge": _broken_edge,
    "ids cut short": lambda old: whole_of(prefixes=old.prefixes[:-3])(old),
    "an id less": lambda old: whole_of(prefixes=old.prefixes[:-8])(old),
    "indexes cut short": lambda old: whole_of(indexes=old.indexes[:-1])(old),
}


def test_a_fitting_snapshot_saves_the_reading() -> None:
    """With its snapshot nothing before it is read again, and the state is the same."""
    story = closed_day()
    before = story.desk.state
    state, first = reads(story)
    assert state == before
    assert first == len(story.disk.entries)
    whole(story)


def test_what_came_after_the_snapshot_is_read() -> None:
    """An older snapshot is good for what it holds; the rest is folded."""
    story = closed_day()
    old, size = story.disk.snapshot, len(story.disk.entries)
    story.desk = open_desk(story.parts())
    story.stop()
    story.desk.close()
    before, story.disk.snapshot = story.desk.state, old
    state, first = reads(story)
    assert state == before
    assert first == size
    assert len(story.desk.ids) == len(story.disk.entries)


@pytest.mark.parametrize("case", MISFITS)
def test_a_snapshot_that_does_not_fit_is_rebuilt(case: str) -> None:
    """With any part of another ledger, program or time the state is folded from entry 0."""
    story = closed_day()
    before = story.desk.state
    assert story.disk.snapshot is not None
    snapshot = msgspec.msgpack.decode(story.disk.snapshot, type=Snapshot)
    story.disk.snapshot = msgspec.msgpack.encode(MISFITS[case](snapshot))
    state, first = reads(story)
    assert state == before
    assert first == 0
    assert len(story.desk.ids) == len(story.disk.entries)
    assert not story.stop().refused
    whole(story)


@pytest.mark.parametrize("data", [None, b"", b"\xc1", b"\x80", b"garbage" * 99], ids=range(5))
def test_no_snapshot_or_no_readable_one_is_rebuilt(data: bytes | None) -> None:
    """Without a snapshot, and with bytes that are none, the state is the same."""
    story = closed_day()
    before, story.disk.snapshot = story.desk.state, data
    state, first = reads(story)
    assert (state, first) == (before, 0)


def test_every_piece_of_a_snapshot_is_no_snapshot() -> None:
    """A snapshot cut short anywhere is thrown away and never half used."""
    story = OnDesk(enrolled=False)
    story.desk.close()
    data = story.disk.snapshot
    assert data is not None
    assert decode_snapshot(data) is not None
    assert [cut for cut in range(len(data)) if decode_snapshot(data[:cut]) is not None] == []


def test_a_snapshot_comes_back_as_it_went_in() -> None:
    """State, edge and ids come back equal."""
    story = closed_day()
    keeping = story.desk.keeping
    data = encode_snapshot(story.desk.state, keeping.tree.edge(), keeping.ids, keeping.root)
    snapshot = decode_snapshot(data)
    assert snapshot is not None
    assert snapshot.state == story.desk.state
    assert snapshot.ids().dump() == keeping.ids.dump()
    assert snapshot.name.root == keeping.root


def test_a_stopped_desk_leaves_no_snapshot() -> None:
    """What a desk that stopped has in memory may be ahead of the disk and is not cached."""
    story = closed_day()
    old = story.disk.snapshot
    story.desk = open_desk(story.parts())
    story.stop()
    story.desk.stop("a test")
    story.desk.close()
    assert story.disk.snapshot == old
