"""The one table that ``python -m bench`` prints.

Example: ``show([Row(what="submit", floor="70 µs", ours="140 µs", ratio="2.0", ...)])``.
"""

from __future__ import annotations

import msgspec
from rich.console import Console
from rich.table import Table

COLUMNS = ("What", "Floor", "Ours", "Ratio", "Aim", "", "Where the rest goes")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One measure: words and numbers as they are printed."""

    what: str
    floor: str
    ours: str
    ratio: str
    aim: str
    met: bool | None  # None: there is no aim, it is only told
    rest: str = ""


def show(rows: list[Row], title: str) -> None:
    """Print the table."""
    table = Table(title=title, title_justify="left", show_lines=True)
    for name in COLUMNS:
        table.add_column(name, overflow="fold")
    for row in rows:
        met = "" if row.met is None else "met" if row.met else "missed"
        table.add_row(row.what, row.floor, row.ours, row.ratio, row.aim, met, row.rest)
    Console(width=140).print(table)
