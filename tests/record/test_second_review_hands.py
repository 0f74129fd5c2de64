"""Taking over from another's hand, shipping out of one, and which looks a statement rests on.

Holes that a second review found; the name of each test says what holds.
"""

from __future__ import annotations

from typing import Final

import pytest
from msgspec.structs import replace

from showclear.field.ids import NO_EVENT, NOBODY
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.plan import Moving
from showclear.record.events.handling import Announced, Collect
from showclear.record.events.passing import Ship
from showclear.record.events.plan import Movement
from showclear.record.showing import Cause, Shown, Statement, statement
from showclear.record.state import By, Charge, Topic, Weapon
from tests.kit import World, answers, box, gun, lot, person
from tests.lines import ELSEWHERE, asked, find, relieve, ship
from tests.planning import planned, use

COLT: Final = gun("colt")


def colt(story: World) -> Weapon:
    """Return the colt as the record has it."""
    return story.state.weapons[COLT]


def stated(story: World) -> Statement:
    """Return what stands about the colt."""
    return statement(colt(story), epoch=story.state.epoch)


@pytest.fixture
def out() -> World:
    """Return a day with the colt out in the armorer's hand, shown empty."""
    story = World()
    story.working_day()
    story.take_out("colt")
    story.show_empty("colt")
    return story


@pytest.fixture
def handed() -> World:
    """Return a day with the colt, six dummies in it, in the performer's hand."""
    story = World()
    assert not story.handed_over().refused
    return story


# -- collected by another handler --------------------------------------------------------------


def test_taking_a_gun_from_a_handlers_own_hand_is_a_relief_by_one(out: World) -> None:
    """What another handler takes without the first's signature is asked about, and not shown."""
    told = out.collect("colt", by="assistant")
    assert colt(out).charge == Charge(By.HANDLER, person("assistant").id)
    assert asked(out, told) == (Topic.ONE_SIDED, (COLT,))
    assert (stated(out).shown, stated(out).cause) == (Shown.UNKNOWN, Cause.ENDED)
    assert colt(out).ended == "relieved"


def test_taking_a_gun_from_a_performer_without_relief_is_asked_about(handed: World) -> None:
    """A handler who was not in charge of it collects it: the charge passes, with a question."""
    told = handed.collect("colt", giver="performer", by="assistant")
    assert colt(handed).charge == Charge(By.HANDLER, person("assistant").id)
    assert asked(handed, told) == (Topic.ONE_SIDED, (COLT,))
    assert stated(handed).shown is Shown.UNKNOWN


def test_whoever_is_in_charge_collects_as_ever(handed: World) -> None:
    """What the handler in charge collects from a performer stands, and nothing is asked."""
    told = handed.collect("colt", giver="performer")
    assert asked(handed, told) is None
    assert stated(handed).shown is Shown.DUMMIES


def test_relieved_by_two_the_other_collects_as_ever(handed: World) -> None:
    """After a relief that both signed, the new handler is the one in charge."""
    relieve(handed, COLT)
    told = handed.collect("colt", giver="performer", by="assistant")
    assert asked(handed, told) is None
    assert stated(handed).shown is Shown.DUMMIES


def test_a_box_taken_from_anothers_hand_is_no_longer_proved(out: World) -> None:
    """Of a box the proof ends as of a gun the showing."""
    told = out.tell(Collect(weapons=(box("dummies"),)), "assistant")
    assert asked(out, told) == (Topic.ONE_SIDED, (box("dummies"),))
    assert out.state.containers[box("dummies")].stock[lot("d45")].proved == 0


# -- shipped -----------------------------------------------------------------------------------


def test_an_empty_gun_in_anothers_hand_is_not_shipped(out: World) -> None:
    """Nobody ships what the book has in a performer's hand, rounds in it or not."""
    looks = stated(out).looks

    assert not out.hand_over("colt", looks=looks, announced=Announced.EMPTY).refused
    told = ship(out, COLT)
    assert colt(out).charge == Charge(By.GAP, told.id)
    assert asked(out, told) == (Topic.WENT_AHEAD, (COLT,))


def test_a_shipment_out_of_chain_ends_nothing(out: World) -> None:
    """Who ships without knowing what became of a gun since leaves it unanswered for, and asked."""
    told = out.tell(Ship(items=(COLT,), to=ELSEWHERE), "armorer", last={COLT: NO_EVENT})
    assert told.codes
    assert colt(out).charge == Charge(By.GAP, told.id)
    question = asked(out, told)
    assert question is not None
    assert COLT in question[1]


