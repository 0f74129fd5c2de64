"""Invariant 8: a well-formed report is never refused, whatever the state, packs or chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.ids import ItemId, KeyId
from showclear.record.codes import Code
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Announced, HandOver, KeepAsFound, Load
from showclear.record.events.officers import PackChoice
from showclear.record.events.table import BY_BODY, TABLE, AnyBody
from showclear.record.state import Container, Weapon
from showclear.rules.verdict import Verdict
from tests.counting import begins, says
from tests.invariants.choosing import Choice
from tests.invariants.starts import copy_of, in_hand, on_the_day, stocked
from tests.invariants.walk import ANYTHING, History, over_histories, walked
from tests.kit import Told, World, all_rows, box, gun, lot, person

NOBODYS = KeyId("00" * 32)
PACKS: dict[str, tuple[PackChoice, ...]] = {
    "no packs": (),
    "a pack whose text is missing": (
        PackChoice(pack="core", digest=NOBODYS, rows=all_rows()[0].rows),
    ),
    "a row that no pack has": (
        *all_rows(),
        PackChoice(pack="core", digest=all_rows()[0].digest, rows=("R99",)),
    ),
    "core without one of its rows": (
        msgspec.structs.replace(all_rows()[0], rows=all_rows()[0].rows[1:]),
    ),
}


# Steps by name: whatever else happens is a look or a report, and was so whether we like it or not.
STEPS = frozenset({
    "opening", "enrol", "revoke", "grant", "adopt", "waive", "answer", "open-day", "take-out",
    "load", "hand-over", "end-keep", "credential", "class-limit", "withdraw-roles",
    "guardian-present", "name-key-holders", "assess", "approve-set-up", "nothing-moved", "brief",
    "provide", "count-area", "approve-lots", "release", "go-again", "issue-line", "lift-stop",
})  # fmt: skip
LOOKS = frozenset({"prove", "look", "function-seen", "look-line", "counted"})
EVER_TAKEN = frozenset({"revoke", "withdraw-roles"})  # no rule is asked about them


def name_of(told: Told) -> str:
    """Return the name of an event's type."""
    return BY_BODY[type(told.event.body)].name


def check_reports(told: Iterable[Told]) -> None:
    """Check that everything that has happened was taken, and looks but those of lost keys."""
    for one in told:
        if name_of(one) in STEPS:
            continue
        lost = name_of(one) in LOOKS and Code.KEY_REVOKED.value in one.codes
        taken = {Outcome.REFUSED} if lost else {Outcome.ADMITTED, Outcome.OUT_OF_CHAIN}
        assert one.outcome in taken, name_of(one)


def check_no_rule(story: World) -> None:
    """Check that no rule says anything of what has happened, if it is asked all the same."""
    newest = story.told[-1]
    if name_of(newest) not in STEPS:
        assert story.judge.decide(story.state, newest.event, story.now()) == Verdict()


def test_what_may_be_refused_is_a_step() -> None:
    """The steps are these and no other: what is made one may be refused from then on."""
    by_mood = {mood: {row.name for row in TABLE if row.mood is mood} for mood in Mood}
    assert by_mood[Mood.STEP] == STEPS
    assert by_mood[Mood.LOOK] == LOOKS


@over_histories
def test_no_report_is_refused(history: History) -> None:
    """Whatever has happened, a report of it is taken, and the fold takes whatever comes."""
    for story in walked(history):
        check_no_rule(story)
    check_reports(story.told)


moves = st.lists(
    st.tuples(
        st.sampled_from(sorted(set(ANYTHING) - {"adopt"})),
        st.lists(st.integers(0, 59), max_size=7),
    ),
    max_size=12,
)


def kept_as_found(story: World) -> None:
    """Keep everything there is as found."""
    told = story.tell(KeepAsFound(items=everything(story), guarded_by=person("grip").id), "grip")
    assert all(held.kept == told.id for held in things_of(story))


