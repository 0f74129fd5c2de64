"""Folding lines walked and issued, relief, guarded by, found with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId
from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay
from showclear.field.people import Role
from showclear.field.plan import Moving
from showclear.field.stock import Purpose as Use
from showclear.record.events.desk import Decision, Outcome
from showclear.record.events.handling import Announced, HandOver, Lock
from showclear.record.events.passing import FoundWith, Relieve
from showclear.record.events.plan import Changed, Movement, SetUpChanged
from showclear.record.events.table import AnyBody
from showclear.record.fold import Kept, fold_entry
from showclear.record.showing import Cause, Shown
from showclear.record.state import By, Charge, Topic
from tests.kit import World, box, gun, lot, person, signed_by
from tests.lines import (
    answers_for,
    asked,
    find,
    guard,
    issue,
    line_day,
    relieve,
    rider,
    shown,
    stands,
    vouchers,
    walk,
    walked,
)
from tests.planning import planned, set_up, use

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


# -- a line walked --------------------------------------------------------------------------------


def test_each_gun_is_looked_at_as_if_alone(line: World) -> None:
    """One event keeps a whole look at every gun: each position as it should be, and the bore."""
    first, second = walk(line, *NAMES)
    for name in NAMES:
        weapon = line.state.weapons[gun(name)]
        assert [(look.event, look.walked) for look in weapon.looks] == [
            (first, True),
            (second, True),
        ]
        given = [(answer.position, answer.how, answer.holds) for answer in weapon.looks[0].answers]
        assert given == [
            (position, How.SAW, Holds.EMPTY)
            for position in ("carrier", "chamber-1", "follower", "bore")
        ]
        methods = [answer.method for answer in weapon.looks[0].answers]
        assert methods == [*[BoreMethod.NOT_ASKED] * 3, BoreMethod.ROD_TO_MARK]
        assert weapon.bore_seen[-2:] == (first, second)
        assert stands(line, gun(name)).looks == (first, second)


def test_a_look_alone_is_no_walk(line: World) -> None:
    """A look at one gun is not marked as one along a line."""
    line.show_empty("rifle-1")
    assert [look.walked for look in line.state.weapons[FIRST].looks] == [False, False]


@pytest.mark.parametrize(
    ("odd", "topic"),
    [
        (Holds.ODD, Topic.NOT_NAMEABLE),
        (Holds.FIRED_CASE, None),
        (Holds.BLANK, None),
        (Holds.EMPTY, None),
        (Holds.NON_FIRING, None),
        (Holds.NOT_SEEN, None),
        (Holds.OBSTRUCTED, None),
    ],
)
def test_what_is_odd_hinders_that_gun_only(line: World, odd: Holds, topic: Topic | None) -> None:
    """Whatever one of them was instead, nothing stands of it, and the others are as shown."""
    walk(line, *NAMES, by=("armorer",))
    told = line.tell(walked(line, *NAMES, odd={"rifle-2": odd}), "assistant")
    assert asked(line, told) == (None if topic is None else (topic, (SECOND,)))
    assert stands(line, FIRST).shown is stands(line, THIRD).shown is Shown.EMPTY
    assert stands(line, SECOND).cause is Cause.INCOMPLETE
    weapon = line.state.weapons[SECOND]
    assert weapon.failed == 1
    due = told.id if odd is Holds.OBSTRUCTED else ""
    assert (weapon.bore_due, bool(weapon.bore_seen)) == (due, odd is not Holds.OBSTRUCTED)


def test_who_could_not_see_says_so(line: World) -> None:
    """A gun of the line that could not be seen is answered as such, position by position."""
    walk(line, "rifle-1", by=("armorer",), odd={"rifle-1": Holds.NOT_SEEN})
    (look,) = line.state.weapons[FIRST].looks
    assert {(one.how, one.holds) for one in look.answers} == {(How.COULD_NOT_SEE, Holds.NOT_SEEN)}


def test_all_that_look_live_are_in_one_question(line: World) -> None:
    """Two odd rounds along the line open one question that names both guns, and it blocks."""
    odd = {"rifle-3": Holds.ODD, "rifle-1": Holds.ODD}
    told = line.tell(walked(line, *NAMES, odd=odd), "armorer")
    assert asked(line, told) == (Topic.NOT_NAMEABLE, (FIRST, THIRD))
    assert line.state.blocking == 1


def test_a_look_that_is_behind_is_behind_for_one_gun(line: World) -> None:
    """A gun that was changed since the walker knew of it is not looked at; the others are."""
    body = walked(line, *NAMES)
    stale = msgspec.structs.replace(body.line[1], cites=EventId("0" * 64))
    line.tell(msgspec.structs.replace(body, line=(body.line[0], stale, body.line[2])), "armorer")
    looks = [len(line.state.weapons[item].looks) for item in (FIRST, SECOND, THIRD)]
    assert looks == [1, 0, 1]


def test_odd_counts_though_it_is_behind(line: World) -> None:
    """An obstruction and a round nobody can name count whatever the walker knew of the gun."""
    for odd in (Holds.ODD, Holds.OBSTRUCTED):
        body = walked(line, "rifle-1", odd={"rifle-1": odd})
        stale = msgspec.structs.replace(body.line[0], cites=EventId("0" * 64))
        told = line.tell(msgspec.structs.replace(body, line=(stale,)), "armorer")
        weapon = line.state.weapons[FIRST]
        assert weapon.looks == []
        assert (told.id in line.state.questions, weapon.bore_due == told.id) == (
            odd is Holds.ODD,
            odd is Holds.OBSTRUCTED,
        )


def test_a_gun_named_twice_is_looked_at_once(line: World) -> None:
    """Named twice alike it is one look; named odd once it is odd, wherever that stands."""
    body = walked(line, "rifle-1", "rifle-1")
    line.tell(body, "armorer")
    assert len(line.state.weapons[FIRST].looks) == 1
    odd = msgspec.structs.replace(body.line[0], odd=Holds.DUMMY)
    for both in ((odd, body.line[0]), (body.line[0], odd)):
        line.tell(msgspec.structs.replace(body, line=both), "assistant")
        assert stands(line, FIRST).shown is Shown.UNKNOWN


def test_a_gun_that_is_not_known_is_passed_over(line: World) -> None:
    """A gun nobody has received is not looked at; what is odd in it is asked all the same."""
    known = walked(line, "rifle-1")
    stray = msgspec.structs.replace(known.line[0], weapon=gun("stray"), odd=Holds.ODD)
    told = line.tell(msgspec.structs.replace(known, line=(*known.line, stray)), "armorer")
    assert asked(line, told) == (Topic.NOT_NAMEABLE, (gun("stray"),))
    assert gun("stray") not in line.state.weapons


def test_a_performer_who_walks_may_only_differ(line: World) -> None:
    """A performer's walk hinders where they saw something else, never where they could not."""
    walk(line, *NAMES)
    walk(line, *NAMES, by=("performer",), odd={"rifle-1": Holds.NOT_SEEN, "rifle-2": Holds.BLANK})
    assert stands(line, FIRST).shown is stands(line, THIRD).shown is Shown.EMPTY
    assert stands(line, SECOND).cause is Cause.DISAGREE


