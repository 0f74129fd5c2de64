"""Acts of the day: opened, briefed, laid on, counted, rolled, cut, closed; what was called.

What the floor says. A take is a cut with the gunshots tallied for each gun, on one sheet.
"""

from __future__ import annotations

from typing import Final

from showclear.errors import UsageError
from showclear.field.ids import EventId, PersonId, SetUpId
from showclear.field.plan import Provision
from showclear.field.stock import GUNSHOTS_MAX
from showclear.record.events.handling import CloseDay, Fired, OpenDay
from showclear.record.events.plan import (
    Brief,
    Briefing,
    CountArea,
    Cut,
    Provide,
    ProvisionEnded,
    Rolling,
)
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Side,
    Stop,
)
from showclear.web.forms import Form
from showclear.web.sheets import Sheet


def open_day(sheet: Sheet, form: Form) -> None:
    """Open the working day and name the working area: the caller does."""
    area = sheet.served.keep("working-area", form.text("area"))
    sheet.add(OpenDay(date=form.text("date"), working_area=area), form.person("by"))


def close_day(sheet: Sheet, form: Form) -> None:
    """Close the working day."""
    sheet.add(CloseDay(), form.person("by"))


def brief(sheet: Sheet, form: Form) -> None:
    """Say who was briefed: the names ticked, attested by who signs (rules.md R26, R27)."""
    roll = form.people("roll")
    if not roll:
        raise UsageError(
            "roll_wanted",
            "roll",
            expected="at least one name ticked",
            found="nothing entered",
            hint="tick those who were there; whoever comes later is briefed alone",
        )
    body = Brief(
        briefing=form.choice("briefing", Briefing, Briefing.DAY),
        roll=tuple(sorted(roll)),
        set_up=form.set_up("set_up"),
        walk_through=form.has("walk_through"),
    )
    sheet.add(body, form.person("by"))


def provide(sheet: Sheet, form: Form) -> None:
    """Say what is laid on or told, a sentence for each thing ticked."""
    until = form.text("until")
    contact = sheet.served.keep("contact", form.text("contact"))
    chosen = form.many("what", Provision)
    if not chosen:
        raise UsageError(
            "provision_wanted", "what", expected="at least one ticked", found="nothing entered"
        )
    for what in chosen:
        sheet.add(Provide(what=what, until=until, contact=contact), form.person("by"))


def provision_ended(sheet: Sheet, form: Form) -> None:
    """Report that something laid on is not there any more."""
    sheet.add(ProvisionEnded(what=form.choice("what", Provision)), form.person("by"))


def count_area(sheet: Sheet, form: Form) -> None:
    """Count the firing area: exactly these people are in it (rules.md R40)."""
    people = tuple(sorted(form.people("people")))
    sheet.add(CountArea(set_up=_set_up(form), people=people), form.person("by"))


def rolling(sheet: Sheet, form: Form) -> None:
    """Say that a set-up rolls."""
    sheet.add(Rolling(set_up=_set_up(form)), form.person("by"))


def cut(sheet: Sheet, form: Form) -> None:
    """Say cut, and for each gun how many gunshots were counted in the take, if any."""
    by = form.person("by")
    sheet.add(Cut(set_up=_set_up(form)), by)
    fact = sheet.state.set_ups[_set_up(form)]
    for use in fact.approved.uses:
        field = f"gunshots.{use.weapon}"
        shots = form.count(field, most=GUNSHOTS_MAX) if form.has(field) else 0
        if shots:
            sheet.add(Fired(weapon=use.weapon, gunshots=shots), by)


# -- what was called --------------------------------------------------------------------------


def lift_stop(sheet: Sheet, form: Form) -> None:
    """Lift stops: those whom the pack names do, every one that is open on one sheet."""
    people = _both(form)
    words = sheet.served.keep("words", form.text("words"))
    for stop in form.texts("stop"):
        if stop in sheet.state.stops:
            sheet.add(LiftStop(stop=EventId(stop), words=words), *people)
    if not sheet.drafts:
        raise UsageError(
            "nothing_to_lift", "stop", expected="one that is open", found="none of this name"
        )


def sign_spoken(sheet: Sheet, form: Form) -> None:
    """Put a name to what somebody said: the same again, signed by them."""
    kind = form.text("kind")
    by = form.person("by")
    match kind:
        case "stop":
            sheet.add(Stop(), by)
        case "concern":
            words = sheet.served.keep("words", form.text("words"))
            sheet.add(Concern(about=form.choice("about", ConcernClass), words=words), by)
        case "decline":
            body = Decline(weapon=form.weapon("weapon"), side=form.choice("side", Side))
            sheet.add(body, by)
        case _:
            sheet.add(AskToSee(weapon=form.weapon("weapon")), by)


def _both(form: Form) -> tuple[PersonId, ...]:
    """Return one or two different people, in the order of the form."""
    people = [form.person(name) for name in ("by", "second") if form.has(name)]
    return tuple(dict.fromkeys(people))


def _set_up(form: Form) -> SetUpId:
    found = form.set_up("set_up")
    if not found:
        raise UsageError(
            "set_up_wanted", "set_up", expected="a set-up of this ledger", found="nothing entered"
        )
    return found


ACTS: Final = {
    "open-day": open_day,
    "close-day": close_day,
    "brief": brief,
    "provide": provide,
    "provision-ended": provision_ended,
    "count-area": count_area,
    "rolling": rolling,
    "cut": cut,
    "lift-stop": lift_stop,
    "sign-spoken": sign_spoken,
}
