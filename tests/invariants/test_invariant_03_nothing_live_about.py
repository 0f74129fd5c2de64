"""Invariant 3: while a live or unknown round is about, no gun that can go off is readied."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from showclear.field.stock import Kind
from showclear.record.codes import Code
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import Announced, HandOver, Load, TakeOut
from showclear.record.events.people import Where
from showclear.record.events.stock import Move
from showclear.record.events.table import BY_BODY, AnyBody
from showclear.record.state import Topic
from tests.invariants.carriers_told import carriers
from tests.invariants.choosing import RIFLES
from tests.invariants.plain_model import kept, recount
from tests.invariants.starts import copied
from tests.invariants.walk import History, over_histories, walk, walked
from tests.kit import World, box, gun, lot, person, signers_of
from tests.lines import vouchers
from tests.planning import set_up

FIRING: Final = ("colt", "twin", *RIFLES)
ROUNDS_ABOUT: Final = frozenset({Topic.LOOKS_LIVE, Topic.NOT_NAMEABLE})


@over_histories
def test_running_sums_are_right(history: History) -> None:
    """Guns out, loose rounds, blocking questions and lots' sums equal what a recount gives."""
    for story in walked(history):
        assert kept(story.state) == recount(story.state)


def readying(name: str) -> tuple[AnyBody, ...]:
    """Return every step that readies a gun."""
    return (
        TakeOut(items=(gun(name),), place=box("vault")),
        Load(weapon=gun(name), container=box("dummies"), lot=lot("d45"), positions=("chamber-1",)),
        HandOver(
            weapon=gun(name),
            to=person("performer").id,
            announced=Announced.EMPTY,
            rounds=0,
            looks=(),
        ),
        GoAgain(weapon=gun(name), set_up=set_up()),
        vouchers(name),
    )


def held_up(story: World, *names: str) -> set[tuple[str, str]]:
    """Return which of these guns wait in which steps for what rounds there are about."""
    return {
        (name, BY_BODY[type(body)].name)
        for name in names
        for body in readying(name)
        for refusal in story.asks(body, "armorer")
        if refusal.code is Code.LIVE_OR_UNKNOWN_ROUND_ABOUT
    }


def every(story: World) -> set[tuple[str, str]]:
    """Return every gun there is that can go off, in every step that readies it."""
    return {
        (name, BY_BODY[type(body)].name)
        for name in FIRING
        if gun(name) in story.state.weapons
        for body in readying(name)
    }


@over_histories
def test_steps_wait_while_a_round_is_loose(history: History) -> None:
    """Every step that readies a gun that can go off waits exactly that long."""
    story = walk(history)
    topics = {question.topic for question in story.state.questions.values()}
    about = bool(recount(story.state).loose_rounds or topics & ROUNDS_ABOUT)
    assert held_up(story, *FIRING) == (every(story) if about else set())


@over_histories
def test_a_rubber_gun_goes_on(history: History) -> None:
    """A gun that cannot go off is not held up by a round that is about."""
    assert held_up(walk(history), "rubber") == set()


# -- live rounds ------------------------------------------------------------------------------


def _opened(story: World, place: str) -> None:
    story.open_delivery(place)


def _poured_over(story: World, place: str) -> None:
    body = Move(lot=lot("live"), rounds=2, source=box(place), target=box("blanks"))
    story.tell(body, "armorer")


def _more_received_open(story: World, place: str) -> None:
    story.receive_rounds("live", place, 3, kind=Kind.LIVE, sealed=False)


OUT_OF_THEIR_DELIVERY: Final[tuple[Callable[[World, str], None], ...]] = (
    _opened,
    _poured_over,
    _more_received_open,
)
PLACES: Final = ("belt", "bay", "pen", "dummies")


@over_histories
def test_live_rounds_count_once_they_are_out_of_their_delivery(history: History) -> None:
    """A sealed delivery of live rounds changes nothing; out of it they hold up every gun."""
    story = walk(history)
    before = held_up(story, *FIRING)
    number = len(story.told)
    place = PLACES[number % len(PLACES)]
    out = OUT_OF_THEIR_DELIVERY[number // len(PLACES) % len(OUT_OF_THEIR_DELIVERY)]
    story.receive_rounds("live", place, 5, kind=Kind.LIVE)
    assert held_up(story, *FIRING) == before
    out(story, place)
    assert held_up(story, *FIRING) == every(story)
    assert held_up(story, "rubber") == set()


# -- declared carriers ------------------------------------------------------------------------


@over_histories
def test_carriers_are_where_the_log_says(history: History) -> None:
    """Where each carrier is follows from what was said, and what was wrong of it."""
    for story in walked(history):
        known = {who: fact.where for who, fact in story.state.carriers.items()}
        assert known == carriers(story.told)


def without(story: World, *where: Where) -> World:
    """Return the story as if no carrier were in these places."""
    state = copied(story.state)
    state.carriers = {who: fact for who, fact in state.carriers.items() if fact.where not in where}
    other = World.__new__(World)
    other.__dict__ = {**story.__dict__, "_state": state}
    return other


def r12_in_force(story: World) -> bool:
    """Return whether the row about weapons of one's own is adopted."""
    return any("R12" in choice.rows for choice in story.state.packs.packs)


@over_histories
def test_only_a_carrier_inside_holds_up_anything(history: History) -> None:
    """A carrier inside holds up every gun of a step; one outside leaves the verdict as it is."""
    story = walk(history)
    said = carriers(story.told).items()
    inside = {who for who, where in said if where is Where.INSIDE and r12_in_force(story)}
    nobody_outside, nobody = without(story, Where.OUTSIDE), without(story, *Where)
    for name in ("rubber", "colt", RIFLES[0]):
        here = gun(name) in story.state.weapons
        for body in readying(name):
            event, now = story.event(body, signers_of(body, ("armorer",))), story.now()
            found = story.verdict(event, now)
            named = {one.facts for one in found.refusals if one.code is Code.CARRIER_INSIDE}
            assert named == ({(gun(name), who) for who in inside} if here else set())
            assert nobody_outside.verdict(event, now) == found
            alone = nobody.verdict(event, now).refusals
            others = [one for one in found.refusals if one.code is not Code.CARRIER_INSIDE]
            assert list(alone) == others
