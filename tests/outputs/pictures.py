"""Printed pages as pictures, drawn by Poppler: what a printer would put on paper.

``drawn(data)`` returns a grey picture of each page at ten pixels a millimetre, so that places in
a picture are places on the paper.
"""

from __future__ import annotations

import io
import subprocess
from typing import NamedTuple

import zxingcpp
from PIL import Image

PIXELS_PER_MM = 10
DPI = 254


class Seen(NamedTuple):
    """A printed code that was read: its text, its kind, and its box in millimetres."""

    text: str
    kind: str
    left: float
    top: float
    right: float
    bottom: float


def drawn(data: bytes) -> list[Image.Image]:
    """Return the pages of a PDF as pictures."""
    pages: list[Image.Image] = []
    while True:
        number = len(pages) + 1
        done = subprocess.run(
            ["pdftoppm", "-r", str(DPI), "-gray", "-f", str(number), "-l", str(number), "-"],  # noqa: S607
            input=data,
            capture_output=True,
            check=False,
        )
        if not done.stdout:
            assert pages, done.stderr.decode()
            return pages
        pages.append(Image.open(io.BytesIO(done.stdout)))


def codes(picture: Image.Image) -> list[Seen]:
    """Return the printed codes that a reader finds in a picture."""
    found = []
    for code in zxingcpp.read_barcodes(picture):
        corners = [
            code.position.top_left,
            code.position.top_right,
            code.position.bottom_left,
            code.position.bottom_right,
        ]
        across = [corner.x / PIXELS_PER_MM for corner in corners]
        down = [corner.y / PIXELS_PER_MM for corner in corners]
        box = (min(across), min(down), max(across), max(down))
        found.append(Seen(code.text, code.format.name, *box))
    return found
