"""The command line, by scripts a user could type; see ``tests.cli.typed`` for their form."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.typed import SCRIPTS, STARTS, Command, agrees, parse, prepare, type_in


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return folders of made ledgers, filled as scripts ask for them."""
    return {"": tmp_path_factory.mktemp("ledgers")}


def begin(start: str, ledgers: dict[str, Path], folder: Path) -> None:
    """Put a copy of the ledger a script starts with into its folder."""
    if start not in ledgers:
        ledgers[start] = ledgers[""] / start
        ledgers[start].mkdir()
        prepare(start, ledgers[start])
    for path in ledgers[start].iterdir():
        shutil.copytree(path, folder / path.name)


def names() -> list[str]:
    """Return the names of the scripts there are."""
    return sorted(path.stem for path in SCRIPTS.glob("*.txt"))


@pytest.mark.parametrize("name", names())
def test_a_script_prints_what_it_says(
    name: str, ledgers: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of a script prints the lines below it and ends in the code given there."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("SHOWCLEAR_LEDGER", raising=False)
    script = parse((SCRIPTS / f"{name}.txt").read_text("utf-8"))
    begin(script.start, ledgers, tmp_path)
    monkeypatch.chdir(tmp_path)
    for command in script.commands:
        found = type_in(command.typed)
        assert agrees(command.expected, found), "\n".join([f"$ {command.typed}", *found])


def test_every_start_is_used() -> None:
    """No prepared ledger is made that no script begins with, and none is missing."""
    used = {parse((SCRIPTS / f"{name}.txt").read_text("utf-8")).start for name in names()}
    assert used <= set(STARTS)


def test_the_reader_of_scripts_sees_differences() -> None:
    """A changed word, a missing line, a further line and another exit code are all seen."""
    script = parse("@ done\n# note\n$ showclear \\\n  x\none [..] two\n[...]\nend\nexit 2\n")
    command = script.commands[0]
    assert script.start == "done"
    assert command == Command("showclear \\\n  x", ["one [..] two", "[...]", "end", "exit 2"])
    assert agrees(command.expected, ["one and two", "end", "exit 2"])
    assert agrees(command.expected, ["one and two", "a", "b", "end", "exit 2"])
    assert not agrees(command.expected, ["one  two", "a", "end", "exit 3"])
    assert not agrees(command.expected, ["one two", "end", "exit 2"])
    assert not agrees(command.expected, ["one and two", "end"])
    assert not agrees(command.expected, ["one and two", "end", "exit 2", "more"])
