"""Asks the program's state what the vectors of the state ask, and answers as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from showclear.field.ids import EventId, ItemId, LotId, PersonId, SetUpId
from showclear.field.instants import Now
from showclear.record.envelope import event_id, open_envelope
from showclear.record.event import decode_event
from showclear.record.events.desk import Decided
from showclear.record.floor import laid_on
from showclear.record.fold import Kept, fold_commit
from showclear.record.showing import line_roles, opened, statement
from showclear.record.state import Held, State, Stock, Weapon

SUMS: Final = (
    *("received", "found", "stored", "set_aside", "loaded"),
    *("fired", "missing", "shipped", "destroyed"),
)


def state_after(entries: Sequence[bytes]) -> State:
    """Return what the program makes of a ledger's entries."""
    state, commit = State(), list[Kept]()
    for index, raw in enumerate(entries):
        payload = open_envelope(raw).payload
        event = decode_event(payload)
        commit.append(Kept(index=index, id=EventId(event_id(payload)), event=event))
        if type(event.body) is Decided:
            fold_commit(state, commit)
            commit = []
    assert not commit
    return state


def answer(state: State, ask: list[str]) -> Any:
    """Return the answer to one question."""
    return ANSWERS[ask[0]](state, *ask[1:])


def _gun(state: State, item: str) -> Weapon:
    return state.weapons[ItemId(item)]


def _item(state: State, item: str) -> Held:
    held = state.item(item)
    assert held is not None
    return held


def _charge(state: State, item: str) -> Any:
    held = _item(state, item)
    return [held.charge.by.value, held.charge.who]


def _hand(state: State, item: str) -> Any:
    held = _item(state, item)
    return [held.in_hand, held.in_hand_reported]


def _shown(state: State, item: str) -> Any:
    found = statement(_gun(state, item), epoch=state.epoch)
    return [found.shown.value, found.rounds]


def _booked(state: State, item: str) -> Any:
    gun = _gun(state, item)
    return [dict(gun.rounds), gun.fired_cases]


def _stock(state: State, item: str, lot: str) -> Any:
    stock = state.containers[ItemId(item)].stock.get(LotId(lot), Stock())
    return [stock.rounds, stock.sealed, stock.proved, stock.named]


def _sums(state: State, lot: str) -> Any:
    return [getattr(state.lots[LotId(lot)], name) for name in SUMS]


def _questions(state: State) -> Any:
    asked = sorted(state.questions.values(), key=lambda question: question.index)
    return [[question.topic.value, sorted(question.items)] for question in asked]


def _gaps(state: State) -> Any:
    return sorted([item, question.topic.value] for item, question in state.gaps.items())


def _due(state: State, item: str) -> Any:
    gun = _gun(state, item)
    return [bool(gun.clear_due), bool(gun.bore_due), bool(gun.function_due)]


def _shown_line(state: State, item: str) -> Any:
    gun = _gun(state, item)
    found = statement(gun, second_roles=line_roles(gun), epoch=state.epoch)
    return [found.shown.value, found.rounds]


def _cut(state: State, item: str) -> Any:
    cut = _gun(state, item).cut
    return "" if cut is None else cut.event


def _declined(state: State, item: str) -> Any:
    return [[one.person, one.side.value] for one in _gun(state, item).declined]


def _set_up(state: State, name: str) -> Any:
    fact = state.set_ups[SetUpId(name)]
    return [fact.event, [one.what.value for one in fact.changed], fact.unsettled]


def _laid_on(state: State, what: str) -> Any:
    now = Now(utc_ms=state.instant_ms, boot=state.boot, boot_ms=0, epoch=state.epoch)
    found = laid_on(state, what, now)
    return "" if found is None else found.event


def _limit(state: State, person: str) -> Any:
    fact = state.limits.get(PersonId(person))
    return None if fact is None else fact.class_max


def _carrier(state: State, person: str) -> Any:
    fact = state.carriers.get(PersonId(person))
    return "" if fact is None else fact.where.value


def _guardian(state: State, person: str) -> Any:
    fact = state.guardians.get(PersonId(person))
    return "" if fact is None or fact.day_opened != state.day_opened else fact.guardian


ANSWERS: Final[dict[str, Callable[..., Any]]] = {
    "charge": _charge,
    "hand": _hand,
    "ended": lambda state, item: _gun(state, item).ended,
    "shown": _shown,
    "booked": _booked,
    "stock": _stock,
    "sums": _sums,
    "questions": _questions,
    "gaps": _gaps,
    "due": _due,
    "unfit": lambda state, item: list(_gun(state, item).unfit),
    "loose": lambda state: state.loose_rounds,
    "out": lambda state: state.guns_out,
    "shown-line": _shown_line,
    "opened": lambda state, item: opened(_gun(state, item)),
    "cut": _cut,
    "kept": lambda state, item: _item(state, item).kept,
    "declined": _declined,
    "set-up": _set_up,
    "laid-on": _laid_on,
    "papers": lambda state, person: [one.event for one in state.papers.get(person, ())],
    "limit": _limit,
    "duties": lambda state, person: sorted(state.duties.get(person, ())),
    "carrier": _carrier,
    "minor": lambda state, person: person in state.minors,
    "guardian": _guardian,
    "stops": lambda state: list(state.stops),
    "concerns": lambda state: [[one.event, one.about.value] for one in state.concerns.values()],
}
