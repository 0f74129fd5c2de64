"""Two guns in one step, and what cannot go off beside what can.

The tables of the chapters mostly ask about one gun. Here what stands against one is no excuse
for the other, and a rubber gun is never held to what is asked of guns that fire, whatever
classes a row covers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId, ItemId, LotId, SetUpId
from showclear.field.instants import MINUTE_MS
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.stock import Form, Kind
from showclear.record.events.handling import Announced, TakeOut
from showclear.record.events.passing import Voucher
from showclear.record.events.people import Paper
from showclear.record.facts_counting import WorkingDay
from showclear.record.facts_guns import WaitFact
from showclear.record.state import By, Charge, Question, Stock, Topic
from showclear.rules.chapters import (
    aftermath,
    counts,
    custody,
    guns,
    passing,
    plan,
    rounds,
    showing,
)
from showclear.rules.chapters import floor as floor_chapter
from showclear.rules.frame import RuleFunction
from tests.rules import floor, floor_day
from tests.rules.crew import SET_UP, TWIN, another_gun, judged, line, planned, with_papers
from tests.rules.floor import (
    ARMORER,
    ASSISTANT,
    BLANKS,
    BOX,
    COLT,
    GUN_SAFE,
    OUTSIDER,
    PERFORMER,
    RUBBER_GUN,
    STAND_IN,
    Step,
)

NONE: Final = floor.no_parameters("answered_by")


def taken_out(*items: ItemId) -> Step:
    """Return the taking out of these together, each from its lock."""
    step = floor.take_out()
    for item in items:
        if item == TWIN:
            another_gun(step, TWIN)
        floor.lock_up(step.state, item)
    step.body = TakeOut(items=items, place=GUN_SAFE)
    return step


def asked(step: Step, topic: Topic, *items: ItemId, day: str = "2026-11-22") -> Step:
    """Return the step while a question about these is open, since before the day was opened."""
    state = step.state
    event = EventId(f"{topic.value}-{len(state.questions)}")
    state.questions[event] = Question(event=event, topic=topic, items=items, index=0, day=day)
    state.blocking += 1
    state.working_day = WorkingDay(date="2026-11-22", since=10)
    return step


# -- what cannot go off ------------------------------------------------------------------------


def never_counted(step: Step) -> Step:
    """Return the step on the day after one that nobody counted at its wrap."""
    step.state.day_before = WorkingDay(date="2026-11-21", since=5)
    return step


def unshown(step: Step) -> Step:
    """Return the step with a revolver that nobody has shown."""
    step.colt.looks = []
    return step


def unopened() -> Step:
    """Return the taking out of two guns at which nobody looked today."""
    step = taken_out(RUBBER_GUN, COLT)
    step.colt.opening = []
    return step


def both_dropped() -> Step:
    """Return the taking out of two guns that both fell into the mud."""
    step = taken_out(RUBBER_GUN, COLT)
    for weapon in step.state.weapons.values():
        weapon.function_due = weapon.clear_due = EventId("in-the-mud")
    return step


def discharged() -> Step:
    """Return the taking out of two guns after a gunshot that nobody had called for."""
    step = asked(taken_out(RUBBER_GUN, COLT), Topic.DISCHARGE)
    step.state.discharges = dict.fromkeys(step.state.questions, (COLT,))
    return step


ABOUT_GUNS_THAT_FIRE: Final[dict[str, tuple[RuleFunction, Callable[[], Step]]]] = {
    "no opening check": (showing.opening_check, unopened),
    "never shown": (showing.shown_before, lambda: unshown(line_of(RUBBER_GUN, COLT))),
    "both fell into the mud": (aftermath.after_trouble, both_dropped),
    "a gunshot nobody called for": (aftermath.discharge_open, discharged),
    "keys that nobody reviewed": (
        counts.keys_reviewed,
        lambda: taken_out(RUBBER_GUN, COLT),
    ),
    "a round that looks live": (
        rounds.nothing_live_about,
        lambda: asked(taken_out(RUBBER_GUN, COLT), Topic.LOOKS_LIVE),
    ),
    "an old difference": (
        counts.differences_answered,
        lambda: asked(taken_out(RUBBER_GUN, COLT), Topic.DIFFERENCE),
    ),
    "a wrap without a count": (
        counts.wrap_counted,
        lambda: never_counted(taken_out(RUBBER_GUN, COLT)),
    ),
    "another gun found lying about": (
        passing.never_unattended,
        lambda: asked(taken_out(RUBBER_GUN, COLT), Topic.UNATTENDED, COLT),
    ),
}


@pytest.mark.parametrize("case", ABOUT_GUNS_THAT_FIRE)
def test_a_rubber_gun_beside_one_that_fires_is_left_out(case: str) -> None:
    """The rule itself speaks of the gun that can go off only, not just the row that covers it."""
    rule, step = ABOUT_GUNS_THAT_FIRE[case]
    assert {found.item for found in rule(floor.case(step()), NONE)} == {COLT}


def test_a_rubber_gun_named_first_excuses_no_other() -> None:
    """What a row does not cover is passed over; the next gun of the step is still asked about."""
    both = judged(taken_out(RUBBER_GUN, COLT), "R03")[0]
    assert both == judged(taken_out(COLT), "R03")[0]
    assert len(both) == 1


def test_r11_what_came_without_papers_beside_a_rubber_gun() -> None:
    """A rubber gun that was looked over does not stand in for the gun that was not."""
    step = taken_out(RUBBER_GUN, COLT)
    step.state.weapons[RUBBER_GUN].intake = EventId("intake")
    assert [one.item for one in guns.intake(floor.case(step), NONE)] == [COLT]


def test_r35_the_second_of_a_line_was_loaded_long_ago() -> None:
    """That the first was loaded just now says nothing of the second."""
    step = line_of(COLT, TWIN)
    twin = step.state.weapons[TWIN]
    floor.put_in(twin, 3, kind=Kind.BLANK)
    twin.loads = [msgspec.structs.replace(twin.loads[0], at=floor.minutes_ago(11))]
    limit = floor.parameters(loaded_minutes_max=10)
    found = [(one.item, one.facts) for one in guns.load_last(floor.case(step), limit)]
    assert found == [(TWIN, ("twin", "11"))]


def test_r06_each_gun_of_a_line_asks_for_its_set_up() -> None:
    """Without a set-up every gun of the line is of no assessed scene, not only the first."""
    assert [one.item for one in plan.assessed(floor.case(line_of(COLT, TWIN)), NONE)] == [
        COLT,
        TWIN,
    ]


def test_r53_dummies_named_first_excuse_no_blanks() -> None:
    """The set-up's second use is with blanks: hearing protection is named for that one."""
    uses = (
        floor_day.using(TWIN, holds=Announced.DUMMIES),
        floor_day.using(COLT, holds=Announced.BLANKS),
    )
    step = floor_day.approve(floor_day.approving(*uses))
    floor_day.assessed(step.state)
    found = floor_chapter.animals_and_hearing(floor.case(step), NONE)
    assert [one.item for one in found] == [COLT]


