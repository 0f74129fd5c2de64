"""Short pieces that several sheets say in the same way: times, people, what was announced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from showclear.outputs.sheets.day import Handed, Moment, Note
from showclear.outputs.sheets.model import Blanks, Book, Column
from showclear.record.events.handling import Announced

COUNTED: Final = frozenset({Announced.DUMMIES, Announced.BLANKS, Announced.MIXED})


def when(book: Book, moment: Moment) -> str:
    """Return the time of a moment; an entry that came late says so."""
    time = book.words.clock(moment.at, book.offset_minutes)
    return book.say("late", time=time) if moment.late else time


def who(book: Book, moment: Moment | None) -> str:
    """Return time and signer of a moment; nothing where there is none."""
    return "" if moment is None else f"{when(book, moment)} {book.names.name(moment.by)}"


def announced(book: Book, handed: Handed) -> str:
    """Return what was announced on a hand-over, with the number of rounds where there are any."""
    if handed.rounds and handed.announced in COUNTED:
        return book.words.count(f"load.{handed.announced.value}", handed.rounds)
    return book.words.say(f"word.announced.{handed.announced.value}")


def acts(book: Book, handed: Handed) -> str:
    """Return what may be done with it, in the words read aloud."""
    if not handed.acts:
        return book.say("no-acts")
    return book.words.listed([book.words.say(f"word.act.{act.value}") for act in handed.acts])


def looked(book: Book, moments: Iterable[Moment], joint: str = "\n") -> str:
    """Return who looked and when, as the hand-over names them."""
    return joint.join(who(book, moment) for moment in moments)


def note(book: Book, one: Note) -> str:
    """Return one further thing on record about a gun."""
    kind, _, reported = one.what.partition(" ")
    counted = book.words.count("unit.gunshots", one.number)
    text = book.say(f"note.{kind}", n=counted, reported=reported.replace("-", " "))
    with_whom = one.moment.other
    if with_whom:
        text = book.say("note-with", note=text, person=book.names.name(with_whom))
    return f"{when(book, one.moment)} {text} (#{one.moment.index})"


def columns(book: Book, **shares: float) -> tuple[Column, ...]:
    """Return columns by the ids of their headings, with their shares of the width."""
    return tuple(
        Column(book.say("column." + name.rstrip("_").replace("_", "-")), share)
        for name, share in shares.items()
    )


def blanks(book: Book, *names: str) -> Blanks:
    """Return lines to write on, by the ids of their labels."""
    return Blanks(labels=tuple(book.say(f"blank.{name}") for name in names))