def counting(story: World) -> None:
    """Begin a count of everything, which one of two has counted."""
    count = begins(story, *everything(story))
    says(story, count, ("dummies", "d45", 40), by="armorer", seen=(gun("colt"),))
    assert not story.state.counts[count].ended


def everything(story: World) -> tuple[ItemId, ...]:
    """Return every gun and container there is."""
    return tuple(sorted((*story.state.weapons, *story.state.containers)))


def things_of(story: World) -> Iterable[Weapon | Container]:
    """Return every gun and container as the state has it."""
    return (*story.state.weapons.values(), *story.state.containers.values())


SITUATIONS: dict[str, tuple[Callable[[World], None], ...]] = {
    "nothing": (),
    "kept as found": (kept_as_found,),
    "a count": (counting,),
    "kept as found and counted": (kept_as_found, counting),
}
BEGUN: dict[str, Callable[[], World]] = {"stocked": stocked, "in_hand": in_hand}


@cache
def begun(start: str, situation: str) -> World:
    """Return the story that a test copies: a start, and what goes on since."""
    story = BEGUN[start]()
    for happens in SITUATIONS[situation]:
        happens(story)
    return story


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("packs", [None, *PACKS.values()], ids=["every pack", *PACKS.keys()])
@given(start=st.sampled_from(sorted(BEGUN)), given_moves=moves)
def test_no_report_is_refused_for_want_of_rules(
    packs: tuple[PackChoice, ...] | None,
    situation: str,
    start: str,
    given_moves: list[tuple[str, list[int]]],
) -> None:
    """While kept as found and in a count, with unknown rules or none, reports are taken."""
    story = copy_of(begun(start, situation))
    before = len(story.told)
    # The desk refuses to adopt such packs; a ledger opened elsewhere may have them all the same.
    if packs is not None:
        story.state.packs = msgspec.structs.replace(story.state.packs, packs=packs)
    for name, numbers in given_moves:
        body, who = ANYTHING[name](Choice(numbers))
        told = story.tell(body, *who)
        if packs is not None and name_of(told) in STEPS - EVER_TAKEN:
            assert told.outcome is Outcome.REFUSED
        check_no_rule(story)
    check_reports(story.told[before:])


BOX_FOR_A_GUN: dict[str, AnyBody] = {
    "a box handed to a performer": HandOver(
        weapon=box("belt"),
        to=person("performer").id,
        announced=Announced.EMPTY,
        rounds=0,
        looks=(),
    ),
    "a box loaded": Load(
        weapon=box("belt"), container=box("dummies"), lot=lot("d45"), positions=("chamber-1",)
    ),
    "a gun loaded from a gun": Load(
        weapon=gun("colt"), container=gun("twin"), lot=lot("d45"), positions=("chamber-1",)
    ),
}


@pytest.mark.parametrize("body", BOX_FOR_A_GUN.values(), ids=BOX_FOR_A_GUN.keys())
def test_a_box_is_no_gun(body: AnyBody) -> None:
    """A step that takes a box for a gun, or a gun for a box, is refused and changes nothing."""
    told = stocked().tell(body, "armorer")
    assert told.outcome is Outcome.REFUSED
    assert Code.ITEM_UNKNOWN.value in told.codes


@pytest.mark.parametrize("start", [stocked, on_the_day, in_hand])
@given(given_moves=moves)
def test_the_fold_takes_whatever_was_decided(
    start: Callable[[], World], given_moves: list[tuple[str, list[int]]]
) -> None:
    """Whatever a dishonest desk says it accepted, the fold takes it and the books still close."""
    story = start()
    story.judge = _Yes()  # type: ignore[assignment]  # a judge that nothing stands against
    for name, numbers in given_moves:
        body, who = ANYTHING[name](Choice(numbers))
        story.tell(body, *who)
    for held in story.state.lots.values():
        there = held.stored + held.loaded + held.fired + held.missing + held.set_aside
        assert held.received + held.found == there + held.shipped + held.destroyed


class _Yes:
    """Refuses nothing."""

    def decide(self, *_: object) -> Verdict:
        """Return the empty verdict."""
        return Verdict()
