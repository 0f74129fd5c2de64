"""At a terminal: questions to each person in turn, progress, completion, and a closed pipe."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final

import pytest

from showclear.cli.exits import Exit
from showclear.cli.main import program
from showclear.cli.paper import WIDTH_MAX, Bar, Paper, counted
from showclear.cli.running import run
from tests.cli.typed import prepare, type_in
from tests.tidy.tree import ROOT

START: Final = "from showclear.cli.main import main; main()"


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:  # type: ignore[explicit-override]  # `override` came with 3.12
        """Say so."""
        return True


def test_each_person_is_asked_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At a terminal show asks the handler, then the second person, position by position."""
    monkeypatch.chdir(tmp_path)
    prepare("stocked", tmp_path)
    monkeypatch.setattr(sys, "stdin", Terminal("empty\n" * 7 + "empty\n" * 6 + "could-not-see\n"))
    words = ["show", "colt-3", "--bore", "rod-to-mark", "--handler", "armorer"]
    assert run(program(), [*words, "--second", "first-ad"]) is Exit.OK
    out = capsys.readouterr().out
    first, second = out.index("Anna Ruiz, answer for"), out.index("Ben Ode, answer for")
    assert first < second
    assert "nothing stands: a position was not seen" in out


def test_whoever_ends_the_questions_records_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A terminal closed in the middle of the questions ends the command; nothing is recorded."""
    monkeypatch.chdir(tmp_path)
    prepare("stocked", tmp_path)
    monkeypatch.setattr(sys, "stdin", Terminal("empty\n"))
    words = ["show", "colt-3", "--bore", "rod-to-mark", "--handler", "armorer"]
    assert run(program(), [*words, "--second", "first-ad"]) is Exit.INTERRUPTED
    assert "stopped from the keyboard" in capsys.readouterr().err
    assert not [line for line in type_in("showclear log --last 1") if "look colt-3" in line]


def test_progress_is_for_terminals_and_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar shows at a terminal from 2,000 parts on, and never where a program reads."""
    monkeypatch.setenv("TERM", "xterm")
    for stream, total, is_shown in (
        (Terminal(), Bar.SHOWN_FROM_PARTS, True),
        (Terminal(), Bar.SHOWN_FROM_PARTS - 1, False),
        (io.StringIO(), Bar.SHOWN_FROM_PARTS, False),
    ):
        with redirect_stderr(stream):
            bar = Bar()
            bar("verifying", 1, total)
            bar("verifying", total, total)
            bar.stop()
        assert ("verifying" in stream.getvalue()) is is_shown


def test_lines_fit_and_end_without_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """However wide the window, lines break at a readable width; none ends in a space."""
    monkeypatch.setenv("COLUMNS", "300")
    out = io.StringIO()
    with redirect_stdout(out):
        paper = Paper(json=False)
        paper.line("word " * 100, indent=3)
        paper.pair("name", "word " * 100)
        paper.table(("a", "b"), [("x", "word " * 100)])
        paper.data({"not": "printed"})
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= WIDTH_MAX
    assert [line for line in lines if line != line.rstrip()] == []
    assert "printed" not in out.getvalue()


def test_json_prints_nothing_else() -> None:
    """In JSON mode lines and tables are silent."""
    out = io.StringIO()
    with redirect_stdout(out):
        paper = Paper(json=True)
        paper.line("not printed")
        paper.table(("a",), [("not printed",)])
        paper.data({"a": 1})
    assert out.getvalue() == '{\n  "a": 1\n}\n'


def test_numbers_have_their_noun() -> None:
    """One thing is told in the singular, others in the plural."""
    assert counted(1, "entry", "entries") == "1 entry"
    assert counted(2, "entry", "entries") == "2 entries"
    assert counted(1_200, "commit") == "1,200 commits"


@pytest.mark.parametrize(
    ("words", "number", "offered"),
    [
        ("showclear tak", 1, "plain,take-out"),
        ("showclear show --wa", 2, "plain,--way"),
        ("showclear receive wea", 2, "plain,weapon"),
        ("showclear show x --way seen-g", 4, "plain,seen-going-in"),
    ],
    ids=["a command", "an option", "a second word", "a value"],
)
def test_the_shell_is_offered_what_fits(words: str, number: int, offered: str) -> None:
    """Completion offers commands, options and values that begin as typed."""
    asked = {
        "_SHOWCLEAR_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(number),
    }
    done = subprocess.run(
        [sys.executable, "-c", START],
        env=os.environ | asked,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [offered]


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    """When whoever reads the output closes it, the program ends quietly."""
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -c "{START}" demo | head -n 1; true'],  # noqa: S607
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "Showclear: days played, and a small production of its own\n"
    assert "Traceback" not in done.stderr
    assert "fault" not in done.stderr
