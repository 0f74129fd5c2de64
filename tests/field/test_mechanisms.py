"""Mechanisms: what one look must answer for, by action type, adaptation and way."""

from __future__ import annotations

from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from showclear.field.mechanisms import (
    BODY,
    BORE,
    CAPACITY_MAX,
    CHAMBERS_MAX,
    NAMED_ROUNDS_MAX,
    PERCEIVED,
    Adaptation,
    BoreMethod,
    Holds,
    How,
    LookWay,
    Mechanism,
    chamber,
    is_bore,
)
from showclear.field.patterns import (
    PATTERNS,
    as_such,
    bore_methods_of,
    fires,
    impossible,
    is_primed,
    keeps_cases,
    positions_into,
    positions_required,
    ways_of,
)
from showclear.record.events.handling import Position
from showclear.record.limits import ANSWERS_MAX

EMPTY, GOING_IN, TAKEN_OUT, AS_SUCH = LookWay
ALL_WAYS: Final = frozenset({EMPTY, GOING_IN, TAKEN_OUT})
ONLY_GOING_IN: Final = frozenset({EMPTY, GOING_IN})
NOT_FIRING: Final = frozenset({AS_SUCH})
CYLINDER_OUT, THROUGH, ROD, LIGHT = (
    BoreMethod.CYLINDER_OUT,
    BoreMethod.THROUGH_BREECH,
    BoreMethod.ROD_TO_MARK,
    BoreMethod.LIGHT,
)
BEHIND_SHIELD: Final = {CYLINDER_OUT, ROD}
FROM_BEHIND: Final = {THROUGH, ROD, LIGHT}
FROM_THE_FRONT: Final = {ROD, LIGHT}
PLUGS: Final = "deactivated, none, plug-front-vent, plug-side-vent, plug-top-vent"
SIX: Final = "chamber-1 chamber-2 chamber-3 chamber-4 chamber-5 chamber-6"


def made(
    pattern: str, chambers: int = 1, capacity: int = 0, adaptation: Adaptation = Adaptation.NONE
) -> Mechanism:
    """Return a gun made like this."""
    return Mechanism(pattern=pattern, chambers=chambers, capacity=capacity, adaptation=adaptation)


