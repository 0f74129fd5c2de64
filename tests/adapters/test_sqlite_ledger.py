"""What the SQLite ledger adds to the contract: files, locks, refusals of the database itself."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from showclear.adapters import files, sqlite_file, store_sqlite
from showclear.adapters.migrations import DETAILS, HEAD, LEDGER, FileKind
from showclear.adapters.sqlite_file import open_reader, open_writer
from showclear.adapters.store_sqlite import (
    SqliteLedgerStore,
    create_ledger,
    open_ledger,
    open_read_only,
)
from showclear.desk.ports import Commit
from showclear.errors import Damaged, DiskFull, LedgerInUse, ReadOnly, StoreError
from tests.adapters.people import commit, entry, not_writable, open_folder, tile


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Give a folder with a closed ledger of two entries, a tile and a text."""
    with create_ledger(tmp_path) as store:
        store.append(Commit(first=0, entries=(entry(0, "it_1"), entry(1)), tiles=(tile(0),)))
        store.put_text(hashlib.sha256(b"pack").hexdigest(), b"pack")
    return tmp_path


def _shell(folder: Path) -> apsw.Connection:
    return apsw.Connection(str(folder / "ledger.sqlite"))


REFUSED_SQL = {
    "UPDATE entries SET envelope = x'00'": "entries are append-only",
    "DELETE FROM entries": "entries are append-only",
    "INSERT OR REPLACE INTO entries VALUES (1, zeroblob(32), x'00')": "in order and without gaps",
    "INSERT INTO entries VALUES (3, zeroblob(32), x'00')": "in order and without gaps",
    "INSERT INTO entries VALUES (NULL, zeroblob(32), x'00')": "in order and without gaps",
    "INSERT INTO entries VALUES (2, 'text', x'00')": "cannot store TEXT value in BLOB column",
    "UPDATE items SET item = 'it_2'": "items are append-only",
    "DELETE FROM items": "items are append-only",
    "INSERT OR REPLACE INTO items VALUES (1, 'it_2')": "items are append-only",
    "INSERT OR REPLACE INTO items VALUES (2, 'it_1')": "items are append-only",
    "UPDATE item_entries SET seq = 1": "item_entries are append-only",
    "DELETE FROM item_entries": "item_entries are append-only",
    "UPDATE tiles SET number = 1": "tiles are append-only",
    "DELETE FROM tiles": "tiles are append-only",
    "INSERT OR REPLACE INTO tiles VALUES (0, 0, zeroblob(8192))": "tiles are append-only",
    "UPDATE texts SET text = x'00'": "texts are append-only",
    "DELETE FROM texts": "texts are append-only",
    "INSERT OR REPLACE INTO texts SELECT digest, x'00' FROM texts": "texts are append-only",
    "UPDATE migrations SET number = 2": "migrations are append-only",
    "DELETE FROM migrations": "migrations are append-only",
}


@pytest.mark.parametrize(("sql", "message"), REFUSED_SQL.items(), ids=REFUSED_SQL.keys())
def test_the_database_itself_refuses_changes(ledger: Path, sql: str, message: str) -> None:
    """A database shell can neither change, remove nor replace a row of any log table."""
    connection = _shell(ledger)
    with pytest.raises(apsw.ConstraintError, match=message):
        connection.execute(sql)
    connection.close()
    with open_ledger(ledger) as store:
        assert [stored.envelope for stored in store.read(0, 2)] == [b"envelope 0", b"envelope 1"]


