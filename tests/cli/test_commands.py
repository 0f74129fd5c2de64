"""Help that teaches, JSON that parses, exit codes that are documented, words that are said."""

from __future__ import annotations

import io
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import click
import msgspec
import pytest

from showclear.cli.demo import STORY, chapters
from showclear.cli.exits import Exit, exit_for
from showclear.cli.main import program
from showclear.cli.root import chapter_commands
from showclear.cli.running import Job, run
from showclear.cli.sentences import because, ended_by, outcome_word
from showclear.errors import (
    BadInput,
    Damaged,
    DeskStopped,
    DiskFull,
    EnvelopeError,
    HeadMoved,
    InvariantError,
    LedgerInUse,
    NoteError,
    PackError,
    ReadOnly,
    ShowclearError,
    StoreError,
    UsageError,
)
from showclear.record.codes import Code
from showclear.record.events.desk import Outcome
from tests.tidy.tree import ROOT


def leaves(
    group: click.Group | None = None, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that lead to it."""
    for name, found in sorted((group or program()).commands.items()):
        if isinstance(found, click.Group):
            yield from leaves(found, (*path, name))
        else:
            yield (*path, name), found


COMMANDS = dict(leaves())


def examples(command: click.Command) -> list[str]:
    """Return the example lines of a command's help, continued lines joined."""
    _, _, text = (command.help or "").partition("Example:\n")
    return [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_teaches(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command says what it does in a sentence and ends with an example that parses."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "red-canyon-copy").mkdir()
    command = COMMANDS[path]
    assert (command.help or "")[0].isupper()
    assert command.short_help
    assert not command.short_help.endswith(".")
    found = examples(command)
    assert found
    for line in found:
        typed = line.partition("   (")[0].partition(" >")[0].replace("...", "")
        words = shlex.split(typed)
        assert words[: len(path) + 1] == ["showclear", *path]
        context = command.make_context(path[-1], words[len(path) + 1 :], obj=Job())
        assert context.params is not None


def test_every_command_stands_in_a_chapter() -> None:
    """The help lists every command there is, once, and no other."""
    assert sorted(chapter_commands()) == sorted(program().commands)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], [], ["receive"], ["show", "--help"]])
def test_help_is_printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Asking for help, or typing no command, prints help."""
    run(program(), arguments)
    assert "Usage: showclear" in capsys.readouterr().out


def test_the_story_answers_a_program_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --json every command of the demonstration prints one JSON value and nothing else."""
    monkeypatch.chdir(tmp_path)
    outcomes: list[tuple[str | None, Exit]] = []
    for chapter in chapters(STORY):
        for typed in chapter.typed:
            words = [*shlex.split(typed.replace("\\\n", " "))[1:], "--json"]
            out = io.StringIO()
            with redirect_stdout(out):
                code = run(program(), words)
            data = msgspec.json.decode(out.getvalue())
            told = data if isinstance(data, list) else [data]
            outcomes += [(one.get("outcome"), code) for one in told]
    seen = {outcome for outcome, _ in outcomes}
    assert seen == {None, "accepted", "admitted", "refused", "asked"}
    assert {code for outcome, code in outcomes if outcome == "refused"} == {Exit.NOT_YET}
    assert {code for outcome, code in outcomes if outcome == "asked"} == {Exit.NOT_YET_ASKED}
    assert {code for outcome, code in outcomes if outcome == "accepted"} == {Exit.OK}


