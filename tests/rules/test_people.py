"""R03, R04, R05, R09: papers and courses of who handles, single duty, enough handlers."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.field.ids import EventId, KeyId, PersonId
from showclear.field.stock import WeaponClass
from showclear.record.events.handling import Collect, Lock, TakeOut
from showclear.record.events.people import Paper
from showclear.rules.chapters import people
from showclear.rules.decide import CATALOGUE
from tests.rules import floor
from tests.rules.crew import (
    HANDLING,
    TWIN,
    Cases,
    another_gun,
    judged,
    line,
    of_class,
    on_day,
    planned,
    with_papers,
    without,
)
from tests.rules.floor import (
    AD,
    ARMORER,
    ASSISTANT,
    COLT,
    CREW,
    GUN_SAFE,
    PERFORMER,
    RUBBER_GUN,
    SAFETY,
    Reason,
    Step,
)

PERMIT, FEDERAL, COURSE = HANDLING
DAY_SHUT: Final = "the caller opens the working day"


def papers_lack(*papers: str, item: str = "colt", rule: str = "R03") -> Reason:
    """Return the reason that these papers are not on record."""
    lift = (
        f"an officer records what covers {item} on 2026-11-22: {', '.join(papers)};"
        " or another handler takes this step"
    )
    return rule, "credential_missing", ("armorer", item, *papers), lift


def day_shut(item: str = "colt", rule: str = "R03") -> Reason:
    """Return the reason that papers cannot be held against any day."""
    return rule, "day_not_open", (item,), DAY_SHUT


def rest(*papers: Paper) -> Step:
    """Return the hand-over by an armorer who has shown only these papers."""
    return with_papers(floor.hand_over(), *papers)


R03: Final[Cases] = {
    "all three papers": (lambda: rest(*HANDLING), []),
    "taking out with all three": (lambda: with_papers(floor.take_out(), *HANDLING), []),
    "loading with all three": (lambda: with_papers(floor.load(), *HANDLING), []),
    "none at all": (
        floor.hand_over,
        [papers_lack("federal-document", "handling-course", "permit")],
    ),
    "taking out with none": (
        floor.take_out,
        [papers_lack("federal-document", "handling-course", "permit")],
    ),
    "loading with none": (
        floor.load,
        [papers_lack("federal-document", "handling-course", "permit")],
    ),
    "a line with none": (
        line,
        [
            papers_lack("federal-document", "handling-course", "permit"),
            papers_lack("federal-document", "handling-course", "permit", item="twin"),
        ],
    ),
    "no permit": (lambda: rest(FEDERAL, COURSE), [papers_lack("permit")]),
    "no federal document": (lambda: rest(PERMIT, COURSE), [papers_lack("federal-document")]),
    "no course": (lambda: rest(PERMIT, FEDERAL), [papers_lack("handling-course")]),
    "another's papers": (
        lambda: with_papers(floor.hand_over(), *HANDLING, who=ASSISTANT),
        [papers_lack("federal-document", "handling-course", "permit")],
    ),
    "on its first day": (lambda: on_day(rest(*HANDLING), "2026-11-21"), []),
    "the permit ended the day before": (
        lambda: with_papers(rest(FEDERAL, COURSE), PERMIT, until="2026-11-21"),
        [papers_lack("permit")],
    ),
    "the permit was renewed": (
        lambda: with_papers(rest(*HANDLING), PERMIT, until="2026-11-21"),
        [],
    ),
    "the permit names its pattern": (
        lambda: with_papers(rest(FEDERAL, COURSE), PERMIT, patterns=("single-action-1873",)),
        [],
    ),
    "the permit names other patterns": (
        lambda: with_papers(rest(FEDERAL, COURSE), PERMIT, patterns=("lever-tube",)),
        [papers_lack("permit")],
    ),
    "the permit is for its class": (
        lambda: with_papers(rest(FEDERAL, COURSE), PERMIT, classes=(WeaponClass.LIVE_CAPABLE,)),
        [],
    ),
    "the permit is for another class": (
        lambda: with_papers(rest(FEDERAL, COURSE), PERMIT, classes=(WeaponClass.ADAPTED,)),
        [papers_lack("permit")],
    ),
    "no day is open": (lambda: on_day(rest(*HANDLING), ""), [day_shut()]),
    "no day is open and no papers": (lambda: on_day(floor.hand_over(), ""), [day_shut()]),
    "a rubber gun needs none": (floor.hand_over_rubber, []),
    "a rubber gun without a day": (lambda: on_day(floor.hand_over_rubber(), ""), []),
    "a gun nobody has received is the record's": (lambda: without(line(), TWIN), [
        papers_lack("federal-document", "handling-course", "permit"),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", R03)
def test_r03_papers_are_shown(case: str) -> None:
    """Who handles a gun that can fire has papers valid that day, for its class and pattern."""
    make, expected = R03[case]
    assert judged(make(), "R03") == (expected, [])


@pytest.mark.parametrize("weapon_class", WeaponClass)
def test_r03_by_class(weapon_class: WeaponClass) -> None:
    """Papers are asked for classes 4 to 6 and for no other."""
    refused, _ = judged(of_class(floor.take_out(), weapon_class), "R03")
    assert bool(refused) is (weapon_class >= WeaponClass.BLANK_ONLY)


def busy(step: Step, who: PersonId = ARMORER, *duties: str) -> Step:
    """Return the step while somebody has another duty."""
    step.state.duties[who] = {duty: EventId(duty) for duty in duties or ("driver",)}
    return step


def other_duty(*duties: str, item: str = "colt") -> Reason:
    """Return R04's reason."""
    lift = "another handler takes this step, or armorer ends the other duty first"
    return "R04", "other_duty", ("armorer", item, *duties), lift


