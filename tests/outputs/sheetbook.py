"""Sheets made from a told story: names for ids, the day read from the log, the text read back.

::

    story = World()
    story.handed_over()
    pages = read(gun_log(book_of(story), day_of(story), story.state.weapons))
    assert "Anna Ruiz" in pages[0]
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from pypdf import PdfReader

from showclear.desk.entries import Entry
from showclear.outputs.sheets.day import WorkingDay
from showclear.outputs.sheets.model import Book, Head, Sheet
from showclear.outputs.sheets.pages import sheet_pdf
from showclear.outputs.words.catalogue import catalogue
from showclear.record.events.desk import Decided
from tests.cast import CAST, ORIGIN, box, gun, lot, person
from tests.kit import World

DATE = "2026-11-22"
CALLED: Mapping[str, str] = {
    "armorer": "Anna Ruiz",
    "assistant": "Dee Park",
    "first-ad": "Ben Ode",
    "second-ad": "Sam Yu",
    "performer": "Cal Reed",
    "stand-in": "Ida Fox",
}
THINGS = ("colt", "rubber", "vault", "dummies", "d45", "blanks", "b45", "belt")


class Called:
    """Names and handles of a story's people and things; ``also`` are further names by id."""

    def __init__(self, also: Mapping[str, str] | None = None) -> None:
        self._names: dict[str, str] = {}
        for name in CAST:
            self._names[person(name).id] = CALLED.get(name, name.replace("-", " ").title())
        for name in THINGS:
            self._names.update(dict.fromkeys((gun(name), box(name), lot(name)), name))
        self._names.update(also or {})

    def name(self, subject: str, /) -> str:
        """Return a name, or the id where there is none."""
        return self._names.get(subject, subject)

    def handle(self, subject: str, /) -> str:
        """Return a handle: here the same."""
        return self.name(subject)


def book_of(story: World, *, language: str = "en", also: Mapping[str, str] | None = None) -> Book:
    """Return what every sheet of a story is made with."""
    return Book(
        production="Red Canyon",
        origin=ORIGIN,
        date=DATE,
        head=Head(size=story.state.next_index, root=bytes(range(32))),
        made_ms=0,
        offset_minutes=-420,
        names=Called(also),
        words=catalogue(language),
    )


def entries_of(story: World) -> list[Entry]:
    """Return the story's entries with what became of each."""
    found = []
    for commit in story.log:
        *kept, last = commit
        decided = last.event.body
        assert isinstance(decided, Decided)
        for one, said in zip(kept, decided.entries, strict=True):
            found.append(
                Entry(index=one.index, event=one.event, decision=said, at=decided.instant)
            )
    return found


def day_of(story: World, date: str = DATE) -> WorkingDay:
    """Return the story's working day."""
    return WorkingDay.read(entries_of(story), date)


def texts(data: bytes) -> list[str]:
    """Return the text of each page, runs of space as one."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def read(sheet: Sheet, book: Book, paper: str = "a4") -> list[str]:
    """Return the text of each page of a sheet."""
    return texts(sheet_pdf(sheet, book, paper))


def first_lines(data: bytes) -> Sequence[str]:
    """Return the first line of each page."""
    return [page.extract_text().splitlines()[0] for page in PdfReader(io.BytesIO(data)).pages]
