"""The picture of a trace: lanes over time, statements with their ends, gaps drawn as gaps.

Four lanes: who was in charge, who had it in hand, what was last shown, and what happened; of a
locked place's key three: who held it, whether the place was locked or opened, what happened. Time
runs from left to right; a long wait is cut short and the cut is drawn. Nothing is said by colour
alone: a gap is hatched and named, an end has its reason, a step that was not taken is crossed.

Example::

    svg = lanes_picture("Colt 3", marks)       # text of an SVG file
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

import msgspec

FIRST_LINE: Final = "Statements people made; not an assessment."
WIDTH: Final = 1_080  # fits a laptop's window and an A4 sheet turned sideways
LEFT: Final = 126  # room for the lanes' names
RIGHT: Final = 16
TOP: Final = 64
LANE: Final = 46
AXIS: Final = 104
STRIP_GAP: Final = 26
COLUMN_MIN: Final = 44  # two marks closer than this cannot be told apart on a phone
COLUMN_MAX: Final = 90
LABEL: Final = 150  # pixels of what happened, written aslant
LABEL_REACH: Final = 116  # how far to the right that takes it
MINUTE_PIXELS: Final = 3
MINUTE_MS: Final = 60_000
LANES: Final = ("in charge", "in hand", "last shown", "what happened")
KEY_LANES: Final = ("key held by", "the place", "what happened")
CHARACTER: Final = 6.8  # pixels of one character at the size used, as seen in Chromium
INK: Final = "#1a1a1a"
PAPER: Final = "#ffffff"
BAR: Final = "#e4e4e0"
SHOWN: Final = "#cfd8e6"
QUIET: Final = "#666666"
GAP: Final = "GAP"
REASON_MIN: Final = 9  # characters; fewer of a gap's reason say nothing
HATCHED: Final = 14  # what stays hatched of a gap's bar beside its words


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a trace, in words: what it did and what held after it.

    ``shown`` is what was last shown, empty where nothing stands, and then ``ended`` says why.
    Of a key, ``charge`` is who holds it and ``door`` what was last done at its place; where it is
    a ``gap``, ``charge`` may say why.
    """

    index: int
    at_ms: int
    clock: str
    what: str
    by: str
    refused: bool = False
    late: bool = False
    charge: str = ""
    in_hand: str = ""
    gap: bool = False
    shown: str = ""
    ended: str = ""
    door: str = ""
    day: str = ""


class _Placed(msgspec.Struct, frozen=True):
    """A mark with its place, and whether time was cut short before it."""

    mark: Mark
    x: float
    cut: bool


def lanes_picture(title: str, marks: Sequence[Mark], *, lanes: Sequence[str] = LANES) -> str:
    """Return the picture of a trace as SVG; ``KEY_LANES`` are the lanes of a place's key."""
    strips = _strips(marks)
    strip_height = LANE * len(lanes) + AXIS
    height = TOP + max(1, len(strips)) * (strip_height + STRIP_GAP)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": str(WIDTH),
            "height": str(height),
            "font-family": "system-ui, sans-serif",
            "font-size": "12",
            "role": "img",
            "aria-label": f"{title}: {FIRST_LINE}",
        },
    )
    _patterns(root)
    _box(root, (0, 0, WIDTH, height), PAPER)
    _text(root, (16, 26), title, size=17).set("font-weight", "600")
    _text(root, (16, 46), FIRST_LINE, fill=QUIET)
    if not strips:
        _text(root, (16, TOP + 20), "Nothing is on record about it.")
    for number, strip in enumerate(strips):
        _strip(root, strip, TOP + number * (strip_height + STRIP_GAP), lanes)
    return ET.tostring(root, encoding="unicode") + "\n"


def _strips(marks: Sequence[Mark]) -> list[list[_Placed]]:
    """Break the marks into strips that fit the width; time goes on in the next strip."""
    strips: list[list[_Placed]] = []
    x = 0.0
    before: Mark | None = None
    for mark in marks:
        wanted = 0.0 if before is None else (mark.at_ms - before.at_ms) / MINUTE_MS * MINUTE_PIXELS
        step = min(max(wanted, COLUMN_MIN), COLUMN_MAX)
        x += step
        if not strips or x > WIDTH - LEFT - LABEL_REACH - 8:
            strips.append([])
            x = 8.0
        strips[-1].append(_Placed(mark, LEFT + x, wanted > COLUMN_MAX))
        before = mark
    return strips


def _strip(root: ET.Element, strip: list[_Placed], top: float, lanes: Sequence[str]) -> None:
    end = WIDTH - RIGHT
    for number, name in enumerate(lanes):
        y = top + number * LANE
        _text(root, (16, y + 22), name).set("font-weight", "600")
        _line(root, (LEFT, y + LANE - 4), (end, y + LANE - 4), stroke="#cccccc")
    _runs(root, strip, top, [(one.mark.charge, one.mark.gap) for one in strip])
    if lanes is KEY_LANES:
        _runs(root, strip, top + LANE, [(one.mark.door, False) for one in strip], fill=SHOWN)
    else:
        _of_item(root, strip, top)
    bottom = top + (len(lanes) - 1) * LANE
    day = ""
    for place, one in enumerate(strip):
        _happened(root, one, bottom)
        if one.mark.day != day:
            day = one.mark.day
            _text(root, (one.x - 8, top - 4), day, size=11, fill=QUIET)
        if one.cut and place:  # what was cut before a strip lies between it and the one above
            _cut(root, one.x - 16, top, bottom + LANE - 10)


