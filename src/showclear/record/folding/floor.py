"""The floor: briefings, what is laid on, counts of the area, rolling and cut.

What belongs to a working day ends with it. What was entered on a day's date before the caller
opened it counts for that day: the meeting is often held first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

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

_Fact = TypeVar("_Fact", MeetingFact, ProvisionFact)


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
    state.rolling = NO_SET_UP
    state.first_out = state.first_out_non_firing = NO_EVENT


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
    """Take back what was laid on, whoever says that it is gone."""
    del entry
    take_back(state, body.what.value)


def take_back(state: State, what: str) -> None:
    """Let this not be laid on any more; the next gun taken out asks for it again (R08)."""
    state.laid_on.pop(what, None)
    state.first_out = state.first_out_non_firing = NO_EVENT


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

    A gun handed over for no set-up that the record knows counts too, one that is out for another
    set-up does not. The area is counted anew before the next take.
    """
    ended = {body.set_up, state.rolling, NO_SET_UP}
    _out_since(entry, [gun for gun in state.weapons.values() if gun.handed_for in ended])
    for set_up in (body.set_up, state.rolling):
        state.area_counts.pop(set_up, None)
    state.rolling = NO_SET_UP


def cut_by_nobody(state: State, entry: Entry) -> None:
    """End whatever rolls: a cut that no key stands for names no set-up that counts."""
    _out_since(entry, list(state.weapons.values()))
    state.area_counts.clear()
    state.rolling = NO_SET_UP


def _out_since(entry: Entry, guns: list[Weapon]) -> None:
    """Note the cut on guns in somebody's hand; one out since an earlier cut keeps that (R41)."""
    fact = CutFact(event=entry.id, index=entry.index, at=entry.now)
    for gun in guns:
        if gun.cut is None and _out(gun):
            gun.cut = fact


def _out(weapon: Weapon) -> bool:
    """Return whether the gun is in the hand of somebody other than who is in charge."""
    if weapon.charge.by not in {By.HANDLER, By.GAP}:
        return False
    return weapon.in_hand not in {"", weapon.charge.who}


def void_of_floor(state: State, event: EventId) -> None:
    """Forget what rests on a corrected event: a roll, what it said is laid on, a count.

    A cut stays: it hinders, whatever was wrong with it.
    """
    day = state.briefings
    day.first, day.meeting = _unless(day.first, event), _unless(day.meeting, event)
    day.walked = _unless(day.walked, event)
    day.people = {one: roll for one, roll in day.people.items() if roll.event != event}
    for set_up, roll in day.set_ups.items():
        day.set_ups[set_up] = {one: by for one, by in roll.items() if by != event}
    for what, laid in list(state.laid_on.items()):
        dated, today = _unless(laid.dated, event), _unless(laid.today, event)
        state.laid_on[what] = LaidOn(dated=dated, today=today)
    counts = state.area_counts.items()
    state.area_counts = {name: count for name, count in counts if count.event != event}


def _unless(fact: _Fact | None, event: EventId) -> _Fact | None:
    return None if fact is not None and fact.event == event else fact


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Brief: brief,
    Provide: provide,
    ProvisionEnded: provision_ended,
    CountArea: count_area,
    Rolling: rolling,
    Cut: cut,
}
