"""The contract of a ledger store, held by every store: in memory and in SQLite."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from showclear.adapters.memory import MemoryDisk, MemoryLedgerStore
from showclear.adapters.store_sqlite import create_ledger, open_ledger, open_read_only
from showclear.desk.ports import Commit, FullTile, LedgerStore, NewEntry, StoredEntry
from showclear.errors import Damaged, InvariantError, LedgerInUse, ReadOnly, StoreError
from tests.adapters.people import commit, entry, tile


class Place(NamedTuple):
    """One way to keep a ledger: how it is opened again, and opened for reading."""

    store: LedgerStore
    reopen: Callable[[], LedgerStore]
    open_read_only: Callable[[], LedgerStore]


@pytest.fixture(params=["memory", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Give a new, empty ledger of each kind."""
    if request.param == "memory":
        disk = MemoryDisk()
        return Place(
            MemoryLedgerStore(disk),
            lambda: MemoryLedgerStore(disk),
            lambda: MemoryLedgerStore(disk, read_only=True),
        )
    folder = tmp_path / "ledger"
    return Place(
        create_ledger(folder), lambda: open_ledger(folder), lambda: open_read_only(folder)
    )


@pytest.fixture
def store(place: Place) -> LedgerStore:
    """Give the new ledger's store."""
    return place.store


def test_a_new_ledger_is_empty(store: LedgerStore) -> None:
    """A new ledger has no entries, ids, tiles, histories or texts."""
    assert store.count() == 0
    assert store.read(0, 0) == []
    assert list(store.ids(0, 0)) == []
    assert store.tile(0, 0) is None
    assert store.item_history("it_1") == []
    assert store.text("0" * 64) is None


def test_what_is_stored_is_read_back(store: LedgerStore) -> None:
    """Entries come back with index, id and envelope as they went in, types included."""
    store.append(commit(0, 3))
    expected = [
        StoredEntry(index=index, id=entry(index).id, envelope=entry(index).envelope)
        for index in range(3)
    ]
    found = store.read(0, 3)
    assert found == expected
    assert [type(field) for field in (found[0].index, found[0].id, found[0].envelope)] == [
        int,
        bytes,
        bytes,
    ]
    assert store.count() == 3


def test_a_part_of_the_entries_is_read(store: LedgerStore) -> None:
    """A range gives the entries from its first index up to, not including, its last."""
    store.append(commit(0, 5))
    assert [stored.index for stored in store.read(1, 4)] == [1, 2, 3]
    assert store.read(4, 4) == []


def test_all_ids_come_in_order(store: LedgerStore) -> None:
    """Ids come in the order of their indexes, across commits and beyond one query's size."""
    size = 4_100
    store.append(commit(0, size))
    store.append(commit(size, 2))
    assert list(store.ids(0, size + 2)) == [entry(index).id for index in range(size + 2)]
    assert list(store.ids(size - 1, size + 1)) == [entry(size - 1).id, entry(size).id]


@pytest.mark.parametrize(("first", "stop", "missing"), [(0, 3, 2), (2, 4, 2), (7, 8, 7)])
def test_a_missing_entry_is_damage(
    store: LedgerStore, first: int, stop: int, missing: int
) -> None:
    """A range with a missing entry names the first one that is not there."""
    store.append(commit(0, 2))
    with pytest.raises(Damaged, match=rf"entry {missing}: expected entries {first} to {stop - 1}"):
        store.read(first, stop)
    with pytest.raises(Damaged, match=r"entry \d+: expected entries .*, found \d+ of \d+"):
        list(store.ids(first, stop))


@pytest.mark.parametrize("first", [0, 1, 3, 4])
def test_a_commit_starts_at_the_count(store: LedgerStore, first: int) -> None:
    """A commit that starts anywhere but at the count is refused and stores nothing."""
    store.append(commit(0, 2))
    with pytest.raises(StoreError, match=rf"starts at index 2, found one that starts .* {first}"):
        store.append(commit(first))
    assert store.count() == 2


BAD_ENTRIES: dict[str, NewEntry] = {
    "an id one byte short": msgspec.structs.replace(entry(9), id=bytes(31)),
    "an id one byte long": msgspec.structs.replace(entry(9), id=bytes(33)),
    "an empty envelope": msgspec.structs.replace(entry(9), envelope=b""),
    "an envelope one byte over": msgspec.structs.replace(entry(9), envelope=bytes(65_536)),
    "an item without a name": entry(9, ""),
    "an item's name one over": entry(9, "i" * 129),
}
BAD_TILES: dict[str, tuple[FullTile, ...]] = {
    "a tile one byte short": (msgspec.structs.replace(tile(2), hashes=bytes(8_191)),),
    "a tile one byte long": (msgspec.structs.replace(tile(2), hashes=bytes(8_193)),),
    "a negative level": (tile(2, level=-1),),
    "a tile that is stored": (tile(0),),
    "the same tile twice": (tile(2), tile(2)),
}
BAD_COMMITS: dict[str, Commit] = {
    **{
        name: Commit(first=1, entries=(entry(1, "it_1"), bad), tiles=(tile(1),))
        for name, bad in BAD_ENTRIES.items()
    },
    **{
        name: Commit(first=1, entries=(entry(1, "it_1"),), tiles=bad)
        for name, bad in BAD_TILES.items()
    },
}


