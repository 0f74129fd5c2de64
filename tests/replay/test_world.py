"""What is truly so: which rounds are taken, what a gun does, who is in its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from showclear.field.stock import WeaponClass
from showclear.replay.happening import true_gun
from showclear.replay.script import GunPart
from showclear.replay.words import TrueRound
from showclear.replay.world import (
    NEAR_MM,
    CannotBe,
    Gunshot,
    TrueGun,
    World,
    in_order,
    said_rounds,
    where,
)

LIVE, BLANK, DUMMY = TrueRound.LIVE, TrueRound.BLANK, TrueRound.DUMMY
PRIMED, CASE, CHARGE = TrueRound.PRIMED_DUMMY, TrueRound.FIRED_CASE, TrueRound.CHARGE


def world(*rounds: TrueRound, obstructed: bool = False, holder: str = "lead") -> World:
    """Return a world with one gun, these rounds in its chambers."""
    made = World()
    positions = {f"chamber-{n}": held for n, held in enumerate(rounds, start=1)}
    gun = TrueGun(positions=positions, obstructed=obstructed, holder=holder)
    made.add_gun("colt", gun)
    made.add_box("box")
    return made


# Round, something in the bore, distance, toward whom: gunshot, bullet, harm.
SHOTS = {
    "a live round at somebody": (LIVE, False, 9_000, "dp", (True, True, True)),
    "a live round at nobody": (LIVE, False, None, "", (True, True, False)),
    "a blank far away": (BLANK, False, 9_000, "dp", (True, False, False)),
    "a blank where no distance is said": (BLANK, False, None, "dp", (True, False, False)),
    "a blank nearer than near": (BLANK, False, NEAR_MM - 1, "dp", (True, False, True)),
    "a blank at the edge of near": (BLANK, False, NEAR_MM, "dp", (True, False, False)),
    "a blank behind something in the bore": (BLANK, True, 9_000, "dp", (True, True, True)),
    "a charge without a ball": (CHARGE, False, 9_000, "dp", (True, False, False)),
    "a dummy": (DUMMY, False, 500, "dp", (False, False, False)),
    "a fired case": (CASE, False, 500, "dp", (False, False, False)),
    "a primed dummy": (PRIMED, False, 500, "dp", (False, False, False)),
}


@pytest.mark.parametrize(
    ("held", "obstructed", "away", "at", "said"), SHOTS.values(), ids=SHOTS.keys()
)
def test_what_a_gun_does(
    held: TrueRound,
    obstructed: bool,  # noqa: FBT001 - a column of the table
    away: int | None,
    at: str,
    said: tuple[bool, bool, bool],
) -> None:
    """Whether there is a gunshot, a bullet and harm follows from what is truly there."""
    made = world(held, obstructed=obstructed)
    made.point("colt", at, away, by="lead")
    shot = made.fall("colt", by="lead")
    assert (
        shot is not None,
        shot is not None and shot.bullet,
        shot is not None and shot.harm,
    ) == (said)


def test_a_primed_dummy_leaves_its_bullet_in_the_bore() -> None:
    """A primer alone drives the bullet into the bore; the next blank sends it out."""
    made = world(PRIMED, BLANK)
    assert made.fall("colt", "chamber-1") is None
    assert made.guns["colt"].obstructed
    made.point("colt", "dp", 4_500, by="lead")
    shot = made.fall("colt", "chamber-2")
    assert shot == Gunshot(gun="colt", round=BLANK, bullet=True, at="dp", distance_mm=4_500)
    assert not made.guns["colt"].obstructed


def test_the_worst_position_is_under_the_hammer() -> None:
    """Where a script does not say which, the live round among dummies goes off."""
    made = world(DUMMY, DUMMY, LIVE, DUMMY)
    shot = made.fall("colt")
    assert shot is not None
    assert shot.round is LIVE
    assert made.guns["colt"].contents() == Counter({DUMMY: 3, CASE: 1})


# Whether the gun keeps its cases, what is in the chamber: what is in it after the hammer fell.
AFTER_THE_FALL = {
    "a revolver, a blank": (True, BLANK, {CASE: 1}),
    "a revolver, a live round": (True, LIVE, {CASE: 1}),
    "a revolver, a primed dummy": (True, PRIMED, {CASE: 1}),
    "a revolver, a dummy": (True, DUMMY, {DUMMY: 1}),
    "a lever rifle, a blank": (False, BLANK, {}),
    "a lever rifle, a live round": (False, LIVE, {}),
    "a lever rifle, a primed dummy": (False, PRIMED, {}),
    "a lever rifle, a dummy": (False, DUMMY, {DUMMY: 1}),
}


@pytest.mark.parametrize(
    ("keeps", "held", "left"), AFTER_THE_FALL.values(), ids=AFTER_THE_FALL.keys()
)
def test_where_the_case_of_a_spent_round_is(
    keeps: bool,  # noqa: FBT001 - a column of the table
    held: TrueRound,
    left: dict[TrueRound, int],
) -> None:
    """A revolver keeps its cases in the chambers; a lever rifle throws them out."""
    made = world(held)
    made.guns["colt"].keeps_cases = keeps
    made.fall("colt")
    assert made.guns["colt"].contents() == Counter(left)


# The pattern of a gun, its chambers, and whether it keeps its cases.
ARRIVING = {
    "a revolver": ("single-action-1873", 6, True),
    "a lever rifle": ("lever", 1, False),
}


@pytest.mark.parametrize(("pattern", "chambers", "keeps"), ARRIVING.values(), ids=ARRIVING.keys())
def test_a_gun_arrives_keeping_its_cases_or_not(
    pattern: str,
    chambers: int,
    keeps: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Whether a gun keeps its cases follows from its pattern."""
    part = GunPart(class_=WeaponClass.LIVE_CAPABLE, pattern=pattern, chambers=chambers)
    assert true_gun(part, "armorer").keeps_cases == keeps