def test_r34_a_gun_nobody_showed_hides_no_wrong_word() -> None:
    """Of the first of a line nothing is known, which is R32's; the second is not as announced."""
    step = line_of(COLT, TWIN)
    step.colt.looks = []
    step.say(announced=Announced.DUMMIES, rounds=6)
    found = [(one.item, one.facts) for one in showing.announced(floor.case(step), NONE)]
    assert found == [(TWIN, ("twin", "empty", "0", "dummies"))]


def test_r25_a_day_that_is_not_open_is_all_that_is_said() -> None:
    """Without a working day nothing is said of the looks that nobody could have made."""
    step = unopened()
    step.state.day = ""
    found = [one.code.value for one in showing.opening_check(floor.case(step), NONE)]
    assert found == ["day_not_open"]


def test_r25_a_rubber_gun_is_handed_over_on_no_day_at_all() -> None:
    """Only what goes off, and what is taken out, waits for the day to be opened."""
    step = floor.hand_over_rubber()
    step.state.day = ""
    assert list(showing.opening_check(floor.case(step), NONE)) == []
    step = floor.hand_over()
    step.state.day = ""
    assert len(list(showing.opening_check(floor.case(step), NONE))) == 1


def test_r54_a_look_sent_late_is_as_old_as_its_device_says() -> None:
    """Looked 61 minutes ago, sent five minutes ago: it is too old."""
    step = floor.hand_over()
    limit = floor.parameters(showing_minutes_max=60)
    for minutes, expected in ((55, []), (56, ["61"])):
        lag = minutes * MINUTE_MS
        step.colt.looks = [msgspec.structs.replace(one, lag_ms=lag) for one in step.colt.looks]
        found = showing.showing_stands(floor.case(step), limit)
        assert [one.facts[1] for one in found] == expected


