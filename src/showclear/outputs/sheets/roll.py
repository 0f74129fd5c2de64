"""The briefing roll with codes: everybody who is enrolled, each with a code and a box to tick.

Whoever takes the roll signs for it. Those on it have signed nothing by being ticked, and the sheet
says so. The code is scanned to enter the roll afterwards without typing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from showclear.field.ids import DESK, PersonId
from showclear.outputs.labels.code import make_code
from showclear.outputs.labels.symbols import Symbology, symbol
from showclear.outputs.sheets.model import Book, Sheet, Table, Text, Tick, blank_rows
from showclear.outputs.sheets.said import blanks, columns
from showclear.record.registry import Registry

SPARE_LINES: Final = 4  # for who is not enrolled


def briefing_roll(book: Book, registry: Registry) -> Sheet:
    """Return the briefing roll."""
    people: Iterable[PersonId] = (person for person in registry.people if person != DESK)
    order = sorted(people, key=lambda person: book.names.name(person).casefold())
    rows = tuple(
        (
            symbol(make_code(book.origin, person), Symbology.DATAMATRIX),
            book.names.name(person),
            registry.people[person].title.replace("-", " "),
            Tick(),
            "",
        )
        for person in order
    )
    spare = tuple(("", "", "", Tick(), "") for _ in blank_rows(SPARE_LINES, 5))
    return Sheet(
        title=book.say("roll.title"),
        blocks=(
            Text(text=book.say("roll.told"), points=8.5),
            blanks(book, "briefing", "set-up"),
            blanks(book, "held-by", "time", "walk-through"),
            Table(
                columns=columns(book, code=0.9, name=3.0, title=2.0, briefed=0.9, late_at=1.2),
                rows=(*rows, *spare),
                height=13,
                points=10,
            ),
            blanks(book, "attested-by", "date-time"),
        ),
    )
