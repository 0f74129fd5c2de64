"""The shooting day's facts taken out of a copy of the state, one at a time; see ``facts``."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from showclear.field.ids import NO_EVENT, ItemId
from showclear.record.events.base import Fact
from showclear.record.events.guns import FireResult
from showclear.record.events.people import Where
from showclear.record.folding.custody import close_question
from showclear.record.state import State
from tests.invariants.starts import copied

Without = tuple[str, Fact, State]


def supporting_of_the_day(state: State) -> Iterator[Without]:
    """Yield copies, each without one paper, limit, guardian, review, list or sight."""
    yield from _papers(state)
    for item in state.containers:
        if state.containers[item].keys_reviewed:
            less = copied(state)
            less.containers[item].keys_reviewed = ""
            yield "keys not reviewed", Fact.KEYS_NAMED, less
    for name in state.weapons:
        yield from _of_a_gun(state, name)


def _papers(state: State) -> Iterator[Without]:
    for who, papers in state.papers.items():
        for paper in papers:
            less = copied(state)
            less.papers[who] = tuple(one for one in papers if one != paper)
            yield f"no {paper.paper.value}", Fact.CREDENTIAL, less
    for who in state.limits:
        less = copied(state)
        del less.limits[who]
        yield "not asked in private", Fact.CLASS_ASKED, less
    for who in state.guardians:
        less = copied(state)
        del less.guardians[who]
        yield "no guardian", Fact.GUARDIAN_PRESENT, less


def _of_a_gun(state: State, name: ItemId) -> Iterator[Without]:
    weapon = state.weapons[name]
    for tested, known in weapon.test_fired.items():
        # How far debris was seen to reach hinders, and stays: only that it went well is taken out.
        less = copied(state)
        failed = msgspec.structs.replace(known, result=FireResult.NOT_AS_IT_SHOULD)
        less.weapons[name].test_fired[tested] = failed
        yield "not test-fired", Fact.TEST_FIRED, less
    for approved in weapon.lots_approved:
        less = copied(state)
        left = tuple(one for one in weapon.lots_approved if one != approved)
        less.weapons[name].lots_approved = left
        yield "lot not on the list", Fact.LOAD_APPROVED, less
    if weapon.function_seen:
        less = copied(state)
        less.weapons[name].function_seen = NO_EVENT
        yield "function not seen", Fact.FUNCTION_SEEN, less
    if weapon.intake:
        less = copied(state)
        less.weapons[name].intake = NO_EVENT
        yield "not looked over", Fact.AGREEING_LOOK, less
    if weapon.bore_before:
        less = copied(state)
        less.weapons[name].bore_before = ()
        yield "bore not seen before", Fact.BORE_SEEN, less


def adverse_of_the_day(state: State) -> Iterator[Without]:
    """Yield copies, each without one minor, duty, carrier, discharge, finding, wait or decline."""
    yield from _against_people(state)
    yield from _against_all(state)
    for name in state.weapons:
        yield from _against_a_gun(state, name)


def _against_people(state: State) -> Iterator[Without]:
    for who in state.minors:
        less = copied(state)
        del less.minors[who]
        yield "not a minor", Fact.MINOR, less
    for who in state.duties:
        less = copied(state)
        del less.duties[who]
        yield "no other duty", Fact.OTHER_DUTY, less
    for who, carrier in state.carriers.items():
        if carrier.where is Where.INSIDE:
            less = copied(state)
            del less.carriers[who]
            yield "no carrier", Fact.CARRIER, less


def _against_all(state: State) -> Iterator[Without]:
    for event in state.discharges:
        less = copied(state)
        close_question(less, event)
        yield "no discharge", Fact.DISCHARGE, less
    for item in state.gaps:
        less = copied(state)
        question = less.gaps[item]
        less.gaps[item] = msgspec.structs.replace(question, topic=type(question.topic).GAP)
        yield "not found unattended", Fact.OUT_OF_HAND, less
    for lot_name, lot in state.lots.items():
        if lot.live_primer:
            less = copied(state)
            less.lots[lot_name].live_primer = False
            yield "no live primer", Fact.ROUND_LOOKS_LIVE, less


def _against_a_gun(state: State, name: ItemId) -> Iterator[Without]:
    weapon = state.weapons[name]
    for found in weapon.unfit:
        less = copied(state)
        less.weapons[name].unfit = tuple(one for one in weapon.unfit if one != found)
        yield "nothing found", Fact.UNFIT, less
    if weapon.waiting is not None:
        less = copied(state)
        less.weapons[name].waiting = None
        yield "no misfire", Fact.MISFIRED, less
    if weapon.function_due:
        less = copied(state)
        less.weapons[name].function_due = less.weapons[name].clear_due = NO_EVENT
        yield "nothing due", Fact.MISFIRED, less
    for one in weapon.declined:
        less = copied(state)
        less.weapons[name].declined = tuple(other for other in weapon.declined if other != one)
        yield "nobody declined", Fact.DECLINED, less
