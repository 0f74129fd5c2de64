"""Counts by two: what a pair agrees in is booked, what differs is asked, the rest not counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from showclear.field.ids import EventId
from showclear.field.stock import Form, Kind
from showclear.record.codes import Code
from showclear.record.events.counting import CountFor, Direction
from showclear.record.events.officers import Revoke, RevokeCause
from showclear.record.events.stock import Move
from showclear.record.facts_counting import CountFact
from showclear.record.state import By, Charge, Container, Lot, Topic
from tests.counting import asked, begins, by_two, ends, says, things
from tests.kit import OFFICERS, World, box, gun, lot, person

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


def pair_says(story: World, rounds: int, *, begun: EventId | None = None) -> EventId:
    """Let armorer and first AD count so many in the box, and not end the count."""
    count = begun or begins(story, DUMMIES)
    for name in ("armorer", "first-ad"):
        says(story, count, ("dummies", "d45", rounds), by=name)
    return count


def fact(story: World, count: EventId) -> CountFact:
    """Return what the state keeps of a count."""
    return story.state.counts[count]


# -- two who agree -----------------------------------------------------------------------------


def test_what_two_count_as_the_book_has_it_is_counted(story: World) -> None:
    """Nothing is booked or asked; the count is complete and the box counted by two."""
    count = pair_says(story, 50)
    assert fact(story, count).complete
    assert fact(story, count).not_counted == ()
    assert held(story).counted == story.told[-1].id
    assert (dummies(story).missing, dummies(story).found) == (0, 0)
    ends(story, count)
    assert not story.state.questions
    assert fact(story, count).ended
    assert fact(story, count).said == ()


def test_fewer_than_the_book_are_missing_and_a_question(story: World) -> None:
    """Both counted five fewer: five are missing, those left stay proved, a question is open."""
    pair_says(story, 45)
    stock = held(story).stock[D45]
    assert (stock.rounds, stock.proved, dummies(story).stored) == (45, 45, 45)
    assert (dummies(story).missing, story.state.loose_rounds) == (5, 0)
    [question] = asked(story)
    assert (question.event, question.items, question.lots) == (
        story.told[-1].id,
        (DUMMIES,),
        (D45,),
    )
    assert held(story).counted == ""


def test_counted_once_more_after_it_was_booked(story: World) -> None:
    """The same number again is now what the book has: the box is counted by two."""
    count = pair_says(story, 45)
    says(story, count, ("dummies", "d45", 45), by="armorer")
    says(story, count, ("dummies", "d45", 45), by="first-ad")
    assert held(story).counted == story.told[-1].id
    assert dummies(story).missing == 5


def test_more_than_the_book_are_found_and_a_question(story: World) -> None:
    """Both counted two more: two are found, nobody has proved them, and they are loose."""
    pair_says(story, 52)
    stock = held(story).stock[D45]
    assert (stock.rounds, stock.proved, dummies(story).found) == (52, 50, 2)
    assert story.state.loose_rounds == 2
    [question] = asked(story)
    assert held(story).found == (question.event,)
    assert held(story).counted == ""


def test_none_left_empties_the_box(story: World) -> None:
    """Both counted none: the lot is gone from the box, and nobody has filled it."""
    pair_says(story, 0)
    assert held(story).stock == {}
    assert held(story).filled_by == ()
    assert dummies(story).missing == 50


def test_one_of_two_lots_gone_keeps_who_filled_the_box(story: World) -> None:
    """What is left in it was put there by the same people."""
    story.receive_rounds("e45", "dummies", 3, sealed=False)
    count = begins(story, DUMMIES)
    for name in ("armorer", "first-ad"):
        says(story, count, ("dummies", "e45", 0), ("dummies", "d45", 50), by=name)
    assert set(held(story).stock) == {D45}
    assert held(story).filled_by == (person("armorer").id,)
    assert fact(story, count).complete


def test_more_of_a_live_lot_look_live(story: World) -> None:
    """Rounds of a live lot that turn up in a count stop everything."""
    story.receive_box("case")
    story.receive_rounds("hot", "case", 20, kind=Kind.LIVE)
    count = begins(story, box("case"))
    for name in ("armorer", "first-ad"):
        says(story, count, ("case", "hot", 21), by=name)
    [question] = asked(story, Topic.LOOKS_LIVE)
    assert question.lots == (lot("hot"),)
    assert story.state.lots[lot("hot")].found == 1


# Stock before: rounds, sealed, proved, named; counted; stock after, and how many are loose.
Four = tuple[int, int, int, int]
NEVER_BETTER: Final[dict[str, tuple[Four, int, Four, int]]] = {
    "all proved: those left are": ((50, 0, 50, 0), 45, (45, 0, 45, 0), 0),
    "some not proved: none of those is taken for the missing": (
        (50, 0, 40, 0),
        45,
        (45, 0, 35, 0),
        10,
    ),
    "more missing than were proved": ((50, 0, 3, 0), 45, (45, 0, 0, 0), 45),
    "named ones after the proved": ((50, 0, 3, 40), 45, (45, 0, 0, 38), 7),
    "a seal on a box that lacks rounds says nothing": ((50, 50, 0, 0), 49, (49, 0, 0, 0), 49),
}


@pytest.mark.parametrize("case", NEVER_BETTER)
def test_no_count_proves_anything(story: World, case: str) -> None:
    """Of the rounds left, none is better proved than before, and no more are loose than left."""
    before, rounds, after, loose = NEVER_BETTER[case]
    stock = held(story).stock[D45]
    stock.rounds, stock.sealed, stock.proved, stock.named = before
    pair_says(story, rounds)
    assert (stock.rounds, stock.sealed, stock.proved, stock.named) == after
    assert held(story).loose == loose


# -- no pair -----------------------------------------------------------------------------------


def test_one_alone_books_nothing(story: World) -> None:
    """One person's lower count is asked about when the count ends, and not before."""
    count = begins(story, DUMMIES)
    says(story, count, ("dummies", "d45", 45), by="armorer")
    assert not story.state.questions
    assert fact(story, count).not_counted == (DUMMIES,)
    ended = ends(story, count)
    [question] = asked(story)
    assert (question.event, question.items) == (ended.id, (DUMMIES,))
    assert dummies(story).missing == 0


