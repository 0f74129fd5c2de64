"""Trouble around a ledger: a second desk, a folder that cannot be written, a full disk."""

from __future__ import annotations

import io
import shlex
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

from showclear.cli.exits import Exit
from showclear.cli.main import program
from showclear.cli.running import run
from showclear.errors import Damaged, ReadOnly, UsageError
from showclear.wiring import (
    Folder,
    flip_bit,
    ledger_folder,
    open_for_reading,
    open_for_writing,
)
from tests.adapters.people import not_writable, open_folder
from tests.cli.typed import envelope, prepare


class Told(NamedTuple):
    """How a command ended and what it printed."""

    exit: Exit
    out: str


class Usage(NamedTuple):
    """What a volume says of its space, in bytes."""

    total: int
    used: int
    free: int


def type_at(folder: Path, typed: str) -> Told:
    """Type a command at a ledger."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        ended = run(program(), ["--ledger", str(folder), *shlex.split(typed)])
    return Told(ended, " ".join(out.getvalue().split()))


def quiet(_what: str, _done: int, _all: int) -> None:
    """Show no progress."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return the folder of a ledger with a gun and a box in it."""
    prepare("stocked", tmp_path)
    return tmp_path / "showclear-ledger"


def entries(folder: Path) -> int:
    """Return how many entries a ledger shows."""
    with open_for_reading(Folder(folder), quiet) as opened:
        return opened.desk.keeping.tree.size


def test_a_second_desk_is_told_who_has_the_ledger(ledger: Path) -> None:
    """While one desk writes, another is refused and says which process has it; reading goes on."""
    before = entries(ledger)
    with open_for_writing(Folder(ledger), quiet):
        told = type_at(ledger, "stop --as performer")
        assert told.exit is Exit.IN_USE
        assert "expected no other desk on this ledger, found a desk with process id" in told.out
        assert "next: Use the desk that is running" in told.out
        for reading in ("status", "log", "trace colt-3", "verify", "audit"):
            assert type_at(ledger, reading).exit is Exit.OK
        assert type_at(ledger, "close-day --as first-ad").exit is Exit.IN_USE
    assert entries(ledger) == before
    assert type_at(ledger, "stop --as performer").exit is Exit.OK


def test_a_reader_sees_what_was_signed_before(ledger: Path) -> None:
    """A reader that opened before the desk went on shows the ledger as of its own head."""
    with open_for_reading(Folder(ledger), quiet) as opened:
        before = opened.desk.keeping.tree.size
        assert type_at(ledger, "stop --as performer").exit is Exit.OK
        assert opened.desk.keeping.tree.size == opened.desk.parts.store.count() == before
    assert entries(ledger) == before + 2