# A gun of each action type: what is looked at when it is shown empty, what is answered when rounds
# were seen going in, what rounds are put into (the same, unless said), how its bore is checked.
Row = tuple[Mechanism, str, str, str, frozenset[LookWay], set[BoreMethod]]
FIRING: dict[str, Row] = {
    "a 1873: every chamber, then the bore": (
        made("single-action-1873", 6), f"{SIX} bore", SIX, SIX, ALL_WAYS, BEHIND_SHIELD,
    ),
    "a 1873 with a transfer bar: the same": (
        made("single-action-transfer-bar", 6), f"{SIX} bore", SIX, SIX, ALL_WAYS, BEHIND_SHIELD,
    ),
    "a swing-out revolver: the same, and looked through": (
        made("double-action-swing-out", 6), f"{SIX} bore", SIX, SIX, ALL_WAYS, FROM_BEHIND,
    ),
    "a top-break revolver": (
        made("top-break", 6), f"{SIX} bore", SIX, SIX, ALL_WAYS, FROM_BEHIND,
    ),
    "a percussion revolver: caps first, then each chamber": (
        made("percussion-revolver", 5),
        ("nipple-1 nipple-2 nipple-3 nipple-4 nipple-5 "
        "chamber-1 chamber-2 chamber-3 chamber-4 chamber-5 bore"),
        ("chamber-1 chamber-2 chamber-3 chamber-4 chamber-5 "
        "nipple-1 nipple-2 nipple-3 nipple-4 nipple-5"),
        ("chamber-1 chamber-2 chamber-3 chamber-4 chamber-5 "
        "nipple-1 nipple-2 nipple-3 nipple-4 nipple-5"),
        ONLY_GOING_IN, BEHIND_SHIELD,
    ),
    "a converted percussion revolver": (
        made("cartridge-conversion", 6), f"{SIX} bore", SIX, SIX, ALL_WAYS, BEHIND_SHIELD,
    ),
    "a derringer with two barrels": (
        made("derringer", 2),
        "chamber-1 chamber-2 bore-1 bore-2", "chamber-1 chamber-2", "chamber-1 chamber-2",
        ALL_WAYS, FROM_BEHIND,
    ),
    "a derringer with one": (
        made("derringer", 1), "chamber-1 bore", "chamber-1", "chamber-1", ALL_WAYS, FROM_BEHIND,
    ),
    "a single break-action": (
        made("single-break-action"), "chamber-1 bore", "chamber-1", "chamber-1",
        ALL_WAYS, FROM_BEHIND,
    ),
    "a falling block": (
        made("falling-block"), "chamber-1 bore", "chamber-1", "chamber-1", ALL_WAYS, FROM_BEHIND,
    ),
    "a trapdoor": (
        made("trapdoor"), "chamber-1 bore", "chamber-1", "chamber-1", ALL_WAYS, FROM_THE_FRONT,
    ),
    "a double: both chambers, both bores": (
        made("double", 2),
        "chamber-1 chamber-2 bore-1 bore-2", "chamber-1 chamber-2", "chamber-1 chamber-2",
        ALL_WAYS, FROM_BEHIND,
    ),
    "a pump: chamber, lifter, follower": (
        made("pump", capacity=3),
        "chamber-1 carrier follower bore",
        "chamber-1 magazine-1 magazine-2 magazine-3", "chamber-1 magazine-1 magazine-2 magazine-3",
        ONLY_GOING_IN, FROM_THE_FRONT,
    ),
    "a lever rifle: carrier, chamber, follower": (
        made("lever", capacity=3),
        "carrier chamber-1 follower bore",
        "chamber-1 magazine-1 magazine-2 magazine-3", "chamber-1 magazine-1 magazine-2 magazine-3",
        ONLY_GOING_IN, FROM_THE_FRONT,
    ),
    "a bolt-action with a gun magazine": (
        made("bolt", capacity=2),
        "gun-magazine chamber-1 bore", "chamber-1 magazine-1 magazine-2",
        "chamber-1 magazine-1 magazine-2", ONLY_GOING_IN, FROM_BEHIND,
    ),
    "a bolt-action without one": (
        made("bolt"), "chamber-1 bore", "chamber-1", "chamber-1", ONLY_GOING_IN, FROM_BEHIND,
    ),
    "a self-loading pistol: gun magazine out before the chamber": (
        made("self-loading-pistol", capacity=2),
        "gun-magazine magazine-well chamber-1 bore", "chamber-1 magazine-1 magazine-2",
        "chamber-1 magazine-1 magazine-2", ONLY_GOING_IN, FROM_THE_FRONT,
    ),
    "a self-loading rifle": (
        made("self-loading-rifle", capacity=1),
        "gun-magazine magazine-well chamber-1 bore", "chamber-1 magazine-1",
        "chamber-1 magazine-1", ONLY_GOING_IN, FROM_THE_FRONT,
    ),
    "a self-loading rifle whose gun magazine is a container of its own": (
        made("self-loading-rifle", capacity=NAMED_ROUNDS_MAX + 1),
        "magazine-well chamber-1 bore", "chamber-1 magazine-well", "chamber-1",
        ONLY_GOING_IN, FROM_THE_FRONT,
    ),
    "an automatic with a belt": (
        made("automatic", capacity=CAPACITY_MAX),
        "magazine-well feed-way chamber-1 bore", "chamber-1 magazine-well", "chamber-1",
        ONLY_GOING_IN, FROM_THE_FRONT,
    ),
    "an automatic with a short gun magazine": (
        made("automatic", capacity=1),
        "gun-magazine magazine-well feed-way chamber-1 bore", "chamber-1 magazine-1",
        "chamber-1 magazine-1", ONLY_GOING_IN, FROM_THE_FRONT,
    ),
    "a hand-cranked gun with two barrels": (
        made("hand-cranked", 2, 1),
        "gun-magazine feed-way chamber-1 chamber-2 bore-1 bore-2",
        "chamber-1 chamber-2 magazine-1", "chamber-1 chamber-2 magazine-1",
        ONLY_GOING_IN, FROM_THE_FRONT,
    ),
    "a percussion long gun: cap, rodded, ramrod": (
        made("percussion-long-gun"),
        "nipple-1 bore ramrod", "barrel-1 nipple-1 ramrod", "barrel-1 nipple-1",
        ONLY_GOING_IN, {ROD},
    ),
    "a percussion gun with two barrels": (
        made("percussion-long-gun", 2),
        "nipple-1 nipple-2 bore-1 bore-2 ramrod",
        "barrel-1 barrel-2 nipple-1 nipple-2 ramrod", "barrel-1 barrel-2 nipple-1 nipple-2",
        ONLY_GOING_IN, {ROD},
    ),
    "a flintlock: pan, vent, rodded, ramrod": (
        made("flint-long-gun"),
        "pan-1 vent-1 bore ramrod", "barrel-1 pan-1 ramrod", "barrel-1 pan-1",
        ONLY_GOING_IN, {ROD},
    ),
    "a flare gun": (
        made("flare-gun"), "chamber-1 bore", "chamber-1", "chamber-1", ALL_WAYS, FROM_BEHIND,
    ),
}  # fmt: skip

