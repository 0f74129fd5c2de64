"""Wrap as it is (chairs.md, 17:50), the morning after, and a mixed gun asked for by name."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.field.stock import Kind, Odd
from showclear.record.events.counting import CountFor
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Announced, Purpose
from showclear.record.events.officers import Waive
from showclear.record.events.plan import Changed, SetUpChanged
from showclear.record.events.stock import Answer, FoundRound, Grade, Move
from showclear.record.reckoning import fired_cases, reckon
from showclear.record.state import Topic
from tests.counting import asked, begins, by_two, ends, says, things
from tests.kit import Told, World, box, gun, lot, person, with_rows, words
from tests.planning import planned, set_up, use

B45: Final = lot("b45")
D45: Final = lot("d45")
EVENING: Final = ("R17", "R19", "R20", "R23", "R24", "R25", "R43", "R46")


def at_work(*rows: str) -> World:
    """Return a working day with the colt in the armorer's hand, 96 blanks and 50 dummies."""
    story = World(packs=with_rows(*(rows or EVENING)))
    story.blanks(rounds=96)
    story.receive_box("cases")
    story.working_day()
    story.take_out("colt")
    return story


def takes(story: World, gunshots: int) -> None:
    """Load, fire and clear until so many gunshots were counted, as takes go."""
    left = gunshots
    while left:
        story.show_empty("colt")
        story.load("colt", chambers=min(6, left), from_box="blanks", lot_name="b45")
        fired = min(6, left)
        story.fire("colt", fired)
        story.unload("colt", 0, fired_cases=fired, into="cases", lot_name="b45")
        left -= fired


def move(story: World, rounds: int) -> Told:
    """Move dummies from their box into the belt."""
    body = Move(lot=D45, rounds=rounds, source=box("dummies"), target=box("belt"))
    return story.tell(body, "armorer")


def wrap(story: World, *, blanks: int, cases: int = 0) -> None:
    """Lock the colt away first of all, then count everything by two."""
    assert story.lock(gun("colt")).outcome is Outcome.ADMITTED
    by_two(
        story,
        ("blanks", "b45", blanks),
        ("dummies", "d45", 50),
        seen=things(guns=("colt",)),
        cases=cases,
    )
    story.close_day()


def next_morning(story: World) -> tuple[str, ...]:
    """Open the next day, look at the colt, and take it out; returns what stands against it."""
    story.open_day("2026-11-23")
    story.show_empty("colt", purpose=Purpose.OPENING)
    return story.take_out("colt").codes


def test_cases_in_the_grass_are_litter() -> None:
    """61 fired by tally, 35 on hand, 44 cases found: it adds up, and nobody searches tonight."""
    story = at_work()
    takes(story, 61)
    wrap(story, blanks=35, cases=44)
    found = reckon(story.state)[B45]
    assert (found.received, found.fired, found.on_hand, found.missing) == (96, 61, 35, 0)
    assert (found.difference, found.questions) == (0, ())
    cases = fired_cases(story.state)
    assert (cases.fired, cases.counted, cases.not_counted_back) == (61, 44, 17)
    assert next_morning(story) == ()


def test_blanks_that_are_missing_wait_until_morning() -> None:
    """Two blanks fewer than the book: all go home, and the morning's take-out asks."""
    story = at_work()
    takes(story, 61)
    wrap(story, blanks=33, cases=44)
    found = reckon(story.state)[B45]
    assert (found.on_hand, found.missing, found.difference) == (33, 2, 0)
    [question] = asked(story)
    assert found.questions == (question.event,)
    assert next_morning(story) == ("difference_open",)
    story.tell(Answer(of=question.event, words=words("bent, binned")), "armorer", "first-ad")
    assert story.take_out("colt").codes == ()


def test_on_the_day_itself_nothing_waits() -> None:
    """A difference found at noon stands in nobody's way until the next day."""
    story = at_work()
    by_two(story, ("blanks", "b45", 95))
    story.lock(gun("colt"))
    assert len(asked(story)) == 1
    assert story.take_out("colt").codes == ()


