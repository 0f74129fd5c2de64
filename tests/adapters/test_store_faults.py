"""The SQLite stores under a failing disk: each operation of a write fails, lies, tears, kills.

After each fault the store is opened again and holds the commit wholly or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import apsw
import pytest

from showclear.adapters import sqlite_file
from showclear.adapters.details_sqlite import create_detail_store, open_detail_store
from showclear.adapters.heads_sqlite import create_head_store, open_head_store
from showclear.adapters.store_sqlite import create_ledger, open_ledger
from showclear.desk.ports import Commit, Erased
from showclear.errors import DiskFull, ReadOnly, StoreError
from tests.adapters.people import ORIGIN, commit, detail, entry, tile
from tests.faults.vfs import DIED, Fault, FaultyVfs, run_apart

REPORTED = [Fault.REFUSED, Fault.ANSWER_LOST, Fault.TORN]
DEADLY = [Fault.DIES_BEFORE, Fault.DIES_AFTER]

BEFORE = commit(0, 3, "it_1")
NEXT = Commit(first=3, entries=(entry(3, "it_1"), entry(4, "it_2")), tiles=(tile(0),))


def _ledger(folder: Path) -> Path:
    with create_ledger(folder) as store:
        store.append(BEFORE)
    return folder


def _check_ledger(folder: Path) -> int:
    """Check that the ledger holds the next commit wholly or not at all, then add to it."""
    with open_ledger(folder) as store:
        size = store.count()
        assert size in (3, 5)
        is_there = size == 5
        expected = [entry(index).envelope for index in range(size)]
        assert [stored.envelope for stored in store.read(0, size)] == expected
        assert store.item_history("it_1") == ([0, 1, 2, 3] if is_there else [0, 1, 2])
        assert store.item_history("it_2") == ([4] if is_there else [])
        assert store.tile(0, 0) == (tile(0).hashes if is_there else None)
        store.append(commit(size))
        assert store.count() == size + 1
    return size


@pytest.mark.parametrize("fault", REPORTED, ids=lambda fault: fault.name)
@pytest.mark.parametrize("pages_max", [1_000, 1], ids=["commit only", "commit and copying"])
def test_a_reported_fault_leaves_all_or_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault, pages_max: int
) -> None:
    """Whichever operation of a commit reports failure, the store stops; reopened it is whole."""
    monkeypatch.setattr(sqlite_file, "WAL_PAGES_MAX", pages_max)
    sizes = set()
    for number in count(1):
        folder = _ledger(tmp_path / f"unit-{number}")
        with FaultyVfs("faulty") as vfs:
            store = open_ledger(folder, vfs=vfs.name)
            vfs.arm(number, fault)
            if _succeeds(lambda store=store: store.append(NEXT)):  # type: ignore[misc]
                assert vfs.count < number
                vfs.disarm()
                store.close()
                break
            with pytest.raises(StoreError, match="found one that failed earlier"):
                store.append(commit(3))
            vfs.disarm()
            store.close()
        sizes.add(_check_ledger(folder))
    assert number > 3
    # Also where only the last flush was refused: all was written, so a reopening finds it, and
    # copies and flushes it anew.
    assert sizes == {3, 5}


def _succeeds(act: Callable[[], None]) -> bool:
    try:
        act()
    except StoreError:
        return False
    return True


@pytest.mark.parametrize("fault", DEADLY, ids=lambda fault: fault.name)
def test_a_death_leaves_all_or_nothing(tmp_path: Path, fault: Fault) -> None:
    """Wherever in opening, commit or closing the process dies, the ledger reopens whole."""
    sizes = []
    for number in count(1):
        folder = _ledger(tmp_path / f"unit-{number}")
        if run_apart(_dying_append(folder, number, fault)) == 0:
            break
        sizes.append(_check_ledger(folder))
    assert sizes == sorted(sizes)
    assert set(sizes) == {3, 5}


def _dying_append(folder: Path, number: int, fault: Fault) -> Callable[[], None]:
    def act() -> None:
        with FaultyVfs("faulty") as vfs:
            vfs.arm(number, fault)
            store = open_ledger(folder, vfs=vfs.name)
            store.append(NEXT)
            store.close()

    return act


def test_a_death_while_a_ledger_is_made_can_be_mended(tmp_path: Path) -> None:
    """Wherever the making of a ledger dies, it can be made again, or is already there."""
    for number in count(1):
        folder = tmp_path / f"unit-{number}"
        if run_apart(_dying_making(folder, number)) == 0:
            break
        try:
            store = create_ledger(folder)
        except StoreError:
            store = open_ledger(folder)
        store.append(BEFORE)
        assert store.count() == 3
        store.close()
    assert number > 5


def _dying_making(folder: Path, number: int) -> Callable[[], None]:
    def act() -> None:
        with FaultyVfs("faulty") as vfs:
            vfs.arm(number, Fault.DIES_BEFORE)
            create_ledger(folder, vfs=vfs.name).close()

    return act


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (apsw.FullError, DiskFull, "expected room on the volume while storing entries"),
        (apsw.ReadOnlyError, ReadOnly, "expected leave to write while storing entries"),
        (apsw.IOError, StoreError, "expected it to work while storing entries"),
    ],
    ids=["full", "read-only", "failing"],
)
def test_a_disk_that_stays_bad_stops_the_store(
    tmp_path: Path, error: type[apsw.Error], kind: type[StoreError], message: str
) -> None:
    """A full, read-only or failing disk is told by its own name, and no entry is lost."""
    folder = _ledger(tmp_path)
    with FaultyVfs("faulty") as vfs:
        store = open_ledger(folder, vfs=vfs.name)
        vfs.arm(1, Fault.REFUSED, error=error, until_disarmed=True)
        with pytest.raises(kind, match=message) as caught:
            store.append(NEXT)
        assert type(caught.value) is kind
        assert store.count() == 3
        store.close()
    assert _check_ledger(folder) == 3


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """A failing open of the ledger names the file, and gives the lock back."""
    folder = _ledger(tmp_path)
    with FaultyVfs("faulty") as vfs:
        vfs.arm(1, Fault.REFUSED)
        with pytest.raises(StoreError, match=r"ledger\.sqlite: expected it to work while opening"):
            open_ledger(folder, vfs=vfs.name)
    assert _check_ledger(folder) == 3


@pytest.mark.parametrize("fault", REPORTED, ids=lambda fault: fault.name)
def test_a_head_is_the_old_or_the_new_one(tmp_path: Path, fault: Fault) -> None:
    """Whichever operation of a swap fails, the head is the old or the new one, never another."""
    for number in count(1):
        folder = tmp_path / f"unit-{number}"
        with create_head_store(folder, ORIGIN) as heads:
            heads.swap(None, b"old")
        with FaultyVfs("faulty") as vfs:
            heads = open_head_store(folder, ORIGIN, vfs=vfs.name)
            vfs.arm(number, fault)
            is_done = _succeeds(lambda heads=heads: heads.swap(b"old", b"new"))  # type: ignore[misc]
            vfs.disarm()
            heads.close()
        with open_head_store(folder, ORIGIN) as heads:
            found = heads.read()
            assert found in ((b"new",) if is_done else (b"old", b"new"))
            heads.swap(found, b"next")
        if is_done:
            break
    assert number > 2


@pytest.mark.parametrize("fault", DEADLY, ids=lambda fault: fault.name)
def test_details_are_stored_wholly_or_not(tmp_path: Path, fault: Fault) -> None:
    """Wherever storing two details dies, both are there or neither, and they can be stored."""
    pairs = [("c1", detail("Ada")), ("c2", detail("Bo"))]
    for number in count(1):
        folder = tmp_path / f"unit-{number}"
        create_detail_store(folder).close()
        status = run_apart(_dying_put(folder, number, fault))
        with open_detail_store(folder) as details:
            assert [details.get(name) is None for name, _ in pairs] in ([True] * 2, [False] * 2)
            details.put(pairs)
            assert details.find("name") == pairs
        if status == 0:
            break
        assert status == DIED
    assert number > 5


def _dying_put(folder: Path, number: int, fault: Fault) -> Callable[[], None]:
    def act() -> None:
        with FaultyVfs("faulty") as vfs:
            vfs.arm(number, fault)
            details = open_detail_store(folder, vfs=vfs.name)
            details.put([("c1", detail("Ada")), ("c2", detail("Bo"))])
            details.close()

    return act


def test_an_erasure_that_stays_in_the_write_ahead_file_is_an_error(tmp_path: Path) -> None:
    """An erasure whose last step fails says so, and a second one finishes it."""
    with create_detail_store(tmp_path) as details:
        details.put([("c1", detail("Ada"))])
    with FaultyVfs("faulty") as vfs:
        details = open_detail_store(tmp_path, vfs=vfs.name)
        vfs.restart()
        details.put([("c2", detail("Bo"))])
        commits = vfs.count
        vfs.arm(commits + 2, Fault.REFUSED, until_disarmed=True)
        with pytest.raises(StoreError, match="expected it to work while"):
            details.erase("c1", "2026-11-22T15:30:00.000Z")
        vfs.disarm()
        assert details.get("c1") == Erased(at="2026-11-22T15:30:00.000Z")
        with pytest.raises(StoreError, match="found one that failed earlier"):
            details.put([("c3", detail("Cy"))])
        details.close()
    with open_detail_store(tmp_path) as details:
        details.erase("c1", "2026-11-22T15:31:00.000Z")
        assert details.get("c1") == Erased(at="2026-11-22T15:30:00.000Z")
    assert not (tmp_path / "details.sqlite-wal").exists()
