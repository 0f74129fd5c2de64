"""Stops, concerns, asking to see, and what the desk records without a signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.field.ids import NOBODY
from showclear.record.events.base import Body
from showclear.record.events.desk import Decided, Unattributed
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    LiftStop,
    Stop,
)
from showclear.record.folding.custody import Entry, ask, change, forget_hand_over, open_gap
from showclear.record.state import ConcernFact, State, StopFact, Topic

SPEAKING_UP: Final = frozenset({"stop", "concern", "decline", "ask-to-see"})


def stop(state: State, entry: Entry, body: Stop) -> None:
    """Keep an open stop."""
    del body
    state.stops[entry.id] = StopFact(event=entry.id, by=entry.author, index=entry.index)


def lift_stop(state: State, entry: Entry, body: LiftStop) -> None:
    """Lift one stop."""
    del entry
    state.stops.pop(body.stop, None)


def concern(state: State, entry: Entry, body: Concern) -> None:
    """Keep an open concern."""
    state.concerns[entry.id] = ConcernFact(event=entry.id, about=body.about, index=entry.index)


def ask_to_see(state: State, entry: Entry, body: AskToSee) -> None:
    """End what was last shown: somebody asks to be shown (R30, R54)."""
    if body.weapon in state.weapons:
        change(state.weapons[body.weapon], entry, "asked-to-see")


def unattributed(state: State, entry: Entry, body: Unattributed) -> None:
    """Take over a report nobody's key stands for: toward less only, never a support."""
    match body.reported:
        case "stop":
            state.stops[entry.id] = StopFact(event=entry.id, by=NOBODY, index=entry.index)
        case "concern":
            about = ConcernClass(body.detail) if body.detail in _CLASSES else ConcernClass.OTHER
            fact = ConcernFact(event=entry.id, about=about, index=entry.index)
            state.concerns[entry.id] = fact
        case "ask-to-see":
            for item in body.items:
                if item in state.weapons:
                    change(state.weapons[item], entry, "asked-to-see")
        case "decline":
            pass
        case _:
            _gap(state, entry, body)


def decided(state: State, entry: Entry, body: Decided) -> None:
    """Take over the desk's time (DESIGN.md, "Time")."""
    del body
    state.boot = entry.now.boot
    state.epoch = entry.now.epoch
    state.instant_ms = entry.now.utc_ms


def _gap(state: State, entry: Entry, body: Unattributed) -> None:
    known = tuple([item for item in body.items if state.item(item) is not None])
    for item in known:
        open_gap(state, entry, item)
        if item in state.weapons:
            change(state.weapons[item], entry, "unattributed")
            forget_hand_over(state.weapons[item])
    ask(state, entry, Topic.UNATTRIBUTED, known)


_CLASSES: Final = frozenset(item.value for item in ConcernClass)

FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Stop: stop,
    LiftStop: lift_stop,
    Concern: concern,
    AskToSee: ask_to_see,
    Unattributed: unattributed,
    Decided: decided,
}