@pytest.mark.parametrize("done", ["nothing", "count", "begun", "disagree"])
def test_locking_up_is_never_refused(done: str) -> None:
    """Whatever the count says, or with none at all, guns are locked away and the day is closed."""
    story = at_work()
    if done != "nothing":
        count = begins(story, box("blanks"), box("dummies"), gun("colt"))
        says(story, count, ("blanks", "b45", 90), by="armorer")
        if done == "disagree":
            says(story, count, ("blanks", "b45", 80), by="first-ad")
        if done != "begun":
            ends(story, count)
    told = [story.collect("colt"), story.unload("colt", 3), story.lock(gun("colt"))]
    assert {one.outcome for one in told} == {Outcome.ADMITTED}
    assert story.close_day().outcome is Outcome.ADMITTED
    assert story.state.guns_out == 0


def test_a_wrap_that_was_not_counted_is_made_good_in_the_morning() -> None:
    """Nobody counted: the morning's take-out asks, until two people count, or it is waived."""
    story = at_work()
    story.lock(gun("colt"))
    story.close_day()
    assert next_morning(story) == ("not_counted",)
    waiver = Waive(row="R46", item=gun("colt"), measure=words("counted on paper"))
    assert story.tell(waiver, "producer", "manager").outcome is Outcome.ACCEPTED
    assert story.take_out("colt").codes == ()
    story.lock(gun("colt"))
    story.wait(minutes=24 * 60)
    story.open_day("2026-11-24")
    story.show_empty("colt", purpose=Purpose.OPENING)
    assert story.take_out("colt").codes == ("not_counted",)
    by_two(
        story,
        ("blanks", "b45", 96),
        ("dummies", "d45", 50),
        seen=things(guns=("colt",)),
        purpose=CountFor.OPENING,
    )
    assert story.take_out("colt").codes == ()


def test_a_belt_is_counted_by_two_before_rounds_go_in() -> None:
    """Filled from the box, a belt is counted by two before it serves, and again once refilled."""
    story = at_work("R24", "R25", "R43")
    story.receive_box("belt", use=story.state.containers[box("dummies")].purpose)
    belt = story.state.containers[box("belt")]
    belt.form = type(belt.form)("belt")
    move(story, 12)
    story.show_empty("colt")
    assert story.load("colt", from_box="belt").codes == ("belt_not_counted",)
    by_two(story, ("belt", "d45", 12), purpose=CountFor.BELT)
    assert story.load("colt", from_box="belt").codes == ()
    assert belt.counted != ""


# -- mixed, asked for by name ------------------------------------------------------------------


def half_loaded(*, seen: bool = True) -> World:
    """Return the colt with three dummies in it, seen empty with its bore before or not."""
    story = at_work("R20", "R25", "R43")
    story.show_empty("colt")
    if not seen:
        story.state.weapons[gun("colt")].bore_seen = ()
    story.load("colt", chambers=3)
    story.show_going_in("colt", dummies=3)
    return story


def add_blanks(story: World) -> tuple[str, ...]:
    """Load three blanks behind the dummies; returns what stands against it."""
    return story.load("colt", chambers=(4, 5, 6), from_box="blanks", lot_name="b45").codes


def mixed_approved(story: World) -> None:
    """Let handler and caller approve a set-up that asks for the colt mixed."""
    story.approve_set_up(planned(use("colt", holds=Announced.MIXED, rounds=6)))


def test_a_mixed_gun_asked_for_by_name() -> None:
    """With a set-up that asks for mixed, blanks follow dummies, and the gun is shown mixed."""
    story = half_loaded()
    assert add_blanks(story) == ("bore_not_seen", "kinds_mixed")
    mixed_approved(story)
    assert add_blanks(story) == ()
    looks = story.show_going_in("colt", dummies=3, blanks=3)
    told = story.hand_over("colt", rounds=6, looks=looks, announced=Announced.MIXED)
    assert told.codes == ()


def test_a_set_up_that_changed_asks_for_nothing() -> None:
    """After the load of the set-up changed, no gun is mixed for it."""
    story = half_loaded()
    mixed_approved(story)
    story.tell(SetUpChanged(set_up=set_up(), what=Changed.LOAD), "grip")
    assert add_blanks(story) == ("bore_not_seen", "kinds_mixed")


