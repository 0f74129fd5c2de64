"""What a second reviewer found that the record lost: reports, corrections, ends of a showing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from showclear.field.ids import NO_EVENT, EventId
from showclear.field.mechanisms import Adaptation
from showclear.field.stock import WeaponClass
from showclear.record.event import Seen
from showclear.record.events.desk import Outcome
from showclear.record.events.guns import FireResult, Release
from showclear.record.events.handling import EndCause, Purpose
from showclear.record.events.officers import Correct
from showclear.record.events.people import Carrier, Where, Why
from showclear.record.events.plan import ApproveSetUp, Changed, NothingMoved, SetUpChanged
from showclear.record.events.stock import ReceiveWeapon
from showclear.record.facts_plan import SetUpFact
from showclear.record.state import By, Topic, Weapon
from tests.cast import PATTERN
from tests.kit import Told, World, fake_root, gun, lot, person, signers_of, words
from tests.lines import ship
from tests.planning import planned, set_up

TWO = ("armorer", "first-ad")
OFFICERS = ("producer", "manager")


def assessed() -> World:
    """Return a production with one scene assessed and nothing approved."""
    told = World()
    told.assess()
    return told


def fact(told: World) -> SetUpFact:
    """Return what is kept of the plain set-up."""
    return told.state.set_ups[set_up()]


def report(told: World, what: Changed, by: str = "grip") -> Told:
    """Report a change in the plain set-up."""
    return told.tell(SetUpChanged(set_up=set_up(), what=what), by)


def settle(told: World) -> Told:
    """Let handler and caller say that nothing that matters moved."""
    return told.tell(NothingMoved(set_up=set_up()), *TWO)


def after_seeing(told: World, body: ApproveSetUp, size: int) -> Outcome:
    """Tell what handler and caller signed under an older head of this size."""
    event = told.event(body, signers_of(body, TWO))
    older = msgspec.structs.replace(event, seen=Seen(size=size, root=fake_root(size)))
    return told.tell_event(older).outcome


def corrected(told: World, event: EventId) -> Told:
    """Let two officers say that an event was not so."""
    return told.tell(Correct(event=event, words=words("not so")), *OFFICERS)


def changes(told: World) -> list[EventId]:
    """Return the reports that end the present approval."""
    return [one.event for one in fact(told).changed]


# -- reports of a change in a set-up --------------------------------------------------------------


def test_a_second_report_of_a_kind_outlives_an_approval_that_saw_the_first() -> None:
    """Somebody moved twice: who had seen only the first move did not approve the second."""
    told = assessed()
    told.approve_set_up()
    report(told, Changed.ACTION)
    seen = told.state.next_index
    second = report(told, Changed.ACTION)
    assert after_seeing(told, planned(), seen) is Outcome.ACCEPTED
    assert changes(told) == [second.id]


@pytest.mark.parametrize("what", Changed)
def test_a_report_before_the_first_approval_waits_for_one_that_saw_it(what: Changed) -> None:
    """What changed while the two were signing is held against the approval they signed."""
    told = assessed()
    seen = told.state.next_index
    early = report(told, what)
    after_seeing(told, planned(), seen)
    other = what is Changed.OTHER
    assert changes(told) == ([] if other else [early.id])
    assert fact(told).unsettled == (early.id if other else NO_EVENT)
    told.approve_set_up()
    assert (changes(told), fact(told).unsettled) == ([], NO_EVENT)


@pytest.mark.parametrize("what", Changed)
def test_a_report_outlives_the_correction_of_the_approval(what: Changed) -> None:
    """An approval that was not so takes nothing with it that was reported since."""
    told = assessed()
    one = told.approve_set_up()
    seen = told.state.next_index
    late = report(told, what)
    corrected(told, one.id)
    after_seeing(told, planned(), seen)
    other = what is Changed.OTHER
    assert changes(told) == ([] if other else [late.id])
    assert fact(told).unsettled == (late.id if other else NO_EVENT)


def test_of_reports_only_the_latest_of_each_kind_is_kept() -> None:
    """However often somebody says it, the state keeps one report of each kind."""
    told = assessed()
    last = {what: report(told, what) for _ in range(3) for what in Changed}
    kept = told.state.set_up_reports[set_up()]
    assert [(one.what, one.event) for one in kept] == [(w, one.id) for w, one in last.items()]


def test_a_tap_that_was_not_so_settled_nothing() -> None:
    """When *nothing moved* is corrected, what had moved is unsettled again."""
    told = assessed()
    told.approve_set_up()
    report(told, Changed.LOAD)
    moved = report(told, Changed.OTHER)
    report(told, Changed.GUN)
    told.state.set_ups[set_up()] = msgspec.structs.replace(fact(told), changed=())
    tap = settle(told)
    settle(told)  # a second tap has nothing left to settle
    assert fact(told).unsettled == NO_EVENT
    corrected(told, tap.id)
    assert (fact(told).unsettled, fact(told).unsettled_index) == (moved.id, moved.index)


def test_a_corrected_tap_is_not_held_against_a_later_approval() -> None:
    """Approved again since, by two who had seen what moved: the old tap matters no more."""
    told = assessed()
    told.approve_set_up()
    report(told, Changed.OTHER)
    tap = settle(told)
    told.approve_set_up()
    corrected(told, tap.id)
    assert fact(told).unsettled == NO_EVENT


# -- a gun that left and is received again --------------------------------------------------------


def left(told: World, name: str = "colt") -> None:
    """Ship a gun to another ledger."""
    ship(told, gun(name))
    assert told.state.weapons[gun(name)].charge.by is By.END


def known_gun() -> World:
    """Return a production that knows the colt: looked over, test-fired, listed, unfit, dropped."""
    told = World()
    told.receive_with_papers("colt", without="photograph")
    told.show_empty("colt", by=("armorer",), purpose=Purpose.INTAKE)
    told.test_fire("colt", debris_mm=4_000)
    told.approve_lots("colt", "d45")
    told.find_unfit("colt")
    told.ended("colt", EndCause.DROPPED)
    return told


def colt(told: World) -> Weapon:
    """Return the colt."""
    return told.state.weapons[gun("colt")]


def test_a_gun_that_comes_back_is_looked_over_anew() -> None:
    """Papers brought on its return count; what was seen of it was before."""
    told = known_gun()
    was = colt(told)
    left(told)
    again = told.receive_with_papers("colt")
    now = colt(told)
    assert (now.lacks, now.intake, now.lots_approved) == ((), NO_EVENT, ())
    fact = now.test_fired[lot("b45")]
    assert (fact.event, fact.result, fact.debris_mm) == (NO_EVENT, None, 4_000)
    assert (now.unfit, now.function_due, now.bore_due) == (
        was.unfit, was.function_due, was.bore_due,
    )  # fmt: skip
    assert (now.changed, now.ended) == (again.id, "received")
    assert told.state.questions[again.id].topic is Topic.ENDED
    assert told.state.guns_out == 1


@pytest.mark.parametrize(
    "other",
    [
        {"weapon_class": WeaponClass.BLANK_ONLY},
        {"chambers": 5},
        {"pattern": "pump-shotgun"},
        {"adaptation": Adaptation.RESTRICTOR},
    ],
    ids=str,
)
def test_a_gun_that_comes_back_as_another_is_asked_about(other: dict[str, Any]) -> None:
    """Described otherwise, it is as described now but never of a lower class, and asked about."""
    told = known_gun()
    made = ReceiveWeapon(
        weapon=gun("colt"), weapon_class=WeaponClass.LIVE_CAPABLE, pattern=PATTERN, chambers=6
    )
    left(told)
    again = told.tell(msgspec.structs.replace(made, **other), "armorer")
    assert told.state.questions[again.id].topic is Topic.DIFFERENCE
    assert colt(told).weapon_class is WeaponClass.LIVE_CAPABLE
    for name in other.keys() - {"weapon_class"}:
        assert getattr(colt(told), name) == other[name]


def test_a_gun_that_comes_back_of_a_higher_class_is_of_that() -> None:
    """It left as one that cannot fire and comes back as one that takes live rounds."""
    told = World()
    told.receive_gun("twin", weapon_class=WeaponClass.REPLICA)
    left(told, "twin")
    assert told.state.guns_out == 0
    told.receive_gun("twin", weapon_class=WeaponClass.LIVE_CAPABLE)
    assert told.state.weapons[gun("twin")].weapon_class is WeaponClass.LIVE_CAPABLE
    assert told.state.guns_out == 1


# -- corrections ----------------------------------------------------------------------------------


def test_what_spoke_for_a_gun_is_taken_back() -> None:
    """An intake look, a test-fire, a list of lots that were not so count for nothing."""
    told = World()
    told.receive_with_papers("colt")
    (arrival,) = told.show_empty("colt", by=("armorer",), purpose=Purpose.INTAKE)
    fired = told.test_fire("colt", debris_mm=4_000)
    listed = told.approve_lots("colt", "d45")
    corrected(told, arrival)
    assert colt(told).intake == NO_EVENT
    assert colt(told).test_fired[lot("b45")].event == fired.id
    corrected(told, fired.id)
    fact = colt(told).test_fired[lot("b45")]
    assert (fact.event, fact.result, fact.debris_mm) == (NO_EVENT, None, 4_000)
    assert colt(told).lots_approved == (lot("d45"),)
    corrected(told, listed.id)
    assert colt(told).lots_approved == ()


def test_what_spoke_against_a_gun_is_not_taken_back() -> None:
    """A test-fire that went wrong, and what somebody found, stay whoever says it was not so."""
    told = World()
    told.receive_with_papers("colt")
    wrong = told.test_fire("colt", as_it_should=False)
    found = told.find_unfit("colt")
    for event in (wrong.id, found.id):
        corrected(told, event)
    assert colt(told).test_fired[lot("b45")].result is FireResult.NOT_AS_IT_SHOULD
    assert colt(told).unfit == (found.id,)


def test_a_release_that_was_not_so_releases_nothing() -> None:
    """What the gunsmith was said to have released is found again."""
    told = World()
    told.receive_with_papers("colt")
    one, other = told.find_unfit("colt"), told.find_unfit("colt")
    body = Release(weapon=gun("colt"), unfit=one.id)
    release = told.tell(body, "armorer", "inspector")
    again = told.tell(body, "armorer", "inspector")
    assert colt(told).unfit == (other.id,)
    corrected(told, again.id)  # it released nothing any more
    assert colt(told).unfit == (other.id,)
    corrected(told, release.id)
    assert colt(told).unfit == (other.id, one.id)


@pytest.mark.parametrize("dealt_with", [False, True])
def test_a_function_that_nobody_saw_is_due_again(*, dealt_with: bool) -> None:
    """After a drop its action was not seen after all: it is due, though all seemed dealt with."""
    told = World()
    told.dummies()
    told.receive_with_papers("colt")
    drop = told.ended("colt", EndCause.DROPPED)
    told.unload("colt", 0)
    seen = told.see_function("colt")
    if dealt_with:
        told.show_empty("colt")
    assert colt(told).function_due == (NO_EVENT if dealt_with else drop.id)
    corrected(told, seen.id)
    assert (colt(told).function_due, colt(told).function_seen) == (drop.id, NO_EVENT)
    corrected(told, seen.id)  # once is enough
    assert colt(told).function_due == drop.id


def test_a_later_fault_is_not_covered_by_an_older_one() -> None:
    """Correcting what dealt with the first drop leaves the second one due, by its own event."""
    told = World()
    told.dummies()
    told.receive_with_papers("colt")
    told.ended("colt", EndCause.DROPPED)
    told.unload("colt", 0)
    seen = told.see_function("colt")
    told.show_empty("colt")
    second = told.ended("colt", EndCause.DROPPED)
    corrected(told, seen.id)
    assert colt(told).function_due == second.id


def carries(told: World, where: Where) -> Told:
    """Say where the grip is, who carries a weapon of their own."""
    body = Carrier(carrier=person("grip").id, why=Why.GUARD, where=where)
    return told.tell(body, "first-ad")


@pytest.mark.parametrize("where", [Where.OUTSIDE, Where.GONE])
def test_a_carrier_who_was_not_away_counts_as_inside(where: Where) -> None:
    """If it was not so that they were outside or gone, they are inside until somebody says."""
    told = World()
    carrier = person("grip").id
    carries(told, Where.INSIDE)
    away = carries(told, where)
    corrected(told, away.id)
    assert told.state.carriers[carrier].where is Where.INSIDE
    carries(told, Where.OUTSIDE)
    corrected(told, away.id)
    assert told.state.carriers[carrier].where is Where.OUTSIDE


def test_somebody_who_never_carried_is_no_carrier_by_a_correction() -> None:
    """That somebody nobody had declared is gone says nothing, corrected or not."""
    told = World()
    gone = carries(told, Where.GONE)
    corrected(told, gone.id)
    assert told.state.carriers == {}
