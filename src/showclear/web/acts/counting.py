"""Acts of counting: a count begins, each counts alone, it ends. Locking up never waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.errors import UsageError
from showclear.field.ids import EventId, ItemId
from showclear.field.stock import ROUNDS_MAX
from showclear.record.events.counting import (
    BeginCount,
    Counted,
    CountFor,
    CountLine,
    Direction,
    EndCount,
)
from showclear.record.facts_counting import CountFact
from showclear.record.state import By, Held, State
from showclear.web.forms import Form
from showclear.web.sheets import Sheet

SHELF_ROWS: Final = 4  # lots that one container is likely to hold; more are another count of it
DEVICE_UNSENT_MAX: Final = 100_000


def begin_count(sheet: Sheet, form: Form) -> None:
    """Begin a count: what for, and of what; one tap takes everything that is here."""
    items = countable(sheet.state) if form.has("everything") else form.items("items")
    body = BeginCount(items=items, purpose=form.choice("purpose", CountFor))
    sheet.add(body, form.person("by"))


def counted(sheet: Sheet, form: Form) -> None:
    """Take down what one person counted; a line left open has not been counted."""
    count = _open_count(sheet, form)
    direction = form.choice("direction", Direction)
    lines = tuple(_booked(sheet, count, form) if direction is Direction.BOOK_TO_SHELF else ())
    if direction is Direction.SHELF_TO_BOOK:
        lines = tuple(_from_shelf(sheet, count, form))
    seen = form.items("seen") if form.has("seen") else ()
    if not (lines or seen or form.has("fired_cases")):
        raise UsageError(
            "count_nothing",
            "count",
            expected="at least one number, or one gun that was seen",
            found="nothing entered",
            hint="what is left open has not been counted, which is not missing",
        )
    body = Counted(
        count=count.event,
        direction=direction,
        lines=lines,
        weapons=seen,
        fired_cases=form.count("fired_cases", most=ROUNDS_MAX) if form.has("fired_cases") else 0,
    )
    sheet.add(body, form.person("by"))


def end_count(sheet: Sheet, form: Form) -> None:
    """End a count; what differs stays an open question.

    The device says what it has signed and not sent: a count does not end over its own lines.
    """
    count = _open_count(sheet, form)
    unsent = form.count("unsent", most=DEVICE_UNSENT_MAX) if form.has("unsent") else 0
    if unsent:
        raise UsageError(
            "count_unsent",
            "signed on this tablet",
            expected="everything sent",
            found=f"{unsent} not sent yet",
            hint="lock up all the same; end the count when it is sent",
        )
    people = dict.fromkeys(form.person(name) for name in ("by", "second") if form.has(name))
    sheet.add(EndCount(count=count.event), *people)


ACTS: Final = {"begin-count": begin_count, "counted": counted, "end-count": end_count}


def countable(state: State) -> tuple[ItemId, ...]:
    """Return everything that is here and can be counted, ascending."""
    held: list[tuple[ItemId, Held]] = [*state.weapons.items(), *state.containers.items()]
    return tuple(sorted(item for item, one in held if one.charge.by is not By.END))


def _open_count(sheet: Sheet, form: Form) -> CountFact:
    found = sheet.state.counts.get(EventId(form.text("count")))
    if found is None or found.ended:
        raise UsageError(
            "count_unknown",
            "count",
            expected="one that has begun and not ended",
            found="none of this name" if found is None else "one that has ended",
            hint="go back to the list of counts",
        )
    return found


def _booked(sheet: Sheet, count: CountFact, form: Form) -> Iterator[CountLine]:
    """Yield the lines of the book that somebody found on the shelf, as many as they counted."""
    for item in count.items:
        held = sheet.state.containers.get(item)
        for lot in () if held is None else held.stock:
            name = f"rounds.{item}.{lot}"
            if form.has(name):
                rounds = form.count(name, most=ROUNDS_MAX)
                yield CountLine(container=item, lot=lot, rounds=rounds)


def _from_shelf(sheet: Sheet, count: CountFact, form: Form) -> Iterator[CountLine]:
    """Yield what lies on the shelf, whether or not the book has it there."""
    boxes = [item for item in count.items if item in sheet.state.containers]
    for item in map(ItemId, boxes):
        for row in range(SHELF_ROWS):
            rounds = f"shelf.{item}.{row}"
            if form.has(rounds):
                lot = form.lot(f"lot.{item}.{row}")
                yield CountLine(
                    container=item, lot=lot, rounds=form.count(rounds, most=ROUNDS_MAX)
                )
