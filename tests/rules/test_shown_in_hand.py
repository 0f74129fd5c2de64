"""R32: what was shown while somebody else had the gun in hand counts for no later hand-over.

The looks of a hand-over or a load come after the gun was last in anybody's hand but that of the
handler in charge (R54, "another performer takes it"; DESIGN.md, invariant 2).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from showclear.field.ids import EventId
from showclear.field.mechanisms import LookWay
from showclear.field.plan import Moving
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import (
    Act,
    Ahead,
    Announced,
    HandOver,
    Purpose,
    WentAhead,
)
from showclear.record.events.passing import IssueLine, Voucher
from showclear.record.events.plan import Movement
from showclear.record.events.speaking import AskToSee
from tests.kit import Told, World, box, person
from tests.lines import COLT, find, guard, relieve
from tests.planning import planned, use

LIFT = (
    "once it is back in the handler's hand show it: all positions, out loud,"
    " then each answers for themselves"
)


@pytest.fixture(name="held")
def _held() -> World:
    """Return a day on which the performer has the colt, shown empty, in hand."""
    story = World()
    story.working_day()
    story.take_out("colt")
    assert hand_empty(story, story.show_empty("colt")).outcome is Outcome.ACCEPTED
    return story


def hand_empty(story: World, looks: tuple[EventId, ...], *, to: str = "performer") -> Told:
    """Hand the colt over as empty."""
    return story.hand_over("colt", looks=looks, announced=Announced.EMPTY, to=to)


def issue(story: World, looks: tuple[EventId, ...]) -> Told:
    """Issue the colt along a line of one."""
    line = (Voucher(weapon=COLT, to=person("stand-in").id, number=1),)
    body = IssueLine(line=line, announced=Announced.EMPTY, rounds=0, looks=looks)
    return story.tell(body, "armorer")


def asked_and_shown(story: World) -> tuple[EventId, ...]:
    """Show it to the performer who has it and asks."""
    story.tell(AskToSee(weapon=COLT), "performer")
    return story.show_empty("colt")


def shown(story: World) -> tuple[EventId, ...]:
    """Show it while the performer has it."""
    return story.show_empty("colt")


def opened(story: World) -> tuple[EventId, ...]:
    """Look at it once more as at the opening of the day, while the performer has it."""
    return story.show_empty("colt", purpose=Purpose.OPENING)


WHILE_HELD: dict[str, Callable[[World], tuple[EventId, ...]]] = {
    "shown": shown,
    "asked to see": asked_and_shown,
    "looked at as for the opening": opened,
}


@pytest.mark.parametrize("how", WHILE_HELD)
@pytest.mark.parametrize("to", ["performer", "stand-in"])
def test_what_was_shown_in_a_hand_is_shown_again(held: World, how: str, to: str) -> None:
    """Looks made while a performer had it serve no hand-over after it was collected."""
    looks = WHILE_HELD[how](held)
    held.collect("colt", giver="performer")
    told = hand_empty(held, looks, to=to)
    assert told.codes == ("handed_over_since",)
    assert told.refusals[0].rule == "R32"
    assert told.refusals[0].facts == (COLT, *looks)
    assert told.refusals[0].lift == LIFT
    assert hand_empty(held, held.show_empty("colt"), to=to).outcome is Outcome.ACCEPTED


def test_a_line_is_asked_the_same(held: World) -> None:
    """No voucher rests on looks made in a performer's hand."""
    looks = held.show_empty("colt")
    held.collect("colt", giver="performer")
    assert issue(held, looks).codes == ("handed_over_since",)
    assert issue(held, held.show_empty("colt")).outcome is Outcome.ACCEPTED


def test_nothing_goes_in_on_such_looks(held: World) -> None:
    """Nor is it loaded on them."""
    held.show_empty("colt")
    held.collect("colt", giver="performer")
    told = held.load("colt")
    assert told.codes == ("handed_over_since",)
    assert told.refusals[0].lift == LIFT
    held.show_empty("colt")
    assert held.load("colt").outcome is Outcome.ACCEPTED


def test_dummies_taken_out_and_seen_in_a_hand(held: World) -> None:
    """Dummies that were taken out and seen while a performer had the gun are seen again."""
    held.collect("colt", giver="performer")
    held.show_empty("colt")
    held.load("colt")
    looks = held.show_going_in("colt", dummies=6)
    assert held.hand_over("colt", rounds=6, looks=looks).outcome is Outcome.ACCEPTED
    looks = held.show_going_in("colt", dummies=6, way=LookWay.TAKEN_OUT_AND_SEEN)
    held.collect("colt", giver="performer")
    told = held.hand_over("colt", rounds=6, looks=looks, to="stand-in")
    assert told.codes == ("handed_over_since",)
    looks = held.show_going_in("colt", dummies=6, way=LookWay.TAKEN_OUT_AND_SEEN)
    assert held.hand_over("colt", rounds=6, looks=looks).outcome is Outcome.ACCEPTED


def test_one_look_of_the_two_was_made_in_a_hand(held: World) -> None:
    """Both looks come after it is back: one of them is not enough."""
    seconds = held.show_empty("colt", by=("first-ad",))
    held.collect("colt", giver="performer")
    looks = (*seconds, *held.show_empty("colt", by=("armorer",)))
    assert hand_empty(held, looks, to="stand-in").codes == ("handed_over_since",)
    looks = (*looks, *held.show_empty("colt", by=("second-ad",)))
    assert hand_empty(held, looks, to="stand-in").outcome is Outcome.ACCEPTED


