"""Label stocks as data: sheets and tapes, where each label lies on its page.

``stocks.toml`` beside this module holds the figures, each with where it comes from.

>>> stock("l7160").labels
21
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from showclear.errors import UsageError
from showclear.outputs.pdf import PAGES

Length = Annotated[float, Meta(gt=0, le=500)]  # millimetres; no stock is longer than a page
SHEET_PAD_MM: Final = 1.5  # what a sheet may lie askew in a printer


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """One stock: its page, the grid of labels on it, and the rim that stays unprinted."""

    id: str
    title: str
    source: str
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    pad_x: float
    pad_y: float

    @property
    def labels(self) -> int:
        """How many labels are on one page."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Return the left upper corner of the label at a place, counted from 0 along the rows."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y


class _Sheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    title: str
    page: str
    columns: Annotated[int, Meta(ge=1, le=20)]
    rows: Annotated[int, Meta(ge=1, le=40)]
    width: Length
    height: Length
    left: Length
    top: Length
    pitch_x: Length
    pitch_y: Length
    source: str


class _Tape(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    title: str
    width: Length
    printable: Length
    length: Length
    source: str


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sheet: tuple[_Sheet, ...]
    tape: tuple[_Tape, ...]


@cache
def stocks() -> tuple[Stock, ...]:
    """Return every stock there is."""
    text = files("showclear.outputs.labels").joinpath("stocks.toml").read_text("utf-8")
    read = msgspec.convert(tomllib.loads(text), _File)
    return (*map(_of_sheet, read.sheet), *map(_of_tape, read.tape))


def stock(name: str) -> Stock:
    """Return the stock of this name, or ``UsageError`` naming those there are."""
    for one in stocks():
        if one.id == name.strip().casefold():
            return one
    raise UsageError(
        "stock_unknown",
        "label stock",
        expected="one of: " + ", ".join(one.id for one in stocks()),
        found=repr(name)[:60],
        hint="they are described by: showclear labels --stocks",
    )


def _of_sheet(read: _Sheet) -> Stock:
    return Stock(
        id=read.id,
        title=read.title,
        source=read.source,
        page=PAGES[read.page],
        columns=read.columns,
        rows=read.rows,
        width=read.width,
        height=read.height,
        left=read.left,
        top=read.top,
        pitch_x=read.pitch_x,
        pitch_y=read.pitch_y,
        pad_x=SHEET_PAD_MM,
        pad_y=SHEET_PAD_MM,
    )


def _of_tape(read: _Tape) -> Stock:
    """Return a tape as a page with one label."""
    pad = (read.width - read.printable) / 2
    return Stock(
        id=read.id,
        title=read.title,
        source=read.source,
        page=(read.length, read.width),
        columns=1,
        rows=1,
        width=read.length,
        height=read.width,
        left=0,
        top=0,
        pitch_x=read.length,
        pitch_y=read.width,
        pad_x=pad,
        pad_y=pad,
    )