def test_a_bore_checked_by_a_method_that_does_not_work(line: World) -> None:
    """A whole line rodded in words only: no gun is shown, none has its bore seen."""
    before = [line.state.weapons[gun(name)].bore_seen for name in NAMES]
    line.tell(walked(line, *NAMES, method=BoreMethod.THROUGH_BREECH), "armorer")
    assert [line.state.weapons[gun(name)].bore_seen for name in NAMES] == before
    assert stands(line, FIRST).cause is Cause.INCOMPLETE


@pytest.mark.parametrize("way", [LookWay.SEEN_GOING_IN, LookWay.TAKEN_OUT_AND_SEEN])
def test_a_line_is_walked_empty(line: World, way: LookWay) -> None:
    """Nothing is seen going in or taken out along a line: such a walk states nothing."""
    walk(line, *NAMES, way=way)
    assert stands(line, FIRST).shown is Shown.UNKNOWN


def test_a_walk_at_the_opening_is_the_opening_check(line: World) -> None:
    """The opening check of like guns is one walk by two, like any other look."""
    opening = line.state.weapons[FIRST].opening
    assert [look.person for look in opening] == [person("armorer").id, person("assistant").id]


# -- a line issued --------------------------------------------------------------------------------


def test_vouchers_say_who_has_which(line: World) -> None:
    """Each gun is with its rider as reported, by its number, for its set-up; charge stays."""
    looks = walk(line, *NAMES)
    told = line.tell(vouchers(*NAMES, looks=looks, plan=set_up("charge")), "armorer")
    assert told.outcome is Outcome.ACCEPTED, told.refusals
    for number, name in enumerate(NAMES, start=101):
        weapon = line.state.weapons[gun(name)]
        assert answers_for(line, gun(name)) == (ARMORER, rider(name), True)
        assert (weapon.voucher, weapon.handed_to) == (number, rider(name))
        assert (weapon.handed, weapon.handed_for) == (told.id, set_up("charge"))
        assert weapon.handed_index == told.index


