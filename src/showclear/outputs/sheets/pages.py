"""Prints any sheet: the same five lines on top of each page, tables that run over pages.

The first line of every page says what a sheet is and what it is not. Below it stand production,
date, page n of m, the sheet's title, and the ledger's head, so that a sheet found later can be
laid beside the record. A sheet is laid out twice: the first time only to count its pages.

Example::

    data = sheet_pdf(gun_log(book, day), book, "a4")
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from fpdf import FPDF

from showclear.errors import UsageError
from showclear.outputs.labels.symbols import Symbol
from showclear.outputs.pdf import (
    PAGES,
    Place,
    draw_rows,
    line_height,
    lines_of,
    opened_pdf,
    pdf_bytes,
    write,
)
from showclear.outputs.sheets.model import (
    Blanks,
    Book,
    Cell,
    Column,
    NewPage,
    Sheet,
    Table,
    Text,
    Tick,
)

MARGIN: Final = 12.0  # millimetres; a binder's holes go through it
TOP_POINTS: Final = 9.0
TITLE_POINTS: Final = 14.0
HEAD_POINTS: Final = 7.0
CELL_PAD: Final = 1.2
TICK_MM: Final = 5.0
CODE_MM: Final = 11.0  # of a printed code in a table: modules of half a millimetre
CELL_LINES_MAX: Final = 14  # a longer text is cut, and the cut is marked
ROOT_CHARACTERS: Final = 16
BLANK_MM: Final = 11.0  # a line to write on, with a glove half off
GAP: Final = 3.0
HEADING_GREY: Final = 232
LINE_GREY: Final = 130


def sheet_pdf(sheet: Sheet, book: Book, paper: str) -> bytes:
    """Return a sheet as PDF on ``a4`` or ``letter``."""
    if paper not in PAGES:
        raise UsageError(
            "paper_unknown",
            "paper",
            expected="one of: " + ", ".join(PAGES),
            found=repr(paper)[:40],
            hint="A4 in most of the world, Letter in North America",
        )
    upright = PAGES[paper]
    size = (upright[1], upright[0]) if sheet.sideways else upright
    with opened_pdf(size, title=sheet.title, at_ms=book.made_ms) as counted:
        _Pages(counted, sheet, book, of=0).print()
        pages = len(counted.pages)
    with opened_pdf(size, title=sheet.title, at_ms=book.made_ms) as pdf:
        _Pages(pdf, sheet, book, of=pages).print()
        return pdf_bytes(pdf)


class _Pages:
    """One run over a sheet's blocks; ``y`` is where the next one goes."""

    def __init__(self, pdf: FPDF, sheet: Sheet, book: Book, *, of: int) -> None:
        self._pdf, self._sheet, self._book, self._of = pdf, sheet, book, of
        self._width = pdf.w - 2 * MARGIN
        self._bottom = pdf.h - MARGIN
        self._y = 0.0
        self._top = 0.0
        # Breaking lines is most of the work, and each cell is asked for its height before its ink.
        self._wrapped: dict[tuple[str, float, float, bool], list[str]] = {}

    def print(self) -> None:
        """Print the whole sheet."""
        self._page()
        for block in self._sheet.blocks:
            match block:
                case NewPage():
                    self._page()
                case Text():
                    self._text(block)
                case Blanks():
                    self._blanks(block)
                case Table():
                    self._table(block)

    # -- the top of each page -----------------------------------------------------------------

    def _page(self) -> None:
        self._pdf.add_page()
        self._y = MARGIN
        book, say = self._book, self._book.say
        self._line(book.words.say("first-line"), TOP_POINTS, bold=True)
        room = self._width * 0.22
        beside = self._y
        date = book.words.date(book.date) if book.date else say("no-date")
        what = say("production-date", production=book.production, date=date)
        self._line(what, TOP_POINTS, width=self._width - room)
        number = say("page", number=self._pdf.page_no(), of=self._of)
        left = MARGIN + self._width - room
        place = Place(x=left, y=beside, width=room, points=TOP_POINTS, align="R")
        write(self._pdf, number, place)
        root = book.head.root.hex()[:ROOT_CHARACTERS]
        self._line(say("head", size=book.head.size, root=root), HEAD_POINTS)
        if not book.words.reviewed:
            self._line(book.words.say("catalogue.not-reviewed"), HEAD_POINTS)
        self._y += 1.5
        self._line(self._sheet.title, TITLE_POINTS, bold=True)
        self._y += 1.0
        self._top = self._y

    def _line(
        self, text: str, points: float, *, bold: bool = False, width: float | None = None
    ) -> None:
        place = Place(x=MARGIN, y=self._y, width=width or self._width, points=points, bold=bold)
        self._y += write(self._pdf, text, place)

    def _room(self, height: float) -> bool:
        """Go on a new page where this height does not fit; say whether that was so."""
        if self._y + height <= self._bottom or self._y <= self._top:
            return False
        self._page()
        return True

    # -- blocks -------------------------------------------------------------------------------

    def _text(self, block: Text) -> None:
        place = Place(x=MARGIN, y=0, width=self._width, points=block.points, bold=block.bold)
        for line in lines_of(self._pdf, block.text, place):
            self._room(line_height(block.points))
            self._line(line, block.points, bold=block.bold)
        self._y += GAP / 2

    def _blanks(self, block: Blanks) -> None:
        self._room(BLANK_MM)
        width = self._width / len(block.labels)
        for number, label in enumerate(block.labels):
            x = MARGIN + number * width
            place = Place(x=x, y=self._y + BLANK_MM - 4.5, width=width, points=8)
            write(self._pdf, label, place)
            start = x + min(width * 0.6, self._pdf.get_string_width(label) + 2)
            self._stroke(start, self._y + BLANK_MM - 1, x + width - 3, self._y + BLANK_MM - 1)
        self._y += BLANK_MM + 1

    def _table(self, table: Table) -> None:
        titles = tuple(column.title for column in table.columns)
        self._room(self._height(table, titles, bold=True) + self._least(table))
        self._row(table, titles, heading=True)
        for row in table.rows:
            if self._room(self._row_height(table, row)):
                self._row(table, titles, heading=True)
            self._row(table, row)
        self._y += GAP

    def _least(self, table: Table) -> float:
        return self._row_height(table, table.rows[0]) if table.rows else 0.0

    def _row(self, table: Table, row: Sequence[Cell], *, heading: bool = False) -> None:
        height = self._height(table, row, bold=True) if heading else self._row_height(table, row)
        x = MARGIN
        if heading:
            self._pdf.set_fill_color(HEADING_GREY)
            self._pdf.rect(MARGIN, self._y, self._width, height, style="F")
        for column, cell in zip(table.columns, row, strict=True):
            width = self._share(table, column)
            self._cell(cell, (x, self._y, width, height), table.points, bold=heading)
            self._pdf.set_draw_color(LINE_GREY)
            self._pdf.set_line_width(0.15)
            self._pdf.rect(x, self._y, width, height)
            x += width
        self._y += height

    def _cell(
        self, cell: Cell, room: tuple[float, float, float, float], points: float, *, bold: bool
    ) -> None:
        x, y, width, height = room
        match cell:
            case Tick():
                self._pdf.set_draw_color(0)
                self._pdf.set_line_width(0.4)
                left, top = x + (width - TICK_MM) / 2, y + (height - TICK_MM) / 2
                self._pdf.rect(left, top, TICK_MM, TICK_MM)
            case Symbol():
                side = CODE_MM * len(cell.rows) / cell.modules
                left, top = x + (width - side) / 2, y + (height - side) / 2
                draw_rows(self._pdf, cell.rows, left, top, side)
            case str():
                self._words(cell, room, points, bold=bold)

    def _words(
        self, text: str, room: tuple[float, float, float, float], points: float, *, bold: bool
    ) -> None:
        x, y, width, _ = room
        place = Place(
            x=x + CELL_PAD, y=y + CELL_PAD, width=width - 2 * CELL_PAD, points=points, bold=bold
        )
        for number, line in enumerate(self._lines(text, place)):
            at = place.y + number * line_height(points)
            write(self._pdf, line, msgspec.structs.replace(place, y=at))

    def _lines(self, text: str, place: Place) -> list[str]:
        """Return the lines of a cell; each paragraph begins a line of its own."""
        key = (text, place.width, place.points, place.bold)
        if key not in self._wrapped:
            paragraphs = [lines_of(self._pdf, one, place) for one in text.split("\n")]
            lines = [line for paragraph in paragraphs for line in paragraph]
            cut = [*lines[: CELL_LINES_MAX - 1], "…"]
            self._wrapped[key] = lines if len(lines) <= CELL_LINES_MAX else cut
        return self._wrapped[key]

    def _row_height(self, table: Table, row: Sequence[Cell]) -> float:
        return max(table.height, self._height(table, row))

    def _height(self, table: Table, row: Sequence[Cell], *, bold: bool = False) -> float:
        tall = line_height(table.points) + 2 * CELL_PAD
        for column, cell in zip(table.columns, row, strict=True):
            match cell:
                case Symbol():
                    tall = max(tall, CODE_MM + 1)
                case Tick():
                    tall = max(tall, TICK_MM + 2)
                case str():
                    width = self._share(table, column) - 2 * CELL_PAD
                    place = Place(x=0, y=0, width=width, points=table.points, bold=bold)
                    lines = len(self._lines(cell, place))
                    tall = max(tall, lines * line_height(table.points) + 2 * CELL_PAD)
        return tall

    def _share(self, table: Table, column: Column) -> float:
        return self._width * column.share / sum(one.share for one in table.columns)

    def _stroke(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._pdf.set_draw_color(LINE_GREY)
        self._pdf.set_line_width(0.2)
        self._pdf.line(x1, y1, x2, y2)
