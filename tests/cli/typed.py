"""Scripts a user could type: text files of commands and what they print.

A line that begins with ``$`` is a command; it goes on where a line ends with a backslash. What
follows, up to the next command, is what it prints (standard output and error together), and
``exit N`` where it ends in another code than 0. ``[..]`` stands for any text within a line; a line
``[...]`` for any lines. ``#`` begins a comment. The first line names the ledger it starts with::

    @ stocked
    $ showclear lock colt-33 --in lockup --as armorer
    showclear: item: expected one known here: box-a, colt-3, lockup, found 'colt-33'
    [item_unknown]
      next: names and handles are listed by: showclear status
    exit 2

Besides ``showclear`` a script may use ``cp``, ``rm``, ``write FILE TEXT`` and ``flip ENTRY
FOLDER``, which changes one bit of an entry. ``python -m tests.cli.typed NAME`` prints a script
anew with what the program says now, for a person to read before keeping it.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final, NamedTuple

from showclear.cli.demo import STORY, chapters
from showclear.cli.main import program
from showclear.cli.running import run
from showclear.wiring import Folder, flip_bit, open_for_reading

SCRIPTS: Final = Path(__file__).parent / "scripts"
# Where a script may begin: how many chapters of the demonstration are behind it.
STARTS: Final = {"nothing": 0, "opened": 2, "stocked": 3, "loaded": 5, "handed": 6, "done": 8}
ANYTHING: Final = re.escape("[..]")
# What differs from run to run, for printing a script anew.
VARYING: Final = re.compile(
    r"\b[0-9a-f]{16,}\b…?|\b[0-9a-f]{8,}…|\d{4}-\d{2}-\d{2}(T[0-9:.]+Z)?|\d\d-\d\d \d\d:\d\d"
    r"|\b\d\d:\d\d\b|red-canyon-[0-9a-f]{8}|\b[pwcla]-[0-9a-f]{16}\b|byte 0x[0-9a-f]{2}"
)


class Command(NamedTuple):
    """One command of a script, and what it is to print and end in."""

    typed: str
    expected: list[str]


class Script(NamedTuple):
    """A whole script: the ledger it starts with, and its commands."""

    start: str
    commands: list[Command]


def parse(text: str) -> Script:
    """Return a script's parts."""
    start, commands = "nothing", []
    lines = iter(text.splitlines())
    for line in lines:
        if line.startswith("@ "):
            start = line[2:]
        elif line.startswith("$ "):
            typed = line[2:]
            while typed.endswith("\\"):
                typed += "\n" + next(lines)
            commands.append(Command(typed, []))
        elif commands and not line.startswith("#"):
            commands[-1].expected.append(line)
    return Script(start, commands)


def type_in(typed: str) -> list[str]:
    """Run one command and return its lines, the exit code last where it is not 0."""
    verb, *arguments = shlex.split(typed.replace("\\\n", " "))
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = _run(verb, arguments)
    lines = out.getvalue().splitlines()
    return [line.rstrip() for line in lines] + ([f"exit {code}"] if code else [])


def _run(verb: str, arguments: Sequence[str]) -> int:
    match verb, *arguments:
        case "showclear", *_:
            return int(run(program(), arguments))
        case "cp", source, target:
            shutil.copytree(source, target)
        case "rm", target:
            Path(target).unlink()
        case "write", target, text:
            Path(target).write_text(text + "\n", encoding="utf-8")
        case "flip", entry, folder:
            flip_bit(Folder(Path(folder)), envelope(Path(folder), int(entry)))
        case _:
            raise ValueError(verb)
    return 0


def envelope(folder: Path, entry: int) -> bytes:
    """Return the bytes of one entry."""
    with open_for_reading(Folder(folder), lambda *_: None) as opened:
        return opened.desk.parts.store.read(entry, entry + 1)[0].envelope


def agrees(expected: Sequence[str], found: Sequence[str]) -> bool:
    """Return whether lines are as expected, with what stands for anything."""
    parts = [
        r"(?:[^\n]*\n)*" if line == "[...]" else f"{_line(line)}\n"
        for line in [line.rstrip() for line in _without_blank_end(expected)]
    ]
    text = "".join(f"{line}\n" for line in _without_blank_end(found))
    return re.fullmatch("".join(parts), text) is not None


def _line(line: str) -> str:
    return re.escape(line).replace(ANYTHING, "[^\n]+?")


def _without_blank_end(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def prepare(start: str, folder: Path) -> None:
    """Make the ledger that a script starts with, in a folder."""
    with chdir(folder):
        for chapter in list(chapters(STORY))[: STARTS[start]]:
            for typed in chapter.typed:
                type_in(typed)


def anew(script: Script) -> Iterator[str]:
    """Yield a script's lines with what the program prints now."""
    yield f"@ {script.start}"
    with tempfile.TemporaryDirectory() as name, chdir(name):
        prepare(script.start, Path(name))
        for command in script.commands:
            yield f"$ {command.typed}"
            yield from (VARYING.sub("[..]", line) for line in type_in(command.typed))


def main() -> None:
    """Print the named scripts anew; with ``--keep`` write them back."""
    os.environ["COLUMNS"] = "80"
    keep = "--keep" in sys.argv
    for name in [name for name in sys.argv[1:] if name != "--keep"]:
        path = SCRIPTS / f"{name}.txt"
        text = path.read_text("utf-8")
        comments = [line for line in text.splitlines() if line.startswith("#")]
        lines = "\n".join([*comments, *anew(parse(text))]) + "\n"
        if keep:
            path.write_text(lines, encoding="utf-8")
        else:
            sys.stdout.write(lines)


if __name__ == "__main__":
    main()
