"""Holes that a second reviewer found around guns and set-ups, each told as a small story."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showclear.field.ids import NO_EVENT
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.people import Role
from showclear.field.plan import Line
from showclear.field.stock import Form
from showclear.record.events.desk import Outcome
from showclear.record.events.guns import FireResult, FireTest, Release
from showclear.record.events.handling import Act, Announced, Purpose
from showclear.record.events.plan import Use
from showclear.record.showing import Cause, Shown, statement
from showclear.record.state import Topic, Weapon
from tests.kit import World, answers, enrolment, gun, lot, signed_by, with_rows
from tests.planning import planned, use


def by_rule(story: World, row: str) -> list[str]:
    """Return the codes of what this row held against the last step told."""
    return [refusal.code.value for refusal in story.told[-1].refusals if refusal.rule == row]


def colt(story: World) -> Weapon:
    """Return the colt."""
    return story.state.weapons[gun("colt")]


def stands(story: World) -> tuple[Shown, Cause]:
    """Return what stands about the colt, and why nothing does."""
    now = statement(colt(story), epoch=story.state.epoch)
    return now.shown, now.cause


def taken_out(*rows: str) -> World:
    """Return a day, under these rows, on which the colt was taken out and shown empty."""
    story = World(packs=with_rows("R25", "R43", *rows))
    story.working_day()
    story.blanks()
    story.take_out("colt")
    story.show_empty("colt")
    return story


# -- R11: what was never locked away is asked for all the same ------------------------------------


@pytest.mark.parametrize("papers", [False, True])
def test_a_gun_that_was_never_locked_needs_its_intake_to_be_loaded(*, papers: bool) -> None:
    """Received and kept in hand, it is neither loaded nor handed over before its intake."""
    story = World(packs=with_rows("R11"))
    story.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    story.dummies()
    if papers:
        story.receive_with_papers("colt")
    else:
        story.receive_gun("colt")
    story.open_day()
    story.show_empty("colt")
    story.load("colt")
    assert "intake_incomplete" in by_rule(story, "R11")
    looks = story.show_going_in("colt", dummies=6)
    story.hand_over("colt", rounds=6, looks=looks)
    assert "intake_incomplete" in by_rule(story, "R11")
    story.show_empty("colt", by=("armorer",), purpose=Purpose.INTAKE)
    story.load("colt")
    assert bool(by_rule(story, "R11")) is not papers


# -- R37: what goes off on the axis is what goes off, in whichever words --------------------------


@pytest.mark.parametrize(
    ("planned_use", "refused"),
    [
        (replace(use(), acts=(Act.POINT, Act.FIRE)), True),
        (replace(use(holds=Announced.BLANKS, lot_name="b45")), True),
        (replace(use(holds=Announced.MIXED, lot_name="b45")), True),
        (replace(use(), gunshots=1), True),
        (use(), False),
    ],
    ids=["fires", "blanks", "mixed", "gunshots", "points dummies"],
)
def test_nothing_that_goes_off_is_near_on_the_axis(planned_use: Use, *, refused: bool) -> None:
    """Blanks, or gunshots, near and on the axis are at a person though nobody wrote *fires*."""
    story = World(packs=with_rows("R37"))
    story.working_day()
    story.blanks()
    plan = replace(planned(planned_use), line=Line.ON_AXIS, nearest_mm=2_000, near_approved=True)
    told = story.approve_set_up(plan)
    assert (told.outcome is Outcome.REFUSED) == refused
    assert by_rule(story, "R37") == (["pointed_at_person"] if refused else [])


# -- R32: a turn that failed is forgotten where it starts from empty ------------------------------


def failed_twice() -> World:
    """Return a day on which two turns of the colt, six dummies in it, failed."""
    story = taken_out()
    story.load("colt")
    wrong = answers(LookWay.SEEN_GOING_IN)
    for _ in range(2):
        story.show_going_in("colt", dummies=6, by=("armorer",))
        story.look("colt", wrong, by="first-ad", way=LookWay.SEEN_GOING_IN)
    assert colt(story).failed == 2
    return story


def test_making_clear_of_nothing_forgets_no_failed_turn() -> None:
    """Six are in it by the book: who says that nothing came out has made nothing clear."""
    story = failed_twice()
    story.unload("colt", 0, lot_name="b45")
    assert colt(story).failed == 2
    story.unload("colt", 6)
    assert colt(story).failed == 0


def test_making_clear_by_nobody_known_forgets_no_failed_turn() -> None:
    """A report that something stands against books what came out, and clears nothing."""
    story = failed_twice()
    story.unload("colt", 6)
    story.show_empty("colt")
    colt(story).failed = 2
    body = story.unload("colt", 0).event.body
    assert colt(story).failed == 0
    colt(story).failed = 2
    assert story.tell_signed(body, (signed_by("grip", Role.HANDLER),)).codes
    assert colt(story).failed == 2


# -- R14, R43: a test-fire is fired ---------------------------------------------------------------


def test_a_test_fire_ends_what_was_shown() -> None:
    """Shown empty, then test-fired: it is not loaded on the old showing, nor without its bore."""
    story = taken_out()
    story.test_fire("colt")
    assert stands(story) == (Shown.UNKNOWN, Cause.ENDED)
    assert {"showing_ended", "bore_not_seen"} <= set(story.load("colt").codes)
    story.show_empty("colt")
    assert story.load("colt").outcome is Outcome.ACCEPTED
    assert story.state.questions == {}


def test_a_test_fire_by_nobody_known_ends_it_too() -> None:
    """That it was fired counts whoever says so; that it went as it should does not."""
    story = taken_out()
    good = FireResult.AS_IT_SHOULD
    body = FireTest(weapon=gun("colt"), lot=lot("b45"), result=good, debris_mm=1)
    told = story.tell_signed(body, (signed_by("grip", Role.HANDLER),))
    assert told.codes
    assert (stands(story)[0], colt(story).bore_due) == (Shown.UNKNOWN, told.id)
    assert colt(story).test_fired == {}


def test_a_test_fire_with_rounds_on_the_book_is_asked_about() -> None:
    """Rounds for a test-fire are not on the book; with some in it, who knows which went."""
    story = taken_out()
    story.load("colt", chambers=3, from_box="blanks", lot_name="b45")
    told = story.test_fire("colt")
    asked = story.state.questions[told.id]
    assert (asked.topic, asked.items) == (Topic.DIFFERENCE, (gun("colt"),))
    assert colt(story).rounds == {lot("b45"): 3}


# -- R13, R14: a gun that a gunsmith has had ------------------------------------------------------


def released(*, rounds: int = 0) -> World:
    """Return a day on which a gunsmith has released the colt, with so many rounds in its book."""
    story = taken_out("R13", "R14", "R44")
    story.test_fire("colt", debris_mm=4_000)
    story.show_empty("colt")
    if rounds:
        story.load("colt", chambers=rounds)
    found = story.find_unfit("colt")
    both = (signed_by("armorer", Role.HANDLER), signed_by("gunsmith", Role.OUTSIDE))
    story.tell(
        enrolment("gunsmith", "gunsmith", (Role.OUTSIDE,)), "producer", "manager", "gunsmith"
    )
    told = story.tell_signed(Release(weapon=gun("colt"), unfit=found.id), both)
    assert told.outcome is Outcome.ACCEPTED
    return story


def test_a_released_gun_is_test_fired_again() -> None:
    """The test-fire from before it was found unfit was of other parts; its reach still counts."""
    story = released()
    assert stands(story) == (Shown.UNKNOWN, Cause.ENDED)
    told = story.load("colt", chambers=3, from_box="blanks", lot_name="b45")
    assert {"not_test_fired", "bore_not_seen", "function_not_seen"} <= set(told.codes)
    assert colt(story).test_fired[lot("b45")].debris_mm == 4_000
    again = story.test_fire("colt", debris_mm=2_000)
    fact = colt(story).test_fired[lot("b45")]
    assert (fact.event, fact.debris_mm) == (again.id, 4_000)
    story.show_empty("colt", purpose=Purpose.OPENING)
    story.see_function("colt")
    told = story.load("colt", chambers=3, from_box="blanks", lot_name="b45")
    assert told.outcome is Outcome.ACCEPTED


def test_a_released_gun_with_rounds_is_made_clear_first() -> None:
    """What was in it when the gunsmith got it is to come out before its function counts."""
    story = released(rounds=3)
    story.see_function("colt")
    assert colt(story).clear_due
    assert colt(story).function_seen == NO_EVENT
    story.unload("colt", 3)
    assert colt(story).clear_due == NO_EVENT


# -- R32: nobody sees rounds go in a second time --------------------------------------------------


def back_again() -> World:
    """Return a day on which the colt came back from the performer with its six dummies."""
    story = taken_out()
    story.load("colt")
    looks = story.show_going_in("colt", dummies=6)
    assert story.hand_over("colt", rounds=6, looks=looks).outcome is Outcome.ACCEPTED
    story.collect("colt", giver="performer")
    return story


def test_going_in_is_not_said_again_after_a_hand_over() -> None:
    """They came back from a performer's hand: they are taken out and seen, or made clear."""
    story = back_again()
    looks = story.show_going_in("colt", dummies=6)
    assert "handed_over_since" in story.hand_over("colt", rounds=6, looks=looks).codes
    looks = story.show_going_in("colt", dummies=6, way=LookWay.TAKEN_OUT_AND_SEEN)
    story.show_going_in("colt", dummies=6)  # said once more, it takes nothing away
    assert story.hand_over("colt", rounds=6, looks=looks).outcome is Outcome.ACCEPTED


