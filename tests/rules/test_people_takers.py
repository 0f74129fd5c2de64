"""R10, R12, R50, R51, R52: who takes a gun, who is near it, who carries one of their own."""

from __future__ import annotations

import itertools
from typing import Final

import pytest

from showclear.field.ids import NOBODY, EventId, PersonId
from showclear.field.stock import WeaponClass
from showclear.record.codes import Code
from showclear.record.events.people import Paper, Where
from showclear.record.events.speaking import Side
from showclear.record.facts_people import CarrierFact, DeclineFact, GuardianFact, LimitFact
from showclear.rules.chapters import people
from showclear.rules.decide import CATALOGUE
from tests.rules import floor
from tests.rules.crew import TWIN, Cases, judged, line, of_class, on_day, planned, with_papers
from tests.rules.floor import (
    ARMORER,
    ASSISTANT,
    COLT,
    CREW,
    OUTSIDER,
    PERFORMER,
    RUBBER_GUN,
    STAND_IN,
    Reason,
    Step,
)

GUARDIAN: Final = PersonId("guardian")
ASSESSED: Final = Paper.PATTERN_ASSESSED


def assessed(step: Step, *who: PersonId, patterns: tuple[str, ...] = ()) -> Step:
    """Return the step after these people were assessed, on every pattern or on these."""
    for person in who or (PERFORMER,):
        with_papers(step, ASSESSED, who=person, patterns=patterns)
    return step


def not_trained(item: str = "colt", who: str = "performer") -> Reason:
    """Return R10's reason."""
    lift = "they are trained and assessed on single-action-1873, and an officer records it"
    return "R10", "performer_not_trained", (item, who, "single-action-1873"), lift


R10: Final[Cases] = {
    "assessed on this pattern": (
        lambda: assessed(floor.hand_over(), patterns=("single-action-1873",)),
        [],
    ),
    "assessed on every pattern": (lambda: assessed(floor.hand_over()), []),
    "not assessed": (floor.hand_over, [not_trained()]),
    "assessed on another pattern": (
        lambda: assessed(floor.hand_over(), patterns=("lever-tube",)),
        [not_trained()],
    ),
    "has other papers": (
        lambda: with_papers(floor.hand_over(), Paper.HANDLING_COURSE, who=PERFORMER),
        [not_trained()],
    ),
    "assessed until the day before": (
        lambda: with_papers(floor.hand_over(), ASSESSED, who=PERFORMER, until="2026-11-21"),
        [not_trained()],
    ),
    "no day is open": (
        lambda: on_day(assessed(floor.hand_over()), ""),
        [("R10", "day_not_open", ("colt",), "the caller opens the working day")],
    ),
    "one of a line is not": (
        lambda: assessed(line(PERFORMER, STAND_IN), PERFORMER),
        [not_trained("twin", "stand-in")],
    ),
    "who takes it on the way is not": (
        lambda: assessed(planned(floor.hand_over(), taker=STAND_IN)),
        [not_trained(who="stand-in")],
    ),
    "who takes it on the way is": (
        lambda: assessed(planned(floor.hand_over(), taker=STAND_IN), PERFORMER, STAND_IN),
        [],
    ),
    "it is put down, and nobody takes it": (
        lambda: assessed(planned(floor.hand_over(), taker=NOBODY)),
        [],
    ),
    "it comes back to the first": (
        lambda: planned(floor.hand_over(), taker=PERFORMER),
        [not_trained()],
    ),
    "the plan has other guns too": (
        lambda: assessed(planned(floor.hand_over_rubber(), taker=STAND_IN)),
        [],
    ),
    "a rubber gun": (floor.hand_over_rubber, []),
    "taking out": (floor.take_out, []),
    "loading": (floor.load, []),
}


@pytest.mark.parametrize("case", R10)
def test_r10_performer_assessed(case: str) -> None:
    """Who takes a gun that can fire was trained and assessed on its pattern."""
    make, expected = R10[case]
    assert judged(make(), "R10") == (expected, [])


@pytest.mark.parametrize("weapon_class", WeaponClass)
def test_r10_by_class(weapon_class: WeaponClass) -> None:
    """The assessment is asked for classes 4 to 6 and for no other."""
    refused, _ = judged(of_class(floor.hand_over(), weapon_class), "R10")
    assert bool(refused) is (weapon_class >= WeaponClass.BLANK_ONLY)


def carrier(step: Step, where: Where, who: PersonId = OUTSIDER) -> Step:
    """Return the step while a declared carrier is there."""
    step.state.carriers[who] = CarrierFact(event=EventId("declared"), where=where)
    return step


def carrier_inside(item: str = "colt", who: str = "outsider") -> Reason:
    """Return R12's reason."""
    lift = "the carrier leaves the working area, and caller or handler says so"
    return "R12", "carrier_inside", (item, who), lift


