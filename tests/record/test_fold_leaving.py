"""Folding an hour on paper, shipping and destroying, and what comes back after it left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import ItemId
from showclear.field.people import Role
from showclear.field.stock import Form, WeaponClass
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Ahead as What
from showclear.record.events.handling import TakeOut, WentAhead
from showclear.record.events.passing import Destroyed, Ship
from showclear.record.showing import Shown
from showclear.record.state import By, Charge, State, Topic
from tests.kit import Told, World, box, gun, lot, person, signed_by
from tests.lines import (
    ELSEWHERE,
    RIFLE,
    answers_for,
    asked,
    destroy,
    find,
    guard,
    line_day,
    paper,
    relieve,
    ship,
    shown,
    walk,
)

COLT: Final = gun("colt")
FIRST, SECOND, THIRD = (gun(f"rifle-{number}") for number in (1, 2, 3))
ARMORER: Final = Charge(By.HANDLER, person("armorer").id)
ASSISTANT: Final = Charge(By.HANDLER, person("assistant").id)
NAMES: Final = ("rifle-1", "rifle-2", "rifle-3")


@pytest.fixture
def line() -> World:
    """Return a day with three rifles out in the armorer's hand."""
    told = World()
    line_day(told)
    return told


@pytest.fixture
def played() -> World:
    """Return a day with six dummies in the colt, and the colt in the performer's hand."""
    told = World()
    told.handed_over()
    return told


# -- on paper -------------------------------------------------------------------------------------


def test_an_hour_on_paper(line: World) -> None:
    """The sheet's last line says who has it; the charge stays; nothing shown stands."""
    walk(line, *NAMES)
    line.lock(THIRD)
    told = paper(line, (FIRST, "assistant"), (SECOND, "grip"), (THIRD, "grip"), (FIRST, "grip"))
    assert answers_for(line, FIRST) == (ARMORER, person("grip").id, True)
    assert answers_for(line, SECOND) == (ARMORER, person("grip").id, True)
    assert answers_for(line, THIRD) == (Charge(By.GAP, told.id), person("grip").id, True)
    for item in (FIRST, SECOND, THIRD):
        weapon = line.state.weapons[item]
        assert (weapon.ended, weapon.looks) == ("on-paper", [])
    assert asked(line, told) is None


def test_paper_about_what_nobody_knows(line: World) -> None:
    """A line about an item nobody received changes nothing else."""
    told = paper(line, (gun("stray"), "grip"), (FIRST, "grip"))
    assert told.outcome is Outcome.OUT_OF_CHAIN
    assert answers_for(line, FIRST) == (ARMORER, person("grip").id, True)


def test_a_box_on_paper_is_proved_anew(played: World) -> None:
    """What is in a box that was in others' hands on paper is not proved any more."""
    paper(played, (box("dummies"), "grip"))
    assert played.state.containers[box("dummies")].stock[lot("d45")].proved == 0


# -- shipped --------------------------------------------------------------------------------------


def whole(state: State, name: str = "d45") -> tuple[int, int, int]:
    """Return how many of a lot are stored, loaded and shipped; all of it adds up."""
    held = state.lots[lot(name)]
    there = held.stored + held.loaded + held.fired + held.missing + held.set_aside
    assert held.received + held.found == there + held.shipped + held.destroyed
    return held.stored, held.loaded, held.shipped


def test_shipped_is_the_end_here(line: World) -> None:
    """What goes to another ledger has ended here: in no hand, out no more."""
    out = line.state.guns_out
    told = ship(line, FIRST)
    assert answers_for(line, FIRST) == (Charge(By.END, ELSEWHERE), "", False)
    assert line.state.weapons[FIRST].ended == "shipped"
    assert line.state.guns_out == out - 1
    assert asked(line, told) is None
    assert line.state.gaps == {}


def test_a_container_ships_its_rounds() -> None:
    """Rounds leave with their box and the lot adds up; unproved, they are asked about (R15)."""
    story = World()
    story.dummies()
    story.receive_box("more")
    story.receive_rounds("d45", "more", 20)
    story.open_delivery("more")
    assert story.state.loose_rounds == 20
    told = ship(story, box("more"))
    assert whole(story.state) == (50, 0, 20)
    assert story.state.containers[box("more")].stock == {}
    assert story.state.loose_rounds == 0
    assert asked(story, told) == (Topic.NOT_NAMEABLE, (box("more"),))
    assert asked(story, ship(story, box("dummies"))) is None


def test_a_gun_that_leaves_with_rounds_in_it_is_asked(played: World) -> None:
    """Its rounds have left with it; who sent it like that is an open question."""
    played.collect("colt")
    told = ship(played, COLT)
    assert whole(played.state) == (44, 0, 6)
    assert played.state.weapons[COLT].rounds == {}
    assert asked(played, told) == (Topic.WENT_AHEAD, (COLT,))


