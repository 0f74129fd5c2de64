"""Runs the sessions shown in the documentation, and puts what came out under each command.

A page holds `console` blocks: a line that begins with `$ ` is a command, lines after it are what
it printed. All blocks of a page are one session in one empty folder; a page may go on where
another ended. ``python -m tools.sessions`` writes the output anew; a test runs every session and
compares, ids and times put aside. Leaves to others: what the commands do.

Example of what stands in a page::

    $ showclear stop --as "Cal Reed"
    report taken down: entry 61
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
TUTORIAL: Final = "docs/tutorial/first-ledger.md"
# Each page whose sessions are run, with the page it goes on from.
SESSIONS: Final = {
    TUTORIAL: "",
    "docs/howto/check-a-ledger.md": TUTORIAL,
    "docs/howto/replace-a-lost-key.md": TUTORIAL,
    "docs/howto/when-the-desk-says-stopped.md": TUTORIAL,
    "docs/howto/move-an-export-to-a-stick.md": TUTORIAL,
    "docs/howto/use-it-in-a-script.md": TUTORIAL,
    "docs/howto/print-labels-and-sheets.md": TUTORIAL,
    "docs/explanation/two-accidents.md": "",
}
# Pages that show a piece of another page's session.
QUOTES: Final = {"README.md": TUTORIAL}
COLUMNS: Final = "88"  # so wide is a line in the pages
COMMAND_SECONDS_MAX: Final = 60
PROMPT: Final = "$ "
FENCE: Final = re.compile(r"^( *)```console\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)

# What is another each time: ids and keys, instants, times of day, how long something took.
VARYING: Final = (
    (re.compile(r"[0-9a-f]{64}"), "<64 hex>"),
    (re.compile(r"\b[0-9a-f]{8,40}…"), "<hex>…"),
    (re.compile(r"\b([a-z])-[0-9a-f]{16}\b"), r"<\1>"),
    (re.compile(r"(?<=red-canyon-)[0-9a-f]{8}"), "<8 hex>"),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"), "<instant>"),
    (re.compile(r"\b[0-9]{2}-[0-9]{2} (?=[0-9]{2}:[0-9]{2}\b)"), ""),
    (re.compile(r"\b[0-9]{2}:[0-9]{2}\b"), "<time>"),
    (re.compile(r"\b[0-9]+ (min|ms|s)\b"), r"<n> \1"),
)


class Session:
    """A shell in a folder of its own; each command sees how the one before ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._code = 0

    def run(self, command: str) -> str:
        """Run one command and return what it printed, errors included."""
        script = f"(exit {self._code})\n{command}\n"
        bin_folder = Path(sys.executable).parent
        environment = {
            "PATH": os.pathsep.join([str(bin_folder), "/usr/bin", "/bin"]),
            "HOME": str(self._folder),
            "COLUMNS": COLUMNS,
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }
        done = subprocess.run(  # noqa: S603 - our own commands, from our own pages
            ["/bin/bash", "-c", script],
            cwd=self._folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=COMMAND_SECONDS_MAX,
            check=False,
        )
        self._code = done.returncode
        return done.stdout.decode()


def blocks(text: str) -> list[str]:
    """Return the console blocks of a page."""
    return [textwrap.dedent(found.group(2)) for found in FENCE.finditer(text)]


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block as typed, with what stands under it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        typed = 1
        while lines[typed - 1].endswith("\\\n"):
            typed += 1
        yield "".join(lines[:typed]).rstrip("\n"), "".join(lines[typed:])


def replay(name: str, folder: Path, done: dict[str, Path]) -> str:
    """Run a page's session in a folder not made yet; return the page with what came out.

    It starts from a copy of the folder in which the page before it ended, which has to be in
    ``done``, or from an empty one; then it is in ``done`` itself.
    """
    before = SESSIONS[name]
    if before:
        shutil.copytree(done[before], folder, symlinks=True)
    else:
        folder.mkdir()
    text = _run(page(name), Session(folder))
    done[name] = folder
    return text


def quote(name: str) -> str:
    """Return a page whose commands stand, in this order, in another page's session."""
    whole = iter([pair for block in blocks(page(QUOTES[name])) for pair in commands(block)])

    def again(found: re.Match[str]) -> str:
        made = ""
        for typed, _ in commands(textwrap.dedent(found.group(2))):
            printed = next((out for command, out in whole if command == typed), None)
            if printed is None:
                raise LookupError(f"{name}: {typed}")
            made += f"{PROMPT}{typed}\n{printed}"
        return textwrap.indent(f"```console\n{made}```", found.group(1))

    return FENCE.sub(again, page(name))


def page(name: str) -> str:
    """Return the text of a page."""
    return (ROOT / name).read_text("utf-8")


def normal(text: str) -> str:
    """Return a text with what is another each time, and spaces before a line's end, put aside."""
    for pattern, word in VARYING:
        text = pattern.sub(word, text)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _run(text: str, session: Session) -> str:
    def again(found: re.Match[str]) -> str:
        typed = commands(textwrap.dedent(found.group(2)))
        made = "".join(f"{PROMPT}{command}\n{session.run(command)}" for command, _ in typed)
        return textwrap.indent(f"```console\n{made}```", found.group(1))

    return FENCE.sub(again, text)


def main() -> None:
    """Run every session and write what came out into the pages, where it differs in substance."""
    done: dict[str, Path] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(SESSIONS):
            text = replay(name, Path(folder) / str(number), done)
            if normal(text) != normal(page(name)):
                (ROOT / name).write_text(text, "utf-8")
    for name in QUOTES:
        (ROOT / name).write_text(quote(name), "utf-8")


if __name__ == "__main__":
    main()