def test_r43_the_second_of_a_line_was_fired() -> None:
    """That the first bore was seen says nothing of the second."""
    step = line_of(COLT, TWIN)
    for weapon in (step.colt, step.state.weapons[TWIN]):
        weapon.bore_due = EventId("fired")
    step.state.weapons[TWIN].bore_seen = ()
    assert [one.item for one in showing.bore_seen(floor.case(step), NONE)] == [TWIN]


def test_r43_a_bore_seen_before_rounds_that_are_out_again() -> None:
    """What was seen before rounds went in counts only while they are in it."""
    step = planned(floor.hand_over())
    step.body = floor.load().body
    fact = step.state.set_ups[SET_UP]
    use = msgspec.structs.replace(fact.approved.uses[0], holds=Announced.MIXED)
    approved = msgspec.structs.replace(fact.approved, uses=(use,))
    step.state.set_ups[SET_UP] = msgspec.structs.replace(fact, approved=approved)
    colt = step.colt
    colt.last_kind, colt.bore_seen, colt.bore_before = Kind.BLANK, (), (EventId("looked"),)
    for inside, expected in (({BLANKS: 2}, []), ({}, [COLT])):
        colt.rounds = dict(inside)
        found = showing.bore_seen(floor.case(step), NONE)
        assert [one.item for one in found] == expected


def test_r32_a_mixed_load_that_two_saw_going_in_is_shown() -> None:
    """Two dummies and two blanks, each seen going in by the same two: nothing against it."""
    step = floor.hand_over(2)
    blanks = msgspec.structs.replace(
        step.colt.loads[0], kind=Kind.BLANK, lot=BLANKS, positions=floor.RING[2:4]
    )
    step.colt.loads.append(blanks)
    step.colt.rounds[BLANKS] = 2
    held = (Holds.DUMMY, Holds.DUMMY, Holds.BLANK, Holds.BLANK, Holds.EMPTY, Holds.EMPTY)
    seen = dict(zip(floor.RING, held, strict=True))
    way = LookWay.SEEN_GOING_IN
    step.colt.looks = [floor.look(who, seen, way=way) for who in (ARMORER, floor.AD)]
    assert list(showing.shown_before(floor.case(step), NONE)) == []


def test_r32_what_waits_after_a_misfire_is_not_shown() -> None:
    """That the armorer said it waits is no showing by the armorer."""
    step = floor.hand_over()
    step.colt.waiting = WaitFact(event=EventId("click"), by=ARMORER, at=floor.NOW)
    found = [(one.code.value, one.facts) for one in showing.shown_before(floor.case(step), NONE)]
    assert found == [("not_shown", ("colt", "waiting-after-misfire", "armorer"))]


# -- found lying about -------------------------------------------------------------------------


def test_r42_asks_only_about_what_was_found_unattended() -> None:
    """Another question about a gun, an open difference perhaps, is not R42's."""
    step = asked(taken_out(COLT), Topic.DIFFERENCE, TWIN)
    another_gun(step, TWIN)
    assert list(passing.never_unattended(floor.case(step), NONE)) == []


def test_r42_names_all_that_lie_about() -> None:
    """Two were found: both are to be collected, in the order of their names."""
    step = asked(taken_out(COLT, TWIN), Topic.UNATTENDED, TWIN, COLT)
    event = "unattended-0"
    lift = "a handler collects colt, twin; then caller and handler answer how it came about"
    assert [(one.facts, one.lift) for one in passing.never_unattended(floor.case(step), NONE)] == [
        (("colt", "colt", "twin", event), lift),
        (("twin", "colt", "twin", event), lift),
    ]


