"""R06, R07, R38 where a gun is used: handed over, issued along a line, going again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
import pytest

from showclear.field.ids import EventId, ItemId, LotId, PersonId, SetUpId
from showclear.field.people import Role
from showclear.field.stock import Kind
from showclear.record.events.guns import FireResult, GoAgain
from showclear.record.events.handling import Act, Announced
from showclear.record.events.passing import IssueLine, Voucher
from showclear.record.events.plan import Changed, NothingMoved, Use
from showclear.record.facts_guns import FireFact
from showclear.record.state import Lot
from tests.rules import floor
from tests.rules.floor import (
    AD,
    ARMORER,
    BLANKS,
    COLT,
    DUMMIES,
    PERFORMER,
    RUBBER_GUN,
    STAND_IN,
    Reason,
    Step,
)
from tests.rules.plans import (
    HOLD_UP,
    POLICY_MM,
    firing,
    of_class,
    only,
    plan,
    refused,
    under,
    use,
    with_lot,
)

MATTERS: Final = tuple(one for one in Changed if one is not Changed.OTHER)
AGAIN: Final = "handler and caller approve the set-up again, as it is now"
NAME_IT: Final = "handler and caller approve the set-up; name it when the gun goes out"
OF_WHICH_SCENE: Final = "name an approved set-up: it says of which scene"
ONE_TAP: Final = "one tap by handler and caller: nothing that matters moved"
OTHER_ROWS: Final = f"the plan's rows are not those it was approved under: {AGAIN}"
HOW_FAR: Final = "approve the set-up: it says how far everybody is from the muzzle"
Case = tuple[Callable[[], Step], list[Reason]]


def hand_over(*changed: Changed, rounds: int = 6) -> Step:
    """Return the hand-over of the revolver as the plain set-up says, after these changes."""
    return under(floor.hand_over(rounds), plan(), *changed)


def with_blanks(nearest_mm: int = POLICY_MM) -> Step:
    """Return the hand-over of six blanks, as the set-up says at this distance."""
    step = under(floor.hand_over(), plan(firing(), nearest_mm=nearest_mm))
    step.say(announced=Announced.BLANKS, acts=(Act.POINT, Act.FIRE))
    return with_lot(step, BLANKS)


def go_again() -> Step:
    """Return the performer's going again with the dummies, in the set-up it was handed for."""
    step = under(floor.hand_over(), plan())
    step.colt.in_hand, step.colt.handed_for = PERFORMER, HOLD_UP
    step.body = GoAgain(weapon=COLT, set_up=HOLD_UP)
    return step


def line(*taken: tuple[str, str], rounds: int = 6) -> Step:
    """Return the issue of guns with dummies along a line, each to somebody."""
    step = under(floor.hand_over(), plan(use(), use(RUBBER_GUN)))
    step.body = IssueLine(
        line=tuple(
            Voucher(weapon=ItemId(gun), to=PersonId(to), number=number)
            for number, (gun, to) in enumerate(taken, 1)
        ),
        announced=Announced.DUMMIES,
        rounds=rounds,
        looks=(),
        acts=(Act.POINT,),
        set_up=HOLD_UP,
    )
    return step


def differs(*words: str, weapon: str = "colt") -> Reason:
    """Return the refusal of a use that differs from the plan in these words."""
    lift = f"do as the set-up says ({', '.join(words)}), or approve it as it is to be"
    return "R07", "not_in_set_up", (weapon, "hold-up", *words), lift


# -- in which set-up ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make", [hand_over, with_blanks, go_again, lambda: line(("colt", PERFORMER))]
)
def test_as_planned(make: Callable[[], Step]) -> None:
    """A gun used as its set-up says: nothing of the plan stands against it."""
    assert refused(make()) == []


@pytest.mark.parametrize("weapon_class", [4, 5, 6])
def test_no_gun_that_can_fire_without_a_set_up(weapon_class: int) -> None:
    """Naming none, or one that nobody approved, is refused for classes 4 to 6."""
    step = of_class(floor.saying(hand_over(), set_up=SetUpId("")), weapon_class)
    assert refused(step) == [
        ("R07", "no_set_up", (), NAME_IT),
        ("R06", "not_assessed", (), OF_WHICH_SCENE),
    ]
    step = of_class(floor.saying(hand_over(), set_up=SetUpId("chase")), weapon_class)
    assert refused(step) == [
        ("R07", "no_set_up", ("chase",), NAME_IT),
        ("R06", "not_assessed", ("chase",), OF_WHICH_SCENE),
    ]