R04: Final[Cases] = {
    "no other duty": (floor.take_out, []),
    "taking out": (lambda: busy(floor.take_out()), [other_duty("driver")]),
    "loading": (lambda: busy(floor.load()), [other_duty("driver")]),
    "handing over": (lambda: busy(floor.hand_over()), [other_duty("driver")]),
    "a line": (lambda: busy(line()), [other_duty("driver"), other_duty("driver", item="twin")]),
    "two duties": (
        lambda: busy(floor.load(), ARMORER, "driver", "catering"),
        [other_duty("catering", "driver")],
    ),
    "somebody else's duty": (lambda: busy(floor.take_out(), ASSISTANT), []),
    "a rubber gun": (lambda: busy(floor.hand_over_rubber()), []),
    "a rubber gun is taken out": (lambda: busy(floor.take_out(RUBBER_GUN)), []),
}


@pytest.mark.parametrize("case", R04)
def test_r04_single_duty(case: str) -> None:
    """Who has another duty readies no gun that can fire; a rubber gun is never asked about."""
    make, expected = R04[case]
    assert judged(make(), "R04") == (expected, [])


def test_r04_never_asks_about_what_cannot_fire() -> None:
    """Whatever classes a pack's row covers, a rubber gun is nobody's second duty."""
    case = floor.case(busy(floor.hand_over_rubber()))
    assert list(people.single_duty(case, floor.no_parameters())) == []


@pytest.mark.parametrize("rule", people.RULES, ids=[rule.id for rule in people.RULES])
def test_nothing_is_asked_when_a_gun_is_taken_back(rule: object) -> None:
    """No rule about people is asked when a gun is collected or locked away."""
    steps = next(one.steps for one in CATALOGUE if one is rule)
    assert not steps & {Collect, Lock}


def out(step: Step, guns: int) -> Step:
    """Return the step while so many guns that can fire are out."""
    step.state.guns_out = guns
    return step


def gone(step: Step, *people_gone: PersonId) -> Step:
    """Return the step after these people's keys were revoked."""
    for person in people_gone:
        step.state.registry.keys[KeyId(f"key-of-{person}")].revoked = 90
    return step


def two_taken_out() -> Step:
    """Return the taking out of two revolvers and a rubber gun together."""
    step = floor.take_out()
    another_gun(step, TWIN)
    floor.lock_up(step.state, RUBBER_GUN)
    step.body = TakeOut(items=(COLT, TWIN, RUBBER_GUN), place=GUN_SAFE)
    return step


def too_few(guns: int, handlers: int) -> Reason:
    """Return R05's reason."""
    lift = "lock guns away or have another handler: at most 10 guns out for each"
    return "R05", "too_few_handlers", (str(guns), str(handlers)), lift


