"""Looks stay closed until the second is in or five minutes have passed, and not longer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showclear.desk.closed import closed_looks
from showclear.field.instants import Now
from showclear.field.mechanisms import BODY, Holds, How, LookWay
from showclear.field.stock import WeaponClass
from showclear.record.events.handling import PositionAnswer, Purpose
from showclear.record.limits import LOOK_CLOSED_MS
from showclear.record.state import LookFact
from tests.kit import OnDesk, answers, box, first, gun, lot

EMPTY = answers(LookWay.SEEN_EMPTY)


def working() -> OnDesk:
    """Return a story with the gun in the armorer's hand."""
    story = OnDesk()
    story.working_day()
    story.take_out("colt")
    return story


def closed(story: OnDesk) -> frozenset[int]:
    """Return the looks that are closed now."""
    return closed_looks(story.state, story.desk.now())


def last_look(story: OnDesk) -> LookFact:
    """Return the last look at the gun."""
    return story.state.weapons[gun("colt")].looks[-1]


def later(look: LookFact, milliseconds: int) -> Now:
    """Return the desk's time so long after a look."""
    ms = look.at.boot_ms + milliseconds
    return replace(look.at, boot_ms=ms, utc_ms=look.at.utc_ms + milliseconds)


@pytest.mark.parametrize("purpose", [Purpose.SHOWING, Purpose.OPENING])
def test_the_first_look_is_closed_until_the_second_is_in(purpose: Purpose) -> None:
    """One person's look is closed; a second person's opens both, whatever it says."""
    story = working()
    assert closed(story) == frozenset()
    one = story.look("colt", EMPTY, purpose=purpose)
    assert closed(story) == {one.index}
    other = answers(LookWay.SEEN_EMPTY, first(1, Holds.DUMMY))
    story.look("colt", other, by="first-ad", purpose=purpose)
    assert closed(story) == frozenset()


def test_a_rubber_gun_s_one_look_is_open() -> None:
    """A gun that cannot fire takes one look: there is no second to wait for."""
    story = working()
    story.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    bends = PositionAnswer(position=BODY, how=How.SAW, holds=Holds.NON_FIRING)
    story.look("rubber", (bends,), way=LookWay.NON_FIRING)
    assert story.state.weapons[gun("rubber")].looks
    assert closed(story) == frozenset()


def test_the_same_person_looking_again_opens_nothing() -> None:
    """Two looks of one person are no pair."""
    story = working()
    looks = {story.look("colt", EMPTY).index for _ in range(2)}
    assert closed(story) == looks


def test_a_look_opens_at_five_minutes_and_not_before() -> None:
    """The last millisecond of the five minutes is closed, the next is open."""
    story = working()
    index = story.look("colt", EMPTY).index
    look = last_look(story)
    assert closed_looks(story.state, later(look, LOOK_CLOSED_MS - 1)) == {index}
    assert closed_looks(story.state, later(look, LOOK_CLOSED_MS)) == frozenset()
    assert LOOK_CLOSED_MS == 5 * 60 * 1000


def test_a_look_whose_age_nobody_can_say_is_open() -> None:
    """Where the wall clock ran backwards across a boot no five minutes can be counted."""
    story = working()
    story.look("colt", EMPTY)
    look = last_look(story)
    next_epoch = replace(look.at, boot=look.at.boot + 1, epoch=look.at.epoch + 1)
    assert closed_looks(story.state, next_epoch) == frozenset()


def test_a_change_of_the_gun_ends_what_was_closed() -> None:
    """Looks at what the gun no longer is are not held back."""
    story = working()
    story.show_empty("colt")
    story.load("colt", chambers=2)
    index = story.look("colt", EMPTY).index
    assert closed(story) == {index}
    story.unload("colt", 2)
    assert closed(story) == frozenset()


def test_looks_at_rounds_are_closed_too() -> None:
    """The first who proves rounds is not heard before the second."""
    story = OnDesk()
    story.receive_box("dummies")
    story.receive_rounds("d45", "dummies", 50)
    story.open_delivery("dummies")
    index = story.prove("dummies", "d45", 50).index
    assert closed(story) == {index}
    assert story.state.containers[box("dummies")].stock[lot("d45")].looks[0].index == index
    story.prove("dummies", "d45", 50, by="second-ad")
    assert closed(story) == frozenset()
