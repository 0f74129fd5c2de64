"""The fault layer itself: it counts, fails, tears and kills where it was told to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from tests.faults.vfs import DIED, Fault, FaultyVfs, run_apart

INSERT = "INSERT INTO scenes (number) VALUES (1)"


def _open(folder: Path, vfs: str | None = None) -> apsw.Connection:
    return apsw.Connection(str(folder / "day.sqlite"), vfs=vfs)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a database of one empty table, kept with a rollback journal."""
    connection = _open(tmp_path)
    connection.execute("CREATE TABLE scenes (number INTEGER)")
    connection.close()
    return tmp_path


def _scenes(folder: Path) -> int:
    connection = _open(folder)
    count = connection.execute("SELECT count(*) FROM scenes").get
    connection.close()
    return int(str(count))


def _insert(folder: Path, number: int, fault: Fault) -> list[str]:
    with FaultyVfs("under test") as vfs:
        connection = _open(folder, vfs.name)
        vfs.arm(number, fault)
        try:
            connection.execute(INSERT)
        finally:
            vfs.disarm()
            operations = list(vfs.operations)
            connection.close()
    return operations


def test_every_operation_is_counted_by_name(folder: Path) -> None:
    """Without a fault the layer does what the default one does, and lists each operation."""
    operations = _insert(folder, 1_000, Fault.REFUSED)
    assert _scenes(folder) == 1
    assert {operation.split()[0] for operation in operations} == {
        "xOpen",
        "xWrite",
        "xSync",
        "xDelete",
    }
    assert operations[-1] == "xDelete day.sqlite-journal"


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.TORN], ids=lambda fault: fault.name)
def test_an_operation_that_is_not_done_is_reported(folder: Path, fault: Fault) -> None:
    """Each operation that fails before it is done is reported, and nothing was stored."""
    for number in range(1, len(_insert(folder, 1_000, fault)) + 1):
        before = _scenes(folder)
        with pytest.raises((apsw.IOError, apsw.CantOpenError), match=f"operation {number}: x"):
            _insert(folder, number, fault)
        assert _scenes(folder) == before


def test_a_lost_answer_is_reported_though_it_was_done(folder: Path) -> None:
    """A deletion whose answer is lost is reported, and the file is gone all the same."""
    last = len(_insert(folder, 1_000, Fault.ANSWER_LOST))
    with pytest.raises(apsw.IOError, match=f"operation {last}: xDelete day.sqlite-journal"):
        _insert(folder, last, Fault.ANSWER_LOST)
    assert not (folder / "day.sqlite-journal").exists()


def test_a_torn_write_leaves_its_first_half(folder: Path) -> None:
    """A torn write puts the first half of its bytes into the file."""
    with FaultyVfs("under test") as vfs:
        flags = apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_MAIN_DB
        file = vfs.xOpen(str(folder / "torn"), [flags, 0])
        vfs.arm(1, Fault.TORN)
        with pytest.raises(apsw.IOError, match="operation 1: xWrite torn"):
            file.xWrite(b"0123456789", 0)
        file.xClose()
    assert (folder / "torn").read_bytes() == b"01234"


@pytest.mark.parametrize("error", [apsw.FullError, apsw.ReadOnlyError])
def test_a_fault_reports_what_it_is_told(folder: Path, error: type[apsw.Error]) -> None:
    """A fault can report a full disk or a read-only volume, from one operation on."""
    with FaultyVfs("under test") as vfs:
        connection = _open(folder, vfs.name)
        vfs.arm(2, Fault.REFUSED, error=error, until_disarmed=True)
        with pytest.raises(error, match=r"operation [2-9]: x"):
            connection.execute(INSERT)
        with pytest.raises(error, match=r"operation [0-9]+: x"):
            connection.execute(INSERT)
        vfs.disarm()
        connection.execute(INSERT)
        connection.close()
    assert _scenes(folder) == 1


def _act(folder: Path, number: int, fault: Fault) -> Callable[[], None]:
    def act() -> None:
        _insert(folder, number, fault)

    return act


def test_a_death_ends_the_process_before_or_after(folder: Path) -> None:
    """Dying before the journal's deletion undoes the insert on opening; after, it does not."""
    last = len(_insert(folder, 1_000, Fault.REFUSED))
    assert run_apart(_act(folder, last, Fault.DIES_BEFORE)) == DIED
    assert _scenes(folder) == 1
    assert run_apart(_act(folder, last, Fault.DIES_AFTER)) == DIED
    assert _scenes(folder) == 2
    assert run_apart(_act(folder, last + 1, Fault.DIES_BEFORE)) == 0


def test_an_act_that_raises_is_told_apart(folder: Path) -> None:
    """An act that ends with an error has status 1, not that of a death."""
    assert run_apart(_act(folder, 1, Fault.REFUSED)) == 1
