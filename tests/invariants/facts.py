"""Facts taken out of a copy of the state, one at a time, each by its kind.

``supporting`` and ``adverse`` yield ``(what, kind, state without it)``; the state given is left as
it is.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

import msgspec

from showclear.field.ids import NO_EVENT
from showclear.record.events.base import Fact
from showclear.record.folding.custody import close_question, weigh
from showclear.record.showing import Cause, counted, opened, opposition
from showclear.record.state import BLOCKING_TOPICS, State, Weapon
from tests.invariants.facts_day import adverse_of_the_day, supporting_of_the_day
from tests.invariants.starts import copied

Without = tuple[str, Fact, State]


def supporting(state: State) -> Iterator[Without]:
    """Yield copies of the state, each without one fact that supports."""
    for name in state.weapons:
        yield from _without_support(state, name)
    yield from _without_proof(state)
    yield from _without_floor(state)
    yield from _without_plan(state)
    yield from _without_counts(state)
    yield from supporting_of_the_day(state)
    if state.day:
        less = copied(state)
        less.day, less.day_opened = "", NO_EVENT
        yield "the day is not open", Fact.DAY_OPENED, less
    for waiver in state.waivers:
        less = copied(state)
        del less.waivers[waiver]
        yield "no waiver", Fact.WAIVER, less
    for person, record in state.registry.people.items():
        for role in record.roles:
            less = copied(state)
            less.registry.people[person].roles.discard(role)
            yield f"{record.title} without {role.value}", Fact.ROLE_GRANTED, less
    for key, holder in state.registry.keys.items():
        less = copied(state)
        del less.registry.keys[key]
        if not any(other.person == holder.person for other in less.registry.keys.values()):
            less.registry.people.pop(holder.person, None)
        yield "not enrolled", Fact.PERSON_ENROLLED, less


def _without_support(state: State, name: str) -> Iterator[Without]:
    weapon = _weapon(state, name)
    looks = counted(weapon)
    if opposition(weapon, looks) is Cause.NONE:
        for look in looks:
            less = copied(state)
            gun = _weapon(less, name)
            gun.looks = [other for other in gun.looks if other.person != look.person]
            yield "a look less", Fact.AGREEING_LOOK, less
    if opened(weapon):
        for person in dict.fromkeys(look.person for look in weapon.opening):
            less = copied(state)
            gun = _weapon(less, name)
            gun.opening = [look for look in gun.opening if look.person != person]
            yield "who looked at the opening less", Fact.AGREEING_LOOK, less
    if weapon.bore_seen:
        less = copied(state)
        _weapon(less, name).bore_seen = ()
        yield "bore not seen", Fact.BORE_SEEN, less
    if weapon.empty_seen_by:
        less = copied(state)
        _weapon(less, name).empty_seen_by = ()
        yield "not seen empty before", Fact.AGREEING_LOOK, less
    if not _hinders_others(state, name):
        less = copied(state)
        gone = next(item for item in less.weapons if item == name)
        del less.weapons[gone]
        less.registry.last.pop(gone, None)
        yield "not received", Fact.ITEM_PRESENT, less


def _hinders_others(state: State, name: str) -> bool:
    """Return whether what hinders another gun's step would go with this gun: a cut, a question."""
    asked = (*state.gaps.values(), *state.questions.values())
    named = any(name in question.items for question in asked)
    return named or _weapon(state, name).cut is not None


def _without_proof(state: State) -> Iterator[Without]:
    for item, container in state.containers.items():
        for lot, stock in container.stock.items():
            if stock.proved:
                less = copied(state)
                held = less.containers[item].stock[lot]
                held.proved, held.named, held.proofs = 0, 0, frozenset()
                weigh(less, less.containers[item])
                yield "rounds not proved", Fact.ROUND_PROVED, less


def _without_counts(state: State) -> Iterator[Without]:
    for what in state.counted_on:
        less = copied(state)
        del less.counted_on[what]
        yield f"not counted at {what}", Fact.COUNTED, less
    for item, container in state.containers.items():
        if container.counted:
            less = copied(state)
            less.containers[item].counted = NO_EVENT
            yield "a box not counted", Fact.COUNTED, less
    for name, lot in state.lots.items():
        if lot.provenance:
            less = copied(state)
            less.lots[name].provenance = False
            yield "no provenance", Fact.ITEM_PRESENT, less