@pytest.mark.parametrize("kept", [True, False])
def test_shipping_what_is_not_theirs_or_is_kept_is_asked(line: World, *, kept: bool) -> None:
    """What is kept as found has left all the same, what another has has not: both a question."""
    if kept:
        line.keep(FIRST)
    told = ship(line, FIRST, by="armorer" if kept else "assistant")
    assert answers_for(line, FIRST)[0].by is (By.END if kept else By.GAP)
    assert asked(line, told) == (Topic.WENT_AHEAD, (FIRST,))


def test_shipping_out_of_a_lock(line: World) -> None:
    """Who holds a key to the place ships what is in it; who holds none is asked."""
    line.lock(FIRST)
    assert asked(line, ship(line, FIRST, by="assistant")) is None
    line.receive_box("drawer", form=Form.SAFE, keys=("armorer",))
    line.lock(SECOND, place="drawer")
    told = ship(line, SECOND, by="assistant")
    assert asked(line, told) == (Topic.WENT_AHEAD, (SECOND,))


def test_what_is_locked_in_a_place_that_left(line: World) -> None:
    """A safe leaves with what is in it: what was not named is answered for by nobody."""
    line.dummies()
    line.lock(FIRST, SECOND, box("dummies"))
    told = ship(line, box("vault"), FIRST)
    assert answers_for(line, FIRST)[0].by is By.END
    for item in (SECOND, box("dummies")):
        assert answers_for(line, item) == (Charge(By.GAP, told.id), "", False)
    assert asked(line, told) == (Topic.WENT_AHEAD, (SECOND, box("dummies")))


def test_shipped_by_who_may_not_is_a_gap(line: World) -> None:
    """Somebody else's word ends nothing: rounds stay on the book, nobody answers for the item."""
    line.dummies()
    body = Ship(items=(FIRST, box("dummies")), to=ELSEWHERE)
    told = line.tell_signed(body, (signed_by("grip", Role.HANDLER),))
    for item in body.items:
        assert answers_for(line, item) == (Charge(By.GAP, told.id), "", False)
    assert whole(line.state) == (50, 0, 0)
    assert asked(line, told) == (Topic.WENT_AHEAD, body.items)


def test_nothing_is_locked_in_a_place_that_has_left(line: World) -> None:
    """A safe that was shipped answers for nothing: what is said to be locked in it is a gap."""
    ship(line, box("vault"))
    told = line.lock(FIRST)
    assert answers_for(line, FIRST) == (Charge(By.GAP, told.id), box("vault"), False)
    assert asked(line, told) == (Topic.ENDED, (box("vault"),))


def collected(story: World) -> Told:
    """Collect the rifle that was shipped."""
    return story.collect("rifle-1")


def received(story: World) -> Told:
    """Receive the rifle again."""
    return story.receive_gun("rifle-1", weapon_class=WeaponClass.BLANK_ONLY, made=RIFLE)


def went_ahead(story: World) -> Told:
    """Report the rifle out after all."""
    body = WentAhead(what=What.OTHER, items=(FIRST,), in_hand=person("armorer").id)
    return story.tell(body, "armorer")


def relieved(story: World) -> Told:
    """Take it over with the other handler's word."""
    return relieve(story, FIRST, by="armorer", of="assistant")


@pytest.mark.parametrize(
    ("back", "topic"),
    [
        (collected, Topic.ENDED),
        (received, Topic.ENDED),
        (went_ahead, Topic.WENT_AHEAD),
        (relieved, Topic.ONE_SIDED),
    ],
)
def test_what_has_left_and_is_here_again(
    line: World, back: Callable[[World], Told], topic: Topic
) -> None:
    """A gun that was shipped is in somebody's charge again, nothing is known of it, and asked."""
    walk(line, *NAMES)
    ship(line, FIRST)
    out = line.state.guns_out
    told = back(line)
    assert answers_for(line, FIRST)[:2] == (ARMORER, person("armorer").id)
    assert asked(line, told) == (topic, (FIRST,))
    assert line.state.guns_out == out + 1
    assert shown(line, FIRST) is Shown.UNKNOWN
    assert line.state.weapons[FIRST].changed == told.id


def test_a_box_that_has_left_and_is_here_again() -> None:
    """A box taken into use again is empty on the book, in the receiver's charge, and asked."""
    story = World()
    story.dummies()
    ship(story, box("dummies"))
    told = story.receive_box("dummies")
    assert answers_for(story, box("dummies")) == (ARMORER, person("armorer").id, False)
    assert asked(story, told) == (Topic.ENDED, (box("dummies"),))


@pytest.mark.parametrize("way", ["found", "guarded", "paper", "locked"])
def test_whatever_else_is_said_of_what_has_left_is_asked(line: World, way: str) -> None:
    """Found, guarded, on paper or locked up after it was shipped: nobody answers, and asked."""
    ship(line, FIRST)
    told = {
        "found": lambda: find(line, FIRST, holder="grip"),
        "guarded": lambda: guard(line, FIRST),
        "paper": lambda: paper(line, (FIRST, "grip")),
        "locked": lambda: line.lock(FIRST, by="grip"),
    }[way]()
    assert answers_for(line, FIRST)[0] == Charge(By.GAP, told.id)
    assert asked(line, told) is not None


