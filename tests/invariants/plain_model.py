"""A slow plain model: counts rounds from the log alone, and adds up aggregates from nothing.

``Books`` reads events and their outcomes and keeps one number for each lot and place; it shares no
code with the fold. ``recount`` adds up from the items what the state keeps as running sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from showclear.field.ids import EventId, ItemId, LotId, PersonId
from showclear.field.instants import HOUR_MS, from_text
from showclear.field.people import Role
from showclear.field.stock import CARRIED_FORMS, Kind, Purpose, WeaponClass
from showclear.record.event import SignedBy
from showclear.record.events.base import Body
from showclear.record.events.counting import BeginCount, Counted, Direction, EndCount
from showclear.record.events.desk import Outcome
from showclear.record.events.guns import Discharge
from showclear.record.events.handling import Fired, Load, OpenDay, Unload
from showclear.record.events.officers import Correct
from showclear.record.events.passing import Destroyed, Ship
from showclear.record.events.stock import (
    FoundRound,
    Grade,
    Move,
    ReceiveContainer,
    ReceiveRounds,
    ReceiveWeapon,
)
from showclear.record.state import By, Container, Lot, State, Topic
from tests.kit import Told

FIRED, MISSING, ASIDE = "fired", "missing", "aside"
SHIPPED, DESTROYED = "shipped", "destroyed"


Cell = tuple[ItemId, LotId]
Fillers = Mapping[ItemId, tuple[PersonId, ...]]
Hands = Mapping[ItemId, str]  # who has what is not locked away
_SECOND = {Role.HANDLER, Role.SECOND_PERSON, Role.CALLER}


class _Count:
    """One open count: who said what of which rounds, and what the books had when they did."""

    def __init__(self, index: int, *, sound: bool) -> None:
        self.index = index
        self.sound = sound
        self.said: dict[
            tuple[PersonId, Direction], tuple[SignedBy, dict[Cell, tuple[int, int]], EventId]
        ] = {}

    def agree(self, who: SignedBy, way: Direction, cell: Cell, filled: Fillers) -> bool:
        """Return whether anybody who may count with them says the same."""
        mine = self.said[who.person, way][1][cell]
        return any(
            other.get(cell) == mine and direction is way and _may_count(who, partner, cell, filled)
            for (_, direction), (partner, other, _) in self.said.items()
        )


def _may_count(one: SignedBy, other: SignedBy, cell: Cell, filled: Fillers) -> bool:
    if one.person == other.person or one.key == other.key:
        return False
    fillers = filled.get(cell[0], ())
    return any(
        first.role is Role.HANDLER and second.role in _SECOND and second.person not in fillers
        for first, second in ((one, other), (other, one))
    )


class Books:
    """Where every round of every lot is, by reading the log from its start."""

    def __init__(self) -> None:
        self.at: dict[LotId, Counter[str]] = {}
        self.received: Counter[LotId] = Counter()
        self.found: Counter[LotId] = Counter()
        self._kinds: dict[LotId, Kind] = {}
        self._guns: set[ItemId] = set()
        self._boxes: set[ItemId] = set()
        self._counts: dict[EventId, _Count] = {}
        self._day = ("", -1, 0)
        self._hands: Hands = {}
        self._readers: dict[type[Body], Callable[[Any], None]] = {
            ReceiveWeapon: lambda body: self._guns.add(body.weapon),
            ReceiveContainer: lambda body: self._boxes.add(body.container),
            ReceiveRounds: self._receive,
            Load: self._load,
            Unload: self._unload,
            Fired: self._fire,
            Discharge: self._fire,
            Move: self._move,
            Destroyed: self._destroy,
        }
        self._tellers: dict[type[Body], Callable[[Told, Any], None]] = {
            FoundRound: self._find,
            Ship: self._ship,
            OpenDay: self._open_day,
        }

    def read(self, told: Told, filled: Fillers | None = None, hands: Hands | None = None) -> None:
        """Take over one event.

        ``filled`` says who had filled each container until then, ``hands`` who had each item.
        """
        self._hands = hands or {}
        if told.outcome is Outcome.REFUSED:
            return
        body = told.event.body
        if type(body) in self._tellers:
            self._tellers[type(body)](told, body)
        elif isinstance(body, BeginCount):
            self._counts[told.id] = _Count(told.index, sound=not told.codes)
        elif isinstance(body, EndCount):
            self._counts.pop(body.count, None)
        elif isinstance(body, Correct):
            self._correct(body)
        elif isinstance(body, Counted):
            self._count(told, body, filled or {})
        elif type(body) in self._readers:
            self._readers[type(body)](body)

    def _correct(self, body: Correct) -> None:
        """Take back what was said in a count; one begun wrongly settles nothing."""
        for name, count in self._counts.items():
            count.sound = count.sound and name != body.event
            count.said = {key: one for key, one in count.said.items() if one[2] != body.event}

    def _receive(self, body: ReceiveRounds) -> None:
        self._kinds.setdefault(body.lot, body.kind)
        self.received[body.lot] += body.rounds
        self._put(body.lot, body.container, body.rounds)

    def _put(self, lot: LotId, place: ItemId, rounds: int) -> None:
        where = place if place in self._boxes else ASIDE
        self.at.setdefault(lot, Counter())[where] += rounds

    def _load(self, body: Load) -> None:
        known = body.weapon in self._guns and body.container in self._boxes
        if known and body.lot in self._kinds:
            count = len(body.positions)
            self._take_or_find(body.lot, body.container, count)
            self.at[body.lot][body.weapon] += count

    def _take_or_find(self, lot: LotId, place: str, rounds: int) -> None:
        places = self.at[lot]
        taken = min(rounds, places[place])
        places[place] -= taken
        self.found[lot] += rounds - taken

    def _unload(self, body: Unload) -> None:
        if body.weapon not in self._guns or body.lot not in self._kinds:
            return
        places = self.at[body.lot]
        booked = places.pop(body.weapon, 0)
        if booked > body.rounds:
            places[MISSING] += booked - body.rounds
        else:
            self.found[body.lot] += body.rounds - booked
        self._put(body.lot, body.container, body.rounds)

    def _fire(self, body: Fired | Discharge) -> None:
        if body.weapon not in self._guns:
            return
        left = body.gunshots
        fires = {Kind.BLANK, Kind.CHARGE}  # whatever else went off was not what the book has
        loaded = [
            lot
            for lot, places in self.at.items()
            if places[body.weapon] and self._kinds[lot] in fires
        ]
        for lot in sorted(loaded, key=lambda lot: self._kinds[lot] is not Kind.BLANK):
            used = min(left, self.at[lot][body.weapon])
            self.at[lot][body.weapon] -= used
            self.at[lot][FIRED] += used
            left -= used

    def _move(self, body: Move) -> None:
        if body.lot not in self._kinds or body.target not in self._boxes:
            return
        places = self.at[body.lot]
        aside = places[ASIDE]
        booked = places[body.source] if body.source in self._boxes else 0
        if body.source == body.target or (body.source not in self._boxes and aside < body.rounds):
            return
        short = max(0, body.rounds - booked)
        places[body.source] -= min(body.rounds, booked)
        places[ASIDE] -= min(short, aside)
        self.found[body.lot] += max(0, short - aside)
        self._put(body.lot, body.target, body.rounds)

    def _open_day(self, told: Told, body: OpenDay) -> None:
        date, since, opened = self._day
        now = from_text(told.event.at)
        if date == body.date and now - opened <= 20 * HOUR_MS:
            return
        self._counts = {name: one for name, one in self._counts.items() if one.index >= since}
        self._day = (body.date, told.index, now)

    def _count(self, told: Told, body: Counted, filled: Fillers) -> None:
        count = self._counts.get(body.count)
        if count is None or not count.sound or told.codes:
            return
        lines: dict[Cell, tuple[int, int]] = {}
        for line in body.lines:
            booked = self.at.get(line.lot, Counter())[line.container]
            lines[line.container, line.lot] = (line.rounds, booked)
        who = told.event.signers[0]
        count.said[who.person, body.direction] = (who, lines, told.id)
        for (container, lot), (rounds, booked) in lines.items():
            known = container in self._boxes and lot in self._kinds
            if known and count.agree(who, body.direction, (container, lot), filled):
                self.at[lot][container] = rounds
                self.at[lot][MISSING] += max(0, booked - rounds)
                self.found[lot] += max(0, rounds - booked)

    def _ship(self, told: Told, body: Ship) -> None:
        if told.codes:
            return  # something stands against it: nothing has left by it
        theirs = {"", told.event.signers[0].person}
        known = [item for item in body.items if item in self._guns | self._boxes]
        here = [item for item in known if self._hands.get(item, "") in theirs]
        for places in self.at.values():
            for item in here:
                places[SHIPPED] += places.pop(item, 0)

    def _destroy(self, body: Destroyed) -> None:
        if body.lot in self._kinds and body.container in self._boxes:
            self._take_or_find(body.lot, body.container, body.rounds)
            self.at[body.lot][DESTROYED] += body.rounds

    def _find(self, told: Told, body: FoundRound) -> None:
        doubts = {*told.codes} - {"item_elsewhere", "item_unknown"}
        two = len(told.event.signers) > 1 and not doubts
        named = two and body.grade is Grade.OURS and body.lot in self._kinds
        if named and body.kind is self._kinds[body.lot] and body.kind is not Kind.LIVE:
            self.found[body.lot] += body.rounds
            self._put(body.lot, body.into, body.rounds)


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """What the state keeps as running sums."""

    guns_out: int
    loose_rounds: int
    blocking: int
    stored: dict[LotId, int]
    loaded: dict[LotId, int]


def kept(state: State) -> Sums:
    """Return the sums as the state has them."""
    return Sums(
        guns_out=state.guns_out,
        loose_rounds=state.loose_rounds,
        blocking=state.blocking,
        stored={name: lot.stored for name, lot in state.lots.items()},
        loaded={name: lot.loaded for name, lot in state.lots.items()},
    )


def recount(state: State) -> Sums:
    """Return the sums added up anew from every item."""
    guns = state.weapons.values()
    boxes = state.containers.values()
    hot = {WeaponClass.BLANK_ONLY, WeaponClass.ADAPTED, WeaponClass.LIVE_CAPABLE}
    return Sums(
        guns_out=sum(
            1
            for gun in guns
            if gun.weapon_class in hot and gun.charge.by not in {By.PLACE, By.END}
        ),
        loose_rounds=sum(loose(state, box) for box in boxes)
        + sum(lot.set_aside for lot in state.lots.values()),
        blocking=sum(
            1
            for question in state.questions.values()
            if question.topic in {Topic.LOOKS_LIVE, Topic.NOT_NAMEABLE, Topic.DISCHARGE}
        ),
        stored={
            name: sum(box.stock[name].rounds for box in boxes if name in box.stock)
            for name in state.lots
        },
        loaded={name: sum(gun.rounds.get(name, 0) for gun in guns) for name in state.lots},
    )


def loose(state: State, box: Container) -> int:
    """Return the rounds in a container that are opened, neither proved nor ours, and about."""
    places = [box]
    if box.charge.by is By.PLACE:
        places.append(state.containers[ItemId(box.charge.who)])
    if any(watched(place) for place in places):
        return 0
    return sum(held.rounds - held.sealed - held.proved - held.named for held in box.stock.values())


def watched(box: Container) -> bool:
    """Return whether a receiving or quarantine container is locked, or with a key-holder.

    What is carried on somebody is locked or not at all.
    """
    if box.purpose is Purpose.STORE or box.purpose is Purpose.CARRIED:
        return False
    if box.charge.by is By.HANDLER and box.form in CARRIED_FORMS:
        return False
    if box.charge.by is By.HANDLER:
        return box.charge.who == box.in_hand and box.in_hand in box.key_holders
    return box.charge.by is By.PLACE and box.key_holders != ()


def everywhere(lot: Lot) -> int:
    """Return the rounds of a lot, wherever the state has them."""
    gone = lot.fired + lot.shipped + lot.destroyed + lot.missing
    return lot.stored + lot.loaded + lot.set_aside + gone
