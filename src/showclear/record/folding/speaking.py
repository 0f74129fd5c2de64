"""Stops, concerns, asking to see, and what the desk records without a signature."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from showclear.field.ids import NOBODY, ItemId
from showclear.record.events.base import Body
from showclear.record.events.desk import Decided, Unattributed
from showclear.record.events.handling import KeepAsFound
from showclear.record.events.passing import FoundWith
from showclear.record.events.people import (
    Carrier,
    CredentialEnded,
    Duty,
    Minor,
    Paper,
    Where,
    Why,
)
from showclear.record.events.plan import Changed, SetUpChanged
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Stop,
)
from showclear.record.events.stock import Grade
from showclear.record.folding.custody import (
    Entry,
    ask,
    ask_discharge,
    change,
    forget_hand_over,
    open_gap,
)
from showclear.record.folding.declining import decline
from showclear.record.folding.floor import cut_by_nobody, take_back
from showclear.record.folding.handling import TROUBLE, keep_as_found
from showclear.record.folding.passing import found_with
from showclear.record.folding.people import carrier, credential_ended, duty, minor
from showclear.record.folding.plan import set_up_changed
from showclear.record.folding.trouble import begin_misfire, begin_trouble
from showclear.record.state import ConcernFact, State, StopFact, Topic

Items = tuple[ItemId, ...]
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
    """Take over a report nobody's key stands for: toward less only, never a support.

    What it would hinder if somebody's key stood for it, it hinders all the same.
    """
    known = tuple([item for item in body.items if state.item(item) is not None])
    _UNSIGNED.get(body.reported, _unsigned)(state, entry, body, known)


def decided(state: State, entry: Entry, body: Decided) -> None:
    """Take over the desk's time (DESIGN.md, "Time")."""
    del body
    state.boot = entry.now.boot
    state.epoch = entry.now.epoch
    state.instant_ms = entry.now.utc_ms


def _unsigned_stop(state: State, entry: Entry, _body: Unattributed, _known: Items) -> None:
    state.stops[entry.id] = StopFact(event=entry.id, by=NOBODY, index=entry.index)


def _unsigned_concern(state: State, entry: Entry, body: Unattributed, _known: Items) -> None:
    about = ConcernClass(body.detail) if body.detail in _CLASSES else ConcernClass.OTHER
    state.concerns[entry.id] = ConcernFact(event=entry.id, about=about, index=entry.index)


def _unsigned_asking(state: State, entry: Entry, _body: Unattributed, known: Items) -> None:
    for item in known:
        if item in state.weapons:
            change(state.weapons[item], entry, "asked-to-see")


def _unsigned_decline(_state: State, _entry: Entry, _body: Unattributed, _known: Items) -> None:
    """Leave it in the log alone: nobody can say who declined (R52)."""


