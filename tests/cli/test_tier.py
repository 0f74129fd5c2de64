"""What kind of production it is, from its opening on, and how a checker finds it out."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from showclear.cli.exits import Exit
from showclear.cli.main import program
from showclear.cli.running import run

OFFICERS = ("--officer", "Olga Petrov", "--officer", "Omar Diaz", "--officer", "Ona Lee")
TWO = ("--as", "Olga Petrov", "--as", "Omar Diaz")


def told(folder: Path, *typed: str) -> tuple[Exit, str]:
    """Type a command; return how it ended and what it printed."""
    out = io.StringIO()
    with redirect_stdout(out):
        ended = run(program(), ["--ledger", str(folder), *typed])
    return ended, out.getvalue()


@pytest.mark.parametrize("tier", ["non-firing", "full", "stage"])
def test_a_ledger_of_any_tier_checks_out(tmp_path: Path, tier: str) -> None:
    """Every ``decided`` names the rows in force and the tier they are asked in."""
    folder = tmp_path / "ledger"
    assert told(folder, "open", "Red Canyon", "--tier", tier, *OFFICERS)[0] is Exit.OK
    assert told(folder, "verify")[0] is Exit.OK
    assert told(folder, "audit")[0] is Exit.OK


def test_a_tier_changed_by_an_adoption_checks_out(tmp_path: Path) -> None:
    """The kind changes from the adoption on, and not to one that asks for less unsaid."""
    folder = tmp_path / "ledger"
    told(folder, "open", "Red Canyon", *OFFICERS)
    adopt = ("adopt", "core", "house-default:R25,R43", "--tier", "non-firing", *TWO)
    ended, text = told(folder, *adopt)
    assert ended is Exit.NOT_YET
    assert "two officers write why these are dropped or ask for less" in text
    assert told(folder, *adopt, "--reason", "nothing fires any more")[0] is Exit.OK
    assert told(folder, "verify")[0] is Exit.OK
    assert "non-firing" in told(folder, "rules", "in-force")[1]
