"""The contract of a head store, held in memory and in SQLite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import apsw
import pytest

from showclear.adapters.heads_sqlite import create_head_store, open_head_store, read_head
from showclear.adapters.memory import MemoryDisk, MemoryHeadStore
from showclear.desk.ports import HeadStore
from showclear.errors import Damaged, HeadMoved, StoreError
from tests.adapters.people import ORIGIN

FIRST = b"example.org/night-shoot/unit-1\n1\nAAAA\n"
SECOND = b"example.org/night-shoot/unit-1\n2\nBBBB\n"


class Place(NamedTuple):
    """One way to keep a head, and how it is opened again under an origin."""

    heads: HeadStore
    reopen: Callable[[str], HeadStore]


@pytest.fixture(params=["memory", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Give a new head store of each kind."""
    if request.param == "memory":
        disk = MemoryDisk()
        return Place(MemoryHeadStore(disk, ORIGIN), lambda origin: MemoryHeadStore(disk, origin))
    return Place(
        create_head_store(tmp_path, ORIGIN), lambda origin: open_head_store(tmp_path, origin)
    )


def test_the_head_follows_its_swaps(place: Place) -> None:
    """There is no head at first, then each one that was swapped in, also after a reopening."""
    assert place.heads.read() is None
    place.heads.swap(None, FIRST)
    assert place.heads.read() == FIRST
    place.heads.swap(FIRST, SECOND)
    place.heads.close()
    assert place.reopen(ORIGIN).read() == SECOND


MOVED: dict[str, tuple[bytes | None, bytes | None]] = {
    "a first head where there is one": (FIRST, None),
    "another head than the stored one": (FIRST, SECOND),
    "a head where there is none": (None, FIRST),
    "a beginning of the stored one": (FIRST, FIRST[:-1]),
}


@pytest.mark.parametrize(("stored", "old"), MOVED.values(), ids=MOVED.keys())
def test_a_moved_head_is_never_replaced(
    place: Place, stored: bytes | None, old: bytes | None
) -> None:
    """A swap from anything but the stored head changes nothing, and is final for the store."""
    if stored is not None:
        place.heads.swap(None, stored)
    with pytest.raises(HeadMoved, match=r"expected .* head.*, found .* head(.|\n)*Sign nothing"):
        place.heads.swap(old, b"new")
    assert place.heads.read() == stored
    with pytest.raises(StoreError, match="found one that failed earlier"):
        place.heads.swap(stored, b"new")
    place.heads.close()
    assert place.reopen(ORIGIN).read() == stored


def test_the_head_of_another_ledger_is_refused(place: Place) -> None:
    """A head store belongs to one origin and names both when asked for another."""
    place.heads.swap(None, FIRST)
    place.heads.close()
    message = "expected the head store of example.org/other, found that of example.org/night-shoot"
    with pytest.raises(StoreError, match=message):
        place.reopen("example.org/other")
    assert place.reopen(ORIGIN).read() == FIRST


def test_two_desks_cannot_both_swap(tmp_path: Path) -> None:
    """Of two desks that last saw the same head, only the first one moves it on."""
    one = create_head_store(tmp_path, ORIGIN)
    other = open_head_store(tmp_path, ORIGIN)
    one.swap(None, FIRST)
    with pytest.raises(HeadMoved, match=r"expected no head, found the head 'example\.org"):
        other.swap(None, SECOND)
    one.close()
    other.close()


def test_a_head_store_is_made_once(tmp_path: Path) -> None:
    """Making a head store where there is one is refused and leaves its head alone."""
    with create_head_store(tmp_path, ORIGIN) as heads:
        heads.swap(None, FIRST)
    with pytest.raises(StoreError, match="expected no head store yet, found one that is there"):
        create_head_store(tmp_path, ORIGIN)
    with open_head_store(tmp_path, ORIGIN) as heads:
        assert heads.read() == FIRST


def test_a_head_of_another_type_is_damage(tmp_path: Path) -> None:
    """A head table that somebody made anew without its types gives damage, not a head."""
    create_head_store(tmp_path, ORIGIN).close()
    connection = apsw.Connection(str(tmp_path / "head.sqlite"))
    connection.execute("DROP TABLE head; CREATE TABLE head (one, note)")
    connection.execute("INSERT INTO head VALUES (1, 'text')")
    connection.close()
    with (
        open_head_store(tmp_path, ORIGIN) as heads,
        pytest.raises(Damaged, match=r"head\.sqlite: expected one head of bytes, found .*text"),
    ):
        heads.read()


def test_the_head_is_read_beside_a_desk(tmp_path: Path) -> None:
    """Reading needs no lock and writes nothing: it gives the head as it stands."""
    with create_head_store(tmp_path, ORIGIN) as heads:
        assert read_head(tmp_path) is None
        heads.swap(None, FIRST)
        assert read_head(tmp_path) == FIRST
    connection = apsw.Connection(str(tmp_path / "head.sqlite"))
    connection.execute("DROP TABLE head; CREATE TABLE head (one, note)")
    connection.execute("INSERT INTO head VALUES (1, 'text')")
    connection.close()
    with pytest.raises(Damaged, match=r"head\.sqlite: expected one head of bytes, found 'text'"):
        read_head(tmp_path)
