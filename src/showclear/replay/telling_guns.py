"""Events of a gun's day: looks, loads, hand-overs, what it did, what was said of it."""

from __future__ import annotations

from typing import Final

from showclear.record.events import guns, handling
from showclear.record.events.base import Body
from showclear.record.events.handling import EndCause, Entered, Purpose
from showclear.replay import verbs_guns as verbs
from showclear.replay.answers import look_answers, positions_named, works
from showclear.replay.teller import NotTold, Saying, Teller, Telling, one
from showclear.replay.verbs_base import Step
from showclear.replay.words import TrueRound

_PURPOSES: Final[dict[type[verbs.Look], Purpose]] = {
    verbs.Show: Purpose.SHOWING,
    verbs.OpeningCheck: Purpose.OPENING,
    verbs.IntakeCheck: Purpose.INTAKE,
    verbs.OwnLook: Purpose.OWN,
}


def _ended(cause: EndCause) -> Telling:
    return one(lambda it, step: handling.ShowingEnded(weapon=it.item(step.gun), cause=cause))


def _open_day(it: Teller, step: verbs.OpenDay) -> Body:
    return handling.OpenDay(date=it.date, working_area=it.words(step.area))


def _take_out(it: Teller, step: verbs.TakeOut) -> Body:
    return handling.TakeOut(items=it.items(step.items), place=it.item(step.place))


def _load(it: Teller, step: verbs.Load) -> Body:
    return handling.Load(
        weapon=it.item(step.gun),
        container=it.item(step.from_),
        lot=it.lot(step.lot),
        positions=positions_named(it.made(step.gun), step.positions),
    )


def _make_clear(it: Teller, step: verbs.MakeClear) -> Body:
    inside = it.world.gun(step.gun).contents()
    cases = inside.pop(TrueRound.FIRED_CASE, 0)
    return handling.Unload(
        weapon=it.item(step.gun),
        container=it.item(step.into),
        lot=it.lot(step.lot),
        rounds=inside.total() if step.rounds is None else step.rounds,
        fired_cases=cases if step.fired_cases is None else step.fired_cases,
    )


def _look(it: Teller, step: verbs.Look) -> list[Saying]:
    made, truth = it.made(step.gun), it.world.gun(step.gun)
    return [
        Saying(
            handling.Look(
                weapon=it.item(step.gun),
                cites=it.changed(step.gun),
                purpose=_PURPOSES[type(step)],
                way=step.way,
                entered=Entered.EACH,
                answers=look_answers(made, step.way, step.answers.get(who, ()), truth, step.bore),
            ),
            (who,),
        )
        for who in it.lookers(step)
    ]


def _hand_over(it: Teller, step: verbs.HandOver) -> Body:
    weapon = it.state.weapons.get(it.item(step.gun))
    booked = sum(weapon.rounds.values()) if weapon is not None else 0
    return handling.HandOver(
        weapon=it.item(step.gun),
        to=it.person(step.to),
        announced=step.announced,
        rounds=booked if step.rounds is None else step.rounds,
        looks=it.events(step.looks) if step.looks else it.looks(step.gun),
        acts=step.acts,
        set_up=it.set_up(step.set_up),
    )


def _shown(it: Teller, step: verbs.Shown) -> Body:
    weapon = it.state.weapons.get(it.item(step.gun))
    last = weapon.handed if weapon is not None else it.no_event
    handed = it.event(step.hand_over) if step.hand_over else last
    if not handed:
        raise NotTold(f"a hand-over of {step.gun}")
    return handling.Shown(weapon=it.item(step.gun), hand_over=handed)


def _collect(it: Teller, step: verbs.Collect) -> Body:
    return handling.Collect(weapons=it.items(step.guns), giver=it.person(step.giver))


def _lock(it: Teller, step: verbs.LockUp) -> Body:
    return handling.Lock(items=it.items(step.items), place=it.item(step.place))


def _fired(it: Teller, step: verbs.Fired) -> Body:
    return handling.Fired(weapon=it.item(step.gun), gunshots=step.gunshots)


