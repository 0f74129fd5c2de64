"""Holes that a second reviewer found around guns and set-ups, each told as a small story."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showclear.field.plan import Line
from showclear.field.stock import Form
from showclear.record.events.desk import Outcome
from showclear.record.events.handling import Act, Announced, Purpose
from tests.kit import World, with_rows
from tests.planning import planned, use


def by_rule(story: World, row: str) -> list[str]:
    """Return the codes of what this row held against the last step told."""
    return [refusal.code.value for refusal in story.told[-1].refusals if refusal.rule == row]


# -- R11: what was never locked away is asked for all the same ------------------------------------


@pytest.mark.parametrize("papers", [False, True])
def test_a_gun_that_was_never_locked_needs_its_intake_to_be_loaded(*, papers: bool) -> None:
    """Received and kept in hand, it is neither loaded nor handed over before its intake."""
    story = World(packs=with_rows("R11"))
    story.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    story.dummies()
    if papers:
        story.receive_with_papers("colt")
    else:
        story.receive_gun("colt")
    story.open_day()
    story.show_empty("colt")
    story.load("colt")
    assert "intake_incomplete" in by_rule(story, "R11")
    looks = story.show_going_in("colt", dummies=6)
    story.hand_over("colt", rounds=6, looks=looks)
    assert "intake_incomplete" in by_rule(story, "R11")
    story.show_empty("colt", by=("armorer",), purpose=Purpose.INTAKE)
    story.load("colt")
    assert bool(by_rule(story, "R11")) is not papers


# -- R37: what goes off on the axis is what goes off, in whichever words --------------------------


@pytest.mark.parametrize(
    ("planned_use", "refused"),
    [
        (replace(use(), acts=(Act.POINT, Act.FIRE)), True),
        (replace(use(holds=Announced.BLANKS, lot_name="b45")), True),
        (replace(use(holds=Announced.MIXED, lot_name="b45")), True),
        (replace(use(), gunshots=1), True),
        (use(), False),
    ],
    ids=["fires", "blanks", "mixed", "gunshots", "points dummies"],
)
def test_nothing_that_goes_off_is_near_on_the_axis(planned_use: object, *, refused: bool) -> None:
    """Blanks, or gunshots, near and on the axis are at a person though nobody wrote *fires*."""
    story = World(packs=with_rows("R37"))
    story.working_day()
    story.blanks()
    plan = replace(planned(planned_use), line=Line.ON_AXIS, nearest_mm=2_000, near_approved=True)
    told = story.approve_set_up(plan)
    assert (told.outcome is Outcome.REFUSED) == refused
    assert by_rule(story, "R37") == (["pointed_at_person"] if refused else [])
