"""What befalls a gun on the day, as told from the chairs: jam, misfire, mud; refusals 7 and 8."""

from __future__ import annotations

import pytest

from showclear.field.mechanisms import Mechanism
from showclear.field.patterns import positions_into
from showclear.field.people import Role
from showclear.field.stock import Form, Proof
from showclear.field.stock import Purpose as Use
from showclear.record.events.desk import Outcome
from showclear.record.events.guns import Release
from showclear.record.events.handling import Announced, EndCause, HandOver, Load, Purpose
from showclear.record.events.stock import Answer
from showclear.record.showing import Shown, statement
from tests.kit import (
    Told,
    World,
    box,
    enrolment,
    gun,
    lot,
    person,
    signed_by,
    with_rows,
    words,
)

ROWS = ("R13", "R14", "R25", "R35", "R41", "R43", "R44", "R45")
LEVER = Mechanism(pattern="lever", chambers=1, capacity=10)
REVOLVER = Mechanism(pattern="single-action-1873", chambers=6)


def ready(name: str = "winchester", made: Mechanism = LEVER) -> World:
    """Return a day on which a gun is out, was shown empty and was test-fired with the blanks."""
    told = World(packs=with_rows(*ROWS))
    told.receive_box("vault", form=Form.SAFE, keys=("armorer", "assistant"))
    told.blanks()
    told.receive_gun(name, made=made)
    told.open_day()
    told.lock(gun(name))
    told.show_empty(name, purpose=Purpose.OPENING)
    accepted(told.take_out(name))
    told.test_fire(name)
    return told


def load_three(told: World, name: str = "winchester") -> Told:
    """Show it empty and put three blanks in."""
    told.show_empty(name)
    into = positions_into(told.state.weapons[gun(name)].mechanism)[:3]
    return told.load_into(name, *into, from_box="blanks", lot_name="b45")


def with_performer(name: str = "winchester", made: Mechanism = LEVER) -> World:
    """Return a day on which the performer holds a gun with three blanks."""
    told = ready(name, made)
    accepted(load_three(told, name))
    looks = told.show_going_in(name, blanks=3)
    accepted(told.hand_over(name, rounds=3, looks=looks, announced=Announced.BLANKS))
    return told


def accepted(told: Told) -> Told:
    """Check that a step was accepted."""
    assert (told.outcome, told.codes) == (Outcome.ACCEPTED, ())
    return told


def admitted(*told: Told) -> None:
    """Check that reports were taken as they are, with no mark."""
    assert [(one.outcome, one.codes) for one in told] == [(Outcome.ADMITTED, ())] * len(told)


def made_clear(told: World, name: str, rounds: int, cases: int = 0) -> None:
    """Make the gun clear into the box of blanks, whatever has happened to it."""
    admitted(told.unload(name, rounds, fired_cases=cases, into="blanks", lot_name="b45"))


def prove_again(told: World, rounds: int) -> None:
    """Let two see again, one by one, the blanks that came out of a gun."""
    for name in ("armorer", "second-ad"):
        told.prove("blanks", "b45", rounds, by=name, each=(Proof.CRIMP, Proof.MAKER_CODE))


def test_1015_a_jam_is_no_incident() -> None:
    """He fires two, the third stands up in the carrier: cleared, looked at, on with the day."""
    told = with_performer()
    admitted(told.fire("winchester", 2), told.ended("winchester", EndCause.JAMMED))
    assert statement(told.state.weapons[gun("winchester")]).shown is not Shown.WAITING
    assert (told.state.questions, told.state.blocking, told.state.stops) == ({}, 0, {})
    admitted(told.collect("winchester", giver="performer"))
    assert "function_not_seen" in load_three(told).codes
    made_clear(told, "winchester", 1, cases=2)
    assert told.state.loose_rounds == 0
    prove_again(told, 48)
    assert load_three(told).codes == ("function_not_seen",)
    admitted(told.see_function("winchester"))
    accepted(load_three(told))


def test_1022_a_misfire_waits_where_it_points() -> None:
    """Click. He holds it where it points; the wait runs elsewhere; nothing is asked of anybody."""
    told = with_performer("colt", REVOLVER)
    admitted(told.fire("colt", 1), told.misfire("colt"))
    weapon = told.state.weapons[gun("colt")]
    assert (weapon.in_hand, statement(weapon).shown) == (person("performer").id, Shown.WAITING)
    body = HandOver(
        weapon=gun("colt"),
        to=person("stand-in").id,
        announced=Announced.BLANKS,
        rounds=2,
        looks=(),
    )
    found = {refusal.code.value: refusal for refusal in told.asks(body, "armorer")}
    assert found["wait_not_over"].lift == "it stays pointing where it points until 30 s are over"
    told.clock.advance(30_000)
    assert "wait_not_over" not in {one.code.value for one in told.asks(body, "armorer")}
    admitted(told.collect("colt", giver="performer"))
    told.receive_box("apart", use=Use.QUARANTINE, keys=("armorer",))
    admitted(told.unload("colt", 2, fired_cases=1, into="apart", lot_name="b45"))
    # A blank that failed, not a round that nobody can name: it stops nothing (invariant 3).
    assert (told.state.questions, told.state.blocking, told.state.loose_rounds) == ({}, 0, 0)
    told.show_empty("colt")
    admitted(told.see_function("colt"))
    accepted(load_three(told, "colt"))
    assert told.state.lots[lot("b45")].missing == 0


