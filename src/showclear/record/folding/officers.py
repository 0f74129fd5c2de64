"""Opening, packs, waivers and corrections. Keys and people are the registry's."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

import msgspec

from showclear.field.ids import EventId
from showclear.field.production import Tier
from showclear.record.events.base import Body
from showclear.record.events.officers import Adopt, ChosenDuty, Correct, Opening, PackChoice, Waive
from showclear.record.folding.counting import void_of_counts
from showclear.record.folding.custody import Entry, ask, change, change_container
from showclear.record.folding.floor import void_of_floor
from showclear.record.folding.guns import void_of_guns
from showclear.record.folding.people import no_minor, void_of_people
from showclear.record.folding.plan import void_of_plan
from showclear.record.state import (
    Container,
    LoadFact,
    PacksInForce,
    State,
    Topic,
    WaiverFact,
    Weapon,
)

_ENCODER = msgspec.json.Encoder(order="sorted")


def packs_digest(packs: tuple[PackChoice, ...], tier: Tier = Tier.FULL) -> str:
    """Return the hex SHA-256 that names a set of adopted rows, and a tier other than the full."""
    named = _ENCODER.encode(packs)
    if tier is not Tier.FULL:
        named += b"\n" + tier.value.encode()
    return sha256(named).hexdigest()


def opening(state: State, entry: Entry, body: Opening) -> None:
    """Take over the offset and the adopted rows."""
    state.utc_offset_minutes = body.utc_offset_minutes
    _in_force(state, entry, body)


def adopt(state: State, entry: Entry, body: Adopt) -> None:
    """Put exactly these rows and choices in force; waivers of rows they change lapse with them."""
    _in_force(state, entry, body, body.chosen)
    state.waivers.clear()


def waive(state: State, entry: Entry, body: Waive) -> None:
    """Keep the waiver until the day closes."""
    state.waivers[entry.id] = WaiverFact(event=entry.id, row=body.row, item=body.item)


def correct(state: State, entry: Entry, body: Correct) -> None:
    """Void what rests on the corrected event and open a question (invariant 10)."""
    touched = tuple([touch.item for touch in entry.event.touches])
    ask(state, entry, Topic.CORRECTED, touched)
    for item, weapon in state.weapons.items():
        if item == body.item or _rests_on(weapon, body.event):
            weapon.opening = [look for look in weapon.opening if look.event != body.event]
            weapon.bore_seen = tuple([seen for seen in weapon.bore_seen if seen != body.event])
            weapon.loads = [_without_proof(load, body.event) for load in weapon.loads]
            change(weapon, entry, "corrected")
    for item, container in state.containers.items():
        if item == body.item or body.event == container.changed or _proved(container, body.event):
            for name in container.stock:
                state.lots[name].proved_once = False
            change_container(state, container, entry)
    void_of_counts(state, body.event)
    void_of_people(state, body.event)
    void_of_guns(state, body.event)
    no_minor(state, entry, body.event)
    void_of_plan(state, body.event)
    void_of_floor(state, body.event)
    # A stop is lifted by those the pack names, never by a correction: stops stay as they are.


def _rests_on(weapon: Weapon, event: EventId) -> bool:
    facts: list[EventId] = [weapon.changed, weapon.handed, *weapon.bore_seen, *weapon.bore_before]
    facts += [look.event for look in weapon.looks]
    facts += [look.event for look in weapon.opening]
    for load in weapon.loads:
        facts += [load.event, *load.proved_by]
    return event in facts


def _proved(container: Container, event: EventId) -> bool:
    """Return whether anything in a container was proved, or looked at, by this event."""
    return any(
        event in stock.proved_by or any(look.event == event for look in stock.looks)
        for stock in container.stock.values()
    )


def _without_proof(load: LoadFact, event: EventId) -> LoadFact:
    if event not in {load.event, *load.proved_by}:
        return load
    return msgspec.structs.replace(load, proofs=frozenset(), proved_by=())


def _in_force(
    state: State,
    entry: Entry,
    body: Opening | Adopt,
    chosen: tuple[ChosenDuty, ...] = (),
) -> None:
    state.packs = PacksInForce(
        packs=body.packs,
        since=entry.index,
        digest=packs_digest(body.packs, body.tier),
        chosen=chosen,
        tier=body.tier,
    )


FOLDS: Final[dict[type[Body], Callable[[State, Entry, Any], None]]] = {
    Opening: opening,
    Adopt: adopt,
    Waive: waive,
    Correct: correct,
}
