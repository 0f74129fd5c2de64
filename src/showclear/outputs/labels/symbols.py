"""The printed codes as rows of dark and light modules: QR by segno, DataMatrix by zxing-cpp.

A QR code is quickly found by a tablet's camera; a DataMatrix of the same text has fewer modules
and a narrower rim, so that it fits a cartridge box.

>>> len(symbol("SC1:4F1D2A90:W-00C0FFEE00C0FFEE", Symbology.DATAMATRIX).rows)
22
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec
import segno
import zxingcpp

QR_ERROR: Final = "m"  # a scratch over a sixth of the code is still read
QUIET_QR: Final = 4  # modules of light rim that the standard asks for
QUIET_DATAMATRIX: Final = 1
DARK: Final = 0


class Symbology(enum.Enum):
    """Which kind of printed code."""

    QR = "qr"
    DATAMATRIX = "datamatrix"


class Symbol(msgspec.Struct, frozen=True):
    """A code's modules, dark ones true, and the light rim it needs, in modules."""

    rows: tuple[tuple[bool, ...], ...]
    quiet: int

    @property
    def modules(self) -> int:
        """How many modules one side takes, its rim included."""
        return len(self.rows) + 2 * self.quiet


def symbol(text: str, kind: Symbology) -> Symbol:
    """Return a text as a printed code."""
    if kind is Symbology.QR:
        made = segno.make(text, error=QR_ERROR, micro=False, boost_error=False)
        rows = tuple(tuple(bool(module) for module in row) for row in made.matrix)
        return Symbol(rows, QUIET_QR)
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    # The image is a buffer of one byte a module, row by row; its stubs do not say so yet.
    image = memoryview(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    modules: list[list[int]] = image.tolist()  # type: ignore[assignment]
    rows = tuple(tuple(module == DARK for module in row) for row in modules)
    return Symbol(rows, QUIET_DATAMATRIX)