# -- a line, and a belt ------------------------------------------------------------------------


def line_of(*items: ItemId) -> Step:
    """Return the armorer's issuing these along a line, to one person after the other."""
    step = line()
    takers = (PERFORMER, STAND_IN, OUTSIDER)
    vouchers = zip(items, takers, strict=False)
    step.say(
        line=tuple(
            Voucher(weapon=item, to=who, number=number)
            for number, (item, who) in enumerate(vouchers, start=1)
        )
    )
    return step


def in_order(step: Step) -> list[tuple[str, tuple[str, ...]]]:
    """Return what R02 finds, code and facts, in the order of the line."""
    found = custody.one_in_charge(floor.case(step), floor.no_parameters("handler_titles"))
    return [(one.code.value, one.facts) for one in found]


def test_r02_a_gun_named_twice_hides_none_of_the_line() -> None:
    """Named twice it is found once; the one after it is still held against who is in charge."""
    step = line_of(COLT, COLT, TWIN)
    step.state.weapons[TWIN].charge = Charge(By.HANDLER, ASSISTANT)
    assert in_order(step) == [
        ("not_in_hand", ("colt", "performer")),
        ("not_in_charge", ("twin", "handler", "assistant")),
    ]
    step.state.weapons[COLT].charge = Charge(By.HANDLER, ASSISTANT)
    assert in_order(step) == [
        ("not_in_charge", ("colt", "handler", "assistant")),
        ("not_in_hand", ("colt", "performer")),
        ("not_in_charge", ("twin", "handler", "assistant")),
    ]


def test_r24_a_belt_is_asked_about_with_the_gun_it_fills() -> None:
    """Which classes a row covers is settled by the gun that is loaded, not by the belt."""
    step = floor.load()
    step.box.form = Form.BELT
    assert [one.item for one in counts.belts_counted(floor.case(step), NONE)] == [COLT]
    step.body = TakeOut(items=(BOX,), place=GUN_SAFE)
    assert [one.item for one in counts.belts_counted(floor.case(step), NONE)] == [BOX]


def test_r47_papers_count_from_their_first_day() -> None:
    """A key-holder's paper that is valid from today on is a paper."""
    step = taken_out(COLT)
    step.state.containers[GUN_SAFE].keys_reviewed = "2026-11-22"
    with_papers(step, Paper.PERMIT)
    facts = step.state.papers[ARMORER]
    for first_day, expected in (("2026-11-22", 0), ("2026-11-23", 1)):
        step.state.papers[ARMORER] = tuple(
            msgspec.structs.replace(fact, valid_from=first_day) for fact in facts
        )
        assert len(list(counts.keys_reviewed(floor.case(step), NONE))) == expected


def test_r45_any_of_several_may_answer() -> None:
    """Where a row names more than one role, all of them are named, and one is enough."""
    step = discharged()
    params = floor.parameters(answered_by=("outside", "caller"))
    lifts = {one.lift for one in aftermath.discharge_open(floor.case(step), params)}
    assert lifts == {"find the cause; answered by: caller or outside"}


# -- said, but not in the book -----------------------------------------------------------------


def test_r38_what_is_said_to_be_blanks_keeps_its_distance() -> None:
    """Dummies by the book, blanks by what is said: without a set-up they are not handed over."""
    step = floor.hand_over()
    step.say(announced=Announced.BLANKS, set_up=SetUpId(""))
    distance = floor.parameters(distance_mm_min=6096)
    assert [one.item for one in plan.stand_off(floor.case(step), distance)] == [COLT]


def test_r18_rounds_of_no_known_lot_beside_others() -> None:
    """What the record has no lot for is like nothing else in the box."""
    step = floor.load()
    step.box.stock[LotId("nobody-knows")] = Stock(rounds=6, proved=6)
    step.say(lot=LotId("nobody-knows"))
    proofs = floor.parameters(proofs_live_capable_min=2)
    found = [one.facts for one in rounds.only_proved_rounds(floor.case(step), proofs)]
    assert found == [("box", "dummies", "50 of 50")]
