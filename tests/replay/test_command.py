"""`showclear replay`: lines for people, JSON for programs, one step explained, exit codes."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from showclear.cli.exits import Exit
from showclear.cli.main import program
from showclear.cli.running import run
from showclear.replay.play import Came, Mode, play
from showclear.replay.reading import load, load_text, shipped_days
from tests.replay.days import MORNING, day
from tests.replay.test_play import CHAIN, LOAD
from tools.day_pages import ROOT

COLUMNS = 80


def replay(*arguments: str) -> Exit:
    """Run the command as a person would type it."""
    return run(program(), ["replay", *arguments])


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """Return what the command prints for a program."""
    replay(*arguments, "--json")
    return msgspec.json.decode(capsys.readouterr().out)


@pytest.fixture
def harm(tmp_path: Path) -> str:
    """Return the path of a day on which somebody comes to harm, overriding refusals."""
    file = tmp_path / "harm.yaml"
    file.write_text(day(*CHAIN), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("name", shipped_days())
@pytest.mark.parametrize("mode", Mode)
def test_every_shipped_day_is_played(name: str, mode: Mode) -> None:
    """Each shipped day reads and is played to its end in every mode."""
    loaded = load(name)
    assert len(play(loaded, mode).steps) == len(loaded.steps)


def test_a_day_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each step has its line, a refused one its reasons, and the end says the sum."""
    assert replay("first-morning") is Exit.OK
    text = capsys.readouterr().out
    lines = text.splitlines()
    assert max(len(line) for line in lines) <= COLUMNS
    assert "2026-11-22" in lines
    assert "07:00  too-early: armorer take-out colt lockup" in lines
    assert "       not yet: because the opening check of today is missing" in lines
    assert "Every refusal obeyed: in this script nobody comes to harm." in lines
    assert "\x1b" not in text


def test_the_steps_are_those_of_the_mode(capsys: pytest.CaptureFixture[str]) -> None:
    """With refusals overridden each step goes ahead, and says so in words."""
    assert replay("first-morning", "--override") is Exit.OK
    assert "because the opening check of today is missing; it went ahead" in " ".join(
        capsys.readouterr().out.split()
    )
    replay("first-morning", "--obey")
    assert "it went ahead" not in capsys.readouterr().out


