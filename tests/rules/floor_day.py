"""The floor's day made by hand: rolls, what is laid on, set-ups, counts; steps that ask about it.

``found(step, "R26")`` says what one row of the house finds. Each change is told by ``after(step,
...)``: nothing is laid on and nobody briefed until a change says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from showclear.field.ids import EventId, ItemId, LotId, PersonId, SetUpId
from showclear.field.people import Role
from showclear.field.plan import Line, Phase, Provision
from showclear.field.stock import Kind, WeaponClass
from showclear.record.codes import Refusal
from showclear.record.events.handling import Announced
from showclear.record.events.passing import IssueLine, Voucher
from showclear.record.events.plan import (
    ApproveSetUp,
    Assess,
    Briefing,
    Use,
)
from showclear.record.facts_floor import (
    AreaCount,
    Attended,
    Briefings,
    Day,
    LaidOn,
    MeetingFact,
    ProvisionFact,
)
from showclear.record.facts_plan import AssessFact, SetUpFact
from showclear.record.state import PacksInForce, State
from tests.rules import floor
from tests.rules.floor import (
    AD,
    ARMORER,
    COLT,
    DUMMIES,
    NOW,
    PERFORMER,
    Step,
)
from tests.rules.pack_texts import CORE, HOUSE, choice

NEAR: Final = SetUpId("near")
TODAY: Final = Day("2026-11-22")
YESTERDAY: Final = Day("2026-11-21")
Reason = tuple[str, str, tuple[str, ...], str]
BLOCK: Final = "block"
ALERT: Final = "alert"


def found(step: Step, row: str) -> list[Reason]:
    """Return what one row of the house finds: block or alert, code, facts, what lifts it."""
    house = msgspec.structs.replace(choice(HOUSE), rows=(row,))
    step.state.packs = PacksInForce(packs=(choice(CORE), house), since=0, digest=row)
    verdict = floor.decide(step)
    return [
        (weight, *_reason(refusal))
        for weight, refusals in ((BLOCK, verdict.refusals), (ALERT, verdict.alerts))
        for refusal in refusals
        if refusal.rule == row
    ]


def _reason(refusal: Refusal) -> tuple[str, tuple[str, ...], str]:
    return refusal.code.value, refusal.facts, refusal.lift


# -- the floor's day, by hand -----------------------------------------------------------------


def met(state: State, *people: PersonId, walked: bool = True, day: Day = TODAY) -> None:
    """Let the second AD have taken the day's roll of these people."""
    fact = MeetingFact(
        event=EventId("roll"),
        index=40,
        at=NOW,
        by=AD,
        role=Role.SECOND_PERSON,
        walk_through=walked,
    )
    attended = Attended(event=fact.event, index=40, briefing=Briefing.DAY, by=AD)
    state.briefings = Briefings(
        day=day,
        first=fact,
        meeting=fact,
        walked=fact if walked else None,
        people=dict.fromkeys(people, attended),
    )


def provided(
    state: State, *what: Provision, until: str = "", day: Day = TODAY, contact: str = "whom"
) -> None:
    """Let the first AD have said that these are laid on."""
    for one in what:
        fact = ProvisionFact(
            event=EventId(f"laid-on-{one.value}"),
            index=41,
            by=AD,
            role=Role.CALLER,
            day=day,
            until=until,
            contact=contact,
        )
        dated = fact if until else None
        state.laid_on[one.value] = LaidOn(dated=dated, today=None if until else fact)


def plan(
    state: State,
    *,
    inside: tuple[PersonId, ...] = (),
    area: tuple[PersonId, ...] = (),
    animals: bool = False,
    hearing: bool = True,
) -> None:
    """Let handler and caller have approved the near set-up."""
    approved = approving(inside=inside, area=area, animals=animals, hearing_protection=hearing)
    state.set_ups[NEAR] = SetUpFact(
        event=EventId("approved"), index=42, approved=approved, packs="packs"
    )


