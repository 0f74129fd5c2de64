"""The contract of a detail store, held in memory and in SQLite, and what SQLite's file shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import apsw
import pytest

from showclear.adapters.details_sqlite import (
    create_detail_store,
    open_detail_store,
    open_details_read_only,
    read_details_key,
    write_details_key,
)
from showclear.adapters.memory import MemoryDetailStore, MemoryDisk
from showclear.desk.ports import DetailStore, Erased
from showclear.errors import Damaged, ReadOnly, StoreError, UsageError
from tests.adapters.people import detail

AT = "2026-11-22T15:30:00.000Z"
LATER = "2026-11-23T09:00:00.000Z"


class Place(NamedTuple):
    """One way to keep details, and how it is opened again."""

    details: DetailStore
    reopen: Callable[[], DetailStore]


@pytest.fixture(params=["memory", "sqlite"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """Give a new detail store of each kind."""
    if request.param == "memory":
        disk = MemoryDisk()
        return Place(MemoryDetailStore(disk), lambda: MemoryDetailStore(disk))
    return Place(create_detail_store(tmp_path), lambda: open_detail_store(tmp_path))


def test_a_detail_is_read_back(place: Place) -> None:
    """A detail comes back as it went in, also after a reopening; an unknown one is None."""
    place.details.put([("c1", detail("Ada")), ("c2", detail("Bé", "serial"))])
    place.details.close()
    reopened = place.reopen()
    assert reopened.get("c1") == detail("Ada")
    assert reopened.get("c2") == detail("Bé", "serial")
    assert reopened.get("c3") is None


def test_details_are_found_by_their_path(place: Place) -> None:
    """Finding gives each kept detail of exactly that path, in order, and no erased one."""
    place.details.put([("c3", detail("Cy")), ("c1", detail("Ada")), ("c2", detail("Bo", "names"))])
    place.details.put([("c4", detail("Di"))])
    place.details.erase("c4", AT)
    assert place.details.find("name") == [("c1", detail("Ada")), ("c3", detail("Cy"))]
    assert place.details.find("nam") == []


def test_the_same_pair_twice_is_no_error(place: Place) -> None:
    """Storing a pair again, in one call or two, changes nothing."""
    place.details.put([("c1", detail("Ada")), ("c1", detail("Ada"))])
    place.details.put([("c1", detail("Ada"))])
    assert place.details.get("c1") == detail("Ada")


def test_another_detail_under_a_commitment_is_refused(place: Place) -> None:
    """Of a call that stores another detail under a known commitment, nothing is stored."""
    place.details.put([("c1", detail("Ada"))])
    with pytest.raises(StoreError, match="detail c1: expected the detail that is stored"):
        place.details.put([("c2", detail("Bo")), ("c1", detail("Eve"))])
    assert place.details.get("c1") == detail("Ada")
    assert place.details.get("c2") is None
    with pytest.raises(StoreError, match="found one that failed earlier"):
        place.details.put([("c2", detail("Bo"))])


def test_an_erased_detail_leaves_its_date(place: Place) -> None:
    """What was erased shows the first date, and stays erased when it is stored again."""
    place.details.put([("c1", detail("Ada"))])
    place.details.erase("c1", AT)
    place.details.erase("c1", LATER)
    place.details.put([("c1", detail("Ada"))])
    assert place.details.get("c1") == Erased(at=AT)
    place.details.close()
    assert place.reopen().get("c1") == Erased(at=AT)


def test_erasing_what_was_never_here_is_refused(place: Place) -> None:
    """Nobody is told that a detail is gone which this store never had; the store works on."""
    with pytest.raises(UsageError, match="detail c9: expected a detail that is kept") as caught:
        place.details.erase("c9", AT)
    assert caught.value.code == "detail_unknown"
    place.details.put([("c9", detail("Ada"))])


def _bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def test_nothing_of_a_detail_is_readable_in_the_files(tmp_path: Path) -> None:
    """Neither value, salt nor path stands in any file; the commitment does."""
    with create_detail_store(tmp_path) as details:
        details.put([("commitment-1", detail("Ada Quill", "people/name"))])
        found = _bytes_in(tmp_path)
    assert b"commitment-1" in found
    for hidden in (b"Ada Quill", detail("Ada Quill").salt, b"people/name"):
        assert hidden not in found


def test_erasing_destroys_the_sealed_bytes(tmp_path: Path) -> None:
    """After an erasure not even the sealed bytes stand in any file, the write-ahead included."""
    with create_detail_store(tmp_path) as details:
        details.put([("c1", detail("Ada " * 3_000)), ("c2", detail("Bo"))])
        sealed = details._writer.query("SELECT sealed FROM details WHERE commitment = 'c1'")[0][0]
        assert isinstance(sealed, bytes)
        parts = [sealed[start : start + 32] for start in range(0, len(sealed) - 32, 1_000)]
        assert all(part in _bytes_in(tmp_path) for part in parts)
        details.erase("c1", AT)
        assert not any(part in _bytes_in(tmp_path) for part in parts)
        assert details.get("c2") == detail("Bo")


def test_the_database_refuses_to_bring_back(tmp_path: Path) -> None:
    """A database shell can neither remove a row nor fill an erased one."""
    with create_detail_store(tmp_path) as details:
        details.put([("c1", detail("Ada"))])
        details.erase("c1", AT)
    connection = apsw.Connection(str(tmp_path / "details.sqlite"))
    with pytest.raises(apsw.ConstraintError, match="erased stays erased"):
        connection.execute("UPDATE details SET erased_at = NULL, sealed = x'00', path_mark = null")
    with pytest.raises(apsw.ConstraintError, match="erased, never removed"):
        connection.execute("DELETE FROM details")
    connection.close()


def test_rows_cannot_be_exchanged(tmp_path: Path) -> None:
    """A detail copied under another commitment is damage, and so is a changed byte."""
    with create_detail_store(tmp_path) as details:
        details.put([("c1", detail("Ada")), ("c2", detail("Bo")), ("c3", detail("Cy"))])
    connection = apsw.Connection(str(tmp_path / "details.sqlite"))
    connection.execute(
        "UPDATE details SET sealed = (SELECT sealed FROM details WHERE commitment = 'c2')"
        " WHERE commitment = 'c1'"
    )
    connection.execute(
        "UPDATE details SET sealed = CAST(substr(sealed, 1, 50) || x'00' AS BLOB)"
        " WHERE commitment = 'c3'"
    )
    connection.close()
    with open_detail_store(tmp_path) as details:
        with pytest.raises(Damaged, match=r"detail c1: expected .* found the detail of c2"):
            details.get("c1")
        with pytest.raises(Damaged, match="detail c3: expected the bytes that were stored"):
            details.get("c3")


def test_the_key_is_private_and_needed(tmp_path: Path) -> None:
    """The key file is its owner's alone; without it, or with another, nothing is opened."""
    with create_detail_store(tmp_path) as details:
        details.put([("c1", detail("Ada"))])
    key = tmp_path / "details.key"
    assert key.stat().st_mode & 0o777 == 0o600
    kept = key.read_bytes()
    key.unlink()
    with pytest.raises(StoreError, match=r"details\.key: expected the key .* found no such file"):
        open_detail_store(tmp_path)
    key.write_bytes(write_details_key(bytes(32)))
    with open_detail_store(tmp_path) as details, pytest.raises(Damaged, match="detail c1"):
        details.get("c1")
    key.write_bytes(kept[:-1])
    with pytest.raises(Damaged, match=r"details\.key: expected a details key, unchanged"):
        open_detail_store(tmp_path)