SEEN_AS_SUCH: dict[str, tuple[Mechanism, str]] = {
    "a rubber double: what it is made of": (made("solid", 0), "body"),
    "a replica: no chamber, no bore": (made("replica", 0), "body breech muzzle"),
    "a deactivated gun": (made("deactivated", 0), "body breech muzzle"),
    "a deactivated gun, its adaptation written down": (
        made("deactivated", 0, adaptation=Adaptation.DEACTIVATED),
        "body breech muzzle",
    ),
    "a lever rifle that was deactivated": (
        made("lever", capacity=10, adaptation=Adaptation.DEACTIVATED),
        "body breech muzzle",
    ),
    "an airsoft gun: gun magazine and pellets are seen": (
        made("airsoft", 0, 300),
        "gun-magazine pellets body",
    ),
    "a gas gun: its supply and igniter are seen": (made("gas-gun", 0), "body gas-supply igniter"),
}


@pytest.mark.parametrize("row", FIRING.values(), ids=FIRING.keys())
def test_a_gun_that_fires(row: Row) -> None:
    """What is looked at, in which order, what takes rounds, and how the bore is checked."""
    gun, empty, loaded, into, ways, methods = row
    assert impossible(gun) is None
    assert positions_required(gun, EMPTY) == tuple(empty.split())
    assert positions_required(gun, GOING_IN) == tuple(loaded.split())
    taken_out = tuple(loaded.split()) if TAKEN_OUT in ways else ()
    assert positions_required(gun, TAKEN_OUT) == taken_out
    assert positions_required(gun, AS_SUCH) == ()
    assert positions_into(gun) == tuple(into.split())
    assert ways_of(gun) == ways
    assert bore_methods_of(gun) == methods
    assert fires(gun)


@pytest.mark.parametrize(("gun", "body"), SEEN_AS_SUCH.values(), ids=SEEN_AS_SUCH.keys())
def test_a_gun_that_does_not_fire(gun: Mechanism, body: str) -> None:
    """It is seen as what it is said to be, in no other way, and nothing is put into it."""
    assert impossible(gun) is None
    assert positions_required(gun, AS_SUCH) == tuple(body.split())
    assert [positions_required(gun, way) for way in (EMPTY, GOING_IN, TAKEN_OUT)] == [(), (), ()]
    assert positions_into(gun) == ()
    assert ways_of(gun) == NOT_FIRING
    assert bore_methods_of(gun) == frozenset()
    assert not fires(gun)


