"""The floor: briefings, what is laid on, counts of the area, rolling and cut.

What belongs to a working day ends with it. What was entered on a day's date before the caller
opened it counts for that day: the meeting is often held first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from showclear.field.ids import NO_EVENT, EventId
from showclear.record.events.base import Body
from showclear.record.events.plan import (
    AD,
    Brief,
    Briefing,
    CountArea,
    Cut,
    Provide,
    ProvisionEnded,
    Rolling,
)
from showclear.record.facts_floor import (
    AreaCount,
    Attended,
    Briefings,
    CutFact,
    Day,
    LaidOn,
    MeetingFact,
    ProvisionFact,
)
from showclear.record.floor import NO_SET_UP, day_at
from showclear.record.folding.custody import Entry
from showclear.record.state import By, State, Weapon


def begin_day(state: State, opened: EventId, date: str) -> None:
    """Keep what was entered for this date before the day was opened, and nothing older."""
    early, day = Day(date), Day(date, opened)
    if state.briefings.day == early:
        state.briefings.day = day
    else:
        state.briefings = Briefings(day=day)
    for what, laid in list(state.laid_on.items()):
        today = laid.today
        if today is not None:
            kept = msgspec.structs.replace(today, day=day) if today.day == early else None
            state.laid_on[what] = msgspec.structs.replace(laid, today=kept)
    _clear_set(state)


def end_day(state: State) -> None:
    """Let everything of the working day end with it."""
    state.briefings = Briefings()
    for what, laid in list(state.laid_on.items()):
        state.laid_on[what] = msgspec.structs.replace(laid, today=None)
    _clear_set(state)


def _clear_set(state: State) -> None:
    state.area_counts.clear()
    state.rolling, state.first_out = NO_SET_UP, NO_EVENT


def brief(state: State, entry: Entry, body: Brief) -> None:
    """Keep who stands on the roll; only an AD's roll is the day meeting's (R26, R27)."""
    if entry.marked:
        return
    day = day_at(state, entry.now)
    if state.briefings.day != day:
        state.briefings = Briefings(day=day)
    known, signer = state.briefings, entry.event.signers[0]
    fact = MeetingFact(
        event=entry.id,
        index=entry.index,
        at=entry.now,
        by=signer.person,
        role=signer.role,
        walk_through=body.walk_through,
    )
    known.first = known.first or fact
    if body.briefing is Briefing.DAY and signer.role in AD:
        known.meeting = known.meeting or fact
        known.walked = known.walked or (fact if body.walk_through else None)
    attended = Attended(
        event=entry.id, index=entry.index, briefing=body.briefing, by=signer.person
    )
    there = (*body.roll, signer.person)  # who takes the roll was there
    known.people.update(dict.fromkeys(there, attended))
    if body.set_up:
        known.set_ups.setdefault(body.set_up, {}).update(dict.fromkeys(there, entry.id))


def provide(state: State, entry: Entry, body: Provide) -> None:
    """Keep what is laid on; a shorter date never takes the place of a farther one."""
    if entry.marked:
        return
    signer = entry.event.signers[0]
    fact = ProvisionFact(
        event=entry.id,
        index=entry.index,
        by=signer.person,
        role=signer.role,
        day=day_at(state, entry.now),
        until=body.until,
        contact=body.contact,
    )
    laid = state.laid_on.get(body.what.value, LaidOn())
    if not body.until:
        laid = msgspec.structs.replace(laid, today=fact)
    elif laid.dated is None or laid.dated.until <= body.until:
        laid = msgspec.structs.replace(laid, dated=fact)
    state.laid_on[body.what.value] = laid


def provision_ended(state: State, entry: Entry, body: ProvisionEnded) -> None:
    """Take back what was laid on; the next gun taken out asks for it again (R08)."""
    del entry
    state.laid_on.pop(body.what.value, None)
    state.first_out = NO_EVENT


def count_area(state: State, entry: Entry, body: CountArea) -> None:
    """Keep the last count of the set-up's area (R40)."""
    if entry.marked:
        return
    state.area_counts[body.set_up] = AreaCount(
        event=entry.id,
        index=entry.index,
        at=entry.now,
        by=entry.author,
        people=body.people,
    )


def rolling(state: State, entry: Entry, body: Rolling) -> None:
    """Say which set-up is rolling; nothing is asked of anybody until the cut."""
    if not entry.marked:
        state.rolling = body.set_up


def cut(state: State, entry: Entry, body: Cut) -> None:
    """End the take: each gun in somebody's hand has been so since this cut, whoever called it.

    The area is counted anew before the next take. A gun handed over for no set-up that the
    record knows counts too; one that is out since an earlier cut keeps that one (R41).
    """
    ended = {body.set_up, state.rolling, NO_SET_UP}
    for weapon in state.weapons.values():
        if weapon.cut is None and _out(weapon) and weapon.handed_for in ended:
            weapon.cut = CutFact(
                event=entry.id, index=entry.index, set_up=body.set_up, at=entry.now
            )
    for set_up in (body.set_up, state.rolling):
        state.area_counts.pop(set_up, None)
    state.rolling = NO_SET_UP


def _out(weapon: Weapon) -> bool:
    """Return whether the gun is in the hand of somebody other than who is in charge."""
    if weapon.charge.by not in {By.HANDLER, By.GAP}:
        return False
    return weapon.in_hand not in {"", weapon.charge.who}


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Brief: brief,
    Provide: provide,
    ProvisionEnded: provision_ended,
    CountArea: count_area,
    Rolling: rolling,
    Cut: cut,
}
