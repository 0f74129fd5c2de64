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
from showclear.field.mechanisms import LookWay
from showclear.field.people import Role
from showclear.field.plan import Provision
from showclear.field.stock import Odd, Proof
from showclear.record.event import Event
from showclear.record.events.base import Fact, Polarity, polarity
from showclear.record.events.guns import Discharge, FoundUnfit, GoAgain, Misfire, Part, Release
from showclear.record.events.handling import (
    Act,
    Announced,
    HandOver,
    KeepAsFound,
    Load,
    TakeOut,
)
from showclear.record.events.passing import FoundWith, IssueLine, Voucher
from showclear.record.events.people import (
    Carrier,
    CredentialEnded,
    Duty,
    Minor,
    Paper,
    Where,
    Why,
    WithdrawRoles,
)
from showclear.record.events.plan import (
    Changed,
    CountArea,
    NothingMoved,
    ProvisionEnded,
    SetUpChanged,
)
from showclear.record.events.speaking import Concern, ConcernClass, Decline, LiftStop, Side, Stop
from showclear.record.events.stock import Answer
from showclear.record.events.table import TABLE, AnyBody
from showclear.record.showing import Shown, statement
from showclear.record.state import State
from tests.invariants.facts import adverse, supporting
from tests.invariants.starts import STARTS, copied
from tests.invariants.walk import History, drawn, histories, walk, walked
from tests.kit import World, box, gun, lot, person, signers_of
from tests.planning import planned, set_up, use

SAID = {
    Shown.EMPTY: Announced.EMPTY,
    Shown.DUMMIES: Announced.DUMMIES,
    Shown.BLANKS: Announced.BLANKS,
    Shown.MIXED: Announced.MIXED,
    Shown.NON_FIRING: Announced.NON_FIRING,
}
SHOWING = frozenset({"R32", "R34", "R54", "R55"})
ARMORER, PERFORMER = person("armorer").id, person("performer").id
HISTORIES = 10  # each judges some ten steps against some forty states


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
        for body in (*bodies, *_on_set(story, name)):
            yield story.event(body, armorer)
    for both, who in _by_two(story):
        yield story.event(both, signers_of(both, who))
    for open_one in (*story.state.questions, *story.state.concerns):
        body = Answer(of=open_one)
        yield story.event(body, signers_of(body, ("first-ad", "armorer")))
    for stop in story.state.stops:
        lift = LiftStop(stop=stop)
        yield story.event(lift, signers_of(lift, ("first-ad", "armorer")))
    for name in ("colt", "twin"):
        for found in story.state.weapons[gun(name)].unfit[:1]:
            release = Release(weapon=gun(name), unfit=found)
            yield story.event(release, signers_of(release, ("armorer", "gunsmith")))


def _on_set(story: World, name: str) -> Iterator[AnyBody]:
    """Yield what else a handler may do with a gun, for the set-up of the day."""
    weapon = story.state.weapons[gun(name)]
    looks = tuple(look.event for look in weapon.looks)[:16]
    plan = story.working_on or set_up()
    said = SAID.get(statement(weapon, epoch=story.state.epoch).shown, Announced.EMPTY)
    held = sum(weapon.rounds.values())
    yield HandOver(
        weapon=gun(name),
        to=PERFORMER,
        announced=said,
        rounds=held,
        looks=looks,
        acts=(Act.POINT,),
        set_up=plan,
    )
    yield Load(weapon=gun(name), container=box("blanks"), lot=lot("b45"), positions=("chamber-6",))
    yield GoAgain(weapon=gun(name), set_up=plan)
    yield IssueLine(
        line=(Voucher(weapon=gun(name), to=person("rider of rifle-1").id, number=1),),
        announced=said,
        rounds=held,
        looks=looks,
        set_up=plan,
    )


def _by_two(story: World) -> Iterator[tuple[AnyBody, tuple[str, ...]]]:
    """Yield what two sign together."""
    yield planned(use("colt"), use("twin")), ("armorer", "first-ad")
    yield NothingMoved(set_up=story.working_on or set_up()), ("armorer", "first-ad")


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
            if isinstance(event.body, Answer | LiftStop | Release):
                continue  # an answer needs something to answer
            assert rules >= against(story, less, event, now), (what, event.body)


@settings(max_examples=HISTORIES)
@given(histories(most=12))
def test_evidence_only_ever_helps(history: History) -> None:
    """Without a supporting fact refusals never shrink, without an adverse one never grow."""
    check(walk(history))


@pytest.mark.parametrize("start", STARTS)
def test_evidence_at_every_start(start: str) -> None:
    """The same holds at every start, where a step is really open, and after a long wild walk."""
    check(STARTS[start]())
    check(walk(drawn(start, 0)))


def test_a_step_is_lost_by_each_look() -> None:
    """A hand-over that nothing stands against is refused without either of its looks."""
    story = STARTS["with_dummies"]()
    now = story.now()
    step = next(event for event in asked(story) if isinstance(event.body, HandOver))
    assert against(story, story.state, step, now) == frozenset()
    lost = [
        against(story, less, step, now)
        for what, _, less in supporting(story.state)
        if what == "a look less" and less.weapons[gun("twin")] == story.state.weapons[gun("twin")]
    ]
    assert lost == [frozenset({"showing"})] * 2