def test_two_who_disagree_book_nothing(story: World) -> None:
    """Two different numbers: nothing is booked, a question opens at the end."""
    count = begins(story, DUMMIES)
    says(story, count, ("dummies", "d45", 45), by="armorer")
    says(story, count, ("dummies", "d45", 44), by="first-ad")
    assert not fact(story, count).complete
    ends(story, count)
    assert len(asked(story)) == 1
    assert held(story).stock[D45].rounds == 50


def test_who_counts_again_is_taken_at_the_last_word(story: World) -> None:
    """After a miscount the same person counts again, and nothing is left to ask."""
    count = begins(story, DUMMIES)
    says(story, count, ("dummies", "d45", 49), by="armorer")
    pair_says(story, 50, begun=count)
    ends(story, count)
    assert not story.state.questions


def test_of_two_lines_the_later_counts(story: World) -> None:
    """One person's two lines about the same rounds are one: the later."""
    count = begins(story, DUMMIES)
    for name in ("armorer", "first-ad"):
        says(story, count, ("dummies", "d45", 1), ("dummies", "d45", 50), by=name)
    assert fact(story, count).complete
    assert dummies(story).missing == 0


def one_way_each(story: World, count: EventId) -> None:
    """One counts from the book, the other from the shelf."""
    says(story, count, ("dummies", "d45", 45), by="armorer")
    says(story, count, ("dummies", "d45", 45), by="first-ad", direction=Direction.SHELF_TO_BOOK)


def the_same_twice(story: World, count: EventId) -> None:
    """Let the armorer count twice."""
    for _ in range(2):
        says(story, count, ("dummies", "d45", 45), by="armorer")


def two_who_handle_nothing(story: World, count: EventId) -> None:
    """Two second persons count, and no handler."""
    for name in ("first-ad", "second-ad"):
        says(story, count, ("dummies", "d45", 45), by=name)


def with_a_performer(story: World, count: EventId) -> None:
    """Let the performer count with the armorer."""
    for name in ("armorer", "performer"):
        says(story, count, ("dummies", "d45", 45), by=name)


def with_who_filled_it(story: World, count: EventId) -> None:
    """Let the assistant, who filled the box too, count with the armorer."""
    filled = held(story)
    filled.filled_by = (person("armorer").id, person("assistant").id)
    for name in ("armorer", "assistant"):
        says(story, count, ("dummies", "d45", 45), by=name)


