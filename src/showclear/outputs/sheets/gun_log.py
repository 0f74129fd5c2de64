"""The daily gun log: each gun that went out, when, by whom, shown, handed, back, locked away.

One row for each hand-over. It never says where a gun is kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from showclear.field.ids import ItemId
from showclear.outputs.sheets.day import Stretch, WorkingDay
from showclear.outputs.sheets.model import Book, Sheet, Table, Text
from showclear.outputs.sheets.said import announced, blanks, columns, looked, note, when, who
from showclear.record.state import Weapon


def gun_log(book: Book, day: WorkingDay, weapons: Mapping[ItemId, Weapon]) -> Sheet:
    """Return the daily gun log of one working day."""
    order = sorted(day.stretches, key=book.names.handle)
    rows = tuple(_row(book, stretch) for weapon in order for stretch in day.stretches[weapon])
    stayed = sorted(book.names.handle(item) for item in weapons if item not in day.stretches)
    table = Table(
        columns=columns(
            book, gun=1.3, out=1.4, shown=1.6, handed=2.0, took=1.5, back=1.6, locked=1.4, also=2.4
        ),
        rows=rows,
        points=8,
    )
    told = book.say("gun-log.told")
    nothing = (Text(text=book.say("gun-log.nothing")),) if not rows else (table,)
    others = book.say("gun-log.stayed", guns=", ".join(stayed) or book.say("none"))
    return Sheet(
        title=book.say("gun-log.title"),
        sideways=True,
        blocks=(
            Text(text=told, points=8.5),
            blanks(book, "read-by", "date-time"),
            *nothing,
            Text(text=others),
        ),
    )


def _row(book: Book, stretch: Stretch) -> tuple[str, ...]:
    handed = stretch.handed
    gave = shown = ""
    if handed is not None:
        to = book.names.name(handed.moment.other)
        gave = f"{when(book, handed.moment)} {to}\n{announced(book, handed)}"
        if handed.voucher:
            gave += "\n" + book.say("voucher", number=handed.voucher)
        shown = looked(book, handed.looks) or book.say("no-look-named")
    elif stretch.ahead is not None:
        to = book.names.name(stretch.ahead.other)
        gave = f"{when(book, stretch.ahead)} {to}\n{book.say('note.went-ahead')}"
    return (
        book.names.handle(stretch.weapon),
        who(book, stretch.out),
        shown,
        gave,
        who(book, stretch.took),
        _back(book, stretch),
        who(book, stretch.locked),
        "\n".join(note(book, one) for one in stretch.notes),
    )


def _back(book: Book, stretch: Stretch) -> str:
    if stretch.back is None:
        return ""
    text = who(book, stretch.back)
    if not stretch.back.other:
        return text
    return text + "\n" + book.say("back-from", person=book.names.name(stretch.back.other))