@pytest.mark.parametrize("bad", BAD_COMMITS.values(), ids=BAD_COMMITS.keys())
def test_one_bad_row_and_none_is_stored(place: Place, bad: Commit) -> None:
    """A commit with one bad row leaves nothing of itself: no entry, tile or history."""
    place.store.append(Commit(first=0, entries=(entry(0),), tiles=(tile(0),)))
    with pytest.raises(StoreError, match=r"expected .*, found .*\n"):
        place.store.append(bad)
    _check_untouched(place.store)
    _check_untouched(_reopened(place))


def _check_untouched(store: LedgerStore) -> None:
    assert store.count() == 1
    assert store.tile(0, 1) is None
    assert store.item_history("it_1") == []


def _reopened(place: Place) -> LedgerStore:
    place.store.close()
    return place.reopen()


def test_the_largest_rows_are_stored(store: LedgerStore) -> None:
    """An envelope of 65,535 bytes and an item's name of 128 characters are within the limits."""
    largest = NewEntry(id=bytes(32), envelope=bytes(65_535), items=("i" * 128,))
    store.append(Commit(first=0, entries=(largest,), tiles=()))
    assert store.read(0, 1)[0].envelope == largest.envelope
    assert store.item_history("i" * 128) == [0]


def test_the_first_failure_is_final(place: Place) -> None:
    """After a failed write every write is refused, until the ledger is opened again."""
    with pytest.raises(StoreError, match="starts at index 0"):
        place.store.append(commit(1))
    with pytest.raises(StoreError, match="not failed, found one that failed earlier"):
        place.store.append(commit(0))
    with pytest.raises(StoreError, match="not failed, found one that failed earlier"):
        place.store.put_text(hashlib.sha256(b"pack").hexdigest(), b"pack")
    reopened = _reopened(place)
    reopened.append(commit(0))
    assert reopened.count() == 1


def test_history_of_an_item_is_ascending(store: LedgerStore) -> None:
    """An item's history lists each entry that names it once, in order, across commits."""
    store.append(
        Commit(first=0, entries=(entry(0, "it_1", "it_2"), entry(1, "it_2"), entry(2)), tiles=())
    )
    store.append(Commit(first=3, entries=(entry(3, "it_1", "it_1"),), tiles=()))
    assert store.item_history("it_1") == [0, 3]
    assert store.item_history("it_2") == [0, 1]
    assert store.item_history("it_3") == []


def test_tiles_are_read_back(store: LedgerStore) -> None:
    """A tile is found by level and number, and by nothing else."""
    store.append(Commit(first=0, entries=(entry(0),), tiles=(tile(0), tile(0, level=1), tile(1))))
    assert store.tile(0, 0) == tile(0).hashes
    assert store.tile(0, 1) == tile(1).hashes
    assert store.tile(1, 0) == tile(0).hashes
    assert store.tile(1, 1) is None


def test_a_pack_text_is_kept_by_its_digest(place: Place) -> None:
    """A text is stored once or twice without complaint and is there after a reopening."""
    digest = hashlib.sha256(b"pack").hexdigest()
    place.store.put_text(digest, b"pack")
    place.store.put_text(digest, b"pack")
    assert place.store.text(digest) == b"pack"
    assert _reopened(place).text(digest) == b"pack"


def test_a_text_under_a_wrong_digest_is_our_bug(store: LedgerStore) -> None:
    """A text that does not have the digest it is stored under is a broken invariant."""
    with pytest.raises(
        InvariantError, match=r"pack text: expected SHA-256 0000.*, found [0-9a-f]+"
    ):
        store.put_text("0" * 64, b"pack")


def test_everything_is_there_after_a_reopening(place: Place) -> None:
    """A ledger that is closed and opened again holds what it held, and goes on from there."""
    place.store.append(commit(0, 2, "it_1"))
    store = _reopened(place)
    assert store.count() == 2
    store.append(commit(2, 1, "it_1"))
    assert store.item_history("it_1") == [0, 1, 2]
    assert [stored.envelope for stored in store.read(0, 3)] == [
        entry(index).envelope for index in range(3)
    ]


def test_a_second_desk_is_refused(place: Place) -> None:
    """While one desk has the ledger no other can open it; afterwards one can."""
    with pytest.raises(LedgerInUse, match=r"expected no other desk on this ledger, found .*\n"):
        place.reopen()
    place.store.close()
    place.store.close()
    assert place.reopen().count() == 0


def test_a_reader_sees_what_a_desk_writes(place: Place) -> None:
    """A reader beside the desk sees each commit, and cannot write."""
    reader = place.open_read_only()
    assert reader.count() == 0
    place.store.append(commit(0, 2))
    assert reader.count() == 2
    assert [stored.id for stored in reader.read(0, 2)] == [entry(0).id, entry(1).id]
    with pytest.raises(ReadOnly, match="opened for writing, found one opened for reading only"):
        reader.append(commit(2))
    reader.close()
    place.store.append(commit(2))


def test_a_closed_store_is_an_error(place: Place) -> None:
    """A store that was closed neither reads nor writes."""
    place.store.close()
    with pytest.raises(StoreError, match=r"expected .*, found .*\n"):
        place.store.count()
    with pytest.raises(StoreError, match=r"expected .*, found .*\n"):
        place.store.append(commit(0))


def test_free_space_is_a_number_of_bytes(store: LedgerStore) -> None:
    """The free space of the volume is told in bytes."""
    assert store.free_bytes() > 1_000_000
