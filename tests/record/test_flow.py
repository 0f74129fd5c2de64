"""Where rounds went: every movement between places, forwards and backwards."""

from __future__ import annotations

import pytest

from showclear.errors import InvariantError
from showclear.field.ids import EventId
from showclear.record.events.stock import Move
from showclear.record.flow import ASIDE, ENDS, OUTSIDE, Flow, FlowTracer, backwards, forwards
from tests.kit import World, box, gun, lot


def told() -> World:
    """Return a day on which two boxes were poured into one belt and the colt loaded from it."""
    story = World()
    story.working_day()
    story.receive_box("belt")
    story.dummies("others", "d44", rounds=20)
    story.tell(
        Move(lot=lot("d45"), rounds=10, source=box("dummies"), target=box("belt")), "armorer"
    )
    story.tell(Move(lot=lot("d44"), rounds=5, source=box("others"), target=box("belt")), "armorer")
    story.take_out("colt")
    story.show_empty("colt")
    story.load("colt", chambers=6)
    story.collect("colt")
    story.unload("colt", 5)
    return story


def flows(story: World) -> list[Flow]:
    """Return the movements of a story."""
    tracer = FlowTracer()
    for commit in story.log:
        tracer.commit(commit)
    return tracer.flows


def moved(found: list[Flow]) -> list[tuple[str, str, int]]:
    """Return movements without their entries."""
    return [(flow.source, flow.target, flow.rounds) for flow in found]


def test_every_movement_is_found_by_the_book() -> None:
    """Received, poured over, put into the gun, and back out with one that is missing."""
    found = [flow for flow in flows(told()) if flow.lot == lot("d45")]
    assert moved(found) == [
        (OUTSIDE, box("dummies"), 50),
        (box("dummies"), box("belt"), 10),
        (box("dummies"), gun("colt"), 6),
        (gun("colt"), box("dummies"), 5),
        (gun("colt"), "missing", 1),
    ]


def test_backwards_from_a_gun_names_every_place_its_rounds_may_have_been() -> None:
    """What was in the gun came out of the box, and into the box from outside."""
    found = backwards(flows(told()), gun("colt"))
    assert moved(found) == [(box("dummies"), gun("colt"), 6), (OUTSIDE, box("dummies"), 50)]


def test_forwards_from_a_box_names_every_place_its_rounds_may_have_gone() -> None:
    """Out of the box rounds went to the belt and the gun, and one out of the gun is missing."""
    found = forwards(flows(told()), box("dummies"), lot("d45"))
    assert moved(found)[:2] == [
        (box("dummies"), box("belt"), 10),
        (box("dummies"), gun("colt"), 6),
    ]
    assert moved(found)[-1] == (gun("colt"), "missing", 1)


def test_two_lots_in_one_belt_are_told_apart_by_lot_only() -> None:
    """A belt that two boxes were poured into has two sources, each of its own lot."""
    sources = {(flow.lot, flow.source) for flow in backwards(flows(told()), box("belt"))}
    assert (lot("d45"), box("dummies")) in sources
    assert (lot("d44"), box("others")) in sources
    only = backwards(flows(told()), box("belt"), lot("d44"))
    assert {flow.lot for flow in only} == {lot("d44")}


def test_what_went_before_does_not_follow_from_what_came_after() -> None:
    """Rounds that came back into the box later did not come out of it earlier."""
    found = backwards(flows(told())[:4], gun("colt"))
    assert (gun("colt"), box("dummies"), 5) not in moved(found)


def passing_through(between: str) -> list[Flow]:
    """Return rounds of one lot that went out of the bay to somewhere, and others from there on."""
    steps = ((box("bay"), between), (between, box("belt")))
    return [
        Flow(
            index=index,
            event=EventId(f"{index:064x}"),
            lot=lot("d45"),
            source=source,
            target=target,
            rounds=1,
        )
        for index, (source, target) in enumerate(steps)
    ]


@pytest.mark.parametrize("between", [OUTSIDE, *ENDS])
def test_no_path_goes_on_through_where_rounds_begin_or_end(between: str) -> None:
    """What came from outside, was fired, shipped, destroyed or is missing joins no two places."""
    through = passing_through(between)
    assert forwards(through, box("bay")) == through[:1]
    assert backwards(through, box("belt")) == through[1:]


@pytest.mark.parametrize("between", [ASIDE, gun("colt"), box("dummies")])
def test_a_path_goes_on_through_every_other_place(between: str) -> None:
    """What was set aside, loaded or in another box may have gone on from there."""
    through = passing_through(between)
    assert forwards(through, box("bay")) == through
    assert backwards(through, box("belt")) == through[::-1]


def test_a_commit_ends_with_its_decided() -> None:
    """Entries that are no whole commit are a bug, said at once."""
    commit = told().log[0]
    with pytest.raises(InvariantError, match=r"^flow: entry 0 should be a decided$"):
        FlowTracer().commit(commit[:1])
