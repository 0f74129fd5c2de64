"""Scenes assessed, set-ups approved, changed, and settled again.

Briefings, what is laid on, counts of the area, rolling and cut are ``folding.floor``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from showclear.field.ids import NO_EVENT, EventId
from showclear.record.events.base import Body
from showclear.record.events.plan import (
    ApproveSetUp,
    Assess,
    Changed,
    NothingMoved,
    SetUpChanged,
)
from showclear.record.facts_plan import AssessFact, SetUpChange, SetUpFact, plan_digest
from showclear.record.folding.custody import Entry
from showclear.record.state import State


def assess(state: State, entry: Entry, body: Assess) -> None:
    """Keep the scene's latest assessment (R06)."""
    if not entry.marked:
        state.scenes[body.scene] = AssessFact(event=entry.id, index=entry.index, assessed=body)


def approve_set_up(state: State, entry: Entry, body: ApproveSetUp) -> None:
    """Let this approval take the place of the one before (R07).

    What was reported after the head that the two had seen is not approved by them: it stays.
    """
    if entry.marked:
        return
    fact = SetUpFact(
        event=entry.id, index=entry.index, approved=body, packs=plan_digest(state.packs.packs)
    )
    for one in state.set_up_reports.get(body.set_up, ()):
        if one.index >= entry.event.seen.size:
            fact = _changed(fact, one)
    state.set_ups[body.set_up] = fact


def set_up_changed(state: State, entry: Entry, body: SetUpChanged) -> None:
    """Note what changed: what matters ends the approval, anything else asks for one tap (R07).

    The latest report of each kind is kept whether or not the set-up is approved: it is held
    against every approval whose head had not seen it.
    """
    one = SetUpChange(event=entry.id, index=entry.index, what=body.what)
    state.set_up_reports[body.set_up] = _latest(state.set_up_reports.get(body.set_up, ()), one)
    fact = state.set_ups.get(body.set_up)
    if fact is not None:
        state.set_ups[body.set_up] = _changed(fact, one)


def nothing_moved(state: State, entry: Entry, body: NothingMoved) -> None:
    """Settle any other change that the two had seen; never one that matters (R07)."""
    fact = state.set_ups.get(body.set_up)
    if fact is None or entry.marked or fact.unsettled_index >= entry.event.seen.size:
        return
    if fact.unsettled:
        settled = _unsettled(fact, NO_EVENT, -1)
        state.set_ups[body.set_up] = msgspec.structs.replace(settled, settled=entry.id)


def void_of_plan(state: State, event: EventId) -> None:
    """Take back the assessment, approval or tap that a correction cites.

    What was reported stays; what a tap had settled is unsettled again.
    """
    state.scenes = {name: fact for name, fact in state.scenes.items() if fact.event != event}
    state.set_ups = {name: fact for name, fact in state.set_ups.items() if fact.event != event}
    for name, fact in state.set_ups.items():
        if fact.settled == event:
            state.set_ups[name] = _moved_again(state, fact)


def _moved_again(state: State, fact: SetUpFact) -> SetUpFact:
    """Return the set-up with its latest other change unsettled: no tap counts any more."""
    for one in state.set_up_reports[fact.approved.set_up]:
        if one.what is Changed.OTHER:
            fact = _changed(fact, one)
    return msgspec.structs.replace(fact, settled=NO_EVENT)


def _latest(known: tuple[SetUpChange, ...], one: SetUpChange) -> tuple[SetUpChange, ...]:
    return (*[other for other in known if other.what is not one.what], one)


def _changed(fact: SetUpFact, one: SetUpChange) -> SetUpFact:
    if one.what is Changed.OTHER:
        return _unsettled(fact, one.event, one.index)
    return msgspec.structs.replace(fact, changed=_latest(fact.changed, one))


def _unsettled(fact: SetUpFact, event: EventId, index: int) -> SetUpFact:
    return msgspec.structs.replace(fact, unsettled=event, unsettled_index=index)


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Assess: assess,
    ApproveSetUp: approve_set_up,
    SetUpChanged: set_up_changed,
    NothingMoved: nothing_moved,
}
