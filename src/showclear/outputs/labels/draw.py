"""Labels drawn on a stock as PDF, in exact millimetres: the code left, the handle large beside it.

In order: 1. where each label goes, from label ``start`` on; 2. which code, and how large its
modules are; 3. the largest type in which the handle fits; 4. one line below that the label names
the thing and no more, where there is room. No cut marks: the stock has its edges.

Example::

    data = labels_pdf(labels, stock("l7160"), start=4, at_ms=0, words=words)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from fpdf import FPDF

from showclear.errors import UsageError
from showclear.outputs.labels.stocks import Stock
from showclear.outputs.labels.symbols import Symbol, Symbology, symbol
from showclear.outputs.pdf import (
    Place,
    draw_rows,
    line_height,
    opened_pdf,
    pdf_bytes,
    width_of,
    write,
)
from showclear.outputs.words.catalogue import Catalogue

MODULE_MM_MIN: Final = 0.33  # finer ones are lost by an office printer or a tablet's camera
MODULE_MM_MAX: Final = {Symbology.QR: 0.9, Symbology.DATAMATRIX: 0.5}  # larger only takes room
QR_HEIGHT_MM_MIN: Final = 15.0  # of what can be printed on; below it a DataMatrix is put
CODE_SHARE_MAX: Final = 0.5  # of a label's width: the other half is for people
GAP_MM: Final = 1.5
HANDLE_POINTS: Final = (44, 40, 36, 32, 28, 26, 24, 22, 20, 18, 16, 14, 12, 11, 10, 9, 8, 7, 6, 5)
HANDLE_LINES_MAX: Final = 4
NOTE_POINTS: Final = 5.5
NOTE_HEIGHT_MM_MIN: Final = 20.0  # of a label; on a smaller one the note would cost the handle
LABELS_MAX: Final = 2_000  # a hundred pages: more is a typing error


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """One label: what its code says, the handle that people read, and which kind of code."""

    code: str
    handle: str
    symbology: Symbology | None = None  # chosen by the room there is


def labels_pdf(
    labels: Sequence[Label], stock: Stock, *, start: int = 1, at_ms: int, words: Catalogue
) -> bytes:
    """Return labels as PDF, the first at place ``start`` of the first page, counted from 1."""
    _check(labels, stock, start)
    with opened_pdf(stock.page, title=words.say("label.title"), at_ms=at_ms) as pdf:
        page = -1
        for label, (number, x, y) in zip(labels, places(stock, len(labels), start), strict=True):
            if number != page:
                pdf.add_page()
                page = number
            _draw(pdf, label, stock, (x, y), words.say("label.names-only"))
        return pdf_bytes(pdf)


def places(stock: Stock, count: int, start: int = 1) -> Iterator[tuple[int, float, float]]:
    """Yield page (from 0) and left upper corner of each label, in the order of printing."""
    for place in range(start - 1, start - 1 + count):
        page, on_page = divmod(place, stock.labels)
        yield page, *stock.corner(on_page)


def symbology_for(label: Label, stock: Stock) -> Symbology:
    """Return which code a label gets: as asked for, else by the height there is."""
    if label.symbology is not None:
        return label.symbology
    room = stock.height - 2 * stock.pad_y
    return Symbology.QR if room >= QR_HEIGHT_MM_MIN else Symbology.DATAMATRIX


def module_mm(made: Symbol, kind: Symbology, stock: Stock) -> float:
    """Return how large a module is printed, or ``UsageError`` where it would be too fine."""
    room = min(stock.height - 2 * stock.pad_y, stock.width * CODE_SHARE_MAX - stock.pad_x)
    module = min(room / made.modules, MODULE_MM_MAX[kind])
    if module < MODULE_MM_MIN:
        raise UsageError(
            "code_does_not_fit",
            f"{kind.value} code on {stock.id}",
            expected=f"modules of at least {MODULE_MM_MIN} mm",
            found=f"{module:.2f} mm",
            hint="take the short code, a DataMatrix, or larger labels",
        )
    return module


def _check(labels: Sequence[Label], stock: Stock, start: int) -> None:
    if not 1 <= len(labels) <= LABELS_MAX:
        raise UsageError(
            "labels_wanted", "labels", expected=f"1 to {LABELS_MAX}", found=str(len(labels)),
            hint="name guns, containers or lots, or take --all guns",
        )  # fmt: skip
    if not 1 <= start <= stock.labels:
        raise UsageError(
            "start_off_the_sheet", "first label", expected=f"1 to {stock.labels} on {stock.id}",
            found=str(start), hint="labels are counted along the rows, from the left upper one",
        )  # fmt: skip


def _draw(pdf: FPDF, label: Label, stock: Stock, corner: tuple[float, float], note: str) -> None:
    kind = symbology_for(label, stock)
    made = symbol(label.code, kind)
    module = module_mm(made, kind, stock)
    whole, side = module * made.modules, module * len(made.rows)
    x, y = corner[0] + stock.pad_x, corner[1] + stock.pad_y
    height = stock.height - 2 * stock.pad_y
    draw_rows(pdf, made.rows, x + module * made.quiet, y + (height - side) / 2, side)
    left = x + whole + GAP_MM
    width = corner[0] + stock.width - stock.pad_x - left
    noted = stock.height >= NOTE_HEIGHT_MM_MIN
    below = 2 * line_height(NOTE_POINTS) if noted else 0.0
    _handle(pdf, label.handle, (left, y, width, height - below))
    if noted:
        write(pdf, note, Place(x=left, y=y + height - below, width=width, points=NOTE_POINTS))


def _handle(pdf: FPDF, handle: str, room: tuple[float, float, float, float]) -> None:
    """Write the handle as large as the room allows, in the middle of its height.

    In one line where that costs no more than half of the size: a handle is read as one word.
    """
    x, y, width, height = room
    fitting = [
        (points, lines)
        for points, lines in _breakings(pdf, handle, width)
        if 0 < len(lines) <= HANDLE_LINES_MAX and len(lines) * line_height(points) <= height
    ]
    if not fitting:
        raise UsageError(
            "handle_does_not_fit", handle[:60], expected="a handle that fits beside its code",
            found=f"{width:.0f} x {height:.0f} mm for {len(handle)} characters",
            hint="take larger labels",
        )  # fmt: skip
    largest = fitting[0]
    whole = next((one for one in fitting if len(one[1]) == 1), largest)
    points, lines = whole if 2 * whole[0] >= largest[0] else largest
    top = y + (height - len(lines) * line_height(points)) / 2
    for number, line in enumerate(lines):
        below = top + number * line_height(points)
        write(pdf, line, Place(x=x, y=below, width=width + 1, points=points, bold=True))


def _breakings(pdf: FPDF, handle: str, width: float) -> Iterator[tuple[float, list[str]]]:
    """Yield each size with the handle's lines: broken after dashes first, then anywhere."""
    parts = [f"{part}-" for part in handle.split("-")]
    parts[-1] = parts[-1].removesuffix("-")
    for points in HANDLE_POINTS:
        yield points, _broken(pdf, parts, points, width)
    for points in HANDLE_POINTS:
        yield points, _broken(pdf, list(handle), points, width)


def _broken(pdf: FPDF, parts: Sequence[str], points: float, width: float) -> list[str]:
    """Return the parts in lines; nothing where one of them is too wide."""
    lines = [""]
    for part in parts:
        if width_of(pdf, lines[-1] + part, points=points, bold=True) <= width:
            lines[-1] += part
        elif width_of(pdf, part, points=points, bold=True) <= width:
            lines.append(part)
        else:
            return []
    return [line for line in lines if line]