NO_PAIR: Final[list[Callable[[World, EventId], None]]] = [
    one_way_each,
    the_same_twice,
    two_who_handle_nothing,
    with_a_performer,
    with_who_filled_it,
]


@pytest.mark.parametrize("tell", NO_PAIR, ids=lambda tell: tell.__name__)
def test_no_pair(story: World, tell: Callable[[World, EventId], None]) -> None:
    """Without an admissible pair nothing is booked; what they said is asked about."""
    count = begins(story, DUMMIES)
    tell(story, count)
    assert dummies(story).missing == 0
    assert not fact(story, count).complete
    ends(story, count)
    assert [question.items for question in asked(story)] == [(DUMMIES,)]


def test_the_other_handler_may_be_second(story: World) -> None:
    """Two handlers count, and the second did not fill the box."""
    by_two(story, ("dummies", "d45", 49), by=("armorer", "assistant"))
    assert dummies(story).missing == 1


def test_both_ways_each_settles_it_once(story: World) -> None:
    """Counted the other way too, with what the book has by then: nothing more is booked."""
    count = pair_says(story, 45)
    for name in ("armorer", "first-ad"):
        says(story, count, ("dummies", "d45", 45), by=name, direction=Direction.SHELF_TO_BOOK)
    ends(story, count)
    assert dummies(story).missing == 5
    assert len(asked(story)) == 1


def test_who_differs_from_what_two_agreed_in(story: World) -> None:
    """A third who counted otherwise is asked about at the end, though two agreed."""
    count = pair_says(story, 50)
    says(story, count, ("dummies", "d45", 48), by="second-ad")
    ends(story, count)
    assert len(asked(story)) == 1


def test_a_book_that_moved_between_the_two_settles_nothing(story: World) -> None:
    """Rounds were moved after the first had counted: not yet counted, and nothing to ask."""
    story.receive_box("belt", form=Form.BELT)
    count = begins(story, DUMMIES)
    says(story, count, ("dummies", "d45", 50), by="armorer")
    story.tell(Move(lot=D45, rounds=6, source=DUMMIES, target=box("belt")), "armorer")
    says(story, count, ("dummies", "d45", 44), by="first-ad")
    assert fact(story, count).not_counted == (DUMMIES,)
    ends(story, count)
    assert not asked(story)


def test_what_is_in_no_list_is_not_missing(story: World) -> None:
    """A lot that neither named is not yet counted, and so is its box."""
    story.receive_rounds("e45", "dummies", 3, sealed=False)
    count = pair_says(story, 50)
    assert fact(story, count).not_counted == (DUMMIES,)
    ends(story, count)
    assert not asked(story)
    assert story.state.lots[lot("e45")].missing == 0


# -- what nobody knows -------------------------------------------------------------------------


def test_rounds_of_no_lot_cannot_be_named(story: World) -> None:
    """Rounds of a lot that nobody received stop work at once, whoever counted them."""
    count = begins(story, DUMMIES)
    says(story, count, ("dummies", "stray", 1), by="performer")
    assert [question.items for question in asked(story, Topic.NOT_NAMEABLE)] == [(DUMMIES,)]
    says(story, count, ("dummies", "stray", 0), by="armorer")
    assert story.state.blocking == 1


def test_rounds_in_a_box_of_no_book(story: World) -> None:
    """Rounds of ours in a box that nobody received: nothing is booked, a question at the end."""
    count = begins(story, DUMMIES)
    for name in ("armorer", "first-ad"):
        says(story, count, ("ghost", "d45", 3), by=name)
    assert dummies(story).found == 0
    ends(story, count)
    assert [question.items for question in asked(story)] == [(box("ghost"),)]


def test_a_count_that_nobody_began(story: World) -> None:
    """What belongs to no open count asks at once where it differs, and settles nothing."""
    says(story, NOWHERE, ("dummies", "d45", 50), by="armorer")
    assert not asked(story)
    says(story, NOWHERE, ("dummies", "d45", 45), by="first-ad")
    assert len(asked(story)) == 1
    assert held(story).stock[D45].rounds == 50


def test_a_count_that_is_over(story: World) -> None:
    """Who counts after the end is asked about, and the count stays as it ended."""
    count = pair_says(story, 50)
    ends(story, count)
    ends(story, count)
    ends(story, NOWHERE)
    late = says(story, count, ("dummies", "d45", 45), by="armorer")
    assert [question.event for question in asked(story)] == [late.id]
    assert fact(story, count).complete


