"""Rounds and counts: provenance, kinds apart, belts, differences, wrap, keys.

R16, R17, R19, R20, R23, R24, R46, R47. None of them stands against locking up: they are asked when
rounds go into a gun, and when a gun is readied on a later day, wherever it was since (rules.md
R23, R46, Applied).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from showclear.field.ids import PersonId
from showclear.field.stock import CARRIED_FORMS, Kind
from showclear.record.codes import Code
from showclear.record.events.counting import CountFor
from showclear.record.events.handling import Load, TakeOut
from showclear.record.state import Container, Lot, State, Topic
from showclear.rules.chapters.custody import READYING, items_of, weapons_of
from showclear.rules.chapters.rounds import kind_of
from showclear.rules.chapters.showing import mixed_asked
from showclear.rules.frame import Case, Found, Params, Rule, steps

MAY_BE_MIXED: Final = frozenset({Kind.BLANK, Kind.DUMMY})


def no_live_use_here(case: Case, _params: Params) -> Iterator[Found]:
    """R16: no blank or dummy goes in while a live lot is on record here.

    Lawful use of live rounds belongs to another ledger, that has no blanks or dummies.
    """
    body: Load = case.body
    live = sorted(name for name, lot in case.state.lots.items() if _live_here(lot))
    if live:
        lift = "the live rounds leave for a ledger of their own: other place, other time"
        yield Found(Code.LIVE_USE_HERE, (body.weapon, *live), lift, body.weapon)


def _live_here(lot: Lot) -> bool:
    gone = lot.shipped + lot.destroyed + lot.fired
    return lot.kind is Kind.LIVE and lot.received + lot.found > gone


def provenance(case: Case, _params: Params) -> Iterator[Found]:
    """R17: every round comes from a lot with maker, supplier and receipt, and from where it was.

    Rounds that turned up in the box are nobody's until the question about them is answered.
    """
    body: Load = case.body
    lot = case.state.lots.get(body.lot)
    if lot is None or not lot.provenance:
        lift = "load from a lot received with maker, supplier and receipt; this one stays unknown"
        yield Found(Code.NO_PROVENANCE, (body.weapon, body.lot), lift, body.weapon)
    container = case.state.containers.get(body.container)
    came = () if container is None else container.found
    still = [event for event in came if event in case.state.questions]
    if still:
        lift = "say where the rounds that turned up in it come from: answer the open question"
        facts = (body.weapon, body.container, *still)
        yield Found(Code.NO_PROVENANCE, facts, lift, body.weapon)


def no_live_primer(case: Case, _params: Params) -> Iterator[Found]:
    """R19: a lot in which a dummy with a live primer was seen is never loaded from again."""
    body: Load = case.body
    lot = case.state.lots.get(body.lot)
    if lot is not None and lot.live_primer:
        lift = "load from another lot: in this one a dummy had a live primer"
        yield Found(Code.LIVE_PRIMER, (body.weapon, body.lot), lift, body.weapon)


def kinds_apart(case: Case, _params: Params) -> Iterator[Found]:
    """R20: one kind in a container and one in a gun; mixed only where a set-up asks by name."""
    body: Load = case.body
    state = case.state
    container = state.containers.get(body.container)
    if container is not None:
        held = {kind_of(state, name) for name in container.stock}
        held |= {Kind.FIRED_CASE} if container.fired_cases else set()
        if len(held) > 1:
            facts = (body.weapon, body.container, *_words(held))
            lift = "load from a container with one kind of round in it and no fired cases"
            yield Found(Code.KINDS_MIXED, facts, lift, body.weapon)
    weapon = state.weapons.get(body.weapon)
    if weapon is None:
        return
    inside = {kind_of(state, name) for name in (*weapon.rounds, body.lot)}
    inside |= {Kind.FIRED_CASE} if weapon.fired_cases else set()
    if len(inside) > 1 and not (inside <= MAY_BE_MIXED and mixed_asked(state, body.weapon)):
        lift = "make it clear first; or a set-up approved by handler and caller asks for mixed"
        yield Found(Code.KINDS_MIXED, (body.weapon, *_words(inside)), lift, body.weapon)


def _words(kinds: set[Kind]) -> list[str]:
    return sorted(kind.value for kind in kinds)


def differences_answered(case: Case, _params: Params) -> Iterator[Found]:
    """R23: a difference of an earlier day is answered before a gun that can fire is readied.

    Never on the day it arose, and never against locking up. While no day is open, none is the
    present one.
    """
    state = case.state
    since = state.working_day.since if state.day else state.next_index
    earlier = [
        question.event
        for question in state.questions.values()
        if question.topic is Topic.DIFFERENCE and question.index <= since
    ]
    if earlier:
        lift = "handler and caller answer what did not fit in the count"
        for item, weapon in weapons_of(case):
            if weapon.firing:
                yield Found(Code.DIFFERENCE_OPEN, (item, *earlier), lift, item)


def belts_counted(case: Case, _params: Params) -> Iterator[Found]:
    """R24: a belt or the like with rounds in it is counted by two since it was filled.

    Asked when it is taken out and when a gun is filled from it, whoever owns it.
    """
    for item in items_of(case):
        container = case.state.containers.get(item)
        if container is not None and _to_be_counted(container):
            lift = "two people, one of whom did not fill it, count every round in it"
            about = case.body.weapon if type(case.body) is Load else item
            yield Found(Code.BELT_NOT_COUNTED, (item, container.form.value), lift, about)


def _to_be_counted(container: Container) -> bool:
    return container.form in CARRIED_FORMS and bool(container.stock) and not container.counted


def wrap_counted(case: Case, _params: Params) -> Iterator[Found]:
    """R46: everything was counted by two at the last wrap, or is before a gun is readied."""
    if _counted_since(case.state):
        return
    lift = "two people count every gun and every round, each for themselves"
    before = case.state.day_before if case.state.day else case.state.working_day
    for item, weapon in weapons_of(case):
        if weapon.firing:
            yield Found(Code.NOT_COUNTED, (item, before.date), lift, item)


def _counted_since(state: State) -> bool:
    """Return whether the last working day was counted; the first of all follows none."""
    before = state.day_before if state.day else state.working_day
    wrap = state.counted_on.get(CountFor.WRAP.value)
    if before.since < 0 or (wrap is not None and wrap.index > before.since):
        return True
    opening = state.counted_on.get(CountFor.OPENING.value)
    return bool(state.day) and opening is not None and opening.index > state.working_day.since


def keys_reviewed(case: Case, _params: Params) -> Iterator[Found]:
    """R47: two officers reviewed who holds the keys; none is a minor or without papers."""
    place = case.state.containers.get(case.body.place)
    if place is None:
        return  # R02 says that nobody has a key to it
    lift = "two officers review, one by one, who holds its keys"
    against = [(who, why) for who in place.key_holders for why in _against_holder(case.state, who)]
    reasons = [*against] if place.keys_reviewed else [("", "not-reviewed"), *against]
    for item, weapon in weapons_of(case):
        for who, why in reasons if weapon.firing else ():
            said = tuple([fact for fact in (item, case.body.place, who, why) if fact])
            yield Found(Code.KEYS_NOT_REVIEWED, said, lift, item)


def _against_holder(state: State, who: PersonId) -> Iterator[str]:
    if who in state.minors:
        yield "minor"
    papers = state.papers.get(who, ())
    if not any(paper.valid_from <= state.day <= paper.valid_until for paper in papers):
        yield "no-papers"


RULES: Final = (
    Rule(id="R16", steps=steps(Load), function=no_live_use_here),
    Rule(id="R17", steps=steps(Load), function=provenance),
    Rule(id="R19", steps=steps(Load), function=no_live_primer),
    Rule(id="R20", steps=steps(Load), function=kinds_apart),
    Rule(id="R23", steps=READYING, function=differences_answered),
    Rule(id="R24", steps=steps(TakeOut, Load), function=belts_counted),
    Rule(id="R46", steps=READYING, function=wrap_counted),
    Rule(id="R47", steps=steps(TakeOut), function=keys_reviewed),
)
