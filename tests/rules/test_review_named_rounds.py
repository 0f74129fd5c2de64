"""What becomes of rounds that come out of a gun or are found, as a reviewer tried it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.stock import Kind
from showclear.record.events.handling import EndCause, Purpose, ShowingEnded, TakeOut, Unload
from showclear.record.events.speaking import AskToSee
from showclear.record.events.stock import FoundRound, Grade
from showclear.record.state import Stock, Topic
from tests.kit import Told, World, box, gun, lot
from tests.rules.boxes import (
    ABOUT,
    AGAIN,
    NOT_PROVED,
    STALE,
    move,
    on_the_day,
    stock,
    topics,
    with_blanks,
)


def clear_blanks(told: World, rounds: int) -> Told:
    """Make the colt clear of blanks, into their box."""
    return told.unload("colt", rounds, fired_cases=0, into="blanks", lot_name="b45")


# -- ours by the book --------------------------------------------------------------------------


def ended(told: World, cause: EndCause) -> None:
    """Say what ended the showing."""
    told.tell(ShowingEnded(weapon=gun("colt"), cause=cause), "armorer")


def hidden_then_opened(told: World) -> None:
    """Let it be out of sight, and open it then."""
    ended(told, EndCause.OUT_OF_SIGHT)
    ended(told, EndCause.OPENED)


NAMED: Final[dict[str, tuple[Callable[[World], object], int]]] = {
    "one was fired": (lambda told: told.fire("colt", 1), 5),
    "it fell": (lambda told: ended(told, EndCause.DROPPED), 6),
    "it got wet": (lambda told: ended(told, EndCause.WETTED), 6),
    "it jammed": (lambda told: ended(told, EndCause.JAMMED), 6),
    "it was opened": (lambda told: ended(told, EndCause.OPENED), 6),
    "somebody asked to see": (lambda told: told.tell(AskToSee(weapon=gun("colt")), "grip"), 6),
    "it was out of sight": (lambda told: ended(told, EndCause.OUT_OF_SIGHT), 0),
    "it may be another": (lambda told: ended(told, EndCause.MAY_HAVE_BEEN_SWAPPED), 0),
    "it was out of sight, then opened": (hidden_then_opened, 0),
    "it was locked away": (lambda told: told.lock(gun("colt")), 0),
}


@pytest.mark.parametrize("name", NAMED)
def test_blanks_that_come_out_are_ours(name: str) -> None:
    """Blanks that stayed in sight come out as ours: not loose, and to be proved again."""
    happened, named = NAMED[name]
    told = with_blanks()
    happened(told)
    out = told.state.weapons[gun("colt")].rounds[lot("b45")]
    clear_blanks(told, out)
    there = stock(told, "blanks", "b45")
    assert (there.rounds, there.proved, there.named) == (44 + out, 44, named)
    assert told.state.loose_rounds == out - named
    told.receive_gun("twin")
    told.show_empty("twin")
    codes = told.load("twin", from_box="blanks", lot_name="b45").codes
    assert NOT_PROVED in codes
    assert (ABOUT in codes) == (named == 0)


def test_fewer_than_the_book_has_are_not_ours() -> None:
    """When one is missing nobody can say which the others are."""
    told = with_blanks()
    ended(told, EndCause.OPENED)
    clear_blanks(told, 5)
    assert stock(told, "blanks", "b45").named == 0
    assert told.state.loose_rounds == 5


def test_a_marked_report_names_nothing() -> None:
    """Rounds that somebody who is no handler says came out are loose."""
    told = with_blanks()
    ended(told, EndCause.OPENED)
    body = Unload(weapon=gun("colt"), container=box("blanks"), lot=lot("b45"), rounds=6)
    told.tell(body, "grip")
    assert stock(told, "blanks", "b45").named == 0


def two_guns() -> World:
    """Return a day on which two guns were loaded with two blanks each, and shown so."""
    told = with_blanks(2)
    told.receive_gun("twin")
    told.show_empty("twin", purpose=Purpose.OPENING)
    told.show_empty("twin")
    told.load("twin", chambers=2, from_box="blanks", lot_name="b45")
    told.show_going_in("twin", blanks=2)
    ended(told, EndCause.OPENED)
    clear_blanks(told, 2)
    return told


def test_named_rounds_add_up_until_the_box_is_touched() -> None:
    """Two guns' rounds are ours together; a move out of the box takes the name from all."""
    told = two_guns()
    told.tell(ShowingEnded(weapon=gun("twin"), cause=EndCause.JAMMED), "armorer")
    told.unload("twin", 2, into="blanks", lot_name="b45")
    assert (stock(told, "blanks", "b45").proved, stock(told, "blanks", "b45").named) == (46, 4)
    move(told, 1, ("blanks", "belt"), of="b45")
    assert (stock(told, "blanks", "b45").proved, stock(told, "blanks", "b45").named) == (46, 0)
    assert told.state.loose_rounds == 4


