"""What each verb does to the world: one small function for each that does anything.

Verbs that only tell the record, such as looks and briefings, are not here: they change nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import msgspec

from showclear.field.mechanisms import LookWay, Mechanism
from showclear.field.patterns import keeps_cases
from showclear.field.stock import Kind
from showclear.replay import verbs_guns as guns
from showclear.replay import verbs_passing as passing
from showclear.replay import verbs_stock as stock
from showclear.replay import verbs_world as acts
from showclear.replay.answers import positions_named
from showclear.replay.script import GunPart, LotPart, Script
from showclear.replay.verbs_base import Step
from showclear.replay.words import Bore, TrueRound
from showclear.replay.world import CannotBe, Gunshot, TrueGun, World, in_order

LOOSE: Final = "loose"  # the lot of rounds that belong to none
_WAYS_WITH_ROUNDS: Final = frozenset({LookWay.SEEN_GOING_IN, LookWay.TAKEN_OUT_AND_SEEN})
_BY_KIND: Final = {
    Kind.BLANK: TrueRound.BLANK,
    Kind.DUMMY: TrueRound.DUMMY,
    Kind.CHARGE: TrueRound.CHARGE,
    Kind.LIVE: TrueRound.LIVE,
    Kind.UNKNOWN: TrueRound.LIVE,  # unknown is hot
    Kind.FIRED_CASE: TrueRound.FIRED_CASE,
}


class Scene(msgspec.Struct, frozen=True):
    """A world, and the script that says what its things are made as."""

    world: World
    script: Script

    def made(self, gun: str) -> Mechanism:
        """Return how a gun is made."""
        return mechanism(self.script.guns[gun])


def mechanism(part: GunPart) -> Mechanism:
    """Return how a declared gun is made."""
    return Mechanism(
        pattern=part.pattern,
        chambers=part.chambers,
        capacity=part.capacity,
        adaptation=part.adaptation,
    )


def true_rounds(part: LotPart) -> Counter[TrueRound]:
    """Return what the rounds of a lot truly are: as said, where nothing else is."""
    return Counter(part.truly) if part.truly else Counter({_BY_KIND[part.kind]: part.rounds})


def true_gun(part: GunPart, holder: str) -> TrueGun:
    """Return a gun as it truly arrives, in somebody's hands."""
    made = mechanism(part)
    positions = {
        place: held
        for named, held in part.truly.loaded.items()
        for place in positions_named(made, [named])
    }
    return TrueGun(
        positions=positions,
        obstructed=part.truly.bore is Bore.OBSTRUCTED,
        holder=holder,
        keeps_cases=keeps_cases(made),
    )


def happen(scene: Scene, step: Step) -> list[Gunshot]:
    """Let a step happen; raises ``CannotBe`` where it physically cannot."""
    act = ACTS.get(type(step))
    return (act(scene, step) or []) if act is not None else []


def _by(step: Step) -> str:
    return step.by[0] if step.by else ""


# -- what arrives -----------------------------------------------------------------------------


def _receive_gun(scene: Scene, step: stock.ReceiveGun) -> None:
    scene.world.add_gun(step.gun, true_gun(scene.script.guns[step.gun], _by(step)))


def _receive_container(scene: Scene, step: stock.ReceiveContainer) -> None:
    scene.world.add_box(step.container)


def _receive_rounds(scene: Scene, step: stock.ReceiveRounds) -> None:
    part = scene.script.lots[step.lot]
    scene.world.put_into(part.in_, step.lot, true_rounds(part))


def _found(scene: Scene, step: stock.FoundRound) -> None:
    if step.into:
        rounds = Counter(step.truly) or Counter({_BY_KIND[step.kind]: step.rounds})
        scene.world.put_into(step.into, step.lot or LOOSE, rounds)


def _move(scene: Scene, step: stock.MoveRounds) -> None:
    taken = scene.world.take_from(step.from_, step.lot, step.rounds, step.true_rounds)
    scene.world.put_into(step.to, step.lot, taken)


def _destroyed(scene: Scene, step: passing.Destroyed) -> None:
    scene.world.take_from(step.container, step.lot, step.rounds, step.true_rounds)


# -- a gun's day ------------------------------------------------------------------------------


def _take_out(scene: Scene, step: guns.TakeOut) -> None:
    for item in step.items:
        if item in scene.world.guns:
            scene.world.take_out(item, step.place, _by(step))


def _load(scene: Scene, step: guns.Load) -> None:
    places = positions_named(scene.made(step.gun), step.positions)
    scene.world.held_by(step.gun, "")  # it is out before rounds leave the box
    taken = scene.world.take_from(step.from_, step.lot, len(places), step.true_rounds)
    scene.world.load(step.gun, places, in_order(taken, step.true_rounds))


