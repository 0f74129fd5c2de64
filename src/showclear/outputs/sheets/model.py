"""What a sheet is made of: text, tables, lines to write on. No ink here, so it is easy to test.

Example::

    Sheet(title="Sign-out list", blocks=(Text(text="..."), Table(columns=..., rows=...)))
"""

from __future__ import annotations

from typing import Protocol

import msgspec

from showclear.outputs.labels.symbols import Symbol
from showclear.outputs.words.catalogue import Catalogue


class Names(Protocol):
    """What people, items and lots are called here; the names lie beside the ledger."""

    def name(self, subject: str, /) -> str:
        """Return the name of a person or thing, or its id."""
        ...

    def handle(self, subject: str, /) -> str:
        """Return the handle that is written on a thing's tag."""
        ...


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The ledger's head that a sheet was made under."""

    size: int
    root: bytes


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """What every sheet is made with: the production, its ledger's head, names and words.

    ``date`` is the working day's own; ``offset_minutes`` its local time's from UTC.
    """

    production: str
    origin: str
    date: str
    head: Head
    made_ms: int
    offset_minutes: int
    names: Names
    words: Catalogue

    def say(self, text_id: str, **values: object) -> str:
        """Return a text of the sheets."""
        said = {name: str(value) for name, value in values.items()}
        return self.words.say(f"sheet.{text_id}", **said)


class Tick(msgspec.Struct, frozen=True):
    """An empty box to tick."""


Cell = str | Symbol | Tick


class Column(msgspec.Struct, frozen=True):
    """A column's heading and its share of the width."""

    title: str
    share: float


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under headings, which are repeated on every page; ``height`` in mm is the least."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    height: float = 0.0
    points: float = 8.5


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph."""

    text: str
    bold: bool = False
    points: float = 9.5


class Blanks(msgspec.Struct, frozen=True, kw_only=True):
    """Named lines to write on, side by side."""

    labels: tuple[str, ...]


class NewPage(msgspec.Struct, frozen=True):
    """What follows begins on a page of its own."""


Block = Table | Text | Blanks | NewPage


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One document: its title and its blocks, upright or on its side."""

    title: str
    blocks: tuple[Block, ...]
    sideways: bool = False


def blank_rows(count: int, columns: int) -> tuple[tuple[Cell, ...], ...]:
    """Return rows to be written on by hand."""
    return (("",) * columns,) * count
