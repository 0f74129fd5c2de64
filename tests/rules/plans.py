"""Plans on the hand-made floor: what is approved, and a gun used under what was approved.

``approving(plan())`` is the two's approving a plain take with the revolver, dummies in it;
``under(floor.hand_over(), plan())`` is a step in that set-up. Nothing stands against either.
``only(step, "R38")`` adopts core and just this row of the house default.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from showclear.field.ids import EventId, ItemId, LotId, PersonId, SetUpId
from showclear.field.people import Role
from showclear.field.plan import Line, Phase
from showclear.field.stock import WeaponClass
from showclear.record.codes import Refusal
from showclear.record.events.handling import Act, Announced
from showclear.record.events.plan import ApproveSetUp, Assess, Changed, Use
from showclear.record.facts_plan import (
    PLAN_ROWS,
    AssessFact,
    SetUpChange,
    SetUpFact,
    plan_digest,
)
from showclear.record.state import PacksInForce
from tests.rules import floor
from tests.rules.floor import AD, ARMORER, BLANKS, COLT, DUMMIES, PERFORMER, Reason, Step
from tests.rules.pack_texts import CORE, HOUSE, choice

HOLD_UP: Final = SetUpId("hold-up")
POLICY_MM: Final = 6096


def use(weapon: ItemId = COLT, *to: PersonId, **changes: object) -> Use:
    """Return a use: the performer points it, six dummies in it, the reason is written."""
    plain = Use(
        weapon=weapon,
        performers=to or (PERFORMER,),
        acts=(Act.POINT,),
        holds=Announced.DUMMIES,
        rounds=6,
        lot=DUMMIES,
        reason="why",
    )
    return msgspec.structs.replace(plain, **changes)


def firing(**changes: object) -> Use:
    """Return the revolver's use with six blanks, fired."""
    blanks = use(acts=(Act.POINT, Act.FIRE), holds=Announced.BLANKS, lot=BLANKS)
    return msgspec.structs.replace(blanks, **changes)


def plan(*uses: Use, **changes: object) -> ApproveSetUp:
    """Return a take in the saloon, clear of everybody, a metre beyond the policy's distance."""
    plain = ApproveSetUp(
        set_up=HOLD_UP,
        scene="saloon",
        phase=Phase.TAKE,
        uses=uses or (use(),),
        line=Line.CLEAR,
        nearest_mm=POLICY_MM + 1000,
    )
    return msgspec.structs.replace(plain, **changes)


def approving(body: ApproveSetUp, *, scenes: Sequence[str] = ("saloon",)) -> Step:
    """Return armorer's and first AD's approving this plan under all rows of the plan."""
    both = ((ARMORER, Role.HANDLER), (AD, Role.CALLER))
    step = only(Step(state=floor.floor(), body=body, by=both), *sorted(PLAN_ROWS))
    for scene in scenes:
        assess(step, scene)
    return step


def assess(step: Step, scene: str) -> None:
    """Let a scene be assessed."""
    written = Assess(scene=scene, hazards="h", controls="c")
    step.state.scenes[scene] = AssessFact(event=EventId("assessed"), index=20, assessed=written)


def only(step: Step, *rows: str) -> Step:
    """Return the step under core and only these rows of the house default."""
    house = msgspec.structs.replace(choice(HOUSE), rows=rows)
    step.state.packs = PacksInForce(packs=(choice(CORE), house), since=0, digest="packs")
    return step


def under(step: Step, body: ApproveSetUp, *changed: Changed) -> Step:
    """Return the step in a set-up that was approved so, and in which this changed since."""
    only(step, *sorted(PLAN_ROWS))
    assess(step, body.scene)
    step.say(set_up=body.set_up)
    matters = [one for one in changed if one is not Changed.OTHER]
    step.state.set_ups[body.set_up] = SetUpFact(
        event=EventId("approved"),
        index=30,
        approved=body,
        packs=plan_digest(step.state.packs.packs),
        changed=tuple(
            SetUpChange(event=EventId(f"{one.value}-changed"), index=40, what=one)
            for one in matters
        ),
        unsettled=EventId("moved" if Changed.OTHER in changed else ""),
    )
    return step


def of_class(step: Step, weapon_class: int) -> Step:
    """Return the step with the revolver of another class."""
    step.colt.weapon_class = WeaponClass(weapon_class)
    return step


def with_lot(step: Step, lot: LotId, rounds: int = 6) -> Step:
    """Return the step with so many rounds of this lot in the revolver."""
    step.colt.rounds = {lot: rounds} if rounds else {}
    return step


def refused(step: Step, *rules: str) -> list[Reason]:
    """Return what these rules have against the step; all of the plan's rows without any."""
    return _of(floor.decide(step).refusals, rules)


def alerted(step: Step, *rules: str) -> list[Reason]:
    """Return what these rules would have noted."""
    return _of(floor.decide(step).alerts, rules)


def _of(reasons: Sequence[Refusal], rules: Sequence[str]) -> list[Reason]:
    wanted = rules or sorted(PLAN_ROWS)
    return [floor.reason(reason) for reason in reasons if reason.rule in wanted]
