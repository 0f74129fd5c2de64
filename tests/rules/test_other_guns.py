"""Guns other than the 1873, through a day: lever, pump, self-loader, musket, double, airsoft.

What each shows that a revolver does not: rounds nobody can see once they are in, a bore that
nobody can look through, a gun without rounds, two barrels, pellets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from showclear.field.ids import EventId
from showclear.field.mechanisms import (
    BODY,
    Adaptation,
    BoreMethod,
    Holds,
    LookWay,
    Mechanism,
)
from showclear.field.stock import Kind, Proof, WeaponClass
from showclear.record.events.handling import Announced, EndCause, Purpose, ShowingEnded
from showclear.record.reckoning import fired_cases
from showclear.record.showing import Cause, Shown, Statement, bore_clear, statement
from showclear.record.state import Weapon
from tests.kit import World, answers_for, box, gun, lot
from tests.rules.boxes import topics

EMPTY, GOING_IN, TAKEN_OUT, AS_SUCH = LookWay
LEVER: Final = Mechanism(pattern="lever", chambers=1, capacity=10)
PUMP: Final = Mechanism(pattern="pump", chambers=1, capacity=4)
PISTOL: Final = Mechanism(
    pattern="self-loading-pistol", chambers=1, capacity=7, adaptation=Adaptation.RESTRICTOR
)
MUSKET: Final = Mechanism(pattern="percussion-long-gun", chambers=1)
DOUBLE: Final = Mechanism(pattern="double", chambers=2)
AIRSOFT: Final = Mechanism(pattern="airsoft", capacity=300)
TUBE: Final = ("magazine-1", "magazine-2", "magazine-3")
PAIR: Final = ("armorer", "first-ad")


def day_with(made: Mechanism) -> World:
    """Return a working day with this gun out and shown empty, blanks and dummies proved."""
    told = World()
    told.receive_box("vault", keys=("armorer",))
    told.dummies()
    told.blanks()
    told.receive_gun("gun", weapon_class=WeaponClass.ADAPTED, made=made)
    told.open_day()
    told.lock(gun("gun"))
    told.show_empty("gun", purpose=Purpose.OPENING)
    assert not told.take_out("gun").refused
    told.show_empty("gun")
    assert now_of(told).shown is Shown.EMPTY
    return told


def held(told: World) -> Weapon:
    """Return the gun as the record has it."""
    return told.state.weapons[gun("gun")]


def now_of(told: World) -> Statement:
    """Return what stands about the gun."""
    return statement(held(told), epoch=told.state.epoch)


def both(
    told: World, way: LookWay, holds: Mapping[str, Holds] | None = None
) -> tuple[EventId, ...]:
    """Let armorer and first AD answer the same."""
    given = answers_for(held(told).mechanism, way, holds)
    return tuple(told.look("gun", given, by=who, way=way).id for who in PAIR)


def blanks_in(told: World, *where: str) -> tuple[EventId, ...]:
    """Let blanks go in, seen by both; return their looks."""
    told_load = told.load_into("gun", *where, from_box="blanks", lot_name="b45")
    assert not told_load.refused
    return both(told, GOING_IN, dict.fromkeys(where, Holds.BLANK))


def handed(told: World, rounds: int, looks: tuple[EventId, ...]) -> bool:
    """Hand it over announced as blanks; return whether nothing stood against it."""
    step = told.hand_over("gun", rounds=rounds, looks=looks, announced=Announced.BLANKS)
    return not step.refused


# -- a lever rifle --------------------------------------------------------------------------------


def test_a_lever_rifle_with_three_blanks_seen_going_in() -> None:
    """Seen empty, three blanks counted into the tube, handed over, fired, cleared, empty again."""
    told = day_with(LEVER)
    looks = blanks_in(told, *TUBE)
    now = now_of(told)
    assert (now.shown, now.rounds) == (Shown.BLANKS, 3)
    assert handed(told, 3, looks)
    told.fire("gun", 3)
    assert held(told).fired_cases == 0  # they lie in the sage
    told.collect("gun", giver="performer")
    told.unload("gun", 0, into="blanks", lot_name="b45")
    told.show_empty("gun")
    assert now_of(told).shown is Shown.EMPTY
    assert topics(told) == []


def test_a_tube_magazine_cannot_be_seen_after_loading() -> None:
    """Chamber, carrier and follower looked at with blanks in the tube: nothing stands."""
    told = day_with(LEVER)
    blanks_in(told, *TUBE)
    both(told, EMPTY)
    now = now_of(told)
    assert (now.shown, now.cause) == (Shown.UNKNOWN, Cause.DIFFERS_FROM_BOOK)


def test_what_is_in_a_tube_is_not_taken_out_and_seen() -> None:
    """Jacking blanks through the action is no way to show them."""
    told = day_with(LEVER)
    told.load_into("gun", *TUBE, from_box="blanks", lot_name="b45")
    given = answers_for(LEVER, GOING_IN, dict.fromkeys(TUBE, Holds.BLANK))
    for who in PAIR:
        told.look("gun", given, by=who, way=TAKEN_OUT)
    assert now_of(told).cause is Cause.INCOMPLETE


def test_a_lever_rifle_jams_on_its_third_blank() -> None:
    """After a jam, what was shown has ended; made clear, the third blank is back in its box."""
    told = day_with(LEVER)
    assert handed(told, 3, blanks_in(told, *TUBE))
    told.fire("gun", 2)
    told.tell(ShowingEnded(weapon=gun("gun"), cause=EndCause.JAMMED), "armorer")
    assert now_of(told).cause is Cause.ENDED
    told.collect("gun", giver="performer")
    told.unload("gun", 1, into="blanks", lot_name="b45")
    assert held(told).rounds == {}
    assert told.state.containers[box("blanks")].stock[lot("b45")].rounds == 48
    assert topics(told) == []


NOT_FREE: dict[str, tuple[Mechanism, tuple[str, ...], str]] = {
    "an eleventh round of ten": (
        LEVER,
        ("magazine-11",),
        (
            "name free positions, each once: chamber-1, magazine-1, magazine-2, magazine-3, "
            "magazine-4, magazine-5, magazine-6, magazine-7, magazine-8, magazine-9, magazine-10"
        ),
    ),
    "the carrier": (
        PUMP,
        ("carrier",),
        (
            "name free positions, each once: chamber-1, magazine-1, magazine-2, magazine-3, "
            "magazine-4"
        ),
    ),
    "a third barrel": (
        DOUBLE,
        ("chamber-3",),
        "name free positions, each once: chamber-1, chamber-2",
    ),
    "the bore of a muzzle-loader": (
        MUSKET,
        ("bore",),
        "name free positions, each once: barrel-1, nipple-1",
    ),
    "a magazine well": (
        Mechanism(pattern="automatic", chambers=1, capacity=100),
        ("magazine-well",),
        "name free positions, each once: chamber-1",
    ),
}


@pytest.mark.parametrize(("made", "where", "lift"), NOT_FREE.values(), ids=NOT_FREE.keys())
def test_rounds_go_only_where_rounds_go(
    made: Mechanism, where: tuple[str, ...], lift: str
) -> None:
    """A load names positions of that gun that take rounds, and is told which are free."""
    told = day_with(made)
    step = told.load_into("gun", *where, from_box="blanks", lot_name="b45")
    assert [
        (it.rule, it.code.value, it.facts, it.lift)
        for it in step.refusals
        if it.code.value == "position_not_free"
    ] == [("R32", "position_not_free", (gun("gun"), *where), lift)]


# -- a pump ---------------------------------------------------------------------------------------


def test_a_pump_with_one_in_the_chamber_and_two_in_the_tube() -> None:
    """Chamber and tube are both counted in, and both must be answered for."""
    told = day_with(PUMP)
    where = ("chamber-1", "magazine-1", "magazine-2")
    looks = blanks_in(told, *where)
    assert (now_of(told).shown, now_of(told).rounds) == (Shown.BLANKS, 3)
    assert handed(told, 3, looks)


def test_a_pump_of_which_the_chamber_was_not_answered() -> None:
    """Answers for the tube alone are no whole look."""
    told = day_with(PUMP)
    told.load_into("gun", "chamber-1", from_box="blanks", lot_name="b45")
    given = answers_for(PUMP, GOING_IN, {"chamber-1": Holds.BLANK})[1:]
    for who in PAIR:
        told.look("gun", given, by=who, way=GOING_IN)
    assert now_of(told).cause is Cause.INCOMPLETE


# -- a self-loader with a restrictor --------------------------------------------------------------


def test_a_self_loader_with_a_restrictor() -> None:
    """Its bore is shown by plug and vent, whole; three blanks are counted into its magazine."""
    told = day_with(PISTOL)
    assert {it.method for it in held(told).opening[0].answers if it.position == "bore"} == {
        BoreMethod.PLUG_AND_VENT
    }
    assert handed(told, 3, blanks_in(told, *TUBE))
    told.fire("gun", 3)
    assert held(told).fired_cases == 0


@pytest.mark.parametrize(
    "method", [method for method in BoreMethod if method is not BoreMethod.PLUG_AND_VENT]
)
def test_a_restricted_bore_is_seen_by_no_other_method(method: BoreMethod) -> None:
    """Whoever says they saw through a restrictor has shown nothing."""
    told = day_with(PISTOL)
    given = answers_for(PISTOL, EMPTY, method=method)
    assert not bore_clear(held(told), given)
    told.look("gun", given, by="first-ad")
    assert now_of(told).cause is Cause.INCOMPLETE


def test_the_gun_magazine_is_out_before_the_chamber_is_looked_at() -> None:
    """Opened in another order the action takes up a round again: that is no showing."""
    told = day_with(PISTOL)
    magazine, well, in_chamber, bore = answers_for(PISTOL, EMPTY)
    told.look("gun", (in_chamber, magazine, well, bore), by="first-ad")
    assert now_of(told).cause is Cause.INCOMPLETE


# -- a percussion long gun ------------------------------------------------------------------------


def with_charges() -> World:
    """Return the day with a musket, ten paper cartridges and ten caps, all proved."""
    told = day_with(MUSKET)
    for name in ("papers", "caps"):
        told.receive_box(name)
        told.receive_rounds(name, name, 10, kind=Kind.CHARGE)
        told.open_delivery(name)
        for who in ("armorer", "second-ad"):
            proofs = (Proof.SEAL, Proof.MAKER_CODE, Proof.ONE_OPENED)
            told.prove(name, name, 10, by=who, each=proofs)
    return told


def charged(told: World) -> None:
    """Let a charge go in, then a cap, each seen by both."""
    for name, where in (("papers", "barrel-1"), ("caps", "nipple-1")):
        assert not told.load_into("gun", where, from_box=name, lot_name=name).refused
        holds = {"barrel-1": Holds.CHARGE}
        if name == "caps":
            holds["nipple-1"] = Holds.CHARGE
        both(told, GOING_IN, holds)


def test_a_percussion_long_gun_with_a_charge() -> None:
    """A charge is one, with or without its cap; one gunshot uses both, and no case stays."""
    told = with_charges()
    told.load_into("gun", "barrel-1", from_box="papers", lot_name="papers")
    both(told, GOING_IN, {"barrel-1": Holds.CHARGE})
    assert (now_of(told).shown, now_of(told).rounds) == (Shown.BLANKS, 1)
    told.load_into("gun", "nipple-1", from_box="caps", lot_name="caps")
    looks = both(told, GOING_IN, {"barrel-1": Holds.CHARGE, "nipple-1": Holds.CHARGE})
    assert (now_of(told).shown, now_of(told).rounds) == (Shown.BLANKS, 1)
    assert handed(told, 1, looks)
    told.fire("gun", 1)
    assert (held(told).rounds, held(told).fired_cases) == ({}, 0)
    fired = {name: told.state.lots[lot(name)].fired for name in ("papers", "caps")}
    assert fired == {"papers": 1, "caps": 1}
    assert fired_cases(told.state).fired == 0  # nobody looks for cases that never were
    assert topics(told) == []


def test_a_ramrod_left_in_the_barrel() -> None:
    """Who saw the ramrod in the barrel has seen something else than who did not."""
    told = with_charges()
    told.load_into("gun", "barrel-1", from_box="papers", lot_name="papers")
    both(told, GOING_IN, {"barrel-1": Holds.CHARGE})
    odd = {"barrel-1": Holds.CHARGE, "ramrod": Holds.OBSTRUCTED}
    told.look("gun", answers_for(MUSKET, GOING_IN, odd), by="first-ad", way=GOING_IN)
    assert now_of(told).cause is Cause.DISAGREE


def test_a_charge_is_not_seen_by_looking_into_an_empty_gun() -> None:
    """Nipple, barrel and ramrod answered as empty: the book still has its charge."""
    told = with_charges()
    charged(told)
    told.collect("gun")
    told.load_into("gun", "barrel-1", from_box="papers", lot_name="papers")
    both(told, EMPTY)
    assert now_of(told).shown is Shown.UNKNOWN


def test_a_cap_alone() -> None:
    """A cap makes a report of its own: it is told as one, fired as one."""
    told = with_charges()
    told.load_into("gun", "nipple-1", from_box="caps", lot_name="caps")
    both(told, GOING_IN, {"nipple-1": Holds.CHARGE})
    assert (now_of(told).shown, now_of(told).rounds) == (Shown.BLANKS, 1)
    told.fire("gun", 1)
    assert told.state.lots[lot("caps")].fired == 1
    assert topics(told) == []


def test_two_gunshots_from_one_charge_look_live() -> None:
    """A second gunshot, for which the book has a second cap only, was something else."""
    told = with_charges()
    charged(told)
    told.fire("gun", 2)
    assert [topic.value for topic in topics(told)] == ["looks-live"]
    assert told.state.lots[lot("caps")].fired == 1


# -- a double -------------------------------------------------------------------------------------


def test_a_double_with_a_blank_in_each_barrel() -> None:
    """Both barrels are loaded, shown, fired; the cases stay in it until they are taken out."""
    told = day_with(DOUBLE)
    assert handed(told, 2, blanks_in(told, "chamber-1", "chamber-2"))
    told.fire("gun", 2)
    assert now_of(told).shown is Shown.FIRED_CASES
    assert (fired_cases(told.state).fired, fired_cases(told.state).in_guns) == (2, 2)
    told.collect("gun", giver="performer")
    told.unload("gun", 0, fired_cases=2, into="blanks", lot_name="b45")
    told.show_empty("gun")
    assert now_of(told).shown is Shown.EMPTY


@pytest.mark.parametrize("bore", ["bore-1", "bore-2"])
def test_both_bores_of_a_double_are_looked_through(bore: str) -> None:
    """One bore seen and the other not leaves the bore unseen."""
    told = day_with(DOUBLE)
    given = answers_for(DOUBLE, EMPTY, {bore: Holds.NOT_SEEN})
    assert not bore_clear(held(told), given)
    assert bore_clear(held(told), answers_for(DOUBLE, EMPTY))
    assert bore_clear(held(told), answers_for(DOUBLE, EMPTY, method=BoreMethod.THROUGH_BREECH))


def test_dummies_in_a_double_are_taken_out_and_seen() -> None:
    """Two dummies, taken out again in front of both, are two dummies."""
    told = day_with(DOUBLE)
    told.load("gun", chambers=2)
    both(told, TAKEN_OUT, dict.fromkeys(("chamber-1", "chamber-2"), Holds.DUMMY))
    assert (now_of(told).shown, now_of(told).rounds) == (Shown.DUMMIES, 2)


# -- an airsoft gun -------------------------------------------------------------------------------

SEEN_AS: dict[str, tuple[dict[str, Holds], Shown]] = {
    "all of it as such": ({}, Shown.NON_FIRING),
    "no pellet, and the gun magazine empty": (
        {"gun-magazine": Holds.EMPTY, "pellets": Holds.EMPTY},
        Shown.NON_FIRING,
    ),
    "a pellet": ({"pellets": Holds.OBSTRUCTED}, Shown.NOT_IDENTIFIED),
    "nobody saw the gun magazine": ({"gun-magazine": Holds.NOT_SEEN}, Shown.NOT_IDENTIFIED),
    "the body is nothing": ({BODY: Holds.EMPTY}, Shown.NOT_IDENTIFIED),
}


@pytest.mark.parametrize(("holds", "shown"), SEEN_AS.values(), ids=SEEN_AS.keys())
def test_an_airsoft_gun_is_seen_as_such(holds: dict[str, Holds], shown: Shown) -> None:
    """One handler's look says that it is what it is said to be: gun magazine and pellets too."""
    told = World()
    told.receive_gun("gun", weapon_class=WeaponClass.REPLICA, made=AIRSOFT)
    told.look("gun", answers_for(AIRSOFT, AS_SUCH, holds), way=AS_SUCH)
    assert now_of(told).shown is shown


