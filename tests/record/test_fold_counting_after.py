"""Counts corrected afterwards, fired cases beside the tally, evidence seen as found."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.field.ids import EventId
from showclear.record.events.counting import EvidenceSeen
from showclear.record.events.officers import Correct
from showclear.record.facts_counting import CountFact
from showclear.record.state import Container, Lot
from tests.counting import begins, by_two, says, things
from tests.kit import World, box, gun, lot, person, words

D45: Final = lot("d45")
DUMMIES: Final = box("dummies")
NOWHERE: Final = EventId("ab" * 32)


@pytest.fixture
def story() -> World:
    """Return a box of 50 proved dummies; whoever counts is enrolled."""
    world = World()
    world.dummies()
    return world


def held(story: World, name: str = "dummies") -> Container:
    """Return a container as the book has it."""
    return story.state.containers[box(name)]


def dummies(story: World) -> Lot:
    """Return the lot of dummies."""
    return story.state.lots[D45]


def fact(story: World, count: EventId) -> CountFact:
    """Return what the state keeps of a count."""
    return story.state.counts[count]


# -- corrections -------------------------------------------------------------------------------


def counted_day() -> World:
    """Return a day on which everything was counted by two at wrap."""
    story = World()
    story.dummies()
    story.receive_gun("colt")
    story.open_day()
    by_two(story, ("dummies", "d45", 50), seen=things(guns=("colt",)))
    return story


@pytest.mark.parametrize("back", [4, 3, 2])
def test_a_corrected_count_counts_for_nothing(back: int) -> None:
    """Whether it was begun so or said so by either: box, gun and day are to be counted again."""
    story = counted_day()
    [count] = story.state.counts
    wrong = story.told[-back].id
    story.tell(Correct(event=wrong), "grip")
    assert held(story).counted == ""
    assert story.state.counted_on == {}
    assert (held(story).counted_wrap, story.state.weapons[gun("colt")].counted_wrap) == (-1, -1)
    assert fact(story, count).not_counted == tuple(sorted((DUMMIES, gun("colt"))))
    assert fact(story, count).sound is (wrong != count)


def test_a_correction_of_something_else_leaves_counts_alone() -> None:
    """What two counted stands while another event is corrected."""
    story = counted_day()
    [count] = story.state.counts
    stop = story.stop()
    story.tell(Correct(event=stop.id), "grip")
    assert fact(story, count).complete
    assert held(story).counted != ""
    assert set(story.state.counted_on) == {"wrap"}
    assert dummies(story).provenance


def test_a_corrected_count_that_is_long_over() -> None:
    """When the count has left the state, the box that it counted is to be counted again."""
    story = counted_day()
    said = story.told[-2].id
    for date in ("2026-11-23", "2026-11-24"):
        story.wait(minutes=12 * 60)
        story.open_day(date)
    assert story.state.counts == {}
    story.tell(Correct(event=said), "grip")
    assert held(story).counted == ""
    assert story.state.counted_on == {}


def test_a_count_corrected_while_it_goes_on(story: World) -> None:
    """The corrected word is gone; a gun that nobody received and two saw is nobody's."""
    count = begins(story, DUMMIES)
    says(story, count, ("dummies", "d45", 50), by="armorer", seen=(gun("ghost"),))
    wrong = says(story, count, ("dummies", "d45", 50), by="first-ad")
    story.tell(Correct(event=wrong.id), "grip")
    assert [one.person for one in fact(story, count).said] == [person("armorer").id]
    says(story, count, ("dummies", "d45", 50), by="first-ad")
    assert fact(story, count).complete


def test_a_corrected_delivery_has_no_papers(story: World) -> None:
    """What was said of maker, supplier and receipt does not stand any more."""
    assert dummies(story).provenance
    story.tell(Correct(event=dummies(story).deliveries[0]), "grip")
    assert not dummies(story).provenance
    assert dummies(story).received == 50


# -- cases, evidence ---------------------------------------------------------------------------


def test_fired_cases_are_what_two_counted_alike(story: World) -> None:
    """The figure is kept when two say the same; two who differ, or who said none, leave it."""
    count = by_two(story, ("dummies", "d45", 50), cases=44)
    assert fact(story, count).cases == 44
    other = begins(story, DUMMIES)
    says(story, other, by="armorer", cases=44)
    says(story, other, by="first-ad", cases=43)
    assert fact(story, other).cases is None
    assert fact(story, by_two(story, ("dummies", "d45", 50))).cases is None


def test_evidence_seen_is_kept_with_what_is_kept_as_found(story: World) -> None:
    """Each thing looked at is kept in order; of a keeping nobody knows nothing is."""
    story.receive_gun("colt")
    keep = story.keep(gun("colt"))
    body = EvidenceSeen(keep=keep.id, photograph=words("picture"), item=gun("colt"), bag=1)
    first, second = (story.tell(body, "grip") for _ in range(2))
    assert story.state.keeps[keep.id].seen == (first.id, second.id)
    story.tell(EvidenceSeen(keep=NOWHERE, photograph=words("picture")), "grip")
    assert set(story.state.keeps) == {keep.id}
