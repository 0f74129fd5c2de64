"""Speaking up: STOP, R30, R48, R52, and who may lift a stop or answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.people import Role
from showclear.record.codes import Code
from showclear.record.events.speaking import ConcernClass, LiftStop, Side
from showclear.record.events.stock import Answer
from showclear.record.state import Topic
from showclear.rules.chapters.custody import HANDING, READYING, items_of
from showclear.rules.chapters.people import guns_of, takings
from showclear.rules.frame import Case, Found, Params, Rule, Stricter, steps

BLOCKING_CONCERNS: Final = frozenset({ConcernClass.DISCHARGE, ConcernClass.LIVE_ROUND})


def stop_stands(case: Case, params: Params) -> Iterator[Found]:
    """STOP: taking out, loading and handing over wait until those named lift it."""
    needed = sorted(params.names("lifted_by"))
    if type(case.body) is LiftStop:
        if case.body.stop not in case.state.stops:
            yield Found(Code.NOTHING_TO_LIFT, (case.body.stop,), "name an open stop")
        yield from _named(case, needed)
        return
    for stop in case.state.stops.values():
        lift = f"{' and '.join(needed)} lift it together"
        yield Found(Code.STOP_OPEN, (stop.event, *items_of(case)), lift)


def concern_open(case: Case, params: Params) -> Iterator[Found]:
    """R48: an open concern about a discharge or a live round blocks until it is answered."""
    needed = sorted(params.names("answered_by"))
    if type(case.body) is Answer:
        yield from _answer(case, params)
        return
    for concern in case.state.concerns.values():
        if concern.about in BLOCKING_CONCERNS:
            lift = f"answered by: {' or '.join(needed)}"
            yield Found(Code.CONCERN_OPEN, (concern.event, concern.about.value), lift)


def _answer(case: Case, params: Params) -> Iterator[Found]:
    of = case.body.of
    question = case.state.questions.get(of)
    discharge = question is not None and question.topic is Topic.DISCHARGE
    if of in case.state.concerns or discharge:
        yield from _by_one_of(case, params)
    elif question is not None:
        yield from _named(case, [Role.CALLER.value, Role.HANDLER.value])
    else:
        yield Found(Code.NOTHING_TO_LIFT, (of,), "name an open question or concern")


def _by_one_of(case: Case, params: Params) -> Iterator[Found]:
    allowed = params.names("answered_by")
    if not {role.value for role in case.roles()} & allowed:
        lift = f"answered by: {' or '.join(sorted(allowed))}"
        yield Found(Code.NOT_NAMED_TO_LIFT, (case.body.of,), lift)


def _named(case: Case, needed: list[str]) -> Iterator[Found]:
    signing = {role.value for role in case.roles()}
    missing = [role for role in needed if role not in signing]
    if not needed:  # a row that names nobody must not let everybody lift (style 9)
        yield Found(Code.NOT_NAMED_TO_LIFT, (), "adopt a row that names who lifts it")
    if missing:
        lift = f"{' and '.join(needed)} sign together"
        yield Found(Code.NOT_NAMED_TO_LIFT, tuple(missing), lift)


def only_logged(_case: Case, _params: Params) -> Iterator[Found]:
    """R30: nothing is refused by it; its effect is elsewhere, see ``effect``."""
    yield from ()


def declined_before(case: Case, _params: Params) -> Iterator[Found]:
    """R52: one of the two has declined this gun since it was last taken out or collected.

    The row only logs, so this is noted beside the hand-over and refuses nothing; why is nowhere,
    and who is seen by handler and AD only, so it is not among the facts of a verdict.
    """
    sides = {(taking.item, str(taking.person), Side.TAKE) for taking in takings(case)}
    lift = "no reason is asked: a lower class is offered, or another person takes this part"
    for item, weapon in guns_of(case).items():
        sides.add((item, case.author, Side.ISSUE))
        if any((item, fact.person, fact.side) in sides for fact in weapon.declined):
            yield Found(Code.DECLINED_BEFORE, (item,), lift, item)


RULES: Final = (
    Rule(
        id="R30",
        steps=steps(),
        function=only_logged,
        effect="asking to see is never refused and ends what was last shown (R54)",
    ),
    Rule(
        id="R48",
        steps=READYING | steps(Answer),
        function=concern_open,
        parameters={"answered_by": Stricter.FEWER},
    ),
    Rule(
        id="R52",
        steps=HANDING,
        function=declined_before,
        effect="declining is never refused, needs no reason, and is seen by handler and AD only",
    ),
    Rule(
        id="STOP",
        steps=READYING | steps(LiftStop),
        function=stop_stands,
        parameters={"lifted_by": Stricter.NONE},
    ),
)