def test_named_rounds_stay_ours_beside_proved_ones() -> None:
    """Rounds whose showing stands come out proved, and leave those that are named as they are."""
    told = two_guns()
    told.unload("twin", 2, into="blanks", lot_name="b45")
    assert (stock(told, "blanks", "b45").proved, stock(told, "blanks", "b45").named) == (48, 2)
    assert not told.state.loose_rounds


def test_the_first_look_takes_nothing_away() -> None:
    """While only the first of two has looked again, what was ours or proved stays so."""
    told = with_blanks()
    ended(told, EndCause.OPENED)
    clear_blanks(told, 6)
    told.prove("blanks", "b45", 50, by="assistant", each=AGAIN)
    there = stock(told, "blanks", "b45")
    assert (there.proved, there.named, told.state.loose_rounds) == (44, 6, 0)
    told.prove("blanks", "b45", 49, by="second-ad", each=AGAIN)
    assert (there.proved, there.named, told.state.loose_rounds) == (0, 0, 50)


def test_blanks_are_proved_again_without_opening_one() -> None:
    """After a delivery was proved by the whole set, its crimp and maker's code prove it again."""
    told = with_blanks()
    told.fire("colt", 4)
    clear_blanks(told, 2)
    for name in ("assistant", "second-ad"):
        told.prove("blanks", "b45", 46, by=name, each=AGAIN)
    there = stock(told, "blanks", "b45")
    assert (there.proved, there.named, there.proofs) == (46, 0, frozenset(AGAIN))
    assert not told.state.loose_rounds


def test_a_new_delivery_is_proved_by_the_whole_set() -> None:
    """Crimp and maker's code do not prove the first time, nor after more of the lot arrived."""
    told = World()
    told.blanks()
    told.receive_box("more")
    told.receive_rounds("b45", "more", 10, kind=Kind.BLANK)
    told.open_delivery("more")
    for name in ("armorer", "second-ad"):
        told.prove("more", "b45", 10, by=name, each=AGAIN)
    assert stock(told, "more", "b45").proved == 0


def test_crimp_and_code_never_prove_a_dummy() -> None:
    """What proves a blank again proves nothing of a dummy."""
    told = on_the_day()
    before = stock(told).proved_by
    for name in ("assistant", "first-ad"):
        told.prove("dummies", "d45", 50, by=name, each=AGAIN)
    assert stock(told).proved_by == before


# -- found -------------------------------------------------------------------------------------


def find(told: World, *, last: bool, by: tuple[str, ...] = ("armorer", "grip")) -> Told:
    """Find a dummy of ours, put it into the box; ``last`` is whether they heard its latest."""
    body = FoundRound(
        grade=Grade.OURS, kind=Kind.DUMMY, rounds=1, lot=lot("d45"), into=box("dummies")
    )
    known = None if last else {box("dummies"): STALE}
    return told.tell(body, *by, last=known)


def test_a_found_round_is_named_though_the_box_was_used_since() -> None:
    """Two who name a round do not need to have heard the latest of the box it goes into."""
    told = on_the_day()
    found = find(told, last=False)
    assert found.codes == ("item_elsewhere",)
    assert topics(told) == [Topic.DIFFERENCE]
    assert told.state.lots[lot("d45")].found == 1
    assert stock(told) == Stock(rounds=51)


def test_a_found_round_by_one_person_twice_is_not_named() -> None:
    """Any other mark on the report leaves the round unnamed."""
    told = on_the_day()
    find(told, last=False, by=("armorer", "armorer"))
    assert topics(told) == [Topic.NOT_NAMEABLE]


# -- a day of blanks ---------------------------------------------------------------------------


def test_the_set_goes_on_after_blanks_come_out() -> None:
    """Another gun leaves its lock while blanks that came out wait to be proved again."""
    told = with_blanks()
    told.receive_gun("twin")
    told.show_empty("twin")
    told.lock(gun("twin"))
    told.fire("colt", 4)
    clear_blanks(told, 2)
    out = told.tell(TakeOut(items=(gun("twin"),), place=box("vault")), "armorer")
    assert ABOUT not in out.codes