def test_the_bore_was_not_seen_before() -> None:
    """Mixed or not, somebody saw the bore before the first round went in."""
    story = half_loaded(seen=False)
    mixed_approved(story)
    assert add_blanks(story) == ("bore_not_seen",)


def test_a_gun_that_was_fired_is_not_mixed_unseen() -> None:
    """A gunshot, and the bore that was seen before counts no more."""
    story = half_loaded()
    mixed_approved(story)
    assert add_blanks(story) == ()
    story.fire("colt", 3)
    assert story.state.weapons[gun("colt")].bore_before == ()
    story.show_going_in("colt", dummies=3)
    assert "bore_not_seen" in add_blanks(story)


# -- where rounds come from --------------------------------------------------------------------


def test_every_delivery_of_a_lot_has_papers() -> None:
    """One delivery without them, and no later one gives the lot its provenance back."""
    story = World()
    for name in ("box", "other"):
        story.receive_box(name)
    told = []
    for papers in (True, True, False, True):
        story.receive_rounds("b45", "box", 5, kind=Kind.BLANK, papers=papers)
        told.append(story.state.lots[B45].provenance)
    assert told == [True, True, False, False]


def test_a_delivery_received_by_nobody_who_may() -> None:
    """Received in a role not held, rounds have no provenance."""
    story = World()
    story.receive_box("box")
    body = story.receive_rounds("d45", "box", 5).event.body
    assert story.state.lots[D45].provenance
    story.tell(body, "grip")
    assert not story.state.lots[D45].provenance


def test_rounds_that_turn_up_are_nobodys_until_answered() -> None:
    """Two dummies turn up and are proved: the box serves once somebody says whence."""
    story = at_work("R17", "R25", "R43")
    body = FoundRound(grade=Grade.OURS, kind=Kind.DUMMY, rounds=2, lot=D45, into=box("dummies"))
    found = story.tell(body, "armorer", "grip")
    for name in ("armorer", "second-ad"):
        story.prove("dummies", "d45", 52, by=name)
    story.show_empty("colt")
    assert story.load("colt").codes == ("no_provenance",)
    story.receive_box("belt")
    moved = move(story, 6)
    assert story.state.containers[box("belt")].found == (found.id,)
    assert moved.id not in story.state.questions
    story.tell(Answer(of=found.id, words=words("out of the pouch")), "armorer", "first-ad")
    assert story.load("colt").codes == ()


def test_more_moved_or_cleared_than_the_book_had_turned_up() -> None:
    """Rounds more than the book had are found where they are put."""
    story = at_work()
    story.receive_box("belt")
    moved = move(story, 55)
    assert story.state.containers[box("belt")].found == (moved.id,)
    out = story.unload("colt", 2, into="blanks", lot_name="d45")
    assert story.state.containers[box("blanks")].found == (out.id,)


def test_a_live_primer_in_one_dummy_ends_its_lot() -> None:
    """It stops work at once, in quarantine too, and the lot is never loaded from again."""
    story = at_work("R19", "R25", "R43")
    told = story.find_odd("dummies", "d45", rounds=50, seen=Odd.LIVE_PRIMER)
    assert [question.event for question in asked(story, Topic.NOT_NAMEABLE)] == [told.id]
    assert story.state.lots[D45].live_primer
    story.tell(Answer(of=told.id, words=words("destroyed")), "armorer", "first-ad")
    for name in ("armorer", "second-ad"):
        story.prove("dummies", "d45", 50, by=name)
    story.show_empty("colt")
    assert story.load("colt").codes == ("live_primer",)


def test_a_live_primer_of_a_lot_nobody_knows() -> None:
    """It stops work all the same."""
    story = World()
    story.receive_box("box")
    story.find_odd("box", "stray", rounds=1, seen=Odd.LIVE_PRIMER)
    assert len(asked(story, Topic.NOT_NAMEABLE)) == 1
    assert person("armorer").id == story.state.containers[box("box")].in_hand