def test_an_airsoft_gun_is_not_seen_by_its_body_alone() -> None:
    """What a rubber gun is asked for does not suffice: a class 2 gun has a magazine."""
    told = World()
    told.receive_gun("gun", weapon_class=WeaponClass.REPLICA, made=AIRSOFT)
    told.look("gun", answers_for(Mechanism(pattern="solid"), AS_SUCH), way=AS_SUCH)
    assert now_of(told).shown is Shown.NOT_IDENTIFIED


# -- guns there cannot be, rounds nobody can name -------------------------------------------------


def test_a_gun_there_cannot_be_stays_unknown() -> None:
    """Received with a restrictor it cannot have, nobody's look shows it to be anything."""
    made = Mechanism(pattern="double", chambers=2, adaptation=Adaptation.RESTRICTOR)
    told = World()
    told.receive_gun("gun", made=made)
    given = answers_for(DOUBLE, EMPTY)
    for who in PAIR:
        told.look("gun", given, by=who)
    assert (now_of(told).shown, now_of(told).cause) == (Shown.UNKNOWN, Cause.INCOMPLETE)
    assert not bore_clear(held(told), given)


def test_rounds_nobody_can_name_are_no_dummies() -> None:
    """Two who agree that what went in looks live, as the book has it, have shown nothing."""
    told = day_with(DOUBLE)
    told.load("gun", chambers=1)
    fact = held(told).loads[0]
    held(told).loads[0] = type(fact)(
        **{name: getattr(fact, name) for name in fact.__struct_fields__} | {"kind": Kind.LIVE}
    )
    both(told, GOING_IN, {"chamber-1": Holds.ODD})
    assert now_of(told).cause is Cause.DIFFERS_FROM_BOOK