def test_a_voucher_ends_when_the_gun_is_back(line: World) -> None:
    """Collected, a gun is on no voucher; handed to a performer, on none either."""
    looks = walk(line, *NAMES)
    issue(line, *NAMES, looks=looks)
    line.collect("rifle-1")
    assert line.state.weapons[FIRST].voucher == 0
    assert line.state.weapons[SECOND].voucher == 102
    again = line.show_empty("rifle-1")
    line.hand_over("rifle-1", announced=Announced.EMPTY, looks=again)
    assert line.state.weapons[FIRST].voucher == 0


def test_who_has_a_key_may_say_so(line: World) -> None:
    """A performer in the line says for themselves: I was shown. I took it."""
    looks = walk(line, *NAMES, by=("armorer", "second-ad"))
    body = vouchers("rifle-1", looks=looks, to={"rifle-1": person("performer").id})
    told = line.tell(body, "armorer")
    line.shown("rifle-1", told.id)
    assert answers_for(line, FIRST) == (ARMORER, person("performer").id, False)


def accepted(story: World, body: AnyBody) -> None:
    """Fold a step by the armorer as accepted, whatever stands against it."""
    event = story.event(body, (signed_by("armorer", Role.HANDLER),))
    kept = Kept(index=story.state.next_index, id=EventId("a" * 64), event=event)
    decision = Decision(id=kept.id, index=kept.index, outcome=Outcome.ACCEPTED)
    fold_entry(story.state, kept, decision, story.now())


def test_the_fold_takes_whatever_was_decided(line: World) -> None:
    """The fold obeys, though a rule would have refused: a gun nobody knows, one that is out."""
    accepted(line, vouchers("stray", "rifle-1"))
    assert line.state.weapons[FIRST].in_hand == rider("rifle-1")
    body = HandOver(
        weapon=FIRST, to=person("performer").id, announced=Announced.EMPTY, rounds=0, looks=()
    )
    accepted(line, body)
    weapon = line.state.weapons[FIRST]
    assert (weapon.in_hand, weapon.voucher) == (person("performer").id, 0)


# -- relief ---------------------------------------------------------------------------------------


def test_relief_by_both_ends_nothing(line: World) -> None:
    """The assistant takes over in sight of the armorer, who signs: charge and hand pass only."""
    walk(line, *NAMES)
    told = relieve(line, FIRST, SECOND)
    assert answers_for(line, FIRST) == answers_for(line, SECOND)
    assert answers_for(line, FIRST) == (ASSISTANT, person("assistant").id, False)
    assert answers_for(line, THIRD) == (ARMORER, person("armorer").id, False)
    assert stands(line, FIRST).shown is Shown.EMPTY
    assert asked(line, told) is None


def test_relief_leaves_the_gun_in_the_performers_hand(played: World) -> None:
    """What a performer holds stays in that hand, and their hand-over goes on."""
    before = played.state.weapons[COLT].handed
    played.shown("colt", before)
    relieve(played, COLT)
    assert answers_for(played) == (ASSISTANT, person("performer").id, False)
    assert played.state.weapons[COLT].handed == before
    assert shown(played) is Shown.DUMMIES


def test_relief_by_one_alone(played: World) -> None:
    """Who takes over without the other's word is in charge, and nothing shown stands."""
    told = relieve(played, COLT, box("dummies"), of="")
    assert answers_for(played) == (ASSISTANT, person("performer").id, True)
    assert answers_for(played, box("dummies")) == (ASSISTANT, person("assistant").id, False)
    assert shown(played) is Shown.UNKNOWN
    assert played.state.weapons[COLT].ended == "relieved"
    assert played.state.containers[box("dummies")].stock[lot("d45")].proved == 0
    assert asked(played, told) == (Topic.ONE_SIDED, (COLT, box("dummies")))


def test_relief_of_somebody_who_was_not_in_charge(line: World) -> None:
    """The word of a handler who was not in charge does not stand for who was."""
    relieve(line, FIRST)
    told = relieve(line, FIRST, SECOND, by="armorer", of="assistant")
    assert answers_for(line, FIRST) == (ARMORER, person("armorer").id, False)
    assert asked(line, told) is None, "the armorer had the second one all along"