R12: Final[Cases] = {
    "nobody carries": (floor.take_out, []),
    "outside": (lambda: carrier(floor.take_out(), Where.OUTSIDE), []),
    "inside, taking out": (lambda: carrier(floor.take_out(), Where.INSIDE), [carrier_inside()]),
    "inside, loading": (lambda: carrier(floor.load(), Where.INSIDE), [carrier_inside()]),
    "inside, handing over": (
        lambda: carrier(floor.hand_over(), Where.INSIDE),
        [carrier_inside()],
    ),
    "inside, a rubber gun": (
        lambda: carrier(floor.hand_over_rubber(), Where.INSIDE),
        [carrier_inside("rubber-gun")],
    ),
    "inside, a line": (
        lambda: carrier(line(), Where.INSIDE),
        [carrier_inside(), carrier_inside("twin")],
    ),
    "two, one of them inside": (
        lambda: carrier(carrier(floor.take_out(), Where.OUTSIDE, CREW), Where.INSIDE),
        [carrier_inside()],
    ),
}


@pytest.mark.parametrize("case", R12)
def test_r12_no_weapons_of_ones_own(case: str) -> None:
    """A declared carrier hinders inside the working area, and nowhere else."""
    make, expected = R12[case]
    assert judged(make(), "R12") == (expected, [])


def minor(step: Step, *who: PersonId) -> Step:
    """Return the step with minors."""
    step.state.day_opened = EventId("opened")
    step.state.minors.update({person: EventId(f"minor-{person}") for person in who})
    return step


def guarded(
    step: Step, who: PersonId = PERFORMER, *, by: PersonId = GUARDIAN, day: str = "opened"
) -> Step:
    """Return the step with a guardian of this minor present since a day was opened."""
    step.state.guardians[who] = GuardianFact(
        event=EventId("present"), guardian=by, day_opened=EventId(day)
    )
    return step


def no_guardian(who: str = "performer", item: str = "colt") -> Reason:
    """Return R50's reason."""
    lift = "the guardian or studio teacher is told and present; their no is a stop"
    return "R50", "guardian_not_present", (item, who), lift


R50: Final[Cases] = {
    "no minors": (lambda: planned(floor.hand_over(), inside=(CREW,)), []),
    "the taker is one": (lambda: minor(floor.hand_over(), PERFORMER), [no_guardian()]),
    "the taker's guardian is there": (
        lambda: guarded(minor(floor.hand_over(), PERFORMER)),
        [],
    ),
    "the guardian was there the day before": (
        lambda: guarded(minor(floor.hand_over(), PERFORMER), day="day before"),
        [no_guardian()],
    ),
    "the day is closed": (
        lambda: on_day(guarded(minor(floor.hand_over(), PERFORMER)), ""),
        [no_guardian()],
    ),
    "the guardian is a minor too": (
        lambda: guarded(minor(floor.hand_over(), PERFORMER, CREW), by=CREW),
        [no_guardian()],
    ),
    "a rubber gun to a minor": (
        lambda: minor(floor.hand_over_rubber(), PERFORMER),
        [no_guardian(item="rubber-gun")],
    ),
    "inside": (
        lambda: minor(planned(floor.hand_over(), inside=(CREW,)), CREW),
        [no_guardian("grip")],
    ),
    "in the area": (
        lambda: minor(planned(floor.hand_over(), area=(CREW,)), CREW),
        [no_guardian("grip")],
    ),
    "affected by the scene": (
        lambda: minor(planned(floor.hand_over(), affected=(CREW,)), CREW),
        [no_guardian("grip")],
    ),
    "everywhere, told once": (
        lambda: minor(planned(floor.hand_over(), area=(CREW,), affected=(CREW,)), CREW),
        [no_guardian("grip")],
    ),
    "near, with a guardian": (
        lambda: guarded(minor(planned(floor.hand_over(), area=(CREW,)), CREW), CREW),
        [],
    ),
    "near a rubber gun": (
        lambda: minor(planned(floor.hand_over_rubber(), area=(CREW,)), CREW),
        [],
    ),
    "takes it on the way": (
        lambda: minor(planned(floor.hand_over(), taker=STAND_IN), STAND_IN),
        [no_guardian("stand-in")],
    ),
    "one of a line": (lambda: minor(line(), STAND_IN), [no_guardian("stand-in", "twin")]),
    "somewhere else": (lambda: minor(floor.hand_over(), CREW), []),
    "while a gun is taken out": (lambda: minor(floor.take_out(), PERFORMER), []),
}


@pytest.mark.parametrize("case", R50)
def test_r50_minors(case: str) -> None:
    """A minor who handles, or is near a gun that can fire, has a guardian there that day."""
    make, expected = R50[case]
    assert judged(make(), "R50") == (expected, [])


def limited(step: Step, class_max: int, who: PersonId = PERFORMER) -> Step:
    """Return the step after somebody was asked in private."""
    step.state.limits[who] = LimitFact(event=EventId("asked"), class_max=class_max)
    return step


def above(item: str = "colt", who: str = "performer") -> Reason:
    """Return R51's reason: it names nothing but the gun and the person."""
    lift = (
        "not this one for this person: an item of a lower class is offered; where nobody has asked"
        " them yet, an officer asks in private and records the answer"
    )
    return "R51", "above_class_limit", (item, who), lift