def test_every_change_of_a_details_key_is_refused() -> None:
    """A details key reads back; with any byte changed, or cut anywhere, it does not."""
    good = write_details_key(bytes(range(32)))
    assert read_details_key(good) == bytes(range(32))
    for place in range(len(good)):
        assert read_details_key(good[:place]) is None
        changed = bytes([good[place] ^ 1])
        assert read_details_key(good[:place] + changed + good[place + 1 :]) is None


def test_a_detail_store_is_made_once(tmp_path: Path) -> None:
    """Making a detail store where there is one is refused and keeps its key."""
    create_detail_store(tmp_path).close()
    kept = (tmp_path / "details.key").read_bytes()
    with pytest.raises(StoreError, match="expected no detail store yet"):
        create_detail_store(tmp_path)
    assert (tmp_path / "details.key").read_bytes() == kept


def test_a_row_of_another_shape_is_damage(tmp_path: Path) -> None:
    """A row neither kept nor erased, or sealed around something else, is damage."""
    with create_detail_store(tmp_path) as details:
        details.put([("c1", detail("Ada")), ("c2", detail("Bo"))])
        other = bytes(details._box.encrypt(b"[]"))
    connection = apsw.Connection(str(tmp_path / "details.sqlite"))
    connection.execute("PRAGMA ignore_check_constraints = 1")
    connection.execute("UPDATE details SET sealed = NULL WHERE commitment = 'c1'")
    connection.execute("UPDATE details SET sealed = ? WHERE commitment = 'c2'", (other,))
    connection.close()
    with open_detail_store(tmp_path) as details:
        with pytest.raises(Damaged, match=r"detail c1: .* found a row of another shape"):
            details.get("c1")
        with pytest.raises(Damaged, match=r"detail c1: .* found a row of another shape"):
            details.find("name")
        with pytest.raises(Damaged, match=r"detail c2: .* found sealed bytes of another shape"):
            details.get("c2")


def test_details_are_read_beside_a_desk(tmp_path: Path) -> None:
    """A store opened for reading gives what is kept and takes nothing."""
    with create_detail_store(tmp_path) as details:
        details.put([("c1", detail("Ada"))])
        with open_details_read_only(tmp_path) as reader:
            assert reader.get("c1") == detail("Ada")
            with pytest.raises(ReadOnly, match=r"details\.sqlite: expected leave to write"):
                reader.put([("c2", detail("Bo"))])
