"""Test-fires, lots that fit, guns waiting for a gunsmith, misfires, discharges, going again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from showclear.field.ids import NO_EVENT, EventId
from showclear.field.people import Role
from showclear.record.events.base import Body
from showclear.record.events.guns import (
    ApproveLots,
    Discharge,
    FireResult,
    FireTest,
    FoundUnfit,
    FunctionSeen,
    GoAgain,
    Misfire,
    Release,
    Snapped,
)
from showclear.record.facts_guns import FireFact, without_result
from showclear.record.folding.custody import Entry, ask, ask_discharge, change
from showclear.record.folding.handling import book_gunshots
from showclear.record.folding.trouble import (
    begin_misfire,
    released,
    settle,
    void_function,
)
from showclear.record.state import State, Topic


def fire_test(state: State, entry: Entry, body: FireTest) -> None:
    """Keep the latest test-fire with this lot, and the farthest reach of debris ever seen (R14).

    One that something stands against clears nothing, but what went wrong in it counts. It was
    fired, so what was shown ends and the bore is to be seen. No round is booked, they are fired
    off the set and often the supplier's: where the book has rounds in the gun, somebody asks.
    """
    weapon = state.weapons.get(body.weapon)
    if weapon is None:
        return
    if weapon.rounds:
        ask(state, entry, Topic.DIFFERENCE, (body.weapon,))
    weapon.bore_due, weapon.bore_seen = entry.id, ()
    change(weapon, entry, "fired")
    known = weapon.test_fired.get(body.lot)
    reach = max(body.debris_mm, 0 if known is None else known.debris_mm)
    if not entry.marked or body.result is not FireResult.AS_IT_SHOULD:
        known = FireFact(event=entry.id, result=body.result, debris_mm=reach)
    if known is not None:
        weapon.test_fired[body.lot] = msgspec.structs.replace(known, debris_mm=reach)


def approve_lots(state: State, entry: Entry, body: ApproveLots) -> None:
    """Replace the list of lots that fit this gun (R21)."""
    weapon = state.weapons.get(body.weapon)
    if weapon is not None:
        weapon.lots_approved, weapon.lots_listed = body.lots, entry.id


def found_unfit(state: State, entry: Entry, body: FoundUnfit) -> None:
    """Let the gun wait for a gunsmith, whoever found it (R13)."""
    weapon = state.weapons.get(body.weapon)
    if weapon is not None:
        weapon.unfit = (*weapon.unfit, entry.id)


def release(state: State, entry: Entry, body: Release) -> None:
    """End one finding; the gun stays unfit by every other (R13). It was out of sight till now."""
    weapon = state.weapons.get(body.weapon)
    if weapon is not None:
        if body.unfit in weapon.unfit:
            weapon.released[entry.id] = body.unfit
        weapon.unfit = tuple(event for event in weapon.unfit if event != body.unfit)
        released(weapon, entry)


def snapped(state: State, entry: Entry, body: Snapped) -> None:
    """Keep a further proof about the last change; no rule asks for it (R32, Applied)."""
    weapon = state.weapons.get(body.weapon)
    if weapon is not None and not entry.marked and body.cites == weapon.changed:
        weapon.snapped, weapon.snapped_on = entry.id, body.cites


def function_seen(state: State, entry: Entry, body: FunctionSeen) -> None:
    """Keep that the action works, as a handler saw it on a gun made clear (R44).

    That it does not work counts whoever says so: the gun waits for a gunsmith.
    """
    weapon = state.weapons.get(body.weapon)
    if weapon is None:
        return
    if not body.works:
        weapon.unfit = (*weapon.unfit, entry.id)
        weapon.function_seen = NO_EVENT
        return
    by_handler = entry.event.signers[0].role is Role.HANDLER and not entry.marked
    if by_handler and body.cites == weapon.changed and not weapon.clear_due:
        weapon.function_seen = entry.id
        settle(weapon)


def misfire(state: State, entry: Entry, body: Misfire) -> None:
    """Let the gun wait, whoever says that it did not go off (R44)."""
    weapon = state.weapons.get(body.weapon)
    if weapon is not None:
        begin_misfire(weapon, entry)


def discharge(state: State, entry: Entry, body: Discharge) -> None:
    """Book the gunshots as any others, and ask: guns wait until somebody has answered (R45)."""
    book_gunshots(state, entry, body.weapon, body.gunshots)
    ask_discharge(state, entry, (body.weapon,))


def go_again(state: State, entry: Entry, body: GoAgain) -> None:
    """Let the performer keep the gun over the cut: nothing that was shown of it ends (R41)."""
    del entry
    weapon = state.weapons.get(body.weapon)
    if weapon is not None:
        weapon.handed_for, weapon.cut = body.set_up, None


def void_of_guns(state: State, event: EventId) -> None:
    """Take back what a corrected event said in favour of a gun; what went wrong stays.

    An intake look, a test-fire's result, a list of lots; a release, so that what it released is
    found again; what was seen of the function, so that it is due again (R11, R13, R14, R21, R44).
    """
    for weapon in state.weapons.values():
        if weapon.intake == event:
            weapon.intake = NO_EVENT
        if weapon.lots_listed == event:
            weapon.lots_approved, weapon.lots_listed = (), NO_EVENT
        for lot, fact in weapon.test_fired.items():
            if fact.event == event and fact.result is FireResult.AS_IT_SHOULD:
                weapon.test_fired[lot] = without_result(fact)
        if event in weapon.released:
            weapon.unfit = (*weapon.unfit, weapon.released.pop(event))
        void_function(weapon, event)


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    FireTest: fire_test,
    ApproveLots: approve_lots,
    FoundUnfit: found_unfit,
    Release: release,
    Snapped: snapped,
    FunctionSeen: function_seen,
    Misfire: misfire,
    Discharge: discharge,
    GoAgain: go_again,
}
