"""Events of the plan, of guns that pass along lines, and of counts."""

from __future__ import annotations

from typing import Final

from showclear.field.mechanisms import Holds, LookWay
from showclear.record.events import counting, passing, plan
from showclear.record.events.base import Body
from showclear.replay import verbs_passing, verbs_plan
from showclear.replay.answers import count_answers, line_answers, look_answers, method_of
from showclear.replay.teller import Saying, Teller, Telling, one
from showclear.replay.verbs_base import Step
from showclear.replay.words import TrueRound

# -- the plan ---------------------------------------------------------------------------------


def _assess(it: Teller, step: verbs_plan.Assess) -> Body:
    return plan.Assess(
        scene=step.scene,
        hazards=it.detail(step.hazards),
        controls=it.detail(step.controls),
        affected=it.people(step.affected),
        animals=step.animals,
        hearing_protection=step.hearing_protection,
    )


def _use(it: Teller, use: verbs_plan.Use) -> plan.Use:
    return plan.Use(
        weapon=it.item(use.gun),
        performers=it.people(use.performers),
        acts=use.acts,
        holds=use.holds,
        rounds=use.rounds,
        lot=it.lot(use.lot),
        gunshots=use.gunshots,
        movements=tuple(
            plan.Movement(
                moving=move.moving, giver=it.person(move.giver), taker=it.person(move.taker)
            )
            for move in use.movements
        ),
        reason=it.words(use.reason),
    )


def _approve(it: Teller, step: verbs_plan.ApproveSetUp) -> Body:
    return plan.ApproveSetUp(
        set_up=it.set_up(step.set_up),
        scene=step.scene,
        phase=step.phase,
        uses=tuple(_use(it, use) for use in step.uses),
        line=step.line,
        nearest_mm=step.nearest_mm,
        near_approved=step.near_approved,
        shielded=step.shielded,
        remote_camera=step.remote_camera,
        inside=it.people(step.inside),
        area=it.people(step.area),
        animals=step.animals,
        hearing_protection=step.hearing_protection,
        radio_quiet=step.radio_quiet,
    )


def _changed(it: Teller, step: verbs_plan.SetUpChanged) -> Body:
    return plan.SetUpChanged(
        set_up=it.set_up(step.set_up), what=step.what, words=it.words(step.note)
    )


def _brief(it: Teller, step: verbs_plan.Brief) -> Body:
    return plan.Brief(
        briefing=step.briefing,
        roll=it.people(step.roll),
        set_up=it.set_up(step.set_up),
        walk_through=step.walk_through,
    )


def _provide(it: Teller, step: verbs_plan.Provide) -> Body:
    return plan.Provide(what=step.what, until=step.until, contact=it.words(step.note))


def _area(it: Teller, step: verbs_plan.CountArea) -> Body:
    return plan.CountArea(set_up=it.set_up(step.set_up), people=it.people(step.people))


# -- passing ----------------------------------------------------------------------------------


def _line_look(it: Teller, step: verbs_passing.LineLook) -> list[Saying]:
    sayings: list[Saying] = []
    for who in it.lookers(step):
        said = line_answers(step.answers.get(who, ()), step.guns)
        line = tuple(
            passing.Walked(
                weapon=it.item(gun),
                cites=it.changed(gun),
                odd=said[gun] if gun in said else _truly_odd(it, step, gun),
            )
            for gun in step.guns
        )
        method = method_of(it.made(step.guns[0]), step.bore)
        body = passing.LookLine(line=line, purpose=step.purpose, way=step.way, method=method)
        sayings.append(Saying(body, (who,)))
    return sayings


def _truly_odd(it: Teller, step: verbs_passing.LineLook, gun: str) -> Holds | None:
    if step.way is LookWay.NON_FIRING:
        return None
    answers = look_answers(it.made(gun), step.way, (), it.world.gun(gun), step.bore)
    return next((it.holds for it in answers if it.holds is not Holds.EMPTY), None)


def _line_issue(it: Teller, step: verbs_passing.LineIssue) -> Body:
    named = it.events(step.looks)
    latest = tuple(dict.fromkeys(look for it_ in step.line for look in it.looks(it_.gun)))
    return passing.IssueLine(
        line=tuple(
            passing.Voucher(weapon=it.item(each.gun), to=it.person(each.to), number=each.number)
            for each in step.line
        ),
        announced=step.announced,
        rounds=step.rounds,
        looks=named or latest,
        acts=step.acts,
        set_up=it.set_up(step.set_up),
    )


def _relief(it: Teller, step: verbs_passing.Relief) -> Body:
    return passing.Relieve(items=it.items(step.items))


