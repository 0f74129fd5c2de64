"""What ``verify`` tells of a desk's clock that was moved."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showclear.cli.checking import CLOCK_MOVES_SHOWN, tell_report
from showclear.cli.running import Job
from showclear.record.walk import ClockMove
from tests.kit import OnDesk
from tests.record.forge import kept, report_of

MOVED = {
    -13_860_000: "-3 h 51 min",
    90_061_001: "+1 d 1 h",
    60_001: "+1 min 1 ms",
    -20_000: "-20 s",
    -1: "-1 ms",
}


def told(moves: tuple[ClockMove, ...], capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines about the clock that are printed of a good report."""
    report = replace(report_of(kept(OnDesk())), clock_moves=moves)
    tell_report(Job(), report)
    lines = capsys.readouterr().out.splitlines()
    return [line.strip() for line in lines if "clock was" in line or "more times" in line]


@pytest.mark.parametrize("moved_ms", MOVED)
def test_a_moved_clock_is_told_plainly(moved_ms: int, capsys: pytest.CaptureFixture[str]) -> None:
    """How far and where the clock was moved is told in the two largest units."""
    [line] = told((ClockMove(7, moved_ms),), capsys)
    assert line.startswith(f"the desk's clock was moved by {MOVED[moved_ms]} at entry 7: times")


def test_many_moves_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Beyond twenty moves only their number is told; with none there is no line."""
    moves = tuple(ClockMove(index, -1) for index in range(CLOCK_MOVES_SHOWN + 2))
    lines = told(moves, capsys)
    assert len(lines) == CLOCK_MOVES_SHOWN + 1
    assert lines[-1] == "and 2 more times"
    assert told((), capsys) == []