def _without_floor(state: State) -> Iterator[Without]:
    for one in state.briefings.people:
        less = copied(state)
        del less.briefings.people[one]
        yield "not briefed", Fact.BRIEFED, less
    if state.briefings.walked is not None:
        less = copied(state)
        less.briefings.walked = None
        yield "no walk-through", Fact.BRIEFED, less
    for what in state.laid_on:
        less = copied(state)
        del less.laid_on[what]
        yield f"no {what}", Fact.PROVIDED, less
    for set_up in state.area_counts:
        less = copied(state)
        del less.area_counts[set_up]
        yield "area not counted", Fact.AREA_COUNTED, less


def _without_plan(state: State) -> Iterator[Without]:
    for scene in state.scenes:
        less = copied(state)
        del less.scenes[scene]
        yield "scene not assessed", Fact.RISK_ASSESSED, less
    for set_up in state.set_ups:
        less = copied(state)
        del less.set_ups[set_up]
        yield "set-up not approved", Fact.SET_UP_APPROVED, less


def adverse(state: State) -> Iterator[Without]:
    """Yield copies of the state, each without one fact that stands against steps."""
    for stop in state.stops:
        less = copied(state)
        del less.stops[stop]
        yield "no stop", Fact.STOP, less
    for concern in state.concerns:
        less = copied(state)
        del less.concerns[concern]
        yield "no concern", Fact.CONCERN, less
    for event, question in state.questions.items():
        less = copied(state)
        close_question(less, event)
        blocks = question.topic in BLOCKING_TOPICS
        yield (
            f"no question: {question.topic.value}",
            Fact.ROUND_NOT_NAMEABLE if blocks else Fact.OPEN_QUESTION,
            less,
        )
    yield from adverse_of_the_day(state)
    yield from _without_keep(state)
    yield from _without_change(state)
    for name in state.weapons:
        yield from _without_hindrance(state, name)
    for key, record in state.registry.keys.items():
        if record.revoked >= 0:
            less = copied(state)
            less.registry.keys[key].revoked = -1
            yield "not revoked", Fact.KEY_REVOKED, less


def _without_keep(state: State) -> Iterator[Without]:
    for keep, fact in state.keeps.items():
        less = copied(state)
        del less.keeps[keep]
        for item in fact.items:
            held = less.item(item)
            if held is not None:
                held.kept = NO_EVENT
        yield "not kept as found", Fact.KEPT_AS_FOUND, less


def _without_change(state: State) -> Iterator[Without]:
    for set_up, fact in state.set_ups.items():
        if fact.changed or fact.unsettled:
            less = copied(state)
            less.set_ups[set_up] = msgspec.structs.replace(fact, changed=(), unsettled=NO_EVENT)
            yield "nothing changed in the set-up", Fact.SET_UP_CHANGED, less


def _without_hindrance(state: State, name: str) -> Iterator[Without]:
    weapon = _weapon(state, name)
    if weapon.bore_due:
        less = copied(state)
        _weapon(less, name).bore_due = NO_EVENT
        yield "bore not due", Fact.OBSTRUCTION, less
    if weapon.fired_cases:
        less = copied(state)
        _weapon(less, name).fired_cases = 0
        yield "no fired cases", Fact.FIRED, less
    if weapon.ended:
        less = copied(state)
        _weapon(less, name).ended = ""
        yield "nothing ended it", Fact.SHOWING_ENDED, less
    if weapon.failed:
        less = copied(state)
        _weapon(less, name).failed = 0
        yield "nobody disagreed before", Fact.DISAGREEING_LOOK, less
    if weapon.cut is not None:
        less = copied(state)
        _weapon(less, name).cut = None
        yield "no cut", Fact.CUT, less
    if weapon.handed_index >= 0:
        less = copied(state)
        _weapon(less, name).handed_index = -1
        yield "never in another hand", Fact.OUT_OF_HAND, less
    for look in weapon.looks if _disagree(weapon) else ():
        less = copied(state)
        gun = _weapon(less, name)
        gun.looks = [other for other in gun.looks if other != look]
        yield "one who disagreed less", Fact.DISAGREEING_LOOK, less


def _disagree(weapon: Weapon) -> bool:
    return opposition(weapon, counted(weapon)) is not Cause.NONE


def _weapon(state: State, name: str) -> Weapon:
    return next(weapon for item, weapon in state.weapons.items() if item == name)


def plain(value: Any) -> Any:
    """Return a record as plain data; sets are sorted, so that equal states look equal."""
    match value:
        case msgspec.Struct():
            return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(plain(item) for item in value)
        case list() | tuple():
            return [plain(item) for item in value]
        case enum.Enum():
            return value.value
        case _:
            return value


def encoded(state: State) -> bytes:
    """Return the state as bytes, the same for equal states."""
    return msgspec.json.encode(plain(state), order="sorted")
