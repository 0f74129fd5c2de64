"""One sheet by its name: which there are, what each is made from, how its file is called.

The command line and the pages both make their sheets here, so that neither knows one more. A
sheet of a day tells what is on record of it and needs the ledger's entries; the others are to be
written on and need the state alone.

Example::

    sheet, book = made(Source(desk=desk, names=names, words=words), Wanted(kind=Kind.COUNT))
    data = sheet_pdf(sheet, book, "a4")
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from showclear.desk.desk import Desk
from showclear.desk.directory import Directory
from showclear.desk.entries import Entry
from showclear.field.ids import PersonId
from showclear.outputs.sheets.count import count_sheet
from showclear.outputs.sheets.day import WorkingDay
from showclear.outputs.sheets.gun_log import gun_log
from showclear.outputs.sheets.model import Book, Sheet
from showclear.outputs.sheets.receipt import performer_receipt
from showclear.outputs.sheets.roll import briefing_roll
from showclear.outputs.sheets.sign_out import sign_out_list, sign_out_pad
from showclear.outputs.sheets.source import book_of, day_named
from showclear.outputs.sheets.stage import stage_sheet
from showclear.outputs.words.catalogue import Catalogue
from showclear.record.state import State

PAD_LAST: Final = 5


class Kind(enum.Enum):
    """Which sheet; the value is the beginning of its file's name."""

    GUN_LOG = "gun-log"
    PAD = "pad"
    SIGN_OUT_LIST = "sign-out-list"
    COUNT = "count"
    ROLL = "roll"
    RECEIPT = "receipt"
    STAGE = "stage"


OF_A_DAY: Final = frozenset({Kind.GUN_LOG, Kind.SIGN_OUT_LIST, Kind.RECEIPT})


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which sheet is wanted: of which day, whose, which numbers of the pad.

    Without a day it is the latest, or the open one on a sheet to be written on.
    """

    kind: Kind
    day: str | None = None
    person: PersonId = PersonId("")
    first: int = 1
    last: int = PAD_LAST


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What sheets are made from; ``entries`` is asked only for a sheet of a day."""

    desk: Desk
    names: Directory
    words: Catalogue
    entries: Sequence[Entry] = ()


def made(source: Source, wanted: Wanted) -> tuple[Sheet, Book]:
    """Return one sheet and the book it is of; ``UsageError`` where there is no such day."""
    state = source.desk.state
    if wanted.kind in OF_A_DAY:
        date = day_named(source.entries, wanted.day)
        book = book_of(source.desk, source.names, source.words, date)
        day = WorkingDay.read(source.entries, date)
        return _TOLD[wanted.kind](book, day, state, wanted), book
    # The pad is kept for days to come: its date is written by hand.
    today = "" if wanted.kind is Kind.PAD else state.day
    book = book_of(source.desk, source.names, source.words, wanted.day or today)
    return _FORMS[wanted.kind](book, state, wanted), book


_TOLD: Final[dict[Kind, Callable[[Book, WorkingDay, State, Wanted], Sheet]]] = {
    Kind.GUN_LOG: lambda book, day, state, _: gun_log(book, day, state.weapons),
    Kind.SIGN_OUT_LIST: lambda book, day, state, _: sign_out_list(book, day, state.weapons),
    Kind.RECEIPT: lambda book, day, _, wanted: performer_receipt(book, day, wanted.person),
}
_FORMS: Final[dict[Kind, Callable[[Book, State, Wanted], Sheet]]] = {
    Kind.PAD: lambda book, _, wanted: sign_out_pad(book, wanted.first, wanted.last),
    Kind.COUNT: lambda book, state, _: count_sheet(book, state),
    Kind.ROLL: lambda book, state, _: briefing_roll(book, state.registry),
    Kind.STAGE: lambda book, state, _: stage_sheet(book, state),
}