@pytest.mark.parametrize("weapon_class", [1, 2, 3])
def test_a_gun_that_cannot_fire_needs_no_set_up(weapon_class: int) -> None:
    """Classes 1 to 3 go out without one: the rows cover 4 to 6."""
    step = of_class(floor.saying(hand_over(), set_up=SetUpId("")), weapon_class)
    assert refused(step) == []


def test_a_rubber_gun_named_in_no_plan() -> None:
    """A rubber gun may go into a set-up that does not name it."""
    assert refused(under(floor.hand_over_rubber(), plan())) == []


# -- unchanged since ------------------------------------------------------------------------------


@pytest.mark.parametrize("what", MATTERS)
def test_what_matters_ends_approval_and_assessment(what: Changed) -> None:
    """Each of gun, load, action, line, distance, person inside asks for approval again."""
    facts = ("hold-up", what.value, f"{what.value}-changed")
    assert refused(hand_over(what)) == [
        ("R06", "not_assessed", facts, AGAIN),
        ("R07", "set_up_changed", facts, AGAIN),
    ]
    assert refused(only(hand_over(what), "R06")) == [("R06", "not_assessed", facts, AGAIN)]


def test_several_changes_are_said_at_once() -> None:
    """All that changed is in one reason; anything else that moved is another."""
    facts = ("hold-up", "gun", "gun-changed", "load", "load-changed")
    step = hand_over(Changed.GUN, Changed.LOAD, Changed.OTHER)
    assert refused(step, "R07") == [
        ("R07", "set_up_changed", facts, AGAIN),
        ("R07", "set_up_changed", ("hold-up", "other", "moved"), ONE_TAP),
    ]


def test_anything_else_asks_for_one_tap() -> None:
    """A lens or a dolly leaves the assessment; one tap lifts it."""
    expected = [("R07", "set_up_changed", ("hold-up", "other", "moved"), ONE_TAP)]
    assert refused(hand_over(Changed.OTHER)) == expected


def test_it_was_approved_under_other_rows() -> None:
    """An approval lapses when a row it rests on was dropped or added; other rows are nothing."""
    expected = [("R07", "set_up_changed", ("hold-up", "rows", "approved"), OTHER_ROWS)]
    assert refused(only(hand_over(), "R07")) == expected
    plans = sorted(row for row in hand_over().state.packs.packs[1].rows)
    assert refused(only(hand_over(), "R25", *plans)) == []


def nothing_moved(*changed: Changed) -> Step:
    """Return the tap of handler and caller after these changes."""
    step = hand_over(*changed)
    step.body, step.by = NothingMoved(set_up=HOLD_UP), ((ARMORER, Role.HANDLER), (AD, Role.CALLER))
    return step


def test_the_tap() -> None:
    """It settles what else moved; where something that matters changed it says so."""
    assert refused(nothing_moved(Changed.OTHER)) == []
    assert refused(nothing_moved()) == []
    facts = ("hold-up", "distance", "distance-changed")
    step = nothing_moved(Changed.OTHER, Changed.DISTANCE)
    assert refused(step) == [("R07", "set_up_changed", facts, AGAIN)]
    step = floor.saying(nothing_moved(Changed.OTHER), set_up=SetUpId("chase"))
    lift = "name a set-up that is approved"
    assert refused(step) == [("R07", "no_set_up", ("chase",), lift)]


def test_the_scene_is_not_assessed_any_more() -> None:
    """A corrected assessment is none: its set-ups wait until the scene is assessed again."""
    step = hand_over()
    step.state.scenes.clear()
    lift = "assess scene saloon in writing; the handler endorses"
    assert refused(step) == [("R06", "not_assessed", ("saloon",), lift)]


# -- as it says there -----------------------------------------------------------------------------


def saying(**changes: object) -> Step:
    """Return the hand-over, saying something else."""
    return floor.saying(hand_over(), **changes)


def dummies_of(lot: LotId, *, named: bool = True) -> Step:
    """Return the hand-over with six rounds of another lot of dummies in the gun."""
    planned = use() if named else use(lot=LotId(""))
    step = with_lot(under(floor.hand_over(), plan(planned)), lot)
    step.state.lots[LotId("other-dummies")] = Lot(kind=Kind.DUMMY, calibre=".45-colt")
    return step


