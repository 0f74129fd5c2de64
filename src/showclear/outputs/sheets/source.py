"""What sheets are made from, taken out of a desk: its entries, its head, its names.

The command line and the pages both print through this, so that the same sheet is the same.

Example::

    entries = tuple(entries_from(desk, 0))
    date = day_named(entries, None)
    sheet = gun_log(book_of(desk, names, words, date), WorkingDay.read(entries, date), weapons)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from showclear.desk.desk import Desk
from showclear.desk.directory import Directory
from showclear.desk.entries import Entry, entries_from
from showclear.errors import UsageError
from showclear.outputs.sheets.day import days_of
from showclear.outputs.sheets.model import Book, Head
from showclear.outputs.words.catalogue import Catalogue
from showclear.record.events.officers import Opening

DAYS_NAMED: Final = 5  # how many of the days there are a message names


def book_of(desk: Desk, names: Directory, words: Catalogue, date: str) -> Book:
    """Return what every sheet of this ledger is made with, under its present head."""
    seen = desk.seen()
    origin = desk.parts.origin
    body = next(iter(entries_from(desk, 0))).event.body
    title = names.words(body.production) if isinstance(body, Opening) and body.production else ""
    return Book(
        production=title or origin,
        origin=origin,
        date=date,
        head=Head(size=seen.size, root=seen.root),
        made_ms=desk.now().utc_ms,
        offset_minutes=desk.state.utc_offset_minutes,
        names=names,
        words=words,
    )


def day_named(entries: Sequence[Entry], asked: str | None) -> str:
    """Return the working day's date: as asked for, the latest, or none on an unused ledger."""
    days = days_of(entries)
    if asked is None:
        return days[-1] if days else ""
    if asked not in days:
        raise UsageError(
            "day_unknown",
            "working day",
            expected="one that was opened: " + (", ".join(days[-DAYS_NAMED:]) or "none yet"),
            found=asked,
            hint="leave the day out for the latest",
        )
    return asked
