"""What a second reviewer tried with rounds and counts, and what stands against it now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.stock import Form, Kind
from showclear.field.stock import Purpose as Use
from showclear.record.events.counting import CountFor
from showclear.record.events.guns import GoAgain
from showclear.record.events.handling import Announced, Fired, HandOver, Load, Purpose
from showclear.record.events.passing import FoundWith
from showclear.record.events.stock import FoundRound, Grade
from showclear.record.events.table import AnyBody
from tests.counting import asked, begins, by_two, ends, says, things
from tests.kit import World, box, gun, lot, person, with_rows
from tests.lines import destroy, ship, vouchers
from tests.planning import set_up
from tests.rules.boxes import ABOUT, AGAIN, NOT_PROVED, held, move, stock

COLT: Final = gun("colt")
NEXT: Final = "2026-11-23"


def a_day(*rows: str) -> World:
    """Return a working day with the colt in the armorer's hand, 50 blanks and 50 dummies."""
    story = World(packs=with_rows(*(rows or ("R25", "R43"))))
    story.blanks()
    story.working_day()
    story.take_out("colt")
    return story


def wraps(story: World, *, purpose: CountFor = CountFor.WRAP) -> None:
    """Count the colt and every round by two."""
    lines = ("blanks", "b45", 50), ("dummies", "d45", 50)
    by_two(story, *lines, seen=things(guns=("colt",)), purpose=purpose)


def next_day(story: World, date: str = NEXT) -> None:
    """Close the day and open another."""
    story.close_day()
    story.open_day(date)
    story.show_empty("colt", purpose=Purpose.OPENING)


# -- asked at every readying (R23, R46) --------------------------------------------------------


def readied(story: World) -> dict[str, set[str]]:
    """Return what stands against each way of readying a gun that was never locked away."""
    bodies: dict[str, AnyBody] = {
        "load": Load(
            weapon=COLT, container=box("dummies"), lot=lot("d45"), positions=("chamber-1",)
        ),
        "line": vouchers("colt"),
        "hand": HandOver(
            weapon=COLT, to=person("performer").id, announced=Announced.EMPTY, rounds=0, looks=()
        ),
        "again": GoAgain(weapon=COLT, set_up=set_up()),
    }
    asked_about = {step: story.asks(body, "armorer") for step, body in bodies.items()}
    return {step: {one.code.value for one in found} & ASKED for step, found in asked_about.items()}


ASKED: Final = frozenset({"difference_open", "not_counted"})


@pytest.mark.parametrize(
    ("row", "code"), [("R23", "difference_open"), ("R46", "not_counted")], ids=lambda one: one
)
def test_a_gun_that_was_never_locked_is_asked_about_too(row: str, code: str) -> None:
    """Held in hand over night, or collected out of its lock, it is asked as if taken out."""
    story = a_day("R25", "R43", row)
    by_two(story, ("dummies", "d45", 49))
    assert [*readied(story).values()] == [set()] * 4
    next_day(story)
    assert [*readied(story).values()] == [{code}] * 4
    story.lock(COLT)
    story.collect("colt")
    assert [*readied(story).values()] == [{code}] * 4


def test_a_gun_that_cannot_fire_is_not_asked_about() -> None:
    """A rubber gun goes to the performer whatever was not counted."""
    story = a_day("R23", "R46")
    story.receive_gun("rubber", weapon_class=story.state.weapons[COLT].weapon_class.RUBBER)
    by_two(story, ("dummies", "d45", 49))
    next_day(story)
    assert ASKED.isdisjoint(story.hand_over("rubber").codes)


# -- quarantine in a pocket (R15) --------------------------------------------------------------

CARRIED: Final = (Form.BELT, Form.POUCH, Form.POCKET, Form.SCABBARD, Form.GUN_MAGAZINE)


def unknown_in(form: Form) -> World:
    """Return five opened rounds that nobody knows in a quarantine of this form, carried."""
    story = a_day()
    story.receive_box("pen", form=form, use=Use.QUARANTINE, keys=("armorer",))
    story.receive_rounds("x", "pen", 5, kind=Kind.UNKNOWN, sealed=False)
    return story


