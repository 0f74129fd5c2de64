"""Invariant 1: at every index each item has one answer to who is in charge, and one to in hand."""

from __future__ import annotations

from showclear.field.ids import ItemId, PersonId
from showclear.field.people import Role
from showclear.record.events.base import Mood
from showclear.record.events.handling import Collect, Lock, TakeOut, WentAhead
from showclear.record.events.passing import Relieve, Ship
from showclear.record.events.stock import ReceiveContainer, ReceiveWeapon
from showclear.record.registry import mood_of
from showclear.record.state import By, Held, State
from tests.invariants.walk import History, over_histories, walked
from tests.kit import World


def items(state: State) -> dict[ItemId, Held]:
    """Return every item."""
    return {**state.weapons, **state.containers}


def check_answer(state: State, item: ItemId, held: Held) -> None:
    """Check the one answer to who is in charge of an item."""
    match held.charge.by:
        case By.HANDLER:
            person = PersonId(held.charge.who)
            assert Role.HANDLER in state.registry.people[person].roles
        case By.PLACE:
            assert state.containers[ItemId(held.charge.who)].key_holders
        case By.GAP:
            gap = state.gaps[item]
            assert (gap.event, gap.items) == (held.charge.who, (item,))
        case By.END:
            assert not held.in_hand
    assert (item in state.gaps) == (held.charge.by is By.GAP)


@over_histories
def test_one_is_in_charge(history: History) -> None:
    """A handler, a locked place with key-holders, or a gap that is open answers for each item."""
    for story in walked(history):
        for item, held in items(story.state).items():
            check_answer(story.state, item, held)
        assert set(story.state.gaps) <= set(items(story.state))


TAKING = (TakeOut, Collect, Lock, WentAhead, ReceiveWeapon, ReceiveContainer, Relieve, Ship)


@over_histories
def test_nobody_is_put_in_charge_by_others(history: History) -> None:
    """Who is newly in charge of an item signed for it, or it is a gap or a lock of theirs."""
    before: dict[ItemId, object] = {}
    for story in walked(history):
        for item, held in items(story.state).items():
            if before.get(item) != held.charge and before and held.charge.by is not By.GAP:
                last = story.told[-1]
                if mood_of(last.event) is not Mood.LOOK:
                    check_signed(story, item, held)
        before = {item: held.charge for item, held in items(story.state).items()}


def check_signed(story: World, item: ItemId, held: Held) -> None:
    """Check that some event since the last check, by who answers now, took the item."""
    for told in reversed(story.told):
        touched = {touch.item for touch in told.event.touches}
        if item in touched and isinstance(told.event.body, TAKING) and not told.refused:
            author = told.event.signers[0].person
            if held.charge.by is By.HANDLER:
                assert held.charge.who == author
            elif held.charge.by is By.END:
                assert isinstance(told.event.body, Ship)
                assert Role.HANDLER in story.state.registry.people[author].roles
            else:
                assert author in story.state.containers[ItemId(held.charge.who)].key_holders
            return
    raise AssertionError(item)


@over_histories
def test_a_performer_is_never_in_charge(history: History) -> None:
    """Whoever holds a gun, a performer who is no handler is never in charge of it."""
    for story in walked(history):
        people = story.state.registry.people
        for held in items(story.state).values():
            record = people.get(PersonId(held.charge.who))
            assert record is None or Role.HANDLER in record.roles
