"""What a second reviewer tried with the book of rounds, and what the record makes of it now."""

from __future__ import annotations

from typing import Final

import pytest

from showclear.field.stock import Form, Kind
from showclear.field.stock import Purpose as Use
from showclear.record.events.handling import TakeOut
from showclear.record.events.stock import FoundRound, Grade, ReceiveContainer
from showclear.record.flow import OUTSIDE
from showclear.record.state import Topic
from tests.counting import begins, by_two, says
from tests.kit import World, box, gun, lot, person
from tests.lines import asked, ship
from tests.record.test_flow import flows, moved
from tests.rules.boxes import held

DUMMIES: Final = box("dummies")


def unknown_rounds(*, sealed: bool = False, use: Use = Use.STORE) -> World:
    """Return five rounds that nobody knows, opened or sealed, in a box in the armorer's hand."""
    story = World()
    story.receive_box("vault", form=Form.SAFE, keys=("armorer",))
    story.receive_box("loose", use=use, keys=("armorer",))
    story.receive_rounds("x45", "loose", 5, kind=Kind.UNKNOWN, sealed=sealed)
    return story


# -- shipped out of the question (R15) ---------------------------------------------------------


@pytest.mark.parametrize("by", ["armorer", "grip"])
def test_shipping_makes_no_unnamed_round_go_away(by: str) -> None:
    """Who ships a box with rounds that nobody can name is asked what they were."""
    story = unknown_rounds()
    told = ship(story, box("loose"), by=by)
    assert asked(story, told) == (Topic.NOT_NAMEABLE, (box("loose"),))
    assert story.state.blocking == 1


def test_a_sealed_box_goes_back_unasked() -> None:
    """A sealed delivery, or one in quarantine, is shipped back without a question."""
    for story in (unknown_rounds(sealed=True), unknown_rounds(use=Use.QUARANTINE)):
        assert asked(story, ship(story, box("loose"))) is None
        assert story.state.loose_rounds == 0


def test_a_box_that_a_question_names_is_asked_about() -> None:
    """Shipped while a found round in it is not named, it leaves a question of its own."""
    story = unknown_rounds(sealed=True)
    body = FoundRound(grade=Grade.NOT_NAMEABLE, kind=Kind.UNKNOWN, rounds=1, into=box("loose"))
    story.tell(body, "grip")
    assert asked(story, ship(story, box("loose"))) == (Topic.NOT_NAMEABLE, (box("loose"),))
    story = unknown_rounds(sealed=True)
    story.tell(TakeOut(items=(box("loose"),), place=box("vault")), "grip")
    assert asked(story, ship(story, box("loose"))) is None


# -- counted to nothing (R15) ------------------------------------------------------------------


def test_counting_makes_no_unnamed_round_go_away() -> None:
    """Two who count unknown rounds as none are asked where they are: they are about."""
    story = unknown_rounds()
    by_two(story, ("loose", "x45", 0))
    assert held(story, "loose").stock == {}
    [question] = story.state.questions.values()
    assert (question.topic, question.items) == (Topic.NOT_NAMEABLE, (box("loose"),))
    assert story.state.blocking == 1


def test_a_proved_round_that_is_missing_is_a_difference() -> None:
    """Of proved dummies one is missing: nobody need search for it tonight."""
    story = World()
    story.dummies()
    by_two(story, ("dummies", "d45", 49))
    assert [one.topic for one in story.state.questions.values()] == [Topic.DIFFERENCE]


# -- what a count books ------------------------------------------------------------------------


def test_rounds_that_a_count_books_are_followed() -> None:
    """Missing by a count, then found by one: both are movements, and the box has changed."""
    story = World()
    story.dummies()
    before = held(story).changed
    by_two(story, ("dummies", "d45", 40))
    assert held(story).changed != before
    by_two(story, ("dummies", "d45", 43))
    assert moved(flows(story)) == [
        (OUTSIDE, DUMMIES, 50),
        (DUMMIES, "missing", 10),
        (OUTSIDE, DUMMIES, 3),
    ]


def test_rounds_that_a_count_finds_elsewhere_are_followed() -> None:
    """Of a lot that the box never had, and the last of a lot: as many as were counted."""
    story = World()
    story.dummies()
    story.receive_box("belt")
    by_two(story, ("belt", "d45", 2))
    by_two(story, ("dummies", "d45", 0))
    assert moved(flows(story))[1:] == [(OUTSIDE, box("belt"), 2), (DUMMIES, "missing", 50)]


def test_rounds_that_were_shipped_are_followed() -> None:
    """The last rounds of a box that is shipped end as shipped, not where they came from."""
    story = World()
    story.dummies()
    ship(story, DUMMIES)
    assert moved(flows(story)) == [(OUTSIDE, DUMMIES, 50), (DUMMIES, "shipped", 50)]


def test_a_count_that_agrees_with_the_book_changes_nothing() -> None:
    """Who proves the box next names the same last change."""
    story = World()
    story.dummies()
    before = held(story).changed
    by_two(story, ("dummies", "d45", 50))
    assert held(story).changed == before


def test_a_box_nobody_received_is_counted() -> None:
    """A line about it is kept, and nothing of it can be booked."""
    story = World()
    story.dummies()
    count = begins(story, DUMMIES)
    for name in ("armorer", "first-ad"):
        says(story, count, ("ghost", "d45", 0), by=name)
    assert story.state.counts[count].agreed == ()


# -- received twice ----------------------------------------------------------------------------


def test_a_box_that_is_here_already_is_asked_about() -> None:
    """Whoever receives a box again names another one, or the same one twice."""
    story = World()
    story.dummies()
    told = story.receive_box("dummies", form=Form.BELT)
    assert isinstance(told.event.body, ReceiveContainer)
    assert asked(story, told) == (Topic.OUT_OF_CHAIN, (DUMMIES,))
    assert held(story).form is Form.BOX
    ship(story, DUMMIES)
    assert asked(story, story.receive_box("dummies")) == (Topic.ENDED, (DUMMIES,))
    assert gun("colt") not in story.state.weapons
    assert held(story).charge.who == person("armorer").id
    assert lot("d45") in story.state.lots


def test_a_gun_in_no_ledger_is_counted_again_by_nobody() -> None:
    """What is neither gun nor box of this ledger takes no count away."""
    story = World()
    story.dummies()
    story.open_day()
    by_two(story, ("dummies", "d45", 50))
    story.collect("ghost")
    assert set(story.state.counted_on) == {"wrap"}