@pytest.mark.parametrize("form", Form, ids=lambda form: form.value)
def test_what_somebody_carries_on_them_is_not_apart(form: Form) -> None:
    """A pocket in which its owner names himself key-holder is no quarantine until locked away."""
    story = unknown_in(form)
    assert (ABOUT in story.load("colt").codes) is (form in CARRIED)
    story.lock(box("pen"))
    assert ABOUT not in story.load("colt").codes


# -- the wrap is what comes last (R46) ---------------------------------------------------------


def receives_a_gun(story: World) -> None:
    """Receive another revolver."""
    story.receive_gun("late")


def receives_rounds(story: World) -> None:
    """Receive another box of dummies."""
    story.dummies("late", "d44", rounds=6)


def takes_a_gun_out(story: World) -> None:
    """Take the colt out, and lock it away again."""
    story.take_out("colt")
    story.lock(COLT)


def takes_it_out_unasked(story: World) -> None:
    """Collect the colt out of its lock, and lock it away again."""
    story.collect("colt")
    story.lock(COLT)


def finds_it_about(story: World) -> None:
    """Find the colt left on a table, and lock it away again."""
    story.tell(FoundWith(items=(COLT,)), "grip")
    story.lock(COLT)


def moves_rounds(story: World) -> None:
    """Move dummies into a belt."""
    story.receive_box("belt", form=Form.BELT)
    move(story, 6)


def finds_rounds(story: World) -> None:
    """Find two dummies and put them into their box."""
    body = FoundRound(
        grade=Grade.OURS, kind=Kind.DUMMY, rounds=2, lot=lot("d45"), into=box("dummies")
    )
    story.tell(body, "armorer", "grip")


def destroys_rounds(story: World) -> None:
    """Destroy two of the dummies."""
    destroy(story, 2)


def counts_gunshots(story: World) -> None:
    """Count gunshots out of the colt."""
    story.tell(Fired(weapon=COLT, gunshots=1), "armorer")


def brings_rounds_back(story: World) -> None:
    """Make the colt clear: rounds that were in it come into the box."""
    story.unload("colt", 2)


MOVES: Final = (
    receives_a_gun, receives_rounds, takes_a_gun_out, takes_it_out_unasked, finds_it_about,
    moves_rounds, finds_rounds, destroys_rounds, counts_gunshots, brings_rounds_back,
)  # fmt: skip


@pytest.mark.parametrize("moves", MOVES, ids=lambda move: move.__name__)
def test_a_count_before_work_is_no_wrap(moves: Callable[[World], None]) -> None:
    """What arrives or moves after the count was not counted; locking up alone takes nothing."""
    story = a_day("R46")
    story.lock(COLT)
    wraps(story)
    moves(story)
    assert "wrap" not in story.state.counted_on
    next_day(story)
    assert "not_counted" in story.take_out("colt").codes


def test_loading_and_handing_over_after_the_count() -> None:
    """Counted at six with the colt in hand, then loaded, handed over, collected, locked."""
    for handed in (False, True):
        story = a_day()
        wraps(story)
        assert "wrap" in story.state.counted_on
        looks = story.show_empty("colt")
        if handed:
            told = story.hand_over("colt", looks=looks, announced=Announced.EMPTY)
        else:
            told = story.load("colt")
        assert told.codes == ()
        assert "wrap" not in story.state.counted_on


def test_a_line_issued_after_the_count() -> None:
    """Issued along a line, a gun has moved too."""
    story = a_day()
    wraps(story)
    looks = story.show_empty("colt")
    assert story.tell(vouchers("colt", looks=looks), "armorer").codes == ()
    assert story.state.weapons[COLT].counted_wrap == -1


@pytest.mark.parametrize("order", ["lock-first", "count-first"])
def test_the_ordinary_order_of_a_wrap_holds(order: str) -> None:
    """Lock up, count, close; or count, lock up, close: nothing stands against the morning."""
    story = a_day("R46")
    if order == "lock-first":
        story.lock(COLT)
    wraps(story)
    story.lock(COLT, box("blanks"))
    next_day(story)
    assert story.take_out("colt").codes == ()
    story.show_empty("colt")
    assert story.load("colt").codes == ()