def test_a_folder_that_cannot_be_written_can_be_read() -> None:
    """Without leave to write, writing says so and reading works."""
    with open_folder() as folder:
        prepare("stocked", folder)
        ledger = folder / "showclear-ledger"
        for path in [ledger, *ledger.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        with not_writable(ledger / "ledger"):
            told = type_at(ledger, "stop --as performer")
            assert told.exit is Exit.READ_ONLY
            assert "desk.lock: expected leave to write while locking" in told.out
            assert "next: Check who owns the folder" in told.out
            assert type_at(ledger, "verify").exit is Exit.OK
            assert type_at(ledger, "status").exit is Exit.OK


def test_on_a_full_disk_only_speaking_up_is_taken_down(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the floor nothing is written but speaking up, which has a reserve of its own."""
    before = entries(ledger)

    def nearly_full(_folder: Path) -> NamedTuple:
        return Usage(1 << 40, (1 << 40) - (32 << 20), 32 << 20)

    monkeypatch.setattr(shutil, "disk_usage", nearly_full)
    told = type_at(ledger, "lock colt-3 --in lockup --as armorer")
    assert told.exit is Exit.DISK_FULL
    assert "expected at least 64 MiB free, found 32; nothing was written" in told.out
    assert entries(ledger) == before
    assert type_at(ledger, "stop --as performer").exit is Exit.OK
    assert entries(ledger) == before + 2


def test_a_changed_ledger_is_not_written_to(ledger: Path) -> None:
    """One changed bit is named with its place by every command, and nothing is signed over it."""
    flip_bit(Folder(ledger), envelope(ledger, 12))
    for typed in ("stop --as performer", "status", "log"):
        told = type_at(ledger, typed)
        assert told.exit is Exit.PROBLEM_FOUND
        assert "entry 12: expected the bytes that were signed over" in told.out
    told = type_at(ledger, "verify")
    assert told.exit is Exit.PROBLEM_FOUND
    assert "PROBLEM at entry 12" in told.out


def test_an_older_copy_of_the_entries_is_found_out(ledger: Path, tmp_path: Path) -> None:
    """A ledger put back from a copy, under the newer head, says which entries are missing."""
    older = shutil.copytree(ledger / "ledger", tmp_path / "older")
    assert type_at(ledger, "stop --as performer").exit is Exit.OK
    shutil.rmtree(ledger / "ledger")
    older.rename(ledger / "ledger")
    told = type_at(ledger, "stop --as performer")
    assert told.exit is Exit.PROBLEM_FOUND
    assert "expected at least the 28 entries of the last signed head, found 26" in told.out
    assert type_at(ledger, "status").exit is Exit.PROBLEM_FOUND
    told = type_at(ledger, "verify")
    assert told.exit is Exit.PROBLEM_FOUND
    assert "PROBLEM at entry 26 [entries_missing]" in told.out


def test_a_copy_without_details_shows_ids(ledger: Path) -> None:
    """Without the details beside it a ledger still verifies and shows ids for names."""
    shutil.rmtree(ledger / "details")
    told = type_at(ledger, "status")
    assert told.exit is Exit.OK
    assert "Anna Ruiz" not in told.out
    assert " p-" in told.out
    assert type_at(ledger, "verify").exit is Exit.OK


def test_a_key_that_others_can_read_is_not_used(ledger: Path) -> None:
    """A key file with rights for others is refused, and the hint says what to do."""
    (ledger / "keys" / "anna-ruiz.key").chmod(0o644)
    told = type_at(ledger, "lock colt-3 --in lockup --as armorer")
    assert told.exit is Exit.USAGE
    assert "expected a file only its owner can read (mode 600), found mode 644" in told.out


def test_a_lost_key_is_replaced(ledger: Path) -> None:
    """Somebody whose key file is gone is told so, and signs again with a new one."""
    (ledger / "keys" / "anna-ruiz.key").unlink()
    told = type_at(ledger, "lock colt-3 --in lockup --as armorer")
    assert told.exit is Exit.USAGE
    assert "key of Anna Ruiz: expected a key file of theirs in this ledger's folder" in told.out
    again = 'enrol armorer --again --title armorer --role handler --as "Olga Petrov"'
    assert type_at(ledger, f'{again} --as "Omar Diaz"').exit is Exit.OK
    assert type_at(ledger, "lock colt-3 --in lockup --as armorer").exit is Exit.OK


def test_the_folder_is_named_by_option_or_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The option wins over the environment, and that over the folder beside us."""
    monkeypatch.delenv("SHOWCLEAR_LEDGER", raising=False)
    assert ledger_folder(None).root == Path("showclear-ledger")
    monkeypatch.setenv("SHOWCLEAR_LEDGER", "there")
    assert ledger_folder(None).root == Path("there")
    assert ledger_folder("here").root == Path("here")


def test_what_is_opened_for_reading_writes_nothing(ledger: Path) -> None:
    """Every writing call of a reading desk is refused."""
    with open_for_reading(Folder(ledger), quiet) as opened:
        parts = opened.desk.parts
        with pytest.raises(ReadOnly, match="leave to write while storing a pack's text"):
            parts.store.put_text("", b"")
        with pytest.raises(ReadOnly, match="leave to write while storing the head"):
            parts.heads.swap(None, b"")
        with pytest.raises(ReadOnly, match="leave to write while signing"):
            parts.ledger_key.sign(b"")
        parts.snapshots.save(b"not kept")
        assert parts.store.free_bytes() > 0
        with pytest.raises(ReadOnly, match=r"details\.sqlite: expected leave to write"):
            opened.details.erase(opened.details.find("name")[0][0], "2026-11-22T00:00:00.000Z")


def test_a_piece_that_is_not_there_is_not_flipped(ledger: Path) -> None:
    """Changing a bit of something that is not stored changes nothing."""
    with pytest.raises(UsageError, match="expected the stored piece in one stretch, found none"):
        flip_bit(Folder(ledger), b"never stored, never ever stored")


def test_an_opening_that_is_no_opening_is_damage(ledger: Path) -> None:
    """A ledger whose first entry cannot be read says so at once."""
    flip_bit(Folder(ledger), envelope(ledger, 0))
    with pytest.raises(Damaged, match="entry 0"):
        open_for_reading(Folder(ledger), quiet)
