"""The act of copying a paper sheet: a stretch of the day, line by line in the sheet's own order.

The record takes the last line about each gun; the whole sheet as copied, its number and the hash
of its photograph lie beside the log under one commitment (DESIGN.md, The record: Paper).
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from showclear.errors import UsageError
from showclear.field.ids import ItemId, PersonId
from showclear.field.instants import HOUR_MS, MINUTE_MS, Instant, from_text, to_text
from showclear.outputs.sheets.sign_out import PAD_LINES, PAD_NUMBER_MAX
from showclear.record.events.passing import OnPaper, PaperLine
from showclear.web.forms import Form
from showclear.web.sheets import Sheet

DAY_MS: Final = 24 * HOUR_MS
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])\Z")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_FILE: Final = re.compile(r"([0-9a-f]{64})?\Z")


class CopiedLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the sheet as it was copied."""

    line: int
    item: ItemId
    in_hand: PersonId
    clock: str = ""
    words: str = ""


class Copied(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A whole sheet as it was copied; ``photograph`` is the SHA-256 of the picture's bytes."""

    pad: int = 0
    photograph: str = ""
    lines: tuple[CopiedLine, ...]


def on_paper(sheet: Sheet, form: Form) -> None:
    """Copy one sheet of the pad: a handler and another sign that they did."""
    began, ended = _stretch(sheet, form)
    photograph = form.text("photograph")
    if not _FILE.match(photograph):
        raise UsageError(
            "file_hash_malformed",
            "photograph",
            expected="SHA-256 of the file in 64 hex digits",
            found=repr(photograph)[:60],
            hint="choose the file again",
        )
    copied = Copied(
        pad=form.count("pad", least=1, most=PAD_NUMBER_MAX) if form.has("pad") else 0,
        photograph=photograph,
        lines=_lines(form),
    )
    last = {line.item: line.in_hand for line in copied.lines}
    body = OnPaper(
        sheet=sheet.served.keep("sheet", msgspec.json.encode(copied).decode()),
        began=began,
        ended=ended,
        lines=tuple([PaperLine(item=item, in_hand=hand) for item, hand in last.items()]),
    )
    sheet.add(body, form.person("by"), form.person("second"))


ACTS: Final = {"on-paper": on_paper}


def _lines(form: Form) -> tuple[CopiedLine, ...]:
    """Return the lines that are filled in, in the order of the sheet."""
    found = []
    for line in range(1, PAD_LINES + 1):
        if not (form.has(f"item.{line}") or form.has(f"hand.{line}")):
            continue
        [item] = form.items(f"item.{line}")
        found.append(
            CopiedLine(
                line=line,
                item=item,
                in_hand=form.person(f"hand.{line}"),
                clock=_clock(form, f"time.{line}") if form.has(f"time.{line}") else "",
                words=form.text(f"words.{line}"),
            )
        )
    if not found:
        raise UsageError(
            "sheet_empty",
            "lines of the sheet",
            expected="at least one: which gun, and who had it",
            found="nothing entered",
            hint="copy the sheet from its first line on",
        )
    return tuple(found)


def _stretch(sheet: Sheet, form: Form) -> tuple[Instant, Instant]:
    """Return when the sheet begins and ends; one that ends before it begins crossed midnight."""
    date = form.text("date")
    if not _DATE.match(date):
        raise UsageError(
            "field_odd", "date", expected="such as 2026-11-22", found=repr(date)[:60] or "nothing"
        )
    offset_ms = sheet.state.utc_offset_minutes * MINUTE_MS
    began, ended = (_at(date, _clock(form, name)) - offset_ms for name in ("from", "until"))
    if began >= ended:
        began -= DAY_MS
    return to_text(began), to_text(ended)


def _at(date: str, clock: str) -> int:
    try:
        return from_text(f"{date}T{clock}:00.000Z")
    except ValueError as problem:
        raise UsageError("field_odd", "date", expected="a day there is", found=date) from problem


def _clock(form: Form, name: str) -> str:
    """Return a time of day; four digits are as good as a colon: 1102 is 11:02."""
    text = form.text(name).replace(".", ":")
    if text.isascii() and text.isdigit() and len(text) in {3, 4}:
        text = f"{text[:-2]:0>2}:{text[-2:]}"
    if not _CLOCK.match(text):
        raise UsageError(
            "field_odd",
            f"time ({name})",
            expected="such as 11:02",
            found=repr(text)[:60] if text else "nothing entered",
            hint="nothing was signed; put it right on the same page",
        )
    return text