def test_every_table_is_strict_and_guarded(ledger: Path) -> None:
    """Each table is STRICT and has a trigger against updates and one against deletes."""
    connection = _shell(ledger)
    tables = connection.execute(
        "SELECT name, strict FROM pragma_table_list"
        " WHERE schema = 'main' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    triggers = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    connection.close()
    assert {name for name, _ in tables} == {
        "entries",
        "items",
        "item_entries",
        "tiles",
        "texts",
        "migrations",
    }
    for name, strict in tables:
        assert strict == 1
        assert {f"{name}_no_update", f"{name}_no_delete"} <= triggers


DIGESTS = {
    LEDGER: ("e3d9e79ba518903a",),
    HEAD: ("ea45e98c748e20d5",),
    DETAILS: ("0e7cc40be767ba29",),
}


@pytest.mark.parametrize("kind", DIGESTS, ids=lambda kind: kind.name)
def test_migrations_never_change(kind: FileKind) -> None:
    """The text of each migration has the digest it had when ledgers were first made with it."""
    found = [hashlib.sha256(script.encode()).hexdigest()[:16] for script in kind.migrations]
    assert tuple(found) == DIGESTS[kind]


def test_a_commit_is_flushed_when_it_returns(ledger: Path) -> None:
    """The writing connection keeps WAL, synchronous FULL and both of macOS's full flushes."""
    with open_writer(ledger / "ledger.sqlite", LEDGER) as writer:
        found = {
            name: writer.query(f"PRAGMA {name}")[0][0]
            for name in (
                "journal_mode",
                "synchronous",
                "fullfsync",
                "checkpoint_fullfsync",
                "foreign_keys",
                "secure_delete",
                "application_id",
            )
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
        "foreign_keys": 1,
        "secure_delete": 1,
        "application_id": LEDGER.application_id,
    }


def test_the_bundled_sqlite_is_current() -> None:
    """SQLite is at least 3.51.3, which fixed a corruption in WAL mode."""
    assert apsw.SQLITE_VERSION_NUMBER >= 3_051_003


def test_reading_goes_to_the_file_not_to_the_writer(ledger: Path) -> None:
    """Bytes changed in the file under an open store are what the store reads back."""
    with open_ledger(ledger) as store:
        assert store.read(0, 1)[0].envelope == b"envelope 0"
        path = ledger / "ledger.sqlite"
        changed = path.read_bytes().replace(b"envelope 0", b"ENVELOPE 0")
        with path.open("r+b") as file:
            file.write(changed)
        assert store.read(0, 1)[0].envelope == b"ENVELOPE 0"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("UPDATE entries SET id = x'00' WHERE seq = 1", "entry 1: expected an id of 32 bytes"),
        ("UPDATE tiles SET hashes = x'00'", "tile 0 of level 0: expected 8192 bytes, found 1"),
        ("UPDATE texts SET text = x'00'", "pack text: expected SHA-256 [0-9a-f]+, found 6e34"),
        ("DELETE FROM entries WHERE seq = 0", "entry 0: expected entries 0 to 1, found 1 of 2"),
    ],
    ids=["id", "tile", "text", "entry"],
)
def test_rows_changed_by_force_are_damage(ledger: Path, sql: str, message: str) -> None:
    """What somebody changed after dropping the triggers is named, not passed on."""
    connection = _shell(ledger)
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = 1")
    connection.execute(sql)
    connection.close()
    with open_ledger(ledger) as store, pytest.raises(Damaged, match=message):
        _read_everything(store)


def _read_everything(store: SqliteLedgerStore) -> None:
    store.read(0, 2)
    store.tile(0, 0)
    store.text(hashlib.sha256(b"pack").hexdigest())


@pytest.mark.parametrize("table", ["entries", "tiles", "item_entries", "texts"])
def test_rows_that_were_not_written_are_noticed(ledger: Path, table: str) -> None:
    """A database that takes a row without storing it stops the store: rows are counted."""
    connection = _shell(ledger)
    connection.execute(
        f"CREATE TRIGGER dropped BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END"
    )
    connection.close()
    with open_ledger(ledger) as store:
        with pytest.raises(StoreError, match=r"expected \d+ rows written in all, found \d+\nStop"):
            _write_everything(store)
        assert store.count() == 2


def _write_everything(store: SqliteLedgerStore) -> None:
    store.put_text(hashlib.sha256(b"other").hexdigest(), b"other")
    store.append(Commit(first=2, entries=(entry(2, "it_1"),), tiles=(tile(1),)))