def mixed(**inside: int) -> Step:
    """Return the hand-over of a mixed load, planned with the lot of its blanks."""
    planned = use(holds=Announced.MIXED, lot=BLANKS)
    step = under(floor.hand_over(), plan(planned))
    step.say(announced=Announced.MIXED)
    step.state.lots[LotId("full_load")] = Lot(kind=Kind.BLANK, calibre=".45-colt")
    step.colt.rounds = {LotId(name): rounds for name, rounds in inside.items()}
    return step


HANDED: Final[dict[str, Case]] = {
    "another gun": (
        lambda: under(floor.hand_over(), plan(use(ItemId("twin")))),
        [differs("gun")],
    ),
    "to the stand-in": (lambda: saying(to=STAND_IN), [differs("taker")]),
    "to the stand-in, who is written in": (
        lambda: under(
            floor.saying(floor.hand_over(), to=STAND_IN), plan(use(COLT, PERFORMER, STAND_IN))
        ),
        [],
    ),
    "said to hold blanks": (lambda: saying(announced=Announced.BLANKS), [differs("load")]),
    "said to be empty": (lambda: saying(announced=Announced.EMPTY), []),
    "a round more than written": (lambda: saying(rounds=7), [differs("rounds")]),
    "a round less": (lambda: saying(rounds=5), []),
    "with blanks in it": (lambda: with_lot(hand_over(), BLANKS), [differs("load", "lot")]),
    "with rounds nobody can name": (
        lambda: with_lot(hand_over(), LotId("found")),
        [differs("load", "lot")],
    ),
    "with dummies of another lot": (
        lambda: dummies_of(LotId("other-dummies")),
        [differs("lot")],
    ),
    "with dummies of another lot, none being written": (
        lambda: dummies_of(LotId("other-dummies"), named=False),
        [],
    ),
    "cocked where only pointing is written": (
        lambda: saying(acts=(Act.POINT, Act.COCK)),
        [differs("acts")],
    ),
    "with fewer acts than written": (lambda: saying(acts=()), []),
    "to another, for another act, with more": (
        lambda: saying(to=STAND_IN, rounds=7, acts=(Act.FIRE,)),
        [differs("taker", "rounds", "acts")],
    ),
    "blanks as written": (with_blanks, []),
    "dummies where blanks are written": (
        lambda: floor.saying(with_lot(with_blanks(), DUMMIES), announced=Announced.DUMMIES),
        [differs("load", "lot")],
    ),
    "empty where blanks are written": (
        lambda: floor.saying(
            with_lot(with_blanks(), BLANKS, 0), announced=Announced.EMPTY, rounds=0
        ),
        [],
    ),
    "a mixed load as written": (lambda: mixed(dummies=4, blanks=2), []),
    "a mixed load with blanks of another lot": (
        lambda: mixed(dummies=4, full_load=2),
        [differs("lot")],
    ),
}


@pytest.mark.parametrize("name", HANDED)
def test_handed_over_as_written(name: str) -> None:
    """Gun, taker, load, rounds, lot and acts are those of the set-up; less is no change."""
    make, expected = HANDED[name]
    assert refused(make()) == expected


AGAIN_WITH: Final[dict[str, Case]] = {
    "by the one who has it": (go_again, []),
    "by somebody who is not written in": (
        lambda: floor.with_colt(go_again(), in_hand=STAND_IN),
        [differs("taker")],
    ),
    "in a set-up it was not handed over for": (
        lambda: floor.with_colt(go_again(), handed_for=SetUpId("chase")),
        [differs("set-up")],
    ),
    "with more in it than written": (
        lambda: with_lot(go_again(), DUMMIES, 7),
        [differs("rounds")],
    ),
    "with blanks in it": (lambda: with_lot(go_again(), BLANKS), [differs("load", "lot")]),
    "with nothing left in it": (lambda: with_lot(go_again(), DUMMIES, 0), []),
    "with another gun than any in the set-up": (
        lambda: floor.saying(go_again(), weapon=ItemId("twin")),
        [differs("gun", weapon="twin")],
    ),
}


@pytest.mark.parametrize("name", AGAIN_WITH)
def test_going_again_as_written(name: str) -> None:
    """Going again is held against the set-up by who has it and what the book has in it."""
    make, expected = AGAIN_WITH[name]
    assert refused(make()) == expected


