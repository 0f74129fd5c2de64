"""Scenes assessed, set-ups approved, changed, and settled again.

Briefings, what is laid on, counts of the area, rolling and cut are ``folding.floor``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from showclear.field.ids import NO_EVENT, EventId
from showclear.record.events.base import Body
from showclear.record.events.officers import PackChoice
from showclear.record.events.plan import (
    ApproveSetUp,
    Assess,
    Changed,
    NothingMoved,
    SetUpChanged,
)
from showclear.record.facts_plan import PLAN_ROWS, AssessFact, SetUpChange, SetUpFact
from showclear.record.folding.custody import Entry
from showclear.record.folding.officers import packs_digest
from showclear.record.state import PacksInForce, State


def plan_digest(packs: PacksInForce) -> str:
    """Return what names the plan's rows in force: each pack's text, and which of them it gives.

    A new text of a pack may change any of its rows, so it counts as a change of those it gives;
    rows of other chapters may come and go, and no approval lapses for that.
    """
    of_plan: list[PackChoice] = []
    for choice in packs.packs:
        rows = tuple([row for row in choice.rows if row in PLAN_ROWS])
        if rows:
            of_plan.append(msgspec.structs.replace(choice, rows=rows))
    return packs_digest(tuple(of_plan))


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
        event=entry.id, index=entry.index, approved=body, packs=plan_digest(state.packs)
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


def _unsettled(fact: SetUpFact, event: EventId, index: int) -> SetUpFact:
    return msgspec.structs.replace(fact, unsettled=event, unsettled_index=index)


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Assess: assess,
    ApproveSetUp: approve_set_up,
    SetUpChanged: set_up_changed,
    NothingMoved: nothing_moved,
}
