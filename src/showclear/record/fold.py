"""The one fold: entries in order, with what ``decided`` says of each, into the state.

The desk folds entry by entry while it decides; start-up, audit and trace fold whole commits read
back from the ledger. Both run the same functions: there is no second way to change the state.
A refused step changes nothing but the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from showclear.errors import InvariantError
from showclear.field.ids import EventId, ItemId
from showclear.field.instants import Now, from_text
from showclear.record.event import Event
from showclear.record.events.base import Body
from showclear.record.events.desk import Boot, Decided, Decision, Outcome
from showclear.record.folding import (
    counting,
    floor,
    guns,
    handling,
    officers,
    passing,
    people,
    plan,
    speaking,
    stock,
)
from showclear.record.folding.custody import Entry, ask, change, change_container
from showclear.record.state import By, State, Topic

_FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    **officers.FOLDS,
    **stock.FOLDS,
    **handling.FOLDS,
    **people.FOLDS,
    **plan.FOLDS,
    **floor.FOLDS,
    **guns.FOLDS,
    **passing.FOLDS,
    **counting.FOLDS,
    **speaking.FOLDS,
}


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log as read back: its index, id and event."""

    index: int
    id: EventId
    event: Event


def now_after(state: State, boot: Boot, utc_ms: int) -> Now:
    """Return the desk's time of a commit that follows ``state``.

    A boot with another number in which the wall clock stands earlier than at the last commit
    starts a new epoch: times before and after it cannot be compared.
    """
    back = boot.number != state.boot and utc_ms < state.instant_ms
    return Now(utc_ms=utc_ms, boot=boot.number, boot_ms=boot.ms, epoch=state.epoch + int(back))


def fold_entry(state: State, kept: Kept, decision: Decision, now: Now) -> None:
    """Take one entry into the state, obeying what was decided about it."""
    if kept.index != state.next_index:
        raise InvariantError(f"fold: entry {kept.index} after {state.next_index - 1}")
    entry = Entry(
        index=kept.index,
        id=kept.id,
        event=kept.event,
        outcome=decision.outcome,
        mark_codes=decision.codes,
        now=now,
    )
    state.next_index += 1
    state.registry.apply(kept.index, kept.id, kept.event, decision.outcome)
    if decision.outcome is Outcome.REFUSED:
        return
    if decision.outcome is Outcome.OUT_OF_CHAIN:
        _out_of_chain(state, entry)
    _ended(state, entry)
    function = _FOLDS.get(type(kept.event.body))
    if function is not None:  # enrolment and withdrawing roles are the registry's
        function(state, entry, kept.event.body)


def fold_decided(state: State, kept: Kept, now: Now) -> None:
    """Take the ``decided`` that ends a commit into the state."""
    body = kept.event.body
    if type(body) is not Decided:
        raise InvariantError(f"fold: entry {kept.index} should be the commit's decided")
    decision = Decision(id=kept.id, index=kept.index, outcome=Outcome.ADMITTED)
    fold_entry(state, kept, decision, now)
    state.boot_mark = body.boot.mark


def fold_commit(state: State, commit: Sequence[Kept]) -> None:
    """Take one whole commit, as read back from the ledger, into the state."""
    body = commit[-1].event.body
    if type(body) is not Decided:
        raise InvariantError(f"fold: entry {commit[-1].index} should be the commit's decided")
    now = now_after(state, body.boot, from_text(body.instant))
    for kept, decision in zip(commit[:-1], body.entries, strict=True):
        fold_entry(state, kept, decision, now)
    fold_decided(state, commit[-1], now)


def _ended(state: State, entry: Entry) -> None:
    """Ask about what has left this ledger and of which something is said again."""
    items = tuple([touch.item for touch in entry.event.touches if _gone(state, touch.item)])
    if items:
        ask(state, entry, Topic.ENDED, items)


def _gone(state: State, item: ItemId) -> bool:
    held = state.item(item)
    return held is not None and held.charge.by is By.END


def _out_of_chain(state: State, entry: Entry) -> None:
    """Admit a report that does not fit: what was shown ends, and a question opens."""
    items = tuple([touch.item for touch in entry.event.touches])
    ask(state, entry, Topic.OUT_OF_CHAIN, items)
    for item in items:
        if item in state.weapons:
            change(state.weapons[item], entry, "out-of-chain")
        if item in state.containers:
            change_container(state, state.containers[item], entry)