def test_fewer_proofs_never_help() -> None:
    """A round that fewer proofs stand for never loads where more did not."""
    story = STARTS["on_the_day"]()
    now = story.now()
    step = next(event for event in asked(story) if isinstance(event.body, Load))
    assert against(story, story.state, step, now) == frozenset()
    less = copied(story.state)
    less.containers[box("dummies")].stock[lot("d45")].proofs = frozenset({Proof.HOLE})
    assert against(story, less, step, now) == frozenset({"R18"})


@pytest.mark.parametrize("to", ["performer", "stand-in"])
@pytest.mark.parametrize("start", ["on_the_day", "with_dummies", "with_dummies_every_row"])
def test_another_hand_in_between_never_helps(start: str, to: str) -> None:
    """Handed over, shown there and collected, it goes to nobody on any look there is by then."""
    story = STARTS[start]()
    colt = story.state.weapons[gun("colt")]
    held = sum(colt.rounds.values())
    said = Announced.DUMMIES if held else Announced.EMPTY

    def handed(whom: str) -> bool:
        looks = tuple(look.event for look in colt.looks)
        told = story.hand_over("colt", rounds=held, looks=looks, announced=said, to=whom)
        return not told.refused

    assert handed("performer")
    if held:
        story.show_going_in("colt", dummies=held, way=LookWay.TAKEN_OUT_AND_SEEN)
    else:
        story.show_empty("colt")
    story.collect("colt", giver="performer")
    assert not handed(to)


HELPS = {
    "person-enrolled", "role-granted", "waiver", "day-opened", "item-present", "round-proved",
    "agreeing-look", "bore-seen", "answer", "credential", "class-asked", "guardian-present",
    "keys-named", "risk-assessed", "set-up-approved", "briefed", "provided", "area-counted",
    "test-fired", "load-approved", "function-seen", "counted",
}  # fmt: skip
# What is in no state by itself: it shows in what is not there any more. These are told instead.
TOLD = {"answer", "credential-ended", "role-withdrawn", "provision-ended", "row-adopted"}


def test_every_fact_is_declared() -> None:
    """Every kind of fact has a polarity, and the event table names only declared kinds."""
    helps = {fact for fact in Fact if polarity(fact) is Polarity.SUPPORTING}
    assert {fact.value for fact in helps} == HELPS
    assert {fact for row in TABLE for fact in row.facts} == set(Fact)


def test_every_fact_is_taken_out() -> None:
    """Over the wild histories each kind of fact is taken out of a state at least once."""
    taken: set[str] = set()
    for story in (odd_day(), *(one for start in STARTS for one in _now_and_then(start))):
        taken.update(kind.value for _, kind, _ in supporting(story.state))
        taken.update(kind.value for _, kind, _ in adverse(story.state))
    assert {fact.value for fact in Fact} - taken == TOLD


def _now_and_then(start: str) -> Iterator[World]:
    return (story for place, story in enumerate(walked(drawn(start, 0))) if place in {20, 40})


def odd_day() -> World:
    """Return a day on which a dummy had a live primer, and everything else that hinders."""
    story = STARTS["on_the_day"]()
    story.tell(CountArea(set_up=set_up(), people=()), "second-ad")
    story.find_odd("dummies", "d45", rounds=50, seen=Odd.LIVE_PRIMER)
    for body, who in AGAINST.values():
        story.tell(body, *who)
    return story


AGAINST: dict[str, tuple[AnyBody, tuple[str, ...]]] = {
    "a paper ended": (CredentialEnded(person=ARMORER, paper=Paper.PERMIT), ("grip",)),
    "a role withdrawn": (
        WithdrawRoles(person=ARMORER, roles=(Role.HANDLER,)),
        ("producer", "owner"),
    ),
    "cover is gone": (ProvisionEnded(what=Provision.MEDICAL_COVER), ("grip",)),
    "a minor": (Minor(person=PERFORMER), ("grip",)),
    "another duty": (Duty(person=ARMORER, duty="driver"), ("grip",)),
    "a carrier": (
        Carrier(carrier=person("deputy").id, why=Why.GUARD, where=Where.INSIDE),
        ("armorer",),
    ),
    "set-up changed": (SetUpChanged(set_up=set_up(), what=Changed.GUN), ("grip",)),
    "found unfit": (FoundUnfit(weapon=gun("colt"), part=Part.TRIGGER), ("grip",)),
    "a misfire": (Misfire(weapon=gun("colt")), ("performer",)),
    "a discharge": (Discharge(weapon=gun("colt")), ("grip",)),
    "a stop": (Stop(), ("grip",)),
    "a concern": (Concern(about=ConcernClass.LIVE_ROUND), ("grip",)),
    "declined": (Decline(weapon=gun("colt"), side=Side.TAKE), ("performer",)),
    "found unattended": (FoundWith(items=(gun("colt"),)), ("grip",)),
    "kept as found": (KeepAsFound(items=(gun("colt"),)), ("grip",)),
}


@pytest.mark.parametrize("what", AGAINST)
@pytest.mark.parametrize("start", STARTS)
def test_what_hinders_never_helps(start: str, what: str) -> None:
    """Whatever hinders is told, by whomever: nothing that was refused passes after it."""
    story = STARTS[start]()
    before = [(event.body, _refused(story, event)) for event in asked(story)]
    body, who = AGAINST[what]
    story.tell(body, *who)
    for (step, was), event in zip(before, asked(story), strict=False):
        assert type(step) is type(event.body)
        assert _refused(story, event) or not was, step


def _refused(story: World, event: Event) -> bool:
    return bool(story.verdict(event, story.now()).refusals)
