"""R01, R06, R36, R37, R38, R39: what is asked of a plan when handler and caller approve it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import NOBODY, EventId, ItemId, LotId, PersonId
from showclear.field.plan import REHEARSING, Line, Moving, Phase
from showclear.field.stock import Kind
from showclear.record.events.guns import FireResult
from showclear.record.events.handling import Act, Announced
from showclear.record.events.plan import Movement
from showclear.record.facts_guns import FireFact
from showclear.record.facts_plan import PLAN_ROWS
from showclear.rules.chapters import plan as chapter
from showclear.rules.packs import parse_pack
from tests.rules import floor
from tests.rules.floor import BLANKS, COLT, CREW, DUMMIES, PERFORMER, RUBBER_GUN, STAND_IN, Step
from tests.rules.floor import Reason as Against
from tests.rules.pack_texts import HOUSE
from tests.rules.plans import (
    POLICY_MM,
    alerted,
    approving,
    firing,
    of_class,
    only,
    plan,
    refused,
    use,
)

LOWEST: Final = (
    "write down why one that takes only blanks, or cannot fire, does not serve, or plan with that "
    "one"
)
REHEARSE: Final = "rehearse with one that cannot fire, or write down why that does not serve"
AWAY: Final = "plan the muzzle line clear of every person, by camera angle or offset"
NOBODY_INSIDE: Final = "nobody is inside a clear line: move them or the line, or call it on-axis"
KEEP_DISTANCE: Final = "keep the full distance on the axis, or take the muzzle off it"
FARTHER: Final = "plan 6096 mm or more; nearer only with offset aim, approved as near"
SHIELD: Final = "put up a shield, or run the camera by remote"
WHO_PASSES: Final = "name who gives and who takes, both among those who may hold this gun"
RUBBER: Final = use(RUBBER_GUN, holds=Announced.NON_FIRING, rounds=0, lot=LotId(""), reason="")


def rehearsing(phase: Phase) -> Step:
    """Return the approval of this phase with the revolver and no written reason."""
    return approving(plan(use(reason=""), phase=phase))


def threw(body: Step, lot: LotId, debris_mm: int) -> Step:
    """Return the step after a test-fire of the revolver with a lot that threw debris so far."""
    body.colt.test_fired[lot] = FireFact(
        event=EventId("tested"), result=FireResult.AS_IT_SHOULD, debris_mm=debris_mm
    )
    return body


def on_axis(**changes: object) -> Step:
    """Return the approval of six blanks fired toward the lens behind a shield."""
    return approving(plan(firing(), line=Line.ON_AXIS, **{"shielded": True, **changes}))


Case = tuple[Callable[[], Step], list[Against]]


def check(rule: str, case: Case) -> None:
    """Check what a rule has against a step, alone and among all rows of the plan."""
    make, expected = case
    assert refused(make(), rule) == expected
    assert refused(only(make(), rule), rule) == expected


def test_a_plain_plan_stands() -> None:
    """Nothing is refused or noted of a plain take, nor of blanks fired clear of everybody."""
    for body in (plan(), plan(firing()), plan(RUBBER), plan(use(), RUBBER)):
        verdict = floor.decide(approving(body))
        assert (verdict.refusals, verdict.alerts) == ((), ())


# -- R01 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weapon_class", "lift"),
    [
        (6, LOWEST),
        (5, LOWEST),
        (4, "write down why one that cannot fire does not serve, or plan with that one"),
        (3, ""),
        (1, ""),
    ],
)
def test_a_gun_that_can_fire_needs_a_written_reason(weapon_class: int, lift: str) -> None:
    """Without a reason handler and caller are told of a lower class; nothing is refused."""
    step = of_class(approving(plan(use(reason=""))), weapon_class)
    assert alerted(step, "R01") == (
        [("R01", "lower_class_serves", ("colt",), lift)] if lift else []
    )
    assert refused(step) == []


def test_a_reason_lifts_it() -> None:
    """With a written reason nothing is noted, whatever the class."""
    assert alerted(approving(plan()), "R01") == []


def test_what_nobody_received_counts_as_the_most_it_could_be() -> None:
    """A gun that is not in the ledger needs its reason; one that cannot fire never does."""
    twin = use(ItemId("twin"), reason="")
    assert alerted(approving(plan(twin)), "R01") == [
        ("R01", "lower_class_serves", ("twin",), LOWEST)
    ]
    rubber = floor.case(approving(plan(RUBBER)))
    assert [*chapter.lowest_class(rubber, floor.no_parameters())] == []


# -- R06 ------------------------------------------------------------------------------------------

NOT_WRITTEN: Final = "assess scene saloon in writing; the handler endorses"
R06: Final[dict[str, Case]] = {
    "the scene is assessed": (lambda: approving(plan()), []),
    "no scene is assessed": (
        lambda: approving(plan(), scenes=()),
        [("R06", "not_assessed", ("saloon",), NOT_WRITTEN)],
    ),
    "another scene is": (
        lambda: approving(plan(), scenes=("stable",)),
        [("R06", "not_assessed", ("saloon",), NOT_WRITTEN)],
    ),
    "said once for all guns of the set-up": (
        lambda: approving(plan(use(), use(ItemId("twin"))), scenes=()),
        [("R06", "not_assessed", ("saloon",), NOT_WRITTEN)],
    ),
    "only rubber guns are in it": (lambda: approving(plan(RUBBER), scenes=()), []),
}


@pytest.mark.parametrize("name", R06)
def test_the_scene_is_assessed(name: str) -> None:
    """A set-up with guns that can fire is approved only in a scene assessed in writing."""
    check("R06", R06[name])


# -- R07: the plan itself -------------------------------------------------------------------------


def passing(moving: Moving, giver: str = "", taker: str = "") -> Step:
    """Return the approval of a use by performer and stand-in with one written movement."""
    movement = Movement(moving=moving, giver=PersonId(giver), taker=PersonId(taker))
    return approving(plan(use(COLT, PERFORMER, STAND_IN, movements=(movement,))))


R07: Final[dict[str, Case]] = {
    "a gun nobody received": (
        lambda: approving(plan(use(ItemId("twin")))),
        [("R07", "item_unknown", ("twin",), "receive the item first")],
    ),
    "a gun named twice": (
        lambda: approving(plan(use(), firing())),
        [
            (
                "R07",
                "not_in_set_up",
                ("colt", "hold-up", "twice"),
                "name each gun once; what else it is for is another set-up",
            )
        ],
    ),
    "blanks of no lot": (
        lambda: approving(plan(firing(lot=LotId("")))),
        [
            (
                "R07",
                "not_in_set_up",
                ("colt", "hold-up", "lot", ""),
                "name a lot that was received",
            )
        ],
    ),
    "a mixed load of no lot": (
        lambda: approving(plan(firing(holds=Announced.MIXED, lot=LotId("")))),
        [
            (
                "R07",
                "not_in_set_up",
                ("colt", "hold-up", "lot", ""),
                "name a lot that was received",
            )
        ],
    ),
    "dummies of a lot nobody received": (
        lambda: approving(plan(use(lot=LotId("found")))),
        [
            (
                "R07",
                "not_in_set_up",
                ("colt", "hold-up", "lot", "found"),
                "name a lot that was received",
            )
        ],
    ),
    "dummies of no lot": (lambda: approving(plan(use(lot=LotId("")))), []),
    "a mixed load with the lot of its blanks": (
        lambda: approving(plan(firing(holds=Announced.MIXED))),
        [],
    ),
    "blanks of a lot of dummies": (
        lambda: approving(plan(firing(lot=DUMMIES))),
        [
            (
                "R07",
                "not_in_set_up",
                ("colt", "hold-up", "lot", "dummies", "dummy"),
                "name a lot that goes with blanks",
            )
        ],
    ),
    "empty, with a lot": (
        lambda: approving(plan(use(holds=Announced.EMPTY))),
        [
            (
                "R07",
                "not_in_set_up",
                ("colt", "hold-up", "lot", "dummies", "dummy"),
                "name a lot that goes with empty",
            )
        ],
    ),
    "the performer gives it to the stand-in": (
        lambda: passing(Moving.BETWEEN_PERFORMERS, PERFORMER, STAND_IN),
        [],
    ),
    "it is laid down": (lambda: passing(Moving.LAID_DOWN, PERFORMER), []),
    "the grip takes it": (
        lambda: passing(Moving.BETWEEN_PERFORMERS, PERFORMER, CREW),
        [
            (
                "R07",
                "not_in_set_up",
                ("colt", "hold-up", "between-performers", "grip"),
                WHO_PASSES,
            )
        ],
    ),
    "the grip lays it down": (
        lambda: passing(Moving.LAID_DOWN, CREW),
        [("R07", "not_in_set_up", ("colt", "hold-up", "laid-down", "grip"), WHO_PASSES)],
    ),
    "to nobody": (
        lambda: passing(Moving.BETWEEN_PERFORMERS, PERFORMER, NOBODY),
        [("R07", "not_in_set_up", ("colt", "hold-up", "between-performers"), WHO_PASSES)],
    ),
    "to the one who has it": (
        lambda: passing(Moving.BETWEEN_PERFORMERS, PERFORMER, PERFORMER),
        [("R07", "not_in_set_up", ("colt", "hold-up", "between-performers"), WHO_PASSES)],
    ),
    "a rubber gun of a lot nobody received": (
        lambda: approving(plan(use(RUBBER_GUN, lot=LotId("found")))),
        [],
    ),
}


@pytest.mark.parametrize("name", R07)
def test_a_plan_names_what_there_is(name: str) -> None:
    """Guns, lots and movements in a plan are known ones, each said once."""
    check("R07", R07[name])


# -- R36 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phase", Phase)
def test_rehearse_with_the_lowest_class(phase: Phase) -> None:
    """In every phase of rehearsing, and in no other, a gun that can fire needs its reason."""
    expected: list[Against] = [("R36", "rehearse_lower", ("colt", phase.value), REHEARSE)]
    check("R36", (lambda: rehearsing(phase), expected if phase in REHEARSING else []))


R36: Final[dict[str, Case]] = {
    "with a written reason": (lambda: approving(plan(phase=Phase.CAMERA_SET_UP)), []),
    "with a rubber gun": (lambda: approving(plan(RUBBER, phase=Phase.BLOCKING)), []),
    "with a gun of class 3": (lambda: of_class(rehearsing(Phase.REHEARSAL), 3), []),
    "with one that takes only blanks": (
        lambda: of_class(rehearsing(Phase.REHEARSAL), 4),
        [("R36", "rehearse_lower", ("colt", "rehearsal"), REHEARSE)],
    ),
    "with one nobody received: it counts as one that can fire": (
        lambda: approving(plan(use(ItemId("twin"), reason=""), phase=Phase.BLOCKING)),
        [("R36", "rehearse_lower", ("twin", "blocking"), REHEARSE)],
    ),
}


@pytest.mark.parametrize("name", R36)
def test_what_rehearsing_takes(name: str) -> None:
    """A reason or a lower class lifts it."""
    check("R36", R36[name])


# -- R37 ------------------------------------------------------------------------------------------

R37: Final[dict[str, Case]] = {
    "clear of everybody": (lambda: approving(plan()), []),
    "at a person": (
        lambda: approving(plan(line=Line.AT_PERSON)),
        [("R37", "pointed_at_person", ("at-person",), AWAY)],
    ),
    "at a person, far away, behind a shield, approved as near": (
        lambda: approving(
            plan(line=Line.AT_PERSON, nearest_mm=90_000, shielded=True, near_approved=True)
        ),
        [("R37", "pointed_at_person", ("at-person",), AWAY)],
    ),
    "at a person, with two guns: said once": (
        lambda: approving(plan(use(), use(ItemId("twin")), line=Line.AT_PERSON)),
        [("R37", "pointed_at_person", ("at-person",), AWAY)],
    ),
    "a rubber gun at a person": (lambda: approving(plan(RUBBER, line=Line.AT_PERSON)), []),
    "called clear with the grip inside": (
        lambda: approving(plan(inside=(CREW,))),
        [("R37", "pointed_at_person", ("clear", "grip"), NOBODY_INSIDE)],
    ),
    "toward the lens, with the grip behind it": (lambda: on_axis(inside=(CREW,)), []),
    "toward the lens, approved as near, fired": (
        lambda: on_axis(near_approved=True),
        [("R37", "pointed_at_person", ("colt", "on-axis", "7096"), KEEP_DISTANCE)],
    ),
    "toward the lens, approved as near, not fired": (
        lambda: approving(plan(line=Line.ON_AXIS, near_approved=True)),
        [],
    ),
    "off the axis, approved as near, fired": (
        lambda: approving(plan(firing(), near_approved=True, nearest_mm=2000)),
        [],
    ),
}


@pytest.mark.parametrize("name", R37)
def test_never_at_a_person(name: str) -> None:
    """No plan points at a person; one toward the lens keeps the whole distance."""
    check("R37", R37[name])


# -- of several uses ------------------------------------------------------------------------------


def test_r01_a_reason_is_for_its_own_gun() -> None:
    """A reason written for the first gun says nothing of the second."""
    step = approving(plan(use(ItemId("twin")), use(reason="")))
    found = chapter.lowest_class(floor.case(step), floor.no_parameters())
    assert [one.item for one in found] == [COLT]


def test_r36_what_cannot_fire_is_rehearsed_with_freely() -> None:
    """A rubber gun needs no reason in a rehearsal, whatever classes the row covers."""
    step = approving(plan(RUBBER, use(reason=""), phase=Phase.REHEARSAL))
    found = chapter.rehearsed_lower(floor.case(step), floor.no_parameters())
    assert [one.item for one in found] == [COLT]


GOES_WITH: Final[dict[Announced, set[Kind]]] = {
    Announced.EMPTY: set(),
    Announced.NON_FIRING: set(),
    Announced.DUMMIES: {Kind.DUMMY},
    Announced.BLANKS: {Kind.BLANK, Kind.CHARGE},
    Announced.MIXED: {Kind.DUMMY, Kind.BLANK, Kind.CHARGE},
}


@pytest.mark.parametrize("holds", Announced)
@pytest.mark.parametrize("kind", Kind)
def test_r07_a_lot_goes_with_what_is_planned(holds: Announced, kind: Kind) -> None:
    """Charges are blanks to a plan; a live or unknown lot goes with nothing at all."""
    step = approving(plan(use(holds=holds)))
    step.state.lots[DUMMIES].kind = kind
    facts = ("colt", "hold-up", "lot", "dummies", kind.value)
    lift = f"name a lot that goes with {holds.value}"
    expected = [] if kind in GOES_WITH[holds] else [("R07", "not_in_set_up", facts, lift)]
    assert refused(step, "R07") == expected


# -- R38 ------------------------------------------------------------------------------------------


def too_near(planned: int) -> Against:
    """Return the refusal of blanks at this distance."""
    return "R38", "too_near", ("colt", str(planned), "6096"), FARTHER


def within_debris(planned: int, reach: int) -> Against:
    """Return the refusal of blanks within reach of what the test-fire threw."""
    lift = f"plan {reach} mm or more: so far debris was seen to reach in the test-fire"
    return "R38", "too_near", ("colt", "blanks", str(planned), str(reach)), lift


R38: Final[dict[str, Case]] = {
    "at the policy's distance": (lambda: approving(plan(firing(), nearest_mm=POLICY_MM)), []),
    "a millimetre nearer": (
        lambda: approving(plan(firing(), nearest_mm=POLICY_MM - 1)),
        [too_near(6095)],
    ),
    "nearer with a mixed load": (
        lambda: approving(plan(firing(holds=Announced.MIXED), nearest_mm=1000)),
        [too_near(1000)],
    ),
    "nearer, approved as near": (
        lambda: approving(plan(firing(), nearest_mm=1000, near_approved=True)),
        [],
    ),
    "at the muzzle, approved as near, never test-fired": (
        lambda: approving(plan(firing(), nearest_mm=0, near_approved=True)),
        [],
    ),
    "nearer with blanks after a gun with dummies": (
        lambda: approving(plan(use(ItemId("twin")), firing(), nearest_mm=1000)),
        [too_near(1000)],
    ),
    "nearer with dummies": (lambda: approving(plan(nearest_mm=0)), []),
    "nearer with an empty gun": (
        lambda: approving(plan(use(holds=Announced.EMPTY, rounds=0, lot=LotId("")), nearest_mm=0)),
        [],
    ),
    "nearer with one that takes only blanks": (
        lambda: of_class(approving(plan(firing(), nearest_mm=1000)), 4),
        [too_near(1000)],
    ),
    "debris reached as far as planned": (
        lambda: threw(approving(plan(firing())), BLANKS, POLICY_MM + 1000),
        [],
    ),
    "debris reached a millimetre farther": (
        lambda: threw(approving(plan(firing())), BLANKS, POLICY_MM + 1001),
        [within_debris(7096, 7097)],
    ),
    "approved as near, within debris": (
        lambda: threw(
            approving(plan(firing(), nearest_mm=1000, near_approved=True)), BLANKS, 1450
        ),
        [within_debris(1000, 1450)],
    ),
    "debris of another lot": (
        lambda: threw(approving(plan(firing())), LotId("full-load"), 9000),
        [],
    ),
}


@pytest.mark.parametrize("name", R38)
def test_blanks_keep_their_distance(name: str) -> None:
    """The planned distance holds for blanks; no approval goes below what debris reached."""
    check("R38", R38[name])


def test_without_a_lot_any_tested_one_counts() -> None:
    """Blanks whose lot nobody named may be any of those tested: the farthest counts."""
    step = only(approving(plan(firing(lot=LotId("")))), "R38")
    threw(threw(step, BLANKS, 100), LotId("full-load"), 9000)
    lift = "plan 9000 mm or more: so far debris was seen to reach in the test-fire"
    assert refused(step) == [("R38", "too_near", ("colt", "", "7096", "9000"), lift)]


def test_the_distance_of_a_gun_nobody_received() -> None:
    """What nobody received was never test-fired: the policy's distance alone is asked."""
    twin = firing(weapon=ItemId("twin"))
    assert refused(approving(plan(twin)), "R38") == []
    assert len(refused(approving(plan(twin, nearest_mm=0)), "R38")) == 1