R05: Final[Cases] = {
    "as many as two handlers can watch": (lambda: out(floor.hand_over(), 20), []),
    "one more": (lambda: out(floor.hand_over(), 21), [too_few(21, 2)]),
    "one is taken out to make as many": (lambda: out(floor.take_out(), 19), []),
    "one is taken out to make one more": (lambda: out(floor.take_out(), 20), [too_few(21, 2)]),
    "two are taken out to make as many": (lambda: out(two_taken_out(), 18), []),
    "two are taken out to make one more": (lambda: out(two_taken_out(), 19), [too_few(21, 2)]),
    "a line": (lambda: out(line(), 21), [too_few(21, 2)]),
    "the assistant has no key any more": (
        lambda: gone(out(floor.hand_over(), 11), ASSISTANT),
        [too_few(11, 1)],
    ),
    "the assistant has another duty": (
        lambda: busy(out(floor.hand_over(), 11), ASSISTANT),
        [too_few(11, 1)],
    ),
    "nobody handles": (
        lambda: gone(out(floor.hand_over(), 1), ARMORER, ASSISTANT),
        [too_few(1, 0)],
    ),
    "a rubber gun": (lambda: out(floor.hand_over_rubber(), 99), []),
    "a load adds none and is not asked about": (lambda: out(floor.load(), 99), []),
}


@pytest.mark.parametrize("case", R05)
def test_r05_enough_handlers(case: str) -> None:
    """Guns out at once, against handlers who can sign and have no other duty: an alert."""
    make, expected = R05[case]
    assert judged(make(), "R05") == ([], expected)


def trained(step: Step) -> Step:
    """Return the step by an armorer who has had the handling course."""
    return with_papers(step, COURSE)


def untrained_near(*who: str, item: str = "colt") -> Reason:
    """Return R09's reason about those near."""
    lift = "those near have a course, and an officer records it; or they leave the area"
    return "R09", "not_trained_near", (item, "saloon", *who), lift


R09: Final[dict[str, tuple[Step, list[Reason], list[Reason]]]] = {
    "the handler had the course": (trained(floor.hand_over()), [], []),
    "the handler had none": (
        floor.hand_over(), [papers_lack("handling-course", rule="R09")], [],
    ),
    "loading without it": (floor.load(), [papers_lack("handling-course", rule="R09")], []),
    "taking out without it": (
        floor.take_out(), [papers_lack("handling-course", rule="R09")], [],
    ),
    "the course for being near is not enough": (
        with_papers(floor.hand_over(), Paper.PROXIMITY_COURSE),
        [papers_lack("handling-course", rule="R09")],
        [],
    ),
    "no day is open": (
        planned(on_day(trained(floor.hand_over()), ""), area=(CREW,)), [day_shut(rule="R09")], [],
    ),
    "somebody in the area had none": (
        planned(trained(floor.hand_over()), area=(CREW,)), [], [untrained_near("grip")],
    ),
    "two inside and in the area, one named twice": (
        planned(trained(floor.hand_over()), inside=(CREW, PERFORMER), area=(CREW,)),
        [],
        [untrained_near("grip", "performer")],
    ),
    "they had the course for being near": (
        with_papers(
            planned(trained(floor.hand_over()), area=(CREW,)), Paper.PROXIMITY_COURSE, who=CREW
        ),
        [],
        [],
    ),
    "they had the handling course": (
        planned(trained(floor.hand_over()), area=(ARMORER,)), [], [],
    ),
    "neither had it": (
        planned(floor.hand_over(), inside=(AD, SAFETY)),
        [papers_lack("handling-course", rule="R09")],
        [untrained_near("first-ad", "safety-rep")],
    ),
    "nobody is near": (planned(trained(floor.hand_over())), [], []),
    "a line in the set-up": (
        planned(trained(line()), area=(CREW,)),
        [],
        [untrained_near("grip"), untrained_near("grip", item="twin")],
    ),
    "a set-up nobody has approved": (
        floor.saying(trained(floor.hand_over()), set_up="s-elsewhere"), [], [],
    ),
    "a rubber gun": (planned(floor.hand_over_rubber(), area=(CREW,)), [], []),
}  # fmt: skip


@pytest.mark.parametrize("case", R09)
def test_r09_courses(case: str) -> None:
    """A handler without the course is refused; those near without one are named in an alert."""
    step, refused, alerts = R09[case]
    assert judged(step, "R09") == (refused, alerts)


def test_a_row_under_which_no_course_serves_alerts_about_all() -> None:
    """Where rows agree on no course for those near, everybody near is named."""
    step = planned(trained(floor.hand_over()), area=(CREW, ARMORER))
    params = floor.parameters(handler_courses=("handling-course",), courses_near=())
    found = list(people.handlers_trained(floor.case(step), params))
    assert [one.facts for one in found] == [("colt", "saloon", "armorer", "grip")]
    assert found[0].only_alert
