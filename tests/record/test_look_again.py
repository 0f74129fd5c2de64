"""Failed looks and proofs that come back: each in whichever order things happen on the day."""

from __future__ import annotations

import pytest

from showclear.field.mechanisms import Holds, LookWay
from showclear.field.stock import Proof, WeaponClass
from showclear.record.events.handling import Purpose
from showclear.record.showing import Shown, statement
from tests.kit import TWO_PROOFS, World, all_rows, answers, box, gun, lot

WHOLE = answers(LookWay.SEEN_EMPTY, chambers=6)
ONE_NOT_SEEN = answers(LookWay.SEEN_EMPTY, {4: Holds.NOT_SEEN}, chambers=6)


def out_of_the_vault() -> World:
    """Return a day on which the gun was just taken out."""
    story = World()
    story.working_day()
    story.take_out("colt")
    return story


def shown(story: World) -> Shown:
    """Return what stands about the gun."""
    return statement(story.state.weapons[gun("colt")]).shown


@pytest.mark.parametrize("slow", ["armorer", "first-ad"])
@pytest.mark.parametrize("slow_first", [True, False])
def test_who_could_not_see_may_look_again(*, slow: str, slow_first: bool) -> None:
    """One "could not see" lets that person look again, whoever of the two looked first."""
    quick = {"armorer": "first-ad", "first-ad": "armorer"}[slow]
    story = out_of_the_vault()
    pair = [(slow, ONE_NOT_SEEN), (quick, WHOLE)]
    for name, given in pair if slow_first else reversed(pair):
        story.look("colt", given, by=name)
    assert shown(story) is Shown.UNKNOWN
    story.look("colt", WHOLE, by=slow)
    assert shown(story) is Shown.EMPTY


def test_a_second_could_not_see_blocks_until_a_new_change() -> None:
    """Whoever could not see twice cannot mend it by a third look; opening it anew does."""
    story = out_of_the_vault()
    story.look("colt", WHOLE)
    for _ in range(2):
        story.look("colt", ONE_NOT_SEEN, by="first-ad")
    story.look("colt", WHOLE, by="first-ad")
    assert shown(story) is Shown.UNKNOWN
    story.unload("colt", 0)
    story.show_empty("colt")
    assert shown(story) is Shown.EMPTY


def test_two_who_could_not_see_at_once_have_failed_once() -> None:
    """Both could not see at the first turn: that is one failure, and both look again."""
    story = out_of_the_vault()
    story.look("colt", ONE_NOT_SEEN)
    story.look("colt", ONE_NOT_SEEN, by="first-ad")
    assert story.state.weapons[gun("colt")].failed == 1
    story.show_empty("colt")
    assert shown(story) is Shown.EMPTY


def test_both_look_again_after_a_first_disagreement() -> None:
    """Whoever looks again first still differs from the other's old look; that is no failure."""
    five = answers(LookWay.SEEN_EMPTY, {4: Holds.DUMMY}, chambers=6)
    story = out_of_the_vault()
    story.look("colt", WHOLE)
    story.look("colt", five, by="first-ad")
    story.look("colt", WHOLE)
    assert story.state.weapons[gun("colt")].failed == 1
    story.look("colt", WHOLE, by="first-ad")
    assert shown(story) is Shown.EMPTY


def test_a_second_disagreement_blocks() -> None:
    """Two turns in which two people differ cannot be mended by a third."""
    five = answers(LookWay.SEEN_EMPTY, {4: Holds.DUMMY}, chambers=6)
    story = out_of_the_vault()
    for _ in range(2):
        story.look("colt", WHOLE)
        story.look("colt", five, by="first-ad")
    story.look("colt", WHOLE, by="first-ad")
    assert shown(story) is Shown.UNKNOWN


def rattled_only(box_name: str = "rattled") -> World:
    """Return a day with a blank-only gun and six more rounds of the lot, proved one way only."""
    story = World()
    story.working_day()
    story.receive_box(box_name)
    story.receive_rounds("d45", box_name, 6)
    story.open_delivery(box_name)
    for name in ("armorer", "second-ad"):
        story.prove(box_name, "d45", 6, by=name, each=(Proof.RATTLE,))
    story.receive_gun("starter", weapon_class=WeaponClass.BLANK_ONLY)
    story.lock(gun("starter"))
    story.show_empty("starter", purpose=Purpose.OPENING)
    story.take_out("starter")
    story.show_empty("starter")
    return story


def proofs(story: World) -> frozenset[Proof]:
    """Return by what the rounds in the box of dummies count as proved."""
    return story.state.containers[box("dummies")].stock[lot("d45")].proofs


def test_rounds_that_come_back_do_not_borrow_the_proofs_of_the_box() -> None:
    """Rounds proved one way, unloaded among rounds proved two ways, leave all proved one way."""
    story = rattled_only()
    assert story.load("starter", chambers=3, from_box="rattled").codes == ()
    story.show_going_in("starter", dummies=3)
    assert proofs(story) == set(TWO_PROOFS)
    story.unload("starter", 3)
    assert proofs(story) == {Proof.RATTLE}


def test_rounds_of_two_boxes_in_one_gun_keep_what_both_were_proved_by() -> None:
    """Loading from a second box does not lend its proofs to the rounds of the first."""
    story = rattled_only()
    assert story.load("starter", chambers=3, from_box="rattled").codes == ()
    story.show_going_in("starter", dummies=3)
    assert story.load("starter", chambers=(4, 5, 6)).codes == ()
    story.show_going_in("starter", dummies=6)
    story.unload("starter", 6)
    assert proofs(story) == {Proof.RATTLE}


def test_blanks_loaded_beside_dummies_change_nothing_about_the_dummies() -> None:
    """Dummies that were in a gun with blanks come out proved as they went in."""
    core = tuple(choice for choice in all_rows() if choice.pack == "core")
    story = World(packs=core)
    story.working_day()
    story.take_out("colt")
    story.blanks()
    story.show_empty("colt")
    assert story.load("colt", chambers=3).codes == ()
    story.show_going_in("colt", dummies=3)
    assert story.load("colt", chambers=(4, 5, 6), from_box="blanks", lot_name="b45").codes == ()
    story.show_going_in("colt", dummies=3, blanks=3)
    assert shown(story) is Shown.MIXED
    story.unload("colt", 3)
    assert proofs(story) == set(TWO_PROOFS)


def test_rounds_that_nobody_said_came_back_are_to_be_proved_again() -> None:
    """Unloaded while on record in the performer's hand, six dummies lose their proof."""
    story = World()
    story.handed_over()
    story.unload("colt", 6)
    stock = story.state.containers[box("dummies")].stock[lot("d45")]
    assert (stock.rounds, stock.proved) == (50, 44)