def test_what_is_in_the_signers_hand_or_behind_their_key_is_shipped(out: World) -> None:
    """A gun in the armorer's hand leaves, and one that is locked where they have a key."""
    told = ship(out, COLT)
    assert (colt(out).charge, asked(out, told)) == (Charge(By.END, ELSEWHERE), None)
    out.receive_gun("colt-2")
    out.lock(gun("colt-2"))
    told = ship(out, gun("colt-2"))
    assert out.state.weapons[gun("colt-2")].charge == Charge(By.END, ELSEWHERE)
    assert asked(out, told) is None


def test_what_nobody_can_say_who_has_is_shipped_and_asked_about(out: World) -> None:
    """A gun found unattended may be shipped by whoever has it then; how is asked, as before."""
    find(out, COLT)
    told = ship(out, COLT)
    assert colt(out).charge == Charge(By.END, ELSEWHERE)
    assert asked(out, told) == (Topic.WENT_AHEAD, (COLT,))


# -- who gives it on the way -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("giver", "written"), [("", True), ("performer", True), ("stand-in", False)]
)
def test_a_written_movement_is_by_who_has_the_gun(giver: str, *, written: bool) -> None:
    """A gun goes as written only out of the hand that the movement names."""
    story = World()
    movement = Movement(
        moving=Moving.BETWEEN_PERFORMERS,
        giver=person(giver).id if giver else NOBODY,
        taker=NOBODY,
    )
    plan = planned(replace(use(to=("performer", "stand-in")), movements=(movement,)))
    story.approve_set_up(plan)
    assert not story.handed_over().refused
    told = find(story, COLT, holder="stand-in")
    assert (asked(story, told) is None) is written
    assert (stated(story).shown is Shown.DUMMIES) is written


# -- of several looks that agree ---------------------------------------------------------------


def boot_with_clock_behind(story: World) -> None:
    """Start the machine anew with a clock that runs behind, and let something be told."""
    story.clock.restart("second")
    story.clock.set_wall(story.state.instant_ms - 60_000)
    story.stop()


def seen_by(story: World, *who: str) -> None:
    """Let these people look at the colt and see it empty."""
    story.show_empty("colt", by=who)


def test_the_freshest_pair_counts() -> None:
    """An old look that agrees takes nothing from two that were made since."""
    story = World()
    story.working_day()
    story.take_out("colt")
    seen_by(story, "first-ad", "armorer")
    first_index = stated(story).first_index
    seen_by(story, "second-ad")
    assert stated(story).by == (person("armorer").id, person("second-ad").id)
    seen_by(story, "armorer")
    assert stated(story).by == (person("armorer").id, person("second-ad").id)
    assert stated(story).first_index > first_index


def test_the_pair_of_who_is_in_charge_counts_first() -> None:
    """A fresher pair of another handler does not take the place of the one in charge's."""
    story = World()
    story.working_day()
    story.take_out("colt")
    seen_by(story, "armorer", "first-ad", "second-ad", "assistant")
    seen_by(story, "second-ad")
    assert stated(story).by[0] == person("armorer").id


def test_looks_that_a_step_cites_count_before_fresher_ones() -> None:
    """A second person who looks once more does not send back who cites the looks before."""
    story = World()
    story.working_day()
    story.take_out("colt")
    seen_by(story, "first-ad", "armorer")
    cited = stated(story).looks
    seen_by(story, "second-ad")
    assert stated(story).looks != cited
    chosen = statement(colt(story), epoch=story.state.epoch, cited=frozenset(cited))
    assert chosen.looks == cited


def test_a_look_before_the_clock_ran_back_takes_nothing_away() -> None:
    """Two fresh looks stand, whatever a performer saw before the clock ran backwards."""
    story = World()
    story.working_day()
    story.take_out("colt")
    seen_by(story, "performer", "first-ad")
    boot_with_clock_behind(story)
    seen_by(story, "armorer", "second-ad")
    assert stated(story).shown is Shown.EMPTY
    assert stated(story).by == (person("armorer").id, person("second-ad").id)


def test_a_look_before_the_clock_ran_back_still_opposes() -> None:
    """What somebody saw otherwise counts, however long ago nobody can say."""
    story = World()
    story.working_day()
    story.take_out("colt")
    story.look("colt", answers(LookWay.SEEN_EMPTY, {3: Holds.DUMMY}), by="performer")
    boot_with_clock_behind(story)
    seen_by(story, "armorer", "second-ad")
    assert stated(story).cause is Cause.DISAGREE


@pytest.mark.parametrize("since", [(), ("armorer",), ("second-ad",)])
def test_one_fresh_look_is_no_pair_with_one_of_another_clock(since: tuple[str, ...]) -> None:
    """Without a pair since the clock ran backwards nothing stands, for that reason."""
    story = World()
    story.working_day()
    story.take_out("colt")
    seen_by(story, "armorer", "second-ad")
    boot_with_clock_behind(story)
    seen_by(story, *since)
    assert (stated(story).shown, stated(story).cause) == (Shown.UNKNOWN, Cause.CLOCK)