def test_harm_has_an_exit_code(harm: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody in the way of a gunshot in the mode that is shown ends in a code of its own."""
    assert replay(harm) is Exit.OK
    said = " ".join(capsys.readouterr().out.split())
    assert "Every refusal overridden: harm at step pulled" in said
    assert "before the harm the record stood against" in said
    assert replay(harm, "--override") is Exit.HARM_PLAYED
    assert "with a bullet, toward operator at 2,000 mm: harm" in " ".join(
        capsys.readouterr().out.split()
    )
    assert replay(harm, "--obey") is Exit.OK


def test_a_day_for_a_program(harm: str, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON says the same: steps with reasons and truth, harm by mode, and where it was stopped."""
    said = data(capsys, harm)
    assert said["harm"] == {"as-written": None, "obey": None, "override": "pulled"}
    handed = next(step for step in said["steps"] if step["step"] == "handed")
    assert handed["came"] == "not yet"
    assert handed["refusals"][0]["rows"][0]["authority"]
    assert handed["truly"] == ["colt: 1 live, 5 dummy, with armorer"]
    assert {"people", "steps", "rules"} == set(said["stops"][0])


def test_one_step_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """One step is explained with its rule, whose authority that has, facts, and what lifts it."""
    assert replay("first-morning", "--explain", "too-early") is Exit.OK
    said = " ".join(capsys.readouterr().out.split())
    for words in (
        "lifted by two people look at every position",
        "rule R25: Opening check.",
        "authority recommendation, mark Q, unverified",
        "sources Bulletin #1",
        "truly: colt: empty, in lockup",
        "rests on armorer",
        "note The opening check has not been made yet.",
    ):
        assert words in said, words
    assert replay("first-morning", "--explain", "4") is Exit.OK
    assert "too-early (step 4, line 49)" in capsys.readouterr().out


def test_the_days_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Shipped days are listed by the name that plays them."""
    assert replay("--list") is Exit.OK
    assert "first-morning" in capsys.readouterr().out
    assert {"name": "first-morning", "title": "First morning"} in data(capsys, "--list")


WRONG = {
    "no day": ((), Exit.USAGE, "name a day, or use --list"),
    "a day nobody knows": (("no-day",), Exit.USAGE, "[day_unknown]"),
    "a file that is not there": (("no-day.yaml",), Exit.USAGE, "[day_not_read]"),
    "two modes at once": (
        ("first-morning", "--obey", "--override"),
        Exit.USAGE,
        "--obey and --override exclude each other",
    ),
    "a device": (("/dev/zero",), Exit.USAGE, "found a pipe or a device"),
    "a folder": ((str(ROOT),), Exit.USAGE, "found a folder"),
    "a step nobody knows": (
        ("first-morning", "--explain", "no-step"),
        Exit.USAGE,
        "[step_unknown]",
    ),
}


@pytest.mark.parametrize(("typed", "code", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_typed_wrongly(
    typed: tuple[str, ...], code: Exit, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be played ends in words and a code, never in a traceback."""
    assert replay(*typed) is code
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_script_with_faults_names_each_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each fault of a script is a line of its own with file, line and column."""
    file = tmp_path / "bad.yaml"
    file.write_text(day("{do: stop}", "{do: cut, set-up: a}"), encoding="utf-8")
    assert replay(str(file)) is Exit.BAD_INPUT
    said = capsys.readouterr().err
    assert len(re.findall(r"showclear: bad\.yaml:[0-9]+:3: expected `by`", said)) == 2


def test_a_pipe_is_refused_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe that nobody writes to would be waited for for ever; it is refused instead."""
    os.mkfifo(tmp_path / "day.yaml")
    assert replay(str(tmp_path / "day.yaml")) is Exit.USAGE
    assert "found a pipe or a device" in " ".join(capsys.readouterr().err.split())


def test_a_large_file_tells_its_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is too large is said with its own size, not with where reading stopped."""
    file = tmp_path / "large.yaml"
    file.write_bytes(b"#" * 400_000)
    assert replay(str(file)) is Exit.BAD_INPUT
    assert "at most 262,144 bytes, found 400,000" in " ".join(capsys.readouterr().err.split())


def test_what_a_step_rests_on_stands_under_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a gun goes out, and of every step explained, stands what was last shown of it."""
    file = tmp_path / "short.yaml"
    file.write_text(day(MORNING, LOAD), encoding="utf-8")
    assert replay(str(file)) is Exit.OK
    told = capsys.readouterr().out
    assert told.count("colt, last shown: seen empty, by armorer to first-ad, 0 min ago") == 1
    assert replay(str(file), "--explain", "loaded") is Exit.OK
    told = " ".join(capsys.readouterr().out.split())
    assert "record colt, last shown: seen empty, by armorer to first-ad, 0 min ago" in told
    assert replay(str(file), "--explain", "5") is Exit.OK
    told = capsys.readouterr().out
    assert told.count("last shown") == 0  # an opening check is a look: it asks for no leave


def test_no_id_of_the_ledger_is_shown_to_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Guns, people, keys and entries go by the names of the script, in every sentence."""
    file = tmp_path / "short.yaml"
    steps = (
        "{do: own-look, gun: colt, by: deputy}",
        "{do: concern, about: discharge, by: grip}",
        "{do: concern, about: live-round, by: grip}",
        "{do: load, gun: colt, from: box-b, lot: mixed, positions: 1, by: armorer}",
        "{do: hand-over, gun: colt, to: lead, announced: dummies, by: armorer}",
        "{do: answer, by: first-ad}",
        "{do: take-out, items: colt-2, place: lockup, by: lead}",
        "{do: answer, by: first-ad}",
    )
    file.write_text(day(MORNING, *steps), encoding="utf-8")
    last = MORNING.count("\n") + len(steps)
    replay(str(file))
    for number in range(1, last + 1):
        assert replay(str(file), "--explain", str(number)) is Exit.OK
    told = " ".join(capsys.readouterr().out.split())
    assert "the key of deputy" in told
    assert "several are open" in told
    assert re.findall(r"\b[pwcls]-[0-9a-f]{6,}|\b[0-9a-f]{12,}", told) == []


def test_a_step_nobody_knows_lists_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """Who mistypes a step's name is shown the names."""
    assert replay("first-morning", "--explain", "no-step") is Exit.USAGE
    assert "or one of too-early" in " ".join(capsys.readouterr().err.split())


def test_a_file_includes_the_one_beside_it(tmp_path: Path) -> None:
    """A script finds what it includes beside itself, and shipped days by name."""
    (tmp_path / "cast.yaml").write_text(day(MORNING), encoding="utf-8")
    file = tmp_path / "short.yaml"
    file.write_text("include: [cast]\nsteps:\n- {do: stop, by: grip}\n", encoding="utf-8")
    assert len(load(str(file)).steps) == MORNING.count("\n") + 1


def test_any_file_may_hold_a_day(tmp_path: Path) -> None:
    """A file's name says nothing about the ledger: any name will do."""
    file = tmp_path / "Ein Tag, é (2).yaml"
    file.write_text(day("{do: stop, by: grip}"), encoding="utf-8")
    assert replay(str(file)) is Exit.OK


def test_the_day_of_the_how_to_is_played() -> None:
    """The day with which the how-to begins plays through; its explained step is one of it."""
    text = (ROOT / "docs" / "howto" / "write-a-day.md").read_text("utf-8")
    script = text.partition("```yaml\n")[2].partition("```")[0]
    loaded = load_text("how-to.yaml", script.encode(), lambda _name: None)
    for mode in Mode:
        steps = play(loaded, mode).steps
        assert [step.came for step in steps] == [Came.HAPPENED] * 5
        assert not any(step.refusals or step.problem for step in steps)
        explained = text.partition("--explain ")[2].split()[0]
        assert explained in {step.name for step in steps}
