"""A plan through real days: camera changes, a new grip, theatre nights, what ends an approval.

The trade's notes fear a void that comes so often that it means nothing (practice.md, Refusals 12;
chairs.md, 08:12): twenty-five camera changes a day are twenty-five taps here, and no more.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showclear.field.ids import EventId, SetUpId
from showclear.field.plan import Line, Moving, Phase
from showclear.field.stock import WeaponClass
from showclear.record.event import Event
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Act, Announced, HandOver, Purpose
from showclear.record.events.officers import Adopt, Correct
from showclear.record.events.plan import (
    ApproveSetUp,
    Changed,
    Movement,
    NothingMoved,
    SetUpChanged,
)
from showclear.record.events.table import AnyBody
from showclear.record.facts_plan import PLAN_ROWS
from showclear.record.state import State
from tests.kit import (
    OnDesk,
    Story,
    Told,
    World,
    enrolment,
    gun,
    person,
    signers_of,
    with_rows,
    words,
)
from tests.planning import planned, set_up, use

ROWS: Final = ("R25", "R43", *sorted(PLAN_ROWS))
CAMERA_CHANGES: Final = 25  # of one day (chairs.md, 08:12)
NIGHTS: Final = 3


def day(story: Story | None = None) -> Story:
    """Return a day with the scene assessed, the plain set-up approved, the colt shown loaded."""
    told = World(packs=with_rows(*ROWS)) if story is None else story
    told.working_day()
    told.assess()
    assert told.approve_set_up().outcome is Outcome.ACCEPTED
    told.take_out("colt")
    told.show_empty("colt")
    told.load("colt")
    return told


def hands_over(told: Story, *, to: str = "performer") -> Told:
    """Show the six dummies again and hand the colt over."""
    looks = told.show_going_in("colt", dummies=6)
    return told.hand_over("colt", rounds=6, looks=looks, to=to)


def report(told: Story, what: Changed, *, by: str = "grip") -> Told:
    """Report a change in the plain set-up."""
    return told.tell(SetUpChanged(set_up=set_up(), what=what), by)


def settle(told: Story) -> Told:
    """Let handler and caller say that nothing that matters moved."""
    return told.tell(NothingMoved(set_up=set_up()), "armorer", "first-ad")


def test_a_camera_change_is_one_tap() -> None:
    """Each of a day's camera changes costs one tap; the approval of the morning stands."""
    told = day()
    approval = told.state.set_ups[set_up()].event
    for _ in range(CAMERA_CHANGES):
        report(told, Changed.OTHER)
        assert hands_over(told).codes == ("set_up_changed",)
        assert settle(told).outcome is Outcome.ACCEPTED
    assert hands_over(told).outcome is Outcome.ACCEPTED
    assert told.state.set_ups[set_up()].event == approval


def test_several_camera_changes_are_one_tap_too() -> None:
    """Lens, height and dolly between two hand-overs are settled by one tap."""
    told = day()
    for _ in range(3):
        report(told, Changed.OTHER)
    settle(told)
    assert hands_over(told).outcome is Outcome.ACCEPTED


def test_a_new_crew_member_voids_nothing() -> None:
    """Somebody new outside the line changes no plan: nothing is asked of anybody."""
    told = day()
    told.tell(enrolment("runner", "runner", ()), "producer", "manager", "runner")
    assert hands_over(told).outcome is Outcome.ACCEPTED


def test_somebody_new_inside_the_line_ends_it() -> None:
    """Somebody new inside the line asks for approval again; no tap settles that."""
    told = day()
    report(told, Changed.PERSON_INSIDE)
    assert settle(told).codes == ("set_up_changed",)
    assert hands_over(told).codes == ("not_assessed", "set_up_changed")
    told.approve_set_up()
    assert hands_over(told).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("what", Changed)
def test_a_report_of_a_change_is_never_refused(what: Changed) -> None:
    """Anybody reports any change at any time, approved or not, without packs too."""
    for told in (World(), World(packs=()), day()):
        assert report(told, what).outcome is Outcome.ADMITTED


