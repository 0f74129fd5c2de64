"""The command line as Markdown: each command's help as the program prints it, and how it ends.

The help is asked of click at a fixed width, so that it reads alike on every machine. Leaves to
others: the words themselves, which stand beside each command in `src/showclear/cli`.

Example: ``commands_page()`` has a section ``### hand-over`` in the chapter ``## The day``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

from showclear.cli import main  # noqa: F401 - registers every command with the root
from showclear.cli.exits import Exit
from showclear.cli.root import CHAPTERS, root

PROGRAM: Final = "showclear"
WIDTH: Final = 88  # as in a window of ninety columns
HELP: Final = dict(root.context_settings, color=False)

COMMANDS: Final = """\
Every command with its help, as `showclear COMMAND --help` prints it. Options may come in any
order. People are named by name or, where only one has it, by title; items by the handle on their
tag; entries by their number in the log. How a command ended is told by its
[exit code](exit-codes.md); what it looks up in the environment is under [settings](settings.md).
"""
EXITS: Final = """\
How a command ended, for a program that runs ours. A code is never reused or renumbered. Which
reasons stand against a step is in the output (`--json`), by [refusal code](refusal-codes.md).
"""


def commands_page() -> str:
    """Return the page of all commands."""
    parts = [f"# Commands\n\n{COMMANDS}", _help(PROGRAM, root)]
    for title, names in CHAPTERS:
        sections = [
            _section(name, command)
            for name in names
            if name in root.commands
            for name, command in _tree(name, root.commands[name])
        ]
        if sections:
            parts.append("\n".join([f"## {title}\n", *sections]))
    return "\n".join(parts)


def command_names() -> list[str]:
    """Return every command, those of a group after it, as typed after ``showclear``."""
    return [
        full
        for name in root.list_commands(click.Context(root))
        for full, _ in _tree(name, root.commands[name])
    ]


def exits_page() -> str:
    """Return the page of all exit codes."""
    rows = [f"| {code.value} | {code.name.lower()} | {code.meaning} |" for code in Exit]
    table = "\n".join(["| code | name | what it says |", "|---|---|---|", *rows])
    return f"# Exit codes\n\n{EXITS}\n{table}\n"


def _tree(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for below, sub in command.commands.items():
            yield from _tree(f"{name} {below}", sub)


def _section(name: str, command: click.Command) -> str:
    return f"### {name}\n\n{_help(f'{PROGRAM} {name}', command)}"


def _help(name: str, command: click.Command) -> str:
    context = click.Context(
        command, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH, **HELP
    )
    lines = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"```text\n{lines}\n```\n"