def test_what_arrives_between_two_days_is_of_the_next() -> None:
    """A delivery before the day is opened leaves yesterday's wrap as it was."""
    story = a_day("R46")
    story.lock(COLT)
    wraps(story)
    story.close_day()
    story.dummies("late", "d44", rounds=6)
    next_day(story)
    assert story.take_out("colt").codes == ()


def test_a_gun_taken_out_while_the_day_is_closed() -> None:
    """What leaves its lock after the wrap is to be counted again, day closed or not."""
    story = a_day("R46")
    story.lock(COLT)
    wraps(story)
    story.close_day()
    assert story.take_out("colt").codes == ()
    assert "wrap" not in story.state.counted_on


def test_what_cannot_fire_and_holds_nothing_leaves_the_wrap() -> None:
    """A rubber gun or a box with nothing in it may arrive and move after the wrap."""
    story = a_day("R46")
    wraps(story)
    story.receive_gun("rubber", weapon_class=story.state.weapons[COLT].weapon_class.RUBBER)
    story.receive_box("crate")
    story.lock(gun("rubber"), box("crate"))
    story.collect("rubber")
    assert "wrap" in story.state.counted_on


def test_shipping_after_the_wrap_leaves_it() -> None:
    """What has left this ledger is not to be counted here again."""
    story = a_day("R46")
    story.lock(COLT)
    wraps(story)
    ship(story, COLT)
    assert "wrap" in story.state.counted_on


# -- yesterday's partner (R46) -----------------------------------------------------------------


def test_two_people_count_on_the_same_day() -> None:
    """What somebody counted yesterday is no second pair of eyes today."""
    story = a_day("R46")
    story.lock(COLT)
    lines = ("blanks", "b45", 50), ("dummies", "d45", 50)
    count = begins(story, COLT)
    says(story, count, *lines, by="first-ad", seen=(COLT,))
    next_day(story)
    says(story, count, *lines, by="armorer", seen=(COLT,))
    assert story.state.counts[count].settled == ()
    assert held(story).counted == ""
    says(story, count, *lines, by="first-ad", seen=(COLT,))
    assert story.state.counts[count].complete
    assert "wrap" in story.state.counted_on


def test_the_box_stood_still_between_the_two() -> None:
    """Out and back again, a box has as many as before, and the first's count is of another."""
    story = a_day()
    story.receive_box("belt", form=Form.BELT)
    count = begins(story, box("dummies"))
    says(story, count, ("dummies", "d45", 50), by="first-ad")
    move(story, 6)
    move(story, 6, ("belt", "dummies"))
    says(story, count, ("dummies", "d45", 50), by="armorer")
    assert story.state.counts[count].settled == ()
    says(story, count, ("dummies", "d45", 50), by="first-ad")
    assert story.state.counts[count].settled == (box("dummies"),)


def test_what_a_count_itself_books_is_no_movement() -> None:
    """Two lots in one box, one of them short: what was said of the other stands."""
    story = a_day()
    story.receive_rounds("d44", "dummies", 5)
    count = begins(story, box("dummies"))
    says(story, count, ("dummies", "d45", 49), ("dummies", "d44", 5), by="armorer")
    says(story, count, ("dummies", "d45", 49), by="first-ad")
    assert story.state.counts[count].settled == ()
    says(story, count, ("dummies", "d44", 5), by="first-ad")
    assert story.state.counts[count].settled == (box("dummies"),)


def test_what_a_count_books_in_one_box_moves_no_other() -> None:
    """Of two boxes one is short: what was said of the other stands as it was said."""
    story = a_day()
    lines = ("dummies", "d45", 49), ("blanks", "b45", 50)
    count = begins(story, *things(("dummies", "blanks")))
    for name in ("armorer", "first-ad"):
        says(story, count, *lines, by=name)
    assert story.state.counts[count].complete
    assert held(story, "blanks").counted != ""


# -- merely named (R24) ------------------------------------------------------------------------