def test_a_line_is_held_against_the_plan_gun_by_gun() -> None:
    """Each voucher is asked; what stands against the set-up as a whole is said once."""
    step = line(("colt", STAND_IN), ("twin", PERFORMER), ("rubber-gun", STAND_IN))
    assert refused(step) == [differs("taker"), differs("gun", weapon="twin")]
    step = line(("colt", PERFORMER), ("twin", PERFORMER))
    step.say(set_up=SetUpId(""))
    assert refused(step, "R07") == [("R07", "no_set_up", (), NAME_IT)]
    assert refused(line(("colt", PERFORMER), rounds=7)) == [differs("rounds")]


RIFLES: Final = tuple(
    use(ItemId(f"rifle-{number}"), PersonId(f"soldier-{number}"), holds=Announced.EMPTY, rounds=0)
    for number in (1, 2, 3)
)


def rank(*taken: tuple[str, str], third: Use = RIFLES[2]) -> Step:
    """Return the issue of empty rifles to soldiers, planned one each."""
    step = line(*taken, rounds=0)
    step.state.set_ups[HOLD_UP] = msgspec.structs.replace(
        step.state.set_ups[HOLD_UP], approved=plan(*RIFLES[:2], third)
    )
    return floor.saying(step, announced=Announced.EMPTY)


def test_like_guns_of_a_line_are_changed_about() -> None:
    """Which of several like rifles a soldier gets is by voucher; a stranger gets none."""
    crossed = (("rifle-1", "soldier-3"), ("rifle-3", "soldier-2"))
    assert refused(rank(*crossed)) == []
    stranger = differs("taker", weapon="rifle-1")
    assert refused(rank(("rifle-1", "grip"))) == [stranger]
    louder = msgspec.structs.replace(RIFLES[2], acts=(Act.POINT, Act.DRY_FIRE))
    assert refused(rank(("rifle-1", "soldier-3"), third=louder)) == [stranger]
    with_another_reason = msgspec.structs.replace(RIFLES[2], reason="another")
    assert refused(rank(*crossed, third=with_another_reason)) == []


def test_a_single_hand_over_is_to_whom_it_says() -> None:
    """Away from a line a gun goes to who is written in for that very gun."""
    both = plan(use(), use(RUBBER_GUN, STAND_IN))
    step = floor.saying(under(floor.hand_over(), both), to=STAND_IN)
    assert refused(step) == [differs("taker")]


# -- how far --------------------------------------------------------------------------------------


def test_the_distance_is_asked_again_where_blanks_are_used() -> None:
    """What a test-fire showed since the approval counts; a gun without blanks is not asked."""
    far = FireFact(event=EventId("t"), result=FireResult.AS_IT_SHOULD, debris_mm=POLICY_MM + 1)
    step = with_blanks()
    step.colt.test_fired[BLANKS] = far
    lift = "plan 6097 mm or more: so far debris was seen to reach in the test-fire"
    expected = [("R38", "too_near", ("colt", "blanks", "6096", "6097"), lift)]
    assert refused(step) == expected
    step.say(announced=Announced.EMPTY, rounds=0)
    assert refused(with_lot(step, BLANKS), "R38") == expected  # the book still has them in it
    assert refused(with_lot(step, BLANKS, 0), "R38") == []


def test_blanks_in_no_set_up_keep_no_distance() -> None:
    """Where no set-up says how far anybody is, blanks are not handed over; dummies may be."""
    step = only(floor.saying(with_blanks(), set_up=SetUpId("")), "R38")
    assert refused(step) == [("R38", "no_set_up", (), HOW_FAR)]
    assert refused(only(saying(set_up=SetUpId("")), "R38")) == []


@pytest.mark.parametrize("kind", [Kind.UNKNOWN, Kind.LIVE, Kind.CHARGE])
def test_what_nobody_can_name_keeps_the_distance_of_blanks(kind: Kind) -> None:
    """Whatever is no dummy counts as what goes off, also where something else is announced."""
    step = only(floor.saying(with_blanks(), set_up=SetUpId("")), "R38")
    step.state.lots[BLANKS].kind = kind
    step.say(announced=Announced.EMPTY, rounds=0)
    assert refused(with_lot(step, BLANKS)) == [("R38", "no_set_up", (), HOW_FAR)]
    step.state.lots[BLANKS].kind = Kind.DUMMY
    assert refused(step) == []


def test_a_gun_nobody_received_is_the_records_matter() -> None:
    """Of a gun that is not in the ledger the plan says only what is written."""
    step = hand_over()
    step.state.weapons.clear()
    assert refused(step) == []