def test_going_in_said_late_still_hinders() -> None:
    """Whoever says *going in* too late, and says something else, is heard; so is who saw less."""
    for given in (
        answers(LookWay.SEEN_GOING_IN, {1: Holds.DUMMY}),
        answers(LookWay.SEEN_GOING_IN)[1:],
    ):
        story = back_again()
        story.look("colt", given, by="first-ad", way=LookWay.SEEN_GOING_IN)
        assert stands(story)[0] is Shown.UNKNOWN


def test_a_second_late_disagreement_blocks() -> None:
    """Late looks that differ, twice, are two failed turns as any others."""
    story = back_again()
    wrong = answers(LookWay.SEEN_GOING_IN, {1: Holds.DUMMY})
    for _ in range(2):
        story.look("colt", wrong, by="first-ad", way=LookWay.SEEN_GOING_IN)
        story.show_going_in("colt", dummies=6, by=("armorer",))
    assert colt(story).failed == 2


def test_rounds_put_beside_those_that_came_back_do_not_renew_them() -> None:
    """Three came back and three more go in: only taken out and seen are they all six."""
    story = taken_out()
    story.load("colt", chambers=3)
    looks = story.show_going_in("colt", dummies=3)
    story.hand_over("colt", rounds=3, looks=looks)
    story.collect("colt", giver="performer")
    story.show_going_in("colt", dummies=3, way=LookWay.TAKEN_OUT_AND_SEEN)
    assert story.load("colt", chambers=(4, 5, 6)).outcome is Outcome.ACCEPTED
    story.show_going_in("colt", dummies=6)
    assert stands(story)[0] is Shown.UNKNOWN


def test_after_made_clear_going_in_counts_anew() -> None:
    """Made clear and loaded again, what went in this time was in nobody's hand since."""
    story = back_again()
    story.unload("colt", 6)
    story.show_empty("colt")
    story.prove("dummies", "d45", 50)
    story.prove("dummies", "d45", 50, by="second-ad")
    assert story.load("colt").outcome is Outcome.ACCEPTED
    story.show_going_in("colt", dummies=6)
    assert stands(story)[0] is Shown.DUMMIES
