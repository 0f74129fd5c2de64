"""What people answer, from short phrases; what no phrase names is as it truly is."""

from __future__ import annotations

import pytest

from showclear.field.mechanisms import BoreMethod, Holds, How, LookWay, Mechanism
from showclear.field.stock import Odd
from showclear.replay.answers import (
    BadPhrase,
    count_answers,
    line_answers,
    look_answers,
    positions_named,
    proof_answers,
    works,
)
from showclear.replay.words import TrueRound
from showclear.replay.world import TrueGun

COLT = Mechanism(pattern="single-action-1873", chambers=6)
LEVER = Mechanism(pattern="lever", chambers=1, capacity=10)
SOLID = Mechanism(pattern="solid")
TRUTH = TrueGun(positions={"chamber-1": TrueRound.LIVE, "chamber-2": TrueRound.DUMMY})
GOING_IN, EMPTY = LookWay.SEEN_GOING_IN, LookWay.SEEN_EMPTY


def answered(
    *phrases: str, way: LookWay = GOING_IN, made: Mechanism = COLT, truth: TrueGun = TRUTH
) -> dict[str, tuple[str, str]]:
    """Return how and what is answered for each position."""
    answers = look_answers(made, way, phrases, truth)
    return {it.position: (it.how.value, it.holds.value) for it in answers}


def test_the_truth_is_answered_where_nothing_is_said() -> None:
    """A live round looks odd; a dummy is one; the rest is empty."""
    said = answered()
    assert said["chamber-1"] == ("saw", "odd")
    assert said["chamber-2"] == ("saw", "dummy")
    assert said["chamber-3"] == ("saw", "empty")


PHRASES = {
    "everything": (("all dummy",), ("saw", "dummy"), ("saw", "dummy")),
    "without a place": (("dummies",), ("saw", "dummy"), ("saw", "dummy")),
    "one position": (("1 dummy",), ("saw", "dummy"), ("saw", "empty")),
    "a range": (("1-5 blanks",), ("saw", "blank"), ("saw", "empty")),
    "by name": (("chamber-1 empty",), ("saw", "empty"), ("saw", "empty")),
    "heard": (("1 dummy heard",), ("heard", "dummy"), ("saw", "empty")),
    "told": (("all empty told",), ("told", "empty"), ("told", "empty")),
    "not seen": (("1 could-not-see",), ("could-not-see", "not-seen"), ("saw", "empty")),
    "not seen at all": (
        ("could-not-see",),
        ("could-not-see", "not-seen"),
        ("could-not-see", "not-seen"),
    ),
    "the last word counts": (
        ("all dummy", "6 could-not-see"),
        ("saw", "dummy"),
        ("could-not-see", "not-seen"),
    ),
}


@pytest.mark.parametrize(("phrases", "first", "last"), PHRASES.values(), ids=PHRASES.keys())
def test_what_a_phrase_says(
    phrases: tuple[str, ...], first: tuple[str, str], last: tuple[str, str]
) -> None:
    """A phrase says where, what and how; the last phrase on a position counts."""
    said = answered(*phrases)
    assert (said["chamber-1"], said["chamber-6"]) == (first, last)


@pytest.mark.parametrize(
    "phrase", ["all fine", "", "7 dummy", "0 dummy", "3-1 dummy", "x y dummy"]
)
def test_what_no_phrase_is(phrase: str) -> None:
    """A phrase that nobody understands, or of a position the gun has not, is refused."""
    with pytest.raises(BadPhrase):
        answered(phrase)


def test_a_bore_is_seen_by_a_method_that_works() -> None:
    """Something stuck in the bore is seen, unless the bore could not be checked."""
    stuck = TrueGun(obstructed=True)
    assert answered(way=EMPTY, truth=stuck)["bore"] == ("saw", "obstructed")
    blocked = look_answers(COLT, EMPTY, (), stuck, BoreMethod.COULD_NOT)[-1]
    assert (blocked.holds, blocked.method) == (Holds.EMPTY, BoreMethod.COULD_NOT)
    assert answered("bore empty", way=EMPTY, truth=stuck)["bore"] == ("saw", "empty")
    assert look_answers(COLT, EMPTY, (), TRUTH)[-1].method is BoreMethod.CYLINDER_OUT


def test_a_gun_that_cannot_fire_is_seen_as_such() -> None:
    """What a rubber gun is made of is answered as non-firing."""
    answers = look_answers(SOLID, LookWay.NON_FIRING, (), TrueGun())
    assert {(it.how, it.holds) for it in answers} == {(How.SAW, Holds.NON_FIRING)}


def test_positions_count_as_they_come_up() -> None:
    """The first of a lever gun is its chamber, the next are in its gun magazine."""
    assert positions_named(LEVER, ["1", "2-3"]) == ("chamber-1", "magazine-1", "magazine-2")
    assert positions_named(COLT, ["chamber-3"]) == ("chamber-3",)
    with pytest.raises(BadPhrase, match="positions from 1 to 11"):
        positions_named(LEVER, ["12"])
    with pytest.raises(BadPhrase, match="one of no positions"):
        positions_named(SOLID, ["chamber-1"])


def test_proofs_are_counted() -> None:
    """So many are as said, so many are odd, each way by itself."""
    assert proof_answers(["49 as said", "1 looks-live"]) == (49, ((1, Odd.LOOKS_LIVE),))
    for phrase in ("all as said", "49", "1 looks-odd"):
        with pytest.raises(BadPhrase, match="such as 49 as said"):
            proof_answers([phrase])


def test_a_line_is_as_it_should_be_but_for_what_is_named() -> None:
    """Guns of a line are named where something is odd; None says as it should be."""
    guns = ("one", "two")
    assert line_answers(["all as-it-should-be", "two odd"], guns) == {
        "one": None,
        "two": Holds.ODD,
    }
    for phrase in ("three odd", "one", "one fine"):
        with pytest.raises(BadPhrase, match="a gun of the line"):
            line_answers([phrase], guns)


def test_an_action_works_or_does_not() -> None:
    """Exactly one of two answers is given about an action."""
    assert works(["works"])
    assert not works(["does-not-work"])
    for phrases in ([], ["works", "works"], ["fine"]):
        with pytest.raises(BadPhrase, match="works or does-not-work"):
            works(phrases)


def test_counts_name_what_was_counted() -> None:
    """A count lists rounds by container and lot, guns, and fired cases."""
    known = {
        "guns": frozenset({"colt"}),
        "containers": frozenset({"box"}),
        "lots": frozenset({"dummies"}),
    }
    said = count_answers(["box dummies 44", "colt", "fired-cases 6"], known)
    assert said == ([("box", "dummies", 44)], ["colt"], 6)
    for phrase in ("box 44", "fired-cases many", "winchester", "box blanks 3", "box dummies many"):
        with pytest.raises(BadPhrase, match="a container, a lot and a number"):
            count_answers([phrase], known)