def approving(
    *uses: Use,
    inside: tuple[PersonId, ...] = (),
    area: tuple[PersonId, ...] = (),
    animals: bool = False,
    hearing_protection: bool = False,
) -> ApproveSetUp:
    """Return the approval of the near set-up."""
    return ApproveSetUp(
        set_up=NEAR,
        scene="saloon",
        phase=Phase.TAKE,
        uses=uses or (using(),),
        line=Line.CLEAR,
        nearest_mm=7_000,
        inside=inside,
        area=area,
        animals=animals,
        hearing_protection=hearing_protection,
    )


def using(
    weapon: ItemId = COLT,
    *,
    holds: Announced = Announced.BLANKS,
    gunshots: int = 0,
    lot: LotId = LotId(""),  # noqa: B008 - a NewType of str
) -> Use:
    """Return one gun of the set-up."""
    return Use(weapon=weapon, performers=(PERFORMER,), holds=holds, gunshots=gunshots, lot=lot)


def counted(state: State, *people: PersonId) -> None:
    """Let an AD have counted these people in the near set-up's area."""
    state.area_counts[NEAR] = AreaCount(
        event=EventId("counted"), index=43, at=NOW, by=AD, people=people
    )


def assessed(state: State, *, animals: bool = False) -> None:
    """Let the scene have been assessed."""
    body = Assess(scene="saloon", hazards="h", controls="c", animals=animals)
    state.scenes["saloon"] = AssessFact(event=EventId("assessed"), index=44, assessed=body)


# -- the steps --------------------------------------------------------------------------------


def blanks(set_up: SetUpId = NEAR, *, said: Announced = Announced.BLANKS) -> Step:
    """Return the hand-over of the revolver with six blanks in it, for a set-up."""
    step = floor.hand_over()
    floor.put_in(step.colt, 6, kind=Kind.BLANK)
    step.say(announced=said, set_up=set_up)
    return step


def dummies(set_up: SetUpId = NEAR) -> Step:
    """Return the hand-over of the revolver with six dummies in it, for a set-up."""
    step = floor.hand_over()
    step.say(set_up=set_up)
    return step


def line(*to: PersonId, announced: Announced = Announced.EMPTY, first: ItemId = COLT) -> Step:
    """Return the issue of a line of guns for the near set-up, the first of them this one."""
    state = floor.floor()
    guns = [first, *[ItemId(f"colt-{number}") for number in range(2, len(to) + 1)]]
    for item in guns[1:]:
        state.weapons[item] = floor.floor().weapons[COLT]
    vouchers = tuple(
        Voucher(weapon=item, to=person, number=number)
        for number, (item, person) in enumerate(zip(guns, to, strict=True), start=1)
    )
    body = IssueLine(line=vouchers, announced=announced, rounds=0, looks=(), set_up=NEAR)
    return Step(state=state, body=body)


def of_class(step: Step, weapon_class: WeaponClass) -> Step:
    """Return the step with a gun of another class."""
    step.colt.weapon_class = weapon_class
    return step


def after(step: Step, *changes: Callable[[State], None]) -> Step:
    """Return the step after these have happened."""
    for change in changes:
        change(step.state)
    return step


def out_before(state: State) -> None:
    """Let a gun have been taken out on this day already."""
    state.first_out = EventId("taken-out")


def nobody_knows(state: State) -> None:
    """Let the ledger not know the revolver."""
    del state.weapons[COLT]


def no_such_lot(state: State) -> None:
    """Let the ledger not know the lot of dummies."""
    del state.lots[DUMMIES]


def not_enrolled(state: State) -> None:
    """Let the ledger not know the armorer."""
    del state.registry.people[ARMORER]


def approve(body: ApproveSetUp) -> Step:
    """Return handler and caller's approving of a set-up."""
    by = ((ARMORER, Role.HANDLER), (AD, Role.CALLER))
    return Step(state=floor.floor(), body=body, by=by)


def titled(step: Step, title: str) -> Step:
    """Return the step while who signs it has another title on the call sheet."""
    step.state.registry.people[ARMORER].title = title
    return step
