"""The fold of what happens to one gun beyond looking and loading."""

from __future__ import annotations

import pytest

from showclear.field.ids import NO_EVENT, EventId, LotId
from showclear.field.mechanisms import Holds, LookWay
from showclear.field.people import Role
from showclear.field.stock import Purpose as Use
from showclear.field.stock import WeaponClass
from showclear.record.events.base import Body
from showclear.record.events.desk import Outcome, Unattributed, Why
from showclear.record.events.guns import (
    ApproveLots,
    FireResult,
    FireTest,
    FoundUnfit,
    FunctionSeen,
    GoAgain,
    Part,
    Release,
    Snapped,
)
from showclear.record.events.handling import EndCause, Purpose
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.events.stock import Answer, ReceiveWeapon
from showclear.record.facts_guns import FireFact
from showclear.record.showing import Cause, Shown, Statement, statement
from showclear.record.state import BLOCKING_TOPICS, ROUND_TOPICS, Topic, Weapon
from showclear.rules.verdict import Verdict
from tests.kit import (
    OFFICERS,
    Told,
    World,
    all_rows,
    answers,
    answers_for,
    box,
    gun,
    lot,
    person,
    signed_by,
    words,
)
from tests.planning import set_up

GHOST = gun("ghost")
TROUBLE = (EndCause.JAMMED, EndCause.DROPPED, EndCause.WETTED)


def out() -> World:
    """Return a day on which the colt is out, empty."""
    told = World()
    told.working_day()
    told.take_out("colt")
    return told


def with_blanks(rounds: int = 3) -> World:
    """Return a day on which the colt has blanks in it that two saw going in."""
    told = out()
    told.blanks()
    told.show_empty("colt")
    told.load("colt", chambers=rounds, from_box="blanks", lot_name="b45")
    told.show_going_in("colt", blanks=rounds)
    return told


def colt(told: World) -> Weapon:
    """Return the colt."""
    return told.state.weapons[gun("colt")]


def stated(told: World, name: str = "colt") -> Statement:
    """Return what stands about a gun."""
    return statement(told.state.weapons[gun(name)])


def unsigned(told: World, reported: str, detail: str = "", name: str = "colt") -> Told:
    """Let the desk record what no key stands for."""
    return told.tell_unsigned(
        Unattributed(
            reported=reported,
            why=Why.NO_KEY,
            arrived=person("grip").key,
            items=(gun(name),),
            detail=detail,
        )
    )


class _Yes:
    """A judge that has nothing against anything."""

    def decide(self, *_: object) -> Verdict:
        """Return the empty verdict."""
        return Verdict()


def by_nobody_known(told: World, body: Body, *, role: Role = Role.HANDLER) -> Told:
    """Let somebody sign in a role they do not hold: the report is marked."""
    return told.tell_signed(body, (signed_by("grip", role),))  # type: ignore[arg-type]


# -- intake ------------------------------------------------------------------------------------


def test_what_is_not_on_file_is_kept() -> None:
    """Of a gun that is received, what is lacking is kept, and what calibres it is made for."""
    told = World()
    told.receive_with_papers("colt")
    assert (colt(told).lacks, colt(told).calibres) == ((), (".45-colt",))
    told.receive_with_papers("peacemaker", ".38-40", ".44-40", without="photograph")
    other = told.state.weapons[gun("peacemaker")]
    assert (other.lacks, other.calibres) == (("photograph",), (".38-40", ".44-40"))
    told.receive_gun("winchester")
    lacks = told.state.weapons[gun("winchester")].lacks
    assert lacks == ("serial", "supplier", "papers", "photograph")


