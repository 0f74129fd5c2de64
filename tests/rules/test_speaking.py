"""STOP, R30, R48, R52: stops and concerns stand until those whom the pack names answer them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import EventId, PersonId
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events.speaking import (
    AskToSee,
    Concern,
    ConcernClass,
    Decline,
    LiftStop,
    Side,
    Stop,
)
from showclear.record.events.stock import Answer, FoundRound, Grade
from showclear.record.state import ConcernFact, Question, StopFact, Topic
from showclear.rules.decide import CATALOGUE
from tests.rules import floor
from tests.rules.floor import (
    AD,
    ARMORER,
    COLT,
    CREW,
    OFFICER,
    PERFORMER,
    RUBBER_GUN,
    SAFETY,
    Reason,
    Step,
)

Cases = dict[str, tuple[Callable[[], Step], list[Reason]]]
Signers = tuple[tuple[PersonId, Role], ...]

THE_AD: Final = (AD, Role.CALLER)
THE_ARMORER: Final = (ARMORER, Role.HANDLER)


def stopped(step: Step) -> Step:
    """Return the step while a grip's stop is open."""
    stop = EventId("stop")
    step.state.stops[stop] = StopFact(event=stop, by=CREW, index=50)
    return step


def concerned(step: Step, about: ConcernClass) -> Step:
    """Return the step while a concern of this class is open."""
    concern = EventId("concern")
    step.state.concerns[concern] = ConcernFact(event=concern, about=about, index=50)
    return step


def questioned(step: Step) -> Step:
    """Return the step while a question is open."""
    question = Question(event=EventId("question"), topic=Topic.GAP, items=(), index=50)
    step.state.questions[question.event] = question
    return step


def lifting(stop: str, *by: tuple[PersonId, Role]) -> Step:
    """Return the lifting of a stop by these people."""
    step = stopped(floor.take_out())
    step.body, step.by = LiftStop(stop=EventId(stop)), by
    return step


def answering(of: str, *by: tuple[PersonId, Role]) -> Step:
    """Return the answering of a concern or question by these people, while both are open."""
    step = questioned(concerned(floor.take_out(), ConcernClass.DISCHARGE))
    step.body, step.by = Answer(of=EventId(of)), by
    return step


def stop_stands(*items: str) -> Reason:
    """Return STOP's reason."""
    return "STOP", "stop_open", ("stop", *items), "caller and handler lift it together"


def not_named(rule: str, *missing: str) -> Reason:
    """Return the reason that those who must did not sign."""
    return rule, "not_named_to_lift", missing, "caller and handler sign together"


STOP: Final[Cases] = {
    "taking out": (lambda: stopped(floor.take_out()), [stop_stands("colt")]),
    "loading": (lambda: stopped(floor.load()), [stop_stands("colt", "box")]),
    "handing over": (lambda: stopped(floor.hand_over()), [stop_stands("colt")]),
    "handing over a rubber gun": (
        lambda: stopped(floor.hand_over_rubber()),
        [stop_stands("rubber-gun")],
    ),
    "after it was lifted": (floor.take_out, []),
    "first AD and armorer lift it": (lambda: lifting("stop", THE_AD, THE_ARMORER), []),
    "armorer and first AD lift it": (lambda: lifting("stop", THE_ARMORER, THE_AD), []),
    "the armorer alone": (lambda: lifting("stop", THE_ARMORER), [not_named("STOP", "caller")]),
    "the first AD alone": (lambda: lifting("stop", THE_AD), [not_named("STOP", "handler")]),
    "two others": (
        lambda: lifting("stop", (CREW, Role.CREW), (OFFICER, Role.OFFICER)),
        [not_named("STOP", "caller", "handler")],
    ),
    "another stop than there is": (
        lambda: lifting("lunch", THE_AD, THE_ARMORER),
        [("STOP", "nothing_to_lift", ("lunch",), "name an open stop")],
    ),
    "another stop, by one alone": (
        lambda: lifting("lunch", THE_AD),
        [
            not_named("STOP", "handler"),
            ("STOP", "nothing_to_lift", ("lunch",), "name an open stop"),
        ],
    ),
}


