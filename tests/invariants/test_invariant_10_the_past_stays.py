"""Invariant 10: a correction changes nothing that was; it voids statements and asks."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TypeVar

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.ids import NO_EVENT, NO_ITEM, ItemId
from showclear.field.stock import Proof
from showclear.record.events.officers import Correct
from showclear.record.events.people import Where
from showclear.record.facts_guns import without_result
from showclear.record.showing import Shown, Statement, statement
from showclear.record.state import State, Topic, Weapon
from tests.invariants.starts import in_hand, with_dummies
from tests.invariants.walk import History, histories, over_histories, walk
from tests.kit import box, gun

KEPT = (
    "packs", "waivers", "stops", "concerns", "keeps", "gaps", "day", "day_opened",
    "guns_out", "blocking", "utc_offset_minutes", "discharges", "minors", "duties", "rolling",
    "set_up_reports", "first_out", "working_day", "day_before",
)  # fmt: skip
# What supports, by the name of somebody or something: a correction takes out and adds nothing.
SHRINKING = ("papers", "limits", "guardians", "scenes", "set_ups", "area_counts", "counted_on")
VOIDED = {
    "changed", "ended", "looks", "failed", "failed_turn", "empty_seen_by", "opening", "bore_seen",
    "loads", "bore_before", "counted_opening", "counted_wrap", "intake", "lots_approved",
    "lots_listed", "test_fired", "unfit", "released", "function_due", "function_seen",
    "function_settled", "function_was_due",
}  # fmt: skip
PROOF = {"proved": 0, "named": 0, "proofs": frozenset[Proof](), "proved_by": (), "looks": []}
ITEMS = (NO_ITEM, gun("colt"), box("dummies"))
NOTHING = {Shown.UNKNOWN, Shown.NOT_IDENTIFIED, Shown.FIRED_CASES}


T = TypeVar("T", bound=msgspec.Struct)


def standing(state: State) -> dict[str, Statement]:
    """Return what stands about every gun."""
    return {item: statement(gun, epoch=state.epoch) for item, gun in state.weapons.items()}


def without(thing: T, nothing: Mapping[str, object]) -> T:
    """Return a copy with these fields as they are when nothing is proved."""
    return msgspec.structs.replace(thing, **nothing)


def check_only_voided(before: State, after: State) -> None:
    """Check that guns and containers differ in nothing but what was shown of them."""
    for item, weapon in before.weapons.items():
        now = after.weapons[item]
        for field in msgspec.structs.fields(weapon):
            if field.name not in VOIDED:
                assert getattr(weapon, field.name) == getattr(now, field.name), field.name
        assert set(now.bore_seen) <= set(weapon.bore_seen)
        check_no_better(weapon, now)
        unproved = {"proofs": frozenset[Proof](), "proved_by": (), "stayed": False}
        for load, then in zip(weapon.loads, now.loads, strict=True):
            assert without(load, unproved) == without(then, unproved)
            assert then.proofs in {load.proofs, frozenset()}
    for item, container in before.containers.items():
        after_it = after.containers[item]
        then_it = copy.deepcopy(container)
        assert after_it.counted in {container.counted, NO_EVENT}
        then_it.counted = after_it.counted
        then_it.counted_opening = after_it.counted_opening
        then_it.counted_wrap = after_it.counted_wrap
        assert after_it.keys_reviewed in {container.keys_reviewed, ""}
        then_it.keys_reviewed = after_it.keys_reviewed
        if after_it.changed == container.changed:
            assert after_it == then_it
            continue
        then_it.stock = {name: without(held, PROOF) for name, held in then_it.stock.items()}
        then_it.changed, then_it.loose = after_it.changed, after_it.loose
        assert then_it == after_it
        assert after_it.loose >= container.loose
    assert after.loose_rounds >= before.loose_rounds
    for lot_name, lot in before.lots.items():
        once = {"proved_once": False, "provenance": False}
        assert without(lot, once) == without(after.lots[lot_name], once)
        assert lot.proved_once or not after.lots[lot_name].proved_once
        assert lot.provenance or not after.lots[lot_name].provenance


def check_no_better(was: Weapon, now: Weapon) -> None:
    """Check that of what spoke for a gun some is gone, and of what spoke against it nothing."""
    assert now.intake in {was.intake, NO_EVENT}
    assert now.lots_approved in {was.lots_approved, ()}
    assert set(now.unfit) == set(was.unfit) | (
        set(was.released.values()) - set(now.released.values())
    )
    assert now.function_due == was.function_due or not was.function_due
    assert now.function_seen in {was.function_seen, NO_EVENT}
    assert now.test_fired.keys() == was.test_fired.keys()
    for lot, fact in was.test_fired.items():
        assert now.test_fired[lot] in {fact, without_result(fact)}


def check_carriers(before: State, after: State) -> None:
    """Check that a carrier is where they were said to be, or inside as far as anybody knows."""
    assert after.carriers.keys() >= before.carriers.keys()
    for who, fact in after.carriers.items():
        assert fact == before.carriers.get(who) or fact.where is Where.INSIDE


def check_shrank(before: State, after: State) -> None:
    """Check that of papers, approvals, counts and the like only some are gone."""
    for name in SHRINKING:
        was, now = getattr(before, name), getattr(after, name)
        assert now.keys() <= was.keys(), name
        for key, fact in now.items():
            parts = set(fact) <= set(was[key]) if name == "papers" else fact == was[key]
            if name == "set_ups":  # a tap may have been taken back
                known = msgspec.structs.replace(fact, settled=was[key].settled)
                tapped = {"unsettled": "", "unsettled_index": -1}
                parts = known == was[key] or without(known, tapped) == was[key]
            assert parts, name


def check_floor(before: State, after: State) -> None:
    """Check that nobody is on a roll, and nothing laid on, that was not."""
    was, now = before.briefings, after.briefings
    assert (was.day, now.people.items() <= was.people.items()) == (now.day, True)
    for set_up, roll in now.set_ups.items():
        assert roll.items() <= was.set_ups[set_up].items()
    for fact in ("first", "meeting", "walked"):
        assert getattr(now, fact) in {getattr(was, fact), None}
    for what, laid in after.laid_on.items():
        assert laid.dated in {before.laid_on[what].dated, None}
        assert laid.today in {before.laid_on[what].today, None}


@given(histories(), st.integers(0, 400), st.sampled_from(ITEMS))
def test_a_correction_only_voids_and_asks(history: History, place: int, item: ItemId) -> None:
    """After a correction nothing stands that did not, and one question more is open."""
    story = walk(history)
    before = copy.deepcopy(story.state)
    stood = standing(before)
    event = story.told[place % len(story.told)]
    told = story.tell(Correct(event=event.id, item=item), "rep")
    after = story.state
    for name in KEPT:
        assert getattr(before, name) == getattr(after, name), name
    assert before.registry.people == after.registry.people
    assert before.registry.keys == after.registry.keys
    check_only_voided(before, after)
    check_shrank(before, after)
    check_carriers(before, after)
    check_floor(before, after)
    opened = {key: value for key, value in after.questions.items() if key not in before.questions}
    assert {key: value.topic for key, value in opened.items()} == {told.id: Topic.CORRECTED}
    assert before.questions == {k: v for k, v in after.questions.items() if k != told.id}
    for name, now in standing(after).items():
        assert now == stood[name] or now.shown in NOTHING
        if event.id in stood[name].looks:
            assert now.shown in NOTHING


def test_what_rests_on_a_corrected_look_no_longer_stands() -> None:
    """A correction of one look takes the statement away; of a stop elsewhere it does not."""
    story = with_dummies()
    stop = story.stop()
    story.tell(Correct(event=stop.id), "grip")
    assert standing(story.state)[gun("colt")].shown is Shown.DUMMIES
    assert stop.id in story.state.stops
    look = standing(story.state)[gun("colt")].looks[1]
    story.tell(Correct(event=look), "grip")
    assert standing(story.state)[gun("colt")].shown is Shown.UNKNOWN


@over_histories
def test_the_log_only_grows(history: History) -> None:
    """What was told stays as it was told: entries are added, none is changed."""
    story = in_hand()
    before = [commit[0].id for commit in story.log]
    story.tell(Correct(event=story.told[-1].id, item=gun("colt")), "grip")
    assert [commit[0].id for commit in story.log][: len(before)] == before
    walked = walk(history)
    assert [kept.index for commit in walked.log for kept in commit] == list(
        range(walked.state.next_index)
    )