def _went_ahead(it: Teller, step: verbs.WentAhead) -> Body:
    return handling.WentAhead(
        what=step.what,
        items=it.items(step.items),
        in_hand=it.person(step.in_hand),
        refused=it.event(step.refused) if step.refused else it.no_event,
        words=it.words(step.note),
    )


def _keep(it: Teller, step: verbs.KeepAsFound) -> Body:
    return handling.KeepAsFound(
        items=it.items(step.items), guarded_by=it.person(step.guard), words=it.words(step.note)
    )


def _end_keep(it: Teller, step: verbs.EndKeep) -> Body:
    return handling.EndKeep(keep=it.open_one(step.keep, [*it.state.keeps], "keeping as found"))


def _test(it: Teller, step: verbs.FireTest) -> Body:
    return guns.FireTest(
        weapon=it.item(step.gun),
        lot=it.lot(step.lot),
        result=step.result,
        debris_mm=step.debris_mm,
    )


def _approve(it: Teller, step: verbs.ApproveLots) -> Body:
    lots = tuple(it.lot(name) for name in step.lots)
    return guns.ApproveLots(weapon=it.item(step.gun), lots=lots)


def _unfit(it: Teller, step: verbs.FoundUnfit) -> Body:
    return guns.FoundUnfit(weapon=it.item(step.gun), part=step.part, words=it.words(step.note))


def _release(it: Teller, step: verbs.Release) -> Body:
    unfit = it.event(step.unfit)
    return guns.Release(weapon=it.item(step.gun), unfit=unfit, words=it.words(step.note))


def _snapped(it: Teller, step: verbs.Snapped) -> Body:
    return guns.Snapped(weapon=it.item(step.gun), cites=it.changed(step.gun))


def _function(it: Teller, step: verbs.FunctionCheck) -> list[Saying]:
    return [
        Saying(
            guns.FunctionSeen(
                weapon=it.item(step.gun),
                cites=it.changed(step.gun),
                works=works(step.answers.get(who, ("works",))),
            ),
            (who,),
        )
        for who in it.lookers(step)
    ]


def _discharge(it: Teller, step: verbs.Discharge) -> Body:
    return guns.Discharge(
        weapon=it.item(step.gun), gunshots=step.gunshots, words=it.words(step.note)
    )


def _again(it: Teller, step: verbs.GoAgain) -> Body:
    return guns.GoAgain(weapon=it.item(step.gun), set_up=it.set_up(step.set_up))


TELLINGS: Final[dict[type[Step], Telling]] = {
    verbs.OpenDay: one(_open_day),
    verbs.CloseDay: one(lambda _it, _step: handling.CloseDay()),
    verbs.TakeOut: one(_take_out),
    verbs.Load: one(_load),
    verbs.MakeClear: one(_make_clear),
    verbs.Show: _look,
    verbs.OpeningCheck: _look,
    verbs.IntakeCheck: _look,
    verbs.OwnLook: _look,
    verbs.HandOver: one(_hand_over),
    verbs.Shown: one(_shown),
    verbs.Collect: one(_collect),
    verbs.LockUp: one(_lock),
    verbs.Fired: one(_fired),
    verbs.Discharge: one(_discharge),
    verbs.Misfire: one(lambda it, step: guns.Misfire(weapon=it.item(step.gun))),
    verbs.Jam: _ended(EndCause.JAMMED),
    verbs.Dropped: _ended(EndCause.DROPPED),
    verbs.OutOfSight: _ended(EndCause.OUT_OF_SIGHT),
    verbs.Opened: _ended(EndCause.OPENED),
    verbs.Wetted: _ended(EndCause.WETTED),
    verbs.MayHaveBeenSwapped: _ended(EndCause.MAY_HAVE_BEEN_SWAPPED),
    verbs.WentAhead: one(_went_ahead),
    verbs.KeepAsFound: one(_keep),
    verbs.EndKeep: one(_end_keep),
    verbs.FireTest: one(_test),
    verbs.ApproveLots: one(_approve),
    verbs.FoundUnfit: one(_unfit),
    verbs.Release: one(_release),
    verbs.Snapped: one(_snapped),
    verbs.FunctionCheck: _function,
    verbs.GoAgain: one(_again),
}
