"""Invariant 6: a supporting fact never adds a refusal, an adverse one never removes one.

Rules that judge the same showing hand over to each other (no look, one look, two that differ), so
they count as one when refusals are compared.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from showclear.field.instants import Now
from showclear.field.stock import Proof
from showclear.record.event import Event
from showclear.record.events.base import Fact, Polarity, polarity
from showclear.record.events.handling import Announced, HandOver, Load, TakeOut
from showclear.record.events.speaking import LiftStop
from showclear.record.events.stock import Answer
from showclear.record.events.table import TABLE, AnyBody
from showclear.record.state import State
from tests.invariants.facts import adverse, supporting
from tests.invariants.walk import STARTS, History, histories, walk
from tests.kit import World, box, gun, lot, person, signers_of

SHOWING = frozenset({"R32", "R34", "R54", "R55"})
HISTORIES = 25  # each judges some ten steps against some forty states


def asked(story: World) -> Iterator[Event]:
    """Yield the steps that might come next."""
    armorer = signers_of(TakeOut(items=(gun("colt"),), place=box("vault")), ("armorer",))
    for name in ("colt", "twin", "rubber"):
        weapon = story.state.weapons[gun(name)]
        looks = tuple(look.event for look in weapon.looks)[:16]
        held = sum(weapon.rounds.values())
        bodies: tuple[AnyBody, ...] = (
            TakeOut(items=(gun(name),), place=box("vault")),
            Load(
                weapon=gun(name),
                container=box("dummies"),
                lot=lot("d45"),
                positions=("chamber-1",),
            ),
            HandOver(
                weapon=gun(name),
                to=person("performer").id,
                announced=Announced.DUMMIES if held else Announced.EMPTY,
                rounds=held,
                looks=looks,
            ),
        )
        for body in bodies:
            yield story.event(body, armorer)
    for open_one in (*story.state.questions, *story.state.concerns):
        body = Answer(of=open_one)
        yield story.event(body, signers_of(body, ("first-ad", "armorer")))
    for stop in story.state.stops:
        lift = LiftStop(stop=stop)
        yield story.event(lift, signers_of(lift, ("first-ad", "armorer")))


def against(story: World, state: State, event: Event, now: Now) -> frozenset[str]:
    """Return which rules stand against a step in a state; those about the showing count as one."""
    other = copy.copy(story)
    other._state = state
    rules = {refusal.rule for refusal in other.verdict(event, now).refusals}
    return frozenset("showing" if rule in SHOWING else rule for rule in rules)


def check(story: World) -> None:
    """Check every fact against every step."""
    now = story.now()
    steps = list(asked(story))
    before = [against(story, story.state, event, now) for event in steps]
    for what, kind, less in supporting(story.state):
        assert polarity(kind) is Polarity.SUPPORTING
        for event, rules in zip(steps, before, strict=True):
            left = against(story, less, event, now)
            if kind is Fact.ITEM_PRESENT and "record" in left:
                continue  # of what is not there nothing else is asked
            assert rules <= left, (what, event.body)
    for what, kind, less in adverse(story.state):
        assert polarity(kind) is Polarity.ADVERSE
        for event, rules in zip(steps, before, strict=True):
            if isinstance(event.body, Answer | LiftStop):
                continue  # an answer needs something to answer
            assert rules >= against(story, less, event, now), (what, event.body)


@settings(max_examples=HISTORIES)
@given(histories(most=12))
def test_evidence_only_ever_helps(history: History) -> None:
    """Without a supporting fact refusals never shrink, without an adverse one never grow."""
    check(walk(history))


@pytest.mark.parametrize("start", STARTS)
def test_evidence_at_every_start(start: str) -> None:
    """The same holds at every start, where a step is really open."""
    check(STARTS[start]())


def test_a_step_is_lost_by_each_look() -> None:
    """A hand-over that nothing stands against is refused without either of its looks."""
    story = STARTS["with_dummies"]()
    now = story.now()
    step = next(event for event in asked(story) if isinstance(event.body, HandOver))
    assert against(story, story.state, step, now) == frozenset()
    lost = [
        against(story, less, step, now)
        for what, _, less in supporting(story.state)
        if what == "a look less"
    ]
    assert lost == [frozenset({"showing"})] * 2


def test_fewer_proofs_never_help() -> None:
    """A round that fewer proofs stand for never loads where more did not."""
    story = STARTS["on_the_day"]()
    now = story.now()
    step = next(event for event in asked(story) if isinstance(event.body, Load))
    assert against(story, story.state, step, now) == frozenset()
    less = copy.deepcopy(story.state)
    less.containers[box("dummies")].stock[lot("d45")].proofs = frozenset({Proof.HOLE})
    assert against(story, less, step, now) == frozenset({"R18"})


def test_every_fact_is_declared() -> None:
    """Every kind of fact has a polarity, and the event table names only declared kinds."""
    helps = {fact for fact in Fact if polarity(fact) is Polarity.SUPPORTING}
    assert {fact.value for fact in helps} == {
        "person-enrolled", "role-granted", "waiver", "day-opened", "item-present",
        "round-proved", "agreeing-look", "bore-seen", "answer",
        "credential", "class-asked", "guardian-present", "keys-named", "risk-assessed",
        "set-up-approved", "briefed", "provided", "area-counted", "test-fired", "load-approved",
        "function-seen", "counted",
    }  # fmt: skip
    assert {fact for row in TABLE for fact in row.facts} == set(Fact)