def _of_item(root: ET.Element, strip: list[_Placed], top: float) -> None:
    """Draw in whose hand it was, and what was last shown of it with its ends."""
    hand, shown = top + LANE, top + 2 * LANE
    _runs(root, strip, hand, [(one.mark.in_hand, False) for one in strip])
    _runs(root, strip, shown, [(one.mark.shown, False) for one in strip], fill=SHOWN)
    for place, one in enumerate(strip):
        if place and strip[place - 1].mark.shown and not one.mark.shown:
            later = [other.x for other in strip[place:] if other.mark.shown]
            _end(root, one, shown, (later or [float(WIDTH - RIGHT)])[0] - one.x)


def _runs(
    root: ET.Element,
    strip: list[_Placed],
    y: float,
    values: list[tuple[str, bool]],
    *,
    fill: str = BAR,
) -> None:
    """Draw one bar for each run of the same value; nothing where there is none."""
    start = 0
    for place in range(1, len(strip) + 1):
        if place < len(strip) and values[place] == values[start]:
            continue
        value, gap = values[start]
        stop = strip[place].x if place < len(strip) else WIDTH - RIGHT
        if value or gap:
            width = stop - strip[start].x - 2
            _box(root, (strip[start].x, y + 6, width, 26), "url(#gap)" if gap else fill)
            words = f"{GAP}: {value}" if gap and value else value or GAP
            _words(root, (strip[start].x, y), words, width, gap=gap)
        start = place


def _words(
    root: ET.Element, place: tuple[float, float], words: str, width: float, *, gap: bool
) -> None:
    """Write what a bar stands for, as much as fits; the rest is told where one points at it."""
    x, y = place
    fitted = _fit(words, width - HATCHED if gap else width)
    if gap:  # words on hatching cannot be read
        fitted = fitted if len(fitted) > REASON_MIN else GAP
        _box(root, (x + 3, y + 9, len(fitted) * CHARACTER + 8, 20), PAPER)
    text = _text(root, (x + 5, y + 23), fitted)
    if fitted != words:
        ET.SubElement(text, "title").text = words


def _end(root: ET.Element, placed: _Placed, y: float, room: float) -> None:
    """Draw the end of a statement: a stop, and its reason as far as there is room for it."""
    _line(root, (placed.x - 2, y + 2), (placed.x - 2, y + 36), stroke=INK, width=3)
    words = _fit(f"ended: {placed.mark.ended}", room)
    _text(root, (placed.x + 4, y + 23), words, fill=QUIET)


def _happened(root: ET.Element, placed: _Placed, y: float) -> None:
    x, mark = placed.x, placed.mark
    if mark.refused:
        for dy in (-1, 1):
            _line(root, (x - 5, y + 16 - 5 * dy), (x + 5, y + 16 + 5 * dy), stroke=INK, width=2)
    else:
        ET.SubElement(root, "circle", {"cx": f"{x:g}", "cy": f"{y + 16:g}", "r": "5", "fill": INK})
    words = f"{mark.index} {mark.what}" + (", not yet" if mark.refused else "")
    words += ", late" if mark.late else ""
    label = _text(root, (x + 2, y + LANE + 6), _fit(words, LABEL))
    label.set("transform", f"rotate(38 {x + 2:g} {y + LANE + 6:g})")
    _text(root, (x - 12, y + 36), mark.clock, size=9, fill=QUIET)
    tip = ET.SubElement(label, "title")
    tip.text = f"{words}; signed by {mark.by}"


def _cut(root: ET.Element, x: float, top: float, bottom: float) -> None:
    """Draw that time was cut short here."""
    for dx in (0, 5):
        _line(root, (x + dx, top), (x + dx + 4, bottom), stroke="#999999")


def _patterns(root: ET.Element) -> None:
    definitions = ET.SubElement(root, "defs")
    pattern = ET.SubElement(
        definitions,
        "pattern",
        {"id": "gap", "width": "8", "height": "8", "patternUnits": "userSpaceOnUse"},
    )
    ET.SubElement(pattern, "rect", {"width": "8", "height": "8", "fill": PAPER})
    ET.SubElement(pattern, "path", {"d": "M0 8 L8 0", "stroke": INK, "stroke-width": "1.4"})


def _fit(text: str, width: float) -> str:
    """Return as much of a text as fits; what is cut off is marked."""
    room = max(0, int((width - 6) / CHARACTER))
    return text if len(text) <= room else text[: max(0, room - 1)] + "…" if room > 1 else ""


def _box(root: ET.Element, place: tuple[float, float, float, float], fill: str) -> None:
    x, y, width, height = (f"{value:g}" for value in place)
    ET.SubElement(root, "rect", {"x": x, "y": y, "width": width, "height": height, "fill": fill})


def _line(
    root: ET.Element,
    start: tuple[float, float],
    stop: tuple[float, float],
    *,
    stroke: str,
    width: int = 1,
) -> None:
    ET.SubElement(
        root,
        "line",
        {
            "x1": f"{start[0]:g}",
            "y1": f"{start[1]:g}",
            "x2": f"{stop[0]:g}",
            "y2": f"{stop[1]:g}",
            "stroke": stroke,
            "stroke-width": str(width),
        },
    )


def _text(
    root: ET.Element,
    place: tuple[float, float],
    words: str,
    *,
    size: int = 12,
    fill: str = INK,
) -> ET.Element:
    element = ET.SubElement(
        root,
        "text",
        {
            "x": f"{place[0]:g}",
            "y": f"{place[1]:g}",
            "font-size": str(size),
            "fill": fill,
        },
    )
    element.text = words
    return element
