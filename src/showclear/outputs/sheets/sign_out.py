"""Sheets to write on while guns go out by hand: the numbered pad, and the non-firing list.

The pad is printed beforehand for the hours without a desk. Its sheets are numbered, so that one
that is missing shows. What is written on it is entered afterwards as an hour on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from showclear.errors import UsageError
from showclear.field.ids import ItemId
from showclear.outputs.sheets.day import WorkingDay
from showclear.outputs.sheets.model import Block, Book, NewPage, Sheet, Table, Text, blank_rows
from showclear.outputs.sheets.said import blanks, columns, when
from showclear.record.state import Weapon

PAD_SHEETS_MAX: Final = 100  # a block of paper; more is printed as another
PAD_NUMBER_MAX: Final = 99_999
PAD_LINES: Final = 11  # on Letter too, with room for a glove
SPARE_LINES: Final = 8
LINE_MM: Final = 10.5


def sign_out_pad(book: Book, first: int, last: int) -> Sheet:
    """Return the numbered sheets ``first`` to ``last`` of the sign-out pad."""
    if not (1 <= first <= last <= PAD_NUMBER_MAX and last - first < PAD_SHEETS_MAX):
        raise UsageError(
            "pad_numbers",
            "numbers of the pad",
            expected=f"from 1 up, at most {PAD_SHEETS_MAX} sheets at once",
            found=f"{first} to {last}",
            hint="go on with the number after the last one printed",
        )
    blocks: list[Block] = []
    for number in range(first, last + 1):
        if number > first:
            blocks.append(NewPage())
        blocks += _pad(book, number)
    return Sheet(title=book.say("pad.title"), sideways=True, blocks=tuple(blocks))


def _pad(book: Book, number: int) -> list[Block]:
    table = Table(
        columns=columns(
            book, line=0.7, time=0.8, gun=1.5, what=2.0, from_=1.6, to=1.6, seen=1.7,
            second=1.6, rounds=1.1, initials=1.1,
        ),
        rows=tuple((f"{number}.{line}", *[""] * 9) for line in range(1, PAD_LINES + 1)),
        height=LINE_MM,
        points=8,
    )  # fmt: skip
    return [
        Text(text=book.say("pad.number", number=number), bold=True, points=12),
        blanks(book, "paper-from", "paper-until", "handler", "caller"),
        Text(text=book.say("pad.how"), points=8.5),
        table,
        Text(text=book.say("pad.after"), points=8.5),
    ]


def sign_out_list(book: Book, day: WorkingDay, weapons: Mapping[ItemId, Weapon]) -> Sheet:
    """Return the list on which items that cannot fire are signed out and back by hand.

    Hand-overs that are on record already are filled in; the rest is for the pen.
    """
    order = sorted(
        (item for item, weapon in weapons.items() if not weapon.firing), key=book.names.handle
    )
    rows = [row for item in order for row in _listed(book, day, item)]
    table = Table(
        columns=columns(
            book, item=1.7, time_out=1.0, to=2.0, initials=1.0, time_back=1.0, took_back=1.6,
            initials_back=1.0,
        ),
        rows=(*rows, *blank_rows(SPARE_LINES, 7)),
        height=LINE_MM,
        points=9,
    )  # fmt: skip
    return Sheet(
        title=book.say("sign-out-list.title"),
        blocks=(
            Text(text=book.say("sign-out-list.told"), points=8.5),
            table,
            blanks(book, "listed-by", "date-time"),
        ),
    )


def _listed(book: Book, day: WorkingDay, item: ItemId) -> list[tuple[str, ...]]:
    handle = book.names.handle(item)
    rows: list[tuple[str, ...]] = []
    for stretch in day.stretches.get(item, ()):
        handed, back = stretch.handed, stretch.back
        if handed is None:
            continue
        to = book.names.name(handed.moment.other)
        back_at = when(book, back) if back else ""
        took = book.names.name(back.by) if back else ""
        rows.append((handle, when(book, handed.moment), to, "", back_at, took, ""))
    return rows or [(handle, *[""] * 6)]
