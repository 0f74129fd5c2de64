"""The contract of a snapshot store, in memory and in a file, and files that are torn."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from showclear.adapters import files, snapshots
from showclear.adapters.memory import MemoryDisk, MemorySnapshotStore
from showclear.adapters.snapshots import FileSnapshotStore, seal, unseal
from showclear.desk.ports import SnapshotStore
from showclear.errors import DiskFull, StoreError

STATE = b"the folded state"


class Place(NamedTuple):
    """One way to keep a snapshot, and how it is opened again."""

    store: SnapshotStore
    reopen: Callable[[], SnapshotStore]


@pytest.fixture(params=["memory", "file"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Give an empty snapshot store of each kind."""
    if request.param == "memory":
        disk = MemoryDisk()
        return Place(MemorySnapshotStore(disk), lambda: MemorySnapshotStore(disk))
    path = tmp_path / "desk" / "snapshot.bin"
    return Place(FileSnapshotStore(path), lambda: FileSnapshotStore(path))


def test_the_last_snapshot_is_loaded(place: Place) -> None:
    """There is none at first; then the last one saved is loaded, also after a reopening."""
    assert place.store.load() is None
    for snapshot in (STATE, b"", STATE * 100_000):
        place.store.save(snapshot)
        assert place.store.load() == snapshot
        assert place.reopen().load() == snapshot


def test_a_full_disk_keeps_the_old_snapshot_in_memory() -> None:
    """In memory too a snapshot that cannot be saved leaves the old one."""
    disk = MemoryDisk()
    MemorySnapshotStore(disk).save(STATE)
    disk.free_bytes = 0
    with pytest.raises(DiskFull, match="expected room on the volume, found none"):
        MemorySnapshotStore(disk).save(b"new")
    assert MemorySnapshotStore(disk).load() == STATE


def test_a_torn_or_changed_snapshot_is_none() -> None:
    """A file cut anywhere, made longer, or with any byte changed is no snapshot."""
    good = seal(STATE)
    assert unseal(good) == STATE
    assert all(unseal(good[:stop]) is None for stop in range(len(good)))
    assert unseal(good + b"\0") is None
    for place in range(len(good)):
        assert unseal(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]) is None


def test_a_file_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    """A snapshot path that is a folder, or under a file, loads as none."""
    assert FileSnapshotStore(tmp_path).load() is None
    (tmp_path / "file").touch()
    assert FileSnapshotStore(tmp_path / "file" / "snapshot.bin").load() is None


def test_a_file_over_the_limit_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot of the largest size is loaded, and one byte more is not."""
    monkeypatch.setattr(snapshots, "SNAPSHOT_BYTES_MAX", len(STATE))
    store = FileSnapshotStore(tmp_path / "snapshot.bin")
    store.save(STATE)
    assert store.load() == STATE
    store.save(STATE + b"!")
    assert store.load() is None


@pytest.mark.parametrize("step", ["flush", "flush_folder", "replace"])
def test_a_failing_step_keeps_a_whole_snapshot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whichever step of saving fails, an error is raised and a whole snapshot is there."""
    store = FileSnapshotStore(tmp_path / "snapshot.bin")
    store.save(STATE)

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "drive")

    monkeypatch.setattr(os if step == "replace" else files, step, fail)
    with pytest.raises(StoreError, match="expected it to work while storing the snapshot"):
        store.save(b"new")
    assert store.load() == (b"new" if step == "flush_folder" else STATE)
    assert [path.name for path in tmp_path.iterdir()] == ["snapshot.bin"]


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot for which there is no room raises DiskFull."""

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(files, "flush", fail)
    with pytest.raises(DiskFull, match="expected room on the volume while storing the snapshot"):
        FileSnapshotStore(tmp_path / "snapshot.bin").save(STATE)


def test_a_full_flush_is_used_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has F_FULLFSYNC, files are flushed by it."""
    called: list[int] = []
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda _, command: called.append(command))
    FileSnapshotStore(tmp_path / "snapshot.bin").save(STATE)
    assert called == [51, 51]
