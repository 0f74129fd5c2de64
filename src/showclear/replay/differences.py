"""Where the record differs from what is truly so, and what a person answered untruly.

Compared are the things a script knows: who holds each gun, what is in each gun and container, what
was answered of each position. A bore is compared only through what was answered: the record does
not say that one is clear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from showclear.field.mechanisms import PERCEIVED
from showclear.field.stock import Kind
from showclear.record.events.handling import Collect, Look, Shown
from showclear.record.events.passing import FoundWith
from showclear.record.events.stock import Prove
from showclear.record.events.table import AnyBody
from showclear.record.state import Container, State, Weapon
from showclear.replay.answers import true_holds
from showclear.replay.teller import Teller
from showclear.replay.words import TrueRound
from showclear.replay.world import WORST, TrueGun, said_rounds, where


def differences(it: Teller) -> dict[str, str]:
    """Return each way in which the record differs now, in words, by what it is about."""
    state = it.state
    found: dict[str, str] = {}
    for name, gun in it.world.guns.items():
        weapon = state.weapons.get(it.item(name))
        if weapon is not None:
            found.update(_gun(it, name, weapon, gun))
    for name, boxes in it.world.boxes.items():
        container = state.containers.get(it.item(name))
        if container is not None:
            rounds: Counter[TrueRound] = sum(boxes.values(), Counter())
            booked = _booked_in(state, container)
            if _other(booked, rounds):
                found[f"{name} holds"] = _words(name, booked, rounds)
    return found


def _gun(it: Teller, name: str, weapon: Weapon, gun: TrueGun) -> Iterator[tuple[str, str]]:
    booked = _booked(it.state, weapon)
    if _other(booked, gun.contents()):
        yield f"{name} holds", _words(name, booked, gun.contents())
    truly = gun.place or gun.holder
    said = it.name(weapon.in_hand)
    if said != truly:
        yield (
            f"{name} in hand",
            f"{name}: on record with {said or 'nobody'}, truly with {truly or 'nobody'}",
        )


def _booked(state: State, weapon: Weapon) -> Counter[str]:
    booked: Counter[str] = Counter()
    for lot, rounds in weapon.rounds.items():
        known = state.lots.get(lot)
        booked[known.kind.value if known is not None else Kind.UNKNOWN.value] += rounds
    if weapon.fired_cases:
        booked[Kind.FIRED_CASE.value] += weapon.fired_cases
    return +booked


def _booked_in(state: State, container: Container) -> Counter[str]:
    booked: Counter[str] = Counter()
    for lot, stock in container.stock.items():
        known = state.lots.get(lot)
        kind = known.kind if known is not None else Kind.UNKNOWN
        booked[kind.value] += stock.rounds
    booked[Kind.FIRED_CASE.value] += container.fired_cases
    return +booked


def _other(booked: Counter[str], truly: Counter[TrueRound]) -> bool:
    return booked != Counter({kind.value: truly[kind] for kind in WORST if truly[kind] > 0})


def _words(name: str, booked: Counter[str], truly: Counter[TrueRound]) -> str:
    said = ", ".join(f"{number} {kind}" for kind, number in sorted(booked.items()))
    return f"{name}: on record {said or 'empty'}, truly {said_rounds(truly) or 'empty'}"


def untrue(it: Teller, body: AnyBody, who: str) -> list[str]:
    """Return what somebody answered that is not so, in words."""
    match body:
        case Look():
            return list(_untrue_look(it, body, who))
        case Prove():
            return list(_untrue_proof(it, body, who))
        case Shown():
            return list(_elsewhere(it, [body.weapon], who, f"{who} said that they took"))
        case Collect() if body.giver:
            giver = it.name(body.giver)
            return list(_elsewhere(it, body.weapons, giver, f"{who} said that {giver} gave back"))
        case FoundWith():
            holder = it.name(body.holder)
            found = f"{who} said that with {holder or 'nobody'} there was"
            return list(_elsewhere(it, body.items, holder, found))
        case _:
            return []


def _elsewhere(it: Teller, items: Iterable[str], holder: str, said: str) -> Iterator[str]:
    """Yield each gun that is said to be, or to have been, with somebody and truly is not."""
    for item in items:
        gun = it.world.guns.get(it.name(item))
        if gun is not None and gun.holder != holder:
            yield f"{said} {it.name(item)}, truly {where(gun)}"


def _untrue_look(it: Teller, body: Look, who: str) -> Iterator[str]:
    truth = it.world.gun(it.name(body.weapon))
    by_answer: dict[tuple[str, str], list[str]] = {}
    for answer in body.answers:
        holds = true_holds(truth, answer.position, body.way, answer.method)
        if answer.how in PERCEIVED and answer.holds is not holds:
            held = truth.positions.get(answer.position)
            truly = held.value if held is not None else holds.value
            by_answer.setdefault((answer.holds.value, truly), []).append(answer.position)
    for (said, truly), places in by_answer.items():
        yield f"{who} answered {said} for {_range(places)}, truly {truly}"


def _range(places: list[str]) -> str:
    return places[0] if len(places) == 1 else f"{places[0]} to {places[-1]} ({len(places)})"


def _untrue_proof(it: Teller, body: Prove, who: str) -> Iterable[str]:
    boxes = it.world.boxes.get(it.name(body.container), {})
    there = boxes.get(it.name(body.lot), Counter())
    so = sum(number for kind, number in there.items() if kind.value == body.kind.value)
    if body.rounds != so:
        yield f"{who} answered {body.rounds} {body.kind.value}, truly {so}"
