"""A performer's own receipt of the day: plain sentences, theirs to keep.

What I was handed, what was announced, who looked and when, when I said that I took it, when it
went back. It says what others signed as theirs, and what the performer signed as the performer's:
a sentence nobody signed is not put into anybody's mouth.
"""

from __future__ import annotations

from collections.abc import Iterator

from showclear.field.ids import PersonId
from showclear.outputs.sheets.day import Handed, Stretch, WorkingDay
from showclear.outputs.sheets.model import Block, Book, Sheet, Text
from showclear.outputs.sheets.said import acts, announced, looked, when


def performer_receipt(book: Book, day: WorkingDay, person: PersonId) -> Sheet:
    """Return what is on record of this person's day with guns."""
    name = book.names.name(person)
    blocks: list[Block] = [Text(text=book.say("receipt.whose", person=name), bold=True, points=12)]
    for number, stretch in enumerate(day.handed_to(person), start=1):
        gun = book.names.handle(stretch.weapon)
        blocks.append(Text(text=f"{number}. {gun}", bold=True, points=12))
        blocks += [Text(text=line, points=11) for line in _sentences(book, stretch, person)]
    if len(blocks) == 1:
        blocks.append(Text(text=book.say("receipt.nothing"), points=11))
    blocks.append(Text(text=book.say("receipt.keep"), points=9))
    return Sheet(title=book.say("receipt.title"), blocks=tuple(blocks))


def _sentences(book: Book, stretch: Stretch, person: PersonId) -> Iterator[str]:
    if stretch.handed is not None:
        yield from _handed(book, stretch.handed)
    elif stretch.ahead is not None:
        by = book.names.name(stretch.ahead.by)
        yield book.say("receipt.ahead", time=when(book, stretch.ahead), person=by)
    yield from _taken(book, stretch, person)
    if stretch.back is None:
        yield book.say("receipt.not-back")
    else:
        handler = book.names.name(stretch.back.by)
        yield book.say("receipt.back", time=when(book, stretch.back), handler=handler)


def _handed(book: Book, handed: Handed) -> Iterator[str]:
    name, say = book.names.name, book.say
    yield say(
        "receipt.handed",
        time=when(book, handed.moment),
        handler=name(handed.moment.by),
        what=announced(book, handed),
    )
    yield say("receipt.acts", acts=acts(book, handed))
    if handed.looks:
        yield say("receipt.looks", looks=looked(book, handed.looks, "; "))
    else:
        yield say("receipt.no-looks")


def _taken(book: Book, stretch: Stretch, person: PersonId) -> Iterator[str]:
    if stretch.took is None:
        yield book.say("receipt.not-taken")
    elif stretch.took.by == person:
        yield book.say("receipt.taken", time=when(book, stretch.took))
    else:
        by = book.names.name(stretch.took.by)
        yield book.say("receipt.taken-by", time=when(book, stretch.took), person=by)