def test_relief_out_of_a_lock_or_a_gap_is_asked(line: World) -> None:
    """What was locked away, or answered for by nobody, was out of sight of both."""
    line.lock(FIRST)
    guard(line, SECOND)
    told = relieve(line, FIRST, SECOND)
    assert answers_for(line, FIRST) == (ASSISTANT, person("assistant").id, False)
    assert answers_for(line, SECOND) == (ASSISTANT, person("grip").id, True)
    assert asked(line, told) == (Topic.ONE_SIDED, (FIRST, SECOND))
    assert line.state.gaps == {}


def test_relief_by_who_may_not_is_a_gap(line: World) -> None:
    """Who is no handler, or signs with another's key, is not in charge by saying so."""
    body = Relieve(items=(FIRST,))
    signers = (signed_by("grip", Role.HANDLER), signed_by("armorer", Role.HANDLER))
    told = line.tell_signed(body, signers)
    assert answers_for(line, FIRST) == (Charge(By.GAP, told.id), person("grip").id, False)
    assert asked(line, told) == (Topic.ONE_SIDED, (FIRST,))


def test_a_relief_that_does_not_fit_ends_what_was_shown(line: World) -> None:
    """Signed after something else had happened to the gun, relief keeps no showing."""
    walk(line, *NAMES)
    told = line.tell(Relieve(items=(FIRST,)), "assistant", "armorer", last={})
    assert told.outcome is Outcome.OUT_OF_CHAIN
    assert answers_for(line, FIRST)[0] == ASSISTANT
    assert stands(line, FIRST).shown is Shown.UNKNOWN
    assert asked(line, told) == (Topic.ONE_SIDED, (FIRST,))


# -- guarded by -----------------------------------------------------------------------------------


def test_guarded_by_somebody_until_a_handler_can(played: World) -> None:
    """Nobody is in charge, the guard stands by, and what was shown does not stand."""
    told = guard(played, COLT, box("dummies"))
    for item in (COLT, box("dummies")):
        assert answers_for(played, item) == (Charge(By.GAP, told.id), person("grip").id, True)
        assert played.state.gaps[item].topic is Topic.GAP
    assert shown(played) is Shown.UNKNOWN
    assert played.state.weapons[COLT].handed == ""
    played.collect("colt", giver="grip", by="assistant")
    assert answers_for(played) == (ASSISTANT, person("assistant").id, False)


# -- found with -----------------------------------------------------------------------------------


def test_found_unattended(played: World) -> None:
    """A gun on a hay bale: in no hand, nobody in charge, a question of its own kind."""
    told = find(played, COLT, box("dummies"))
    for item in (COLT, box("dummies")):
        assert answers_for(played, item) == (Charge(By.GAP, told.id), "", False)
        assert played.state.gaps[item].topic is Topic.UNATTENDED
    assert asked(played, told) == (Topic.UNATTENDED, (COLT, box("dummies")))
    assert shown(played) is Shown.UNKNOWN
    assert played.state.weapons[COLT].handed == ""


def test_unattended_until_collected(line: World) -> None:
    """A guard, or a lock that nobody holds a key to, does not make it attended."""
    find(line, FIRST)
    guard(line, FIRST)
    assert line.state.gaps[FIRST].topic is Topic.UNATTENDED
    line.tell(Lock(items=(FIRST,), place=box("vault")), "grip")
    assert line.state.gaps[FIRST].topic is Topic.UNATTENDED
    line.collect("rifle-1")
    assert FIRST not in line.state.gaps
    guard(line, FIRST)
    assert line.state.gaps[FIRST].topic is Topic.GAP


def test_found_as_on_record(played: World) -> None:
    """Found with whom the record says has it, nothing changes."""
    told = find(played, COLT, holder="performer")
    assert answers_for(played) == (ARMORER, person("performer").id, True)
    assert shown(played) is Shown.DUMMIES
    assert asked(played, told) is None


def test_found_with_somebody_else(played: World) -> None:
    """Found with another than on record: it is in that hand, nothing stands, and it is asked."""
    told = find(played, COLT, holder="stand-in")
    assert answers_for(played) == (ARMORER, person("stand-in").id, True)
    assert shown(played) is Shown.UNKNOWN
    assert played.state.weapons[COLT].handed == ""
    assert asked(played, told) == (Topic.WENT_AHEAD, (COLT,))