def test_received_twice() -> None:
    """A weapon that is here already is not received again: a question opens, nothing changes."""
    told = World()
    first = told.receive_with_papers("colt")
    again = told.receive_gun("colt", by="assistant", weapon_class=WeaponClass.RUBBER)
    assert again.outcome is Outcome.ADMITTED
    question = told.state.questions[again.id]
    assert (question.topic, question.items) == (Topic.OUT_OF_CHAIN, (gun("colt"),))
    assert (colt(told).weapon_class, colt(told).lacks) == (WeaponClass.LIVE_CAPABLE, ())
    assert (colt(told).changed, colt(told).in_hand) == (first.id, person("armorer").id)
    stale = told.tell(
        ReceiveWeapon(
            weapon=gun("colt"),
            weapon_class=WeaponClass.LIVE_CAPABLE,
            pattern="single-action-1873",
            chambers=6,
        ),
        "armorer",
        last={},
    )
    assert stale.outcome is Outcome.OUT_OF_CHAIN
    assert told.state.questions[stale.id].topic is Topic.OUT_OF_CHAIN


def test_the_look_at_arrival() -> None:
    """A handler's whole look at arrival that finds it empty is kept, whatever comes after."""
    told = World()
    told.receive_gun("colt")
    empty = answers(LookWay.SEEN_EMPTY)
    told.look("colt", empty, by="first-ad", purpose=Purpose.INTAKE)
    told.look("colt", empty, purpose=Purpose.SHOWING)
    told.look("colt", empty[:3], purpose=Purpose.INTAKE)
    odd = answers(LookWay.SEEN_EMPTY, {2: Holds.FIRED_CASE})
    told.look("colt", odd, purpose=Purpose.INTAKE)
    assert colt(told).intake == NO_EVENT
    seen = told.look("colt", empty, purpose=Purpose.INTAKE)
    told.ended("colt", EndCause.OUT_OF_SIGHT)
    assert colt(told).intake == seen.id


# -- test-fires, lots --------------------------------------------------------------------------


def test_the_latest_test_fire_counts_and_the_farthest_reach() -> None:
    """Each lot has its latest test-fire with this gun, and the farthest that debris reached."""
    told = out()
    assert colt(told).test_fired == {}
    told.test_fire("colt", "b45", debris_mm=3_000)
    bad = told.test_fire("colt", "b45", as_it_should=False, debris_mm=2_000)
    other = told.test_fire("colt", "b44", debris_mm=500)
    wrong = FireResult.NOT_AS_IT_SHOULD
    good = FireResult.AS_IT_SHOULD
    assert colt(told).test_fired == {
        lot("b45"): FireFact(event=bad.id, result=wrong, debris_mm=3_000),
        lot("b44"): FireFact(event=other.id, result=good, debris_mm=500),
    }
    after = told.test_fire("colt", "b45", debris_mm=1_000)
    assert colt(told).test_fired[lot("b45")] == FireFact(
        event=after.id, result=good, debris_mm=3_000
    )
    told.test_fire("ghost")


def test_a_marked_test_fire_only_hinders() -> None:
    """Of one that something stands against, only what went wrong and how far it reached count."""
    told = out()

    def fired(result: FireResult, reach: int) -> Told:
        body = FireTest(weapon=gun("colt"), lot=lot("b45"), result=result, debris_mm=reach)
        return by_nobody_known(told, body)

    fired(FireResult.AS_IT_SHOULD, 100)
    assert colt(told).test_fired == {}
    known = told.test_fire("colt", debris_mm=3_000)
    fired(FireResult.AS_IT_SHOULD, 4_000)
    fact = colt(told).test_fired[lot("b45")]
    assert (fact.event, fact.debris_mm) == (known.id, 4_000)
    bad = fired(FireResult.NOT_AS_IT_SHOULD, 10)
    assert colt(told).test_fired[lot("b45")] == FireFact(
        event=bad.id, result=FireResult.NOT_AS_IT_SHOULD, debris_mm=4_000
    )


def test_a_list_of_lots_replaces_the_one_before() -> None:
    """The handler's latest list of lots for a gun is the one that counts."""
    told = out()
    told.approve_lots("colt", "d45", "b45")
    told.approve_lots("colt", "d45")
    assert colt(told).lots_approved == (lot("d45"),)
    nothing: tuple[LotId, ...] = ()
    told.tell(ApproveLots(weapon=GHOST, lots=nothing), "armorer")


# -- fitness -----------------------------------------------------------------------------------