def test_a_refilled_belt_is_not_counted_by_naming_it() -> None:
    """Counted, emptied and filled again, a belt that one person merely names is not counted."""
    story = a_day("R24")
    story.receive_box("belt", form=Form.BELT)
    move(story, 6)
    count = begins(story, box("belt"), purpose=CountFor.BELT)
    for name in ("armorer", "first-ad"):
        says(story, count, ("belt", "d45", 6), by=name)
    assert held(story, "belt").counted != ""
    move(story, 6, ("belt", "dummies"))
    move(story, 6)
    says(story, count, by="grip", seen=(box("belt"),))
    says(story, count, by="armorer", seen=(box("belt"),))
    assert held(story, "belt").counted == ""
    story.show_empty("colt")
    assert "belt_not_counted" in story.load("colt", from_box="belt").codes


def test_a_line_of_a_box_that_changed_is_of_another_box() -> None:
    """Of two lots one is counted anew: what was agreed of the other before does not count."""
    story = a_day()
    story.receive_box("belt", form=Form.BELT)
    move(story, 6)
    count = begins(story, box("belt"), purpose=CountFor.BELT)
    for name in ("armorer", "first-ad"):
        says(story, count, ("belt", "d45", 6), by=name)
    story.receive_rounds("d44", "belt", 5)
    for name in ("armorer", "first-ad"):
        says(story, count, ("belt", "d44", 5), by=name)
    assert held(story, "belt").counted == ""
    ends(story, count)
    assert asked(story) == []


# -- who put it there (R55, R18) ---------------------------------------------------------------


def test_whoever_puts_found_rounds_into_a_box_does_not_prove_it() -> None:
    """Both who signed that two dummies were found have filled the box."""
    story = a_day()
    body = FoundRound(
        grade=Grade.OURS, kind=Kind.DUMMY, rounds=2, lot=lot("d45"), into=box("dummies")
    )
    story.tell(body, "armorer", "second-ad")
    filled = held(story).filled_by
    assert filled[-2:] == (person("armorer").id, person("second-ad").id)
    for name in ("armorer", "second-ad"):
        story.prove("dummies", "d45", 52, by=name)
    assert stock(story).proved == 50  # as before: of the two that were found nothing is known
    story.prove("dummies", "d45", 52, by="first-ad")
    assert stock(story).proved == 52


# -- the blank that failed (R44) ---------------------------------------------------------------


def misfired(*, into: str) -> World:
    """Return the colt made clear after a misfire, its one blank put into this box."""
    story = a_day()
    story.receive_box("apart", use=Use.QUARANTINE, keys=("armorer",))
    story.show_empty("colt")
    story.load("colt", chambers=1, from_box="blanks", lot_name="b45")
    story.show_going_in("colt", blanks=1)
    story.misfire("colt")
    story.wait(minutes=2)
    story.unload("colt", 1, into=into, lot_name="b45")
    return story


def test_a_blank_that_failed_goes_back_into_its_box() -> None:
    """It is loose there, and crimp and maker's code on each no longer name its delivery."""
    story = misfired(into="blanks")
    assert (stock(story, "blanks", "b45").named, held(story, "blanks").loose) == (0, 1)
    assert ABOUT in story.hand_over("colt").codes
    for name in ("armorer", "second-ad", "first-ad"):
        story.prove("blanks", "b45", 50, by=name, each=AGAIN)
    assert NOT_PROVED in story.load("colt", from_box="blanks", lot_name="b45").codes


def test_a_blank_that_failed_goes_into_quarantine() -> None:
    """There it is ours by the book, and its delivery is still what it was proved to be."""
    story = misfired(into="apart")
    assert (stock(story, "apart", "b45").named, story.state.loose_rounds) == (1, 0)
    assert story.state.lots[lot("b45")].proved_once


def test_what_comes_out_later_has_not_failed() -> None:
    """Once the gun was made clear, blanks that come out of it are named again."""
    story = misfired(into="apart")
    story.show_empty("colt")
    story.see_function("colt")
    story.show_empty("colt")
    story.load("colt", chambers=1, from_box="blanks", lot_name="b45")
    story.show_going_in("colt", blanks=1)
    story.unload("colt", 1, into="blanks", lot_name="b45")
    assert held(story, "blanks").loose == 0