def test_an_empty_gun_does_nothing() -> None:
    """A hammer that falls on nothing is no gunshot, and cannot be counted as one."""
    assert world().fall("colt") is None
    with pytest.raises(CannotBe, match="nothing that is truly in colt goes off"):
        world(DUMMY).fire("colt", 1)


def test_no_more_gunshots_than_rounds() -> None:
    """Two blanks make two gunshots, however many were counted."""
    assert len(world(BLANK, BLANK, DUMMY).fire("colt", 5)) == 2


def test_the_worst_rounds_of_a_lot_are_taken() -> None:
    """Where a script does not say which, the live round of a mixed lot is among those taken."""
    made = world()
    made.put_into("box", "mixed", Counter({DUMMY: 9, LIVE: 1}))
    assert made.take_from("box", "mixed", 3) == Counter({LIVE: 1, DUMMY: 2})
    assert made.boxes["box"]["mixed"] == Counter({DUMMY: 7})


def test_the_rounds_that_are_said_are_taken() -> None:
    """Where some are said, the others are the least bad there are."""
    made = world()
    made.put_into("box", "mixed", Counter({DUMMY: 8, BLANK: 1, LIVE: 1}))
    taken = made.take_from("box", "mixed", 3, (BLANK,))
    assert in_order(taken, (BLANK,)) == [BLANK, DUMMY, DUMMY]
    assert made.take_from("box", "mixed", 2, (DUMMY, DUMMY, LIVE)) == Counter({DUMMY: 2})
    with pytest.raises(CannotBe, match="box truly holds 1 live, 4 dummy of mixed, not 1"):
        made.take_from("box", "mixed", 1, (BLANK,))


CANNOT: dict[str, tuple[Callable[[World], object], str]] = {
    "more rounds than there are": (
        lambda it: it.take_from("box", "mixed", 1),
        "box truly holds none of mixed, not 1",
    ),
    "a position that is taken": (
        lambda it: it.load("colt", ["chamber-1"], [BLANK]),
        "chamber-1 of colt truly holds a dummy",
    ),
    "taking it out of where it is not": (
        lambda it: it.take_out("colt", "box", "armorer"),
        "colt is truly with lead, not in box",
    ),
    "pointing what another holds": (
        lambda it: it.point("colt", "dp", None, by="grip"),
        "colt is truly with lead, not with grip",
    ),
}


@pytest.mark.parametrize(("act", "why"), CANNOT.values(), ids=CANNOT.keys())
def test_what_physically_cannot_be(act: Callable[[World], object], why: str) -> None:
    """An act that cannot happen says why in words and changes nothing."""
    made = world(DUMMY)
    with pytest.raises(CannotBe, match=why):
        act(made)
    assert made.guns["colt"] == world(DUMMY).guns["colt"]


def test_a_gun_in_a_locked_place_is_out_of_reach() -> None:
    """Nobody is handed, loads or points a gun that is locked up."""
    made = world()
    made.lock_up("colt", "lockup")
    acts: tuple[Callable[[], object], ...] = (
        lambda: made.pass_to("colt", "lead"),
        lambda: made.load("colt", ["chamber-1"], [DUMMY]),
        lambda: made.fall("colt"),
        lambda: made.lay_down("colt"),
    )
    for act in acts:
        with pytest.raises(CannotBe, match="colt is truly in lockup"):
            act()
    made.take_out("colt", "lockup", "armorer")
    assert where(made.guns["colt"]) == "with armorer"


def test_guns_that_are_taken_for_each_other() -> None:
    """After a swap each name stands for the other gun, where the name's own gun was."""
    made = world(LIVE)
    made.add_gun("other", TrueGun(place="lockup"))
    made.swap("colt", "other")
    assert made.guns["colt"].positions == {}
    assert where(made.guns["colt"]) == "with lead"
    assert made.guns["other"].contents() == Counter({LIVE: 1})
    assert where(made.guns["other"]) == "in lockup"


def test_who_has_it_now_is_not_pointed_at_as_before() -> None:
    """A muzzle that pointed at somebody does not, once somebody else has the gun."""
    made = world(LIVE)
    made.point("colt", "dp", 1_000, by="lead")
    made.pass_to("colt", "lead")
    assert made.guns["colt"].pointed_at == "dp"
    made.pass_to("colt", "armorer")
    assert (made.guns["colt"].pointed_at, made.guns["colt"].distance_mm) == ("", None)


def test_making_clear_takes_out_what_is_truly_in_it() -> None:
    """What comes out is what was in it, whatever anybody thought."""
    made = world(LIVE, DUMMY, CASE)
    assert made.make_clear("colt") == Counter({LIVE: 1, DUMMY: 1, CASE: 1})
    assert made.guns["colt"].positions == {}


def test_rounds_in_words_begin_with_the_worst() -> None:
    """A reader meets the live round first; none is said by nothing."""
    assert said_rounds(Counter({DUMMY: 5, LIVE: 1})) == "1 live, 5 dummy"
    assert said_rounds(Counter()) == ""
