"""Pages of an exact size in millimetres, with the shipped fonts and nothing else from outside.

fpdf2 writes them in plain Python. The fonts are DejaVu Sans, shipped beside this module: free to
bundle and embed, and with Latin, Greek, Cyrillic, Hebrew and Arabic letters in one file. No Python
package carries them without a plotting library around it, and a font of the machine would make
the same sheet differ from machine to machine. uharfbuzz joins and orders right-to-left letters.

Texts come from people. They are drawn as letters and are never markup: control characters and
those that turn a text's direction are taken out, what the font does not have becomes a box.

Example::

    with opened_pdf((210.0, 297.0), title="Sheet", at_ms=0) as pdf:
        pdf.add_page()
        write(pdf, "Ana", Place(x=10, y=10, width=50, points=9))
        data = pdf_bytes(pdf)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec
from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.enums import MethodReturnValue, PathPaintRule
from fpdf.fonts import TTFFont

FONT: Final = "dejavu"
POINT_MM: Final = 25.4 / 72
LEADING: Final = 1.25  # of a line to the size of its letters
BOX: Final = "\u25a1"  # for a letter that the font does not have
# Left and right embeddings, overrides and isolates: a name could turn the text after it.
TURNING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FILES: Final = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})

PAGES: Final = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}  # millimetres, upright


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a text goes: its left upper corner and width in millimetres, and its size."""

    x: float
    y: float
    width: float
    points: float
    bold: bool = False
    align: str = "L"


@contextmanager
def opened_pdf(size_mm: tuple[float, float], *, title: str, at_ms: int) -> Iterator[FPDF]:
    """Yield a document without pages; its font files are closed afterwards.

    The same content at the same time gives the same bytes.
    """
    pdf = _blank(size_mm, title, at_ms)
    try:
        yield pdf
    finally:
        for font in _fonts(pdf):
            font.ttfont.close()


def _blank(size_mm: tuple[float, float], title: str, at_ms: int) -> FPDF:
    pdf = FPDF(unit="mm", format=size_mm)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_auto_page_break(auto=False)
    for style, name in _FILES.items():
        pdf.add_font(FONT, style, str(files("showclear.outputs").joinpath("fonts", name)))
    pdf.set_creation_date(_EPOCH + timedelta(milliseconds=at_ms))
    pdf.set_title(title)
    pdf.set_creator("Showclear")
    pdf.set_font(FONT, size=9)
    return pdf


def pdf_bytes(pdf: FPDF) -> bytes:
    """Return the finished document."""
    return bytes(pdf.output())


def printable(text: str) -> str:
    """Return a person's text in one line, as far as the font can print it."""
    one_line = " ".join(text.split())
    known = _letters()
    return "".join(
        letter if ord(letter) in known else BOX
        for letter in one_line
        if letter not in TURNING and unicodedata.category(letter) not in {"Cc", "Cs"}
    )


def missing_letters(texts: Iterable[str]) -> str:
    """Return the letters of these texts that would be printed as a box, each once."""
    boxed = {letter for text in texts for letter in text if printable(letter) == BOX}
    return "".join(sorted(boxed - {BOX}))


def lines_of(pdf: FPDF, text: str, place: Place) -> list[str]:
    """Return the lines that a text takes in this width; a long word is broken."""
    _set(pdf, text, place)
    lines = pdf.multi_cell(
        place.width, text=printable(text), dry_run=True, output=MethodReturnValue.LINES
    )
    return [str(line) for line in lines] if isinstance(lines, list) else []


def width_of(pdf: FPDF, text: str, *, points: float, bold: bool = False) -> float:
    """Return how wide a text is in one line."""
    _set(pdf, text, Place(x=0, y=0, width=0, points=points, bold=bold))
    return float(pdf.get_string_width(printable(text)))


def line_height(points: float) -> float:
    """Return the height of one line in millimetres."""
    return points * POINT_MM * LEADING


def write(pdf: FPDF, text: str, place: Place) -> float:
    """Write a text and return the height it took; nothing for none."""
    if not text.strip():
        return 0.0
    lines = lines_of(pdf, text, place)
    height = line_height(place.points)
    for number, line in enumerate(lines):
        pdf.set_xy(place.x, place.y + number * height)
        align = "R" if place.align == "L" and _turned(line) else place.align
        pdf.cell(place.width, height, line, align=align)
    return height * len(lines)


def draw_rows(pdf: FPDF, rows: Iterable[Iterable[bool]], x: float, y: float, side: float) -> None:
    """Draw a square code whose dark modules are true: one path, so that no seam shows."""
    matrix = [tuple(row) for row in rows]
    module = side / len(matrix)
    with pdf.drawing_context() as drawing:
        path = _path()
        for number, row in enumerate(matrix):
            for first, length in _runs(row):
                path.rectangle(x + first * module, y + number * module, length * module, module)
        drawing.add_item(path)


def _path() -> PaintedPath:
    path = PaintedPath()
    path.style.fill_color = "#000000"
    path.style.stroke_color = None
    path.style.paint_rule = PathPaintRule.FILL_NONZERO
    return path


def _runs(row: tuple[bool, ...]) -> Iterable[tuple[int, int]]:
    start = 0
    for place in range(1, len(row) + 1):
        if place < len(row) and row[place] == row[start]:
            continue
        if row[start]:
            yield start, place - start
        start = place


def _set(pdf: FPDF, text: str, place: Place) -> None:
    pdf.set_font(FONT, style="B" if place.bold else "", size=place.points)
    # Only where letters join or run from right to left: plain text stays as it was typed.
    pdf.set_text_shaping(any(map(_needs_shaping, text)))


def _needs_shaping(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT or bool(
        unicodedata.combining(letter)
    )


def _turned(line: str) -> bool:
    """Return whether a line begins with a letter that runs from right to left."""
    strong = [unicodedata.bidirectional(letter) for letter in line]
    first = next((kind for kind in strong if kind in {"L", "R", "AL"}), "L")
    return first != "L"


@cache
def _letters() -> frozenset[int]:
    """Return the letters that both fonts have."""
    with opened_pdf(PAGES["a4"], title="", at_ms=0) as pdf:
        return frozenset.intersection(*(frozenset(font.cmap) for font in _fonts(pdf)))


def _fonts(pdf: FPDF) -> list[TTFFont]:
    return [font for font in pdf.fonts.values() if isinstance(font, TTFFont)]
