"""The before-and-after count: a set of pages for each of two counters, in both directions.

It is the handler's own sheet, and the only one that says where things are kept. It does not
say how many there should be: each counter writes what was there, and the two are laid side by
side afterwards. Not counted is left empty and is not nought.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from showclear.field.ids import ItemId
from showclear.outputs.sheets.model import Block, Book, NewPage, Sheet, Table, Text, blank_rows
from showclear.outputs.sheets.said import blanks, columns
from showclear.record.state import By, Held, State

COUNTERS: Final = ("A", "B")
SHELF_LINES: Final = 14
LINE_MM: Final = 9.0


def count_sheet(book: Book, state: State) -> Sheet:
    """Return the count sheet of everything that the ledger answers for."""
    blocks: list[Block] = []
    for counter in COUNTERS:
        if blocks:
            blocks.append(NewPage())
        blocks += _from_the_book(book, state, counter)
        blocks.append(NewPage())
        blocks += _from_the_shelf(book, counter)
    return Sheet(title=book.say("count.title"), blocks=tuple(blocks))


def _from_the_book(book: Book, state: State, counter: str) -> list[Block]:
    table = Table(
        columns=columns(book, item=2.4, kept=2.0, before=1.0, after=1.0, odd=2.2),
        rows=tuple((*row, "", "", "") for row in _lines(book, state)),
        height=LINE_MM,
        points=9,
    )
    return [
        Text(text=book.say("count.book", counter=counter), bold=True, points=11),
        Text(text=book.say("count.own"), points=8.5),
        blanks(book, "counted-by", "before-at", "after-at"),
        table,
        blanks(book, "fired-cases-before", "fired-cases-after", "signature"),
    ]


def _from_the_shelf(book: Book, counter: str) -> list[Block]:
    table = Table(
        columns=columns(book, found=2.4, where=2.0, before=1.0, after=1.0, in_book=1.0),
        rows=blank_rows(SHELF_LINES, 5),
        height=LINE_MM,
        points=9,
    )
    return [
        Text(text=book.say("count.shelf", counter=counter), bold=True, points=11),
        Text(text=book.say("count.shelf-how"), points=8.5),
        blanks(book, "counted-by", "before-at", "after-at"),
        table,
        blanks(book, "signature"),
    ]


def _lines(book: Book, state: State) -> list[tuple[str, str]]:
    """Return each thing to count and where it is kept, guns first, in the order of handles."""
    names = book.names
    lines = [
        (names.handle(item), _kept(book, weapon)) for item, weapon in _here(book, state.weapons)
    ]
    for item, held in _here(book, state.containers):
        container = state.containers[item]
        lots = [lot for lot, kept in container.stock.items() if kept.rounds]
        box, kept_at = names.handle(item), _kept(book, held)
        handles = sorted(map(names.handle, lots))
        lines += [(book.say("rounds-in", lot=lot, box=box), kept_at) for lot in handles]
    return lines


def _here(book: Book, held: Mapping[ItemId, Held]) -> list[tuple[ItemId, Held]]:
    known = [(item, one) for item, one in held.items() if one.charge.by is not By.END]
    return sorted(known, key=lambda pair: book.names.handle(pair[0]))


def _kept(book: Book, held: Held) -> str:
    if held.charge.by is By.GAP:
        return book.say("open-question")
    return book.names.name(held.charge.who)