def test_found_out_of_its_lock(line: World) -> None:
    """What the record has locked away, found with somebody, is a gap; the rest is as it was."""
    line.lock(FIRST)
    out = line.state.guns_out
    told = find(line, FIRST, SECOND, holder="armorer")
    assert answers_for(line, FIRST) == (Charge(By.GAP, told.id), person("armorer").id, True)
    assert answers_for(line, SECOND) == (ARMORER, person("armorer").id, False)
    assert asked(line, told) == (Topic.WENT_AHEAD, (FIRST,))
    assert line.state.guns_out == out + 1


def test_rounds_found_in_another_hand_are_about() -> None:
    """A quarantine box in another hand than its key-holder's keeps nothing apart any more."""
    story = World()
    story.receive_box("doubts", use=Use.QUARANTINE, keys=("armorer",))
    story.receive_rounds("x", "doubts", 3)
    story.open_delivery("doubts")
    assert story.state.loose_rounds == 0
    find(story, box("doubts"), holder="grip")
    assert story.state.loose_rounds == 3


def two_of_them(*movements: Movement) -> World:
    """Return a take in which performer and stand-in both play with the colt, so written."""
    story = World()
    both = use(to=("performer", "stand-in"))
    story.approve_set_up(planned(msgspec.structs.replace(both, movements=movements)))
    story.handed_over()
    return story


PASSED: Final = Movement(
    moving=Moving.BETWEEN_PERFORMERS,
    giver=person("performer").id,
    taker=person("stand-in").id,
)
BACK: Final = msgspec.structs.replace(PASSED, taker=person("performer").id)
THROWN: Final = Movement(moving=Moving.THROWN)


@pytest.mark.parametrize("movement", [PASSED, THROWN])
def test_found_with_another_as_written(movement: Movement) -> None:
    """Inside the take the written movement needs no signature: it is in the other's hand."""
    story = two_of_them(movement)
    told = find(story, COLT, holder="stand-in")
    assert answers_for(story) == (ARMORER, person("stand-in").id, True)
    assert shown(story) is Shown.DUMMIES
    assert asked(story, told) is None


def not_written(story: World) -> None:
    """Leave the set-up as it is."""


def cut(story: World) -> None:
    """Call the cut: from now on the gun goes back to the handler."""
    story.cut()


def changed(story: World) -> None:
    """Let the action of the set-up change after it was approved."""
    story.tell(SetUpChanged(set_up=set_up(), what=Changed.ACTION), "grip")


@pytest.mark.parametrize(
    ("movements", "holder", "before"),
    [
        ((), "stand-in", not_written),
        ((Movement(moving=Moving.LAID_DOWN),), "stand-in", not_written),
        (
            (msgspec.structs.replace(PASSED, taker=person("performer").id),),
            "stand-in",
            not_written,
        ),
        ((PASSED,), "grip", not_written),
        ((THROWN,), "grip", not_written),
        ((PASSED,), "stand-in", cut),
        ((PASSED,), "stand-in", changed),
    ],
)
def test_found_with_another_not_as_written(
    movements: tuple[Movement, ...], holder: str, before: Callable[[World], None]
) -> None:
    """Outside what was written, after the cut, or when it was changed, it is asked."""
    story = two_of_them(*movements)
    before(story)
    told = find(story, COLT, holder=holder)
    assert shown(story) is Shown.UNKNOWN
    assert asked(story, told) == (Topic.WENT_AHEAD, (COLT,))


def test_what_is_written_is_about_that_gun() -> None:
    """A movement written for one gun excuses no other, and no box that goes with it."""
    story = World()
    both = use(to=("performer", "stand-in"))
    twin = msgspec.structs.replace(both, weapon=gun("twin"), movements=(PASSED,))
    story.approve_set_up(planned(both, twin))
    story.handed_over()
    told = find(story, COLT, box("dummies"), holder="stand-in")
    assert asked(story, told) == (Topic.WENT_AHEAD, (COLT, box("dummies")))


def test_a_marked_report_is_not_excused_by_what_is_written() -> None:
    """A report that something stands against supports nothing, the written movement neither."""
    story = two_of_them(PASSED)
    told = story.tell_signed(
        FoundWith(items=(COLT,), holder=person("stand-in").id), (signed_by("grip", Role.CALLER),)
    )
    assert asked(story, told) == (Topic.WENT_AHEAD, (COLT,))
