"""A slow plain model: counts rounds from the log alone, and adds up aggregates from nothing.

``Books`` reads events and their outcomes and keeps one number for each lot and place; it shares no
code with the fold. ``recount`` adds up from the items what the state keeps as running sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from showclear.field.ids import ItemId, LotId
from showclear.field.stock import Kind, Purpose, WeaponClass
from showclear.record.events.base import Body
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Fired, Load, Unload
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


class Books:
    """Where every round of every lot is, by reading the log from its start."""

    def __init__(self) -> None:
        self.at: dict[LotId, Counter[str]] = {}
        self.received: Counter[LotId] = Counter()
        self.found: Counter[LotId] = Counter()
        self._kinds: dict[LotId, Kind] = {}
        self._guns: set[ItemId] = set()
        self._boxes: set[ItemId] = set()
        self._readers: dict[type[Body], Callable[[Any], None]] = {
            ReceiveWeapon: lambda body: self._guns.add(body.weapon),
            ReceiveContainer: lambda body: self._boxes.add(body.container),
            ReceiveRounds: self._receive,
            Load: self._load,
            Unload: self._unload,
            Fired: self._fire,
            Move: self._move,
        }

    def read(self, told: Told) -> None:
        """Take over one event."""
        if told.outcome is Outcome.REFUSED:
            return
        body = told.event.body
        if isinstance(body, FoundRound):
            self._find(told, body)
        elif type(body) in self._readers:
            self._readers[type(body)](body)

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

    def _fire(self, body: Fired) -> None:
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

    def _find(self, told: Told, body: FoundRound) -> None:
        doubts = {*told.codes} - {"item_elsewhere", "item_unknown"}
        two = len(told.event.signers) > 1 and not doubts
        named = two and body.grade is Grade.OURS and body.lot in self._kinds
        if named and body.kind not in {Kind.LIVE, Kind.FIRED_CASE}:
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
            1 for gun in guns if gun.weapon_class in hot and gun.charge.by is not By.PLACE
        ),
        loose_rounds=sum(loose(state, box) for box in boxes)
        + sum(lot.set_aside for lot in state.lots.values()),
        blocking=sum(
            1
            for question in state.questions.values()
            if question.topic in {Topic.LOOKS_LIVE, Topic.NOT_NAMEABLE}
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
    """Return whether a receiving or quarantine container is locked, or with a key-holder."""
    if box.purpose is Purpose.STORE or box.purpose is Purpose.CARRIED:
        return False
    if box.charge.by is By.HANDLER:
        return box.charge.who == box.in_hand and box.in_hand in box.key_holders
    return box.charge.by is By.PLACE and box.key_holders != ()


def everywhere(lot: Lot) -> int:
    """Return the rounds of a lot, wherever the state has them."""
    return lot.stored + lot.loaded + lot.fired + lot.missing + lot.set_aside