def revoked(story: World, name: str) -> None:
    """Revoke somebody's key."""
    story.tell(Revoke(key=person(name).key, cause=RevokeCause.LOST), *OFFICERS[:2])


def test_a_role_that_nobody_gave(story: World) -> None:
    """Who counts in a role not theirs settles nothing; where they differ they ask all the same."""
    count = begins(story, DUMMIES)
    says(story, count, ("dummies", "d45", 45), by="armorer")
    told = says(story, count, ("dummies", "d45", 45), by="grip")
    assert told.codes == (Code.ROLE_NOT_HELD.value,)
    assert dummies(story).missing == 0
    assert [question.event for question in asked(story)] == [told.id]


def test_a_count_begun_by_a_key_that_does_not_count(story: World) -> None:
    """Nobody's count settles anything; it asks at once where it differs."""
    revoked(story, "assistant")
    count = begins(story, DUMMIES, by="assistant")
    pair_says(story, 45, begun=count)
    assert dummies(story).missing == 0
    assert len(asked(story)) == 2
    assert not fact(story, count).complete


# -- guns and empty boxes -------------------------------------------------------------------------


def guns(story: World) -> EventId:
    """Receive two guns and begin a count of them."""
    for name in ("colt", "twin"):
        story.receive_gun(name)
    return begins(story, *things(guns=("colt", "twin")))


def both_see(story: World, count: EventId, *names: str) -> None:
    """Let armorer and first AD see these guns."""
    for who in ("armorer", "first-ad"):
        says(story, count, by=who, seen=things(guns=names))


def test_guns_that_both_saw_are_counted(story: World) -> None:
    """Two people saw every gun that the count named."""
    count = guns(story)
    both_see(story, count, "colt", "twin")
    assert fact(story, count).complete
    ends(story, count)
    assert not story.state.questions
    assert not story.state.gaps


def test_a_gun_that_neither_saw_is_a_gap(story: World) -> None:
    """Nobody answers for a gun that two people looked for and neither saw, until it is back."""
    count = guns(story)
    both_see(story, count, "colt")
    ended = ends(story, count)
    twin = story.state.weapons[gun("twin")]
    assert twin.charge == Charge(By.GAP, ended.id)
    assert (twin.ended, twin.in_hand) == ("not-seen-in-a-count", "")
    assert set(story.state.gaps) == {gun("twin")}
    story.collect("twin")
    assert not story.state.gaps


def test_a_gun_that_one_saw_is_a_question(story: World) -> None:
    """One saw it, the other did not: a question, and it stays where the book has it."""
    count = guns(story)
    says(story, count, by="armorer", seen=things(guns=("colt", "twin")))
    says(story, count, by="first-ad", seen=things(guns=("colt",)))
    ends(story, count)
    assert [question.items for question in asked(story)] == [(gun("twin"),)]
    assert story.state.weapons[gun("twin")].charge.by is By.HANDLER


def test_guns_that_one_person_alone_looked_for(story: World) -> None:
    """Without a pair nothing was looked for: not yet counted, no gap, no question."""
    count = guns(story)
    says(story, count, by="armorer", seen=things(guns=("colt",)))
    ends(story, count)
    assert not story.state.gaps
    assert not story.state.questions


def test_a_gun_of_no_book_is_a_question(story: World) -> None:
    """Somebody saw a gun that nobody received."""
    count = begins(story, DUMMIES)
    says(story, count, by="armorer", seen=things(guns=("ghost",)))
    ends(story, count)
    assert [question.items for question in asked(story)] == [(gun("ghost"),)]


def test_a_gun_that_left_is_not_looked_for(story: World) -> None:
    """What was shipped is nobody's here: no gap opens about it."""
    count = guns(story)
    story.state.weapons[gun("twin")].charge = Charge(By.END, "elsewhere")
    both_see(story, count, "colt")
    ends(story, count)
    assert not story.state.gaps


def test_an_empty_box_is_counted_by_being_named(story: World) -> None:
    """Two who name an empty box among what they saw have counted it."""
    story.receive_box("belt", form=Form.BELT)
    count = begins(story, box("belt"))
    for name in ("armorer", "first-ad"):
        assert not fact(story, count).complete
        says(story, count, by=name, seen=(box("belt"),))
    assert fact(story, count).complete