def concern_stands(about: str) -> Reason:
    """Return R48's reason."""
    lift = "answered by: caller or officer or safety-rep"
    return "R48", "concern_open", ("concern", about), lift


R48: Final[Cases] = {
    "about a discharge": (
        lambda: concerned(floor.hand_over(), ConcernClass.DISCHARGE),
        [concern_stands("discharge")],
    ),
    "about a live round": (
        lambda: concerned(floor.take_out(RUBBER_GUN), ConcernClass.LIVE_ROUND),
        [concern_stands("live-round")],
    ),
    "about something else": (lambda: concerned(floor.load(), ConcernClass.OTHER), []),
    "the first AD answers": (lambda: answering("concern", THE_AD), []),
    "the safety rep answers": (lambda: answering("concern", (SAFETY, Role.SAFETY_REP)), []),
    "an officer answers": (lambda: answering("concern", (OFFICER, Role.OFFICER)), []),
    "the armorer answers": (
        lambda: answering("concern", THE_ARMORER),
        [
            (
                "R48",
                "not_named_to_lift",
                ("concern",),
                "answered by: caller or officer or safety-rep",
            )
        ],
    ),
    "armorer and first AD answer a question": (
        lambda: answering("question", THE_AD, THE_ARMORER),
        [],
    ),
    "the first AD alone answers a question": (
        lambda: answering("question", THE_AD),
        [not_named("R48", "handler")],
    ),
    "the performer alone answers a question": (
        lambda: answering("question", (PERFORMER, Role.PERFORMER)),
        [not_named("R48", "caller", "handler")],
    ),
    "what nobody asked is answered": (
        lambda: answering("lunch", THE_AD, THE_ARMORER),
        [("R48", "nothing_to_lift", ("lunch",), "name an open question or concern")],
    ),
}


@pytest.mark.parametrize("case", STOP)
def test_stop_stands_until_lifted(case: str) -> None:
    """Taking out, loading and handing over wait until caller and handler lift the stop."""
    step, expected = STOP[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize("case", R48)
def test_r48_concerns_are_answered(case: str) -> None:
    """A concern about a discharge or a live round stands until those named answer it."""
    step, expected = R48[case]
    assert floor.against(step()) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(AskToSee(weapon=COLT), id="R30 ask to see"),
        pytest.param(Decline(weapon=COLT, side=Side.TAKE), id="R52 decline to take"),
        pytest.param(Decline(weapon=COLT, side=Side.ISSUE), id="R52 decline to hand out"),
        pytest.param(Stop(), id="stop"),
        pytest.param(Concern(about=ConcernClass.LIVE_ROUND), id="concern"),
        pytest.param(FoundRound(grade=Grade.LOOKS_LIVE, kind=Kind.LIVE, rounds=1), id="found"),
    ],
)
def test_speaking_up_is_never_asked_about(body: Stop) -> None:
    """Whatever stands open, no rule says anything about a report."""
    step = concerned(stopped(floor.hand_over()), ConcernClass.DISCHARGE)
    step.body, step.by = body, ((CREW, Role.CREW),)
    assert floor.decide(step).refusals == ()
    assert floor.decide(step).alerts == ()


def test_a_row_that_only_logs_says_where_it_shows() -> None:
    """R30 is asked about no step, finds nothing, and names its effect."""
    rule = next(rule for rule in CATALOGUE if rule.id == "R30")
    step = floor.hand_over()
    case = floor.case(step)
    assert rule.steps == frozenset()
    assert list(rule.function(case, floor.no_parameters())) == []
    assert "never refused" in rule.effect


def test_a_pack_that_names_nobody_lets_nobody_lift() -> None:
    """A stop whose row names no one to lift it stays, whoever signs."""
    step = lifting("stop", THE_AD, THE_ARMORER)
    rule = next(rule for rule in CATALOGUE if rule.id == "STOP")
    found = list(rule.function(floor.case(step), floor.no_parameters("lifted_by")))
    assert [(one.code.value, one.facts, one.lift) for one in found] == [
        ("not_named_to_lift", (), "adopt a row that names who lifts it")
    ]