def test_a_step_on_what_has_left_is_refused(line: World) -> None:
    """What was shipped is not taken out of a place here, and opens no question by being asked."""
    ship(line, FIRST)
    told = line.tell(TakeOut(items=(FIRST,), place=box("vault")), "armorer")
    assert told.codes[0] == "not_in_that_place"
    assert asked(line, told) is None


# -- destroyed ------------------------------------------------------------------------------------


@pytest.fixture
def boxed() -> World:
    """Return a day with fifty proved dummies, and five opened rounds nobody has proved."""
    story = World()
    story.dummies()
    story.receive_box("doubts")
    story.receive_rounds("x", "doubts", 5)
    story.open_delivery("doubts")
    return story


def test_two_destroy_rounds(boxed: World) -> None:
    """Two people destroy rounds: they are on the book as such, and what is left stays proved."""
    told = destroy(boxed, 10)
    assert whole(boxed.state) == (40, 0, 0)
    held = boxed.state.lots[lot("d45")]
    assert (held.destroyed, held.found) == (10, 0)
    stock = boxed.state.containers[box("dummies")].stock[lot("d45")]
    assert (stock.rounds, stock.proved) == (40, 40)
    assert boxed.state.containers[box("dummies")].changed == told.id
    assert asked(boxed, told) is None


def test_more_than_the_book_has_is_a_difference(boxed: World) -> None:
    """Destroyed rounds that were not on the book were found, and are asked about."""
    told = destroy(boxed, 60)
    held = boxed.state.lots[lot("d45")]
    assert (held.destroyed, held.found, held.stored) == (60, 10, 0)
    whole(boxed.state)
    assert asked(boxed, told) == (Topic.DIFFERENCE, (box("dummies"),))


def test_one_alone_is_asked(boxed: World) -> None:
    """Rounds that one person says were destroyed are so on the book, with a question."""
    told = destroy(boxed, 10, by=("armorer",))
    assert boxed.state.lots[lot("d45")].destroyed == 10
    assert asked(boxed, told) == (Topic.ONE_SIDED, (box("dummies"),))
    assert boxed.state.blocking == 0


def test_one_alone_makes_no_unnamed_round_go_away(boxed: World) -> None:
    """Two may destroy what nobody could name; one alone leaves a question that blocks."""
    assert boxed.state.loose_rounds == 5
    told = destroy(boxed, 2, from_box="doubts", lot_name="x", by=("armorer",))
    assert asked(boxed, told) == (Topic.NOT_NAMEABLE, (box("doubts"),))
    assert (boxed.state.loose_rounds, boxed.state.blocking) == (3, 1)
    told = destroy(boxed, 3, from_box="doubts", lot_name="x")
    assert asked(boxed, told) is None
    assert boxed.state.loose_rounds == 0


def test_a_marked_report_of_destroying_is_one_alone(boxed: World) -> None:
    """Signed out of order it counts as one person's word, and nothing left there is proved."""
    body = Destroyed(container=box("dummies"), lot=lot("d45"), rounds=10)
    told = boxed.tell(body, "armorer", "grip", last={})
    assert boxed.state.lots[lot("d45")].destroyed == 10
    assert boxed.state.containers[box("dummies")].stock[lot("d45")].proved == 0
    assert asked(boxed, told) == (Topic.NOT_NAMEABLE, (box("dummies"),))


def test_a_signature_in_a_role_not_held_is_no_second_person(boxed: World) -> None:
    """Two names, one of which may not sign as it does: nothing left in the box is proved."""
    body = Destroyed(container=box("dummies"), lot=lot("d45"), rounds=10)
    signers = (signed_by("armorer", Role.HANDLER), signed_by("grip", Role.CALLER))
    told = boxed.tell_signed(body, signers)
    assert told.outcome is Outcome.ADMITTED
    assert boxed.state.containers[box("dummies")].stock[lot("d45")].proved == 0
    assert asked(boxed, told) == (Topic.ONE_SIDED, (box("dummies"),))


@pytest.mark.parametrize(
    ("from_box", "lot_name", "items"),
    [("dummies", "nobody knows", (box("dummies"),)), ("nowhere", "d45", (box("nowhere"),))],
)
def test_destroyed_but_never_on_the_book(
    boxed: World, from_box: str, lot_name: str, items: tuple[ItemId, ...]
) -> None:
    """Rounds nobody had on the book were about and cannot be named: that blocks."""
    told = destroy(boxed, 2, from_box=from_box, lot_name=lot_name)
    assert asked(boxed, told) == (Topic.NOT_NAMEABLE, items)
    assert boxed.state.blocking == 1


def test_the_last_round_leaves_an_empty_box(boxed: World) -> None:
    """A box whose last round was destroyed was filled by nobody."""
    destroy(boxed, 50)
    assert boxed.state.containers[box("dummies")].stock == {}