IMPOSSIBLE: dict[str, tuple[Mechanism, str]] = {
    "no such action type": (
        made("matchlock"),
        "action type: expected one that is known, found matchlock",
    ),
    "a 1873 with four chambers": (
        made("single-action-1873", 4),
        "chambers or barrels (single-action-1873): expected 5 to 6, found 4",
    ),
    "a 1873 with seven": (
        made("single-action-1873", 7),
        "chambers or barrels (single-action-1873): expected 5 to 6, found 7",
    ),
    "a double with one barrel": (
        made("double"),
        "chambers or barrels (double): expected 2, found 1",
    ),
    "rubber with a chamber": (
        made("solid"),
        "chambers or barrels (solid): expected 0, found 1",
    ),
    "a lever rifle without its tube": (
        made("lever"),
        "rounds in the gun magazine (lever): expected 1 to 24, found 0",
    ),
    "a tube of twenty-five": (
        made("pump", capacity=25),
        "rounds in the gun magazine (pump): expected 1 to 24, found 25",
    ),
    "a revolver with a gun magazine": (
        made("single-action-1873", 6, 6),
        "rounds in the gun magazine (single-action-1873): expected 0, found 6",
    ),
    "a restrictor in a double": (
        made("double", 2, adaptation=Adaptation.RESTRICTOR),
        f"adaptation (double): expected {PLUGS}, found restrictor",
    ),
    "a plug where the charge goes in": (
        made("flint-long-gun", adaptation=Adaptation.PLUG_FRONT_VENT),
        "adaptation (flint-long-gun): expected deactivated, none, found plug-front-vent",
    ),
    "rubber with a restrictor": (
        made("solid", 0, adaptation=Adaptation.RESTRICTOR),
        "adaptation (solid): expected none, found restrictor",
    ),
}