def test_a_showing_in_hand_holds_for_who_has_it(held: World) -> None:
    """Shown to the performer who has it and asks, it stands: they go on, and go again."""
    looks = asked_and_shown(held)
    assert held.state.weapons[COLT].in_hand == person("performer").id
    assert held.state.weapons[COLT].looks[0].event == looks[0]
    assert held.go_again("colt").outcome is Outcome.ACCEPTED
    assert held.go_again("colt").outcome is Outcome.ACCEPTED


def test_collected_by_who_has_it_nothing_is_lost(held: World) -> None:
    """A handler who has the gun in hand already and says so again has to show nothing anew."""
    held.collect("colt", giver="performer")
    looks = held.show_empty("colt")
    held.collect("colt")
    assert hand_empty(held, looks).outcome is Outcome.ACCEPTED


def _relieved(story: World) -> None:
    relieve(story, COLT)


def _found(story: World) -> None:
    find(story, COLT, holder="grip")


def _guarded(story: World) -> None:
    guard(story, COLT)


def _went_ahead(story: World) -> None:
    body = WentAhead(what=Ahead.HAND_OVER, items=(COLT,), in_hand=person("stand-in").id)
    story.tell(body, "grip")


def _in_no_hand(story: World) -> None:
    story.tell(WentAhead(what=Ahead.OTHER, items=(COLT,)), "grip")


PASSED: dict[str, tuple[Callable[[World], None], str]] = {
    "relieved while a performer had it": (_relieved, "assistant"),
    "found with somebody": (_found, "armorer"),
    "guarded by somebody": (_guarded, "armorer"),
    "went ahead": (_went_ahead, "armorer"),
    "went ahead into no hand that is known": (_in_no_hand, "armorer"),
}


@pytest.mark.parametrize("how", PASSED)
def test_however_it_came_there(held: World, how: str) -> None:
    """However it came into another hand, what was shown there is shown again once it is back."""
    passes, handler = PASSED[how]
    passes(held)
    looks = held.show_empty("colt", by=(handler, "first-ad"))
    held.collect("colt", by=handler)
    assert handed_by(held, handler, looks).refused
    again = held.show_empty("colt", by=(handler, "first-ad"))
    held.show_empty("colt", by=(handler, "first-ad"), purpose=Purpose.OPENING)
    assert "handed_over_since" not in handed_by(held, handler, again).codes


def handed_by(story: World, handler: str, looks: tuple[EventId, ...]) -> Told:
    """Hand the colt over by this handler, empty, to the stand-in."""
    body = HandOver(
        weapon=COLT,
        to=person("stand-in").id,
        announced=Announced.EMPTY,
        rounds=0,
        looks=looks,
        acts=(Act.POINT,),
    )
    return story.tell(body, handler)


def test_relieved_out_of_no_known_hand(held: World) -> None:
    """Who takes over what nobody was known to have in hand shows it again too."""
    _in_no_hand(held)
    looks = held.show_empty("colt", by=("assistant", "first-ad"))
    relieve(held, COLT)
    assert held.state.weapons[COLT].in_hand == person("assistant").id
    assert "handed_over_since" in handed_by(held, "assistant", looks).codes
    again = held.show_empty("colt", by=("assistant", "first-ad"))
    assert "handed_over_since" not in handed_by(held, "assistant", again).codes


def test_relief_from_hand_to_hand_keeps_what_was_shown(held: World) -> None:
    """From the armorer's hand into the assistant's, both signing, nothing has to be shown anew."""
    held.collect("colt", giver="performer")
    looks = held.show_empty("colt", by=("assistant", "first-ad"))
    relieve(held, COLT)
    assert handed_by(held, "assistant", looks).outcome is Outcome.ACCEPTED


def test_a_written_movement_back_to_a_handler_is_a_hand_too() -> None:
    """Written on afterwards that the armorer plays too, they have it from the performer's hand."""
    story = World()
    story.working_day()
    story.approve_set_up(planned(use("colt", holds=Announced.EMPTY)))
    story.take_out("colt")
    assert hand_empty(story, story.show_empty("colt")).outcome is Outcome.ACCEPTED
    looks = story.show_empty("colt")
    both = msgspec.structs.replace(
        use("colt", holds=Announced.EMPTY, to=("performer", "armorer")),
        movements=(Movement(moving=Moving.BETWEEN_PERFORMERS),),
    )
    assert story.approve_set_up(planned(both)).outcome is Outcome.ACCEPTED
    find(story, COLT, holder="armorer")
    assert story.state.weapons[COLT].in_hand == person("armorer").id
    assert handed_by(story, "armorer", looks).codes == ("handed_over_since",)


@pytest.mark.parametrize("looked", [("armorer",), ("assistant",), ("armorer", "assistant")])
def test_of_a_gun_nobody_answers_for_only_that_is_said(looked: tuple[str, ...]) -> None:
    """Of a locked gun it does not matter to R32 which handler looked with the second person."""
    story = World()
    story.working_day()
    for handler in looked:
        story.show_empty("colt", by=(handler, "first-ad"))
    told = story.load("colt")
    assert [refusal.rule for refusal in told.refusals] == ["R02"]
    story.take_out("colt")
    story.show_empty("colt", by=("assistant", "first-ad"))
    assert story.load("colt").codes == ("not_shown",)


def test_a_box_is_relieved_in_whatever_hand_it_is(held: World) -> None:
    """Nothing is shown of a box: who has it keeps it, and the handler who takes over answers."""
    find(held, box("dummies"), holder="grip")
    relieve(held, box("dummies"))
    container = held.state.containers[box("dummies")]
    assert (container.charge.who, container.in_hand) == (person("assistant").id, person("grip").id)