def test_what_is_out_comes_back_whatever_changed() -> None:
    """Collecting and locking ask nothing of the plan, changed or never approved."""
    told = day()
    hands_over(told)
    for what in Changed:
        report(told, what)
    assert told.collect("colt", giver="performer").outcome is Outcome.ADMITTED
    assert told.lock(gun("colt")).outcome is Outcome.ADMITTED


def test_taking_out_and_loading_ask_for_no_set_up() -> None:
    """In the morning guns come out and are loaded before any set-up is approved."""
    told = World(packs=with_rows(*ROWS))
    told.working_day()
    assert told.take_out("colt").outcome is Outcome.ACCEPTED
    told.show_empty("colt")
    assert told.load("colt").outcome is Outcome.ACCEPTED
    assert hands_over(told).codes == ("no_set_up", "not_assessed")


def test_the_gun_of_a_take_may_be_rehearsed_empty() -> None:
    """An empty gun stands for the loaded one in the same set-up: less is no change."""
    told = World(packs=with_rows(*ROWS))
    told.working_day()
    told.assess()
    told.approve_set_up()
    told.take_out("colt")
    looks = told.show_empty("colt")
    assert told.hand_over("colt", looks=looks, announced=Announced.EMPTY).outcome is (
        Outcome.ACCEPTED
    )


def test_a_written_movement_lets_another_have_it() -> None:
    """The stand-in who takes it inside the action may also be handed it; nobody else may."""
    told = day()
    assert hands_over(told, to="stand-in").codes == ("not_in_set_up",)
    passes = Movement(
        moving=Moving.BETWEEN_PERFORMERS,
        giver=person("performer").id,
        taker=person("stand-in").id,
    )
    both = msgspec.structs.replace(use(to=("performer", "stand-in")), movements=(passes,))
    assert told.approve_set_up(planned(both)).outcome is Outcome.ACCEPTED
    assert hands_over(told, to="stand-in").outcome is Outcome.ACCEPTED


def test_theatre_signs_once() -> None:
    """The plan of a performance is signed once and holds every night until it changes."""
    told = World(packs=with_rows(*ROWS))
    told.working_day()
    told.assess()
    told.approve_set_up(planned(phase=Phase.PERFORMANCE))
    for night in range(NIGHTS):
        told.take_out("colt")
        told.show_empty("colt")
        told.load("colt")
        assert hands_over(told).outcome is Outcome.ACCEPTED
        told.collect("colt", giver="performer")
        told.unload("colt", 6)
        told.lock(gun("colt"))
        told.close_day()
        told.wait(minutes=24 * 60)
        told.open_day(f"2026-11-{23 + night}")
        morning(told)
    report(told, Changed.ACTION)
    told.take_out("colt")
    looks = told.show_empty("colt")
    refused = told.hand_over("colt", looks=looks, announced=Announced.EMPTY)
    assert set(refused.codes) == {"not_assessed", "set_up_changed"}


def morning(told: Story) -> None:
    """Make the opening check of the next night, and prove again what came out of the gun."""
    told.show_empty("colt", purpose=Purpose.OPENING)
    for name in ("armorer", "second-ad"):
        told.prove("dummies", "d45", 50, by=name)


def test_a_small_production_plans_nothing() -> None:
    """A rubber gun goes out with no scene assessed and no set-up approved."""
    told = World(packs=with_rows(*ROWS))
    told.working_day()
    told.receive_gun("rubber", weapon_class=WeaponClass.RUBBER)
    told.lock(gun("rubber"))
    told.take_out("rubber")
    body = HandOver(
        weapon=gun("rubber"),
        to=person("performer").id,
        announced=Announced.NON_FIRING,
        rounds=0,
        looks=(),
        acts=(Act.POINT,),
    )
    assert not {refusal.rule for refusal in told.asks(body, "armorer")} & PLAN_ROWS


def test_a_corrected_approval_is_none() -> None:
    """Once its approval was corrected, a set-up is approved again before a gun goes out."""
    told = day()
    told.tell(
        Correct(event=told.state.set_ups[set_up()].event, item=gun("twin")), "first-ad", "armorer"
    )
    assert "no_set_up" in hands_over(told).codes