@pytest.mark.parametrize(("gun", "why"), IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_a_gun_that_cannot_be(gun: Mechanism, why: str) -> None:
    """What no gun is like is said in one sentence, and nobody can have seen it in any way."""
    wrong = impossible(gun)
    assert wrong is not None
    assert wrong.sentence == why
    assert (ways_of(gun), bore_methods_of(gun)) == (frozenset(), frozenset())
    assert positions_into(gun) == ()
    assert {positions_required(gun, way) for way in LookWay} == {()}


ADAPTED = [
    adaptation
    for adaptation in Adaptation
    if adaptation not in {Adaptation.NONE, Adaptation.DEACTIVATED}
]


@pytest.mark.parametrize("adaptation", ADAPTED)
@pytest.mark.parametrize("name", PATTERNS)
def test_a_plugged_barrel_is_checked_by_plug_and_vent(name: str, adaptation: Adaptation) -> None:
    """A gun with a restrictor or a plug can never be seen through: plug and vent are seen."""
    pattern = PATTERNS[name]
    gun = made(name, pattern.chambers_max, pattern.capacity_max, adaptation)
    fits = adaptation in pattern.adaptations
    assert bore_methods_of(gun) == ({BoreMethod.PLUG_AND_VENT} if fits else set())
    assert (impossible(gun) is None) is fits


@pytest.mark.parametrize("name", PATTERNS)
def test_plug_and_vent_is_no_check_of_an_open_barrel(name: str) -> None:
    """Where there is no plug, seeing one says nothing about the bore."""
    pattern = PATTERNS[name]
    gun = made(name, pattern.chambers_max, pattern.capacity_max)
    assert BoreMethod.PLUG_AND_VENT not in bore_methods_of(gun)


@pytest.mark.parametrize("name", ["single-action-1873", "lever", "pump"])
def test_some_guns_cannot_be_looked_through_from_the_breech(name: str) -> None:
    """Behind the barrel of a 1873 stands the recoil shield; a lever or pump gun shows no light."""
    assert BoreMethod.THROUGH_BREECH not in PATTERNS[name].bore_methods


def test_light_shows_nothing_of_the_bore_of_a_1873() -> None:
    """With the cylinder in its place no light falls through the bore."""
    assert LIGHT not in PATTERNS["single-action-1873"].bore_methods


MAGAZINES: Final = [name for name, it in PATTERNS.items() if it.capacity_max and it.fires]
MUZZLE_LOADERS: Final = ["percussion-revolver", "percussion-long-gun", "flint-long-gun"]


@pytest.mark.parametrize("name", [*MAGAZINES, *MUZZLE_LOADERS])
def test_what_cannot_be_seen_once_loaded_is_seen_going_in(name: str) -> None:
    """Rounds in a gun magazine and charges in a barrel are shown by their going in, only so."""
    assert PATTERNS[name].ways == ONLY_GOING_IN
    assert PATTERNS[name].hidden


def test_which_guns_have_a_gun_magazine() -> None:
    """The table above is about these."""
    assert MAGAZINES == [
        "self-loading-pistol",
        "pump",
        "lever",
        "bolt",
        "self-loading-rifle",
        "automatic",
        "hand-cranked",
    ]


@pytest.mark.parametrize(
    ("capacity", "named"), [(NAMED_ROUNDS_MAX, NAMED_ROUNDS_MAX), (NAMED_ROUNDS_MAX + 1, 0)]
)
def test_rounds_of_a_gun_magazine_are_named_up_to_a_limit(capacity: int, named: int) -> None:
    """Up to 24 rounds are counted in by position; a longer gun magazine is its own container."""
    gun = made("self-loading-rifle", capacity=capacity)
    into = positions_into(gun)
    assert into == ("chamber-1", *(f"magazine-{n}" for n in range(1, named + 1)))
    assert ("gun-magazine" in positions_required(gun, EMPTY)) is (named > 0)
    assert "magazine-well" in positions_required(gun, EMPTY)


KEEPING: Final = {
    "single-action-1873",
    "single-action-transfer-bar",
    "double-action-swing-out",
    "top-break",
    "cartridge-conversion",
    "derringer",
    "single-break-action",
    "falling-block",
    "trapdoor",
    "double",
    "flare-gun",
}


@pytest.mark.parametrize("name", PATTERNS)
def test_where_fired_cases_stay(name: str) -> None:
    """Guns that are opened to take cases out keep them; others throw them out, or have none.

    A gun that went off though it cannot is not one of which anybody can say so.
    """
    assert keeps_cases(made(name)) is (name in KEEPING or not PATTERNS[name].fires)


def test_an_unknown_gun_keeps_its_cases() -> None:
    """Of an action type that nobody knows, nobody can say that it throws its cases out."""
    assert keeps_cases(made("matchlock"))


def any_mechanism() -> st.SearchStrategy[Mechanism]:
    """Return guns of any make, possible or not."""
    return st.builds(
        Mechanism,
        pattern=st.sampled_from([*PATTERNS, "matchlock"]),
        chambers=st.integers(0, CHAMBERS_MAX),
        capacity=st.integers(0, 2 * NAMED_ROUNDS_MAX),
        adaptation=st.sampled_from(Adaptation),
    )


def largest() -> list[Mechanism]:
    """Return the gun of each action type with the most positions."""
    return [
        made(name, it.chambers_max, min(it.capacity_max, NAMED_ROUNDS_MAX))
        for name, it in PATTERNS.items()
    ]


@pytest.mark.parametrize("gun", largest(), ids=PATTERNS)
@pytest.mark.parametrize("way", LookWay)
def test_positions_fit_one_look(gun: Mechanism, way: LookWay) -> None:
    """The positions of any gun fit one look, are named once and can be written."""
    wanted = positions_required(gun, way)
    assert len(set(wanted)) == len(wanted) <= ANSWERS_MAX
    assert msgspec.convert(list(wanted), list[Position]) == list(wanted)


@given(any_mechanism(), st.sampled_from(LookWay))
def test_a_gun_has_positions_for_its_ways_and_no_other(gun: Mechanism, way: LookWay) -> None:
    """There is something to look at in each way a gun can be shown, and nothing in any other."""
    assert bool(positions_required(gun, way)) is (way in ways_of(gun))
    assert bool(ways_of(gun)) is (impossible(gun) is None)
    assert set(positions_into(gun)) <= set(positions_required(gun, GOING_IN))
    has_bore = any(map(is_bore, positions_required(gun, EMPTY)))
    assert bool(bore_methods_of(gun)) is has_bore


@pytest.mark.parametrize("name", PATTERNS)
def test_an_action_type_is_described(name: str) -> None:
    """Every action type says what can make it go off, how it is shown and what is hidden."""
    pattern = PATTERNS[name]
    assert pattern.name == name
    assert pattern.ways
    assert all((pattern.title, pattern.goes_off, pattern.proof, pattern.hidden))
    assert 0 <= pattern.chambers_min <= pattern.chambers_max <= CHAMBERS_MAX
    assert 0 <= pattern.capacity_min <= pattern.capacity_max <= CAPACITY_MAX
    assert Adaptation.NONE in pattern.adaptations
    assert bool(pattern.bore_methods) == (EMPTY in pattern.ways) == pattern.fires
    assert not pattern.bore_methods & {BoreMethod.COULD_NOT, BoreMethod.NOT_ASKED}
    assert (AS_SUCH in pattern.ways) == bool(pattern.identified) == (not pattern.fires)


POSITION: dict[str, tuple[str, bool]] = {
    "a chamber": ("chamber-24", True),
    "two words": ("gun-magazine", True),
    "one word": ("bore", True),
    "three digits": ("magazine-100", False),
    "a dash at the end": ("bore-", False),
    "two numbers": ("nipple-1-2", False),
    "a capital": ("Bore", False),
    "too long": ("a" * 25, False),
}


@pytest.mark.parametrize(("text", "fits"), POSITION.values(), ids=POSITION.keys())
def test_how_a_position_is_written(text: str, fits: bool) -> None:  # noqa: FBT001 - a table's column
    """A position is words with dashes between them and at most one number of two digits."""
    try:
        msgspec.convert(text, Position)
    except msgspec.ValidationError:
        assert not fits
    else:
        assert fits


AS_IT_SHOULD: dict[str, tuple[str, Holds, bool]] = {
    "the body as such": (BODY, Holds.NON_FIRING, True),
    "the body is not nothing": (BODY, Holds.EMPTY, False),
    "no pellet": ("pellets", Holds.EMPTY, True),
    "a pellet": ("pellets", Holds.ODD, False),
    "an empty gun magazine": ("gun-magazine", Holds.EMPTY, True),
    "a gun magazine as such": ("gun-magazine", Holds.NON_FIRING, True),
    "a breech that is open is not closed for good": ("breech", Holds.EMPTY, False),
    "gas that is off": ("gas-supply", Holds.EMPTY, True),
    "something in the breech": ("breech", Holds.BLANK, False),
}


@pytest.mark.parametrize(
    ("position", "holds", "so"), AS_IT_SHOULD.values(), ids=AS_IT_SHOULD.keys()
)
def test_what_a_gun_that_cannot_fire_should_hold(
    position: str,
    holds: Holds,
    so: bool,  # noqa: FBT001 - a table's column
) -> None:
    """It is as it is said to be, and where something could be in it there may be nothing."""
    assert as_such(position, holds) is so


def test_caps_and_priming_go_with_a_charge() -> None:
    """A cap on its nipple and priming in its pan are no charges of their own."""
    assert is_primed("nipple-1")
    assert is_primed("pan-2")
    assert not is_primed("barrel-1")


def test_chambers_are_counted_from_one() -> None:
    """Chambers are named from one upwards; none of them is a bore."""
    assert chamber(1) == "chamber-1"
    assert chamber(CHAMBERS_MAX) == "chamber-24"
    assert not any(is_bore(chamber(number)) for number in range(CHAMBERS_MAX + 1))
    assert is_bore(BORE)
    assert is_bore("bore-2")


def test_told_is_not_perceived() -> None:
    """Saw and heard count as perceived; told and could not see do not."""
    assert set(PERCEIVED) == {How.SAW, How.HEARD}