def test_unfit_until_each_finding_is_released() -> None:
    """Whoever finds something, the gun is unfit; a release ends the finding it names."""
    told = out()
    first = told.find_unfit("colt", by="performer")
    second = by_nobody_known(told, FoundUnfit(weapon=gun("colt"), part=Part.HAMMER))
    third = told.see_function("colt", works=False, by="first-ad")
    assert colt(told).unfit == (first.id, second.id, third.id)
    told.tell(Release(weapon=gun("colt"), unfit=second.id), "armorer", "inspector")
    assert colt(told).unfit == (first.id, third.id)
    told.find_unfit("ghost")
    told.tell(Release(weapon=GHOST, unfit=first.id), "armorer", "inspector")
    told.tell(FunctionSeen(weapon=GHOST, cites=first.id, works=True), "armorer")


def test_found_unfit_by_nobody_known() -> None:
    """A finding that no key stands for makes it unfit too, and opens a question."""
    told = out()
    found = unsigned(told, "found-unfit")
    unsigned(told, "found-unfit", name="ghost")
    told.tell_unsigned(
        Unattributed(
            reported="found-unfit",
            why=Why.NO_KEY,
            arrived=person("grip").key,
            items=(box("dummies"),),
        )
    )
    assert colt(told).unfit == (found.id,)
    assert told.state.questions[found.id].topic is Topic.UNATTRIBUTED
    assert colt(told).charge.who == person("armorer").id


def test_snapped_is_kept_when_it_names_the_last_change() -> None:
    """A further proof is kept with the change that it is about, if that is the last one."""
    told = out()
    changed = told.changed("colt")
    snapped = told.tell(Snapped(weapon=gun("colt"), cites=changed), "armorer")
    assert (colt(told).snapped, colt(told).snapped_on) == (snapped.id, changed)
    told.ended("colt", EndCause.OPENED)
    told.tell(Snapped(weapon=gun("colt"), cites=changed), "armorer")
    by_nobody_known(told, Snapped(weapon=gun("colt"), cites=told.changed("colt")))
    told.tell(Snapped(weapon=GHOST, cites=changed), "armorer")
    assert colt(told).snapped == snapped.id


# -- misfire, jam, drop, wetting ---------------------------------------------------------------


def test_waiting_after_misfire() -> None:
    """On one person's word it waits; what is in it stays in the book, and nothing is shown."""
    told = with_blanks()
    assert stated(told).shown is Shown.BLANKS
    click = told.misfire("colt", by="performer")
    waiting = stated(told)
    assert (waiting.shown, waiting.by) == (Shown.WAITING, (person("performer").id,))
    assert (waiting.looks, waiting.cause) == ((), Cause.NONE)
    weapon = colt(told)
    assert (weapon.ended, weapon.rounds) == ("misfired", {lot("b45"): 3})
    assert weapon.function_due == weapon.clear_due == weapon.bore_due == click.id
    told.show_going_in("colt", blanks=3)
    assert stated(told).shown is Shown.WAITING
    told.misfire("ghost")


def test_the_failed_blank_is_ours() -> None:
    """Made clear into quarantine, the blank that failed is named, and stops nobody."""
    told = with_blanks()
    told.receive_box("apart", use=Use.QUARANTINE, keys=("armorer",))
    told.misfire("colt")
    told.unload("colt", 3, into="apart", lot_name="b45")
    assert (told.state.loose_rounds, told.state.blocking, told.state.questions) == (0, 0, {})
    assert told.state.containers[box("apart")].stock[lot("b45")].named == 3
    assert stated(told).shown is Shown.UNKNOWN


def test_clear_then_bore_and_function_in_either_order() -> None:
    """It is dealt with when made clear, and after that bore and function are seen."""
    for function_first in (True, False):
        told = with_blanks()
        told.receive_box("apart", use=Use.QUARANTINE, keys=("armorer",))
        told.misfire("colt")
        told.see_function("colt")
        told.unload("colt", 3, into="apart", lot_name="b45")
        assert (colt(told).clear_due, colt(told).function_seen) == (NO_EVENT, NO_EVENT)
        if function_first:
            told.see_function("colt")
        told.show_empty("colt")
        if not function_first:
            assert colt(told).function_due
            told.see_function("colt")
        assert colt(told).function_due == colt(told).function_seen == NO_EVENT
        assert colt(told).waiting is not None
        told.load("colt", chambers=1)
        assert colt(told).waiting is None