def test_1110_thrown_from_the_horse() -> None:
    """Muzzle-down in the mud: clear, rod, action and a new opening check before anything."""
    told = with_performer()
    admitted(
        told.ended("winchester", EndCause.DROPPED, by="grip"),
        told.ended("winchester", EndCause.WETTED, by="grip"),
        told.collect("winchester", giver="performer"),
    )
    made_clear(told, "winchester", 3)
    prove_again(told, 50)
    codes = ("opening_check_missing", "bore_not_seen", "function_not_seen")
    asked = {refusal.code.value for refusal in told.asks(last_load(told), "armorer")}
    assert asked >= set(codes)
    told.show_empty("winchester", purpose=Purpose.OPENING)
    assert load_three(told).codes == ("function_not_seen",)
    admitted(told.see_function("winchester"))
    accepted(load_three(told))


def test_an_action_that_fails_waits_for_a_gunsmith() -> None:
    """After the mud its action does not work: it stays unfit until a gunsmith has released it."""
    told = with_performer()
    admitted(
        told.ended("winchester", EndCause.DROPPED), told.collect("winchester", giver="performer")
    )
    made_clear(told, "winchester", 3)
    prove_again(told, 50)
    told.show_empty("winchester", purpose=Purpose.OPENING)
    failed = told.see_function("winchester", works=False)
    assert {"not_fit", "function_not_seen"} <= set(load_three(told).codes)
    told.tell(
        enrolment("gunsmith", "gunsmith", (Role.OUTSIDE,)), "producer", "manager", "gunsmith"
    )
    both = (signed_by("armorer", Role.HANDLER), signed_by("gunsmith", Role.OUTSIDE))
    accepted(told.tell_signed(Release(weapon=gun("winchester"), unfit=failed.id), both))
    assert {"not_test_fired", "function_not_seen"} <= set(load_three(told).codes)
    admitted(told.test_fire("winchester"))
    told.show_empty("winchester", purpose=Purpose.OPENING)
    admitted(told.see_function("winchester"))
    accepted(load_three(told))


@pytest.mark.parametrize("seconds", [0, 10, 29])
def test_refusal_7_nothing_asks_for_the_gun_before_the_wait_is_over(seconds: int) -> None:
    """A misfire is taken in from whoever says it; taking, clearing, locking wait for no clock."""
    told = with_performer("colt", REVOLVER)
    admitted(told.misfire("colt", by="grip"))
    told.clock.advance(seconds * 1_000)
    admitted(told.collect("colt", giver="performer"))
    made_clear(told, "colt", 3)
    admitted(told.lock(gun("colt")))
    assert told.state.weapons[gun("colt")].charge.who == box("vault")


def test_refusal_8_a_limit_that_runs_out_in_mid_take() -> None:
    """Showing, load and cut may all be too old: what happens in the take is taken in unmarked."""
    told = with_performer("colt", REVOLVER)
    told.cut()
    told.wait(minutes=90)
    admitted(
        told.fire("colt", 2),
        told.misfire("colt"),
        told.cut(),
        told.collect("colt", giver="performer"),
    )
    made_clear(told, "colt", 1, cases=2)
    admitted(told.lock(gun("colt")))


def test_the_present_take_goes_on_and_the_next_step_waits() -> None:
    """Ninety minutes on, the same gun in hand may fire; handing another out waits for it."""
    told = with_performer("colt", REVOLVER)
    told.receive_gun("peacemaker")
    told.show_empty("peacemaker", purpose=Purpose.OPENING)
    told.cut()
    told.wait(minutes=3)
    looks = told.show_empty("peacemaker")
    handed = told.hand_over("peacemaker", looks=looks, announced=Announced.EMPTY, to="stand-in")
    assert handed.codes == ("not_collected",)
    admitted(told.collect("colt", giver="performer"))
    accepted(told.hand_over("peacemaker", looks=looks, announced=Announced.EMPTY, to="stand-in"))


def test_after_a_discharge_nothing_goes_out_until_it_is_answered() -> None:
    """It is no stop: guns come in; then an officer answers for the cause, and work goes on."""
    told = with_performer("colt", REVOLVER)
    shot = told.discharge("colt", by="performer")
    admitted(shot, told.collect("colt", giver="performer"))
    made_clear(told, "colt", 2, cases=1)
    prove_again(told, 49)
    refused = load_three(told, "colt")
    assert refused.codes == ("discharge_open",)
    mine = told.tell(Answer(of=shot.id, words=words("my finger")), "armorer", "first-ad")
    assert mine.codes == ("not_named_to_lift",)
    accepted(told.tell(Answer(of=shot.id, words=words("worn notch")), "producer"))
    accepted(load_three(told, "colt"))


def last_load(told: World) -> Load:
    """Return the loading of three blanks, as it would be asked about now."""
    into = positions_into(told.state.weapons[gun("winchester")].mechanism)[:3]
    return Load(weapon=gun("winchester"), container=box("blanks"), lot=lot("b45"), positions=into)