def _unsigned_found(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Ask about the rounds: nobody's grading counts, so they are never ours (R15)."""
    alarming = body.detail == Grade.LOOKS_LIVE.value
    ask(state, entry, Topic.LOOKS_LIVE if alarming else Topic.NOT_NAMEABLE, known)


def _unsigned_keep(state: State, entry: Entry, _body: Unattributed, known: Items) -> None:
    keep_as_found(state, entry, KeepAsFound(items=known))


def _unsigned_fired(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Ask what went off; the bore is to be seen before the next step, as after any gunshot."""
    _unsigned(state, entry, body, known)
    for item in known:
        if item in state.weapons:
            state.weapons[item].bore_due, state.weapons[item].bore_seen = entry.id, ()
    ask(state, entry, Topic.NOT_NAMEABLE, known)


def _unsigned_misfire(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Let the gun wait as after any misfire; who has it is open besides (R44)."""
    _unsigned(state, entry, body, known)
    for item in known:
        if item in state.weapons:
            begin_misfire(state.weapons[item], entry)


def _unsigned_end(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Make due what a jam, a drop or a wetting makes due; who has it is open besides (R44)."""
    _unsigned(state, entry, body, known)
    for item in known:
        if item in state.weapons and body.detail in _TROUBLE:
            begin_trouble(state.weapons[item], entry)


def _unsigned_unfit(state: State, entry: Entry, _body: Unattributed, known: Items) -> None:
    """Let the gun wait for a gunsmith: whoever found it so need not be known (R13)."""
    for item in known:
        if item in state.weapons:
            state.weapons[item].unfit = (*state.weapons[item].unfit, entry.id)
    ask(state, entry, Topic.UNATTRIBUTED, known)


def _unsigned_discharge(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Ask what went off, and let guns wait until somebody has answered (R45)."""
    _unsigned_fired(state, entry, body, known)
    ask_discharge(state, entry, known)


def _unsigned_cut(state: State, entry: Entry, _body: Unattributed, known: Items) -> None:
    """Let the time with every performer run from here: a cut is a cut, whoever called it (R41)."""
    cut_by_nobody(state, entry)
    ask(state, entry, Topic.UNATTRIBUTED, known)


def _unsigned_gone(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Take back what was laid on: who says that it is gone need not be known (R29)."""
    take_back(state, body.detail)
    ask(state, entry, Topic.UNATTRIBUTED, known)


def _unsigned_set_up(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Let the set-up have changed: whoever saw it need not be known (R07)."""
    what = _CHANGED.get(body.detail, Changed.OTHER)
    set_up_changed(state, entry, SetUpChanged(set_up=body.set_up, what=what))
    ask(state, entry, Topic.UNATTRIBUTED, known)


def _unsigned_person(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Let it hinder the person whom it names, whoever says so (R03, R04, R12, R50)."""
    who = body.person
    match body.reported:
        case _ if who == NOBODY:
            pass
        case "minor":
            minor(state, entry, Minor(person=who))
        case "credential-ended" if body.detail in _PAPERS:
            credential_ended(state, entry, CredentialEnded(person=who, paper=_PAPERS[body.detail]))
        case "duty" if body.duty:
            duty(state, entry, Duty(person=who, duty=body.duty))
        case "carrier" if body.detail == Where.INSIDE.value:
            carrier(state, entry, Carrier(carrier=who, why=Why.OTHER, where=Where.INSIDE))
        case _:
            pass
    ask(state, entry, Topic.UNATTRIBUTED, known)


def _unsigned_left(state: State, entry: Entry, body: Unattributed, known: Items) -> None:
    """Let what was left lying be unattended, whoever found it (R42)."""
    if known and body.detail == Topic.UNATTENDED.value:
        found_with(state, entry, FoundWith(items=known))
    else:
        _unsigned(state, entry, body, known)


def _unsigned(state: State, entry: Entry, _body: Unattributed, known: Items) -> None:
    """Open a gap about whatever the report was about."""
    for item in known:
        open_gap(state, entry, item)
        if item in state.weapons:
            change(state.weapons[item], entry, "unattributed")
            forget_hand_over(state.weapons[item])
    ask(state, entry, Topic.UNATTRIBUTED, known)


_UNSIGNED: Final = {
    "stop": _unsigned_stop,
    "concern": _unsigned_concern,
    "ask-to-see": _unsigned_asking,
    "decline": _unsigned_decline,
    "found-round": _unsigned_found,
    "keep-as-found": _unsigned_keep,
    "fired": _unsigned_fired,
    "showing-ended": _unsigned_end,
    "misfire": _unsigned_misfire,
    "found-unfit": _unsigned_unfit,
    "discharge": _unsigned_discharge,
    "cut": _unsigned_cut,
    "provision-ended": _unsigned_gone,
    "set-up-changed": _unsigned_set_up,
    "minor": _unsigned_person,
    "credential-ended": _unsigned_person,
    "duty": _unsigned_person,
    "carrier": _unsigned_person,
    "found-with": _unsigned_left,
}
_CHANGED: Final = {one.value: one for one in Changed}
_PAPERS: Final = {one.value: one for one in Paper}
_TROUBLE: Final = frozenset(cause.value for cause in TROUBLE)
_CLASSES: Final = frozenset(item.value for item in ConcernClass)

FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Stop: stop,
    LiftStop: lift_stop,
    Concern: concern,
    Decline: decline,
    AskToSee: ask_to_see,
    Unattributed: unattributed,
    Decided: decided,
}
