"""Invariant 3: while a live or unknown round is about, no gun that can go off is readied."""

from __future__ import annotations

from showclear.record.codes import Code
from showclear.record.events.handling import Announced, HandOver, Load, TakeOut
from showclear.record.events.table import AnyBody
from tests.invariants.plain_model import kept, recount
from tests.invariants.walk import History, over_histories, walk, walked
from tests.kit import box, gun, lot, person


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
    )


@over_histories
def test_steps_wait_while_a_round_is_loose(history: History) -> None:
    """Taking out, loading and handing over any gun that can go off wait exactly that long."""
    story = walk(history)
    sums = recount(story.state)
    about = bool(sums.loose_rounds or sums.blocking)
    for name in ("colt", "twin"):
        for body in readying(name):
            codes = {refusal.code for refusal in story.asks(body, "armorer")}
            assert (Code.LIVE_OR_UNKNOWN_ROUND_ABOUT in codes) == about


@over_histories
def test_a_rubber_gun_goes_on(history: History) -> None:
    """A gun that cannot go off is not held up by a round that is about."""
    story = walk(history)
    for body in readying("rubber"):
        codes = {refusal.code for refusal in story.asks(body, "armorer")}
        assert Code.LIVE_OR_UNKNOWN_ROUND_ABOUT not in codes
