"""The stage tier's sheet for before and after the show: every weapon and lot, two initials each.

Both parts are on the same pages, because the sheet that was signed before is signed again after
the show and goes into the prompt book. Numbers are written by hand.
"""

from __future__ import annotations

from typing import Final

from showclear.outputs.sheets.model import Book, Sheet, Table, Text
from showclear.outputs.sheets.said import blanks, columns
from showclear.record.state import By, State

LINE_MM: Final = 10.5


def stage_sheet(book: Book, state: State) -> Sheet:
    """Return the before-show and after-show sheet."""
    names = book.names
    weapons = sorted(
        names.handle(item)
        for item, weapon in state.weapons.items()
        if weapon.charge.by is not By.END
    )
    lots = sorted(
        (names.handle(lot), book.words.say(f"word.kind.{kept.kind.value}"), kept.calibre)
        for lot, kept in state.lots.items()
        if kept.stored + kept.loaded
    )
    return Sheet(
        title=book.say("stage.title"),
        sideways=True,
        blocks=(
            Text(text=book.say("stage.told"), points=8.5),
            blanks(book, "show", "before-at", "after-at"),
            Table(
                columns=columns(
                    book, weapon=2.0, before_seen=2.0, initial=0.8, second_initial=0.8,
                    after_seen=2.0, initial_=0.8, second_initial_=0.8,
                ),
                rows=tuple((handle, *[""] * 6) for handle in weapons),
                height=LINE_MM,
                points=9,
            ),
            Table(
                columns=columns(
                    book, rounds_of=2.0, before_number=2.0, initial=0.8, second_initial=0.8,
                    after_number=2.0, initial_=0.8, second_initial_=0.8,
                ),
                rows=tuple(
                    (f"{handle}\n{kind} {calibre}", *[""] * 6) for handle, kind, calibre in lots
                ),
                height=LINE_MM,
                points=9,
            ),
            blanks(book, "before-signed", "before-signed-second"),
            blanks(book, "after-signed", "after-signed-second"),
        ),
    )  # fmt: skip