# -- R39 ------------------------------------------------------------------------------------------

NO_SHIELD: Final[list[Against]] = [("R39", "no_shield", ("colt", "on-axis"), SHIELD)]
R39: Final[dict[str, Case]] = {
    "behind a shield": (on_axis, []),
    "with nobody at the camera": (lambda: on_axis(shielded=False, remote_camera=True), []),
    "with neither": (lambda: on_axis(shielded=False), NO_SHIELD),
    "a mixed load with neither": (
        lambda: approving(plan(firing(holds=Announced.MIXED), line=Line.ON_AXIS)),
        NO_SHIELD,
    ),
    "dummies with neither": (lambda: approving(plan(line=Line.ON_AXIS)), []),
    "off the axis with neither": (lambda: approving(plan(firing())), []),
}


@pytest.mark.parametrize("name", R39)
def test_a_shield_toward_the_lens(name: str) -> None:
    """Blanks toward the lens are planned with a shield, or with the camera on its own."""
    check("R39", R39[name])


# -- the chapter ----------------------------------------------------------------------------------


def test_an_approval_rests_on_the_rows_of_its_chapter() -> None:
    """The rows whose change makes an approval lapse are those of this chapter, all adoptable."""
    assert {rule.id for rule in chapter.RULES} == PLAN_ROWS
    shipped = {row.id: row for row in parse_pack(HOUSE).row}
    assert set(shipped) >= PLAN_ROWS
    assert shipped["R38"].parameters == {"distance_mm_min": POLICY_MM}
    assert all(not shipped[name].waivable_by for name in PLAN_ROWS)


def test_every_kind_of_load_is_known() -> None:
    """What may be in a gun is said for everything that can be announced; never a live round."""
    assert set(chapter.KINDS) == set(Announced)
    assert not any(Kind.LIVE in kinds for kinds in chapter.KINDS.values())


def test_acts_alone_do_not_matter_off_the_axis() -> None:
    """Firing is R37's matter only toward the lens; elsewhere the distance is asked."""
    near = plan(use(acts=tuple(Act)), near_approved=True)
    assert refused(approving(near)) == []