def _guarded(it: Teller, step: verbs_passing.GuardedBy) -> Body:
    return passing.GuardedBy(items=it.items(step.items), guard=it.person(step.guard))


def _found_with(it: Teller, step: verbs_passing.FoundWith) -> Body:
    return passing.FoundWith(
        items=it.items(step.items), holder=it.person(step.holder), words=it.words(step.note)
    )


def _paper(it: Teller, step: verbs_passing.OnPaper) -> Body:
    return passing.OnPaper(
        sheet=it.detail(step.sheet),
        began=it.instant(step.began),
        ended=it.instant(step.ended),
        lines=tuple(
            passing.PaperLine(item=it.item(item), in_hand=it.person(who))
            for item, who in step.lines.items()
        ),
    )


def _ship(it: Teller, step: verbs_passing.Ship) -> Body:
    return passing.Ship(items=it.items(step.items), to=step.to)


def _destroyed(it: Teller, step: verbs_passing.Destroyed) -> Body:
    return passing.Destroyed(
        container=it.item(step.container), lot=it.lot(step.lot), rounds=step.rounds
    )


# -- counting ---------------------------------------------------------------------------------


def _begin(it: Teller, step: verbs_passing.BeginCount) -> Body:
    it.counting[step.id] = step.items
    return counting.BeginCount(items=it.items(step.items), purpose=step.purpose)


def _count(it: Teller, step: verbs_passing.Counted) -> list[Saying]:
    known = {
        "guns": frozenset(it.script.guns),
        "containers": frozenset(it.script.containers),
        "lots": frozenset(it.script.lots),
    }
    sayings: list[Saying] = []
    for who in it.lookers(step):
        phrases = step.answers.get(who)
        lines, guns, cases = (
            count_answers(phrases, known) if phrases else _truly_there(it, step.count)
        )
        body = counting.Counted(
            count=it.event(step.count),
            direction=step.direction,
            lines=tuple(
                counting.CountLine(container=it.item(box), lot=it.lot(lot), rounds=number)
                for box, lot, number in lines
            ),
            weapons=it.items(guns),
            fired_cases=cases,
        )
        sayings.append(Saying(body, (who,)))
    return sayings


def _truly_there(it: Teller, count: str) -> tuple[list[tuple[str, str, int]], list[str], int]:
    items = it.counting.get(count, ())
    there = [
        (box, lot, rounds)
        for box in items
        for lot, rounds in it.world.boxes.get(box, {}).items()
        if lot in it.script.lots
    ]
    cases = sum(rounds[TrueRound.FIRED_CASE] for _, _, rounds in there)
    lines = [
        (box, lot, rounds.total() - rounds[TrueRound.FIRED_CASE]) for box, lot, rounds in there
    ]
    guns = [item for item in items if item in it.world.guns]
    return [line for line in lines if line[2]], guns, cases


def _end(it: Teller, step: verbs_passing.EndCount) -> Body:
    return counting.EndCount(count=it.event(step.count))


def _evidence(it: Teller, step: verbs_passing.EvidenceSeen) -> Body:
    return counting.EvidenceSeen(
        keep=it.event(step.keep),
        photograph=it.detail(step.photograph),
        item=it.item(step.item),
        bag=step.bag,
    )


TELLINGS: Final[dict[type[Step], Telling]] = {
    verbs_plan.Assess: one(_assess),
    verbs_plan.ApproveSetUp: one(_approve),
    verbs_plan.SetUpChanged: one(_changed),
    verbs_plan.NothingMoved: one(
        lambda it, step: plan.NothingMoved(set_up=it.set_up(step.set_up))
    ),
    verbs_plan.Brief: one(_brief),
    verbs_plan.Provide: one(_provide),
    verbs_plan.ProvisionEnded: one(lambda _it, step: plan.ProvisionEnded(what=step.what)),
    verbs_plan.CountArea: one(_area),
    verbs_plan.Rolling: one(lambda it, step: plan.Rolling(set_up=it.set_up(step.set_up))),
    verbs_plan.Cut: one(lambda it, step: plan.Cut(set_up=it.set_up(step.set_up))),
    verbs_passing.LineLook: _line_look,
    verbs_passing.LineIssue: one(_line_issue),
    verbs_passing.Relief: one(_relief),
    verbs_passing.GuardedBy: one(_guarded),
    verbs_passing.FoundWith: one(_found_with),
    verbs_passing.OnPaper: one(_paper),
    verbs_passing.Ship: one(_ship),
    verbs_passing.Destroyed: one(_destroyed),
    verbs_passing.BeginCount: one(_begin),
    verbs_passing.Counted: _count,
    verbs_passing.EndCount: one(_end),
    verbs_passing.EvidenceSeen: one(_evidence),
}