@pytest.mark.parametrize(("of", "limit"), [*itertools.product(WeaponClass, [None, *range(7)])])
def test_r51_class_limit(of: WeaponClass, limit: int | None) -> None:
    """A gun that can fire goes up to the recorded limit; the reason is the same whatever it is."""
    step = of_class(floor.hand_over(), of)
    if limit is not None:
        limited(step, limit)
    fires = of >= WeaponClass.BLANK_ONLY
    expected = [above()] if fires and (limit is None or limit < of) else []
    assert judged(step, "R51") == (expected, [])


R51: Final[Cases] = {
    "somebody else was asked": (lambda: limited(floor.hand_over(), 6, STAND_IN), [above()]),
    "a line of two, one not asked": (
        lambda: limited(line(), 6),
        [above("twin", "stand-in")],
    ),
    "who takes it on the way was not asked": (
        lambda: limited(planned(floor.hand_over(), taker=STAND_IN), 6),
        [above(who="stand-in")],
    ),
    "taking out": (floor.take_out, []),
}


@pytest.mark.parametrize("case", R51)
def test_r51_whoever_takes_it(case: str) -> None:
    """Everybody who is to have the gun in hand is held against their own limit."""
    make, expected = R51[case]
    assert judged(make(), "R51") == (expected, [])


def test_r51_never_asks_about_what_cannot_fire() -> None:
    """Whatever classes a pack's row covers, a rubber gun goes to anybody."""
    case = floor.case(limited(floor.hand_over_rubber(), 0))
    assert list(people.within_limit(case, floor.no_parameters())) == []


def declined(step: Step, who: PersonId, side: Side, item: str = "colt") -> Step:
    """Return the step after somebody declined a gun."""
    fact = DeclineFact(event=EventId("declined"), person=who, side=side)
    weapon = next(gun for name, gun in step.state.weapons.items() if name == item)
    weapon.declined = (*weapon.declined, fact)
    return step


def declined_before(item: str = "colt") -> Reason:
    """Return R52's note."""
    lift = "no reason is asked: a lower class is offered, or another person takes this part"
    return "R52", "declined_before", (item,), lift


R52: Final[Cases] = {
    "nobody declined": (floor.hand_over, []),
    "the taker declined": (
        lambda: declined(floor.hand_over(), PERFORMER, Side.TAKE),
        [declined_before()],
    ),
    "the handler declined": (
        lambda: declined(floor.hand_over(), ARMORER, Side.ISSUE),
        [declined_before()],
    ),
    "both declined": (
        lambda: declined(declined(floor.hand_over(), PERFORMER, Side.TAKE), ARMORER, Side.ISSUE),
        [declined_before()],
    ),
    "another performer declined": (
        lambda: declined(floor.hand_over(), STAND_IN, Side.TAKE),
        [],
    ),
    "another handler declined": (
        lambda: declined(floor.hand_over(), ASSISTANT, Side.ISSUE),
        [],
    ),
    "the handler declined to take one": (
        lambda: declined(floor.hand_over(), ARMORER, Side.TAKE),
        [],
    ),
    "another gun was declined": (
        lambda: declined(floor.hand_over(), PERFORMER, Side.TAKE, RUBBER_GUN),
        [],
    ),
    "a rubber gun was declined": (
        lambda: declined(floor.hand_over_rubber(), PERFORMER, Side.TAKE, RUBBER_GUN),
        [declined_before("rubber-gun")],
    ),
    "one of a line declined theirs": (
        lambda: declined(line(), STAND_IN, Side.TAKE, TWIN),
        [declined_before("twin")],
    ),
    "one of a line declined another's": (lambda: declined(line(), STAND_IN, Side.TAKE), []),
    "who takes it on the way declined": (
        lambda: declined(planned(floor.hand_over(), taker=STAND_IN), STAND_IN, Side.TAKE),
        [declined_before()],
    ),
}


@pytest.mark.parametrize("case", R52)
def test_r52_a_decline_is_noted_and_blocks_nothing(case: str) -> None:
    """A hand-over to or by who declined this gun carries a note without a reason."""
    make, expected = R52[case]
    assert judged(make(), "R52") == ([], expected)


@pytest.mark.parametrize("rule", people.RULES, ids=[rule.id for rule in people.RULES])
def test_a_gun_that_is_not_on_record_is_left_to_the_record(rule: object) -> None:
    """About a gun nobody has received no rule about people says anything."""
    step = carrier(floor.hand_over(), Where.INSIDE)
    step.state.weapons.pop(COLT)
    bound = next(one for one in CATALOGUE if one is rule)
    params = floor.parameters(
        papers=("permit",), handler_courses=("x",), courses_near=(), guns_per_handler_max=0
    )
    assert list(bound.function(floor.case(step), params)) == []


def test_codes_of_this_chapter() -> None:
    """Each rule of the chapter has the code that the catalogue's order gives it."""
    ranks = [code.value for code in Code]
    mine = ["other_duty", "too_few_handlers", "credential_missing", "performer_not_trained",
            "not_trained_near", "carrier_inside", "guardian_not_present", "above_class_limit",
            "declined_before"]  # fmt: skip
    assert [code for code in ranks if code in mine] == mine
