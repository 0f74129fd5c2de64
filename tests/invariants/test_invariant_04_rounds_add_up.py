"""Invariant 4: every round of a lot is in exactly one place, whatever is reported."""

from __future__ import annotations

from hypothesis import example

from showclear.field.ids import ItemId
from showclear.record.events.counting import Counted
from showclear.record.events.handling import Unload
from showclear.record.events.passing import Destroyed
from showclear.record.events.stock import FoundRound, Move
from showclear.record.fold import fold_commit
from showclear.record.reckoning import reckon
from showclear.record.state import By, Held, State
from tests.invariants.plain_model import (
    ASIDE,
    DESTROYED,
    FIRED,
    MISSING,
    SHIPPED,
    Books,
    everywhere,
)
from tests.invariants.walk import History, over_histories, walk, walked
from tests.kit import World

# Random walks seldom come here by themselves: fewer came out than the book had, more were fired
# than loaded, more moved than there were.
FEWER = History("with_dummies", (("unload_booked", ()),))
# Two people count the box of dummies one short, and then the box of blanks two too many.
COUNTED = History(
    "stocked", (("counted_as_booked", (0, 1)), ("counted_as_booked", (1, 2)), ("end_count", ()))
)
# More was destroyed than there was, and the rest of the lot was shipped.
GONE = History("with_dummies", (("destroyed", (0, 0, 6)), ("ship", (0, 4))))
BEYOND = History("in_hand", (("fired", (0, 7)), ("move_rounds", (0, 6, 0, 2))))


@over_histories
@example(FEWER)
@example(BEYOND)
@example(COUNTED)
@example(GONE)
def test_no_round_is_lost_or_made(history: History) -> None:
    """Received and found is stored, loaded, fired, missing and set aside, at every index."""
    for story in walked(history):
        for held in story.state.lots.values():
            assert held.received + held.found == everywhere(held)
            assert min(held.stored, held.loaded, held.fired, held.missing, held.set_aside) >= 0
            assert min(held.shipped, held.destroyed) >= 0


@over_histories
@example(FEWER)
@example(BEYOND)
@example(COUNTED)
@example(GONE)
def test_the_whole_equation_holds(history: History) -> None:
    """By what each container and gun holds, nothing differs, and what does is a question."""
    for story in walked(history):
        for name, lot in reckon(story.state).items():
            assert lot.difference == 0
            assert lot.on_hand >= 0
            held = story.state.lots[name]
            assert lot.on_hand == held.stored + held.loaded + held.set_aside


@over_histories
@example(FEWER)
@example(BEYOND)
@example(COUNTED)
@example(GONE)
def test_the_books_agree_with_the_log(history: History) -> None:
    """Each lot is where a plain reading of the log puts it, round by round."""
    story = walk(history)
    check_books(story)


def check_books(story: World) -> None:
    """Check every lot against the plain model."""
    books, replayed = Books(), State()
    for told, commit in zip(story.told, story.log, strict=True):
        filled = {item: box.filled_by for item, box in replayed.containers.items()}
        everything: dict[ItemId, Held] = {**replayed.weapons, **replayed.containers}
        hands = {
            item: held.in_hand
            for item, held in everything.items()
            if held.charge.by is not By.PLACE
        }
        books.read(told, filled, hands)
        fold_commit(replayed, commit)
    state = story.state
    for name, held in state.lots.items():
        places = books.at[name]
        assert (held.received, held.found) == (books.received[name], books.found[name])
        assert (held.fired, held.missing, held.set_aside) == (
            places[FIRED],
            places[MISSING],
            places[ASIDE],
        )
        assert (held.shipped, held.destroyed) == (places[SHIPPED], places[DESTROYED])
        for item, container in state.containers.items():
            stock = container.stock.get(name)
            assert (0 if stock is None else stock.rounds) == places[item]
        for item, weapon in state.weapons.items():
            assert weapon.rounds.get(name, 0) == places[item]


@over_histories
@example(FEWER)
@example(BEYOND)
@example(COUNTED)
@example(GONE)
def test_proved_and_sealed_are_parts_of_a_stock(history: History) -> None:
    """No more rounds are proved or sealed than there are, and an empty stock is none."""
    for story in walked(history):
        for container in story.state.containers.values():
            for stock in container.stock.values():
                assert stock.rounds > 0
                assert min(stock.sealed, stock.proved) >= 0
                assert stock.sealed + stock.proved <= stock.rounds


@over_histories
@example(FEWER)
@example(BEYOND)
@example(COUNTED)
@example(GONE)
def test_what_is_found_or_missing_is_a_question(history: History) -> None:
    """Whenever rounds turn up or go missing, the event that said so opens a question."""
    before = 0
    for story in walked(history):
        lots = story.state.lots.values()
        now = sum(held.found + held.missing for held in lots)
        if now > before:
            told = [item for item in story.told[-3:] if not item.refused]
            kinds = Unload | FoundRound | Move | Counted | Destroyed
            about = [t for t in told if isinstance(t.event.body, kinds)]
            assert about
            assert any(item.id in story.state.questions for item in about)
        before = now