def test_made_clear_in_part_is_not_clear() -> None:
    """While the book has a round or a fired case in it, or the report is marked, it is not."""
    told = with_blanks()
    told.fire("colt", 1)
    told.ended("colt", EndCause.JAMMED)
    told.unload("colt", 2, into="blanks", lot_name="b45")
    assert colt(told).clear_due
    told.unload("colt", 0, fired_cases=1, into="blanks", lot_name="b45")
    assert not colt(told).clear_due
    told.ended("colt", EndCause.JAMMED)
    told.tell(Revoke(key=person("armorer").key, cause=RevokeCause.LOST), *OFFICERS[:2])
    told.unload("colt", 0)
    assert colt(told).clear_due


def test_who_sees_the_function() -> None:
    """It counts by a handler, unmarked, about the last change; that it fails counts by anybody."""
    told = out()
    told.ended("colt", EndCause.DROPPED)
    told.unload("colt", 0)
    stale = FunctionSeen(weapon=gun("colt"), cites=told.told[0].id, works=True)
    told.see_function("colt", by="first-ad")
    told.tell(stale, "armorer")
    fresh = FunctionSeen(weapon=gun("colt"), cites=told.changed("colt"), works=True)
    by_nobody_known(told, fresh)
    assert colt(told).function_seen == NO_EVENT
    seen = told.see_function("colt")
    assert colt(told).function_seen == seen.id
    told.see_function("colt", works=False)
    assert colt(told).function_seen == NO_EVENT


@pytest.mark.parametrize("cause", TROUBLE, ids=lambda cause: cause.value)
def test_a_jam_a_drop_a_wetting(cause: EndCause) -> None:
    """Each makes clearing, bore and function due, and is no misfire."""
    told = with_blanks()
    begun = told.ended("colt", cause)
    weapon = colt(told)
    assert weapon.function_due == weapon.clear_due == weapon.bore_due == begun.id
    assert (weapon.waiting, weapon.bore_seen) == (None, ())
    assert stated(told).shown is Shown.UNKNOWN


@pytest.mark.parametrize(
    "cause", [one for one in EndCause if one not in TROUBLE], ids=lambda cause: cause.value
)
def test_what_makes_nothing_due(cause: EndCause) -> None:
    """Out of sight, opened or perhaps swapped: shown again, and nothing else is due."""
    told = with_blanks()
    told.ended("colt", cause)
    assert colt(told).function_due == colt(told).clear_due == NO_EVENT


def test_a_jam_without_a_key() -> None:
    """What nobody's key stands for makes due what it would with one."""
    told = with_blanks()
    jam = unsigned(told, "showing-ended", "jammed")
    assert (colt(told).function_due, told.state.gaps[gun("colt")].event) == (jam.id, jam.id)
    told = with_blanks()
    unsigned(told, "showing-ended", "opened")
    unsigned(told, "showing-ended", "jammed", name="ghost")
    assert colt(told).function_due == NO_EVENT
    click = unsigned(told, "misfire")
    unsigned(told, "misfire", name="ghost")
    told.tell_unsigned(
        Unattributed(
            reported="misfire",
            why=Why.NO_KEY,
            arrived=person("grip").key,
            items=(box("dummies"),),
        )
    )
    assert (colt(told).function_due, stated(told).shown) == (click.id, Shown.WAITING)


def test_what_cannot_fire_but_was_said_to_misfire() -> None:
    """A rubber gun that somebody says misfired is not identified until it was made clear."""
    told = World()
    told.receive_box("dummies")
    told.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    told.misfire("rubber")
    seen = answers_for(told.state.weapons[gun("rubber")].mechanism, LookWay.NON_FIRING)
    told.look("rubber", seen, way=LookWay.NON_FIRING)
    assert stated(told, "rubber").shown is Shown.NOT_IDENTIFIED
    told.unload("rubber", 0)
    told.look("rubber", seen, way=LookWay.NON_FIRING)
    assert stated(told, "rubber").shown is Shown.NON_FIRING