def _look(scene: Scene, step: guns.Look) -> None:
    if step.way in _WAYS_WITH_ROUNDS and not scene.world.gun(step.gun).positions:
        raise CannotBe(f"{step.gun} is truly empty")


def _make_clear(scene: Scene, step: guns.MakeClear) -> None:
    scene.world.put_into(step.into, step.lot, scene.world.make_clear(step.gun))


def _hand_over(scene: Scene, step: guns.HandOver) -> None:
    scene.world.pass_to(step.gun, step.to)


def _line_issue(scene: Scene, step: passing.LineIssue) -> None:
    for voucher in step.line:
        scene.world.pass_to(voucher.gun, voucher.to)


def _collect(scene: Scene, step: guns.Collect) -> None:
    for gun in step.guns:
        scene.world.pass_to(gun, _by(step))


def _lock_up(scene: Scene, step: guns.LockUp) -> None:
    for item in step.items:
        if item in scene.world.guns:
            scene.world.lock_up(item, step.place)


def _relief(scene: Scene, step: passing.Relief) -> None:
    for item in step.items:
        if item in scene.world.guns:
            scene.world.pass_to(item, _by(step))


def _goes(scene: Scene, step: guns.Fired | guns.Discharge) -> list[Gunshot]:
    if step.pointed_at:
        scene.world.point(step.gun, step.pointed_at, step.distance_mm, by="")
    return scene.world.fire(step.gun, step.gunshots)


# -- in the world only ------------------------------------------------------------------------


def _puts_round(scene: Scene, step: acts.PutsRound) -> None:
    (place,) = positions_named(scene.made(step.gun), [step.position])[:1]
    if step.from_:
        scene.world.take_from(step.from_, step.lot or LOOSE, 1, (step.round,))
    scene.world.put_round(step.gun, place, step.round)


def _puts_into(scene: Scene, step: acts.PutsInto) -> None:
    scene.world.put_into(step.container, step.lot or LOOSE, Counter(step.rounds))


def _swaps(scene: Scene, step: acts.Swaps) -> None:
    scene.world.swap(step.gun, step.for_)


def _passes(scene: Scene, step: acts.Passes) -> None:
    scene.world.pass_to(step.gun, step.to)


def _lays_down(scene: Scene, step: acts.LaysDown) -> None:
    scene.world.held_by(step.gun, _by(step))
    scene.world.lay_down(step.gun)


def _points(scene: Scene, step: acts.Points) -> None:
    scene.world.point(step.gun, step.at_person, step.distance_mm, by=_by(step))


def _cocks(scene: Scene, step: acts.Cocks) -> None:
    scene.world.held_by(step.gun, _by(step))  # whether it is cocked, the world does not ask


def _falls(scene: Scene, step: acts.Pulls | acts.Slips) -> list[Gunshot]:
    place = ""
    if step.position:
        (place,) = positions_named(scene.made(step.gun), [step.position])[:1]
    shot = scene.world.fall(step.gun, place, by=_by(step))
    return [shot] if shot is not None else []


def _gunshot(scene: Scene, step: acts.Gunshot) -> list[Gunshot]:
    if step.pointed_at:
        scene.world.point(step.gun, step.pointed_at, step.distance_mm, by=_by(step))
    return scene.world.fire(step.gun, 1, by=_by(step))


def _obstructs(scene: Scene, step: acts.Obstructs) -> None:
    scene.world.gun(step.gun).obstructed = True


def _clears(scene: Scene, step: acts.ClearsBore) -> None:
    scene.world.gun(step.gun).obstructed = False


Act = Callable[[Scene, Any], list[Gunshot] | None]
ACTS: Final[dict[type[Step], Act]] = {
    stock.ReceiveGun: _receive_gun,
    stock.ReceiveContainer: _receive_container,
    stock.ReceiveRounds: _receive_rounds,
    stock.FoundRound: _found,
    stock.MoveRounds: _move,
    passing.Destroyed: _destroyed,
    guns.TakeOut: _take_out,
    guns.Load: _load,
    guns.Show: _look,
    guns.OwnLook: _look,
    guns.MakeClear: _make_clear,
    guns.HandOver: _hand_over,
    passing.LineIssue: _line_issue,
    guns.Collect: _collect,
    guns.LockUp: _lock_up,
    passing.Relief: _relief,
    guns.Fired: _goes,
    guns.Discharge: _goes,
    acts.PutsRound: _puts_round,
    acts.PutsInto: _puts_into,
    acts.Swaps: _swaps,
    acts.Passes: _passes,
    acts.LaysDown: _lays_down,
    acts.Points: _points,
    acts.Cocks: _cocks,
    acts.Pulls: _falls,
    acts.Slips: _falls,
    acts.Gunshot: _gunshot,
    acts.Obstructs: _obstructs,
    acts.ClearsBore: _clears,
}
