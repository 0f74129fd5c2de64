"""Invariant 8: a well-formed report is never refused, whatever the state, packs or chain."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.ids import KeyId
from showclear.record.codes import Code
from showclear.record.events.base import Mood
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Announced, HandOver, Load
from showclear.record.events.officers import PackChoice
from showclear.record.events.table import AnyBody
from showclear.record.registry import mood_of
from showclear.rules.verdict import Verdict
from tests.invariants.choosing import Choice
from tests.invariants.starts import in_hand, on_the_day, stocked
from tests.invariants.walk import ANYTHING, History, over_histories, walk
from tests.kit import World, all_rows, box, gun, lot, person

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


def check_reports(story: World) -> None:
    """Check that everything that has happened was taken."""
    for told in story.told:
        if mood_of(told.event) in {Mood.REPORT, Mood.DESK}:
            assert told.outcome in {Outcome.ADMITTED, Outcome.OUT_OF_CHAIN}


@over_histories
def test_no_report_is_refused(history: History) -> None:
    """Whatever has happened, a report of it is taken, and the fold takes whatever comes."""
    check_reports(walk(history))


moves = st.lists(
    st.tuples(
        st.sampled_from(sorted(set(ANYTHING) - {"adopt"})),
        st.lists(st.integers(0, 59), max_size=7),
    ),
    max_size=12,
)


@pytest.mark.parametrize("packs", PACKS.values(), ids=PACKS.keys())
@given(given_moves=moves)
def test_no_report_is_refused_for_want_of_rules(
    packs: tuple[PackChoice, ...], given_moves: list[tuple[str, list[int]]]
) -> None:
    """Without packs, without their texts or with unknown rules reports are taken, steps not."""
    story = World(packs=all_rows())
    for told in (story.receive_gun("colt"), story.receive_box("dummies")):
        assert told.outcome is Outcome.ADMITTED
    # The desk refuses to adopt such packs; a ledger opened elsewhere may have them all the same.
    story.state.packs = msgspec.structs.replace(story.state.packs, packs=packs)
    for name, numbers in given_moves:
        body, who = ANYTHING[name](Choice(numbers))
        told = story.tell(body, *who)
        if mood_of(told.event) is Mood.STEP and name not in {"revoke", "withdraw_roles"}:
            assert told.outcome is Outcome.REFUSED
    check_reports(story)


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