def test_a_reader_keeps_next_to_nothing(ledger: Path) -> None:
    """The reading connection has a cache of eight pages and can only read."""
    reader = open_reader(ledger / "ledger.sqlite", LEDGER)
    assert reader.pragma("cache_size") == sqlite_file.READ_CACHE_PAGES == 8
    assert reader.readonly("main")
    reader.close()


def test_a_new_folder_is_made_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder that a new ledger's folder stands in is flushed, so that its name lasts."""
    flushed: list[Path] = []
    monkeypatch.setattr(files, "flush_folder", flushed.append)
    create_ledger(tmp_path / "unit").close()
    assert flushed == [tmp_path]


def test_a_file_of_other_bytes_is_damage(ledger: Path) -> None:
    """A ledger whose first page was overwritten is damage, for writer and reader."""
    (ledger / "ledger.sqlite").write_bytes(bytes(range(256)) * 64)
    for opening in (open_ledger, open_read_only):
        with pytest.raises(Damaged, match="found NotADBError: file is not a database"):
            opening(ledger)


def test_a_missing_ledger_is_not_made_by_opening(tmp_path: Path) -> None:
    """Opening a folder without a ledger, or with an empty file, says so and makes none."""
    for opening in (open_ledger, open_read_only):
        with pytest.raises(StoreError, match="expected a ledger, found no such file"):
            opening(tmp_path)
    (tmp_path / "ledger.sqlite").touch()
    with pytest.raises(StoreError, match="expected a ledger, found no such file"):
        open_ledger(tmp_path)
    assert (tmp_path / "ledger.sqlite").stat().st_size == 0


def test_a_ledger_is_made_once(ledger: Path) -> None:
    """Making a ledger where there is one is refused and leaves it as it is."""
    with pytest.raises(StoreError, match="expected no ledger yet, found one that is there"):
        create_ledger(ledger)
    with open_ledger(ledger) as store:
        assert store.count() == 2


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    """A database of another program, or another kind of ours, is refused and not changed."""
    path = tmp_path / "ledger.sqlite"
    connection = apsw.Connection(str(path))
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    before = path.read_bytes()
    for opening in (open_ledger, open_read_only):
        with pytest.raises(
            StoreError, match="ledger of Showclear, found a database with the mark 0"
        ):
            opening(tmp_path)
    assert path.read_bytes() == before
    open_writer(tmp_path / "head.sqlite", HEAD, create=True).close()
    with pytest.raises(StoreError, match=f"found a database with the mark {HEAD.application_id}"):
        open_writer(tmp_path / "head.sqlite", LEDGER)


def test_a_newer_ledger_is_refused(ledger: Path) -> None:
    """A ledger with a migration this program does not know is opened by neither way."""
    connection = _shell(ledger)
    connection.execute("INSERT INTO migrations (number) VALUES (2)")
    connection.close()
    for opening in (open_ledger, open_read_only):
        with pytest.raises(StoreError, match="found format 2, made by a newer Showclear\nUpdate"):
            opening(ledger)


def test_an_older_file_is_brought_forward(tmp_path: Path) -> None:
    """A writer runs the migrations that are missing; a reader asks for a writer first."""
    old = FileKind(name="ledger", application_id=7, migrations=("CREATE TABLE a (b INT) STRICT",))
    new = FileKind(
        name="ledger",
        application_id=7,
        migrations=(*old.migrations, "CREATE TABLE c (d INT) STRICT"),
    )
    path = tmp_path / "old.sqlite"
    open_writer(path, old, create=True).close()
    with pytest.raises(StoreError, match="expected a ledger of format 2, found format 1\nStart"):
        open_reader(path, new)
    with open_writer(path, new) as writer:
        assert writer.query("SELECT number FROM migrations") == [(1,), (2,)]
        assert writer.query("SELECT d FROM c") == []


