"""R08, R26, R27, R28: what is laid on before the first gun comes out, and who was briefed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import EventId, SetUpId
from showclear.field.plan import Provision
from showclear.field.stock import WeaponClass
from showclear.record.events.handling import Announced, TakeOut
from showclear.record.events.plan import (
    Briefing,
)
from showclear.record.facts_floor import (
    Day,
)
from showclear.rules.chapters import floor as chapter
from showclear.rules.packs import parse_pack
from tests.kit import World, with_rows
from tests.rules import floor
from tests.rules.floor import (
    AD,
    COLT,
    CREW,
    GUN_SAFE,
    PERFORMER,
    RUBBER_GUN,
    STAND_IN,
    Step,
)
from tests.rules.floor_day import (
    ALERT,
    BLOCK,
    YESTERDAY,
    Reason,
    after,
    dummies,
    found,
    line,
    met,
    nobody_knows,
    of_class,
    out_before,
    plan,
    provided,
)
from tests.rules.pack_texts import HOUSE

ROWS: Final = ("R08", "R26", "R27", "R28", "R29", "R33", "R40", "R53")
MEET: Final = "the day's meeting is held with a walk-through; an AD takes the roll"
WALK: Final = "the walk-through is held; an AD says so with the day's roll"
ALONE: Final = "an AD or the handler briefs them, alone, before they take it"
ONE_BY_ONE: Final = "an AD or the handler briefs each of them, one by one, before they go in"
CALL_SHEET: Final = (
    "somebody says that the call sheet with scene, guns, load, hearing protection and a contact "
    "is out"
)


def told(what: str) -> str:
    """Return what R08 asks for when these were not told."""
    return f"somebody says that these are done, and until which date: {what}"


ALL_TOLD: Final = (Provision.AUTHORITIES, Provision.NEIGHBOURS, Provision.PERMIT)
NOT_TOLD: Final = ("authorities", "neighbours", "permit")

CASES: Final[dict[str, dict[str, tuple[Callable[[], Step], list[Reason]]]]] = {
    "R08": {
        "nobody was told": (
            floor.take_out,
            [(ALERT, "not_provided", (COLT, *NOT_TOLD), told(", ".join(NOT_TOLD)))],
        ),
        "a replica counts too": (
            lambda: floor.take_out(RUBBER_GUN),
            [(ALERT, "not_provided", (RUBBER_GUN, *NOT_TOLD), told(", ".join(NOT_TOLD)))],
        ),
        "the permit is missing": (
            lambda: after(floor.take_out(), lambda state: provided(state, *ALL_TOLD[:2])),
            [(ALERT, "not_provided", (COLT, "permit"), told("permit"))],
        ),
        "all were told for today": (
            lambda: after(floor.take_out(), lambda state: provided(state, *ALL_TOLD)),
            [],
        ),
        "all were told until today": (
            lambda: after(
                floor.take_out(), lambda state: provided(state, *ALL_TOLD, until="2026-11-22")
            ),
            [],
        ),
        "it held until yesterday": (
            lambda: after(
                floor.take_out(), lambda state: provided(state, *ALL_TOLD, until="2026-11-21")
            ),
            [(ALERT, "not_provided", (COLT, *NOT_TOLD), told(", ".join(NOT_TOLD)))],
        ),
        "it was for yesterday": (
            lambda: after(
                floor.take_out(), lambda state: provided(state, *ALL_TOLD, day=YESTERDAY)
            ),
            [(ALERT, "not_provided", (COLT, *NOT_TOLD), told(", ".join(NOT_TOLD)))],
        ),
        "a gun was out today already": (lambda: after(floor.take_out(), out_before), []),
        "only a box is taken out": (
            lambda: Step(state=floor.floor(), body=TakeOut(items=(floor.BOX,), place=GUN_SAFE)),
            [],
        ),
    },
    "R26": {
        "no meeting today": (dummies, [(BLOCK, "not_briefed", (COLT, "day"), MEET)]),
        "held, with a walk-through": (
            lambda: after(dummies(), lambda state: met(state, PERFORMER)),
            [],
        ),
        "held without a walk-through": (
            lambda: after(dummies(), lambda state: met(state, PERFORMER, walked=False)),
            [(BLOCK, "not_briefed", (COLT, "walk-through", "roll"), WALK)],
        ),
        "held yesterday": (
            lambda: after(dummies(), lambda state: met(state, PERFORMER, day=YESTERDAY)),
            [(BLOCK, "not_briefed", (COLT, "day"), MEET)],
        ),
        "held on a day that was opened otherwise": (
            lambda: after(
                dummies(),
                lambda state: met(state, day=Day("2026-11-22", EventId("earlier"))),
            ),
            [(BLOCK, "not_briefed", (COLT, "day"), MEET)],
        ),
        "class 4": (
            lambda: of_class(dummies(), WeaponClass.BLANK_ONLY),
            [(BLOCK, "not_briefed", (COLT, "day"), MEET)],
        ),
        "class 3 is not asked about": (
            lambda: of_class(dummies(), WeaponClass(3)),
            [],
        ),
        "rubber is not asked about": (floor.hand_over_rubber, []),
        "a gun the ledger does not know": (
            lambda: after(dummies(), nobody_knows),
            [(BLOCK, "not_briefed", (COLT, "day"), MEET)],
        ),
        "each voucher of a line": (
            lambda: line(PERFORMER, STAND_IN),
            [
                (BLOCK, "not_briefed", (COLT, "day"), MEET),
                (BLOCK, "not_briefed", ("colt-2", "day"), MEET),
            ],
        ),
        "a rubber gun in a line": (lambda: line(PERFORMER, first=RUBBER_GUN), []),
        "loading is not asked about": (floor.load, []),
    },
    "R27": {
        "the taker stands on no roll": (
            dummies,
            [(BLOCK, "not_briefed", (COLT, PERFORMER), ALONE)],
        ),
        "the taker was briefed": (
            lambda: after(dummies(), lambda state: met(state, PERFORMER)),
            [],
        ),
        "the taker was briefed yesterday": (
            lambda: after(dummies(), lambda state: met(state, PERFORMER, day=YESTERDAY)),
            [(BLOCK, "not_briefed", (COLT, PERFORMER), ALONE)],
        ),
        "somebody inside the line was not": (
            lambda: after(
                dummies(),
                lambda state: met(state, PERFORMER, AD),
                lambda state: plan(state, inside=(CREW,), area=(PERFORMER, AD, STAND_IN, CREW)),
            ),
            [(ALERT, "not_briefed", (COLT, CREW, STAND_IN), ONE_BY_ONE)],
        ),
        "neither taker nor somebody in the area": (
            lambda: after(dummies(), lambda state: plan(state, area=(PERFORMER, CREW))),
            [
                (BLOCK, "not_briefed", (COLT, PERFORMER), ALONE),
                (ALERT, "not_briefed", (COLT, CREW), ONE_BY_ONE),
            ],
        ),
        "all in the area were": (
            lambda: after(
                dummies(),
                lambda state: met(state, PERFORMER, CREW),
                lambda state: plan(state, inside=(CREW,), area=(PERFORMER, CREW)),
            ),
            [],
        ),
        "another set-up's area does not count": (
            lambda: after(
                dummies(SetUpId("far")),
                lambda state: met(state, PERFORMER),
                lambda state: plan(state, area=(CREW,)),
            ),
            [],
        ),
        "no set-up named": (
            lambda: after(
                dummies(SetUpId("")),
                lambda state: met(state, PERFORMER),
                lambda state: plan(state, area=(CREW,)),
            ),
            [],
        ),
        "rubber is not asked about": (floor.hand_over_rubber, []),
        "one of a line was not": (
            lambda: after(line(PERFORMER, STAND_IN), lambda state: met(state, PERFORMER)),
            [(BLOCK, "not_briefed", ("colt-2", STAND_IN), ALONE)],
        ),
    },
    "R28": {
        "no call sheet": (
            floor.take_out,
            [(ALERT, "not_provided", (COLT, "call-sheet"), CALL_SHEET)],
        ),
        "without a contact": (
            lambda: after(
                floor.take_out(),
                lambda state: provided(state, Provision.CALL_SHEET, contact=""),
            ),
            [(ALERT, "not_provided", (COLT, "call-sheet", "laid-on-call-sheet"), CALL_SHEET)],
        ),
        "with a contact": (
            lambda: after(floor.take_out(), lambda state: provided(state, Provision.CALL_SHEET)),
            [],
        ),
        "rubber is not asked about": (lambda: floor.take_out(RUBBER_GUN), []),
        "a gun was out today already": (lambda: after(floor.take_out(), out_before), []),
    },
}


@pytest.mark.parametrize(
    ("row", "case"), [(row, case) for row, cases in CASES.items() for case in cases]
)
def test_the_floor(row: str, case: str) -> None:
    """Each row of the floor holds or finds what is missing, and says what would lift it."""
    step, expected = CASES[row][case]
    assert found(step(), row) == expected


def test_every_row_of_the_floor_says_who_attests() -> None:
    """Where a row rests on somebody's word it says whose; only R33 is computed."""
    rows = {row: parse_pack(HOUSE).find(row) for row in ROWS}
    attested = {name: row.attested_by for name, row in rows.items() if row and row.attested_by}
    assert set(rows) - set(attested) == {"R33"}
    assert attested["R26"] == "the AD who took the roll"
    assert {rule.id for rule in chapter.RULES} == set(ROWS)


# -- told as a day ----------------------------------------------------------------------------


def test_a_day_briefed_and_handed_over() -> None:
    """The roll of an AD lifts R26 and R27; a late-comer is briefed alone and then takes it."""
    story = World(packs=with_rows("R26", "R27"))
    story.working_day()
    story.take_out("colt")
    looks = story.show_empty("colt")

    def refused_by() -> list[str]:
        told = story.hand_over("colt", looks=looks, announced=Announced.EMPTY)
        return [refusal.rule for refusal in told.refusals]

    assert refused_by() == ["R26", "R27"]
    story.brief("stand-in")
    assert refused_by() == ["R27"]
    story.brief("performer", briefing=Briefing.LATE, by="armorer")
    assert refused_by() == []
