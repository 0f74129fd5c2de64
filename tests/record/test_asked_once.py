"""One thing seen is asked about once, however many looks of the same showing say it (R15)."""

from __future__ import annotations

import msgspec
import pytest

from showclear.field.ids import EventId
from showclear.field.mechanisms import Holds, LookWay
from showclear.record.events.handling import Look, Purpose
from showclear.record.events.stock import Answer
from showclear.record.state import Topic
from tests.kit import World, answers, gun
from tests.lines import line_day, walk

ODD = answers(LookWay.SEEN_EMPTY, {3: Holds.ODD})


@pytest.fixture(name="story")
def _story() -> World:
    story = World()
    story.working_day()
    story.take_out("colt")
    return story


def odd(story: World, *by: str, purpose: Purpose = Purpose.SHOWING) -> list[EventId]:
    """Look at the colt, each of these, and see something odd in it."""
    return [story.look("colt", ODD, by=who, purpose=purpose).id for who in by]


def test_two_who_see_the_same_ask_once(story: World) -> None:
    """Both looks of a showing are on record; the question is the first one's."""
    first, _ = odd(story, "armorer", "first-ad")
    assert [*story.state.questions] == [first]
    assert story.state.questions[first].topic is Topic.NOT_NAMEABLE
    assert len(story.state.weapons[gun("colt")].looks) == 2
    assert story.state.blocking == 1
    assert not story.tell(Answer(of=first), "armorer", "first-ad").refused
    assert not story.state.questions
    assert story.state.blocking == 0


def test_seen_again_after_the_answer_it_is_asked_again(story: World) -> None:
    """What was answered and is still there opens a question of its own."""
    first, _ = odd(story, "armorer", "first-ad")
    story.tell(Answer(of=first), "armorer", "first-ad")
    again = odd(story, "second-ad")
    assert [*story.state.questions] == again


def test_seen_after_a_change_it_is_asked_again(story: World) -> None:
    """After the gun was made clear something odd in it is another thing."""
    first = odd(story, "armorer")
    story.unload("colt", 0)
    after = odd(story, "first-ad")
    assert [*story.state.questions] == [*first, *after]


def test_seen_in_another_chamber_it_is_another_thing(story: World) -> None:
    """Who sees something odd where the first saw nothing asks about that."""
    first = odd(story, "armorer")
    elsewhere = answers(LookWay.SEEN_EMPTY, {5: Holds.ODD})
    second = story.look("colt", elsewhere, by="first-ad").id
    assert [*story.state.questions] == [*first, second]


def test_a_look_at_an_earlier_state_asks_for_itself(story: World) -> None:
    """Who does not name the last change may have seen another thing."""
    first = odd(story, "armorer")
    seen = story.told[-1].event.body
    assert isinstance(seen, Look)
    body = msgspec.structs.replace(seen, cites=EventId("ab" * 32))
    later = story.tell(body, "first-ad").id
    assert [*story.state.questions] == [*first, later]


def test_two_who_walk_a_line_ask_once() -> None:
    """Of each gun of a line that both find odd there is one question; one's own is one more."""
    story = World()
    names = line_day(story)
    looks = walk(story, *names, odd={"rifle-1": Holds.ODD})
    assert len(looks) == 2
    assert [*story.state.questions] == [looks[0]]
    more = walk(story, *names, by=("second-ad",), odd={"rifle-1": Holds.ODD, "rifle-2": Holds.ODD})
    assert [*story.state.questions] == [looks[0], more[0]]
    assert story.state.questions[more[0]].items == (gun("rifle-2"),)
    story.tell(Answer(of=looks[0]), "armorer", "first-ad")
    last = walk(story, *names, by=("assistant",), odd={"rifle-1": Holds.ODD})
    assert [*story.state.questions] == [more[0], last[0]]