def test_a_making_cut_short_can_be_repeated(tmp_path: Path) -> None:
    """A database without tables, which a crash left behind, becomes a ledger."""
    connection = apsw.Connection(str(tmp_path / "ledger.sqlite"))
    connection.pragma("journal_mode", "wal")
    connection.close()
    with pytest.raises(StoreError, match="ledger of Showclear, found an empty database"):
        open_ledger(tmp_path)
    with create_ledger(tmp_path) as store:
        assert store.count() == 0


HOLD = """
import sys
from pathlib import Path
from showclear.adapters.store_sqlite import open_ledger
store = open_ledger(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
"""


def test_the_other_desk_is_named(ledger: Path) -> None:
    """A second desk is told the process id of the first, and may open once that one is gone."""
    command = [sys.executable, "-c", HOLD, str(ledger)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        if other.stdout is None or other.stdin is None:
            pytest.fail("the other desk has no pipes")
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(LedgerInUse, match=f"found a desk with process id {other.pid}\nUse"):
            open_ledger(ledger)
        with open_read_only(ledger) as reader:
            assert reader.count() == 2
        other.kill()
    with open_ledger(ledger) as store:
        assert store.count() == 2


def test_a_lock_without_a_number_is_still_a_lock(ledger: Path) -> None:
    """A holder whose lock file says nothing readable is named as unknown."""
    with open_ledger(ledger):
        (ledger / "desk.lock").write_bytes(b"?")
        with pytest.raises(LedgerInUse, match="found a desk with process id unknown"):
            open_ledger(ledger)


def test_a_failed_opening_gives_the_lock_back(ledger: Path) -> None:
    """A writer that could not open the file does not keep others out."""
    kept = (ledger / "ledger.sqlite").read_bytes()
    (ledger / "ledger.sqlite").write_bytes(b"x" * 8_192)
    with pytest.raises(Damaged, match="NotADBError"):
        open_ledger(ledger)
    (ledger / "ledger.sqlite").write_bytes(kept)
    open_ledger(ledger).close()


def test_a_folder_that_cannot_be_written_is_read() -> None:
    """A closed ledger in a folder that cannot be written is read, and not opened for writing."""
    with open_folder() as folder:
        create_ledger(folder / "unit").close()
        with open_ledger(folder / "unit") as store:
            store.append(commit(0, 2))
        with not_writable(folder / "unit"):
            with open_read_only(folder / "unit") as reader:
                assert reader.count() == 2
                assert reader.read(1, 2)[0].envelope == b"envelope 1"
            with pytest.raises(ReadOnly, match=r"desk\.lock: expected leave to write"):
                open_ledger(folder / "unit")
            with pytest.raises(ReadOnly, match=r"expected leave to write while making the folder"):
                create_ledger(folder / "unit" / "other")


def test_a_file_that_cannot_be_written_is_no_ledger_for_a_desk() -> None:
    """A ledger file with writing taken away is refused for writing, by name."""
    with open_folder() as folder:
        create_ledger(folder / "unit").close()
        (folder / "unit" / "desk.lock").unlink()
        with not_writable(folder / "unit"):
            path = folder / "unit" / "ledger.sqlite"
            with pytest.raises(ReadOnly, match=r"sqlite: expected a file that can be written"):
                open_writer(path, LEDGER)


def test_entries_in_a_write_ahead_file_are_not_left_out() -> None:
    """A copied folder with a write-ahead file that cannot be written is refused, not half read."""
    with open_folder() as folder:
        copy = folder / "copy"
        copy.mkdir()
        with create_ledger(folder / "unit") as store:
            store.append(commit(0, 2))
            for name in ("ledger.sqlite", "ledger.sqlite-wal"):
                (copy / name).write_bytes((folder / "unit" / name).read_bytes())
        message = "expected no write-ahead file .*, found one of [0-9]+ bytes.*\nCopy the whole"
        with not_writable(copy), pytest.raises(ReadOnly, match=message):
            open_read_only(copy)
        with open_read_only(copy) as reader:
            assert reader.count() == 2


def test_the_write_ahead_file_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the write-ahead file has its pages, the commit copies it and it is used again."""
    monkeypatch.setattr(sqlite_file, "WAL_PAGES_MAX", 20)
    with create_ledger(tmp_path) as store:
        for first in range(200):
            store.append(commit(first))
        assert (tmp_path / "ledger.sqlite-wal").stat().st_size < 40 * 4_200
        assert store.count() == 200
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk.lock", "ledger.sqlite"]


def test_a_reader_in_the_way_is_named_at_the_start(ledger: Path) -> None:
    """A desk does not start while another program's old reading holds back the newest entries."""
    with open_ledger(ledger) as store:
        shell = _shell(ledger)
        shell.execute("BEGIN")
        shell.execute("SELECT count(*) FROM entries").fetchall()
        store.append(commit(2))
    with pytest.raises(LedgerInUse, match="the rest held by another program's reading\nClose"):
        open_ledger(ledger)
    shell.close()
    with open_ledger(ledger) as store:
        assert store.count() == 3


def test_files_are_private(ledger: Path) -> None:
    """The lock file and a folder made for a ledger are their owner's alone."""
    assert (ledger / "desk.lock").stat().st_mode & 0o777 == 0o600
    create_ledger(ledger / "new" / "unit").close()
    assert (ledger / "new" / "unit").stat().st_mode & 0o777 == 0o700
    assert os.access(ledger / "new" / "unit" / "ledger.sqlite", os.W_OK)


def test_a_volume_without_a_write_ahead_file_is_refused(tmp_path: Path) -> None:
    """Where SQLite cannot share memory between processes, as on a network volume, none is made."""
    message = "can keep a write-ahead file, found journal mode delete\nKeep the ledger on a disk"
    with pytest.raises(StoreError, match=message):
        create_ledger(tmp_path, vfs="unix-dotfile")


def test_a_lock_that_cannot_be_written_is_given_back(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk under the lock file is told, and the lock is free again."""

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "ftruncate", fail)
        with pytest.raises(DiskFull, match=r"desk\.lock: expected room on the volume while lock"):
            open_ledger(ledger)
    open_ledger(ledger).close()


def test_a_reader_that_cannot_be_opened_lets_the_writer_go(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the reading connection fails, writer and lock are given up."""

    def fail(*_: object, **__: object) -> None:
        message = "no reader"
        raise StoreError(message)

    with monkeypatch.context() as patched:
        patched.setattr(store_sqlite, "open_reader", fail)
        with pytest.raises(StoreError, match="no reader"):
            open_ledger(ledger)
    assert not (ledger / "ledger.sqlite-wal").exists()
    open_ledger(ledger).close()


def test_a_value_of_another_type_is_damage(ledger: Path) -> None:
    """A table that somebody made anew without its types gives damage, not a wrong value."""
    connection = _shell(ledger)
    connection.execute("DROP TABLE entries; CREATE TABLE entries (seq, id, envelope)")
    connection.execute("INSERT INTO entries VALUES (0, zeroblob(32), 'text')")
    connection.execute("INSERT INTO entries VALUES (1.5, 'text', x'00')")
    connection.execute("DROP TABLE migrations; CREATE TABLE migrations (number)")
    connection.execute("INSERT INTO migrations VALUES (1)")
    connection.close()
    with open_read_only(ledger) as reader:
        with pytest.raises(Damaged, match="entry 0: expected an envelope of bytes, found str"):
            reader.read(0, 1)
        with pytest.raises(Damaged, match=r"sqlite: expected a whole number, found float"):
            reader.count()
    connection = _shell(ledger)
    connection.execute("UPDATE migrations SET number = 'one'")
    connection.close()
    with pytest.raises(Damaged, match="expected the number of its last migration, found 'one'"):
        open_read_only(ledger)
