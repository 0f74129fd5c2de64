"""Counts as stories tell them: who counted how many of what, where, which way.

Lines are ``(box, lot, rounds)`` by name: ``says(story, count, ("belt", "d45", 24), by=...)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from showclear.field.ids import EventId, ItemId
from showclear.record.events.counting import (
    BeginCount,
    Counted,
    CountFor,
    CountLine,
    Direction,
    EndCount,
)
from showclear.record.state import Question, Topic
from tests.kit import box, gun, lot
from tests.story import Story, Told

Line = tuple[str, str, int]
BY_TWO = ("armorer", "first-ad")


def things(boxes: Iterable[str] = (), guns: Iterable[str] = ()) -> tuple[ItemId, ...]:
    """Return the ids of these boxes and guns, as a count names them."""
    return tuple(sorted([*map(box, boxes), *map(gun, guns)]))


def begins(
    story: Story, *items: ItemId, purpose: CountFor = CountFor.WRAP, by: str = "armorer"
) -> EventId:
    """Begin a count of these items; returns what names it."""
    return story.tell(BeginCount(items=items, purpose=purpose), by).id


def says(  # noqa: PLR0913 - all but who counts has its usual value
    story: Story,
    count: EventId,
    *lines: Line,
    by: str,
    direction: Direction = Direction.BOOK_TO_SHELF,
    seen: Sequence[ItemId] = (),
    cases: int = 0,
) -> Told:
    """Say what one person has counted."""
    body = Counted(
        count=count,
        direction=direction,
        lines=tuple(
            CountLine(container=box(name), lot=lot(of), rounds=rounds)
            for name, of, rounds in lines
        ),
        weapons=tuple(seen),
        fired_cases=cases,
    )
    return story.tell(body, by)


def ends(story: Story, count: EventId, *, by: str = "armorer") -> Told:
    """End a count."""
    return story.tell(EndCount(count=count), by)


def by_two(
    story: Story,
    *lines: Line,
    seen: Sequence[ItemId] = (),
    purpose: CountFor = CountFor.WRAP,
    by: Sequence[str] = BY_TWO,
    cases: int = 0,
) -> EventId:
    """Let two people count the same, from beginning to end."""
    items = tuple(sorted({*seen, *(box(name) for name, _, _ in lines)}))
    count = begins(story, *items, purpose=purpose, by=by[0])
    for name in by:
        says(story, count, *lines, by=name, seen=seen, cases=cases)
    ends(story, count, by=by[0])
    return count


def asked(story: Story, topic: Topic = Topic.DIFFERENCE) -> list[Question]:
    """Return the open questions of this topic."""
    return [one for one in story.state.questions.values() if one.topic is topic]
