"""What is printed: plain lines that fit the terminal, tables, JSON, and progress.

Colour never says anything that the words do not, and nothing is ever green: a record can stand
against a step, never for it. Progress goes to standard error, so that what a program reads stays
clean. Errors have one form: what, expected, found, and what to do next on its own line.

Example::

    paper = Paper(json=False)
    paper.line("not yet: because it has not been shown", style=NOT_YET)
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

WIDTH_MAX: Final = 100  # longer lines are hard to follow, however wide the window
NOT_YET: Final = "bold yellow"
STRONG: Final = "bold"
QUIET: Final = "dim"
INDENT: Final = 2


class Paper:
    """Standard output of one command; in JSON mode only ``data`` prints."""

    def __init__(self, *, json: bool) -> None:
        self.json = json
        self._console = _console(sys.stdout)

    @property
    def width(self) -> int:
        """Columns there are."""
        return self._console.width

    def line(self, text: str = "", *, style: str = "", indent: int = 0) -> None:
        """Print a line, wrapped under its indent."""
        self._print(Padding(Text(text, style=style), (0, 0, 0, indent)))

    def pair(self, name: str, text: str, *, indent: int = INDENT, width: int = 11) -> None:
        """Print a name and a text beside it, the text wrapped in its own column."""
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(width=width, no_wrap=True, style=QUIET)
        grid.add_column(overflow="fold")
        grid.add_row(Text(name), Text(text))
        self._print(Padding(grid, (0, 0, 0, indent)))

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print a table without frames."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style=QUIET)
        for number, column in enumerate(columns):
            table.add_column(column, no_wrap=number == 0, overflow="fold")
        for row in rows:
            table.add_row(*[Text(cell) for cell in row])
        self._print(Padding(table, (0, 0, 0, INDENT)))

    def _print(self, what: RenderableType) -> None:
        """Print without the spaces that fill a line up to the window's width."""
        if self.json:
            return
        with self._console.capture() as caught:
            self._console.print(what)
        lines = caught.get().split("\n")
        sys.stdout.write("\n".join(line.rstrip() for line in lines))
        sys.stdout.flush()

    def data(self, value: Any) -> None:
        """Print a value as JSON, in JSON mode only."""
        if self.json:
            text = msgspec.json.format(msgspec.json.encode(value), indent=2)
            sys.stdout.write(text.decode() + "\n")
            sys.stdout.flush()


class Bar:
    """Progress on a terminal's standard error, shown only for work that has many parts."""

    SHOWN_FROM_PARTS: Final = 2_000  # below this it is over before anybody has read it

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how much of something is done."""
        if total < self.SHOWN_FROM_PARTS or not sys.stderr.isatty():
            return
        if self._progress is None:
            self._progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(complete_style="bold", finished_style="bold"),
                TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
                console=_console(sys.stderr),
                transient=True,
            )
            self._progress.start()
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)

    def stop(self) -> None:
        """Take the bar off the screen."""
        if self._progress is not None:
            self._progress.stop()


def _console(file: Any) -> Console:
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    if console.width > WIDTH_MAX:
        console = Console(file=file, highlight=False, markup=False, emoji=False, width=WIDTH_MAX)
    return console


def complain(what: str, *, hint: str = "") -> None:
    """Print an error on standard error: what is wrong, then what to do next."""
    console = _console(sys.stderr)
    console.print(Text.assemble(("showclear: ", STRONG), what))
    for line in hint.splitlines():
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_row(Text("  next:"), Text(line))
        with console.capture() as caught:
            console.print(grid)
        sys.stderr.write("\n".join(text.rstrip() for text in caught.get().split("\n")))


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
