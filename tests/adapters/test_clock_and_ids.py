"""Clocks and sources of ids: the machine's, and those that tests turn by hand."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

import pytest

from showclear.adapters.clock import FrozenClock, StepClock, SystemClock
from showclear.adapters.ids import SeededIds, SystemIds
from showclear.desk.ports import Clock, IdSource


def test_the_system_clock_tells_milliseconds() -> None:
    """The system clock gives the present in milliseconds, as the standard library has it."""
    clock: Clock = SystemClock()
    before = time.time() * 1_000
    assert before - 1 <= clock.now() <= time.time() * 1_000


def test_one_start_of_the_machine_has_one_mark(tmp_path: Path) -> None:
    """With a boot id every clock has the same mark: the first 16 digits of its SHA-256."""
    boot_id = tmp_path / "boot_id"
    boot_id.write_text("3f0c6a1e-0000-4000-8000-000000000000\n")
    digest = hashlib.sha256(b"3f0c6a1e-0000-4000-8000-000000000000").hexdigest()
    assert SystemClock(boot_id).boot()[0] == digest[:16]
    assert SystemClock(boot_id).boot()[0] == SystemClock(boot_id).boot()[0]


def test_the_counter_is_one_nobody_can_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a boot id the counter includes sleep where the system has one; else monotonic."""
    asked: list[int] = []

    def read(counter: int) -> int:
        asked.append(counter)
        return 7_999_999

    monkeypatch.setattr(time, "clock_gettime_ns", read)
    (tmp_path / "boot_id").write_text("one")
    assert SystemClock(tmp_path / "boot_id").boot()[1] == 7
    assert SystemClock(tmp_path / "missing").boot()[1] == 7
    with_sleep = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    assert asked == [with_sleep, time.CLOCK_MONOTONIC]


def test_without_a_boot_id_each_clock_is_a_new_start(tmp_path: Path) -> None:
    """Where no boot id can be read each clock has a mark of its own and a counter that runs."""
    clock = SystemClock(tmp_path / "missing")
    (tmp_path / "empty").touch()
    marks = {clock.boot()[0], SystemClock(tmp_path / "empty").boot()[0]}
    assert len(marks) == 2
    assert all(re.fullmatch("[0-9a-f]{16}", mark) for mark in marks)
    assert clock.boot()[0] == clock.boot()[0]
    assert clock.boot()[1] <= clock.boot()[1]


def test_a_frozen_clock_stands_until_it_is_moved() -> None:
    """A frozen clock moves when told; setting the wall leaves the counter alone."""
    clock = FrozenClock(now=1_000)
    assert (clock.now(), clock.now(), clock.boot()[1]) == (1_000, 1_000, 0)
    clock.advance(250)
    assert (clock.now(), clock.boot()[1]) == (1_250, 250)
    clock.set_wall(5)
    assert (clock.now(), clock.boot()[1]) == (5, 250)


def test_a_restart_has_another_mark() -> None:
    """A restart begins another count under another mark, the same on every machine."""
    clock = FrozenClock(now=1_000)
    first = clock.boot()[0]
    clock.advance(10)
    clock.restart("second")
    assert clock.boot() == (hashlib.sha256(b"second").hexdigest()[:16], 0)
    assert clock.boot()[0] != first
    assert clock.now() == 1_010


def test_a_step_clock_moves_by_its_step() -> None:
    """A step clock gives its start, then a step more each time, on the counter too."""
    clock: Clock = StepClock(start=1_000, step=3)
    assert [clock.now() for _ in range(3)] == [1_000, 1_003, 1_006]
    assert clock.boot()[1] == 9


def test_system_ids_differ() -> None:
    """Fresh bytes have the length asked for and do not repeat."""
    ids: IdSource = SystemIds()
    assert len(ids.fresh(16)) == 16
    assert len({ids.fresh(16) for _ in range(100)}) == 100


def test_seeded_ids_follow_from_their_seed() -> None:
    """The same seed gives the same bytes, another seed others, and no call repeats another."""
    one, same, other = SeededIds(b"a"), SeededIds(b"a"), SeededIds(b"b")
    drawn = [one.fresh(16) for _ in range(100)]
    assert drawn == [same.fresh(16) for _ in range(100)]
    assert len({*drawn, *(other.fresh(16) for _ in range(100))}) == 200
    assert SeededIds(b"a").fresh(16).hex() == "7d85350e5a0daec140cba94cd2dcd666"
