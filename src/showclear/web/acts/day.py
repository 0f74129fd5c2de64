"""Acts of the day: opened, closed, a stop lifted, what the floor does with guns."""

from __future__ import annotations

from typing import Final

from showclear.field.ids import EventId
from showclear.record.events.handling import CloseDay, OpenDay
from showclear.record.events.speaking import LiftStop
from showclear.web.forms import Form
from showclear.web.sheets import Sheet


def open_day(sheet: Sheet, form: Form) -> None:
    """Open the working day and name the working area: the caller does."""
    area = sheet.served.keep("working-area", form.text("area"))
    sheet.add(OpenDay(date=form.text("date"), working_area=area), form.person("by"))


def close_day(sheet: Sheet, form: Form) -> None:
    """Close the working day."""
    sheet.add(CloseDay(), form.person("by"))


def lift_stop(sheet: Sheet, form: Form) -> None:
    """Lift one stop: those whom the pack names do."""
    people = [form.person(name) for name in ("by", "second") if form.has(name)]
    body = LiftStop(
        stop=EventId(form.text("stop")), words=sheet.served.keep("words", form.text("words"))
    )
    sheet.add(body, *people)


ACTS: Final = {"open-day": open_day, "close-day": close_day, "lift-stop": lift_stop}