# -- discharge ---------------------------------------------------------------------------------


def test_a_discharge_is_booked_and_asked_about() -> None:
    """It is booked like any gunshot, and its question blocks until somebody answers."""
    told = with_blanks()
    shot = told.discharge("colt", 2)
    weapon, blanks = colt(told), told.state.lots[lot("b45")]
    assert (weapon.rounds, weapon.fired_cases, weapon.ended) == ({lot("b45"): 1}, 2, "fired")
    assert (blanks.fired, blanks.loaded, weapon.bore_due) == (2, 1, shot.id)
    question = told.state.questions[shot.id]
    assert (question.topic, question.items) == (Topic.DISCHARGE, (gun("colt"),))
    assert told.state.discharges == {shot.id: (gun("colt"),)}
    assert (told.state.blocking, Topic.DISCHARGE in BLOCKING_TOPICS) == (1, True)
    assert Topic.DISCHARGE not in ROUND_TOPICS
    answer = told.tell(Answer(of=shot.id, words=words("worn notch")), "producer")
    assert (answer.outcome, told.state.discharges) == (Outcome.ACCEPTED, {})
    assert (told.state.questions, told.state.blocking) == ({}, 0)


def test_a_discharge_that_looks_live() -> None:
    """A gunshot the book has no blank for looks live, and is a discharge all the same."""
    told = out()
    shot = told.discharge("colt")
    assert told.state.questions[shot.id].topic is Topic.LOOKS_LIVE
    assert (list(told.state.discharges), told.state.blocking) == ([shot.id], 1)
    ghost = told.discharge("ghost")
    assert told.state.questions[ghost.id].topic is Topic.LOOKS_LIVE
    alone = told.tell(Answer(of=shot.id, words=words("found")), "producer")
    assert alone.codes == ("not_named_to_lift",)
    told.tell(Answer(of=shot.id, words=words("found")), "first-ad", "armorer", "producer")
    assert list(told.state.discharges) == [ghost.id]


def test_a_discharge_without_a_key() -> None:
    """What nobody's key stands for is asked about as any discharge is."""
    told = with_blanks()
    shot = unsigned(told, "discharge")
    assert (list(told.state.discharges), colt(told).bore_due) == ([shot.id], shot.id)
    assert told.state.questions[shot.id].topic is Topic.NOT_NAMEABLE


# -- going again -------------------------------------------------------------------------------


def test_going_again_ends_nothing() -> None:
    """The gun stays where it is and what was shown stands; the cut is over."""
    told = World(packs=all_rows()[:1])
    told.handed_over()
    told.cut()
    before = colt(told)
    shown, handed = stated(told), before.handed
    assert before.cut is not None
    again = told.go_again("colt")
    assert (again.outcome, again.codes) == (Outcome.ACCEPTED, ())
    after = colt(told)
    assert (after.in_hand, after.handed, after.cut) == (person("performer").id, handed, None)
    assert (after.handed_for, stated(told)) == (set_up(), shown)
    assert told.state.registry.last[gun("colt")] == again.id


def test_nobody_goes_again_with_what_is_not_here() -> None:
    """What is no gun is not gone again with: whatever was decided, nothing changes."""
    told = World(packs=all_rows()[:1])
    told.receive_box("belt")
    body = GoAgain(weapon=box("belt"), set_up=set_up())
    assert told.tell(body, "armorer").codes == ("item_unknown",)
    told.judge = _Yes()  # type: ignore[assignment]  # stands in for the judge
    assert told.tell(body, "armorer").outcome is Outcome.ACCEPTED
    assert told.state.weapons == {}


def test_what_is_no_gun_is_not_released() -> None:
    """A release of what is no gun changes nothing, whatever was decided."""
    told = World(packs=all_rows()[:1])
    told.receive_box("belt")
    told.judge = _Yes()  # type: ignore[assignment]  # stands in for the judge
    body = Release(weapon=box("belt"), unfit=EventId("ab" * 32))
    assert told.tell(body, "armorer", "inspector").outcome is Outcome.ACCEPTED
    assert told.state.weapons == {}