@pytest.mark.parametrize(
    "typed", ["status", "log", "trace colt-3", "verify", "audit", "receipt save 2 a.receipt"]
)
def test_readings_answer_a_program(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reading command prints JSON."""
    monkeypatch.chdir(tmp_path)
    for chapter in list(chapters(STORY))[:3]:
        for line in chapter.typed:
            with redirect_stdout(io.StringIO()):
                run(program(), shlex.split(line.replace("\\\n", " "))[1:])
    out = io.StringIO()
    with redirect_stdout(out):
        assert run(program(), [*typed.split(), "--json"]) is Exit.OK
    assert msgspec.json.decode(out.getvalue())


# -- exit codes and sentences -----------------------------------------------------------------


def test_every_exit_code_is_documented() -> None:
    """The reference lists each code with its number, name and meaning."""
    page = (ROOT / "docs" / "reference" / "exit-codes.md").read_text("utf-8")
    for code in Exit:
        assert f"| {int(code)} | {code.name.lower()} | {code.meaning} |" in page


def test_exit_codes_stay() -> None:
    """Codes are never renumbered: programs rely on them."""
    assert {code.name: int(code) for code in Exit} == {
        "OK": 0,
        "INTERNAL": 1,
        "USAGE": 2,
        "BAD_INPUT": 3,
        "NOT_YET": 4,
        "PROBLEM_FOUND": 5,
        "STORAGE": 6,
        "IN_USE": 7,
        "READ_ONLY": 8,
        "DISK_FULL": 9,
        "NOT_YET_ASKED": 10,
        "HARM_PLAYED": 11,
        "INTERRUPTED": 130,
    }


BAD = {"expected": "a", "found": "b"}


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (UsageError("x", "y", **BAD), Exit.USAGE),
        (click.UsageError("x"), Exit.USAGE),
        (BadInput("x", "y", **BAD), Exit.BAD_INPUT),
        (EnvelopeError("x", "y", **BAD), Exit.BAD_INPUT),
        (NoteError("x", "y", **BAD), Exit.BAD_INPUT),
        (PackError("x", "y", **BAD), Exit.BAD_INPUT),
        (StoreError("x"), Exit.STORAGE),
        (HeadMoved("x"), Exit.STORAGE),
        (DeskStopped("x"), Exit.STORAGE),
        (LedgerInUse("x"), Exit.IN_USE),
        (ReadOnly("x"), Exit.READ_ONLY),
        (DiskFull("x"), Exit.DISK_FULL),
        (Damaged("x", **BAD), Exit.PROBLEM_FOUND),
        (InvariantError("x"), Exit.INTERNAL),
        (ShowclearError("x"), Exit.INTERNAL),
        (ZeroDivisionError("x"), Exit.INTERNAL),
        (KeyboardInterrupt(), Exit.INTERRUPTED),
        (click.exceptions.Abort(), Exit.INTERRUPTED),
    ],
    ids=[str(number) for number in range(18)],
)
def test_each_error_has_its_exit_code(problem: BaseException, code: Exit) -> None:
    """Every class of error ends in the code that its meaning names."""
    assert exit_for(problem) is code


def test_a_fault_of_ours_is_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever breaks inside is told in one line, with what to do next."""

    @click.group(invoke_without_command=True)
    def broken() -> None:
        raise ZeroDivisionError("by nought")

    assert run(broken, []) is Exit.INTERNAL
    told = capsys.readouterr().err
    assert "a fault in Showclear itself: ZeroDivisionError: by nought" in told
    assert "next: report it" in told
    assert "Traceback" not in told


def test_every_code_has_a_sentence() -> None:
    """Each refusal code and outcome is said in words; one from a newer version as it stands."""
    assert all(because(code.value) != code.value.replace("_", " ") for code in Code)
    assert {outcome_word(outcome) for outcome in Outcome} == {
        "not refused",
        "not yet",
        "taken down",
        "taken down, out of chain",
    }
    assert because("not_shown") == "it has not been shown for this step"
    assert because("something_newer") == "something newer"
    assert ended_by("dropped") == "it was dropped"
    assert ended_by("something-newer") == "something newer"


# -- as a program -----------------------------------------------------------------------------


def showclear(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed program's entry point in a process of its own."""
    start = "from showclear.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", start, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_demonstration_runs_as_a_program(tmp_path: Path) -> None:
    """The demonstration verifies its ledger, then finds the bit it changed in a copy."""
    done = showclear("demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "verified: the bytes of showclear.local/red-canyon-" in done.stdout
    assert "not yet: because" in done.stdout
    assert "PROBLEM at entry 45" in done.stdout
    assert "exit code 5" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 82
    again = showclear("--ledger", "showclear-demo-changed", "verify", cwd=tmp_path)
    assert again.returncode == Exit.PROBLEM_FOUND


def test_the_program_ends_in_its_code(tmp_path: Path) -> None:
    """A process ends in the documented code, with the error on standard error alone."""
    done = showclear("status", cwd=tmp_path)
    assert done.returncode == Exit.USAGE
    assert done.stdout == ""
    assert "showclear-ledger: expected the folder of a ledger, found none" in done.stderr
