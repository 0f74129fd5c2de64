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
    before = state.set_ups.get(body.set_up)
    if before is not None:
        unseen = tuple([one for one in before.changed if one.index >= entry.event.seen.size])
        fact = msgspec.structs.replace(fact, changed=unseen)
        if before.unsettled_index >= entry.event.seen.size:
            fact = _unsettled(fact, before.unsettled, before.unsettled_index)
    state.set_ups[body.set_up] = fact


def set_up_changed(state: State, entry: Entry, body: SetUpChanged) -> None:
    """Note what changed: what matters ends the approval, anything else asks for one tap (R07).

    A set-up that nobody has approved yet has nothing to end.
    """
    fact = state.set_ups.get(body.set_up)
    if fact is None:
        return
    if body.what is Changed.OTHER:
        state.set_ups[body.set_up] = _unsettled(fact, entry.id, entry.index)
    elif all(one.what is not body.what for one in fact.changed):
        change = SetUpChange(event=entry.id, index=entry.index, what=body.what)
        state.set_ups[body.set_up] = msgspec.structs.replace(fact, changed=(*fact.changed, change))


def nothing_moved(state: State, entry: Entry, body: NothingMoved) -> None:
    """Settle any other change that the two had seen; never one that matters (R07)."""
    fact = state.set_ups.get(body.set_up)
    if fact is None or entry.marked or fact.unsettled_index >= entry.event.seen.size:
        return
    state.set_ups[body.set_up] = _unsettled(fact, NO_EVENT, -1)


def void_of_plan(state: State, event: EventId) -> None:
    """Take back the assessment or approval that a correction cites; what was reported stays."""
    state.scenes = {name: fact for name, fact in state.scenes.items() if fact.event != event}
    state.set_ups = {name: fact for name, fact in state.set_ups.items() if fact.event != event}


def _unsettled(fact: SetUpFact, event: EventId, index: int) -> SetUpFact:
    return msgspec.structs.replace(fact, unsettled=event, unsettled_index=index)


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Assess: assess,
    ApproveSetUp: approve_set_up,
    SetUpChanged: set_up_changed,
    NothingMoved: nothing_moved,
}
