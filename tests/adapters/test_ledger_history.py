"""The SQLite ledger against the one in memory, over random histories with reopenings."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from showclear.adapters.memory import MemoryDisk, MemoryLedgerStore
from showclear.adapters.store_sqlite import create_ledger, open_ledger
from showclear.desk.ports import Commit, FullTile, LedgerStore, NewEntry
from showclear.errors import LedgerInUse, StoreError

Step = tuple[int, tuple[NewEntry, ...], tuple[FullTile, ...]]

ITEMS = st.sampled_from(["it_revolver", "it_belt", "it_box", "it_ünit", "i" * 128])
ENTRIES = st.builds(
    NewEntry,
    id=st.binary(min_size=32, max_size=32),
    envelope=st.binary(min_size=1, max_size=300),
    items=st.lists(ITEMS, max_size=4).map(tuple),
)
TILES = st.builds(
    FullTile,
    level=st.integers(0, 2),
    number=st.integers(0, 2),
    hashes=st.binary(min_size=1, max_size=1).map(lambda byte: byte * 8_192),
)
# A shift of the first index, mostly none: a wrong one must be refused by both alike.
STEPS = st.tuples(
    st.sampled_from([0, 0, 0, 0, 1, -1]),
    st.lists(ENTRIES, max_size=5).map(tuple),
    st.lists(TILES, max_size=2).map(tuple),
)


@given(steps=st.lists(STEPS, max_size=8))
def test_both_ledgers_tell_the_same(
    steps: list[tuple[int, tuple[NewEntry, ...], tuple[FullTile, ...]]],
) -> None:
    """Whatever is stored or refused, both stores refuse alike and hold the same afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder, disk = Path(name), MemoryDisk()
        on_disk: LedgerStore = create_ledger(folder)
        in_memory: LedgerStore = MemoryLedgerStore(disk)
        for shift, entries, tiles in steps:
            commit = Commit(first=in_memory.count() + shift, entries=entries, tiles=tiles)
            refused = _is_refused(in_memory, commit)
            assert _is_refused(on_disk, commit) == refused
            if refused:
                on_disk.close()
                in_memory.close()
                on_disk, in_memory = open_ledger(folder), MemoryLedgerStore(disk)
            assert _everything(on_disk) == _everything(in_memory)
        on_disk.close()


def _is_refused(store: LedgerStore, commit: Commit) -> bool:
    try:
        store.append(commit)
    except LedgerInUse:
        raise
    except StoreError:
        return True
    return False


def _everything(store: LedgerStore) -> tuple[object, ...]:
    count = store.count()
    return (
        store.read(0, count),
        list(store.ids(0, count)),
        [store.tile(level, number) for level in range(3) for number in range(3)],
        [store.item_history(item) for item in ("it_revolver", "it_belt", "it_box", "it_ünit")],
        store.item_history("i" * 128),
    )