def test_other_rows_of_the_plan_ask_for_approval_again() -> None:
    """A row of the plan that is adopted or dropped makes approvals lapse; any other does not."""
    told = day()
    less = tuple(row for row in ROWS if row != "R39")
    for rows, codes in ((less, ("set_up_changed",)), (ROWS, ()), ((*ROWS, "R36"), ())):
        adopt = Adopt(packs=with_rows(*rows), reason=words("rows"))
        assert told.tell(adopt, "producer", "manager", "owner").outcome is Outcome.ACCEPTED
        body = asking(told)
        found = [one for one in told.asks(body, "armorer") if one.rule in PLAN_ROWS]
        assert tuple(one.code.value for one in found) == codes


def asking(told: Story, set_up_id: SetUpId | None = None) -> HandOver:
    """Return the hand-over of the colt in this set-up, by default the one approved."""
    return HandOver(
        weapon=gun("colt"),
        to=person("performer").id,
        announced=Announced.DUMMIES,
        rounds=6,
        looks=(),
        acts=(Act.POINT,),
        set_up=told.working_on if set_up_id is None else set_up_id,
    )


def test_a_desk_keeps_the_plan() -> None:
    """Signed, written and folded again by another desk, the plan is the same."""
    told = OnDesk(packs=with_rows(*ROWS))
    day(told)
    report(told, Changed.OTHER)
    before = (told.state.scenes, told.state.set_ups)
    told.reopen()
    assert (told.state.scenes, told.state.set_ups) == before
    assert hands_over(told).codes == ("set_up_changed",)
    settle(told)
    assert hands_over(told).outcome is Outcome.ACCEPTED


# -- evidence only ever helps ---------------------------------------------------------------------

PLANS: Final = (
    planned(),
    planned(use(to=("stand-in",))),
    planned(use(holds=Announced.BLANKS, lot_name="b45")),
    msgspec.structs.replace(planned(), line=Line.AT_PERSON),
)
SAID: Final = (*Changed, *range(len(PLANS)), "assess", "settle")


def probes(told: World) -> Iterator[Event]:
    """Yield steps that the plan is asked about."""
    bodies: tuple[AnyBody, ...] = (
        asking(told, set_up()),
        asking(told, SetUpId("")),
        msgspec.structs.replace(asking(told, set_up()), announced=Announced.BLANKS),
        *PLANS,
    )
    for body in bodies:
        who = ("armorer", "first-ad") if isinstance(body, ApproveSetUp) else ("armorer",)
        yield told.event(body, signers_of(body, who))


def against(told: World, state: State, event: Event) -> frozenset[str]:
    """Return the plan's rules that stand against a step in a state."""
    other = copy.copy(told)
    other._state = state
    found = other.verdict(event, told.now()).refusals
    return frozenset(one.rule for one in found if one.rule in PLAN_ROWS)


def without(state: State, **changed: object) -> State:
    """Return a copy of the state in which something else is kept."""
    less = copy.copy(state)
    for name, value in changed.items():
        setattr(less, name, value)
    return less


@settings(max_examples=40)
@given(st.lists(st.sampled_from(SAID), max_size=8))
def test_evidence_only_ever_helps(said: list[Changed | int | str]) -> None:
    """Without an approval or assessment no refusal is lost; without a change none is added."""
    told = World(packs=with_rows(*ROWS))
    told.working_day()
    told.blanks()
    for one in said:
        if isinstance(one, Changed):
            report(told, one)
        elif isinstance(one, int):
            told.approve_set_up(PLANS[one])
        elif one == "assess":
            told.assess()
        else:
            settle(told)
    state = told.state
    quiet = {
        name: msgspec.structs.replace(fact, changed=(), unsettled=EventId(""))
        for name, fact in state.set_ups.items()
    }
    for event in probes(told):
        now = against(told, state, event)
        assert now <= against(told, without(state, set_ups={}), event)
        assert now <= against(told, without(state, scenes={}), event)
        assert now >= against(told, without(state, set_ups=quiet), event)