def test_something_nobody_received_is_never_counted(story: World) -> None:
    """A count that names an item of no book is not complete, whatever two people saw."""
    count = begins(story, gun("ghost"))
    both_see(story, count, "ghost")
    assert fact(story, count).not_counted == (gun("ghost"),)


# -- since when --------------------------------------------------------------------------------


def test_putting_rounds_in_ends_it(story: World) -> None:
    """A box that was counted and then filled is to be counted again; taking out ends nothing."""
    by_two(story, ("dummies", "d45", 50))
    story.receive_box("belt", form=Form.BELT)
    story.tell(Move(lot=D45, rounds=6, source=DUMMIES, target=box("belt")), "armorer")
    assert held(story).counted != ""
    by_two(story, ("belt", "d45", 6), by=("armorer", "second-ad"))
    assert held(story, "belt").counted != ""
    story.tell(Move(lot=D45, rounds=1, source=DUMMIES, target=box("belt")), "armorer")
    assert held(story, "belt").counted == ""


def wrap(story: World, *, but: str = "", purpose: CountFor = CountFor.WRAP) -> None:
    """Let two people count everything there is, or all but one thing, in two counts."""
    if but != "colt":
        by_two(story, seen=things(guns=("colt",)), purpose=purpose)
    if but != "dummies":
        by_two(story, ("dummies", "d45", 50), purpose=purpose)


def test_the_day_is_counted_when_everything_is(story: World) -> None:
    """Every gun that can fire and every box with rounds in it: one left out, and it is not."""
    story.receive_gun("colt")
    story.receive_box("belt")
    story.open_day()
    wrap(story, but="colt")
    wrap(story, but="dummies", purpose=CountFor.RECALL)
    assert story.state.counted_on == {}
    wrap(story, but="dummies")
    counted = story.state.counted_on["wrap"]
    assert (counted.day, counted.by[-1]) == ("2026-11-22", story.told[-2].id)


def test_what_was_counted_in_the_morning_is_not_the_wrap(story: World) -> None:
    """Counts at an opening and at wrap are kept apart."""
    story.receive_gun("colt")
    story.open_day()
    wrap(story, purpose=CountFor.OPENING)
    assert set(story.state.counted_on) == {"opening"}
    wrap(story, but="colt")
    assert set(story.state.counted_on) == {"opening"}


def test_yesterdays_part_of_a_count_is_not_todays(story: World) -> None:
    """What was counted on another day is to be counted again."""
    story.receive_gun("colt")
    story.open_day()
    wrap(story, but="colt")
    story.open_day("2026-11-23")
    wrap(story, but="dummies")
    assert story.state.counted_on == {}


def test_a_count_between_two_days_is_the_wrap_of_the_one_before(story: World) -> None:
    """After the day is closed an opening count counts as its wrap."""
    story.receive_gun("colt")
    story.open_day()
    story.close_day()
    wrap(story, purpose=CountFor.OPENING)
    assert set(story.state.counted_on) == {"wrap"}


def test_what_left_is_not_counted_any_more(story: World) -> None:
    """A gun that was shipped keeps no day from being counted."""
    story.receive_gun("colt")
    story.state.weapons[gun("colt")].charge = Charge(By.END, "elsewhere")
    story.open_day()
    wrap(story, but="colt")
    assert set(story.state.counted_on) == {"wrap"}


def test_a_day_opened_again_is_the_same_day(story: World) -> None:
    """The day before is the last one of another date."""
    first = story.open_day()
    story.close_day()
    story.open_day()
    assert story.state.working_day.since == first.index
    assert story.state.day_before.since == -1
    story.open_day("2026-11-23")
    assert story.state.day_before.since == first.index


def test_counts_that_nobody_ended(story: World) -> None:
    """They stay for the next day, then leave the state; what differed in them is asked."""
    story.open_day()
    count = begins(story, DUMMIES)
    says(story, count, ("dummies", "d45", 45), by="armorer")
    over = by_two(story, ("dummies", "d45", 50))
    story.open_day("2026-11-23")
    assert {count, over} <= set(story.state.counts)
    story.wait(minutes=24 * 60)
    told = story.open_day("2026-11-24")
    assert story.state.counts == {}
    assert [question.event for question in asked(story)] == [told.id]
