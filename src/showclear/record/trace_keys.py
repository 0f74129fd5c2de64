"""Trace of a locked place's key: who was named to hold it, since when, and what was done there.

A line stands wherever key-holders are named, wherever somebody says that they locked something
away there or took something out, and wherever whoever holds a key can no longer sign or can again:
what becomes of that key is on no record until key-holders are named anew, and so it is a gap.
Who turned the key nobody can prove: a line repeats who signed.
"""

from __future__ import annotations

import enum
from typing import Final

import msgspec
from typing_extensions import override

from showclear.field.ids import ItemId, PersonId
from showclear.record.event import Event
from showclear.record.events.desk import Decision, Outcome
from showclear.record.events.handling import Lock, TakeOut
from showclear.record.events.people import NameKeyHolders
from showclear.record.events.stock import ReceiveContainer
from showclear.record.state import State
from showclear.record.trace import TraceLine, Tracer

NAMING: Final = (ReceiveContainer, NameKeyHolders)


class Door(enum.Enum):
    """What was said of a place by an entry."""

    LOCKED = "locked"
    OPENED = "opened"
    UNTOUCHED = "untouched"


class KeysHeld(msgspec.Struct, frozen=True):
    """Who is named to hold a key, and of them those who cannot sign now."""

    named: tuple[PersonId, ...] = ()
    silent: tuple[PersonId, ...] = ()

    @property
    def gap(self) -> bool:
        """Whether nobody is named, or nobody answers for a key that somebody was named for."""
        return not self.named or bool(self.silent)


class KeyLine(msgspec.Struct, frozen=True):
    """One entry about the key: the entry, who held it afterwards, what was done at the place."""

    entry: TraceLine
    held: KeysHeld
    door: Door


class KeyTracer(Tracer):
    """Collects the lines about one place's key; hand ``commit`` to ``verify`` as observer."""

    def __init__(self, place: ItemId) -> None:
        super().__init__(place)
        self._place = place
        self._held = KeysHeld()
        self._told: list[tuple[KeysHeld, Door]] = []

    @property
    def keys(self) -> list[KeyLine]:
        """The lines so far, each with who held the key after it."""
        told = zip(self.lines, self._told, strict=True)
        return [KeyLine(line, held, door) for line, (held, door) in told]

    @override
    def about(self, event: Event, decision: Decision) -> bool:
        held = _held(self.state, self._place)
        door = _door(event, decision, self._place)
        changed, self._held = held != self._held, held
        named = isinstance(event.body, NAMING) and super().about(event, decision)
        tried = isinstance(event.body, TakeOut) and event.body.place == self._place
        if not (changed or named or tried or door is not Door.UNTOUCHED):
            return False
        self._told.append((held, door))
        return True


def _held(state: State, place: ItemId) -> KeysHeld:
    container = state.containers.get(place)
    named = () if container is None else container.key_holders
    return KeysHeld(named, tuple(who for who in named if not state.registry.can_sign(who)))


def _door(event: Event, decision: Decision, place: ItemId) -> Door:
    if decision.outcome is not Outcome.REFUSED:
        match event.body:
            case Lock(place=there) if there == place:
                return Door.LOCKED
            case TakeOut(place=there) if there == place:
                return Door.OPENED
            case _:
                pass
    return Door.UNTOUCHED
