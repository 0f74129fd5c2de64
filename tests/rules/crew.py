"""Papers, limits, duties and plans of the people on the floor; see ``tests.rules.floor``.

Each word takes a step and returns it, so that a case reads from the inside out:
``near(handing(), CREW)`` is the hand-over in a set-up with the grip in its area.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Final

import msgspec

from showclear.field.ids import NOBODY, EventId, ItemId, PersonId, SetUpId
from showclear.field.plan import Line, Moving, Phase
from showclear.field.stock import WeaponClass
from showclear.record.events.handling import Announced
from showclear.record.events.passing import IssueLine, Voucher
from showclear.record.events.people import Paper
from showclear.record.events.plan import ApproveSetUp, Assess, Movement, Use
from showclear.record.facts_people import PaperFact
from showclear.record.facts_plan import AssessFact, SetUpFact
from showclear.record.state import PacksInForce, Weapon
from showclear.rules.decide import Judge
from tests.rules import floor
from tests.rules.floor import ARMORER, COLT, PERFORMER, STAND_IN, Reason, Step
from tests.rules.pack_texts import CORE, HOUSE, choice, kept

Cases = dict[str, tuple[Callable[[], Step], list[Reason]]]

TWIN: Final = ItemId("twin")
TODAY: Final = "2026-11-22"
EVERY_CLASS: Final = tuple(WeaponClass)
HANDLING: Final = (Paper.PERMIT, Paper.FEDERAL_DOCUMENT, Paper.HANDLING_COURSE)
SET_UP: Final = SetUpId("saloon")


def judged(step: Step, row: str) -> tuple[list[Reason], list[Reason]]:
    """Return what one row, of core or the house's, holds against a step and what it alerts to."""
    house = choice(HOUSE)
    ours = (msgspec.structs.replace(house, rows=(row,)),) if row in house.rows else ()
    step.state.packs = PacksInForce(packs=(choice(CORE), *ours), since=0, digest=row)
    verdict = Judge(kept(CORE, HOUSE)).decide(step.state, floor.event(step), step.now)
    return (
        [floor.reason(one) for one in verdict.refusals if one.rule == row],
        [floor.reason(one) for one in verdict.alerts if one.rule == row],
    )


def with_papers(
    step: Step,
    *papers: Paper,
    who: PersonId = ARMORER,
    classes: tuple[WeaponClass, ...] = EVERY_CLASS,
    patterns: tuple[str, ...] = (),
    until: str = TODAY,
) -> Step:
    """Return the step after an officer has seen these papers, valid from the day before."""
    facts = tuple(
        PaperFact(
            event=EventId(f"{paper.value}-of-{who}"),
            paper=paper,
            classes=classes,
            patterns=patterns,
            valid_from="2026-11-21",
            valid_until=until,
        )
        for paper in papers
    )
    step.state.papers[who] = (*step.state.papers.get(who, ()), *facts)
    return step


def on_day(step: Step, day: str) -> Step:
    """Return the step on another working day, or with none open."""
    step.state.day = day
    return step


def of_class(step: Step, weapon_class: WeaponClass) -> Step:
    """Return the step with the revolver of another class."""
    return floor.with_colt(step, weapon_class=weapon_class)


def line(*to: PersonId) -> Step:
    """Return the armorer's issuing two revolvers along a line."""
    step = floor.hand_over_empty()
    step.state.weapons[TWIN] = copy.deepcopy(step.colt)
    takers = to or (PERFORMER, STAND_IN)
    step.body = IssueLine(
        line=tuple(
            Voucher(weapon=item, to=who, number=number)
            for number, (item, who) in enumerate(zip((COLT, TWIN), takers, strict=True), start=1)
        ),
        announced=Announced.EMPTY,
        rounds=0,
        looks=(),
    )
    return step


def planned(
    step: Step,
    *,
    inside: tuple[PersonId, ...] = (),
    area: tuple[PersonId, ...] = (),
    affected: tuple[PersonId, ...] = (),
    taker: PersonId = NOBODY,
) -> Step:
    """Return the step in an approved set-up: who is near, and who takes the gun on the way."""
    moves = (Movement(moving=Moving.BETWEEN_PERFORMERS, giver=PERFORMER, taker=taker),)
    use = Use(weapon=COLT, performers=(PERFORMER,), holds=Announced.DUMMIES, movements=moves)
    approved = ApproveSetUp(
        set_up=SET_UP,
        scene="saloon",
        phase=Phase.TAKE,
        uses=(use,),
        line=Line.CLEAR,
        nearest_mm=7_000,
        inside=inside,
        area=area,
    )
    assessed = Assess(scene="saloon", hazards="", controls="", affected=affected)
    state = step.state
    state.set_ups[SET_UP] = SetUpFact(
        event=EventId("approved"), index=20, approved=approved, packs=""
    )
    if affected:
        state.scenes["saloon"] = AssessFact(event=EventId("assessed"), index=19, assessed=assessed)
    step.say(set_up=SET_UP)
    return step


def without(step: Step, item: ItemId) -> Step:
    """Return the step with a gun that nobody has received."""
    step.state.weapons.pop(item)
    return step


def another_gun(step: Step, item: ItemId) -> Weapon:
    """Return a gun like the revolver, put on the floor."""
    step.state.weapons[item] = copy.deepcopy(step.colt)
    return step.state.weapons[item]
